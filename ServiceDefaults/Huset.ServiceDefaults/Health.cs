using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Messaging;
using Npgsql;

namespace Huset.ServiceDefaults;

/// <summary>`/health/live`: the process answers. `/health/ready`: it can do its work; says which part cannot.</summary>
internal static class Health
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static void MapHealth(this WebApplication app)
    {
        // Who waits for the service to start is nobody whose page is slow.
        app.MapGet("/health/live", () => "live").AllowAnonymous().ExcludeFromDescription().DisableHttpMetrics();
        app.MapGet("/health/ready", async (NpgsqlDataSource database, UnitTree units, IServiceProvider services, CancellationToken ct) =>
        {
            var checks = new Dictionary<string, string> { ["database"] = Word(await Answers(database, ct)), ["units"] = Word(units.IsSettled) };
            // A service that is tested alone has no broker.
            if (services.GetService<BusGuard>() is { } guard) checks["broker"] = Word(guard.IsReady);
            if (services.GetService<WarmRoom>() is { } room) checks["room"] = Word(room.IsWarm);
            var ready = checks.Values.All(word => word == "ready");
            return Results.Json(new { status = Word(ready), checks }, statusCode: ready ? 200 : 503);
        }).AllowAnonymous().ExcludeFromDescription().DisableHttpMetrics();
    }

    private static string Word(bool ready) => ready ? "ready" : "not-ready";

    private static async Task<bool> Answers(NpgsqlDataSource database, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }
}
