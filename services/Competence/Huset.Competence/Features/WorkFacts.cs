using Huset.Competence.Features.Delegations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features;

/// <summary>What the room tells of delegations and needs: what waits for the reader's signature or plan, and what soon ends.</summary>
public sealed class WorkFacts(CompetenceDb db, DelegationWork work, CurrentUser user)
{
    private static readonly Texts T = Texts.Of<WorkFacts>();

    /// <summary>The user in the people directory; null when the directory does not know the account.</summary>
    public Task<Employee?> Me(CancellationToken ct) => work.Me(ct);

    public async Task Add(List<RoomFact> facts, Employee? me, LimitsOfDay limits, CancellationToken ct)
    {
        var (today, days, id) = (work.Today, limits[Measure.FirstReminderDays].Value, me?.Id);
        var (signs, looksOn, plans) = (
            me is not null && user.May(Permissions.SignDelegation),
            user.UnitsOf(Permissions.ReadDelegations).Length > 0 || user.ReachesAll(Permissions.ReadDelegations),
            user.May(Permissions.ReadNeeds));
        if (!signs && !looksOn && !plans) return;
        var soon = today.AddDays(days);
        var counts = await db.OneRow.Select(_ => new
        {
            Waiting = signs ? db.Delegations.LongCount(d => d.EmployeeId == id && d.Status == DelegationStatus.Draft && d.ValidTo > today) : 0,
            Ending = looksOn ? db.Delegations.LongCount(d => d.Status == DelegationStatus.Active && d.ValidTo > today && d.ValidTo <= soon) : 0,
            Needs = plans ? db.Needs.LongCount(need => need.Status == NeedStatus.Open) : 0,
        }).SingleAsync(ct);
        if (counts.Waiting > 0) facts.Add(new(T.Plural("Waiting", counts.Waiting), counts.Waiting, "/kompetens/mina-delegeringar", NeedsYou: true));
        if (counts.Ending > 0) facts.Add(new(T.Plural("Ending", counts.Ending).Replace("{days}", $"{days}", StringComparison.Ordinal), counts.Ending, "/kompetens/delegeringar?lage=gar-ut"));
        if (counts.Needs > 0) facts.Add(new(T.Plural("Needs", counts.Needs), counts.Needs, "/kompetens/behov?lage=open", NeedsYou: user.UnitsOf(Permissions.HandleNeeds).Length > 0));
    }
}
