using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>What waits for the reader among the cases, the own actions and the own reports.</summary>
public sealed class ReadRoom(DeviationsDb db, CurrentUser user, TimeProvider clock) : IRoom
{
    private const string List = "/avvikelser/", ByDeadline = List + "?ordning=deadline", Mine = List + "mina", Actions = List + "atgarder", OwnActions = Actions + "?vems=mina";
    private static readonly Texts T = Texts.Of<ReadRoom>();

    public async Task<RoomAnswer> Read(CancellationToken ct)
    {
        var mayRead = new[] { Permissions.Read, Permissions.ReadHealthCare, Permissions.ReadWorkEnvironment, Permissions.ReadWithoutText, Permissions.ReadLexSarah, Permissions.ReadLexMaria }.Any(user.May);
        if (!mayRead && !user.May(Permissions.Report)) return RoomAnswer.Nothing;

        var today = SwedishTime.Today(clock);
        var facts = new List<RoomFact>();
        var late = user.May(Permissions.Handle) && await AddHandled(facts, today, ct);
        late |= user.May(Permissions.DoActions) && await AddOwnActions(facts, today, ct);
        if (user.ReachesOwn(Permissions.Read) || user.IsSystem) await AddOwnReports(facts, ct);
        if (user.May(Permissions.ReadNotices)) await AddNotices(facts, ct);
        if (SeesOthers) await AddMonth(facts, today, ct);
        if (facts.Count == 0) facts.Add(new(T["Empty"]));

        var state = late ? RoomState.Urgent : facts.Exists(fact => fact.NeedsYou) ? RoomState.Attention : RoomState.Calm;
        return new(
            [new("deviations", RoomPlace.Room, T["Title"], List, state, facts)],
            user.May(Permissions.Report) ? [new(T["Report"], "/avvikelser/ny")] : []);
    }

    private bool SeesOthers => user.UnitsOf(Permissions.Read).Length > 0
        || new[] { Permissions.Read, Permissions.ReadHealthCare, Permissions.ReadWorkEnvironment, Permissions.ReadWithoutText, Permissions.ReadLexSarah, Permissions.ReadLexMaria }.Any(user.ReachesAll);

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

    private async Task<bool> AddHandled(List<RoomFact> facts, DateOnly today, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var tomorrow = SwedishTime.StartOf(today.AddDays(1));
        var late = await Handled().LongCountAsync(d => d.NextDueAt <= now, ct);
        var soon = await Handled().LongCountAsync(d => d.NextDueAt > now && d.NextDueAt <= tomorrow, ct);
        if (late > 0) facts.Add(new(T.Plural("Late", late), late, ByDeadline, NeedsYou: true));
        if (soon > 0) facts.Add(new(T.Plural("Soon", soon), soon, ByDeadline, NeedsYou: true));

        var reported = Handled().Where(d => d.Status == DeviationStatus.Reported);
        var waiting = await reported.LongCountAsync(ct);
        if (waiting > 0)
        {
            var oldest = await reported.MinAsync(d => d.ReportedAt, ct);
            facts.Add(new($"{T.Plural("Waiting", waiting)}{Since(oldest, today, waiting)}", waiting, $"{List}?lage=reported", NeedsYou: true));
        }

        var open = Handled();
        var checks = await db.Actions.LongCountAsync(a => a.EffectCheckedAt == null && a.EffectCheckAt <= today && open.Any(d => d.Id == a.DeviationId), ct);
        if (checks > 0) facts.Add(new(T.Plural("Checks", checks), checks, Actions, NeedsYou: true));

        foreach (var track in Enum.GetValues<TrackKind>().Where(user.Investigates))
        {
            var inTrack = track == TrackKind.LexSarah ? db.Deviations.Where(d => d.InLexSarah) : db.Deviations.Where(d => d.InLexMaria);
            var investigated = await inTrack.LongCountAsync(d => d.Status != DeviationStatus.Closed, ct);
            if (investigated > 0) facts.Add(new(T.Plural($"Track.{Kebab.Of(track)}", investigated), investigated, List));
        }
        return late > 0;
    }

    private string Since(DateTimeOffset oldest, DateOnly today, long waiting)
    {
        var day = SwedishTime.Day(oldest);
        var key = day == today ? "Today" : day == today.AddDays(-1) ? "Yesterday" : "Since";
        return T[$"Oldest.{(waiting == 1 ? "One" : "Many")}.{key}", day.ToString(day.Year == today.Year ? "d MMMM" : "d MMMM yyyy", Texts.Swedish)];
    }

    private async Task<bool> AddOwnActions(List<RoomFact> facts, DateOnly today, CancellationToken ct)
    {
        var me = user.Id;
        var own = db.Actions.Where(a => a.EffectCheckedAt == null && a.CompletedAt == null && a.OwnerId == me);
        var overdue = await own.LongCountAsync(a => a.DueAt < today, ct);
        var others = await own.LongCountAsync(a => a.DueAt >= today, ct);
        if (overdue > 0) facts.Add(new(T.Plural("Overdue", overdue), overdue, OwnActions, NeedsYou: true));
        if (others > 0) facts.Add(new(T.Plural("Actions", others), others, OwnActions));
        return overdue > 0;
    }

    private async Task AddOwnReports(List<RoomFact> facts, CancellationToken ct)
    {
        var me = user.Id;
        var own = db.Deviations.Where(d => d.ReporterId == me);
        var answered = await own.LongCountAsync(d => d.Status == DeviationStatus.Closed, ct);
        var open = await own.LongCountAsync(d => d.Status != DeviationStatus.Closed, ct);
        if (answered > 0) facts.Add(new(T.Plural("Answered", answered), answered, Mine));
        if (open > 0) facts.Add(new(T.Plural("Open", open), open, Mine));
    }

    private async Task AddNotices(List<RoomFact> facts, CancellationToken ct)
    {
        var me = user.Id;
        var unread = await db.Notices.LongCountAsync(notice => notice.PersonId == me && notice.ReadAt == null, ct);
        if (unread > 0) facts.Add(new(T.Plural("Notices", unread), unread, $"{List}notiser?olasta=ja"));
    }

    private async Task AddMonth(List<RoomFact> facts, DateOnly today, CancellationToken ct)
    {
        var first = new DateOnly(today.Year, today.Month, 1);
        var next = first.AddMonths(1);
        var count = await db.Deviations.LongCountAsync(d => d.OccurredOn >= first && d.OccurredOn < next, ct);
        facts.Add(new(T.Plural("Month", count).Replace("{month}", first.ToString("MMMM", Texts.Swedish), StringComparison.Ordinal), count, $"{List}?fran={first:yyyy-MM-dd}&till={next:yyyy-MM-dd}"));
    }
}
