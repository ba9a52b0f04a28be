using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Processes.Features.Maps;

/// <summary>A version is submitted by who may edit the process, and approved or returned by another than those who wrote it.</summary>
public static class JudgeVersion
{
    public enum Decision { Approve, Return }

    public sealed class Request : IValidatableObject
    {
        [Description("Godkänn, eller skicka tillbaka för att arbetas med. / Approve, or return it to be worked on.")]
        [Required, EnumDataType(typeof(Decision))]
        public Decision? Decision { get; set; }

        [Description("Varför den skickas tillbaka; krävs då. / Why it is returned; demanded then.")]
        [Example("Det saknas vem som följer upp."), StringLength(2_000)]
        public string? Reason { get; set; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Decision == JudgeVersion.Decision.Return && string.IsNullOrWhiteSpace(Reason)) yield return new("Reason.Required", [nameof(Reason)]);
        }
    }

    public sealed class Recall
    {
        [Description("Varför den tas tillbaka, för den som skulle ha godkänt eller redan har gjort det. / Why it is taken back, for who was to approve it or has done so.")]
        [Required, Example("Ett steg fattas."), StringLength(2_000)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder processes)
    {
        processes.MapPost("/{id:guid}/versions/{number:int}/recall", async Task<Results<Ok<VersionView>, NotFound>> (
            [Description("Processens id. / Id of the process.")] Guid id, [Description("Versionens nummer. / Number of the version."), Example("1")] int number, Recall request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.TakeBack(id, number, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.EditProcesses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("recallVersion")
            .WithSummary("Ta tillbaka en version av en process för att arbeta vidare / Take back a version of a process to work on it")
            .WithDescription("En version som väntar på godkännande eller är godkänd men inte publicerad blir ett utkast igen. / A version that waits for approval, or is approved and not published, becomes a draft again.");
        processes.MapPost("/{id:guid}/versions/{number:int}/submission", async Task<Results<Ok<VersionView>, NotFound>> (
            [Description("Processens id. / Id of the process.")] Guid id, [Description("Versionens nummer. / Number of the version."), Example("1")] int number, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Submit(id, number, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.EditProcesses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("submitVersion")
            .WithSummary("Skicka en version för godkännande / Submit a version for approval")
            .WithDescription("Varje steg måste ha ett namn. / Every step must have a name.");
        processes.MapPost("/{id:guid}/versions/{number:int}/approval", async Task<Results<Ok<VersionView>, NotFound>> (
            [Description("Processens id. / Id of the process.")] Guid id, [Description("Versionens nummer. / Number of the version."), Example("1")] int number, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Judge(id, number, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.ApproveProcesses)
            .TakesIfMatch()
            .GivesETag()
            .WithName("approveVersion")
            .WithSummary("Godkänn eller skicka tillbaka en version / Approve or return a version")
            .WithDescription("Av en annan än dem som har skrivit i den. En godkänd version kan skickas tillbaka tills den är publicerad. / By another than those who have written in it. An approved version can be sent back until it is published.");
    }

    private static Results<Ok<VersionView>, NotFound> Answer(ProcessVersion? version, HttpResponse response)
    {
        if (version is null) return TypedResults.NotFound();
        response.SetETag(version.Revision);
        return TypedResults.Ok(VersionView.Of(version));
    }

    public sealed class Handler(ProcessesDb db, ProcessWork work, CurrentUser user, TimeProvider clock)
    {
        public Task<ProcessVersion?> Submit(Guid id, int number, Action<int> checkVersion, CancellationToken ct) =>
            Handle(db.EditableProcesses, id, number, checkVersion, (process, version) => version.Submit(process, Person.Of(user), clock.GetUtcNow()), ct);

        public Task<ProcessVersion?> Judge(Guid id, int number, Request request, Action<int> checkVersion, CancellationToken ct) =>
            Handle(db.Processes, id, number, checkVersion, (process, version) => version.Judge(process, request.Decision == Decision.Approve ? null : request.Reason!, Person.Of(user), clock.GetUtcNow()), ct);

        public Task<ProcessVersion?> TakeBack(Guid id, int number, Recall request, Action<int> checkVersion, CancellationToken ct) =>
            Handle(db.EditableProcesses, id, number, checkVersion, (process, version) => version.TakeBack(process, request.Reason!, Person.Of(user), clock.GetUtcNow()), ct);

        private Task<ProcessVersion?> Handle(IQueryable<Process> open, Guid id, int number, Action<int> checkVersion, Action<Process, ProcessVersion> step, CancellationToken ct) => work.Change(open, id, async process =>
        {
            if (await work.Numbered(id, number, ct) is not { } version) return null;
            checkVersion(version.Revision);
            step(process, version);
            return version;
        }, ct);
    }
}
