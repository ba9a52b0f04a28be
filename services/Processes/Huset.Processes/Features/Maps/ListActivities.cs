using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

public static class ListActivities
{
    public sealed class Query
    {
        [FromQuery(Name = "version"), Example("1"), Description("En versions nummer, eller draft för den som är på väg; utelämnat: den som gäller. / Number of a version, or draft for the one that is coming; left out: the one in force.")]
        public string? Version { get; set; }

        [FromQuery(Name = "ended"), DefaultValue(false), Description("Ta med steg som har upphört, sist. / With steps that have ended, last.")]
        public bool? Ended { get; set; }

        [FromQuery(Name = "page"), Range(1, 10_000), DefaultValue(1), Description("Sida, från 1. / Page, from 1.")]
        public int? Page { get; set; }

        // Higher than elsewhere: a process is read whole.
        [FromQuery(Name = "limit"), Range(1, Bpmn.MaxSteps), DefaultValue(100), Description("Rader per sida, 1 till 500. / Rows a page, 1 to 500.")]
        public int? Limit { get; set; }
    }

    public static void Map(RouteGroupBuilder processes) => processes
        .MapGet("/{id:guid}/activities", async Task<Results<Ok<ListOf<ActivityView>>, NotFound>> ([Description("Processens id. / Id of the process.")] Guid id, [AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            if (await handler.Handle(id, query.Version, query.Ended is true, ct) is not { } activities) return TypedResults.NotFound();
            var (page, limit) = (query.Page ?? 1, query.Limit ?? 100);
            return TypedResults.Ok(new ListOf<ActivityView>([.. activities.Skip((page - 1) * limit).Take(limit)], page, limit, activities.Count, page * limit < activities.Count ? request.AddressWith("page", page + 1) : null));
        })
        .RequireAuthorization(Permissions.ReadProcesses)
        .WithSummary("Lista en process steg / List a process's steps")
        .WithDescription("I den ordning som flödena leder. Ett steg har samma id så länge dess element finns i diagrammet. / In the order that the flows lead. A step has the same id as long as its element is in the diagram.");

    public sealed class Handler(ProcessesDb db, ProcessWork work)
    {
        /// <summary>The steps of a version in order; null when there is no such process or version.</summary>
        /// <exception cref="InvalidField">`version` is neither a number nor draft.</exception>
        public async Task<IReadOnlyList<ActivityView>?> Handle(Guid id, string? version, bool ended, CancellationToken ct)
        {
            if (await db.Processes.AsNoTracking().FirstOrDefaultAsync(process => process.Id == id, ct) is not { } process) return null;
            var known = await db.Activities.AsNoTracking().Where(activity => activity.ProcessId == id).ToListAsync(ct);
            List<ActivityView> steps;
            if (string.IsNullOrEmpty(version) && (process.VersionInForce ?? process.LastVersion) is not null)
            {
                steps = [.. known.Where(activity => activity.IsInForce).OrderBy(activity => activity.Number).Select(activity => ActivityView.Of(activity))];
            }
            else
            {
                // A process that nothing has been drawn of has no steps.
                if (await work.Find(id, version, ct) is not { } found) return string.IsNullOrEmpty(version) ? [] : null;
                var byElement = known.ToDictionary(activity => activity.ElementId);
                steps = [.. Bpmn.Read(found.Diagram).Steps.Select(step => ActivityView.Of(byElement[step.ElementId], step))];
            }
            if (ended) steps.AddRange(known.Where(activity => activity.LastVersion is not null && steps.TrueForAll(step => step.Id != activity.Id)).OrderBy(activity => activity.LastVersion).ThenBy(activity => activity.Number).Select(activity => ActivityView.Of(activity)));
            return steps;
        }
    }
}
