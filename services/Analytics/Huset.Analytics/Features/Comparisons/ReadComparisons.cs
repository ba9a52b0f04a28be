using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Comparisons;

/// <summary>Others' measures, with the own value beside the country and those that are compared with.</summary>
public static class ReadComparisons
{
    public sealed record MeasureView(
        [property: Description("Nyckeltalets id hos den som mäter. / Id of the measure at its origin.")][property: Example("U21468")] string Code,
        [property: Description("Dess rubrik. / Its title.")][property: Example("Brukarbedömning hemtjänst, helhet")] string Title,
        [property: Description("Vad det är, som källan säger det. / What it is, as its origin says.")][property: Example("Andel som är nöjda med helheten.")] string Definition,
        [property: Description("Källan som den ska anges. / The source as it must be told.")][property: Example("Källa: Kolada")] string Attribution,
        [property: Description("När de senaste värdena publicerades. / When the newest values were published.")] DateOnly? PublishedOn,
        [property: Description("När det lästes in. / When it was taken in.")] DateTimeOffset FetchedAt,
        [property: Description("Koden för nyckeltalet som mäter samma sak här. / Code of the indicator that measures the same here.")][property: Example("nojda-brukare")] string? Indicator,
        [property: Description("Vilket håll som är bättre. / Which way is better.")] Better Better,
        [property: Description("Hur det är överenskommet att läsas. / How it is agreed to be read.")][property: Example("Jämför med kommuner med lika många i hemtjänsten.")] string? Reading,
        [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")][property: Example("1")] int Version)
    {
        public static MeasureView Of(ComparedMeasure measure) =>
            new(measure.Code, measure.Title, measure.Definition, measure.Attribution, measure.PublishedOn, measure.FetchedAt, measure.Indicator, measure.Better, measure.Reading, measure.Version);
    }

    public sealed record ValueView(
        [property: Description("Kommunens, gruppens eller enhetens id. / Id of the municipality, group or unit.")][property: Example("0000")] string Area,
        [property: Description("Dess namn. / Its name.")][property: Example("Riket")] string AreaName,
        [property: Description("Om det är den egna kommunen. / Whether it is the own municipality.")] bool IsOwn,
        [property: Description("Året. / The year.")][property: Example("2025")] int Year,
        [property: Description("Vilka det gäller. / Whom it is of.")] Gender Gender,
        [property: Description("Värdet; saknas när källan inte har något. / The value; absent when its origin has none.")][property: Example("86")] decimal? Value,
        [property: Description("Vad källan säger om värdet. / What its origin says of the value.")][property: Example("Missing")] string? Status,
        [property: Description("När det lästes in. / When it was taken in.")] DateTimeOffset FetchedAt);

    public sealed record AnalysisView(
        [property: Description("Dagen. / The day.")] DateOnly On,
        [property: Description("Funktionen som skrev. / The function that wrote.")][property: Example("Kvalitetschefen")] string Function,
        [property: Description("Vad som är skrivet. / What is written.")][property: Example("Svarsfrekvensen var låg på två enheter.")] string Text);

    public sealed record View(
        [property: Description("Nyckeltalet. / The measure.")] MeasureView Measure,
        [property: Description("Värdena, nyaste året först, den egna kommunen överst. / The values, newest year first, the own municipality on top.")] IReadOnlyList<ValueView> Values,
        [property: Description("Vad jämförelsen säger, på svenska. / What the comparison tells, in Swedish.")][property: Example("2025: 84 här, 86 i riket.")] string Sentence,
        [property: Description("Skrivna analyser av skillnaden, nyast först. / Written analyses of the difference, newest first.")] IReadOnlyList<AnalysisView> Analyses);

    public static void Map(RouteGroupBuilder comparisons)
    {
        comparisons.MapGet("/", async Task<Ok<ListOf<MeasureView>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok((await handler.List(query, request, ct)).Select(MeasureView.Of)))
            .RequireAuthorization(Permissions.ReadComparisons)
            .WithName("listComparisons")
            .WithSummary("Lista andras nyckeltal / List others' measures")
            .WithDescription("Nyckeltal från Kolada och andra källor som är inlästa. / Measures of Kolada and other origins that are taken in.");
        comparisons.MapGet("/{code}", async Task<Results<Ok<View>, NotFound>> ([Description("Nyckeltalets id. / Id of the measure."), Example("U21468")] string code, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(code, ct) is not { } view) return TypedResults.NotFound();
                response.SetETag(view.Measure.Version);
                return TypedResults.Ok(view);
            })
            .RequireAuthorization(Permissions.ReadComparisons)
            .GivesETag()
            .WithName("readComparison")
            .WithSummary("Jämför kommunen med andra / Compare the municipality with others")
            .WithDescription("Det egna värdet bredvid riket och de andra, med hur det ska läsas och skrivna analyser. / The own value beside the country and the others, with how it is to be read and written analyses.");
    }

    public sealed class Handler(AnalyticsDb db, IConfiguration configuration)
    {
        /// <summary>Kolada's code of the country.</summary>
        public const string Country = "0000";

        private static readonly Texts T = Texts.Of<ComparisonPage>();

        // A municipality's own code is what Kolada calls it too; a demonstration borrows another's.
        private readonly string own = configuration["Huset:KoladaMunicipality"] ?? configuration["Huset:Municipality"] ?? "";

        public Task<ListOf<ComparedMeasure>> List(ListQuery query, HttpRequest? request, CancellationToken ct) =>
            db.ComparedMeasures.AsNoTracking().OrderBy(measure => measure.Origin).ThenBy(measure => measure.Title).ThenBy(measure => measure.Code).ToListOf(query, request, ct);

        /// <summary>Null when there is no such measure.</summary>
        public async Task<View?> Read(string code, CancellationToken ct)
        {
            if (await db.ComparedMeasures.AsNoTracking().FirstOrDefaultAsync(measure => measure.Code == code, ct) is not { } measure) return null;
            var values = (await db.ComparedValues.AsNoTracking().Where(value => value.Measure == code).ToListAsync(ct))
                .GroupBy(value => (value.Area, value.Year, value.Gender)).Select(versions => versions.MaxBy(value => value.Version)!).ToList();
            var ids = values.Select(value => value.Area).Distinct().ToList();
            var names = await db.ComparedAreas.AsNoTracking().Where(area => ids.Contains(area.Id)).ToDictionaryAsync(area => area.Id, area => area.Title, ct);
            string NameOf(string area) => names.TryGetValue(area, out var name) ? name : area == Country ? T["Country"] : area;
            return new(
                MeasureView.Of(measure),
                [.. values.OrderByDescending(value => value.Year).ThenBy(value => value.Area != own).ThenBy(value => value.Area != Country).ThenBy(value => NameOf(value.Area), StringComparer.Create(Texts.Swedish, ignoreCase: true)).ThenBy(value => value.Gender)
                    .Select(value => new ValueView(value.Area, NameOf(value.Area), value.Area == own, value.Year, value.Gender, value.Value?.Plain(), value.Status.Length > 0 ? value.Status : null, value.FetchedAt))],
                Sentence(measure, [.. values.Where(value => value.Gender == Gender.All && value.Value is not null)]),
                [.. measure.Analyses.OrderByDescending(analysis => analysis.Number).Select(analysis => new AnalysisView(analysis.On, analysis.Function, analysis.Text))]);
        }

        // The newest year that the municipality has a value of; a year that only others have is said so.
        private string Sentence(ComparedMeasure measure, List<ComparedValue> values)
        {
            var mine = values.Where(value => value.Area == own).MaxBy(value => value.Year);
            if (mine is null) return T["NoOwn"];
            var sentences = new List<string>();
            var (year, here) = (mine.Year, mine.Value!.Value);
            var country = values.Find(value => value.Area == Country && value.Year == year)?.Value;
            var others = values.Where(value => value.Year == year && value.Area != own && value.Area != Country).Select(value => value.Value!.Value).Order().ToList();
            sentences.Add(country is { } whole ? T["OwnAndCountry", year, Number(here), Number(whole)] : T["Own", year, Number(here)]);
            if (others.Count > 0) sentences.Add(T["Others", others.Count, Number((others[(others.Count - 1) / 2] + others[others.Count / 2]) / 2), Number(others[0]), Number(others[^1])]);
            if (country is { } reference && here != reference && measure.Better != Better.None) sentences.Add(T[(here > reference) == (measure.Better == Better.Up) ? "BetterSide" : "WorseSide"]);
            if (values.Where(value => value.Area == own && value.Year < year).MaxBy(value => value.Year) is { } before) sentences.Add(T["Before", before.Year, Number(before.Value!.Value)]);
            sentences.Add(T["NotTested"]);
            return string.Join(' ', sentences);
        }

        private static string Number(decimal value) => value.ToString("#,0.##", Texts.Swedish);
    }
}
