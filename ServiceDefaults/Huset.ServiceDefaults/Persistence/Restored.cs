using Npgsql;

namespace Huset.ServiceDefaults.Persistence;

/// <summary>
/// What a service does when it is started with the argument `restored`, after its database has been put back from a backup and
/// before it serves. The broker that was lost may have held messages that the outbox knew as sent. All that it still has a copy
/// of (a day's, see <see cref="Sweep"/>) is sent again under the same ids; who had them knows them by the inbox, which was
/// written in the transaction of their effect, so nothing is lost and nothing doubled.
/// </summary>
public static class Restored
{
    /// <summary>The argument that asks for it.</summary>
    public const string Argument = "restored";

    internal static async Task Run(IConfiguration configuration, HusetService service)
    {
        await using var connection = new NpgsqlConnection(configuration.GetConnectionString("database"));
        await connection.OpenAsync();
        await connection.Run("update outbox set sent_at = null where sent_at is not null;" + service.AfterRestore);
    }
}
