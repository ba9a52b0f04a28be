using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Processes.Features.Maps;

public static class CreateProcess
{
    public sealed class Request : ProcessFields;

    public static void Map(RouteGroupBuilder processes) => processes
        .MapPost("/", async (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            var process = await handler.Handle(request, ct);
            response.SetETag(process.Version);
            return TypedResults.Created($"/processes/v1/processes/{process.Id}", ProcessView.Of(process, null));
        })
        .RequireAuthorization(Permissions.EditProcesses)
        .GivesETag()
        .WithSummary("Lägg till en process / Add a process")
        .WithDescription("Den gäller först när en version av diagrammet är publicerad. En processägare blir själv ägare när ingen nämns. / It is in force only when a version of its diagram is published. A process owner becomes its owner when nobody is named.");

    public sealed class Handler(ProcessesDb db, ProcessWork work, CurrentUser user, TimeProvider clock)
    {
        public async Task<Process> Handle(Request request, CancellationToken ct)
        {
            if (!user.ReachesAll(Permissions.EditProcesses) && string.IsNullOrWhiteSpace(request.OwnerId)) request.OwnerId = user.Id;
            var process = Process.Create(await work.Facts(request, null, ct), clock.GetUtcNow());
            db.Add(process);
            await db.SaveChangesAsync(ct);
            return process;
        }
    }
}
