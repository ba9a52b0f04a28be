using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Processes.Features.Maps;

public static class ChangeProcess
{
    public sealed class Request : ProcessFields;

    public static void Map(RouteGroupBuilder processes) => processes
        .MapPut("/{id:guid}", async Task<Results<Ok<ProcessView>, NotFound>> ([Description("Processens id. / Id of the process.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.RequireIfMatch, ct) is not { } process) return TypedResults.NotFound();
            http.Response.SetETag(process.Version);
            return TypedResults.Ok(process);
        })
        .RequireAuthorization(Permissions.EditProcesses)
        .NeedsIfMatch()
        .GivesETag()
        .WithSummary("Byt namn, ägare eller plats på en process / Change a process's name, owner or place")
        .WithDescription("Stegen ändras i diagrammet. Skicka If-Match med den ETag du läste. / The steps are changed in the diagram. Send If-Match with the ETag that you read.");

    public sealed class Handler(ProcessesDb db, ProcessWork work, TimeProvider clock)
    {
        public Task<ProcessView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(db.EditableProcesses, id, async process =>
        {
            checkVersion(process.Version);
            if (process.Change(await work.Facts(request, process, ct), clock.GetUtcNow()) && process.VersionInForce is not null) db.Publish(process.ToChanged());
            var coming = await work.Coming(id, ct);
            return ProcessView.Of(process, coming is null ? null : new(coming.Number, coming.Lifecycle.Status));
        }, ct);
    }
}
