using System.Diagnostics;
using System.Globalization;

namespace Huset.AppHost.Local;

/// <summary>Every child is written down while it lives, so that an engine that was itself killed leaves nothing behind for long.</summary>
internal static class Leftovers
{
    public static void Record(string folder, int pid)
    {
        if (ProcessTable.StartTime(pid) is { } start)
        {
            Directory.CreateDirectory(Children(folder));
            File.WriteAllText(Path.Combine(Children(folder), pid.ToString(CultureInfo.InvariantCulture)), start.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static void Forget(string folder, int pid)
    {
        if (Directory.Exists(Children(folder)))
        {
            File.Delete(Path.Combine(Children(folder), pid.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Ends what an earlier engine left in this folder; returns how many processes that was.</summary>
    public static int End(string folder)
    {
        if (!Directory.Exists(Children(folder)))
        {
            return 0;
        }

        var ended = new List<int>();
        foreach (var record in Directory.EnumerateFiles(Children(folder)))
        {
            var pid = int.Parse(Path.GetFileName(record), CultureInfo.InvariantCulture);
            var now = ProcessTable.StartTime(pid);
            var isOurs = now is null || (long.TryParse(File.ReadAllText(record), CultureInfo.InvariantCulture, out var then) && then == now);
            if (isOurs)
            {
                ended.AddRange(EndSession(pid));
            }

            File.Delete(record);
        }

        // Their ports must be free before anything new starts.
        var patience = Stopwatch.StartNew();
        while (ended.Exists(pid => ProcessTable.StartTime(pid) is not null) && patience.Elapsed < TimeSpan.FromSeconds(10))
        {
            Thread.Sleep(20);
        }

        return ended.Count;
    }

    public static IReadOnlyList<int> EndSession(int leader)
    {
        var members = ProcessTable.Session(leader).ToList();
        foreach (var pid in members)
        {
            Posix.Signal(pid, Posix.SigKill);
        }

        return members;
    }

    private static string Children(string folder) => Path.Combine(folder, "run", "children");
}
