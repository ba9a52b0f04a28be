using Huset.ServiceDefaults.Identity;
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
        var log = app.Services.GetRequiredService<ILogger<TDb>>();
        await using (var connection = await DatabaseOwner.Connect(app.Configuration))
        {
            // Two migrators at once can both find an empty database (MigrateAsync does not protect the first creation).
            await connection.Run("select pg_advisory_lock(727561)");
            var options = new DbContextOptionsBuilder<TDb>().UseNpgsql(app.Configuration.GetConnectionString("owner")).Options;
            await using var db = (TDb)ActivatorUtilities.CreateInstance(app.Services, typeof(TDb), options, CurrentUser.System(service.Name));
            await Migrate(db, log);
            await connection.Run(SetLockTimeout);
            await Patiently(async () => await connection.Run(await Resource(typeof(Prepare), "mechanics.sql")), log);
            if (service.Mechanics is { } own) await Patiently(async () => await connection.Run(await Resource(typeof(TDb), own)), log);
            await connection.GiveRuntimeRole(service.Name, app.Configuration);
            await Grant(connection, service);
            if (service.Seed is { } seed) await seed(app.Services, db);
            await db.SaveChangesAsync();
        }
        log.LogInformation("Database {Database} is prepared", service.Name);

        if (app.Configuration.GetConnectionString("messaging") is not { } broker) return;
        await Topology.Declare(broker, service, CancellationToken.None);
        log.LogInformation("Queues of {Service} are declared", service.Name);
    }

    // As long as a change of a table waits for those who use it, all who come after wait behind it; and who waits shorter than
    // PostgreSQL's deadlock_timeout (1 s) gives way before a report would be chosen to.
    private const string SetLockTimeout = "set lock_timeout = '500ms'";

    /// <summary>
    /// Applies the migrations that are missing while the service serves. One that does not get its lock within half a second lets the
    /// others by and tries again after a second, eighty times.
    /// </summary>
    /// <exception cref="PostgresException">A migration failed, or never got its lock; those before it stay.</exception>
    public static async Task Migrate(DbContext db, ILogger log)
    {
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync(SetLockTimeout);
        await Patiently(() => db.Database.MigrateAsync(), log);
    }

    private static async Task Patiently(Func<Task> change, ILogger log)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await change();
                return;
            }
            catch (Exception e) when (e.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected } && attempt < 80)
            {
                log.LogInformation("A change of the tables lets others by, attempt {Attempt}", attempt);
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    // Grant and revoke go in one call, which PostgreSQL takes as one transaction: no moment has more rights than it should.
    private static Task Grant(NpgsqlConnection connection, HusetService service)
    {
        var role = DatabaseOwner.Quote(service.Name);
        return connection.Run($"""
            grant select, insert, update, delete on all tables in schema public to {role};
            grant usage, select on all sequences in schema public to {role};
            revoke all on "__EFMigrationsHistory" from {role};
            {string.Concat(AppendOnly.Concat(service.AppendOnlyTables).Select(table => $"revoke update, delete, truncate on {DatabaseOwner.Quote(table)} from {role};\n"))}
            {string.Concat(ReadOnly.Select(table => $"revoke insert, update, delete, truncate on {DatabaseOwner.Quote(table)} from {role};\n"))}
            grant execute on function access_log_remove_old() to {role};
            """);
    }

    private static readonly string[] AppendOnly = ["access_log", "access_seals", "access_reviews"];
    private static readonly string[] ReadOnly = ["access_removals", "access_retention"];

    private static async Task<string> Resource(Type inAssemblyOf, string name)
    {
        await using var stream = inAssemblyOf.Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{inAssemblyOf.Assembly.GetName().Name} has no embedded resource {name}.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
