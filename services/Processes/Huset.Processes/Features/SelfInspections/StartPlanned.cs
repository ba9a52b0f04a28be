using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Huset.Processes.Features.SelfInspections;

/// <summary>Starts what plans say, when their days come near (<see cref="Measure.InspectionLead"/>): once for each unit and day.</summary>
public sealed class StartPlanned(ProcessesDb db, TimeProvider clock)
{
    /// <summary>
    /// One at a time starts what plans say, so that another's work is there when this one looks. Holds until the transaction that is given back
    /// ends; null when the call has one already.
    /// </summary>
    public async Task<IDbContextTransaction?> Alone(CancellationToken ct)
    {
        var own = await db.OwnTransaction(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727573)", ct);
        return own;
    }

    /// <summary>Those of these plans; SaveChanges is the caller's. How many were started.</summary>
    public async Task<int> For(IReadOnlyCollection<InspectionPlan> plans, CancellationToken ct)
    {
        var today = SwedishTime.Today(clock);
        var last = today.AddDays((await LimitsOfDay.Read(db, today, ct))[Measure.InspectionLead].Value);
        var near = plans.Where(plan => !plan.IsClosed).Select(plan => (Plan: plan, Days: plan.DueDays().Where(day => day >= today && day <= last).ToList())).Where(row => row.Days.Count > 0).ToList();
        if (near.Count == 0) return 0;
        var (ids, lists) = (near.Select(row => row.Plan.Id).ToArray(), near.Select(row => row.Plan.ChecklistId).Distinct().ToArray());
        var checklists = await db.Checklists.IgnoreQueryFilters().Where(list => lists.Contains(list.Id) && !list.IsClosed).ToDictionaryAsync(list => list.Id, ct);
        var there = (await db.SelfInspections.IgnoreQueryFilters().Where(i => i.PlanId != null && ids.Contains(i.PlanId.Value) && i.DueOn >= today).Select(i => new { i.PlanId, i.UnitCode, i.DueOn }).ToListAsync(ct))
            .Select(i => (i.PlanId!.Value, i.UnitCode, i.DueOn)).ToHashSet();
        var units = await UnitLookup.Read(db, clock);
        var started = 0;
        foreach (var (plan, days) in near)
        {
            if (!checklists.TryGetValue(plan.ChecklistId, out var checklist)) continue;
            foreach (var (day, unit) in days.SelectMany(day => units.Lowest(plan.UnitCode, day).Select(unit => (day, unit))))
            {
                if (!there.Add((plan.Id, unit, day))) continue;
                var inspection = SelfInspection.Start(checklist, unit, day, null, plan.ResponsibleRole, new(plan.Id.ToString(), plan.ChangedByName), clock.GetUtcNow(), plan.Id);
                db.Add(inspection);
                db.Publish(inspection.ToChanged());
                started++;
            }
        }
        return started;
    }
}

/// <summary>Each hour and at start.</summary>
public sealed class KeepPlans(IServiceScopeFactory scopes, TimeProvider clock, ILogger<KeepPlans> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                var started = await Start(stoppingToken);
                if (started > 0) log.LogInformation("{Count} planned self-inspections are started", started);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e))
            {
                log.LogWarning("Plans of self-inspections are looked at again in an hour: {Reason}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Plans of self-inspections could not be looked at");
            }
        }
        while (await hourly.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> Start(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new ProcessesDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<ProcessesDb>>(), CurrentUser.System("inspection-plans"));
        var start = new StartPlanned(db, clock);
        await using var transaction = await start.Alone(ct);
        var year = SwedishTime.Today(clock).Year;
        // A day in January is near in December.
        var started = await start.For(await db.InspectionPlans.IgnoreQueryFilters().Where(plan => !plan.IsClosed && plan.Year >= year && plan.Year <= year + 1).ToListAsync(ct), ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return started;
    }
}
