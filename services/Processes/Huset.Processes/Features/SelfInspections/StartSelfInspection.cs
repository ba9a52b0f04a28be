using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.SelfInspections;

/// <summary>Starts a self-inspection: a unit, a checklist, a day and who is to do it.</summary>
public static class StartSelfInspection
{
    public sealed class Request
    {
        [Description("Enheten som ska kontrollera sitt arbete. / The unit that is to look at its own work.")]
        [Example("norrangen")]
        [Required, StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Checklistan att följa. / The checklist to follow.")]
        [Required]
        public Guid? ChecklistId { get; set; }

        [Description("Dagen då den senast ska vara klar. / Day by which it is to be done.")]
        [Required]
        public DateOnly? DueOn { get; set; }

        [Description("Id ur personalregistret, eller id vid inloggning, för den som ska göra den; utelämnas både id och roll är det du. / Id in the people directory, or at sign-in, of who is to do it; when both id and role are left out it is you.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000001")]
        [StringLength(64)]
        public string? OwnerId { get; set; }

        [Description("Rollen som ska göra den, i ord. / The role that is to do it, in words.")]
        [Example("Samordnare")]
        [StringLength(200), RegularExpression(@"\P{Cc}*")]
        public string? ResponsibleRole { get; set; }
    }

    public static void Map(RouteGroupBuilder inspections) => inspections
        .MapPost("/", async Task<Created<SelfInspectionView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            var inspection = await handler.Handle(request, ct);
            response.SetETag(inspection.Version);
            return TypedResults.Created($"/processes/v1/self-inspections/{inspection.Id}", inspection);
        })
        .RequireAuthorization(Permissions.StartSelfInspections)
        .GivesETag()
        .WithName("startSelfInspection")
        .WithSummary("Starta en egenkontroll / Start a self-inspection")
        .WithDescription("Den behåller checklistans frågor som de är nu. / It keeps the checklist's questions as they are now.");

    public sealed class Handler(ProcessesDb db, CurrentUser user, TimeProvider clock)
    {
        public async Task<SelfInspectionView> Handle(Request request, CancellationToken ct)
        {
            var (units, unit) = (await UnitLookup.Read(db, clock), request.UnitCode!.Trim());
            if (units.Find(unit)?.On(units.Today) is null) throw new InvalidField("unitCode", "There is no such unit today.");
            if (!user.ReachesAll(Permissions.StartSelfInspections) && !user.UnitsOf(Permissions.StartSelfInspections).Contains(unit))
                throw new RuleViolation("self-inspection.outside-reach", "You may start self-inspections in your own units.");
            var checklist = await db.Checklists.FirstOrDefaultAsync(checklist => checklist.Id == request.ChecklistId, ct) ?? throw new InvalidField("checklistId", "There is no such checklist.");
            if (checklist.UnitCode is { } owner && !units.LiesIn(unit, owner)) throw new InvalidField("checklistId", "The checklist belongs to another unit.");
            var inspection = SelfInspection.Start(
                checklist, unit, request.DueOn!.Value, await Responsible(request, ct), string.IsNullOrWhiteSpace(request.ResponsibleRole) ? null : request.ResponsibleRole, Person.Of(user), clock.GetUtcNow());
            db.Add(inspection);
            db.Publish(inspection.ToChanged());
            await db.SaveChangesAsync(ct);
            return SelfInspectionView.Of(inspection);
        }

        private async Task<Person?> Responsible(Request request, CancellationToken ct)
        {
            if (string.IsNullOrWhiteSpace(request.OwnerId)) return string.IsNullOrWhiteSpace(request.ResponsibleRole) ? Person.Of(user) : null;
            var id = request.OwnerId.Trim();
            if (id == user.Id) return Person.Of(user);
            return await db.People.Where(person => person.IsActive && (person.Id.ToString() == id || person.AccountId == id)).Select(person => new Person(person.Id.ToString(), person.Name)).FirstOrDefaultAsync(ct)
                ?? throw new InvalidField("ownerId", "There is nobody by that id in the people directory.");
        }
    }
}
