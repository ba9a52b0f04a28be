using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Competences;

/// <summary>A competence is added or worded anew. It is never taken away: who has it keeps it.</summary>
public static class EditCompetence
{
    public abstract class Fields
    {
        [Description("Namnet. / The name.")]
        [Example("Basala hygienrutiner"), Required, StringLength(200), RegularExpression(@"\P{Cc}*")]
        public string? Name { get; set; }

        [Description("Slag, en kod ur competence-kinds. / Kind, a code of competence-kinds.")]
        [Example("kurs"), Required, StringLength(64)]
        public string? Kind { get; set; }

        [Description("Så många månader den gäller; utelämnas när den inte går ut. / Months that it holds; left out when it does not run out.")]
        [Example("12"), Range(1, 600)]
        public int? Months { get; set; }

        [Description("Första dagen som den får krävas och registreras; utelämnas när den alltid fått det. / First day that it may be required and registered; left out when it always could.")]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som den inte längre får det. / First day that it no longer may.")]
        public DateOnly? ValidTo { get; set; }
    }

    public sealed class Request : Fields;

    public sealed class NewCompetence : Fields
    {
        [Description("Koden: små bokstäver a–z, siffror och bindestreck. Den kan aldrig ändras. / The code: lower-case letters a–z, digits and hyphens. It can never change.")]
        [Example("lyftteknik"), Required, StringLength(64), RegularExpression("[a-z0-9]+(-[a-z0-9]+)*")]
        public string? Code { get; set; }
    }

    public static void Map(RouteGroupBuilder competences)
    {
        competences.MapPost("/", async Task<Created<ListCompetences.View>> (NewCompetence request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var added = await handler.Add(request, ct);
                response.SetETag(added.Version);
                return TypedResults.Created($"/competence/v1/competences/{added.Code}", ListCompetences.View.Of(added));
            })
            .RequireAuthorization(Permissions.EditCompetenceTypes)
            .GivesETag()
            .WithName("addCompetence")
            .WithSummary("Lägg till en kompetens / Add a competence")
            .WithDescription("Den kan sedan krävas och registreras. / It may then be required and registered.");
        competences.MapPut("/{code}", async Task<Results<Ok<ListCompetences.View>, NotFound>> ([Description("Kompetensens kod. / Code of the competence."), Example("hygien")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(code, request, http.Request.RequireIfMatch, ct) is not { } changed) return TypedResults.NotFound();
                http.Response.SetETag(changed.Version);
                return TypedResults.Ok(ListCompetences.View.Of(changed));
            })
            .RequireAuthorization(Permissions.EditCompetenceTypes)
            .NeedsIfMatch().GivesETag()
            .WithName("changeCompetence")
            .WithSummary("Ändra en kompetens / Change a competence")
            .WithDescription("Månaderna gäller det som registreras från och med nu; det som är registrerat behåller sin sista dag. / The months apply to what is registered from now on; what is registered keeps its last day.");
    }

    public sealed class Handler(CompetenceDb db, TimeProvider clock)
    {
        /// <exception cref="RuleViolation">409 `competence.code-taken`.</exception>
        public async Task<CompetenceType> Add(NewCompetence request, CancellationToken ct)
        {
            var facts = await Facts(request, null, ct);
            if (await db.CompetenceTypes.AnyAsync(type => type.Code == request.Code, ct)) throw new RuleViolation("competence.code-taken", "There is a competence with this code already.");
            var added = CompetenceType.Create(request.Code!, facts);
            db.Add(added);
            await db.SaveChangesAsync(ct);
            return added;
        }

        /// <summary>Null when there is no such competence.</summary>
        public async Task<CompetenceType?> Change(string code, Fields request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.CompetenceTypes.FirstOrDefaultAsync(type => type.Code == code, ct) is not { } type) return null;
            checkVersion(type.Version);
            type.Change(await Facts(request, type, ct));
            await db.SaveChangesAsync(ct);
            return type;
        }

        private async Task<CompetenceFacts> Facts(Fields request, CompetenceType? known, CancellationToken ct)
        {
            if (request.ValidTo <= request.ValidFrom) throw new InvalidField("validTo", "It must be after validFrom.");
            var lists = await db.CodeLists(SwedishTime.Today(clock), ct);
            var kind = request.Kind == known?.Kind ? known!.Kind : lists.Code(CodeLists.CompetenceKinds, request.Kind, "kind");
            return new(request.Name!.Trim(), kind, request.Months, request.ValidFrom, request.ValidTo);
        }
    }
}
