using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

/// <summary>A process that nobody works by any longer is closed, and opened again if that was wrong.</summary>
public static class CloseProcess
{
    public sealed class Request
    {
        [Description("Dagen från vilken ingen arbetar efter processen, svensk tid; senast i dag. / Day from which nobody works by the process, Swedish time; today at the latest.")]
        [Required, Example("2026-11-20")]
        public DateOnly? ClosedOn { get; set; }

        [Description("Varför den upphör. / Why it is closed.")]
        [Required, Example("Ersätts av den gemensamma processen för hemtjänst."), StringLength(2_000)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder processes)
    {
        processes.MapPost("/{id:guid}/closure", async Task<Results<Ok<ProcessView>, NotFound>> ([Description("Processens id. / Id of the process.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            Answer(await handler.Close(id, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.EditProcesses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("closeProcess")
            .WithSummary("Avsluta en process / Close a process")
            .WithDescription("Dess steg går inte längre att välja. Karta, versioner, avvikelser och rutiner finns kvar. / Its steps can no longer be chosen. Map, versions, deviations and routines stay.");
        processes.MapDelete("/{id:guid}/closure", async Task<Results<Ok<ProcessView>, NotFound>> ([Description("Processens id. / Id of the process.")] Guid id, Handler handler, HttpContext http, CancellationToken ct) =>
            Answer(await handler.Reopen(id, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.EditProcesses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("reopenProcess")
            .WithSummary("Öppna en avslutad process igen / Open a closed process again")
            .WithDescription("Versionen som gällde gäller igen. / The version that was in force is in force again.");
    }

    private static Results<Ok<ProcessView>, NotFound> Answer(ProcessView? process, HttpResponse response)
    {
        if (process is null) return TypedResults.NotFound();
        response.SetETag(process.Version);
        return TypedResults.Ok(process);
    }

    public sealed class Handler(ProcessesDb db, ProcessWork work, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no process that the user may edit.</summary>
        /// <exception cref="InvalidField">The day is to come, or before the process was in force.</exception>
        /// <exception cref="RuleViolation">`process.closed`</exception>
        public Task<ProcessView?> Close(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(db.EditableProcesses, id, async process =>
        {
            checkVersion(process.Version);
            var (on, now) = (request.ClosedOn!.Value, clock.GetUtcNow());
            if (on > SwedishTime.Day(now)) throw new InvalidField("closedOn", "It must not be a day to come.");
            var begun = await db.ProcessVersions.Where(version => version.ProcessId == id).MinAsync(version => version.Lifecycle.PublishedAt, ct);
            if (begun is { } first && on < SwedishTime.Day(first)) throw new InvalidField("closedOn", $"It came into force on {SwedishTime.Day(first):O}.");
            process.Close(on, request.Reason!, Person.Of(user), await work.InForce(id, ct), await work.Coming(id, ct), now);
            return Told(process, process.LastVersion);
        }, ct);

        /// <summary>Null when there is no process that the user may edit.</summary>
        /// <exception cref="RuleViolation">`process.not-closed`</exception>
        public Task<ProcessView?> Reopen(Guid id, Action<int> checkVersion, CancellationToken ct) => work.Change(db.EditableProcesses, id, async process =>
        {
            checkVersion(process.Version);
            process.Reopen(await work.Last(id, ct), clock.GetUtcNow());
            var coming = await work.Coming(id, ct);
            return Told(process, process.VersionInForce, coming is null ? null : new(coming.Number, coming.Lifecycle.Status));
        }, ct, closed: true);

        // Of one that never was in force the others have not heard.
        private ProcessView Told(Process process, int? known, ComingVersion? coming = null)
        {
            if (known is not null) db.Publish(process.ToChanged());
            return ProcessView.Of(process, coming);
        }
    }
}
