using Huset.Deviations.Features.Ideas;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>What waits for the reader among the cases, the own actions and the own reports.</summary>
public sealed class ReadRoom(DeviationsDb db, CurrentUser user, TimeProvider clock) : IRoom
{
    private const string List = "/avvikelser/", LexSarah = List + "lex-sarah", LexMaria = List + "lex-maria", ByDeadline = List + "?ordning=deadline", Mine = List + "mina", Actions = List + "atgarder", OwnActions = Actions + "?vems=mina", Tasks = List + "uppgifter?lage=open", Analyses = List + "riskanalyser", Ideas = List + "forbattringar/lista?lage=new", Councils = List + "rad";

    // As many lines as a person reads; what needs the reader is there though it be more.
    private const int Enough = 4;
    private static readonly Texts T = Texts.Of<ReadRoom>();

    public async Task<RoomAnswer> Read(CancellationToken ct)
    {
        var mayRead = new[] { Permissions.Read, Permissions.ReadHealthCare, Permissions.ReadWorkEnvironment, Permissions.ReadWithoutText, Permissions.ReadLexSarah, Permissions.ReadLexMaria }.Any(user.May);
        if (!mayRead && !user.May(Permissions.Report)) return await OfGuest(ct);

        var today = SwedishTime.Today(clock);
        var counts = await Count(today, ct);
        var facts = new List<RoomFact>();
        AddHandled(facts, counts, today);
        Add(facts, "Overdue", counts.Overdue, OwnActions, needsYou: true);
        Add(facts, "TasksLate", counts.TasksLate, Tasks, needsYou: true);
        Add(facts, "Tasks", counts.Tasks, Tasks, needsYou: true);
        Add(facts, "Statements", counts.Statements, $"{List}?slag=work-environment", needsYou: true);
        Add(facts, "Topic", counts.Topic, $"{List}ombud", needsYou: true);
        Add(facts, "ToApprove", counts.ToApprove, $"{Analyses}?lage=assessed", needsYou: true);
        Add(facts, "ToFollowUp", counts.ToFollowUp, $"{Analyses}?lage=approved", needsYou: true);
        Add(facts, "Ideas", counts.Ideas, Ideas, needsYou: true);
        Add(facts, "Actions", counts.Actions, OwnActions);
        Add(facts, "Answered", counts.Answered, Mine);
        Add(facts, "Open", counts.Open, Mine);
        Add(facts, "CouncilProposals", counts.CouncilProposals, Councils, needsYou: true);
        Add(facts, "CouncilNew", counts.CouncilNew, Councils);
        Add(facts, "Notices", counts.Notices, $"{List}notiser?olasta=ja");
        if (counts.Month is { } month) AddMonth(facts, month, today);
        if (facts.Count == 0) facts.Add(new(T["Empty"]));
        // What needs the reader first, each kind in its own order of haste.
        var needed = facts.FindAll(fact => fact.NeedsYou);
        facts = [.. needed, .. facts.Where(fact => !fact.NeedsYou).Take(Math.Max(0, Enough - needed.Count))];

        var state = counts.Late > 0 || counts.ToNotify > 0 || counts.ToNotifyMaria > 0 || counts.Overdue > 0 || counts.TasksLate > 0 ? RoomState.Urgent : facts.Exists(fact => fact.NeedsYou) ? RoomState.Attention : RoomState.Calm;
        return new(
            [new("deviations", RoomPlace.Room, T["Title"], List, state, facts)],
            user.May(Permissions.Report) ? [new(T["Report"], "/avvikelser/ny")] : []);
    }

    // A guest of another principal has the councils of the present membership, and nothing else in the house.
    private async Task<RoomAnswer> OfGuest(CancellationToken ct)
    {
        if (user.Mandate().Seats.Count == 0) return RoomAnswer.Nothing;
        var facts = new List<RoomFact>();
        Add(facts, "CouncilNew", await NewInCouncils().LongCountAsync(ct), Councils);
        if (facts.Count == 0) facts.Add(new(T["Empty"]));
        return new([new("deviations", RoomPlace.Room, T["Councils"], Councils, RoomState.Calm, facts)], []);
    }

    // What nobody there has said anything of yet.
    private IQueryable<CouncilCase> NewInCouncils()
    {
        var seats = user.Mandate().Seats.Select(seat => seat.CouncilId).ToArray();
        return db.CouncilCases.Where(c => seats.Contains(c.CouncilId) && c.Status == CouncilCaseStatus.New);
    }

    // The cases that the reader is to handle (CaseRights.MayHandle), as rows: a manager also sees the own reports from other units.
    private IQueryable<Deviation> Handled()
    {
        var units = user.UnitsOf(Permissions.Handle);
        var all = user.ReachesAll(Permissions.Handle);
        var (healthCare, sarah, maria) = (all && user.ReachesAll(Permissions.ReadHealthCare), all && user.ReachesAll(Permissions.ReadLexSarah), all && user.ReachesAll(Permissions.ReadLexMaria));
        return db.Deviations.Where(d =>
            (!d.InLexSarah && !d.InLexMaria && (units.Contains(d.UnitCode) || (healthCare && d.Kind == DeviationKind.HealthCare)))
            || (sarah && d.InLexSarah)
            || (maria && d.InLexMaria));
    }

    // One statement for all of it, each count by its own index; what the reader has no part in is not counted.
    private Task<Counts> Count(DateOnly today, CancellationToken ct)
    {
        var (me, now, tomorrow) = (user.Id, clock.GetUtcNow(), SwedishTime.StartOf(today.AddDays(1)));
        var (handles, acts, reports, notices, others) = (user.May(Permissions.Handle), user.May(Permissions.DoActions), user.ReachesOwn(Permissions.Read) || user.IsSystem, user.May(Permissions.ReadNotices), CaseTabs.SeesOthers(user));
        var (sarah, maria) = (handles && user.Investigates(TrackKind.LexSarah), handles && user.Investigates(TrackKind.LexMaria));
        var decides = user.UnitsOf(Permissions.Handle);
        var (answers, sits, fresh) = (user.UnitsOf(Permissions.AnswerProposals), user.Mandate().Seats.Count > 0, NewInCouncils());
        var first = new DateOnly(today.Year, today.Month, 1);
        var next = first.AddMonths(1);
        var (handled, open) = (Handled(), db.Deviations.Where(d => d.Status != DeviationStatus.Closed));
        var own = db.Actions.Where(a => a.IsApproved && a.EffectCheckedAt == null && a.CompletedAt == null && a.OwnerId == me);
        var (tasks, approves, follows, leads, all) = (user.UnitsOf(Permissions.DoUnitTasks), user.UnitsOf(Permissions.ApproveRiskAnalyses), user.UnitsOf(Permissions.WriteRiskAnalyses), user.UnitsOf(Permissions.LeadIdeas), user.ReachesAll(Permissions.LeadIdeas));
        var (does, speaks, represents) = (user.May(Permissions.DoUnitTasks), user.Mandate().SafetyUnits, user.Mandate().Topics.Length > 0);
        var left = db.UnitTasks.Where(t => t.CompletedAt == null);
        return db.OneRow.Select(_ => new Counts
        {
            // A manager sees that any of the units' is late; what another is to do waits for nobody else until then.
            TasksLate = does ? left.LongCount(t => t.DueAt < today && (t.OwnerId == me || tasks.Contains(t.UnitCode))) : 0,
            Tasks = does ? left.LongCount(t => t.DueAt >= today && (t.OwnerId == me || (t.OwnerId == null && tasks.Contains(t.UnitCode)))) : 0,
            Statements = speaks.Length > 0 ? db.OpenTracks.LongCount(t => t.Kind == OpenTrackKind.WorkEnvironment && t.Statement == null && speaks.Contains(t.Deviation.UnitCode) && t.Deviation.Status != DeviationStatus.Closed) : 0,
            Topic = represents ? db.Represented.LongCount(d => d.Status == DeviationStatus.Reported && d.Nature != Nature.Good) : 0,
            ToApprove = approves.Length > 0 ? db.RiskAnalyses.LongCount(a => a.Status == RiskAnalysisStatus.Assessed && approves.Contains(a.UnitCode)) : 0,
            ToFollowUp = follows.Length > 0 ? db.RiskAnalyses.LongCount(a => a.Status == RiskAnalysisStatus.Approved && a.FollowUpOn <= today && follows.Contains(a.UnitCode)) : 0,
            // The unit's own are its manager's, those of more than a unit the quality developers'.
            Ideas = leads.Length > 0 || all ? db.Ideas.LongCount(i => i.Status == IdeaStatus.New && i.JoinedIntoId == null && (leads.Contains(i.UnitCode) || (all && i.Level != IdeaLevel.Unit))) : 0,
            Late = handles ? handled.LongCount(d => d.NextDueAt <= now && (sarah || !d.InLexSarah) && (maria || !d.InLexMaria)) : 0,
            Soon = handles ? handled.LongCount(d => d.NextDueAt > now && d.NextDueAt <= tomorrow && (sarah || !d.InLexSarah) && (maria || !d.InLexMaria)) : 0,
            Waiting = handles ? handled.LongCount(d => d.Status == DeviationStatus.Reported && d.Nature != Nature.Good) : 0,
            ToThank = handles ? handled.LongCount(d => d.Status == DeviationStatus.Reported && d.Nature == Nature.Good) : 0,
            Oldest = handles ? handled.Where(d => d.Status == DeviationStatus.Reported && d.Nature != Nature.Good).Min(d => (DateTimeOffset?)d.ReportedAt) : null,
            Checks = handles ? db.Actions.LongCount(a => a.IsApproved && a.EffectCheckedAt == null && a.EffectCheckAt <= today && handled.Any(d => d.Id == a.DeviationId)) : 0,
            Proposals = decides.Length > 0 ? db.Actions.LongCount(a => a.Approval == Approval.Proposed && !a.Restricted && decides.Contains(a.UnitCode)) : 0,
            LexSarah = sarah ? open.LongCount(d => d.InLexSarah) : 0,
            ToNotify = sarah ? open.LongCount(d => d.InLexSarah && d.LexSarah.SeriousAt != null && d.LexSarah.NotifiedAt == null) : 0,
            LexMaria = maria ? open.LongCount(d => d.InLexMaria) : 0,
            ToNotifyMaria = maria ? open.LongCount(d => d.InLexMaria && d.LexMaria.SeriousAt != null && d.LexMaria.NotifiedAt == null) : 0,
            Overdue = acts ? own.LongCount(a => a.DueAt < today) : 0,
            Actions = acts ? own.LongCount(a => a.DueAt >= today) : 0,
            Answered = reports ? db.Deviations.LongCount(d => d.ReporterId == me && d.Status == DeviationStatus.Closed) : 0,
            Open = reports ? open.LongCount(d => d.ReporterId == me) : 0,
            CouncilProposals = answers.Length > 0 ? db.CouncilProposals.LongCount(p => p.Recipients.Any(r => r.AnsweredOn == null && answers.Contains(r.UnitCode))) : 0,
            CouncilNew = sits ? fresh.LongCount() : 0,
            Notices = notices ? db.Notices.LongCount(notice => notice.PersonId == me && notice.ReadAt == null) : 0,
            Month = others ? (long?)db.Deviations.LongCount(d => d.OccurredOn >= first && d.OccurredOn < next && d.Nature != Nature.Good) : null,
        }).SingleAsync(ct);
    }

    private static void AddHandled(List<RoomFact> facts, Counts counts, DateOnly today)
    {
        Add(facts, "Late", counts.Late, ByDeadline, needsYou: true);
        Add(facts, "Soon", counts.Soon, ByDeadline, needsYou: true);
        if (counts.Oldest is { } oldest) facts.Add(new($"{T.Plural("Waiting", counts.Waiting)}{Since(oldest, today, counts.Waiting)}", counts.Waiting, $"{List}?lage=reported", NeedsYou: true));
        Add(facts, "ToThank", counts.ToThank, $"{List}?lage=reported&art=good", needsYou: true);
        Add(facts, "Checks", counts.Checks, Actions, needsYou: true);
        Add(facts, "Proposals", counts.Proposals, $"{Actions}?lage=proposed", needsYou: true);
        Add(facts, "ToNotify", counts.ToNotify, LexSarah, needsYou: true);
        Add(facts, "ToNotifyMaria", counts.ToNotifyMaria, LexMaria, needsYou: true);
        Add(facts, "Track.lex-sarah", counts.LexSarah, LexSarah);
        Add(facts, "Track.lex-maria", counts.LexMaria, LexMaria);
    }

    private static void Add(List<RoomFact> facts, string text, long count, string href, bool needsYou = false)
    {
        if (count > 0) facts.Add(new(T.Plural(text, count), count, href, needsYou));
    }

    private static string Since(DateTimeOffset oldest, DateOnly today, long waiting)
    {
        var day = SwedishTime.Day(oldest);
        var key = day == today ? "Today" : day == today.AddDays(-1) ? "Yesterday" : "Since";
        return T[$"Oldest.{(waiting == 1 ? "One" : "Many")}.{key}", day.ToString(day.Year == today.Year ? "d MMMM" : "d MMMM yyyy", Texts.Swedish)];
    }

    private static void AddMonth(List<RoomFact> facts, long count, DateOnly today)
    {
        var first = new DateOnly(today.Year, today.Month, 1);
        facts.Add(new(T.Plural("Month", count).Replace("{month}", first.ToString("MMMM", Texts.Swedish), StringComparison.Ordinal), count, $"{List}?fran={first:yyyy-MM-dd}&till={first.AddMonths(1):yyyy-MM-dd}"));
    }

    private sealed record Counts
    {
        public long Late { get; init; }
        public long Soon { get; init; }
        public long Waiting { get; init; }
        public DateTimeOffset? Oldest { get; init; }
        public long ToThank { get; init; }
        public long Checks { get; init; }
        public long Proposals { get; init; }
        public long LexSarah { get; init; }
        public long ToNotify { get; init; }
        public long ToNotifyMaria { get; init; }
        public long LexMaria { get; init; }
        public long TasksLate { get; init; }
        public long Tasks { get; init; }
        public long Statements { get; init; }
        public long Topic { get; init; }
        public long ToApprove { get; init; }
        public long ToFollowUp { get; init; }
        public long Ideas { get; init; }
        public long Overdue { get; init; }
        public long Actions { get; init; }
        public long Answered { get; init; }
        public long Open { get; init; }
        public long CouncilProposals { get; init; }
        public long CouncilNew { get; init; }
        public long Notices { get; init; }
        public long? Month { get; init; }
    }
}
