using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.People;

/// <summary>Each hour and at start: tells the others of those whose employment has begun or ended by the day. Safe to run by several replicas at once.</summary>
public sealed class KeepEmployment(IServiceScopeFactory scopes, TimeProvider clock, ILogger<KeepEmployment> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                var changed = await Keep(stoppingToken);
                if (changed > 0) log.LogInformation("The employment of {Count} people has begun or ended", changed);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e))
            {
                log.LogWarning("Employments are looked at again in an hour: {Reason}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Employments could not be looked at");
            }
        }
        while (await hourly.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>How many employments began or ended since the others were last told.</summary>
    public async Task<int> Keep(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new CompetenceDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<CompetenceDb>>(), CurrentUser.System("employment"));
        var now = clock.GetUtcNow();
        var today = SwedishTime.Day(now);
        return await db.ChangePeople(
            e => e.IsActive != (e.EmployedFrom <= today && (e.EmployedTo == null || today < e.EmployedTo)),
            people => people.Count(employee => employee.KeepsTime(now)), _ => true, ct);
    }
}
