using Npgsql;

namespace Huset.ServiceDefaults.Persistence;

/// <summary>Takes away what has done its work, a little at a time: sent messages after a day, keys after a week, handled ids after a month.</summary>
internal sealed class Sweep(NpgsqlDataSource database, ILogger<Sweep> log) : BackgroundService
{
    private static readonly string[] Rules =
    [
        "delete from outbox where seq in (select seq from outbox where sent_at < now() - interval '1 day' limit 5000)",
        "delete from idempotency_keys where ctid in (select ctid from idempotency_keys where created_at < now() - interval '7 days' limit 5000)",
        "delete from inbox where ctid in (select ctid from inbox where received_at < now() - interval '30 days' limit 5000)",
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var rule in Rules)
                {
                    await using var command = database.CreateCommand(rule);
                    while (await command.ExecuteNonQueryAsync(stoppingToken) == 5000) await Task.Delay(100, stoppingToken);
                }
            }
            catch (NpgsqlException e)
            {
                log.LogWarning("The sweep tries again in an hour: {Reason}", e.Message);
            }
        }
    }
}
