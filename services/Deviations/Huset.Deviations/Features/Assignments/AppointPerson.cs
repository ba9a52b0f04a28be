using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deviations.Features.Actions;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Assignments;

public static class AppointPerson
{
    public sealed class Request
    {
        [Description("Vad personen utses till. / What the person is appointed to.")]
        [Required, EnumDataType(typeof(AssignmentKind))]
        public AssignmentKind? Kind { get; set; }

        [Description("Enhetens kod; uppdraget gäller den och alla under den. / Code of the unit; the assignment is for it and all below it.")]
        [Example("norrangen"), Required, StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Ombudets ämne, ur kodlistan topics. / The representative's topic, from the code list topics.")]
        [Example("medicines"), StringLength(64)]
        public string? Topic { get; set; }

        [Description("Personens id, ur personlistan. / Id of the person, from the list of people.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000001"), Required, StringLength(100)]
        public string? PersonId { get; set; }

        [Description("Första dagen. / First day.")]
        [Example("2099-01-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som det inte längre gäller; utelämnas det gäller det tills vidare. / First day that it no longer applies; left out it applies until further notice.")]
        [Example("2100-01-01")]
        public DateOnly? ValidTo { get; set; }
    }

    public static void Map(RouteGroupBuilder assignments) => assignments
        .MapPost("/", async Task<Created<AssignmentView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            var assignment = await handler.Handle(request, ct);
            response.SetETag(assignment.Version);
            return TypedResults.Created($"/deviations/v1/assignments/{assignment.Id}", AssignmentView.Of(assignment));
        })
        .RequireAuthorization(Permissions.Appoint)
        .GivesETag()
        .WithSummary("Utse någon / Appoint someone")
        .WithDescription("En chef utser i sina enheter; arbetsmiljösamordnaren utser skyddsombud överallt. Rätten att se ärendena gäller från första dagen. / A manager appoints in the own units; the coordinator of the work environment appoints safety representatives everywhere. The right to see the cases applies from the first day.");

    public sealed class Handler(DeviationsDb db, CurrentUser user, UnitTree units, Owners owners, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: unitCode, topic, personId, validTo.</exception>
        /// <exception cref="RuleViolation">409 `assignment.exists`.</exception>
        public async Task<UnitAssignment> Handle(Request request, CancellationToken ct)
        {
            var (kind, unit, now) = (request.Kind!.Value, request.UnitCode!, clock.GetUtcNow());
            if (units.Find(unit) is null) throw new InvalidField("unitCode", "There is no such unit.");
            if (!user.MayAppoint(kind, unit)) throw new InvalidField("unitCode", "You appoint nobody to this there.");
            var topic = await TopicOf(kind, request.Topic, SwedishTime.Day(now), ct);
            var person = await owners.Employee(request.PersonId!, ct) ?? throw new InvalidField("personId", "There is nobody by that id who can be appointed.");
            var assignment = UnitAssignment.Of(kind, unit, topic, person, request.ValidFrom!.Value, request.ValidTo, Person.Of(user), now);
            var same = db.Assignments.Where(known => known.Kind == kind && known.UnitCode == unit && known.Topic == topic && known.PersonId == person.Id && (known.ValidTo == null || known.ValidTo > known.ValidFrom));
            if (await same.AnyAsync(known => (known.ValidTo == null || known.ValidTo > assignment.ValidFrom) && (assignment.ValidTo == null || known.ValidFrom < assignment.ValidTo), ct))
                throw new RuleViolation("assignment.exists", "The person is appointed to this already in that time.");
            db.Add(assignment);
            await db.SaveChangesAsync(ct);
            return assignment;
        }

        private async Task<string?> TopicOf(AssignmentKind kind, string? topic, DateOnly today, CancellationToken ct)
        {
            if (kind != AssignmentKind.TopicRepresentative)
                return string.IsNullOrEmpty(topic) ? null : throw new InvalidField("topic", "Only a topic's representative has a topic.");
            await db.MustBeCode(CodeLists.Topics, topic ?? "", "topic", today, ct);
            return topic;
        }
    }
}
