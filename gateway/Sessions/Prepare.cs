using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Huset.Gateway.Sessions;

/// <summary>Makes the gateway's database ready, as its owner: tables, and a runtime role with no more rights than it needs. Safe to run again.</summary>
internal static class Prepare
{
    public const string Argument = "prepare";
    private const string Role = "gateway";

    public static async Task<int> Run(IConfiguration configuration)
    {
        var owner = configuration.GetConnectionString("owner")
            ?? throw new InvalidOperationException("prepare needs ConnectionStrings:owner, the database's administrator.");
        var password = configuration["Database:RuntimePassword"]
            ?? throw new InvalidOperationException("prepare needs Database:RuntimePassword, what the runtime role shall sign in with.");
        await CreateDatabase(new NpgsqlConnectionStringBuilder(owner));
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync();
        using var reader = new StreamReader(typeof(Prepare).Assembly.GetManifestResourceStream("schema.sql")!);
        var database = new NpgsqlCommandBuilder().QuoteIdentifier(connection.Database);
        // One at a time: two could both find the role missing.
        await Execute(connection, "select pg_advisory_lock(727562)");
        await Execute(connection, await reader.ReadToEndAsync());
        await Execute(connection, $"""
            do $do$ begin
              if not exists (select 1 from pg_roles where rolname = '{Role}') then create role {Role} login; end if;
            end $do$;
            alter role {Role} login password '{ScramVerifier(password)}';
            revoke all on database {database} from public;
            revoke create on schema public from public;
            grant connect on database {database} to {Role};
            grant usage on schema public to {Role};
            grant select, insert, update, delete on sessions to {Role};
            grant select, insert on keys to {Role};
            """);
        Console.WriteLine("Database gateway is prepared");
        return 0;
    }

    private static async Task CreateDatabase(NpgsqlConnectionStringBuilder owner)
    {
        var name = owner.Database!;
        owner.Database = "postgres";
        await using var server = new NpgsqlConnection(owner.ConnectionString);
        await server.OpenAsync();
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", server) { Parameters = { new() { Value = name } } };
        if (await exists.ExecuteScalarAsync() is not null) return;
        try
        {
            await Execute(server, $"create database {new NpgsqlCommandBuilder().QuoteIdentifier(name)}");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another one was first.
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
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
