using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Actions;

public static class ListActions
{
    /// <summary>Every status before the effect is checked.</summary>
    public const string Open = "open";

    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "owner"), OneOf("me"), Description("me: bara de som du själv äger. / me: only those that you own.")]
        public string? Owner { get; set; }

        [FromQuery(Name = "status"), OneOf(Open, "planned", "completed", "checked"), Description("Var åtgärden står; open är alla vars effekt inte är kontrollerad. / Where the action stands; open is all whose effect is not checked.")]
        public string? Status { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "from"), Description("Ska vara gjord denna dag eller senare. / Is to be done this day or later.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-12-01"), Description("Ska vara gjord före denna dag. / Is to be done before this day.")]
        public DateOnly? To { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations, RouteGroupBuilder actions)
    {
        actions.MapGet("/", async Task<Ok<ListOf<ActionView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.DoActions)
            .WithSummary("Lista åtgärder / List actions")
            .WithDescription("De som du äger, och de i ärenden som du hanterar. Först den vars dag kommer först. / Those that you own, and those of cases that you handle. The one whose day comes first is first.");
        actions.MapGet("/{actionId:guid}", async Task<Results<Ok<ActionView>, NotFound>> ([Description("Åtgärdens id. / Id of the action.")] Guid actionId, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Read(actionId, ct) is not { } action) return TypedResults.NotFound();
            response.SetETag(action.Version);
            return TypedResults.Ok(action);
        })
            .RequireAuthorization(Permissions.DoActions)
            .GivesETag()
            .WithName("readAction")
            .WithSummary("Läs en åtgärd / Read an action")
            .WithDescription("En som du äger, eller i ett ärende som du hanterar. / One that you own, or of a case that you handle.");
        deviations.MapGet("/{id:guid}/actions", async Task<Results<Ok<ListOf<ActionView>>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, [AsParameters] ListQuery query, ReadDeviation.Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            if (await handler.Handle(id, ct) is not { } deviation) return TypedResults.NotFound();
            var (page, limit, all) = (query.Page ?? 1, query.Limit ?? 20, deviation.Causes?.SelectMany(cause => cause.Actions).ToList() ?? []);
            return TypedResults.Ok(new ListOf<ActionView>([.. all.Skip((page - 1) * limit).Take(limit)], page, limit, all.Count, page * limit < all.Count ? request.AddressWith("page", page + 1) : null));
        })
            .RequireAuthorization(Permissions.Read)
            .WithName("listDeviationActions")
            .WithSummary("Lista ett ärendes åtgärder / List a case's actions")
            .WithDescription("Så mycket av dem som du får läsa av ärendet. / As much of them as you may read of the case.");
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, UnitTree units)
    {
        public async Task<ListOf<ActionView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = Mine;
            if (query.Owner is "me") rows = rows.Where(a => a.OwnerId == user.Id);
            else if (query.Owner is { Length: > 0 }) throw new InvalidField("owner", "It must be me.");
            rows = query.Status switch
            {
                null or "" => rows,
                Open => rows.Where(a => a.EffectCheckedAt == null),
                "planned" => rows.Where(a => a.CompletedAt == null && a.EffectCheckedAt == null),
                "completed" => rows.Where(a => a.CompletedAt != null && a.EffectCheckedAt == null),
                "checked" => rows.Where(a => a.EffectCheckedAt != null),
                _ => throw new InvalidField("status", $"It must be one of {Open}, planned, completed, checked."),
            };
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(a => codes.Contains(a.UnitCode));
            }
            if (query.From is { } from) rows = rows.Where(a => a.DueAt >= from);
            if (query.To is { } to) rows = rows.Where(a => a.DueAt < to);
            var list = await rows.OrderBy(a => a.EffectCheckedAt != null).ThenBy(a => a.CompletedAt == null ? a.DueAt : a.EffectCheckAt).ThenBy(a => a.Id).ToListOf(query, request, ct);
            await access.AppendParts<Deviation, CorrectiveAction>(AccessAction.List, list.Items, Shown, query.FiltersUsed(), ct);
            return list.Select(action => ActionView.Of(action, Sight.Full));
        }

        /// <summary>Null when the user neither owns it nor handles its case.</summary>
        public async Task<ActionView?> Read(Guid actionId, CancellationToken ct)
        {
            if (await Mine.FirstOrDefaultAsync(a => a.Id == actionId, ct) is not { } action) return null;
            await access.AppendParts<Deviation, CorrectiveAction>(AccessAction.Read, [action], Shown, [], ct);
            return ActionView.Of(action, Sight.Full);
        }

        /// <summary>True when the user may open the action's case.</summary>
        public Task<bool> OpensCase(ActionView action, CancellationToken ct) => db.Deviations.AnyAsync(d => d.Id == action.DeviationId, ct);

        // Of the actions that the row filter lets through, the own ones and those of the cases that the user handles (CaseRights).
        private IQueryable<CorrectiveAction> Mine
        {
            get
            {
                var (inUnits, everywhere, healthCare) = (user.UnitsOf(Permissions.Handle), user.ReachesAll(Permissions.Handle), user.ReachesAll(Permissions.ReadHealthCare));
                return db.Actions.AsNoTracking().Where(a => a.OwnerId == user.Id
                    || (!a.Restricted && inUnits.Contains(a.UnitCode))
                    || (everywhere && (a.Restricted || (healthCare && db.Deviations.Any(d => d.Id == a.DeviationId && d.Kind == DeviationKind.HealthCare)))));
            }
        }

        private (Guid Id, string Reference, string Why) Shown(CorrectiveAction action) => (action.DeviationId, action.CaseReference,
            action.OwnerId == user.Id ? $"{Permissions.DoActions}/own"
            : !action.Restricted && user.UnitsOf(Permissions.Handle).Contains(action.UnitCode) ? $"{Permissions.Handle}/units"
            : $"{Permissions.Handle}/all");
    }
}
