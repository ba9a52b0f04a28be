using System.Runtime.CompilerServices;
using System.Text;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Features.Imports;

/// <summary>A record of a file: its cells, or the line as it came when it cannot be told apart into cells.</summary>
internal readonly record struct CsvRecord(string[] Cells, bool Broken);

/// <summary>
/// CSV (RFC 4180) as it comes, a record at a time. The library that reads small files gives up at a quote that is never closed, or takes the rest
/// of the file for one cell; of fifty thousand rows from an old system some are like that, and each may refuse only itself.
/// </summary>
internal static class CsvRecords
{
    /// <summary>Longer than this no record is: a description may have 20,000 characters, and four times that is room enough for the rest.</summary>
    private const int Longest = 100_000;

    /// <summary>The file's records in order, the header first; a row that is empty is none.</summary>
    /// <exception cref="BadHttpRequestException">400: it is not UTF-8.</exception>
    public static async IAsyncEnumerable<CsvRecord> Read(Stream file, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        var waiting = new LinkedList<string>();
        char? separator = null;
        while (await Next() is { } line)
        {
            if (separator is null && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line.Length == 5)
            {
                separator = line[4];
                continue;
            }
            separator ??= line.Contains(';', StringComparison.Ordinal) ? ';' : line.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
            var (record, more) = (new StringBuilder(line), new List<string>());
            var cells = Split(line, separator.Value, out var open);
            while (open && record.Length < Longest && await Next() is { } next)
            {
                more.Add(next);
                record.Append('\n').Append(next);
                // Only a quote can close what is open.
                if (next.Contains('"', StringComparison.Ordinal)) cells = Split(record.ToString(), separator.Value, out open);
            }
            if (cells is null)
            {
                foreach (var unread in Enumerable.Reverse(more)) waiting.AddFirst(unread);
                yield return new([Storable(line)], true);
            }
            else if (cells.Any(cell => cell.Length > 0))
            {
                var broken = cells.Any(cell => !Json.IsStorable(cell));
                yield return new(broken ? [.. cells.Select(Storable)] : cells, broken);
            }
        }

        async ValueTask<string?> Next()
        {
            if (waiting.First is { } first)
            {
                waiting.RemoveFirst();
                return first.Value;
            }
            try
            {
                return await reader.ReadLineAsync(ct);
            }
            catch (DecoderFallbackException)
            {
                // Guessing another encoding would store broken names.
                throw new BadHttpRequestException("The file is not UTF-8. In Excel: save as CSV UTF-8.");
            }
        }
    }

    private static string Storable(string text) => Json.IsStorable(text) ? text : string.Concat(text.Where(c => c >= ' ' && !char.IsSurrogate(c)));

    // Null when it is no record: a quote is open at its end, or something follows one that is closed.
    private static string[]? Split(string record, char separator, out bool open)
    {
        var (cells, cell, at) = (new List<string>(), new StringBuilder(), 0);
        open = false;
        while (true)
        {
            while (at < record.Length && record[at] is ' ' or '\t' && record[at] != separator) at++;
            cell.Clear();
            if (at < record.Length && record[at] == '"')
            {
                for (at++; ; at++)
                {
                    if (at >= record.Length)
                    {
                        open = true;
                        return null;
                    }
                    if (record[at] != '"') cell.Append(record[at]);
                    else if (at + 1 < record.Length && record[at + 1] == '"') cell.Append(record[++at]);
                    else break;
                }
                for (at++; at < record.Length && record[at] is ' ' or '\t' && record[at] != separator; at++) { }
                if (at < record.Length && record[at] != separator) return null;
                cells.Add(Text(cell.ToString().Trim()));
            }
            else
            {
                var end = record.IndexOf(separator, at);
                if (end < 0) end = record.Length;
                cells.Add(Text(record[at..end].TrimEnd()));
                at = end;
            }
            if (at >= record.Length) return [.. cells];
            at++;
        }
    }

    // An export's apostrophe before what would begin a formula is not part of the text.
    private static string Text(string cell) => cell is ['\'', '=' or '+' or '-' or '@', ..] ? cell[1..] : cell;
}
