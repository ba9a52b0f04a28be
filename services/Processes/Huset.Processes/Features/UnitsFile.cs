using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Huset.Processes.Features;

/// <summary>A row of an imported file. `Unreadable` names a field that could not be read at all.</summary>
public sealed record FileRow(int Number, ImportUnits.Row Fields, string? Unreadable = null)
{
    /// <exception cref="InvalidField">The row has a field of the wrong shape.</exception>
    public void Check()
    {
        if (Unreadable is not null) throw new InvalidField(Unreadable, "The value is not one that the field takes.");
        var wrong = new List<ValidationResult>();
        if (Validator.TryValidateObject(Fields, new ValidationContext(Fields), wrong, validateAllProperties: true)) return;
        throw new InvalidField(JsonNamingPolicy.CamelCase.ConvertName(wrong[0].MemberNames.First()), wrong[0].ErrorMessage!);
    }
}

/// <summary>The body of an import, JSON or CSV, as numbered rows.</summary>
public sealed record UnitsFile(IReadOnlyList<FileRow> Rows)
{
    public static UnitsFile Of(ImportUnits.Document document) => new([.. document.Units.Select((row, index) => new FileRow(index + 1, row))]);

    public static async ValueTask<UnitsFile> BindAsync(HttpContext http)
    {
        var file = http.Request.HasJsonContentType() ? Of(await ReadJson(http)) : new UnitsFile(UnitsCsv.Read(await ReadText(http)));
        return file.Limited();
    }

    public UnitsFile Limited() => Rows.Count <= ImportUnits.MaxRows ? this : throw new InvalidField("units", $"At most {ImportUnits.MaxRows} rows at a time.");

    private static async Task<ImportUnits.Document> ReadJson(HttpContext http)
    {
        try
        {
            var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            return await http.Request.ReadFromJsonAsync<ImportUnits.Document>(options, http.RequestAborted) is { Units: not null } document && !document.Units.Contains(null!)
                ? document
                : throw new InvalidField("units", "It must be a list of units.");
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("The body is not JSON that can be read.", 400, e);
        }
    }

    private static Task<string> ReadText(HttpContext http) => ReadText(http.Request.Body, http.RequestAborted);

    /// <summary>The text of a file in UTF-8.</summary>
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
}
