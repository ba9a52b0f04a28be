using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Competences;

/// <summary>What each role and unit asks for.</summary>
public static class ListRequirements
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Det som gäller i enheten: dess egna krav, de ovanför och de som gäller överallt. / What applies in the unit: its own, those above it and those that apply everywhere.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "role"), StringLength(64), Example("underskoterska"), Description("Det som gäller rollen, med krav på alla roller. / What applies to the role, with what is asked of every role.")]
        public string? Role { get; set; }

        [FromQuery(Name = "competence"), StringLength(64), Example("hygien"), Description("Bara denna kompetens. / Only this competence.")]
        public string? Competence { get; set; }

        [FromQuery(Name = "on"), Description("Bara det som gäller den dagen. / Only what applies that day.")]
        public DateOnly? On { get; set; }
    }

    public sealed record View(
        [property: Description("Kravets id. / The requirement's id.")] Guid Id,
        [property: Description("Kompetensen som krävs. / The competence that is asked for.")][property: Example("hygien")] string Competence,
        [property: Description("Rollen, en kod ur roles; saknas när det gäller alla. / The role, a code of roles; absent for every role.")][property: Example("underskoterska")] string? Role,
        [property: Description("Enheten, med alla under den; saknas när det gäller överallt. / The unit, with all below it; absent for everywhere.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("must: ska finnas; should: bör finnas. / must: has to be had; should: good to have.")] RequirementLevel Level,
        [property: Description("Första dagen som kravet gäller. / First day of the requirement.")] DateOnly ValidFrom,
        [property: Description("Första dagen som det inte längre gäller. / First day that it no longer applies.")] DateOnly? ValidTo,
        [property: Description("Var kravet står, eller vems det är. / Where it is written, or whose it is.")][property: Example("Rutin för basal hygien")] string Source,
        [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")] int Version)
    {
        public static View Of(Requirement r) => new(r.Id, r.Competence, r.Role, r.UnitCode, r.Level, r.ValidFrom, r.ValidTo, r.Source, r.Version);
    }

    public static void Map(RouteGroupBuilder requirements)
    {
        requirements.MapGet("/", async Task<Ok<ListOf<View>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok((await handler.Handle(query, request, ct)).Select(View.Of)))
            .RequireAuthorization(Permissions.ReadRequirements)
            .WithSummary("Lista krav / List requirements")
            .WithDescription("Vad roller och enheter kräver, i ordning efter kompetens. / What roles and units ask for, in order of competence.");
        requirements.MapGet("/{id:guid}", async Task<Results<Ok<View>, NotFound>> ([Description("Kravets id. / The requirement's id.")] Guid id, CompetenceDb db, HttpResponse response, CancellationToken ct) =>
            {
                if (await db.Requirements.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct) is not { } requirement) return TypedResults.NotFound();
                response.SetETag(requirement.Version);
                return TypedResults.Ok(View.Of(requirement));
            })
            .RequireAuthorization(Permissions.ReadRequirements)
            .GivesETag()
            .WithName("readRequirement")
            .WithSummary("Läs ett krav / Read a requirement")
            .WithDescription("Ett krav med giltighet och källa. / A requirement with validity and source.");
    }

    public sealed class Handler(CompetenceDb db, UnitTree units)
    {
        public Task<ListOf<Requirement>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.Requirements.AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var places = units.WithAbove(unit);
                rows = rows.Where(r => r.UnitCode == null || places.Contains(r.UnitCode));
            }
            if (query.Role is { Length: > 0 } role) rows = rows.Where(r => r.Role == null || r.Role == role);
            if (query.Competence is { Length: > 0 } competence) rows = rows.Where(r => r.Competence == competence);
            if (query.On is { } day) rows = rows.Where(r => r.ValidFrom <= day && (r.ValidTo == null || day < r.ValidTo));
            return rows.OrderBy(r => r.Competence).ThenBy(r => r.Role).ThenBy(r => r.UnitCode).ThenBy(r => r.ValidFrom).ThenBy(r => r.Id).ToListOf(query, request, ct);
        }
    }
}
