using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.UnitTasks;

public static class CompleteUnitTask
{
    public sealed class Request
    {
        [Description("Vad det blev av den; den som utreder läser det. / What came of it; who investigates reads it.")]
        [Example("Alla i nattgruppen har gått igenom rutinen."), Required, StringLength(2_000)]
        public string? Outcome { get; set; }
    }

    public static void Map(RouteGroupBuilder tasks) => tasks
        .MapPost("/{id:guid}/completion", async Task<Results<Ok<UnitTaskView>, NotFound>> ([Description("Uppgiftens id. / Id of the task.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } task) return TypedResults.NotFound();
            http.Response.SetETag(task.Version);
            return TypedResults.Ok(UnitTaskView.Of(task));
        })
        .RequireAuthorization(Permissions.DoUnitTasks)
        .TakesIfMatch()
        .GivesETag()
        .WithName("completeUnitTask")
        .WithSummary("Rapportera en uppgift från en utredning som klar / Report a task out of an investigation as done")
        .WithDescription("För den som ska göra den, och för enhetens chef. / For who is to do it, and for the unit's manager.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is none that the user, or the user's units, are to do.</summary>
        /// <exception cref="RuleViolation">409 `unit-task.completed`</exception>
        public async Task<UnitTask?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            var of = user.UnitsOf(Permissions.DoUnitTasks);
            if (await db.UnitTasks.FirstOrDefaultAsync(known => known.Id == id && (known.OwnerId == user.Id || of.Contains(known.UnitCode)), ct) is not { } task) return null;
            checkVersion(task.Version);
            var now = clock.GetUtcNow();
            task.Complete(request.Outcome!, Person.Of(user), now);
            db.Publish(task.ToChanged(now));
            // Who handed the case over is no longer in it; who gave the task out of the investigation waits for it.
            if (task.Kind == UnitTaskKind.Task && task.GivenById != user.Id) db.Add(Notice.Of(task.GivenById, NoticeKind.UnitTaskDone, task, now));
            access.Add(AccessAction.Change, task, $"{Permissions.DoUnitTasks}/{(task.OwnerId == user.Id ? "own" : "units")}");
            await db.SaveChangesAsync(ct);
            return task;
        }
    }
}
