using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Huset.Deviations.Features.Actions;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.Deviations.Features.Meetings;

/// <summary>What is written at a unit's meeting: notes, what was learned of an event, decisions.</summary>
public static class KeepMeeting
{
    public sealed class NotesRequest
    {
        [Description("Dagen då mötet hölls. / The day that the meeting was held.")]
        [Example("2026-12-03"), JsonConverter(typeof(SwedishDay))]
        public DateOnly? HeldOn { get; set; }

        [Description("Vem som skrev. / Who wrote.")]
        [Example("Karin Testsson"), StringLength(200)]
        public string? Secretary { get; set; }

        [Description("Chefens egen sammanfattning av månaden, utan namn. / The manager's own summary of the month, without names.")]
        [Example("En lugn månad, två läkemedelshändelser utan skada."), StringLength(20_000)]
        public string? Summary { get; set; }

        [Description("Vad som sades, utan namn på enskilda. / What was said, without names of users.")]
        [Example("Vi pratade om morgonpassen."), StringLength(20_000)]
        public string? Notes { get; set; }
    }

    public sealed class LessonRequest
    {
        [Description("Vad vi lärde oss, utan namn; utelämnat tas det bort. / What was learned, without names; left out it is taken away.")]
        [Example("Två ska ha delegering på varje morgonpass."), StringLength(2_000)]
        public string? Learned { get; set; }
    }

    public sealed class DecisionRequest
    {
        [Description("Vad som beslutades. / What was decided.")]
        [Example("Nyckeltavla provas i två veckor."), Required, StringLength(2_000)]
        public string? Text { get; set; }

        [Description("Vem som ser till att det blir gjort, ur /people. / Who sees to it, from /people.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000001"), StringLength(200)]
        public string? OwnerId { get; set; }

        [Description("Till vilken dag. / By which day.")]
        [Example("2026-12-12"), JsonConverter(typeof(SwedishDay))]
        public DateOnly? DueOn { get; set; }

        [Description("Åtgärden i ett av enhetens ärenden som gör det. / The action of one of the unit's cases that does it.")]
        public Guid? ActionId { get; set; }

        [Description("Det är gjort. / It is done.")]
        public bool? Done { get; set; }
    }

    public static void Map(RouteGroupBuilder meetings)
    {
        meetings.MapPut("/{unitCode}/{month}", async Task<Results<Ok<MeetingView>, NotFound>> (
            [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string unitCode, [Description("Månaden. / The month."), Example("2026-11")] string month,
            NotesRequest request, Handler handler, HttpContext http, CancellationToken ct) => Answer(await handler.Write(unitCode, month, request, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.KeepMeetings)
            .TakesIfMatch()
            .GivesETag()
            .WithName("keepMeeting")
            .WithSummary("Skriv mötets anteckningar / Write the meeting's notes")
            .WithDescription("Ett möte per enhet och månad; det som utelämnas töms. / One meeting a unit and month; what is left out is emptied.");
        meetings.MapPut("/{unitCode}/{month}/cases/{deviationId:guid}", async Task<Results<Ok<MeetingView>, NotFound>> (
            [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string unitCode, [Description("Månaden. / The month."), Example("2026-11")] string month,
            [Description("Avvikelsens id. / Id of the deviation.")] Guid deviationId, LessonRequest request, Handler handler, HttpContext http, CancellationToken ct) =>
            Answer(await handler.Learn(unitCode, month, deviationId, request, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.KeepMeetings)
            .TakesIfMatch()
            .GivesETag()
            .WithName("learnAtMeeting")
            .WithSummary("Skriv vad enheten lärde sig av en händelse / Write what the unit learned of an event")
            .WithDescription("Visas för alla på enheten, så skriv utan namn. / Shown to everyone at the unit, so write without names.");
        meetings.MapPost("/{unitCode}/{month}/decisions", async Task<Results<Ok<MeetingView>, NotFound>> (
            [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string unitCode, [Description("Månaden. / The month."), Example("2026-11")] string month,
            DecisionRequest request, Handler handler, HttpContext http, CancellationToken ct) => Answer(await handler.Decide(unitCode, month, null, request, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.KeepMeetings)
            .TakesIfMatch()
            .GivesETag()
            .WithName("decideAtMeeting")
            .WithSummary("Skriv ett beslut / Write a decision")
            .WithDescription("Det kan knytas till en åtgärd (actionId), eller bli en förbättringsidé (decisionId när idén lämnas). / It can be tied to an action (actionId), or become an idea (decisionId when the idea is left).");
        meetings.MapPut("/{unitCode}/{month}/decisions/{decisionId:guid}", async Task<Results<Ok<MeetingView>, NotFound>> (
            [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string unitCode, [Description("Månaden. / The month."), Example("2026-11")] string month,
            [Description("Beslutets id. / Id of the decision.")] Guid decisionId, DecisionRequest request, Handler handler, HttpContext http, CancellationToken ct) =>
            Answer(await handler.Decide(unitCode, month, decisionId, request, http.Request.CheckIfMatch, ct), http))
            .RequireAuthorization(Permissions.KeepMeetings)
            .TakesIfMatch()
            .GivesETag()
            .WithName("changeMeetingDecision")
            .WithSummary("Ändra ett beslut / Change a decision")
            .WithDescription("Också att det är gjort. / Also that it is done.");
    }

    private static Results<Ok<MeetingView>, NotFound> Answer(MeetingView? meeting, HttpContext http)
    {
        if (meeting is null) return TypedResults.NotFound();
        http.Response.SetETag(meeting.Version);
        return TypedResults.Ok(meeting);
    }

    public sealed class Handler(DeviationsDb db, ReadMeeting.Handler read, Owners owners, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <summary>Null when there is no such unit or month, or the user does not keep that unit's meetings; so in all of these.</summary>
        public Task<MeetingView?> Write(string unitCode, string month, NotesRequest request, Action<int> checkVersion, CancellationToken ct) => Work(unitCode, month, checkVersion, (meeting, by, now) =>
        {
            meeting.Write(request.HeldOn, request.Secretary, request.Summary, request.Notes, by, now);
            return Task.FromResult(true);
        }, ct);

        public Task<MeetingView?> Learn(string unitCode, string month, Guid deviationId, LessonRequest request, Action<int> checkVersion, CancellationToken ct) => Work(unitCode, month, checkVersion, async (meeting, by, now) =>
        {
            if (!await read.Has(unitCode, meeting.Month, deviationId, ct)) return false;
            meeting.Learn(deviationId, request.Learned, by, now);
            return true;
        }, ct);

        public Task<MeetingView?> Decide(string unitCode, string month, Guid? decisionId, DecisionRequest request, Action<int> checkVersion, CancellationToken ct) => Work(unitCode, month, checkVersion, async (meeting, by, now) =>
        {
            var known = decisionId is null ? null : meeting.Decisions.Find(decision => decision.Id == decisionId);
            if (decisionId is not null && known is null) return false;
            var owner = await OwnerOf(request.OwnerId, known, by, ct);
            if (request.ActionId is { } action && action != known?.ActionId && !await db.Actions.AnyAsync(a => a.Id == action && !a.Restricted && a.IsApproved && a.UnitCode == unitCode, ct)) throw new InvalidField("actionId", "There is no such action of the unit's.");
            if (known is null) meeting.Decide(request.Text!, owner, request.DueOn, request.ActionId, by, now);
            else meeting.Decide(known, request.Text!, owner, request.DueOn, request.ActionId, request.Done ?? false, by, now);
            return true;
        }, ct);

        private async Task<Person?> OwnerOf(string? id, MeetingDecision? known, Person by, CancellationToken ct)
        {
            if (string.IsNullOrEmpty(id)) return null;
            if (id == by.Id) return by;
            if (id == known?.OwnerId) return new(id, known.OwnerName!);
            return await owners.Employee(id, ct) ?? throw new InvalidField("ownerId", "There is nobody by that id who can see to it.");
        }

        private async Task<MeetingView?> Work(string unitCode, string monthText, Action<int> checkVersion, Func<UnitMeeting, Person, DateTimeOffset, Task<bool>> work, CancellationToken ct)
        {
            if (UnitMeeting.MonthOf(monthText) is not { } month || !units.Existed(unitCode, month.AddMonths(1).AddDays(-1)) || !user.MayKeepMeetingsOf(unitCode)) return null;
            var meeting = await db.UnitMeetings.Include(m => m.Lessons).Include(m => m.Decisions).AsSplitQuery().FirstOrDefaultAsync(m => m.UnitCode == unitCode && m.Month == month, ct);
            checkVersion(meeting?.Version ?? 0);
            if (meeting is null) db.Add(meeting = UnitMeeting.Of(unitCode, month));
            if (!await work(meeting, Person.Of(user), clock.GetUtcNow())) return null;
            try
            {
                await db.SaveChangesAsync(ct);
            }
            // Two begin the same month's meeting at once: who comes second is shown what the first wrote.
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                throw new StaleResource();
            }
            return await read.Handle(unitCode, monthText, new(), ct);
        }
    }
}
