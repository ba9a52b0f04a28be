using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

public static class ListVersions
{
    public static void Map(RouteGroupBuilder processes)
    {
        processes.MapGet("/{id:guid}/versions", async Task<Results<Ok<ListOf<VersionView>>, NotFound>> ([Description("Processens id. / Id of the process.")] Guid id, [AsParameters] VersionsQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
            await handler.Handle(id, query, request, ct) is { } list ? TypedResults.Ok(list) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.ReadProcesses)
            .WithSummary("Lista en process versioner / List a process's versions")
            .WithDescription("Nyast först, med vem som har skrivit, godkänt och publicerat; eller bara det som gällde en dag. / Newest first, with who has written, approved and published; or only what applied on a day.");
        processes.MapGet("/{id:guid}/versions/{number:int}", async Task<Results<Ok<VersionView>, NotFound>> (
            [Description("Processens id. / Id of the process.")] Guid id, [Description("Versionens nummer. / Number of the version."), Example("1")] int number, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Find(id, number, ct) is not { } version) return TypedResults.NotFound();
            response.SetETag(version.Revision);
            return TypedResults.Ok(version);
        })
            .RequireAuthorization(Permissions.ReadProcesses)
            .GivesETag()
            .WithName("readVersion")
            .WithSummary("Läs en version av en process / Read a version of a process")
            .WithDescription("Med vad som skiljer stegen från versionen före. / With how its steps differ from the version before.");
    }

    public sealed class Handler(ProcessesDb db)
    {
        /// <summary>Null when there is no such process.</summary>
        public async Task<ListOf<VersionView>?> Handle(Guid id, VersionsQuery query, HttpRequest? request, CancellationToken ct)
        {
            if (!await db.Processes.AnyAsync(process => process.Id == id, ct)) return null;
            var versions = db.ProcessVersions.AsNoTracking().Where(version => version.ProcessId == id);
            if (query.Day() is var (from, to)) versions = versions.Where(version => version.Lifecycle.PublishedAt < to && (version.Lifecycle.EndedAt == null || version.Lifecycle.EndedAt >= from));
            var list = await versions.OrderByDescending(version => version.Number)
                .Select(version => new { version.Number, version.Lifecycle, version.ChangeNote, version.Revision }).ToListOf(query, request, ct);
            return list.Select(version => VersionView.Of(version.Number, version.Lifecycle, version.ChangeNote, version.Revision));
        }

        public async Task<VersionView?> Find(Guid id, int number, CancellationToken ct)
        {
            if (!await db.Processes.AnyAsync(process => process.Id == id, ct)) return null;
            // The version and the one before it.
            var versions = await db.ProcessVersions.AsNoTracking().Where(version => version.ProcessId == id && version.Number <= number).OrderByDescending(version => version.Number).Take(2).ToListAsync(ct);
            return versions is [var version, ..] && version.Number == number ? VersionView.Of(version, Differences(versions.ElementAtOrDefault(1), version)) : null;
        }

        /// <summary>How the steps differ from the version before; all of the first version are new.</summary>
        public static IReadOnlyList<StepDifference> Differences(ProcessVersion? before, ProcessVersion after) =>
            StepDifference.Between(before is null ? [] : Bpmn.Read(before.Diagram).Steps, Bpmn.Read(after.Diagram).Steps);
    }
}
