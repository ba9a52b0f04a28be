using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Competences;

/// <summary>A role and unit is asked for a competence, or no longer. A manager asks it of the own units, others of all.</summary>
public static class SetRequirement
{
    public abstract class Fields
    {
        [Description("must: ska finnas; should: bör finnas. / must: has to be had; should: good to have.")]
        [Required, EnumDataType(typeof(RequirementLevel))]
        public RequirementLevel? Level { get; set; }

        [Description("Första dagen som kravet gäller. / First day of the requirement.")]
        [Example("2026-01-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som det inte längre gäller; utelämnas tills vidare. / First day that it no longer applies; left out until further notice.")]
        public DateOnly? ValidTo { get; set; }

        [Description("Var kravet står, eller vems det är. / Where it is written, or whose it is.")]
        [Example("Rutin för basal hygien"), Required, StringLength(500)]
        public string? Source { get; set; }
    }

    public sealed class Request : Fields;

    public sealed class NewRequirement : Fields
    {
        [Description("Kompetensen som krävs. / The competence that is asked for.")]
        [Example("hygien"), Required, StringLength(64)]
        public string? Competence { get; set; }

        [Description("Rollen, en kod ur roles; utelämnas för alla roller. / The role, a code of roles; left out for every role.")]
        [Example("underskoterska"), StringLength(64)]
        public string? Role { get; set; }

        [Description("Enheten, med alla under den; utelämnas för hela kommunen. / The unit, with all below it; left out for the whole municipality.")]
        [Example("norrangen"), StringLength(64)]
        public string? UnitCode { get; set; }
    }

    public static void Map(RouteGroupBuilder requirements)
    {
        requirements.MapPost("/", async Task<Created<ListRequirements.View>> (NewRequirement request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var requirement = await handler.Add(request, ct);
                response.SetETag(requirement.Version);
                return TypedResults.Created($"/competence/v1/requirements/{requirement.Id}", ListRequirements.View.Of(requirement));
            })
            .RequireAuthorization(Permissions.EditRequirements)
            .GivesETag()
            .WithName("addRequirement")
            .WithSummary("Ställ ett krav / Ask for a competence")
            .WithDescription("En chef ställer krav på sina enheter, bemanningssamordnare och kvalitetsutvecklare på alla. / A manager asks it of the own units, coordinators and quality developers of all.");
        requirements.MapPut("/{id:guid}", async Task<Results<Ok<ListRequirements.View>, NotFound>> ([Description("Kravets id. / The requirement's id.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(id, request, http.Request.RequireIfMatch, ct) is not { } requirement) return TypedResults.NotFound();
                http.Response.SetETag(requirement.Version);
                return TypedResults.Ok(ListRequirements.View.Of(requirement));
            })
            .RequireAuthorization(Permissions.EditRequirements)
            .NeedsIfMatch().GivesETag()
            .WithName("changeRequirement")
            .WithSummary("Ändra ett krav / Change a requirement")
            .WithDescription("Nivå, dagar och källa. Kompetens, roll och enhet ligger fast: ställ ett nytt krav. / Level, days and source. Competence, role and unit stay: set another requirement.");
    }

    public sealed class Handler(CompetenceDb db, UnitTree units, CurrentUser user, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: competence, role, unitCode or validTo.</exception>
        /// <exception cref="RuleViolation">409 `requirement.set-already`.</exception>
        public async Task<Requirement> Add(NewRequirement request, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var unit = string.IsNullOrEmpty(request.UnitCode) ? null : request.UnitCode;
            if ((unit is not null && units.Find(unit) is null) || !Reaches(unit)) throw new InvalidField("unitCode", "It must be one of the units where you may ask for competences.");
            if (await db.CompetenceTypes.FirstOrDefaultAsync(type => type.Code == request.Competence, ct) is not { } type || !type.IsValid(today)) throw new InvalidField("competence", "There is no such competence.");
            var role = string.IsNullOrEmpty(request.Role) ? null : (await db.CodeLists(today, ct)).Code(CodeLists.Roles, request.Role, "role");
            var requirement = Requirement.Set(type.Code, role, unit, request.Level!.Value, request.ValidFrom!.Value, request.ValidTo, request.Source!);
            await Check(requirement, ct);
            db.Add(requirement);
            await db.SaveChangesAsync(ct);
            return requirement;
        }

        /// <summary>Null when there is no such requirement that the user may change.</summary>
        public async Task<Requirement?> Change(Guid id, Fields request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await Find(id, ct) is not { } requirement) return null;
            checkVersion(requirement.Version);
            requirement.Change(request.Level!.Value, request.ValidFrom!.Value, request.ValidTo, request.Source!);
            await Check(requirement, ct);
            await db.SaveChangesAsync(ct);
            return requirement;
        }

        /// <summary>Null when there is no such requirement that the user may change.</summary>
        public async Task<Requirement?> Find(Guid id, CancellationToken ct) => await db.Requirements.FirstOrDefaultAsync(r => r.Id == id, ct) is { } requirement && Reaches(requirement.UnitCode) ? requirement : null;

        /// <summary>True when the user may ask for competences there; null is everywhere.</summary>
        public bool Reaches(string? unit) => user.ReachesAll(Permissions.EditRequirements) || (unit is not null && user.UnitsOf(Permissions.EditRequirements).Contains(unit));

        private async Task Check(Requirement requirement, CancellationToken ct)
        {
            if (await db.Requirements.AnyAsync(other => other.Id != requirement.Id && other.Competence == requirement.Competence && other.Role == requirement.Role && other.UnitCode == requirement.UnitCode
                && (requirement.ValidTo == null || other.ValidFrom < requirement.ValidTo) && (other.ValidTo == null || requirement.ValidFrom < other.ValidTo), ct))
            {
                throw new RuleViolation("requirement.set-already", "The same is asked of the same during some of those days.");
            }
        }
    }
}
