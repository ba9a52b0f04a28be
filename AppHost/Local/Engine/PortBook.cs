using System.Text.Json;

namespace Huset.AppHost.Local;

/// <summary>Ports stay the same from run to run: the identity provider's is part of every token, and the others are easier to work with.</summary>
internal sealed class PortBook(string folder)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Dictionary<string, int> ports = Load(PathIn(folder));
    private readonly HashSet<string> used = [];
    private readonly HashSet<string> addresses = [];

    /// <summary>The ports that others know, by name.</summary>
    public IReadOnlySet<string> Addresses => addresses;

    public int this[string name] => ports[name];

    /// <summary>A port that is an address is known to others: the engine never moves it by itself.</summary>
    public Func<int> Add(string name, int? given = null, bool isAddress = false)
    {
        used.Add(name);
        if (isAddress)
        {
            addresses.Add(name);
        }

        if (given is { } port)
        {
            ports[name] = port;
        }
        else if (!ports.ContainsKey(name))
        {
            ports[name] = FreePorts.Take();
        }

        return () => ports[name];
    }

    /// <summary>Moves what is in the way of other programs, and keeps the result for the next run.</summary>
    public void Settle(Action<string> say)
    {
        foreach (var name in used.Where(name => !FreePorts.IsFree(ports[name])))
        {
            if (addresses.Contains(name))
            {
                throw new StartRefused($"port {ports[name]} ({name}) is used by another program. End that program, or choose another port ({(name == "gateway" ? "--port N" : PathIn(folder))}).");
            }

            var next = FreePorts.Take();
            say($"port {ports[name]} of {name} is used by another program; {next} is used instead");
            ports[name] = next;
        }

        File.WriteAllText(PathIn(folder), JsonSerializer.Serialize(ports, Indented));
    }

    private static Dictionary<string, int> Load(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(path))! : [];

    private static string PathIn(string folder) => Path.Combine(folder, "ports.json");
}

/// <summary>Nothing that trying again would cure.</summary>
internal sealed class StartRefused(string message) : Exception(message);
