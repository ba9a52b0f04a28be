using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Competences;

/// <summary>What someone has learnt and been found fit for, registered and ended.</summary>
public static class HeldCompetences
{
    public sealed record View(
        [property: Description("Radens id. / The row's id.")] Guid Id,
        [property: Description("Kompetensen. / The competence.")][property: Example("hygien")] string Competence,
        [property: Description("När den förvärvades. / When it was acquired.")] DateOnly AcquiredOn,
        [property: Description("Sista dagen som den gäller; saknas när den inte går ut. / The last day that it holds; absent when it does not run out.")] DateOnly? ExpiresOn,
        [property: Description("Hur den visas, en kod ur evidence-kinds. / How it is shown, a code of evidence-kinds.")][property: Example("kursintyg")] string Evidence,
        [property: Description("Var beviset finns. / Where the evidence is.")][property: Example("Personalakten")] string? Note,
        [property: Description("Om den räknas i dag. / Whether it counts today.")] bool Holds,
        [property: Description("Vem som registrerade den. / Who registered it.")][property: Example("Karin Testsson")] string RegisteredBy,
        [property: Description("När den registrerades, UTC. / When it was registered, UTC.")] DateTimeOffset RegisteredAt,
        [property: Description("Första dagen som den inte räknas, när någon har avslutat den. / First day that it does not count, when someone has ended it.")] DateOnly? EndedOn,
        [property: Description("Varför den avslutades. / Why it was ended.")][property: Example("Registrerad på fel person.")] string? EndedReason,
        [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")] int Version)
    {
        public static View Of(HeldCompetence h, DateOnly today) =>
            new(h.Id, h.Competence, h.AcquiredOn, h.ExpiresOn, h.Evidence, h.Note, h.Holds(today), h.RegisteredByName, h.RegisteredAt, h.EndedOn, h.EndedReason, h.Version);
    }

    public sealed class Request
    {
        [Description("Kompetensen. / The competence.")]
        [Example("hygien"), Required, StringLength(64)]
        public string? Competence { get; set; }

        [Description("När den förvärvades; inte senare än i dag. / When it was acquired; not later than today.")]
        [Example("2026-02-01"), Required]
        public DateOnly? AcquiredOn { get; set; }

        [Description("Sista dagen som den gäller, om den är tidigare än den som kompetensen och beviset ger. / The last day that it holds, when earlier than what the competence and the evidence give.")]
        public DateOnly? ExpiresOn { get; set; }

        [Description("Hur den visas, en kod ur evidence-kinds. / How it is shown, a code of evidence-kinds.")]
        [Example("kursintyg"), Required, StringLength(64)]
        public string? Evidence { get; set; }

        [Description("Var beviset finns; aldrig ett personnummer. / Where the evidence is; never an identity number.")]
        [Example("Personalakten"), StringLength(500)]
        public string? Note { get; set; }
    }

    public sealed class Ending
    {
        [Description("Varför den inte längre räknas. / Why it no longer counts.")]
        [Example("Registrerad på fel person."), Required, StringLength(500)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder employees)
    {
        employees.MapGet("/{id:guid}/competences", async Task<Results<Ok<ListOf<View>>, NotFound>> ([Description("Personens id i katalogen. / The person's id in the directory.")] Guid id, [AsParameters] ListQuery query, Handler handler, CompetenceDb db, TimeProvider clock, HttpRequest request, CancellationToken ct) =>
            {
                if (await handler.Find(id, Permissions.ReadCompetences, ct) is null) return TypedResults.NotFound();
                var held = await db.HeldCompetences.AsNoTracking().Where(h => h.EmployeeId == id).OrderBy(h => h.Competence).ThenByDescending(h => h.AcquiredOn).ThenBy(h => h.Id).ToListOf(query, request, ct);
                return TypedResults.Ok(held.Select(row => View.Of(row, SwedishTime.Today(clock))));
            })
            .RequireAuthorization(Permissions.ReadCompetences)
            .WithTags("competences")
            .WithName("listHeldCompetences")
            .WithSummary("Lista vad någon kan / List what someone can")
            .WithDescription("Allt som har registrerats, också det som har gått ut eller avslutats. / All that has been registered, also what has run out or been ended.");
        employees.MapPost("/{id:guid}/competences", async Task<Results<Created<View>, NotFound>> ([Description("Personens id i katalogen. / The person's id in the directory.")] Guid id, Request request, Handler handler, TimeProvider clock, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Register(id, request, ct) is not { } held) return TypedResults.NotFound();
                response.SetETag(held.Version);
                return TypedResults.Created($"/competence/v1/employees/{id}/competences", View.Of(held, SwedishTime.Today(clock)));
            })
            .RequireAuthorization(Permissions.EditCompetences)
            .GivesETag()
            .WithTags("competences")
            .WithName("registerCompetence")
            .WithSummary("Registrera en kompetens / Register a competence")
            .WithDescription("Sista dagen räknas ut av kompetensens månader och bevisets sista dag. En förnyelse är en ny rad. / The last day is reckoned from the competence's months and the evidence's last day. A renewal is a new row.");
        employees.MapPost("/{id:guid}/competences/{heldId:guid}/ending", async Task<Results<Ok<View>, NotFound>> ([Description("Personens id i katalogen. / The person's id in the directory.")] Guid id, [Description("Radens id. / The row's id.")] Guid heldId, Ending request, Handler handler, TimeProvider clock, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.End(id, heldId, request, http.Request.CheckIfMatch, ct) is not { } held) return TypedResults.NotFound();
                http.Response.SetETag(held.Version);
                return TypedResults.Ok(View.Of(held, SwedishTime.Today(clock)));
            })
            .RequireAuthorization(Permissions.EditCompetences)
            .TakesIfMatch().GivesETag()
            .WithTags("competences")
            .WithName("endCompetence")
            .WithSummary("Avsluta en kompetens / End a competence")
            .WithDescription("Den räknas inte från i dag, och står kvar med skälet. / It does not count from today on, and stays with the reason.");
    }

    public sealed class Handler(CompetenceDb db, CurrentUser user, TimeProvider clock)
    {
        /// <summary>The person, when the user may do this with what the person can; else null.</summary>
        public async Task<Employee?> Find(Guid id, string permission, CancellationToken ct)
        {
            var employee = await db.Employees.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, ct);
            return employee is not null && (user.ReachesAll(permission) || user.UnitsOf(permission).Contains(employee.HomeUnit) || (user.ReachesOwn(permission) && employee.AccountId == user.Id)) ? employee : null;
        }

        /// <summary>Null when there is no such person that the user may register for.</summary>
        /// <exception cref="InvalidField">400: competence, acquiredOn, expiresOn, evidence or note.</exception>
        public async Task<HeldCompetence?> Register(Guid employeeId, Request request, CancellationToken ct)
        {
            if (await Find(employeeId, Permissions.EditCompetences, ct) is null) return null;
            var now = clock.GetUtcNow();
            var today = SwedishTime.Day(now);
            if (await db.CompetenceTypes.FirstOrDefaultAsync(type => type.Code == request.Competence, ct) is not { } type || !type.IsValid(today)) throw new InvalidField("competence", "There is no such competence.");
            var lists = await db.CodeLists(today, ct);
            var evidence = lists.Find(CodeLists.EvidenceKinds, lists.Code(CodeLists.EvidenceKinds, request.Evidence, "evidence"))!;
            if (request.AcquiredOn is { Year: < 1900 }) throw new InvalidField("acquiredOn", "It must be a day after 1900.");
            if (IdentityNumbers.AreIn(request.Note)) throw new InvalidField("note", "It looks like a personal identity number.");
            var held = HeldCompetence.Register(employeeId, type, request.AcquiredOn!.Value, request.ExpiresOn, evidence, request.Note, user.Name, today, now);
            db.Add(held);
            await db.SaveChangesAsync(ct);
            return held;
        }

        /// <summary>Null when there is no such row that the user may end.</summary>
        /// <exception cref="RuleViolation">409 `held-competence.ended`.</exception>
        public async Task<HeldCompetence?> End(Guid employeeId, Guid heldId, Ending request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await Find(employeeId, Permissions.EditCompetences, ct) is null) return null;
            if (await db.HeldCompetences.FirstOrDefaultAsync(h => h.Id == heldId && h.EmployeeId == employeeId, ct) is not { } held) return null;
            checkVersion(held.Version);
            held.End(request.Reason!, user.Name, SwedishTime.Today(clock));
            await db.SaveChangesAsync(ct);
            return held;
        }
    }
}
