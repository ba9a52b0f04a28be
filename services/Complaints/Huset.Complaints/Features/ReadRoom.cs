using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints.Features;

/// <summary>What waits for the reader among the complaints.</summary>
public sealed class ReadRoom(ComplaintsDb db, CurrentUser user, TimeProvider clock) : IRoom
{
    private const string List = "/synpunkter/", ByDeadline = List + "?ordning=svar", Commented = List + "?lage=kommenterade";
    private static readonly Texts T = Texts.Of<ReadRoom>();

    public async Task<RoomAnswer> Read(CancellationToken ct)
    {
        if (!user.May(Permissions.Read) && !user.May(Permissions.ReadWithoutText)) return RoomAnswer.Nothing;

        var (now, today) = (clock.GetUtcNow(), SwedishTime.Today(clock));
        var afterTomorrow = SwedishTime.StartOf(today.AddDays(2));
        var first = new DateOnly(today.Year, today.Month, 1);
        var next = first.AddMonths(1);
        var seesOthers = user.UnitsOf(Permissions.Read).Length > 0 || user.ReachesAll(Permissions.Read) || user.ReachesAll(Permissions.ReadWithoutText);
        var open = db.Complaints.Where(c => c.ClosedAt == null);
        var unanswered = open.Where(c => c.FirstAnsweredAt == null);
        var counts = await db.OneRow.Select(_ => new
        {
            Waiting = open.LongCount(c => c.Status == ComplaintStatus.Received),
            Late = unanswered.LongCount(c => c.AnswerBy <= now),
            Soon = unanswered.LongCount(c => c.AnswerBy > now && c.AnswerBy <= afterTomorrow),
            Commented = open.LongCount(c => c.Messages.OrderByDescending(m => m.Id).First().FromSender),
            Month = seesOthers ? (long?)db.Complaints.LongCount(c => c.ReceivedOn >= first && c.ReceivedOn < next) : null,
        }).SingleAsync(ct);

        var facts = new List<RoomFact>();
        var mine = user.May(Permissions.Handle) && !user.ReachesAll(Permissions.ReadWithoutText);
        if (counts.Late > 0) facts.Add(new(T.Plural("Late", counts.Late), counts.Late, ByDeadline, NeedsYou: mine));
        if (counts.Soon > 0) facts.Add(new(T.Plural("Soon", counts.Soon), counts.Soon, ByDeadline, NeedsYou: mine));
        if (counts.Waiting > 0) facts.Add(new(T.Plural("Waiting", counts.Waiting), counts.Waiting, $"{List}?lage=received", NeedsYou: mine));
        if (counts.Commented > 0) facts.Add(new(T.Plural("Commented", counts.Commented), counts.Commented, Commented, NeedsYou: mine));
        if (counts.Month is { } month)
            facts.Add(new(T.Plural("Month", month).Replace("{month}", first.ToString("MMMM", Texts.Swedish), StringComparison.Ordinal), month, $"{List}?fran={first:yyyy-MM-dd}&till={next:yyyy-MM-dd}"));
        if (facts.Count == 0) facts.Add(new(T["Empty"]));

        var state = mine && counts.Late > 0 ? RoomState.Urgent : facts.Exists(fact => fact.NeedsYou) ? RoomState.Attention : RoomState.Calm;
        return new(
            [new("complaints", RoomPlace.Room, T["Title"], List, state, facts)],
            user.May(Permissions.Register) ? [new(T["Register"], "/synpunkter/registrera")] : []);
    }
}
