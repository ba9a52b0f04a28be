using Huset.ServiceDefaults.Persistence;

namespace Huset.Gateway.Sessions;

/// <summary>Makes the gateway's database ready, as its owner: tables, and a runtime role with no more rights than it needs. Safe to run again.</summary>
internal static class Prepare
{
    public const string Argument = "prepare";
    private const string Role = "gateway";

    public static async Task<int> Run(IConfiguration configuration)
    {
        await using var connection = await DatabaseOwner.Connect(configuration);
        using var reader = new StreamReader(typeof(Prepare).Assembly.GetManifestResourceStream("schema.sql")!);
        // One at a time: two could both find the tables missing.
        await connection.Run("select pg_advisory_lock(727562)");
        await connection.Run(await reader.ReadToEndAsync());
        await connection.GiveRuntimeRole(Role, configuration);
        await connection.Run($"""
            grant select, insert, update, delete on sessions, logout_tokens to {Role};
            grant select, insert on keys to {Role};
            """);
        Console.WriteLine("Database gateway is prepared");
        return 0;
    }
}
