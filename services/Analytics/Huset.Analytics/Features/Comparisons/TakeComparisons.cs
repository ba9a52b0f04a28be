using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Comparisons;

/// <summary>Takes in what others have measured: fetched from Kolada, or from a file for who has no network or another origin.</summary>
public static class TakeComparisons
{
    public sealed class Request : IValidatableObject
    {
        [Required, MinLength(1), MaxLength(Kolada.MostAtOnce), Example("U21468", "U23471"), Description("Nyckeltalens id i Kolada. / Ids of the key figures in Kolada.")]
        public List<string>? Kpis { get; set; }

        [Required, MinLength(1), MaxLength(Kolada.MostAtOnce), Example("0680", "0000"), Description("Kommuner eller grupper; 0000 är riket. / Municipalities or groups; 0000 is the country.")]
        public List<string>? Municipalities { get; set; }

        [Required, MinLength(1), MaxLength(Kolada.MostAtOnce), Example("2024", "2025"), Description("Åren. / The years.")]
        public List<int>? Years { get; set; }

        [Description("Om nyckeltal vars rubrik har ändrats är samma nyckeltal. / Whether key figures whose title has changed are the same.")]
        public bool? AcceptTitles { get; set; }

        // Ids go into an address.
        IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
        {
            foreach (var (name, ids) in new[] { (nameof(Kpis), Kpis), (nameof(Municipalities), Municipalities) })
                if (ids?.TrueForAll(id => id is { Length: > 0 and <= 20 } && id.All(char.IsAsciiLetterOrDigit)) is false) yield return new($"{name}.Ids", [name]);
            if (Years?.TrueForAll(year => year is >= 1950 and <= 2200) is false) yield return new("Years.Ids", [nameof(Years)]);
        }
    }

    /// <summary>Kolada's own answers, as they were saved.</summary>
    public sealed class Document
    {
        [Description("Listan i Koladas svar: nyckeltal, kommuner, grupper eller data. / The list of Kolada's answer: key figures, municipalities, groups or data.")]
        public List<Item> Values { get; set; } = [];
    }

    public sealed class Item
    {
        [Description("I nyckeltal, kommuner och grupper, som också har sitt id: rubriken. / In key figures, municipalities and groups, which have their id too: the title."), Example("Brukarbedömning hemtjänst, helhet")]
        public string? Title { get; set; }

        [Description("Vad det är. / What it is."), Example("Andel som är nöjda med helheten.")]
        public string? Description { get; set; }

        [Description("I data: nyckeltalets id. / In data: id of the key figure."), Example("U21468")]
        public string? Kpi { get; set; }

        [Description("I data: kommunens eller gruppens id. / In data: id of the municipality or group."), Example("0680")]
        public string? Municipality { get; set; }

        [Description("I data: enhetens id. / In data: id of the organisational unit."), Example("V15E068000101")]
        public string? Ou { get; set; }

        [Description("I data: året. / In data: the year."), Example("2025")]
        public int? Period { get; set; }

        [Description("I data: värdena. / In data: the values.")]
        public List<ItemValue>? Values { get; set; }
    }

    [Description("Ett värde i Koladas data. / A value in Kolada's data.")]
    public sealed class ItemValue
    {
        [Description("T alla, K kvinnor, M män. / T all, K women, M men."), Example("T")]
        public string? Gender { get; set; }

        [Description("Värdet; null när det saknas. / The value; null when it is missing."), Example("86")]
        public decimal? Value { get; set; }

        [Description("Vad källan säger om det. / What its origin says of it."), Example("Missing")]
        public string? Status { get; set; }
    }

    public sealed record Result(
        [property: Description("Antal nya värden. / Number of new values.")] int Created,
        [property: Description("Antal ändrade. / Number that changed.")] int Changed,
        [property: Description("Antal som redan var så. / Number that were so already.")] int Unchanged,
        [property: Description("Nyckeltal vars rubrik har ändrats, så att inget av dem är inläst. / Key figures whose title has changed, so that nothing of them is taken in.")] IReadOnlyList<Retitled> Retitled,
        [property: Description("Rader som inte kan läsas in. / Rows that cannot be taken in.")] IReadOnlyList<RefusedRow> Refused);

    public sealed record Retitled(
        [property: Description("Nyckeltalets id. / Id of the key figure.")][property: Example("U21468")] string Code,
        [property: Description("Rubriken som värdena här har. / The title that the values here have.")][property: Example("Brukarbedömning hemtjänst, helhetssyn")] string Before,
        [property: Description("Rubriken nu. / The title now.")][property: Example("Brukarbedömning hemtjänst, nöjdhet")] string Now);

    public static void Map(RouteGroupBuilder analytics)
    {
        analytics.MapPost("/kolada/imports", async Task<Ok<Result>> (Request request, Kolada kolada, Handler handler, CancellationToken ct) =>
                TypedResults.Ok(await handler.Fetch(request, kolada, ct)))
            .RequireAuthorization(Permissions.EditComparisons)
            .WithName("importKolada")
            .WithSummary("Hämta nyckeltal från Kolada / Fetch key figures from Kolada")
            .WithDescription("Hämtar från adressen i inställningen Huset:Kolada; utan den hämtas inget (kolada.off). Bara koder och år skickas. Har ett nyckeltals rubrik ändrats läses inget av det in förrän någon har sagt att det är samma (acceptTitles). / Fetches from the address of the setting Huset:Kolada; without it nothing is fetched. Only codes and years are sent. Of a key figure whose title has changed nothing is taken in until somebody says that it is the same.");
        analytics.MapPost("/comparisons/imports", async Task<Results<Ok<Result>, ProblemHttpResult>> (ImportFile file, Handler handler, CancellationToken ct, [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false, [Description("Om nyckeltal vars rubrik har ändrats är samma. / Whether measures whose title has changed are the same.")] bool acceptTitles = false) =>
            {
                var result = await handler.Take(ComparisonFacts.Of(file), acceptTitles, dryRun, ct);
                if (dryRun || result.Refused.Count == 0) return TypedResults.Ok(result);
                return TypedResults.Problem("Some rows cannot be taken in, so nothing is changed; see refused.", statusCode: 400, extensions: new Dictionary<string, object?> { ["code"] = "comparisons.import-refused", ["refused"] = result.Refused });
            })
            .RequireAuthorization(Permissions.EditComparisons)
            .Accepts<Document>("application/json", "text/csv")
            .DisableValidation()
            .WithName("importComparisons")
            .WithExample("text/csv", "measure;area;year;value;gender;status;title;definition;origin;areaName;publishedOn\nU21468;0000;2025;86;T;;Brukarbedömning hemtjänst, helhet;Andel nöjda;Kolada;Riket;2025-11-01\n")
            .WithMetadata(new RequestSizeLimitAttribute(ImportFile.MaxBytes))
            .WithSummary("Läs in jämförelser från en fil / Import comparisons from a file")
            .WithDescription("Koladas egna svar som JSON, eller CSV från Kolada, Öppna jämförelser, ett kvalitetsregister eller en granne. Ett nyckeltal måste ha en rubrik första gången. Ett annat värde än det som finns blir en ny version. Ett tomt värde är inte noll. Allt eller inget. / Kolada's own answers as JSON, or CSV of Kolada, Öppna jämförelser, a quality register or a neighbour. A measure must have a title the first time. Another value than the one that is there becomes a new version. An empty value is not zero. All or nothing.");
    }

    public sealed class Handler(AnalyticsDb db, TimeProvider clock)
    {
        private static readonly Ui.Texts T = Ui.Texts.Of<ComparisonsPage>();

        /// <exception cref="RuleViolation">`kolada.off`, `kolada.unreachable`</exception>
        public async Task<Result> Fetch(Request request, Kolada kolada, CancellationToken ct) =>
            await Take(await kolada.Get([.. request.Kpis!.Distinct()], [.. request.Municipalities!.Distinct()], [.. request.Years!.Distinct()], ct), request.AcceptTitles is true, false, ct);

        public async Task<Result> Take(ComparisonFacts facts, bool acceptsTitles, bool dryRun, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            await using var own = await db.OwnTransaction(ct);
            // Two imports wait for each other.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727595)", ct);
            string[] codes = [.. facts.Measures.Keys.Union(facts.Values.Select(value => value.Facts.Measure))];
            // Who says how one is read waits, rather than being told that it has changed.
            await db.Database.ExecuteSqlAsync($"select 1 from compared_measures where code = any({codes}) for update", ct);
            var measures = await db.ComparedMeasures.Where(measure => codes.Contains(measure.Code)).ToDictionaryAsync(measure => measure.Code, ct);
            var retitled = new List<Retitled>();
            foreach (var told in facts.Measures.Values)
            {
                if (!measures.TryGetValue(told.Code, out var measure)) db.Add(measures[told.Code] = ComparedMeasure.Begin(told, now));
                else if (!measure.TellAgain(told, acceptsTitles, now)) retitled.Add(new(told.Code, measure.Title, told.Title));
            }
            string[] ids = [.. facts.Areas.Keys];
            var areas = await db.ComparedAreas.Where(area => ids.Contains(area.Id)).ToDictionaryAsync(area => area.Id, ct);
            foreach (var told in facts.Areas.Values)
            {
                if (areas.TryGetValue(told.Id, out var area)) area.Rename(told.Title);
                else db.Add(ComparedArea.Of(told));
            }
            var refused = facts.Refused.Select(row => new RefusedRow(row.Row, row.Why.Field, row.Why.Code, T.Find(row.Why.Code) ?? row.Why.Message)).ToList();
            var known = (await db.ComparedValues.AsNoTracking().Where(value => codes.Contains(value.Measure)).ToListAsync(ct))
                .GroupBy(value => (value.Measure, value.Area, value.Year, value.Gender)).ToDictionary(versions => versions.Key, versions => versions.MaxBy(value => value.Version)!);
            var seen = new HashSet<(string, string, int, Gender)>();
            var (created, changed, unchanged) = (0, 0, 0);
            foreach (var (row, value) in facts.Values)
            {
                var key = (value.Measure, value.Area, value.Year, value.Gender);
                var why = !measures.ContainsKey(value.Measure) ? "comparison.measure-unknown" : !seen.Add(key) ? "comparison.twice" : null;
                if (why is not null) refused.Add(new(row, "measure", why, T[why]));
                if (why is not null || retitled.Exists(measure => measure.Code == value.Measure)) continue;
                var before = known.GetValueOrDefault(key);
                if (before?.Facts == value) unchanged++;
                else if (before is null) created++;
                else changed++;
                if (before?.Facts != value) db.Add(ComparedValue.After(before, value, now));
            }
            var result = new Result(created, changed, unchanged, retitled, refused);
            if (dryRun || refused.Count > 0)
            {
                // Whatever else the request saves, this is not part of it.
                db.ChangeTracker.Clear();
                return result;
            }
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return result;
        }
    }
}
