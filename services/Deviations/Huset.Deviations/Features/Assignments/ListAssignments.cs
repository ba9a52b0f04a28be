using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Assignments;

/// <summary>Who is appointed to what, where and for how long.</summary>
public sealed record AssignmentView(
    [property: Description("Uppdragets id. / Id of the assignment.")] Guid Id,
    [property: Description("Vad personen är utsedd till. / What the person is appointed to.")] AssignmentKind Kind,
    [property: Description("Enhetens kod; uppdraget gäller den och alla under den. / Code of the unit; the assignment is for it and all below it.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Ombudets ämne, ur kodlistan topics. / The representative's topic, from the code list topics.")][property: Example("medicines")] string? Topic,
    [property: Description("Personens id. / Id of the person.")][property: Example("8f1c2d3e-0000-4000-8000-000000000001")] string PersonId,
    [property: Description("Personens namn. / Name of the person.")][property: Example("Anna Testsson")] string Person,
    [property: Description("Första dagen. / First day.")] DateOnly ValidFrom,
    [property: Description("Första dagen som det inte längre gäller. / First day that it no longer applies.")] DateOnly? ValidTo,
    [property: Description("Vem som utsåg. / Who appointed.")][property: Example("Karin Testsson")] string SetBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset SetAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static AssignmentView Of(UnitAssignment assignment) => new(
        assignment.Id, assignment.Kind, assignment.UnitCode, assignment.Topic, assignment.PersonId, assignment.PersonName, assignment.ValidFrom, assignment.ValidTo, assignment.SetByName, assignment.SetAt,
        assignment.Version);
}

public static class ListAssignments
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("De som gäller i enheten, också de som är utsedda högre upp. / Those that apply in the unit, also those appointed above it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "kind"), OneOf<AssignmentKind>, Description("Vad personen är utsedd till. / What the person is appointed to.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "on"), Description("De som gäller denna dag, svensk tid. / Those that apply this day, Swedish time.")]
        public DateOnly? On { get; set; }
    }

    public static void Map(RouteGroupBuilder assignments)
    {
        assignments.MapGet("/", async Task<Ok<ListOf<AssignmentView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.ReadAssignments)
            .WithSummary("Lista uppdrag i enheterna / List assignments in the units")
            .WithDescription("Skyddsombud och ämnenas ombud, nu och tidigare. / Safety representatives and topics' representatives, now and before.");
        assignments.MapGet("/{id:guid}", async Task<Results<Ok<AssignmentView>, NotFound>> ([Description("Uppdragets id. / Id of the assignment.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Find(id, ct) is not { } assignment) return TypedResults.NotFound();
            response.SetETag(assignment.Version);
            return TypedResults.Ok(assignment);
        })
            .RequireAuthorization(Permissions.ReadAssignments)
            .GivesETag()
            .WithName("readAssignment")
            .WithSummary("Läs ett uppdrag / Read an assignment")
            .WithDescription("Vem som är utsedd till vad, var och hur länge. / Who is appointed to what, where and for how long.");
    }

    public sealed class Handler(DeviationsDb db, UnitTree units, TimeProvider clock)
    {
        public async Task<ListOf<AssignmentView>> Handle(Query query, HttpRequest? request, CancellationToken ct) =>
            (await Selected(query).OrderBy(a => a.Kind).ThenBy(a => a.Topic).ThenBy(a => a.UnitCode).ThenBy(a => EF.Functions.Collate(a.PersonName, ServiceDbContext.SwedishCollation)).ThenBy(a => a.Id)
                .ToListOf(query, request, ct)).Select(AssignmentView.Of);

        public async Task<AssignmentView?> Find(Guid id, CancellationToken ct) =>
            await db.Assignments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct) is { } assignment ? AssignmentView.Of(assignment) : null;

        /// <summary>True when nothing has ended it yet.</summary>
        public bool IsOpen(AssignmentView assignment) => assignment.ValidTo is null || assignment.ValidTo > SwedishTime.Today(clock);

        private IQueryable<UnitAssignment> Selected(Query query)
        {
            var rows = db.Assignments.AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var above = units.WithAbove(unit).ToArray();
                rows = rows.Where(a => above.Contains(a.UnitCode));
            }
            if (Lists.Choice<AssignmentKind>(query.Kind, "kind") is { } kind) rows = rows.Where(a => a.Kind == kind);
            return query.On is { } day ? rows.Where(a => a.ValidFrom <= day && (a.ValidTo == null || a.ValidTo > day)) : rows;
        }
    }
}
