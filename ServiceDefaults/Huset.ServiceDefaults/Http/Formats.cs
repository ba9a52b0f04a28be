using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.ServiceDefaults.Http;

/// <summary>Lists that are also files: which form is asked for, and CSV as Swedish spreadsheets want it.</summary>
public static class Formats
{
    /// <summary>Media type of every CSV file.</summary>
    public const string Csv = "text/csv; charset=utf-8";

    /// <summary>Media type of a Word document.</summary>
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>Media type of a PDF.</summary>
    public const string Pdf = "application/pdf";

    private static readonly Dictionary<string, string> MediaTypes = new() { ["json"] = "application/json", ["csv"] = "text/csv", ["ndjson"] = "application/x-ndjson", ["html"] = "text/html", ["docx"] = Docx, ["pdf"] = Pdf };

    /// <summary>The form of the answer: `?format=` when there is one, else what Accept likes best of those offered, else the first.</summary>
    /// <param name="request">The request, whose Accept is read.</param>
    /// <param name="asked">The value of `?format=`; null or empty for none.</param>
    /// <param name="offered">`json`, `csv`, `ndjson`, `html`, `docx`, `pdf`, or a name that only `?format=` can ask for; the usual one first.</param>
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
    /// <param name="rows">The other rows, with as many cells each: text as it is, codes as APIs spell them, instants on a Swedish clock, days, numbers, true and false; null is an empty cell.</param>
    public static byte[] ToCsv(IEnumerable<string>? columns, IEnumerable<IEnumerable<object?>> rows)
    {
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, new() { Separator = ';', WriteByteOrderMark = columns is not null, Injection = CsvInjection.Escape }))
        {
            foreach (var row in columns is null ? rows : rows.Prepend(columns))
            {
                foreach (var cell in row) csv.WriteField(Text(cell));
                csv.EndRecord();
            }
        }
        return file.ToArray();
    }

    /// <summary>A CSV file written as its parts come. Nothing is sent before the first is there, so that what is wrong can still be told.</summary>
    /// <param name="name">What the file is called: `avvikelser.csv`.</param>
    /// <param name="columns">The first row.</param>
    /// <param name="parts">The other rows, a part in memory at a time.</param>
    /// <param name="cells">A row's cells, as <see cref="ToCsv"/> takes them.</param>
    /// <param name="ct">Ends the writing.</param>
    public static PushStreamHttpResult CsvInParts<T>(string name, IReadOnlyList<string> columns, IAsyncEnumerable<IReadOnlyList<T>> parts, Func<T, IEnumerable<object?>> cells, CancellationToken ct) => TypedResults.Stream(
        async file =>
        {
            var heading = columns;
            await foreach (var part in parts.WithCancellation(ct))
            {
                await file.WriteAsync(ToCsv(heading, part.Select(cells)), ct);
                heading = null;
            }
            if (heading is not null) await file.WriteAsync(ToCsv(heading, []), ct);
        },
        Csv, name);

    /// <summary>A file with a JSON object a line (NDJSON), written as its parts come.</summary>
    /// <param name="name">What the file is called: `avvikelser.ndjson`.</param>
    /// <param name="parts">The rows, a part in memory at a time.</param>
    /// <param name="options">How the service's own answers are spelt.</param>
    /// <param name="ct">Ends the writing.</param>
    public static PushStreamHttpResult LinesInParts<T>(string name, IAsyncEnumerable<IReadOnlyList<T>> parts, JsonSerializerOptions options, CancellationToken ct) => TypedResults.Stream(
        async file =>
        {
            await foreach (var part in parts.WithCancellation(ct))
            {
                using var lines = new MemoryStream();
                foreach (var row in part)
                {
                    JsonSerializer.Serialize(lines, row, options);
                    lines.WriteByte((byte)'\n');
                }
                await file.WriteAsync(lines.ToArray(), ct);
            }
        },
        "application/x-ndjson; charset=utf-8", name);

    private static string? Text(object? cell) => cell switch
    {
        string text => text,
        bool so => so ? "true" : "false",
        Enum code => JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString()),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset instant => SwedishTime.Local(instant).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell?.ToString(),
    };
}
