using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Huset.Gateway.Sessions;

/// <summary>
/// Signed-in sessions with their tokens, encrypted, in the gateway's database: the browser's cookie holds no more than a name of a row,
/// and a restarted gateway signs nobody out.
/// </summary>
internal sealed class SessionStore(NpgsqlDataSource database, IDataProtectionProvider protection) : ITicketStore
{
    /// <summary>Items of the ticket's properties: the session's own id, and what scripts must echo in X-XSRF-TOKEN.</summary>
    public const string Id = "huset.session", Xsrf = "huset.xsrf";

    private readonly IDataProtector protector = protection.CreateProtector("sessions");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var id = ticket.Properties.Items[Id] = Random();
        ticket.Properties.Items[Xsrf] = Random();
        await using var command = database.CreateCommand("""
            with expired as (delete from sessions where expires_at < now())
            insert into sessions (id, subject, sid, ticket, expires_at) values ($1, $2, $3, $4, $5)
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = ticket.Principal.FindFirst("sub")!.Value });
        command.Parameters.Add(new() { Value = (object?)ticket.Principal.FindFirst("sid")?.Value ?? DBNull.Value });
        command.Parameters.Add(new() { Value = Seal(ticket) });
        command.Parameters.Add(new() { Value = ticket.Properties.ExpiresUtc!.Value.UtcDateTime });
        await command.ExecuteNonQueryAsync();
        return id;
    }

    // Who signs in gets a new session: one that a cookie brought along may be known to someone else, and ends.
    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        if (httpContext.Request.Path != SignIn.Callback) return await RetrieveAsync(key);
        await RemoveAsync(key);
        return null;
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        try
        {
            return await Read(key);
        }
        catch (NpgsqlException e) when (e.IsTransient)
        {
            // The server has been away: what lies in the pool is dead, a new connection may work.
            database.Clear();
            return await Read(key);
        }
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        await using var connection = await database.OpenConnectionAsync();
        await Write(connection, key, ticket);
    }

    public async Task RemoveAsync(string key)
    {
        await using var command = database.CreateCommand("delete from sessions where id = $1");
        command.Parameters.Add(new() { Value = key });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ends the session that a logout token names, or all of the person's, and tells how many; null when the token has been used before.</summary>
    public async Task<int?> End(LogoutToken token)
    {
        await using var command = database.CreateCommand("""
            with expired as (delete from logout_tokens where expires_at < now()),
                 unused as (insert into logout_tokens (jti, expires_at) values ($1, $2) on conflict do nothing returning jti),
                 ended as (delete from sessions using unused where ($3::text is null or sid = $3) and ($4::text is null or subject = $4) returning id)
            select (select count(*)::int from ended) from unused
            """);
        command.Parameters.Add(new() { Value = token.Id });
        command.Parameters.Add(new() { Value = token.ExpiresUtc });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = token.Sid });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = token.Sub });
        return (int?)await command.ExecuteScalarAsync();
    }

    /// <summary>Changes one session while no other request or replica can: `change` gives the new ticket, or null to end the session.</summary>
    public async Task<AuthenticationTicket?> Change(string id, Func<AuthenticationTicket, Task<AuthenticationTicket?>> change, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("select ticket from sessions where id = $1 for update", connection) { Parameters = { new() { Value = id } } };
        if (await command.ExecuteScalarAsync(ct) is not byte[] row) return null;
        var before = Open(row);
        var after = before is null ? null : await change(before);
        if (after is null)
        {
            command.CommandText = "delete from sessions where id = $1";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        else if (after != before)
        {
            await Write(connection, id, after);
        }
        await transaction.CommitAsync(CancellationToken.None);
        return after;
    }

    private async Task<AuthenticationTicket?> Read(string id)
    {
        await using var command = database.CreateCommand("select ticket from sessions where id = $1 and expires_at > now()");
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteScalarAsync() is byte[] row ? Open(row) : null;
    }

    private async Task Write(NpgsqlConnection connection, string id, AuthenticationTicket ticket)
    {
        await using var command = new NpgsqlCommand("update sessions set ticket = $2 where id = $1", connection);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = Seal(ticket) });
        await command.ExecuteNonQueryAsync();
    }

    private byte[] Seal(AuthenticationTicket ticket) => protector.Protect(TicketSerializer.Default.Serialize(ticket));

    private AuthenticationTicket? Open(byte[] row)
    {
        try
        {
            return TicketSerializer.Default.Deserialize(protector.Unprotect(row));
        }
        catch (CryptographicException)
        {
            return null; // sealed with a key that is gone: the person signs in again
        }
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
