using System.ComponentModel;
using System.Globalization;
using System.Text;
using Huset.Analytics.Features.Indicators;
using Huset.Analytics.Features.Subscriptions;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Extracts;

/// <summary>A decided extract is fetched, until its last day; each time is written down.</summary>
public static class FetchExtract
{
    private const int PageSize = 1_000;
    private const string Header = "indicator,unit,period,numerator,denominator,status,complete\r\n";

    public static void Map(RouteGroupBuilder extracts)
    {
        extracts.MapGet("/{id:guid}/events", async Task<Results<EmptyHttpResult, NotFound, ProblemHttpResult>> ([Description("Uttagets id. / Id of the extract.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
                await Fetch(id, ExtractPart.Events, "application/x-ndjson; charset=utf-8", "handelser.ndjson", handler, response, ct))
            .RequireAuthorization(Permissions.PrepareExtracts)
            .Produces<string>(200, "application/x-ndjson")
            .Produces(StatusCodes.Status409Conflict)
            .Produces(StatusCodes.Status410Gone)
            .WithExample("application/x-ndjson", "{\"type\":\"se.huset.deviations.deviation-reported.v1\",\"day\":\"2026-11-20\",\"unitcode\":\"norrangen\",\"subject\":\"5f1e0c2b9a7d4e3f8c6b1a2d3e4f5061\",\"subjectversion\":1,\"data\":{\"kind\":\"health-care\",\"harm\":\"minor\",\"links\":[]}}\n")
            .WithName("fetchExtractEvents")
            .WithSummary("Hämta uttagets händelser / Fetch the extract's events")
            .WithDescription("NDJSON i loggens ordning, som loggen var vid beslutet. Id är bytta mot koder som bara gäller i uttaget; tidpunkten är dagen. Varje hämtning antecknas. 410 efter sista dagen. / NDJSON in the log's order, as the log was at the decision. Ids are replaced by codes of the extract alone; the time is the day. Each fetching is noted. 410 after the last day.");
        extracts.MapGet("/{id:guid}/series", async Task<Results<EmptyHttpResult, NotFound, ProblemHttpResult>> ([Description("Uttagets id. / Id of the extract.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
                await Fetch(id, ExtractPart.Series, "text/csv; charset=utf-8; header=present", "serier.csv", handler, response, ct))
            .RequireAuthorization(Permissions.PrepareExtracts)
            .Produces<string>(200, "text/csv")
            .Produces(StatusCodes.Status409Conflict)
            .Produces(StatusCodes.Status410Gone)
            .WithExample("text/csv", $"{Header}deviations-harm,norrangen,2026-09,7,42,told,true\r\n")
            .WithName("fetchExtractSeries")
            .WithSummary("Hämta uttagets serier / Fetch the extract's series")
            .WithDescription("CSV, som loggen var vid beslutet. Små tal är dolda: en enhets serie med ett litet tal är en enda rad med status hidden, kommunens en rad för hela tiden. Varje hämtning antecknas. 410 efter sista dagen. / CSV, as the log was at the decision. Small numbers are hidden: a unit's series with a small number is one row with status hidden, the municipality's one row for all of the time. Each fetching is noted. 410 after the last day.");
    }

    private static async Task<Results<EmptyHttpResult, NotFound, ProblemHttpResult>> Fetch(Guid id, ExtractPart part, string type, string file, Handler handler, HttpResponse response, CancellationToken ct)
    {
        if (await handler.Find(id, ct) is not { } extract) return TypedResults.NotFound();
        if (handler.IsOver(extract))
            return TypedResults.Problem("It can be fetched no more.", statusCode: StatusCodes.Status410Gone, extensions: new Dictionary<string, object?> { ["code"] = "extract.ended" });
        var fetch = await handler.Begin(extract, part, ct);
        response.ContentType = type;
        response.Headers.ContentDisposition = $"attachment; filename=\"uttag-{file}\"";
        response.Headers.CacheControl = "no-store";
        var rows = part == ExtractPart.Events ? await handler.Events(extract, response, ct) : await handler.Series(extract, response, ct);
        fetch.Done(rows);
        await handler.Save(ct);
        return TypedResults.Empty;
    }

    public sealed class Handler(AnalyticsDb db, EventLog log, IndicatorCatalogue catalogue, IndicatorSeries series, WebhookSecrets secrets, SubscriptionWork work, UnitTree units)
    {
        public Task<Extract?> Find(Guid id, CancellationToken ct) => db.Extracts.AsNoTracking().FirstOrDefaultAsync(extract => extract.Id == id, ct);

        public bool IsOver(Extract extract) => extract.IsOver(work.Today);

        /// <summary>Written down before anything is handed over.</summary>
        /// <exception cref="RuleViolation">`extract.not-decided`</exception>
        public async Task<ExtractFetch> Begin(Extract extract, ExtractPart part, CancellationToken ct)
        {
            if (!extract.IsOpen(work.Today)) throw new RuleViolation("extract.not-decided", "Nobody has decided that it may be fetched.");
            var fetch = ExtractFetch.Begin(extract, part, work.Me, work.Now);
            db.Add(fetch);
            await db.SaveChangesAsync(ct);
            return fetch;
        }

        public Task Save(CancellationToken ct) => db.SaveChangesAsync(ct);

        /// <summary>How many events were written.</summary>
        public async Task<long> Events(Extract extract, HttpResponse response, CancellationToken ct)
        {
            if (extract.Types.Length == 0) return 0;
            var (codes, body, rows) = (await Codes(extract, ct), response.BodyWriter, 0L);
            var filter = LogFilter.Of(extract.Types, extract.Units, units) with { From = SwedishTime.StartOf(extract.From), To = SwedishTime.StartOf(extract.To) };
            var (after, last) = (await log.Before(filter.From.Value, ct), extract.Position!.Value);
            // A page in memory at a time, and no transaction kept open while a slow reader takes it.
            while (after < last)
            {
                var page = await log.Read(after, last, PageSize, filter, ct);
                foreach (var entry in page.Where(codes.Tells))
                {
                    codes.Write(entry, body);
                    rows++;
                }
                await body.FlushAsync(ct);
                after = page.Count < PageSize ? last : page[^1].Sequence;
            }
            return rows;
        }

        /// <summary>How many rows were written.</summary>
        public async Task<long> Series(Extract extract, HttpResponse response, CancellationToken ct)
        {
            var (codes, body, rows) = (await Codes(extract, ct), response.BodyWriter, 0L);
            // By the limit of the day that it was decided: what is fetched twice is the same.
            var small = (await db.Rules.AsNoTracking().Where(rule => rule.Measure == "small-number").ToListAsync(ct)).ForSmallNumbers(SwedishTime.Day(extract.DecidedAt!.Value));
            Encoding.UTF8.GetBytes(Header, body);
            foreach (var code in extract.Indicators)
            {
                if (await catalogue.Find(code, ct) is not { } indicator || (extract.Units.Length > 0 && !indicator.HasUnits)) continue;
                var of = await series.ByUnit(indicator, extract.From, extract.To, ct, extract.Position);
                foreach (var row in new ExtractSeries(extract, indicator, of, units, small).Rows(codes))
                {
                    Encoding.UTF8.GetBytes($"{string.Join(',', row.Select(cell => cell is string text ? EventRow.Cell(text) : Convert.ToString(cell, CultureInfo.InvariantCulture)))}\r\n", body);
                    rows++;
                }
                await body.FlushAsync(ct);
            }
            return rows;
        }

        private async Task<ExtractCodes> Codes(Extract extract, CancellationToken ct) => new(
            secrets.Of(extract) ?? throw new InvalidOperationException("The key of an open extract is gone."), extract.CodesUnits,
            (await db.KnownUnits.Select(unit => unit.Code).ToListAsync(ct)).ToHashSet());
    }
}

/// <summary>
/// An indicator's series in an extract: of each unit that was chosen, else of the whole municipality. A unit's is hidden when any of its numbers is
/// small, or when it would with the others tell one that is; the municipality's is then one figure of all the time, if that is not small.
/// </summary>
internal sealed class ExtractSeries(Extract extract, Indicator indicator, Func<string[]?, IndicatorMonths> of, UnitTree tree, SmallNumbers small)
{
    private readonly IndicatorMonths whole = of(null);

    public IEnumerable<object?[]> Rows(ExtractCodes codes)
    {
        if (extract.Units.Length == 0) return TellsParts(whole, null) ? Parts("", whole) : [Sum()];
        var own = extract.Units.ToDictionary(unit => unit, unit => of(tree.WithBelow([unit])));
        var told = extract.Units.Where(unit => TellsParts(own[unit], whole)).ToHashSet();
        // What is left of a unit without those below it that are told, and of the whole without all that are told.
        foreach (var unit in extract.Units.Where(told.Contains))
        {
            string[] below = [.. told.Where(other => other != unit && tree.WithBelow([unit]).Contains(other))];
            if (below.Length > 0 && !TellsParts(of(tree.WithBelow(below)), own[unit])) told.ExceptWith(below);
        }
        if (told.Count > 1 && !TellsParts(of(tree.WithBelow(told)), whole)) told.Clear();
        return extract.Units.SelectMany(unit => told.Contains(unit) ? Parts(codes.OfUnit(unit), own[unit]) : [Hidden(codes.OfUnit(unit))]);
    }

    private string AllTime => $"{Words.MonthCode(extract.From)}/{Words.MonthCode(extract.To.AddMonths(-1))}";

    private IEnumerable<object?[]> Parts(string unit, IndicatorMonths months) => Within(months).Select(point => (object?[])(point.IsMissing
        ? [indicator.Code, unit, indicator.Period.Code(point.Month), null, null, "missing", Flag(point.IsWhole)]
        : [indicator.Code, unit, indicator.Period.Code(point.Month), point.Numerator, point.Denominator, "told", Flag(point.IsWhole)]));

    private object?[] Sum() => TimeFigure.Of(whole, null, extract.From, extract.To, small) is { IsSmall: false } sum
        ? [indicator.Code, "", AllTime, sum.Numerator, sum.Denominator, "told", Flag(sum.IsWhole)]
        : Hidden("");

    private object?[] Hidden(string unit) => [indicator.Code, unit, AllTime, null, null, "hidden", null];

    private bool TellsParts(IndicatorMonths own, IndicatorMonths? all) => !Within(own).Where(point => !point.IsMissing)
        .Any(point => TimeFigure.IsSmallOf(own, all, point.Numerator, point.Denominator, point.Month, indicator.Period.End(point.Month), small));

    private List<IndicatorPoint> Within(IndicatorMonths months) => [.. months.Points.Where(point => point.Month >= extract.From && point.Month < extract.To)];

    private static string Flag(bool value) => value ? "true" : "false";
}
