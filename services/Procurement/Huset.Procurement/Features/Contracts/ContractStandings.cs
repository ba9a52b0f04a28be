using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.Contracts;

/// <summary>How contracts stand: their findings, when they were followed up, and what of it stands out.</summary>
public sealed class ContractStandings(ProcurementDb db, CurrentUser user, TimeProvider clock)
{
    public DateOnly Today { get; } = SwedishTime.Today(clock);

    /// <summary>The limits of today, for who shows what a signal is reckoned by.</summary>
    public Task<LimitsOfDay> Limits(CancellationToken ct) => LimitsOfDay.Read(db, Today, ct);

    public async Task<StandingView> Of(Contract contract, CancellationToken ct) => (await Of([contract], ct))[contract.Id];

    /// <summary>Of each of the contracts, whose requirements are read.</summary>
    public async Task<Dictionary<Guid, StandingView>> Of(IReadOnlyList<Contract> contracts, CancellationToken ct)
    {
        var ids = contracts.Select(contract => contract.Id).ToArray();
        var findings = (await db.Findings.Where(finding => ids.Contains(finding.ContractId) && finding.Status != FindingStatus.Closed)
            .GroupBy(finding => new { finding.ContractId, finding.Status, IsLate = finding.RemedyDueOn < Today }).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct)).ToLookup(row => row.Key.ContractId);
        var visits = await db.FollowUps.Where(followUp => ids.Contains(followUp.ContractId)).GroupBy(followUp => followUp.ContractId).Select(group => new
        {
            group.Key,
            Last = group.Max(followUp => followUp.HeldOn),
            Next = group.Min(followUp => followUp.Status == FollowUpStatus.Planned ? (DateOnly?)followUp.PlannedOn : null),
        }).ToDictionaryAsync(group => group.Key, ct);
        var limits = await Limits(ct);
        return contracts.ToDictionary(contract => contract.Id, contract =>
        {
            int Count(FindingStatus status, bool lateOnly) => findings[contract.Id].Where(row => row.Key.Status == status && (row.Key.IsLate || !lateOnly)).Sum(row => row.Count);
            var visit = visits.GetValueOrDefault(contract.Id);
            var standing = new StandingView(Count(FindingStatus.Open, false), Count(FindingStatus.Open, true), Count(FindingStatus.Remedied, false), visit?.Last, visit?.Next, []);
            return standing with { Signals = [.. Signals(contract, standing, limits)] };
        });
    }

    private IEnumerable<ContractSignal> Signals(Contract contract, StandingView standing, LimitsOfDay limits)
    {
        if (standing.OverdueFindings > 0) yield return ContractSignal.FindingOverdue;
        // The municipality's own work, and of a contract for several units only whole to who sees all of it.
        if (user.ReachesAll(Permissions.Read))
        {
            if (standing.RemediedFindings > 0) yield return ContractSignal.RemedyToCheck;
            if (standing.NextPlannedOn < Today) yield return ContractSignal.FollowUpOverdue;
            var latest = Today.AddMonths(-limits[Measure.FollowUpMonths].Value);
            if (contract.StateOn(Today) == ContractState.Running && contract.ValidFrom <= latest && (standing.LastHeldOn is null || standing.LastHeldOn < latest)) yield return ContractSignal.NotFollowedUp;
            if (contract.StateOn(Today) != ContractState.Ended && !contract.Requirements.Exists(requirement => !requirement.IsDropped)) yield return ContractSignal.NoRequirements;
        }
        if (contract.StateOn(Today) == ContractState.Running && contract.ValidTo <= Today.AddDays(limits[Measure.ContractEndDays].Value)) yield return ContractSignal.EndsSoon;
    }
}
