using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;

namespace Huset.Processes.Features.Maps;

public static class ListProcesses
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "kind"), OneOf<ProcessKind>, Description("Ledande, huvud eller stöd. / Management, main or support.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "q"), StringLength(200), Example("hemtjänst"), Description("En del av namnet. / A part of the name.")]
        public string? Q { get; set; }

        [FromQuery(Name = "closed"), DefaultValue(false), Description("De som har upphört, i stället för dem som gäller. / Those that are closed, instead of those in force.")]
        public bool? Closed { get; set; }

        [FromQuery(Name = "parentActivityId"), Description("De som berättar mer om detta steg. / Those that tell more of this step.")]
        public Guid? ParentActivityId { get; set; }
    }

    public static void Map(RouteGroupBuilder processes)
    {
        processes.MapGet("/", async Task<Ok<ListOf<ProcessView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.ReadProcesses)
            .WithSummary("Lista processer / List processes")
            .WithDescription("De som gäller, i namnordning; för den som får ändra eller godkänna också de som är på väg. / Those in force, in order of name; for who may edit or approve also those that are coming.");
        processes.MapGet("/{id:guid}", async Task<Results<Ok<ProcessView>, NotFound>> ([Description("Processens id. / Id of the process.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Find(id, ct) is not { } process) return TypedResults.NotFound();
            response.SetETag(process.Version);
            return TypedResults.Ok(process);
        })
            .RequireAuthorization(Permissions.ReadProcesses)
            .GivesETag()
            .WithName("readProcess")
            .WithSummary("Läs en process / Read a process")
            .WithDescription("Stegen finns under activities, diagrammet under diagram. / Its steps are under activities, the diagram under diagram.");
    }

    public sealed class Handler(ProcessesDb db)
    {
        public async Task<ListOf<ProcessView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = Of(query.Closed is true);
            if (Lists.Choice<ProcessKind>(query.Kind, "kind") is { } kind) rows = rows.Where(process => process.Kind == kind);
            if (query.ParentActivityId is { } step) rows = rows.Where(process => process.ParentActivityId == step);
            if (query.Q?.Trim() is { Length: > 0 } q)
            {
                var part = Like.Part(q);
                rows = rows.Where(process => EF.Functions.ILike(process.Name, part, Like.Escape));
            }
            var list = await rows.OrderBy(process => process.Name).ThenBy(process => process.Id).ToListOf(query, request, ct);
            var coming = await Coming([.. list.Items.Select(process => process.Id)], ct);
            return list.Select(process => ProcessView.Of(process, coming.GetValueOrDefault(process.Id)));
        }

        /// <summary>Every process that the user may see, open or closed, in order of name.</summary>
        public async Task<IReadOnlyList<ProcessView>> All(bool closed, CancellationToken ct)
        {
            var processes = await Of(closed).OrderBy(process => process.Name).ThenBy(process => process.Id).ToListAsync(ct);
            var coming = await Coming([.. processes.Select(process => process.Id)], ct);
            return [.. processes.Select(process => ProcessView.Of(process, coming.GetValueOrDefault(process.Id)))];
        }

        public async Task<ProcessView?> Find(Guid id, CancellationToken ct) =>
            await db.Processes.AsNoTracking().FirstOrDefaultAsync(process => process.Id == id, ct) is { } process ? ProcessView.Of(process, (await Coming([id], ct)).GetValueOrDefault(id)) : null;

        private IQueryable<Process> Of(bool closed) => db.Processes.AsNoTracking().Where(process => process.ClosedOn != null == closed);

        // Diagrams are large and are not read for a list.
        private async Task<Dictionary<Guid, ComingVersion>> Coming(Guid[] ids, CancellationToken ct) =>
            (await db.ProcessVersions.AsNoTracking()
                .Where(version => ids.Contains(version.ProcessId) && (version.Lifecycle.Status == VersionStatus.Draft || version.Lifecycle.Status == VersionStatus.Submitted || version.Lifecycle.Status == VersionStatus.Approved))
                .Select(version => new { version.ProcessId, version.Number, version.Lifecycle.Status }).ToListAsync(ct))
            .ToDictionary(version => version.ProcessId, version => new ComingVersion(version.Number, version.Status));
    }
}
