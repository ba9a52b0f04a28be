using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deviations.Features.Actions;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.UnitTasks;

public static class GiveUnitTask
{
    public sealed class Request
    {
        [Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett. / The track; may be left out when you investigate the case in one only.")]
        [EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("Vad enheten ska göra, skrivet för enheten: inget ur ärendet. / What the unit is to do, written for the unit: nothing of the case.")]
        [Example("Gå igenom larmrutinen med nattpersonalen."), Required, StringLength(2_000)]
        public string? What { get; set; }

        [Description("Vem som gör det, ur /people; utelämnas den gör enhetens chef det. / Who does it, from /people; left out the unit's manager does.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000001"), StringLength(200)]
        public string? OwnerId { get; set; }

        [Description("Sista dagen, svensk tid; tidigast i dag. / Last day, Swedish time; today at the earliest.")]
        [Example("2099-01-01"), Required]
        public DateOnly? DueAt { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/unit-tasks", async Task<Results<Created<UnitTaskView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not var (task, version)) return TypedResults.NotFound();
            http.Response.SetETag(version);
            return TypedResults.Created($"/deviations/v1/unit-tasks/{task.Id}", UnitTaskView.OfCase(task));
        })
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("giveUnitTask")
        .WithSummary("Ge enheten en uppgift / Give the unit a task")
        .WithDescription("Enhetens chef och den som ska göra den får veta uppgiften och inget om ärendet. Svarets ETag är ärendets. / The unit's manager and who is to do it are told the task and nothing of the case. The answer's ETag is the case's.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, Owners owners, Managers managers, TimeProvider clock)
    {
        /// <summary>The task and the case's new version; null when there is no such investigation.</summary>
        /// <exception cref="InvalidField">400: ownerId, dueAt.</exception>
        public async Task<(UnitTask Task, int Version)?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Investigation(id, request.Track, ct) is not var (deviation, track)) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            var task = deviation.GiveUnitTask(track, new(request.What!, await Owner(request.OwnerId, "ownerId", ct), request.DueAt!.Value), Person.Of(user), now);
            await Add(task, now, ct);
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Investigate, deviation));
            await db.SaveChangesAsync(ct);
            return (task, deviation.Version);
        }

        /// <summary>Who is to do it; null: the unit's manager.</summary>
        /// <exception cref="InvalidField">400: there is nobody by the id.</exception>
        public async Task<Person?> Owner(string? id, string field, CancellationToken ct) =>
            string.IsNullOrEmpty(id) ? null : await owners.Employee(id, ct) ?? throw new InvalidField(field, "There is nobody by that id who can do the task.");

        /// <summary>Adds it, to be saved with the case, and tells who is to do it.</summary>
        public async Task Add(UnitTask task, DateTimeOffset now, CancellationToken ct)
        {
            db.Add(task);
            db.Publish(task.ToChanged(now));
            access.Add(AccessAction.Create, task, $"{(task.Kind == UnitTaskKind.Task ? Permissions.Investigate : Permissions.HandOver)}/{(user.UnitsOf(Permissions.HandOver).Contains(task.UnitCode) ? "units" : "all")}");
            var told = (await managers.Nearest(ct))(task.UnitCode);
            db.AddRange((task.OwnerId is { } owner ? told.Append(owner) : told).Where(person => person != user.Id).Distinct().Select(person => Notice.Of(person, NoticeKind.UnitTaskGiven, task, now)));
        }
    }
}
