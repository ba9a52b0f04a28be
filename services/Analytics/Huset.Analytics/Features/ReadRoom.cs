using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features;

/// <summary>What the counts say, for who may read them, and how the log fares, for who looks after the house.</summary>
public sealed class ReadRoom(AnalyticsDb db, CurrentUser user, TimeProvider clock) : IRoom
{
    private const string Counts = "/analys/", Reports = "/analys/rapporter", Goals = "/analys/mal", FollowUps = "/analys/uppfoljningar", Published = "/analys/offentligt", Signals = "/analys/tecken", Patterns = "/analys/monster", Operations = "/analys/drift", Subscriptions = "/analys/prenumerationer";
    private const int MostFirst = 6;
    private static readonly Texts T = Texts.Of<ReadRoom>();

    public async Task<RoomAnswer> Read(CancellationToken ct)
    {
        var facts = new List<RoomFact>();
        var state = RoomState.Calm;
        var mayCount = user.May(Permissions.ReadCounts);
        if (user.May(CommonPermissions.ReadOperations)) state = await AddOperations(facts, ct);
        if (mayCount) await AddCounts(facts, ct);
        if (user.May(Permissions.AnswerSignals)) await AddSignals(facts, ct);
        if (user.ReachesAll(Permissions.DecidePatterns)) await AddPatterns(facts, ct);
        if (user.May(Permissions.ReadReports)) await AddReports(facts, ct);
        if (user.May(Permissions.ReadSubscriptions) && await AddSubscriptions(facts, ct)) state = (RoomState)Math.Max((int)state, (int)RoomState.Attention);
        if (user.May(Permissions.ReadGoals)) await AddGoals(facts, ct);
        var mayCompare = user.May(Permissions.CompareUnits);
        if (mayCompare && !mayCount) await AddOutcomes(facts, ct);
        if (facts.Count == 0) return RoomAnswer.Nothing;
        return new([new("analytics", RoomPlace.Room, T["Title"], mayCompare ? Counts : user.May(CommonPermissions.ReadOperations) ? Operations : facts[0].Href ?? Reports, state, facts)], []);
    }

    /// <summary>What Analys begins with for the reader: what waits for them, then what is new, a few at the most.</summary>
    public async Task<IReadOnlyList<RoomFact>> Attention(CancellationToken ct)
    {
        var facts = new List<RoomFact>();
        if (user.May(Permissions.AnswerSignals)) await AddSignals(facts, ct);
        // The whole's reader is not asked of each, but sees how many are left.
        if (user.ReachesAll(Permissions.ReadCounts) && await db.FoundSignals.LongCountAsync(signal => signal.AnsweredAt == null, ct) is var open and > 0) facts.Add(new(T.Plural("Signals.Open", open), open, Signals));
        if (user.ReachesAll(Permissions.DecidePatterns)) await AddPatterns(facts, ct);
        if (user.May(Permissions.ReadReports)) await AddReports(facts, ct);
        if (user.May(Permissions.ReadSubscriptions)) await AddSubscriptions(facts, ct);
        if (user.May(Permissions.ReadGoals)) await AddGoals(facts, ct);
        return [.. facts.OrderByDescending(fact => fact.NeedsYou).Take(MostFirst)];
    }

    // Who answers for a unit is asked what was unusual there; who sees all is not asked of each.
    private async Task AddSignals(List<RoomFact> facts, CancellationToken ct)
    {
        var mine = user.UnitsOf(Permissions.AnswerSignals);
        var waiting = await db.FoundSignals.LongCountAsync(signal => signal.AnsweredAt == null && mine.Contains(signal.UnitCode), ct);
        if (waiting > 0) facts.Add(new(T.Plural("Signals", waiting), waiting, Signals, NeedsYou: true));
    }

    private async Task AddPatterns(List<RoomFact> facts, CancellationToken ct)
    {
        var waiting = await db.FoundPatterns.LongCountAsync(pattern => pattern.DecidedAt == null, ct);
        if (waiting > 0) facts.Add(new(T.Plural("Patterns", waiting), waiting, Patterns, NeedsYou: true));
    }

    // What the reader is to write, and for who reads reports the newest.
    private async Task AddReports(List<RoomFact> facts, CancellationToken ct)
    {
        var waiting = await db.Reports.Where(report => report.Status == ReportStatus.Draft).SelectMany(report => report.Sections).Where(section => section.OwnerId == user.Id && section.State != SectionState.Done)
            .Select(section => new { section.ReportId, section.Code, section.DueOn }).ToListAsync(ct);
        if (waiting.Count > 0)
        {
            var text = T.Plural("Sections", waiting.Count) + (waiting.Min(section => section.DueOn) is { } due ? T["Sections.Due", Texts.Day(due)] : null);
            facts.Add(new(text, waiting.Count, waiting is [var only] ? $"{Reports}/{only.ReportId}/avsnitt/{only.Code}" : Reports, NeedsYou: true));
        }
        if (!user.ReachesAll(Permissions.ReadReports)) return;
        var newest = await db.Reports.Where(report => report.Status == ReportStatus.Frozen).OrderByDescending(report => report.FrozenAt).Select(report => new { report.Id, report.Kind, report.Length, report.Year, report.Number }).FirstOrDefaultAsync(ct);
        if (newest is not null) facts.Add(new(T["Report", $"{newest.Kind}, {PlanPeriod.Of(newest.Length, newest.Year, newest.Number).Name}"], Href: $"{Reports}/{newest.Id}"));
    }

    // What the house has stopped sending: its owner is to put it right, and who decides where events may go is to know of it.
    private async Task<bool> AddSubscriptions(List<RoomFact> facts, CancellationToken ct)
    {
        var disabled = await db.Subscriptions.Where(subscription => subscription.Status == SubscriptionStatus.Disabled).GroupBy(_ => 1)
            .Select(all => new { All = all.LongCount(), Own = all.LongCount(subscription => subscription.OwnerId == user.Id) }).FirstOrDefaultAsync(ct);
        if (disabled is null) return false;
        var needsYou = disabled.Own > 0 || user.May(Permissions.EditReceivers);
        facts.Add(new(T.Plural("Disabled", disabled.All), disabled.All, Subscriptions, needsYou));
        return true;
    }

    // Whose goals wait for them, and for who reads how many hold this year. How they stand takes longer to count than a room may.
    private async Task AddGoals(List<RoomFact> facts, CancellationToken ct)
    {
        var today = SwedishTime.Today(clock);
        if (user.May(Permissions.SetGoals))
        {
            // All are for who looks at the whole; what waits is told to those whose own it is.
            if (user.ReachesAll(Permissions.SetGoals)) return;
            var mine = user.UnitsOf(Permissions.SetGoals);
            var due = (await db.Goals.AsNoTracking().Where(goal => goal.Status == GoalStatus.Decided && mine.Contains(goal.UnitCode)).OrderBy(goal => goal.Id).Take(1_000).ToListAsync(ct)).Count(goal => goal.IsDueOn(today));
            if (due > 0) facts.Add(new(T.Plural("Due", due), due, Goals, NeedsYou: true));
            return;
        }
        var decided = await db.Goals.LongCountAsync(goal => goal.Year == today.Year && goal.Status != GoalStatus.Draft, ct);
        if (decided > 0) facts.Add(new(T.Plural("Goals", decided), decided, Goals));
    }

    // For who counts nothing, what others have come to.
    private async Task AddOutcomes(List<RoomFact> facts, CancellationToken ct)
    {
        var concluded = await db.MethodFollowUps.LongCountAsync(followUp => followUp.Status == MethodFollowUpStatus.Concluded, ct);
        if (concluded > 0) facts.Add(new(T.Plural("FollowUps", concluded), concluded, FollowUps));
        var published = await db.Publications.LongCountAsync(publication => publication.Status == PublicationStatus.Published, ct);
        if (published > 0) facts.Add(new(T.Plural("Published", published), published, Published));
    }

    private async Task AddCounts(List<RoomFact> facts, CancellationToken ct)
    {
        var today = SwedishTime.Today(clock);
        var month = new DateOnly(today.Year, today.Month, 1);
        var code = Words.MonthCode(month);
        var count = await db.DeviationCounts.Where(c => c.Month == month).SumAsync(c => c.Count, ct);
        facts.Add(new(T.Plural("Count", count).Replace("{month}", month.ToString("MMMM", Texts.Swedish), StringComparison.Ordinal), count, $"{Counts}?fran={code}&till={code}"));
    }

    // What this service sees itself: asking the others takes longer than a room may, and is what the page behind the link does.
    private async Task<RoomState> AddOperations(List<RoomFact> facts, CancellationToken ct)
    {
        var today = SwedishTime.Today(clock);
        var rules = await db.Rules.AsNoTracking().ToListAsync(ct);
        var failed = await db.FailedMessages.LongCountAsync(message => message.ResentAt == null, ct);
        var last = await db.Set<LogPosition>().Select(position => position.Last).SingleAsync(ct);
        var relayed = await db.Set<RelayPosition>().Select(position => position.Last).SingleAsync(ct);
        var lag = Math.Max(0, last - relayed);

        var judgement = new Judgement(rules, today);
        var signals = new[] { judgement.Of("failed-messages", failed), judgement.Of("relay-lag", lag) }.OfType<Signal>().ToList();
        if (failed > 0) facts.Add(new(T.Plural("Failed", failed), failed, Operations, NeedsYou: signals.Exists(signal => signal.Code == "failed-messages")));
        if (signals.Exists(signal => signal.Code == "relay-lag")) facts.Add(new(T.Plural("Lag", lag), lag, Operations, NeedsYou: true));
        if (facts.Count == 0) facts.Add(new(T["Operations.Calm"], Href: Operations));
        return (RoomState)Judgement.Worst(signals);
    }
}
