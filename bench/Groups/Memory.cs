namespace Huset.Bench.Groups;

/// <summary>
/// Memory of every process of the platform some seconds after its last work. PSS shares what is shared (PostgreSQL's buffers lie in every
/// one of its processes) among those who share it, so that the sum is what the machine has given away.
/// </summary>
internal static class Memory
{
    public static async Task Measure(Platform platform, Wishes wishes, Result result, CancellationToken ct)
    {
        await platform.Up(ct);
        await platform.Quiet(ct);
        await Task.Delay(TimeSpan.FromSeconds(wishes.Quick ? 2 : 15), ct);
        var parts = Parts(platform.Folder).GroupBy(part => part.Name)
            .Select(group => (Name: group.Key, Rss: group.Sum(part => part.Rss), Pss: group.Sum(part => part.Pss))).OrderByDescending(part => part.Pss).ToList();
        result.Add(new("memory at rest, the whole platform", parts.Sum(part => part.Pss), "MB", Better.Lower, Aim: 1536));
        foreach (var (name, rss, pss) in parts) result.Add(new($"memory at rest, {name}", pss, "MB", Better.Lower, Note: $"RSS {rss:0} MB"));
    }

    /// <summary>What the part of the platform has in memory, in MB (RSS).</summary>
    public static double Of(string folder, string name) => Parts(folder).Where(part => part.Name == name).Sum(part => part.Rss);

    private sealed record Part(string Name, double Rss, double Pss);

    private static List<Part> Parts(string folder)
    {
        var processes = Directory.GetDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => int.TryParse(name, out _))
            .Select(pid => (Pid: pid, Parent: ParentOf(pid))).Where(process => process.Parent is not null).ToList();
        // Everything that was told of the data folder, and what that has started in its turn.
        var ours = processes.Where(process => Read($"/proc/{process.Pid}/environ").Contains(folder, StringComparison.Ordinal)
            || Read($"/proc/{process.Pid}/cmdline").Contains(folder, StringComparison.Ordinal)).Select(process => process.Pid).ToHashSet();
        for (var before = -1; before != ours.Count;)
        {
            before = ours.Count;
            ours.UnionWith(processes.Where(process => ours.Contains(process.Parent!)).Select(process => process.Pid));
        }
        ours.Remove(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return [.. ours.Select(pid => OfProcess(pid)).OfType<Part>()];
    }

    private static Part? OfProcess(string pid)
    {
        var rollup = Read($"/proc/{pid}/smaps_rollup").Split('\n');
        var command = Read($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        if (command.Length == 0 || Kilobytes("Rss:") is not { } rss) return null;
        return new(NameOf(command), rss / 1024, (Kilobytes("Pss:") ?? rss) / 1024);

        double? Kilobytes(string field) =>
            rollup.FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal)) is { } line
                ? double.Parse(line[field.Length..].Replace("kB", ""), CultureInfo.InvariantCulture)
                : null;
    }

    private static string NameOf(string[] command)
    {
        var dll = command.FirstOrDefault(word => word.EndsWith(".dll", StringComparison.Ordinal));
        if (dll is not null) return Path.GetFileNameWithoutExtension(dll).Replace("Huset.", "");
        return Path.GetFileName(command[0].Split(' ')[0].TrimEnd(':')) switch
        {
            "postgres" => "PostgreSQL",
            "beam.smp" or "erl_child_setup" or "inet_gethost" or "epmd" => "RabbitMQ",
            "node" => "identity provider (development)",
            _ => "shells that watch over it",
        };
    }

    private static string? ParentOf(string pid) => Read($"/proc/{pid}/stat") is { Length: > 0 } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] : null;

    // A process may end while it is looked at.
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
