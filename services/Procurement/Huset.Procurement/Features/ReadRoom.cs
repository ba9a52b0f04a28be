using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features;

/// <summary>What waits for the reader among contracts, follow-ups and findings; a supplier's own are all that it sees.</summary>
public sealed class ReadRoom(ProcurementDb db, CurrentUser user, TimeProvider clock) : IRoom
{
    private const string Home = "/upphandling/", Findings = Home + "brister";
    private static readonly Texts T = Texts.Of<ReadRoom>();

    public async Task<RoomAnswer> Read(CancellationToken ct)
    {
        var (reads, follows, remedies, own) = (user.May(Permissions.Read), user.May(Permissions.FollowUp), user.ReachesOwn(Permissions.Remedy), user.ReachesOwn(Permissions.Read));
        if (!reads && !follows && !own) return RoomAnswer.Nothing;

        var today = SwedishTime.Today(clock);
        var found = db.Findings.Where(f => f.Status == FindingStatus.Open);
        var counts = await db.OneRow.Select(_ => new
        {
            Contracts = reads ? db.Contracts.LongCount(c => c.ValidFrom <= today && (c.ValidTo == null || c.ValidTo > today)) : 0,
            Overdue = found.LongCount(f => f.RemedyDueOn < today),
            Open = found.LongCount(f => f.RemedyDueOn >= today),
            Remedied = follows ? db.Findings.LongCount(f => f.Status == FindingStatus.Remedied) : 0,
            Visits = follows ? db.FollowUps.LongCount(f => f.Status == FollowUpStatus.Planned && f.PlannedOn < today) : 0,
        }).SingleAsync(ct);
        // A manager without a contract has no room here.
        if (counts.Contracts == 0 && !follows && !own) return RoomAnswer.Nothing;

        var facts = new List<RoomFact>();
        Add("Overdue", counts.Overdue, $"{Findings}?lage=open", follows || remedies);
        Add("Open", counts.Open, $"{Findings}?lage=open", remedies);
        Add("Remedied", counts.Remedied, $"{Findings}?lage=remedied", needsYou: true);
        Add("Visits", counts.Visits, $"{Home}uppfoljningar?lage=planned", needsYou: true);
        facts.Add(new(T.Plural("Contracts", counts.Contracts), counts.Contracts, Home));

        var state = counts.Overdue > 0 && (follows || remedies) ? RoomState.Urgent : facts.Exists(fact => fact.NeedsYou) ? RoomState.Attention : RoomState.Calm;
        return new([new("procurement", RoomPlace.Room, T["Title"], Home, state, facts)], follows ? [new(T["Plan"], $"{Home}uppfoljningar/ny")] : []);

        void Add(string text, long count, string href, bool needsYou)
        {
            if (count > 0) facts.Add(new(T.Plural(text, count), count, href, needsYou));
        }
    }
}
