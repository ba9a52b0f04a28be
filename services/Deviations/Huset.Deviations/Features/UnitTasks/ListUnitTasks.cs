using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.UnitTasks;

/// <summary>What a unit is to do out of an investigation; the unit is told nothing of the case, nor who gave it or when.</summary>
public sealed record UnitTaskView(
    [property: Description("Uppgiftens id. / Id of the task.")] Guid Id,
    [property: Description("En omedelbar åtgärd som enheten fortsätter med, eller en uppgift som utredaren har gett. / A measure that the unit goes on with, or a task that the investigator has given.")] UnitTaskKind Kind,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vad som ska göras. / What is to be done.")][property: Example("Gå igenom larmrutinen med nattpersonalen.")] string What,
    [property: Description("Vem som gör det, id; saknas när enhetens chef gör det. / Who does it, id; absent when the unit's manager does.")][property: Example("8f1c2d3e-0000-4000-8000-000000000001")] string? OwnerId,
    [property: Description("Vem som gör det. / Who does it.")][property: Example("Anna Testsson")] string? Owner,
    [property: Description("Sista dagen, svensk tid. / Last day, Swedish time.")] DateOnly DueAt,
    [property: Description("Var uppgiften står. / Where the task stands.")] UnitTaskStatus Status,
    [property: Description("Vad det blev av den. / What came of it.")][property: Example("Alla i nattgruppen har gått igenom den.")] string? Outcome,
    [property: Description("Vem som rapporterade den som klar. / Who reported it as done.")][property: Example("Karin Testsson")] string? CompletedBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset? CompletedAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version,
    [property: Description("Ärendets id, bara för den som utreder det. / Id of the case, for who investigates it alone.")] Guid? DeviationId = null,
    [property: Description("Vem som gav den, bara för den som utreder. / Who gave it, for who investigates alone.")][property: Example("Lena Testsson")] string? GivenBy = null,
    [property: Description("När den gavs, UTC, bara för den som utreder. / When it was given, UTC, for who investigates alone.")] DateTimeOffset? GivenAt = null)
{
    /// <summary>As the unit and the owner see it.</summary>
    public static UnitTaskView Of(UnitTask task) =>
        new(task.Id, task.Kind, task.UnitCode, task.What, task.OwnerId, task.OwnerName, task.DueAt, task.Status, task.Outcome, task.CompletedByName, task.CompletedAt, task.Version);

    /// <summary>As the case's investigators see it.</summary>
    public static UnitTaskView OfCase(UnitTask task) => Of(task) with { DeviationId = task.DeviationId, GivenBy = task.GivenByName, GivenAt = task.GivenAt };
}

public static class ListUnitTasks
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "owner"), OneOf("me"), Description("me: bara de som du själv ska göra. / me: only those that you are to do yourself.")]
        public string? Owner { get; set; }

        [FromQuery(Name = "status"), OneOf<UnitTaskStatus>, Description("Var uppgiften står. / Where the task stands.")]
        public string? Status { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "from"), Description("Sista dagen är denna dag eller senare. / Due this day or later.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2099-01-01"), Description("Sista dagen är före denna dag. / Due before this day.")]
        public DateOnly? To { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations, RouteGroupBuilder tasks)
    {
        tasks.MapGet("/", async Task<Ok<ListOf<UnitTaskView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.DoUnitTasks)
            .WithName("listUnitTasks")
            .WithSummary("Lista uppgifter från utredningar / List tasks out of investigations")
            .WithDescription("De som du ska göra, och för en chef enheternas. Inget säger vilket ärende de kommer ur. De som inte är klara först, efter sista dagen. / Those that you are to do, and for a manager those of the units. Nothing tells which case they come from. Those not done first, by their last day.");
        tasks.MapGet("/{id:guid}", async Task<Results<Ok<UnitTaskView>, NotFound>> ([Description("Uppgiftens id. / Id of the task.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Read(id, ct) is not { } task) return TypedResults.NotFound();
            response.SetETag(task.Version);
            return TypedResults.Ok(task);
        })
            .RequireAuthorization(Permissions.DoUnitTasks)
            .GivesETag()
            .WithName("readUnitTask")
            .WithSummary("Läs en uppgift från en utredning / Read a task out of an investigation")
            .WithDescription("En som du ska göra, en av enhetens, eller en ur ett ärende som du utreder. / One that you are to do, one of the unit's, or one of a case that you investigate.");
        deviations.MapGet("/{id:guid}/unit-tasks", async Task<Results<Ok<ListOf<UnitTaskView>>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, [AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            if (await handler.OfCase(id, ct) is not { } all) return TypedResults.NotFound();
            var (page, limit) = (query.Page ?? 1, query.Limit ?? 20);
            return TypedResults.Ok(new ListOf<UnitTaskView>([.. all.Skip((page - 1) * limit).Take(limit)], page, limit, all.Count, page * limit < all.Count ? request.AddressWith("page", page + 1) : null));
        })
            .RequireAuthorization(Permissions.Investigate)
            .WithName("listUnitTasksOfCase")
            .WithSummary("Lista det som enheten har fått av ett ärende / List what the unit has of a case")
            .WithDescription("De omedelbara åtgärder som enheten fortsätter med och de uppgifter som utredaren har gett, för den som utreder ärendet. / The immediate measures that the unit goes on with and the tasks that the investigator has given, for who investigates the case.");
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, UnitTree units)
    {
        public async Task<ListOf<UnitTaskView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = Mine;
            if (query.Owner == "me") rows = rows.Where(task => task.OwnerId == user.Id);
            if (Lists.Choice<UnitTaskStatus>(query.Status, "status") is { } status) rows = rows.Where(task => (task.CompletedAt == null) == (status == UnitTaskStatus.Open));
            if (!string.IsNullOrEmpty(query.UnitCode))
            {
                var below = units.WithBelow([query.UnitCode]);
                rows = rows.Where(task => below.Contains(task.UnitCode));
            }
            if (query.From is { } from) rows = rows.Where(task => task.DueAt >= from);
            if (query.To is { } to) rows = rows.Where(task => task.DueAt < to);
            var list = await rows.OrderBy(task => task.CompletedAt != null).ThenBy(task => task.DueAt).ThenBy(task => task.Id).ToListOf(query, request, ct);
            await access.Append(AccessAction.List, list.Items, Why, query.FiltersUsed(), ct);
            return list.Select(UnitTaskView.Of);
        }

        /// <summary>Null when it is neither the user's, the units' nor of a case that the user investigates.</summary>
        public async Task<UnitTaskView?> Read(Guid id, CancellationToken ct)
        {
            if (await db.UnitTasks.AsNoTracking().FirstOrDefaultAsync(task => task.Id == id, ct) is not { } found) return null;
            await access.Append(AccessAction.Read, [found], Why, [], ct);
            return IsMine(found) ? UnitTaskView.Of(found) : UnitTaskView.OfCase(found);
        }

        /// <summary>What the unit has of the case, in the order given; null when the user does not investigate it.</summary>
        public async Task<IReadOnlyList<UnitTaskView>?> OfCase(Guid id, CancellationToken ct)
        {
            if (await db.Deviations.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation || user.TracksOf(deviation).Count == 0) return null;
            await access.Append(AccessAction.Read, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            return await Told(id, ct);
        }

        /// <summary>The same for who has been shown the case already; not an entity each, because they stand in the log with the case.</summary>
        public async Task<IReadOnlyList<UnitTaskView>> Told(Guid deviationId, CancellationToken ct) => await db.UnitTasks.Where(task => task.DeviationId == deviationId).OrderBy(task => task.Id)
            .Select(task => new UnitTaskView(
                task.Id, task.Kind, task.UnitCode, task.What, task.OwnerId, task.OwnerName, task.DueAt, task.CompletedAt == null ? UnitTaskStatus.Open : UnitTaskStatus.Done, task.Outcome, task.CompletedByName, task.CompletedAt, task.Version,
                task.DeviationId, task.GivenByName, task.GivenAt)).ToListAsync(ct);

        private IQueryable<UnitTask> Mine
        {
            get
            {
                var of = user.UnitsOf(Permissions.DoUnitTasks);
                return db.UnitTasks.AsNoTracking().Where(task => task.OwnerId == user.Id || of.Contains(task.UnitCode));
            }
        }

        private bool IsMine(UnitTask task) => task.OwnerId == user.Id || user.UnitsOf(Permissions.DoUnitTasks).Contains(task.UnitCode);

        private string Why(UnitTask task) => task.OwnerId == user.Id ? $"{Permissions.DoUnitTasks}/own" : IsMine(task) ? $"{Permissions.DoUnitTasks}/units" : $"{Permissions.Investigate}/all";
    }
}
