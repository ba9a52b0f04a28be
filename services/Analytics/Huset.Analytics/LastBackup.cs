using System.Text.Json;

namespace Huset.Analytics;

/// <summary>What `./huset backup` has noted of the last backup that it made; nothing of what is in it.</summary>
/// <param name="Time">When it was begun, UTC: what came after is not in it for certain.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Whole">Whether everything that was checked just before was whole.</param>
public sealed record LastBackup(DateTimeOffset Time, long Bytes, bool Whole)
{
    /// <summary>Null when none is known here: backups can be others' to make, and on another machine.</summary>
    public static async Task<LastBackup?> Read(IConfiguration configuration, CancellationToken ct)
    {
        if (configuration["Backup:File"] is not { Length: > 0 } file || !File.Exists(file)) return null;
        try
        {
            await using var noted = File.OpenRead(file);
            return await JsonSerializer.DeserializeAsync<LastBackup>(noted, JsonSerializerOptions.Web, ct) is { Bytes: > 0 } known && known.Time > default(DateTimeOffset) ? known : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
