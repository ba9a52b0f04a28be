using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults;

/// <summary>Fills a demonstration with invented rows.</summary>
public static class Demo
{
    /// <summary>
    /// In a demonstration (`Huset:Demo` is `true`) runs `fill` in the background as the system user `demo`, once each second until it is done. Each try has
    /// a transaction of its own, which is kept only when it is done; of two replicas the second waits for the first, and finds its rows.
    /// </summary>
    /// <param name="services">The service's own.</param>
    /// <param name="what">What is filled, for the log: `complaints`. Each of a service's has its own.</param>
    /// <param name="fill">
    /// Given the database, all that a request may ask for, and an end to the waiting: adds what is missing and saves it, nothing where there are rows already.
    /// Returns why it has to wait, as `the units have not come`; null when it is done.
    /// </param>
    public static IServiceCollection AddDemo<TDb>(this IServiceCollection services, string what, Func<TDb, IServiceProvider, CancellationToken, Task<string?>> fill) where TDb : ServiceDbContext =>
        // AddHostedService would take a service's second for its first again.
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<Filling<TDb>>(provider, what, fill));

    private sealed class Filling<TDb>(string what, Func<TDb, IServiceProvider, CancellationToken, Task<string?>> fill, IServiceScopeFactory scopes, IConfiguration configuration, ILogger<Filling<TDb>> log)
        : BackgroundService where TDb : ServiceDbContext
    {
        private string? told;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            if (configuration["Huset:Demo"] != "true") return;
            while (!await IsFilled(stoppingToken)) await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            log.LogInformation("The demonstration has its {What}", what);
        }

        private async Task<bool> IsFilled(CancellationToken ct)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem("demo");
                var db = scope.ServiceProvider.GetRequiredService<TDb>();
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({what}, 727560))", ct);
                if (await fill(db, scope.ServiceProvider, ct) is { } reason)
                {
                    Tell(LogLevel.Information, reason);
                    return false;
                }
                await transaction.CommitAsync(ct);
                return true;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Tell(LogLevel.Warning, e.Message);
                return false;
            }
        }

        // The same reason is told once, however long it lasts.
        private void Tell(LogLevel level, string reason)
        {
            if (reason != told) log.Log(level, "The demonstration's {What} wait: {Reason}", what, reason);
            told = reason;
        }
    }
}
