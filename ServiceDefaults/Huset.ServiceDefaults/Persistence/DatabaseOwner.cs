using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Huset.ServiceDefaults.Persistence;

/// <summary>What `prepare` does as a database's owner, for the services and the gateway alike.</summary>
public static class DatabaseOwner
{
    /// <summary>An open connection as `ConnectionStrings:owner`, to the database that it names; creates the database when the server lacks it.</summary>
    /// <exception cref="InvalidOperationException">The connection string is missing.</exception>
    public static async Task<NpgsqlConnection> Connect(IConfiguration configuration)
    {
        var owner = configuration.GetConnectionString("owner")
            ?? throw new InvalidOperationException("prepare needs ConnectionStrings:owner, the database's administrator.");
        await CreateDatabase(new NpgsqlConnectionStringBuilder(owner));
        var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>
    /// Makes the role that the program runs as: it may sign in with `Database:RuntimePassword` and reach the database, and
    /// has no right to a table until it is granted.
    /// </summary>
    /// <exception cref="InvalidOperationException">The password is missing.</exception>
    public static Task GiveRuntimeRole(this NpgsqlConnection connection, string role, IConfiguration configuration)
    {
        var password = configuration["Database:RuntimePassword"]
            ?? throw new InvalidOperationException("prepare needs Database:RuntimePassword, what the runtime role shall sign in with.");
        var (name, database) = (Quote(role), Quote(connection.Database));
        return connection.Run($"""
            do $do$ begin
              if not exists (select 1 from pg_roles where rolname = '{role}') then create role {name} login; end if;
            exception when duplicate_object or unique_violation then null; end $do$;
            alter role {name} login password '{ScramVerifier(password)}';
            revoke all on database {database} from public;
            revoke create on schema public from public;
            grant connect, temporary on database {database} to {name};
            grant usage on schema public to {name};
            """);
    }

    /// <summary>Runs statements that may take their time.</summary>
    public static async Task Run(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }

    internal static string Quote(string name) => new NpgsqlCommandBuilder().QuoteIdentifier(name);

    private static async Task CreateDatabase(NpgsqlConnectionStringBuilder owner)
    {
        var database = owner.Database!;
        owner.Database = "postgres";
        await using var server = new NpgsqlConnection(owner.ConnectionString);
        await server.OpenAsync();
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", server) { Parameters = { new() { Value = database } } };
        if (await exists.ExecuteScalarAsync() is not null) return;
        try
        {
            await server.Run($"create database {Quote(database)}");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another migrator was first.
        }
    }

    // RFC 5803 as PostgreSQL stores it, so that the password itself never reaches the server's log.
    private static string ScramVerifier(string password)
    {
        const int iterations = 4096;
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, Encoding.ASCII.GetBytes("Client Key")));
        var server = HMACSHA256.HashData(salted, Encoding.ASCII.GetBytes("Server Key"));
        return $"SCRAM-SHA-256${iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
