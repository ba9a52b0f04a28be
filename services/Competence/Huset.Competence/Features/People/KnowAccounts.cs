using System.Collections.Concurrent;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.People;

/// <summary>
/// Whose sign-in names have been looked up in the directory: for a minute, because an import may give the name to another, and until this
/// service's own import has run.
/// </summary>
public sealed class Accounts(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Id, string Username), DateTimeOffset> known = new();

    public bool Knows(string id, string username) => known.TryGetValue((id, username), out var at) && clock.GetUtcNow() - at < Fresh;

    public void Remember(string id, string username) => known[(id, username)] = clock.GetUtcNow();

    public void Forget() => known.Clear();
}

/// <summary>
/// Joins the account to its person in the directory, by the sign-in name, before the request goes on: which rows are one's own hangs on it.
/// </summary>
internal sealed class KnowAccounts(RequestDelegate next, IServiceScopeFactory scopes, Accounts accounts, TimeProvider clock, ILogger<KnowAccounts> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task Invoke(HttpContext http, CurrentUser user)
    {
        if (user.Id.Length > 0 && http.User.FindFirst("preferred_username")?.Value is { Length: > 0 } username && !accounts.Knows(user.Id, username) && await Join(user.Id, username)) accounts.Remember(user.Id, username);
        await next(http);
    }

    private async Task<bool> Join(string account, string username)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await using var db = new CompetenceDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<CompetenceDb>>(), CurrentUser.System("accounts"));
            var name = username.ToLowerInvariant();
            if (await db.Employees.AnyAsync(e => (e.Username!.ToLower() == name) != (e.AccountId == account), patience.Token))
            {
                await db.ChangePeople(e => e.Username!.ToLower() == name || e.AccountId == account, people =>
                {
                    foreach (var other in people.Where(e => e.Username != name)) other.LoseAccount(clock.GetUtcNow());
                    people.Find(e => e.Username == name)?.HasSignedIn(account, clock.GetUtcNow());
                    return true;
                }, _ => true, patience.Token);
            }
            return true;
        }
        catch (Exception e) when (DatabaseFault.IsPassing(e) || e is OperationCanceledException)
        {
            // The request says itself whether the database is there; a later one tries again.
            log.LogWarning("Who signed in is not looked up in the directory yet: {Reason}", e.Message);
            return false;
        }
    }
}
