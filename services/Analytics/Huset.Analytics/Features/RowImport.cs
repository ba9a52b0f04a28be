using System.ComponentModel;
using System.Text.Json;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Huset.Analytics.Features;

/// <summary>What a row of an import does, or that it cannot be taken in.</summary>
public enum ImportEffect { Created, Changed, Unchanged, Refused }

public sealed record RefusedRow(
    [property: Description("Radens nummer: i CSV som kalkylbladet visar det (rubriken är 1), i JSON platsen i listan från 1. / Number of the row: in CSV as a spreadsheet shows it (the header is 1), in JSON the place in the list from 1.")][property: Example("2")] int Row,
    [property: Description("Fältet som är fel. / The field that is wrong.")][property: Example("unitCode")] string Field,
    [property: Description("Regeln som säger nej. / The rule that says no.")][property: Example("volume.unit-unknown")] string Code,
    [property: Description("Vad som är fel. / What is wrong.")][property: Example("There is no such unit.")] string Reason);

public sealed record ImportResult(
    [property: Description("Antal nya. / Number of new ones.")] int Created,
    [property: Description("Antal ändrade. / Number that changed.")] int Changed,
    [property: Description("Antal som redan var så. / Number that were so already.")] int Unchanged,
    [property: Description("Rader som inte kan läsas in. / Rows that cannot be taken in.")] IReadOnlyList<RefusedRow> Refused);

/// <summary>What became of a row; an import that shows more of it has an outcome of its own.</summary>
public interface IImportOutcome
{
    ImportRow Row { get; }

    ImportEffect Effect { get; }

    /// <summary>Why it cannot be taken in; null when it can.</summary>
    RefusedRow? Refused { get; }
}

public sealed record ImportOutcome(ImportRow Row, ImportEffect Effect, RefusedRow? Refused = null) : IImportOutcome;

/// <summary>What an import does row by row. When one row is refused, none is taken in.</summary>
public sealed record TriedImport<TOutcome>(IReadOnlyList<TOutcome> Rows) where TOutcome : IImportOutcome
{
    public bool IsRefused => Rows.Any(row => row.Effect == ImportEffect.Refused);

    public int Count(ImportEffect effect) => Rows.Count(row => row.Effect == effect);

    /// <summary>The API's answer; the code tells that rows were refused.</summary>
    public Results<Ok<ImportResult>, ProblemHttpResult> Answer(bool dryRun, string code)
    {
        var result = new ImportResult(Count(ImportEffect.Created), Count(ImportEffect.Changed), Count(ImportEffect.Unchanged), [.. Rows.Select(row => row.Refused).OfType<RefusedRow>()]);
        if (dryRun || !IsRefused) return TypedResults.Ok(result);
        return TypedResults.Problem("Some rows cannot be taken in, so nothing is changed; see refused.", statusCode: 400, extensions: new Dictionary<string, object?> { ["code"] = code, ["refused"] = result.Refused });
    }
}

/// <summary>What imports of rows, as JSON or CSV and all or nothing, have in common.</summary>
public static class RowImport
{
    /// <summary>The body's rows, numbered: of CSV by its columns, of JSON by the document's list.</summary>
    /// <param name="http">The request.</param>
    /// <param name="list">Name of the document's list.</param>
    /// <param name="csv">The rows of a CSV file.</param>
    /// <param name="rows">The rows of a document; null when its list is none, or holds nothing in some place.</param>
    /// <exception cref="InvalidField">400: the list is missing or too long, or a column is.</exception>
    /// <exception cref="Microsoft.AspNetCore.Http.BadHttpRequestException">400: the body cannot be read.</exception>
    public static async Task<IReadOnlyList<ImportRow>> Read<TDocument>(HttpContext http, string list, Func<ImportFile, IReadOnlyList<ImportRow>> csv, Func<TDocument, IReadOnlyList<ImportRow>?> rows)
    {
        if (!http.Request.HasJsonContentType()) return csv(new ImportFile(await ImportFile.ReadText(http.Request.Body, http.RequestAborted)));
        try
        {
            var options = http.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
            var read = (await http.Request.ReadFromJsonAsync<TDocument>(options, http.RequestAborted) is { } document ? rows(document) : null) ?? throw new InvalidField(list, "It must be a list of rows.");
            return read.Count <= ImportFile.MaxRows ? read : throw new InvalidField(list, $"At most {ImportFile.MaxRows} rows at a time.");
        }
        catch (JsonException e)
        {
            throw new Microsoft.AspNetCore.Http.BadHttpRequestException("The body is not JSON that can be read.", 400, e);
        }
    }

    /// <summary>A document's list as rows; null when it is none, or holds nothing in some place.</summary>
    public static IReadOnlyList<ImportRow>? Rows<T>(List<T>? list, Func<T, IEnumerable<(string Column, string? Text)>> cells) => list is null || list.Exists(row => row is null)
        ? null
        : [.. list.Select((row, index) => new ImportRow(index + 1, cells(row).Where(cell => !string.IsNullOrWhiteSpace(cell.Text)).ToDictionary(cell => cell.Column, cell => cell.Text!.Trim())))];

    /// <summary>Stores what was tried, unless it was only to be tried or a row was refused.</summary>
    public static async Task<TriedImport<TOutcome>> Keep<TOutcome>(this AnalyticsDb db, IReadOnlyList<TOutcome> outcomes, bool dryRun, IDbContextTransaction? own, CancellationToken ct) where TOutcome : IImportOutcome
    {
        var tried = new TriedImport<TOutcome>(outcomes);
        if (dryRun || tried.IsRefused)
        {
            // Whatever else the request saves, this is not part of it.
            db.ChangeTracker.Clear();
            return tried;
        }
        await db.SaveChangesAsync(ct);
        if (own is not null) await own.CommitAsync(ct);
        return tried;
    }
}
