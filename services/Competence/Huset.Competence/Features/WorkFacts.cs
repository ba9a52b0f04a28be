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

    public async Task Add(List<RoomFact> facts, CancellationToken ct)
    {
        var today = work.Today;
        if (user.May(Permissions.SignDelegation) && await work.Me(ct) is { Id: var me })
        {
            var waiting = await db.Delegations.LongCountAsync(d => d.EmployeeId == me && d.Status == DelegationStatus.Draft && d.ValidTo > today, ct);
            if (waiting > 0) facts.Add(new(T.Plural("Waiting", waiting), waiting, "/kompetens/mina-delegeringar", NeedsYou: true));
        }
        if (user.UnitsOf(Permissions.ReadDelegations).Length > 0 || user.ReachesAll(Permissions.ReadDelegations))
        {
            var days = (await LimitsOfDay.Read(db, today, ct))[Measure.FirstReminderDays].Value;
            var soon = today.AddDays(days);
            var ending = await db.Delegations.LongCountAsync(d => d.Status == DelegationStatus.Active && d.ValidTo > today && d.ValidTo <= soon, ct);
            if (ending > 0) facts.Add(new(T.Plural("Ending", ending).Replace("{days}", $"{days}", StringComparison.Ordinal), ending, "/kompetens/delegeringar?lage=gar-ut"));
        }
        if (user.May(Permissions.ReadNeeds))
        {
            var open = await db.Needs.LongCountAsync(need => need.Status == NeedStatus.Open, ct);
            if (open > 0) facts.Add(new(T.Plural("Needs", open), open, "/kompetens/behov?lage=open", NeedsYou: user.UnitsOf(Permissions.HandleNeeds).Length > 0));
        }
    }
}
