using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Thread;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.Analytics.Features.Indicators;

public sealed record ChartBreakView(
    [property: Description("Beslutets id. / Id of the decision.")] Guid Id,
    [property: Description("Nyckeltalets kod, eller deviations för diagrammet över avvikelser. / Code of the indicator, or deviations for the chart of deviations.")][property: Example("deviations-harm")] string Chart,
    [property: Description("Vad avvikelserna gäller; saknas för alla, och för ett nyckeltal. / What the deviations concern; absent for all, and of an indicator.")][property: Example("health-care")] string? Kind,
    [property: Description("Enheten; saknas för hela kommunen. / The unit; absent for the whole municipality.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string? UnitName,
    [property: Description("Den första månaden med nya gränser. / The first month with new limits.")][property: Example("2026-03")] string From,
    [property: Description("Vad som ändrades. / What was changed.")][property: Example("ny bemanning på kvällen")] string Changed,
    [property: Description("Varför det behövs nya gränser. / Why new limits are needed.")][property: Example("Nivån är en annan sedan dess.")] string Reason,
    [property: Description("Åtgärden som ändrade det. / The action that changed it.")] Guid? ActionId,
    [property: Description("Vem som bestämde. / Who decided.")][property: Example("Karin Testsson")] string SetBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset SetAt,
    [property: Description("Varför det togs tillbaka; saknas medan det gäller. / Why it was undone; absent while it holds.")][property: Example("Bemanningen återgick.")] string? UndoneReason,
    [property: Description("Vem som tog tillbaka det. / Who undid it.")][property: Example("Karin Testsson")] string? UndoneBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset? UndoneAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    internal static ChartBreakView Of(ChartBreak one, UnitTree units) => new(
        one.Id, one.Chart, Known(one.Kind), Known(one.UnitCode), Known(one.UnitCode) is { } unit ? units.NameOf(unit) : null, Words.MonthCode(one.From), one.Changed, one.Reason, one.ActionId, one.SetByName, one.SetAt,
        one.UndoneReason, one.UndoneByName, one.UndoneAt, one.Version);

    private static string? Known(string code) => code.Length > 0 ? code : null;
}

/// <summary>New limits of a chart from a month on: a person's decision, told in the chart and undone by a person.</summary>
public static class BreakChart
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "chart"), Example("deviations-harm"), Description("Nyckeltalets kod, eller deviations. / Code of the indicator, or deviations.")]
        public string? Chart { get; set; }

        [FromQuery(Name = "kind"), OneOf("social-care", "health-care", "work-environment", "information-security", "cooperation", "other"), Description("Vad avvikelserna gäller. / What the deviations concern.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enhetens eget diagram. / The unit's own chart.")]
        public string? UnitCode { get; set; }
    }

    public sealed class Request
    {
        [Required, StringLength(64), Example("deviations-harm"), Description("Nyckeltalets kod, eller deviations för diagrammet över avvikelser. / Code of the indicator, or deviations for the chart of deviations.")]
        public string? Chart { get; set; }

        [StringLength(64), Example("health-care"), Description("Vad avvikelserna gäller; utelämnas för alla, och för ett nyckeltal. / What the deviations concern; left out for all, and of an indicator.")]
        public string? Kind { get; set; }

        [StringLength(64), Example("norrangen"), Description("Enheten vars diagram det är; utelämnas för hela kommunen. / The unit whose chart it is; left out for the whole municipality.")]
        public string? UnitCode { get; set; }

        [Required, StringLength(7), Example("2026-03"), Description("Den första månaden med nya gränser; av en längre period dess första. / The first month with new limits; of a longer period its first.")]
        public string? From { get; set; }

        [Required, StringLength(200, MinimumLength = 3), Example("ny bemanning på kvällen"), Description("Vad som ändrades, utan namn; det står vid diagrammet. / What was changed, without names; it stands with the chart.")]
        public string? Changed { get; set; }

        [Required, StringLength(1000, MinimumLength = 3), Example("Nivån är en annan sedan dess."), Description("Varför det behövs nya gränser, utan namn. / Why new limits are needed, without names.")]
        public string? Reason { get; set; }

        [StringLength(400), Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f"), Description("Åtgärden som ändrade det, om det finns en: dess id eller adressen till den. / The action that changed it, if there is one: its id, or its address.")]
        public string? Action { get; set; }
    }

    public sealed class UndoRequest
    {
        [Required, StringLength(1000, MinimumLength = 3), Example("Bemanningen återgick."), Description("Varför de gamla gränserna ska gälla igen, utan namn. / Why the old limits are to hold again, without names.")]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder analytics)
    {
        var breaks = analytics.MapGroup("/chart-breaks").WithTags("indicators");
        breaks.MapGet("/", async Task<Ok<ListOf<ChartBreakView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.List(query, request, ct)))
            .RequireAuthorization(Permissions.ReadCounts)
            .WithName("listChartBreaks")
            .WithSummary("Lista nya gränser / List new limits")
            .WithDescription("Allt som har bestämts, också det som är tillbakataget, nyast först. / Everything that has been decided, also what is undone, newest first.");
        breaks.MapPost("/", async Task<Created<ChartBreakView>> (Request request, Handler handler, UnitTree units, HttpResponse response, CancellationToken ct) =>
            {
                var set = await handler.Set(request, ct);
                response.SetETag(set.Version);
                return TypedResults.Created("/analytics/v1/chart-breaks", ChartBreakView.Of(set, units));
            })
            .RequireAuthorization(Permissions.SetLimits)
            .GivesETag()
            .WithName("setChartBreak")
            .WithSummary("Sätt nya gränser från en månad / Set new limits from a month on")
            .WithDescription("När arbetssättet har ändrats och nivån är en annan. Punkterna före bedöms som förut, de efter för sig, när de är nog många. Sker aldrig av sig självt. / When the work has been changed and the level is another. Points before are judged as they were, those after by themselves, when they are enough. It never happens by itself.");
        breaks.MapPost("/{id:guid}/undo", async Task<Results<Ok<ChartBreakView>, NotFound>> ([Description("Beslutets id. / Id of the decision.")] Guid id, UndoRequest request, Handler handler, UnitTree units, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Undo(id, request, http.Request.CheckIfMatch, ct) is not { } undone) return TypedResults.NotFound();
                http.Response.SetETag(undone.Version);
                return TypedResults.Ok(ChartBreakView.Of(undone, units));
            })
            .RequireAuthorization(Permissions.SetLimits)
            .TakesIfMatch().GivesETag()
            .WithName("undoChartBreak")
            .WithSummary("Ta tillbaka nya gränser / Undo new limits")
            .WithDescription("Diagrammet ritas som om de inte hade satts; beslutet står kvar i listan. / The chart is drawn as if they had not been set; the decision stays in the list.");
    }

    public sealed class Handler(AnalyticsDb db, IndicatorCatalogue catalogue, IndicatorSeries series, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        public async Task<ListOf<ChartBreakView>> List(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.ChartBreaks.AsNoTracking();
            if (query.Chart is { Length: > 0 } chart) rows = rows.Where(one => one.Chart == chart);
            if (query.Kind is { Length: > 0 } kind) rows = rows.Where(one => one.Kind == kind);
            if (query.UnitCode is { Length: > 0 } unit) rows = rows.Where(one => one.UnitCode == unit);
            return (await rows.OrderByDescending(one => one.Id).ToListOf(query, request, ct)).Select(one => ChartBreakView.Of(one, units));
        }

        /// <summary>Everything decided of one chart, newest first.</summary>
        public async Task<IReadOnlyList<ChartBreak>> Of(string chart, string? kind, string? unitCode, CancellationToken ct)
        {
            var (of, unit) = (kind ?? "", unitCode ?? "");
            return await db.ChartBreaks.AsNoTracking().Where(one => one.Chart == chart && one.Kind == of && one.UnitCode == unit).OrderByDescending(one => one.Id).ToListAsync(ct);
        }

        /// <summary>Null when there is none that the user may see.</summary>
        public Task<ChartBreak?> Read(Guid id, CancellationToken ct) => db.ChartBreaks.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, ct);

        /// <exception cref="InvalidField">400: chart, kind, unitCode, from or action</exception>
        /// <exception cref="RuleViolation">`chart-break.taken`</exception>
        public async Task<ChartBreak> Set(Request request, CancellationToken ct)
        {
            var (chart, kind, unit) = (request.Chart!.Trim(), request.Kind?.Trim() ?? "", request.UnitCode?.Trim() ?? "");
            var period = PeriodLength.Month;
            if (chart != ChartBreak.Deviations) period = (await catalogue.Find(chart, ct) ?? throw new InvalidField("chart", "There is no such chart.")).Period;
            if (kind.Length > 0 && (chart != ChartBreak.Deviations || !Words.AllKinds.Contains(kind))) throw new InvalidField("kind", $"Only deviations have it, and it must be one of {string.Join(", ", Words.AllKinds)}.");
            // The answer is the same for a unit that does not exist.
            if (!MaySet(unit) || (unit.Length > 0 && units.Find(unit) is null)) throw new InvalidField("unitCode", "It must be a unit of today whose limits you may set; the whole municipality is for who may set all.");
            var from = period.First(MonthPeriod.Month(request.From, "from")!.Value);
            var thisMonth = MonthPeriod.ThisMonth(clock);
            if (from > thisMonth || from < thisMonth.AddMonths(-MonthPeriod.MaxMonths)) throw new InvalidField("from", $"It must be this month or one of the {MonthPeriod.MaxMonths} before.");
            if (await db.ChartBreaks.AnyAsync(one => one.Chart == chart && one.Kind == kind && one.UnitCode == unit && one.From == from && one.UndoneAt == null, ct)) throw Taken();
            var action = await ThreadAddress.Find(db, "action", request.Action, "action", ct);
            var set = ChartBreak.Set(chart, kind, unit, from, request.Changed!, request.Reason!, action is null ? null : Guid.Parse(action), await series.Position(ct), user.Name, clock.GetUtcNow());
            db.Add(set);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                throw Taken();
            }
            return set;
        }

        /// <summary>Null when there is none that the user may undo.</summary>
        /// <exception cref="RuleViolation">`chart-break.undone`</exception>
        public async Task<ChartBreak?> Undo(Guid id, UndoRequest request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ChartBreaks.FirstOrDefaultAsync(one => one.Id == id, ct) is not { } set || !MaySet(set.UnitCode)) return null;
            checkVersion(set.Version);
            set.Undo(request.Reason!, await series.Position(ct), user.Name, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return set;
        }

        /// <summary>Whether the user sets limits of the unit's charts; empty is the whole municipality.</summary>
        public bool MaySet(string? unitCode) => user.ReachesAll(Permissions.SetLimits) || (unitCode is { Length: > 0 } unit && user.UnitsOf(Permissions.SetLimits).Contains(unit));

        private static RuleViolation Taken() => new("chart-break.taken", "The chart has new limits from that month; undo them first to say it anew.");
    }
}
