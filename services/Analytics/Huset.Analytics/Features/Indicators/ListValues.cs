using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Indicators;

public static class ListValues
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "indicator"), Example("nojda-brukare"), Description("Nyckeltalets kod. / Code of the indicator.")]
        public string? Indicator { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den; annars alla som du får räkna. / The unit and all below it; else all that you may count.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "history"), DefaultValue(false), Description("Också värden som har ersatts. / Also values that have been replaced.")]
        public bool? History { get; set; }
    }

    public sealed record View(
        [property: Description("Nyckeltalets kod. / Code of the indicator.")][property: Example("nojda-brukare")] string Indicator,
        [property: Description("Enhetens kod; saknas för hela kommunen. / Code of the unit; absent for the whole municipality.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Perioden. / The period.")][property: Example("2026")] string Period,
        [property: Description("Vilka det gäller. / Whom it is of.")] Gender Gender,
        [property: Description("Om det kan ändras, eller är taget tillbaka. / Whether it may change, or is taken back.")] ValueStatus Status,
        [property: Description("Täljaren. / The numerator.")][property: Example("81")] decimal? Numerator,
        [property: Description("Nämnaren. / The denominator.")][property: Example("90")] decimal? Denominator,
        [property: Description("Mätvärdet, när det inte är uppdelat. / The measurement, when it is not divided.")][property: Example("412.5")] decimal? Value,
        [property: Description("Värdets version; den nyaste räknas. / Version of the value; the newest counts.")] int Version,
        [property: Description("Numret på loggens nyaste händelse när värdet kom. / Number of the log's newest event when the value came.")][property: Example("42")] long Position,
        [property: Description("När det kom, UTC. / When it came, UTC.")] DateTimeOffset SetAt);

    public static void Map(RouteGroupBuilder values) => values
        .MapGet("/", async Task<Ok<ListOf<View>>> ([AsParameters] Query query, Handler handler, IndicatorCatalogue catalogue, HttpRequest request, CancellationToken ct) =>
        {
            var periods = (await catalogue.All(ct)).ToDictionary(indicator => indicator.Code, indicator => indicator.Period);
            return TypedResults.Ok((await handler.Handle(query, request, ct)).Select(value => new View(
                value.Indicator, value.UnitCode.Length > 0 ? value.UnitCode : null, periods[value.Indicator].Code(value.From), value.Gender, value.Status, value.Numerator?.Plain(), value.Denominator?.Plain(), value.Value?.Plain(),
                value.Version, value.Position, value.SetAt)));
        })
        .RequireAuthorization(Permissions.ReadCounts)
        .WithName("listIndicatorValues")
        .WithSummary("Lista inlästa värden / List values that were told")
        .WithDescription("Värdena för kommunens egna nyckeltal på de enheter som du får räkna, nyaste perioden först. / The values of the municipality's own indicators of the units that you may count, the newest period first.");

    public sealed class Handler(AnalyticsDb db, UnitTree units)
    {
        public Task<ListOf<IndicatorValue>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var values = db.IndicatorValues.AsNoTracking();
            if (query.History != true)
                values = values.Where(value => !db.IndicatorValues.Any(later => later.Indicator == value.Indicator && later.UnitCode == value.UnitCode && later.From == value.From && later.Gender == value.Gender && later.Version > value.Version));
            if (query.Indicator is { Length: > 0 } indicator) values = values.Where(value => value.Indicator == indicator);
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                values = values.Where(value => codes.Contains(value.UnitCode));
            }
            return values.OrderByDescending(value => value.From).ThenBy(value => value.Indicator).ThenBy(value => value.UnitCode).ThenBy(value => value.Gender).ThenByDescending(value => value.Version).ToListOf(query, request, ct);
        }
    }
}
