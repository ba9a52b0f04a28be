using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Actions;

/// <summary>A decided case moves on when the first day of an action has come; looked for at start and every hour.</summary>
public sealed class BeginActions(IServiceScopeFactory scopes, TimeProvider clock, ILogger<BeginActions> log) : BackgroundService
{
    private const int AtATime = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                int begun;
                do begun = await Begin(stoppingToken);
                while (begun == AtATime);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Cases whose actions begin today wait an hour: {Reason}", e.Message);
            }
        }
        while (await hourly.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Moves on as many cases as one transaction takes, and says how many.</summary>
    public async Task<int> Begin(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var user = CurrentUser.System("begin-actions");
        await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), user);
        var access = new AccessLog(db, user, clock);
        var (now, today) = (clock.GetUtcNow(), SwedishTime.Today(clock));
        var begun = await db.Deviations.Include(d => d.Causes).ThenInclude(c => c.Actions).AsSplitQuery()
            .Where(d => d.Status == DeviationStatus.Decided && db.Actions.Any(a => a.DeviationId == d.Id && a.IsApproved && a.PlannedStart <= today))
            .OrderBy(d => d.Id).Take(AtATime).ToListAsync(ct);
        foreach (var deviation in begun.Where(deviation => deviation.Begin(Person.Of(user), now)))
        {
            db.Publish(deviation.ToAdvanced(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
        }
        await db.SaveChangesAsync(ct);
        return begun.Count;
    }
}
