using System.Globalization;
using System.Text;
using CsvHelper;

namespace Huset.ServiceDefaults.Http;

/// <summary>A CSV file that is sent to be taken in: UTF-8, a header in any order, semicolon or comma.</summary>
/// <param name="Text">What it holds.</param>
public sealed record ImportFile(string Text)
{
    /// <summary>Rows at a time.</summary>
    public const int MaxRows = 10_000;

    /// <summary>Twice what so many rows need; more would only take time to read.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Column of the refused rows' file, which may be imported again with it.</summary>
    private const string Error = "error";

    private static readonly char[] Formula = ['=', '+', '-', '@'];

    /// <summary>The body of a request, for an operation that takes a file.</summary>
    public static async ValueTask<ImportFile> BindAsync(HttpContext http) => new(await ReadText(http.Request.Body, http.RequestAborted));

    /// <summary>The text of a file in UTF-8.</summary>
    /// <exception cref="BadHttpRequestException">400: it is not UTF-8, or holds what cannot be stored.</exception>
    public static async Task<string> ReadText(Stream file, CancellationToken ct)
    {
        try
        {
            using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            var text = await reader.ReadToEndAsync(ct);
            return Json.IsStorable(text) ? text : throw new BadHttpRequestException("The file holds a character that cannot be stored.");
        }
        catch (DecoderFallbackException)
        {
            // Guessing another encoding would store broken names.
            throw new BadHttpRequestException("The file is not UTF-8. In Excel: save as CSV UTF-8.");
        }
    }

    /// <summary>Its rows, by column.</summary>
    /// <param name="columns">The columns that may be there.</param>
    /// <param name="needed">Those that must be.</param>
    /// <param name="heading">What a column may also be called, in Swedish.</param>
    /// <exception cref="InvalidField">400: a column is missing or not known, or there are too many rows.</exception>
    /// <exception cref="BadHttpRequestException">400: a line is not CSV.</exception>
    public List<ImportRow> Rows(string[] columns, string[] needed, Func<string, string>? heading = null)
    {
        var header = Text.AsSpan(0, Text.IndexOfAny(['\r', '\n']) is var end and >= 0 ? end : Text.Length);
        try
        {
            using var csv = CsvReader.FromText(Text, new()
            {
                Separator = header.Contains(';') ? ';' : ',',
                TrimWhitespace = true,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
                FieldCountMismatch = CsvFieldCountHandling.Throw,
            });
            csv.ReadHeader();
            var places = new Dictionary<string, int>();
            foreach (var (place, name) in csv.Headers.Index())
            {
                if (columns.Append(Error).FirstOrDefault(column => Is(name, column) || Is(name, heading?.Invoke(column))) is not { } column) throw new InvalidField(name, "There is no such column.");
                places.TryAdd(column, place);
            }
            foreach (var column in needed)
                if (!places.ContainsKey(column)) throw new InvalidField(column, "The column is missing.");
            places.Remove(Error);
            var rows = new List<ImportRow>();
            while (csv.Read())
            {
                if (rows.Count == MaxRows) throw new InvalidField("rows", $"At most {MaxRows} rows at a time.");
                var cells = new Dictionary<string, string>();
                foreach (var (column, place) in places)
                    if (Cell(csv.GetString(place)) is { } text) cells[column] = text;
                // A spreadsheet may save rows below its last.
                if (cells.Count > 0) rows.Add(new((int)csv.LineNumber, cells));
            }
            return rows;
        }
        catch (CsvFormatException e)
        {
            throw new BadHttpRequestException($"Line {e.LineNumber} of the file is not CSV that can be read.", 400, e);
        }
    }

    /// <summary>Rows as they came, with the reason last.</summary>
    /// <param name="columns">The columns, in order.</param>
    /// <param name="refused">The rows, each with its reason in Swedish.</param>
    /// <param name="heading">What a column is called, when not by its own name.</param>
    public static byte[] WriteRefused(string[] columns, IEnumerable<(ImportRow Row, string Reason)> refused, Func<string, string>? heading = null) =>
        Formats.ToCsv(columns.Append(Error).Select(column => heading?.Invoke(column) ?? column), refused.Select(pair => columns.Select(column => pair.Row[column]).Append(pair.Reason)));

    private static bool Is(string name, string? column) => name.Equals(column, StringComparison.OrdinalIgnoreCase);

    // An empty cell says nothing, and an export's apostrophe is not part of the text.
    private static string? Cell(string text) => text is ['\'', var first, ..] && Formula.Contains(first) ? text[1..] : text.Length == 0 ? null : text;
}

/// <summary>A row of a file; a cell that is empty or has no column is null.</summary>
/// <param name="Number">As a spreadsheet shows it: the header is 1.</param>
/// <param name="Cells">By column.</param>
public sealed record ImportRow(int Number, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>The cell of the column; null when it is empty.</summary>
    public string? this[string column] => Cells.GetValueOrDefault(column);

    /// <summary>A cell that must say something, on one line.</summary>
    /// <exception cref="RowRefused">The cell is empty or longer than it may be, or has a line break.</exception>
    public string Text(string column, int maxLength) =>
        this[column] is { } text && text.Length <= maxLength && !text.Any(char.IsControl)
            ? text
            : throw new RowRefused(column, "row.field-invalid", $"It must be one line of 1 to {maxLength} characters.");

    /// <summary>The day of a cell; null when it is empty.</summary>
    /// <exception cref="RowRefused">The cell is not a day.</exception>
    public DateOnly? Day(string column) =>
        this[column] is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 2200 ? day
        : throw new RowRefused(column, "row.field-invalid", "It must be a day, such as 2026-01-31.");
}

/// <summary>A row of a file cannot be taken in.</summary>
/// <param name="column">The column that is wrong.</param>
/// <param name="code">`noun.rule`, as in docs/errors.md.</param>
/// <param name="reason">What is wrong, in English, without personal data.</param>
public sealed class RowRefused(string column, string code, string reason) : Exception(reason)
{
    /// <summary>The column that is wrong.</summary>
    public string Field => column;

    /// <summary>`noun.rule`, listed in docs/errors.md.</summary>
    public string Code => code;
}
