using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Delegations;

/// <summary>
/// Ends delegations by the rules: who has one moves or leaves, who gave it does or is no longer licensed, or its time has run out. Called in the
/// transaction that changes the people directory, so that nobody is delegated anything a moment too long, and each hour for what a day has ended.
/// </summary>
public sealed class EndDelegations(CompetenceDb db, UnitTree units, TimeProvider clock)
{
    /// <summary>Ends those that these employees have or have given, as the context knows the employees, saved or not; SaveChanges is the caller's. How many ended.</summary>
    public async Task<int> For(IReadOnlyCollection<Guid> employees, CancellationToken ct) =>
        employees.Count == 0 ? 0 : await End(await Open.Where(d => employees.Contains(d.EmployeeId) || employees.Contains(d.DelegatorId)).ToListAsync(ct), ct);

    /// <summary>The same for every delegation that is open.</summary>
    public async Task<int> ForAll(CancellationToken ct) => await End(await Open.ToListAsync(ct), ct);

    private IQueryable<Delegation> Open => db.Delegations.IgnoreQueryFilters().Where(d => d.Status == DelegationStatus.Draft || d.Status == DelegationStatus.Active);

    private async Task<int> End(List<Delegation> open, CancellationToken ct)
    {
        if (open.Count == 0) return 0;
        var now = clock.GetUtcNow();
        var today = SwedishTime.Day(now);
        var rules = new DelegationRules(await LimitsOfDay.Read(db, today, ct), await db.CodeLists(today, ct), unit => units.WithBelow([unit]));
        var ids = open.SelectMany(d => new[] { d.EmployeeId, d.DelegatorId }).Distinct().ToArray();
        // Tracked, so that what the import has changed and not yet saved is what counts.
        var people = await db.Employees.IgnoreQueryFilters().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var ended = open.Where(d => d.EndByRule(people[d.EmployeeId], people[d.DelegatorId], rules, now)).ToList();
        foreach (var delegation in ended) db.Publish(delegation.ToChanged(now));
        return ended.Count;
    }
}

/// <summary>Each hour and at start. What is shown follows from the days and is right also when this is late.</summary>
public sealed class KeepDelegations(IServiceScopeFactory scopes, UnitTree units, TimeProvider clock, ILogger<KeepDelegations> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                // By half an organisation everyone would seem to work elsewhere.
                while (!units.IsSettled) await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                var ended = await Keep(stoppingToken);
                if (ended > 0) log.LogInformation("{Count} delegations have ended by the rules", ended);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e) || e is DbUpdateConcurrencyException)
            {
                log.LogWarning("Delegations are looked at again in an hour: {Reason}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Delegations could not be looked at");
            }
        }
        while (await hourly.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> Keep(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new CompetenceDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<CompetenceDb>>(), CurrentUser.System("delegations"));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One replica at a time; another's work is done when this one looks.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727572)", ct);
        var ended = await new EndDelegations(db, units, clock).ForAll(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return ended;
    }
}
