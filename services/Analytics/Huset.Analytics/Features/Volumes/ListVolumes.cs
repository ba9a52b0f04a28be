using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Volumes;

public static class ListVolumes
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den; annars alla som du får räkna. / The unit and all below it; else all that you may count.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "kind"), Example("hours"), Description("En kod i listan volume-kinds. / A code of the list volume-kinds.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "month"), Example("2026-09"), Description("Bara denna månad. / Only this month.")]
        public string? Month { get; set; }

        [FromQuery(Name = "history"), DefaultValue(false), Description("Också värden som har ersatts. / Also values that have been replaced.")]
        public bool? History { get; set; }
    }

    public sealed record View(
        [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
        [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string UnitName,
        [property: Description("Månaden. / The month.")][property: Example("2026-09")] string Month,
        [property: Description("En kod i listan volume-kinds. / A code of the list volume-kinds.")][property: Example("hours")] string Kind,
        [property: Description("Värdet. / The value.")][property: Example("3500")] decimal Value,
        [property: Description("Värdets version; den nyaste räknas. / Version of the value; the newest counts.")] int Version,
        [property: Description("Numret på loggens nyaste händelse när värdet kom. / Number of the log's newest event when the value came.")][property: Example("42")] long Position,
        [property: Description("När det kom, UTC. / When it came, UTC.")] DateTimeOffset SetAt);

    public static void Map(RouteGroupBuilder volumes) => volumes
        .MapGet("/", async Task<Ok<ListOf<View>>> ([AsParameters] Query query, Handler handler, UnitTree units, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok((await handler.Handle(query, request, ct)).Select(volume =>
                new View(volume.UnitCode, units.NameOf(volume.UnitCode), Words.MonthCode(volume.Month), volume.Kind, volume.Value, volume.Version, volume.Position, volume.SetAt))))
        .RequireAuthorization(Permissions.ReadCounts)
        .WithName("listVolumes")
        .WithSummary("Lista volymerna / List the volumes")
        .WithDescription("Hur mycket de enheter som du får räkna har gjort per månad, nyaste månaden först. / How much the units that you may count did a month, the newest month first.");

    public sealed class Handler(AnalyticsDb db, UnitTree units)
    {
        public Task<ListOf<Volume>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var volumes = db.Volumes.AsNoTracking();
            if (query.History != true) volumes = volumes.Where(volume => !db.Volumes.Any(later => later.UnitCode == volume.UnitCode && later.Month == volume.Month && later.Kind == volume.Kind && later.Version > volume.Version));
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                volumes = volumes.Where(volume => codes.Contains(volume.UnitCode));
            }
            if (query.Kind is { Length: > 0 } kind) volumes = volumes.Where(volume => volume.Kind == kind);
            if (MonthPeriod.Month(query.Month, "month") is { } month) volumes = volumes.Where(volume => volume.Month == month);
            return volumes.OrderByDescending(volume => volume.Month).ThenBy(volume => volume.UnitCode).ThenBy(volume => volume.Kind).ThenByDescending(volume => volume.Version).ToListOf(query, request, ct);
        }
    }
}
