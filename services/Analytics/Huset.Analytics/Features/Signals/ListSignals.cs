using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Signals;

public sealed record FoundSignalView(
    [property: Description("Tecknets id. / Id of the signal.")] Guid Id,
    [property: Description("Enheten vars diagram det är. / The unit whose chart it is.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string UnitName,
    [property: Description("Vad avvikelserna gäller; saknas när alla är med. / What the deviations concern; absent when all are in it.")][property: Example("health-care")] string? Kind,
    [property: Description("Nyckeltalet vars diagram det är; saknas för diagrammet över avvikelser. / The indicator whose chart it is; absent for the chart of deviations.")][property: Example("deviations-harm")] string? Indicator,
    [property: Description("Mönstret. / The pattern.")] ChartPattern Pattern,
    [property: Description("Om det är uppåt. / Whether it is upwards.")] bool Up,
    [property: Description("Första månaden. / First month.")][property: Example("2026-09")] string From,
    [property: Description("Sista månaden hittills. / Last month so far.")][property: Example("2026-10")] string To,
    [property: Description("Vad diagrammet sa, på svenska. / What the chart said, in Swedish.")][property: Example("September 2026 sticker ut med 14 avvikelser, fler än slumpen brukar ge.")] string Sentence,
    [property: Description("När det hittades, UTC. / When it was found, UTC.")] DateTimeOffset FoundAt,
    [property: Description("Vad det var; saknas tills någon har svarat. / What it was; absent until someone has answered.")] SignalMeaning? Meaning,
    [property: Description("Svaret med egna ord. / The answer in own words.")][property: Example("En ny rutin gör att vi rapporterar sena doser.")] string? Answer,
    [property: Description("Vem som svarade. / Who answered.")][property: Example("Karin Testsson")] string? AnsweredBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset? AnsweredAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static FoundSignalView Of(FoundSignal signal, UnitTree units) => new(
        signal.Id, signal.UnitCode, units.NameOf(signal.UnitCode), signal.Kind, signal.Indicator, signal.Pattern, signal.Up, Words.MonthCode(signal.From), Words.MonthCode(signal.To), signal.Sentence, signal.FoundAt,
        signal.Meaning, signal.Answer, signal.AnsweredByName, signal.AnsweredAt, signal.Version);
}

public static class ListSignals
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "indicator"), Example("deviations-harm"), Description("Bara detta nyckeltals. / Only those of this indicator.")]
        public string? Indicator { get; set; }

        [FromQuery(Name = "open"), Description("true: bara de som ingen har svarat på; false: bara de besvarade. / true: only those that nobody has answered; false: only the answered.")]
        public bool? Open { get; set; }
    }

    public static void Map(RouteGroupBuilder signals)
    {
        signals.MapGet("/", async Task<Ok<ListOf<FoundSignalView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.ReadCounts)
            .WithName("listSignals")
            .WithSummary("Lista tecken / List signals")
            .WithDescription("Det som enheternas styrdiagram har visat och slumpen inte brukar ge, nyast först, med vad någon har sagt att det var. / What the units' control charts have shown and chance does not give, newest first, with what someone has said that it was.");
        signals.MapGet("/{id:guid}", async Task<Results<Ok<FoundSignalView>, NotFound>> ([Description("Tecknets id. / Id of the signal.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } signal) return TypedResults.NotFound();
                response.SetETag(signal.Version);
                return TypedResults.Ok(signal);
            })
            .RequireAuthorization(Permissions.ReadCounts)
            .GivesETag()
            .WithName("readSignal")
            .WithSummary("Läs ett tecken / Read a signal")
            .WithDescription("Vad diagrammet sa och vad det var. / What the chart said and what it was.");
    }

    public sealed class Handler(AnalyticsDb db, UnitTree units)
    {
        public async Task<ListOf<FoundSignalView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.FoundSignals.AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(signal => codes.Contains(signal.UnitCode));
            }
            if (query.Indicator is { Length: > 0 } indicator) rows = rows.Where(signal => signal.Indicator == indicator);
            if (query.Open is { } open) rows = rows.Where(signal => (signal.AnsweredAt == null) == open);
            return (await rows.OrderByDescending(signal => signal.Id).ToListOf(query, request, ct)).Select(signal => FoundSignalView.Of(signal, units));
        }

        public async Task<FoundSignalView?> Read(Guid id, CancellationToken ct) =>
            await db.FoundSignals.AsNoTracking().FirstOrDefaultAsync(signal => signal.Id == id, ct) is { } signal ? FoundSignalView.Of(signal, units) : null;
    }
}
