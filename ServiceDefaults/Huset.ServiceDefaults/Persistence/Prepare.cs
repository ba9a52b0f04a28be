using System.Security.Cryptography;
using System.Text;
using Huset.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.ServiceDefaults.Persistence;

/// <summary>
/// What a service does when it is started with the argument `prepare`, before any service serves: creates or upgrades its
/// database as the owner, gives the runtime role only what it needs, and declares its queues so that no event is lost for
/// a service that starts later. Safe to run at any time, by several at once.
/// </summary>
public static class Prepare
{
    /// <summary>The argument that asks for it.</summary>
    public const string Argument = "prepare";

    internal static async Task Run<TDb>(WebApplication app, HusetService service) where TDb : ServiceDbContext
    {
        var configuration = app.Configuration;
        var log = app.Services.GetRequiredService<ILogger<TDb>>();
        var owner = configuration.GetConnectionString("owner")
            ?? throw new InvalidOperationException("prepare needs ConnectionStrings:owner, the database's administrator.");
        var password = configuration["Database:RuntimePassword"]
            ?? throw new InvalidOperationException("prepare needs Database:RuntimePassword, what the runtime role shall sign in with.");

        await CreateDatabase(owner);
        await using (var connection = new NpgsqlConnection(owner))
        {
            await connection.OpenAsync();
            // Two migrators at once can both find an empty database (MigrateAsync does not protect the first creation).
            await Execute(connection, "select pg_advisory_lock(727561)");
            var options = new DbContextOptionsBuilder<TDb>().UseNpgsql(owner).Options;
            await using var db = (TDb)ActivatorUtilities.CreateInstance(app.Services, typeof(TDb), options, Identity.CurrentUser.System(service.Name));
            await db.Database.MigrateAsync();
            await Execute(connection, await Resource(typeof(Prepare), "mechanics.sql"));
            if (service.Mechanics is { } own) await Execute(connection, await Resource(typeof(TDb), own));
            await Grant(connection, service, password);
            if (service.Seed is { } seed) await seed(app.Services, db);
            await db.SaveChangesAsync();
        }
        log.LogInformation("Database {Database} is prepared", service.Name);

        if (configuration.GetConnectionString("messaging") is not { } broker) return;
        await Topology.Declare(broker, service, CancellationToken.None);
        log.LogInformation("Queues of {Service} are declared", service.Name);
    }

    /// <summary>Creates the database that the connection string names when the server lacks it.</summary>
    private static async Task CreateDatabase(string owner)
    {
        var target = new NpgsqlConnectionStringBuilder(owner);
        var database = target.Database!;
        target.Database = "postgres";
        await using var server = new NpgsqlConnection(target.ConnectionString);
        await server.OpenAsync();
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", server) { Parameters = { new() { Value = database } } };
        if (await exists.ExecuteScalarAsync() is not null) return;
        try
        {
            await Execute(server, $"create database {Quote(database)}");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another migrator was first.
        }
    }

    private static async Task Grant(NpgsqlConnection connection, HusetService service, string password)
    {
        var role = Quote(service.Name);
        // A SCRAM verifier, so that the password itself never reaches the server's log.
        var verifier = ScramVerifier(password);
        await Execute(connection, $"""
            do $do$ begin
              if not exists (select 1 from pg_roles where rolname = '{service.Name}') then create role {role} login; end if;
            exception when duplicate_object or unique_violation then null; end $do$;
            alter role {role} login password '{verifier}';
            revoke all on database {Quote(connection.Database)} from public;
            revoke create on schema public from public;
            grant connect, temporary on database {Quote(connection.Database)} to {role};
            grant usage on schema public to {role};
            grant select, insert, update, delete on all tables in schema public to {role};
            grant usage, select on all sequences in schema public to {role};
            revoke all on "__EFMigrationsHistory" from {role};
            """);
        foreach (var table in service.AppendOnlyTables)
            await Execute(connection, $"revoke update, delete, truncate on {Quote(table)} from {role}");
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }

    private static string Quote(string name) => new NpgsqlCommandBuilder().QuoteIdentifier(name);

    private static async Task<string> Resource(Type inAssemblyOf, string name)
    {
        await using var stream = inAssemblyOf.Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{inAssemblyOf.Assembly.GetName().Name} has no embedded resource {name}.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    // RFC 5803 as PostgreSQL stores it.
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
