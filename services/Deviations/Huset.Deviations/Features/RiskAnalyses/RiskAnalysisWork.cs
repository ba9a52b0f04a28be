using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.RiskAnalyses;

/// <summary>What every reading and writing of a risk analysis has in common: its rights, its version, the event and the access log.</summary>
public sealed class RiskAnalysisWork(DeviationsDb db, RuleShelf rules, AccessLog access, CurrentUser user, UnitTree units, TimeProvider clock)
{
    /// <summary>What a step does to the analysis.</summary>
    public delegate void Step(RiskAnalysis analysis, Person by, DateTimeOffset now);

    /// <summary>The analysis, if the reader may see it.</summary>
    public async Task<RiskAnalysisView?> Read(Guid id, CancellationToken ct) => await Read(id, _ => true, ct);

    /// <summary>The analysis, if the user may write it by the permission; for pages, which show it.</summary>
    public async Task<RiskAnalysisView?> ToWrite(Guid id, string permission, CancellationToken ct) => await Read(id, analysis => MayWork(permission, analysis.UnitCode), ct);

    /// <summary>The analysis after the step; null when there is none that the user may write by the permission.</summary>
    public Task<RiskAnalysis?> Write(Guid id, string permission, Action<int> checkVersion, Step step, CancellationToken ct) => Write(id, permission, checkVersion, (analysis, by, now) =>
    {
        step(analysis, by, now);
        return Task.FromResult(true);
    }, ct);

    /// <summary>The same with a step that looks for something; null also when it answers that what it is about is not there.</summary>
    public async Task<RiskAnalysis?> Write(Guid id, string permission, Action<int> checkVersion, Func<RiskAnalysis, Person, DateTimeOffset, Task<bool>> step, CancellationToken ct)
    {
        if (await db.RiskAnalyses.Include(a => a.Risks).ThenInclude(r => r.Actions).AsSplitQuery().FirstOrDefaultAsync(a => a.Id == id, ct) is not { } analysis || !MayWork(permission, analysis.UnitCode)) return null;
        checkVersion(analysis.Version);
        var now = clock.GetUtcNow();
        if (!await step(analysis, Person.Of(user), now)) return null;
        db.Publish(analysis.ToChanged(now));
        access.Add(AccessAction.Change, analysis, Why(permission, analysis));
        await db.SaveChangesAsync(ct);
        return analysis;
    }

    /// <summary>A new analysis.</summary>
    public async Task<RiskAnalysis> Begin(RiskAnalysisPlan plan, Step step, CancellationToken ct)
    {
        var (by, now) = (Person.Of(user), clock.GetUtcNow());
        var analysis = RiskAnalysis.Begin(await db.NextRiskAnalysisNumber(ct), plan, by, now);
        step(analysis, by, now);
        db.Add(analysis);
        db.Publish(analysis.ToChanged(now));
        access.Add(AccessAction.Create, analysis, Why(Permissions.WriteRiskAnalyses, analysis));
        await db.SaveChangesAsync(ct);
        return analysis;
    }

    public async Task<RiskAnalysisView> View(RiskAnalysis analysis, CancellationToken ct) => RiskAnalysisView.Of(analysis, await Limits(ct));

    /// <summary>From which figures on a risk must be answered; the same limits as for cases.</summary>
    public async Task<InvestigationLimits> Limits(CancellationToken ct) => (await rules.Get(db, ct)).LimitsOn(SwedishTime.Today(clock));

    public bool MayWork(string permission, string unitCode) => user.ReachesAll(permission) || user.UnitsOf(permission).Contains(unitCode);

    /// <summary>Why the reader sees it, for the access log.</summary>
    public string WhyRead(RiskAnalysis analysis) =>
        user.ReachesAll(Permissions.ReadRiskAnalyses) ? $"{Permissions.ReadRiskAnalyses}/all"
        : user.UnitsOf(Permissions.ReadRiskAnalyses).Contains(analysis.UnitCode) ? $"{Permissions.ReadRiskAnalyses}/units"
        : user.Mandate().SafetyUnits.Contains(analysis.UnitCode) ? $"{Permissions.ReadRiskAnalyses}/assigned" : $"{Permissions.ReadRiskAnalyses}/own";

    /// <summary>What only the state can tell of the fields.</summary>
    /// <exception cref="InvalidField">The unit is none of those that one writes for, or the code may not be chosen.</exception>
    public async Task Check(RiskAnalysisFields fields, CancellationToken ct)
    {
        if (units.Find(fields.UnitCode) is null || !MayWork(Permissions.WriteRiskAnalyses, fields.UnitCode!)) throw new InvalidField("unitCode", "It must be a unit that you write risk analyses for.");
        await db.MustBeCode(CodeLists.RiskOccasions, fields.Occasion!, "occasion", SwedishTime.Today(clock), ct);
    }

    private async Task<RiskAnalysisView?> Read(Guid id, Func<RiskAnalysis, bool> may, CancellationToken ct)
    {
        if (await db.RiskAnalyses.AsNoTracking().Include(a => a.Risks).ThenInclude(r => r.Actions).AsSplitQuery().FirstOrDefaultAsync(a => a.Id == id, ct) is not { } analysis || !may(analysis)) return null;
        await access.Append(AccessAction.Read, [analysis], WhyRead, [], ct);
        return await View(analysis, ct);
    }

    private string Why(string permission, RiskAnalysis analysis) => $"{permission}/{(user.UnitsOf(permission).Contains(analysis.UnitCode) ? "units" : "all")}";
}
