using System.Collections.Concurrent;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.Deviations;

/// <summary>
/// Keeps `people` in step with the tokens (decision 16): written when someone is first seen since the start or has changed, so that most
/// requests write nothing. Name and home unit of who is in the people directory are the directory's. Whom the directory has told of without
/// an account is made one with the account by the sign-in name. Not in the request's own transaction: who someone is does not hang on whether the request succeeds.
/// </summary>
internal sealed class RememberPeople(RequestDelegate next, NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider clock, ILogger<RememberPeople> log)
{
    // What the realm names the accounts of systems; they are nobody to give work to.
    private const string ServiceAccount = "service-account-";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, string> known = new();
    private DateTimeOffset pausedUntil;

    public async Task Invoke(HttpContext http, CurrentUser user)
    {
        // Beside the request, which has patience of its own with a database that does not answer and shall not need it twice.
        var remembered = Remember(http, user);
        await next(http);
        await remembered;
    }

    private async Task Remember(HttpContext http, CurrentUser user)
    {
        var username = http.User.FindFirst("preferred_username")?.Value.ToLowerInvariant();
        if (user.Id.Length == 0 || username?.StartsWith(ServiceAccount, StringComparison.Ordinal) == true) return;
        var told = string.Join('\n', [user.Name, username ?? "", user.HomeUnit ?? "", .. user.ClaimedUnits, "", .. user.Roles]);
        if ((known.TryGetValue(user.Id, out var before) && before == told) || clock.GetUtcNow() < pausedUntil) return;
        if (await Write(user, username)) known[user.Id] = told;
    }

    private async Task<bool> Write(CurrentUser user, string? username)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await using var command = database.CreateCommand("""
                insert into people (id, name, home_unit, units, roles, seen_at, username) values ($1, $2, $3, $4, $5, $6, $7)
                on conflict (id) do update set
                  name = case when people.directory_id is null then excluded.name else people.name end,
                  home_unit = case when people.directory_id is null then excluded.home_unit else people.home_unit end,
                  units = excluded.units, roles = excluded.roles, seen_at = excluded.seen_at, username = excluded.username
                returning directory_id is null and exists (select from people listed where listed.username = $7 and listed.directory_id is not null and listed.seen_at is null)
                """);
            command.Parameters.Add(new() { Value = user.Id });
            command.Parameters.Add(new() { Value = user.Name });
            command.Parameters.Add(new() { Value = (object?)user.HomeUnit ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = user.ClaimedUnits.ToArray() });
            command.Parameters.Add(new() { Value = user.Roles.ToArray() });
            command.Parameters.Add(new() { Value = clock.GetUtcNow() });
            command.Parameters.Add(new() { Value = (object?)username ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            if (await command.ExecuteScalarAsync(patience.Token) is not true) return true;
            await using var scope = scopes.CreateAsyncScope();
            await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("people"));
            await KeepPeople.Join(db, user.Id, username!, patience.Token);
            return true;
        }
        catch (Exception e) when (DatabaseFault.IsPassing(e) || e is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // The request says itself whether the database is there; a later one remembers.
            pausedUntil = clock.GetUtcNow() + Pause;
            log.LogWarning("Who signed in is not remembered yet: {Reason}", e.Message);
            return false;
        }
    }
}
