using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

public static class ListDeviations
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "status"), OneOf<DeviationStatus>, Description("Var ärendet står. / Where the case stands.")]
        public string? Status { get; set; }

        [FromQuery(Name = "kind"), OneOf<DeviationKind>, Description("Vad det gäller. / What it concerns.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "from"), Description("Hände denna dag eller senare, svensk tid. / Happened this day or later, Swedish time.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-12-01"), Description("Hände före denna dag, svensk tid. / Happened before this day, Swedish time.")]
        public DateOnly? To { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/", async Task<Ok<ListOf<DeviationView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.Read)
        .WithSummary("Lista avvikelser / List deviations")
        .WithDescription("De avvikelser som du får se, nyast först. / The deviations that you may see, newest first.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, UnitTree units)
    {
        public async Task<ListOf<DeviationView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.Deviations.AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(d => codes.Contains(d.UnitCode));
            }
            if (Choice<DeviationStatus>(query.Status, "status") is { } status) rows = rows.Where(d => d.Status == status);
            if (Choice<DeviationKind>(query.Kind, "kind") is { } kind) rows = rows.Where(d => d.Kind == kind);
            if (query.From is { } from) rows = rows.Where(d => d.OccurredOn >= from);
            if (query.To is { } to) rows = rows.Where(d => d.OccurredOn < to);
            var list = await rows.OrderByDescending(d => d.Id).ToListOf(query, request, ct);
            await access.Append(AccessAction.List, list.Items, deviation => DeviationView.Why(deviation, user), query.FiltersUsed(), ct);
            return list.Select(deviation => DeviationView.Of(deviation, user));
        }

        private static TEnum? Choice<TEnum>(string? text, string field) where TEnum : struct, Enum => text switch
        {
            null or "" => null,
            _ => ServiceDefaults.Kebab.TryParse<TEnum>(text, out var value) ? value : throw new InvalidField(field, $"It must be one of {string.Join(", ", Enum.GetValues<TEnum>().Select(ServiceDefaults.Kebab.Of))}."),
        };
    }
}
