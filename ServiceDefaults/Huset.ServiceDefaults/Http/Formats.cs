using CsvHelper;

namespace Huset.ServiceDefaults.Http;

/// <summary>Lists that are also files: which form is asked for, and CSV as Swedish spreadsheets want it.</summary>
public static class Formats
{
    /// <summary>Media type of every CSV file.</summary>
    public const string Csv = "text/csv; charset=utf-8";

    /// <summary>Media type of a Word document.</summary>
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private static readonly Dictionary<string, string> MediaTypes = new() { ["json"] = "application/json", ["csv"] = "text/csv", ["ndjson"] = "application/x-ndjson", ["html"] = "text/html", ["docx"] = Docx };

    /// <summary>The form of the answer: `?format=` when there is one, else what Accept likes best of those offered, else the first.</summary>
    /// <param name="request">The request, whose Accept is read.</param>
    /// <param name="asked">The value of `?format=`; null or empty for none.</param>
    /// <param name="offered">`json`, `csv`, `ndjson`, `html`, `docx`, or a name that only `?format=` can ask for; the usual one first.</param>
    /// <exception cref="InvalidField">400: `asked` is none of those offered.</exception>
    public static string FormatOf(this HttpRequest request, string? asked, params string[] offered)
    {
        if (!string.IsNullOrEmpty(asked)) return offered.Contains(asked) ? asked : throw new InvalidField("format", $"It must be {string.Join(" or ", offered)}.");
        return request.GetTypedHeaders().Accept.OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => offered.FirstOrDefault(format => MediaTypes.TryGetValue(format, out var type) && accepted.MatchesMediaType(type)))
            .FirstOrDefault(format => format is not null) ?? offered[0];
    }

    /// <summary>
    /// A file that spreadsheets read as UTF-8 with semicolons (the byte order mark tells them), and where nothing is calculated:
    /// what would begin a formula gets an apostrophe in front.
    /// </summary>
    /// <param name="columns">The first row; null for the next part of a file that is written in parts.</param>
    /// <param name="rows">The other rows, with as many texts each; null is an empty cell.</param>
    public static byte[] ToCsv(IEnumerable<string>? columns, IEnumerable<IEnumerable<string?>> rows)
    {
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, new() { Separator = ';', WriteByteOrderMark = columns is not null, Injection = CsvInjection.Escape }))
        {
            foreach (var row in columns is null ? rows : rows.Prepend(columns))
            {
                foreach (var text in row) csv.WriteField(text);
                csv.EndRecord();
            }
        }
        return file.ToArray();
    }
}
