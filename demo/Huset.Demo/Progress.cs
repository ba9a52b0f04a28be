using System.Text.Json;

namespace Huset.Demo;

/// <summary>How far an autumn has come, kept in a file: a start after a stop goes on with the same, and `status` and the front page read it.</summary>
/// <param name="State">loading, done or stopped.</param>
/// <param name="Seed">The plan's seed.</param>
/// <param name="Until">The plan's end.</param>
/// <param name="Cases">How many cases are begun.</param>
/// <param name="Of">How many there are.</param>
/// <param name="Refused">How many steps were refused.</param>
/// <param name="Why">Why it is stopped.</param>
public sealed record Progress(string State, int Seed, DateTimeOffset Until, int Cases, int Of, int Refused, string? Why = null)
{
    /// <summary>What the file says; null when there is none.</summary>
    public static Progress? Read(string file) => File.Exists(file) ? JsonSerializer.Deserialize<Progress>(File.ReadAllText(file), JsonSerializerOptions.Web) : null;

    /// <summary>Whole or not at all, whenever it is stopped.</summary>
    public Progress Write(string file)
    {
        File.WriteAllText(file + ".next", JsonSerializer.Serialize(this, JsonSerializerOptions.Web) + "\n");
        File.Move(file + ".next", file, overwrite: true);
        return this;
    }
}
