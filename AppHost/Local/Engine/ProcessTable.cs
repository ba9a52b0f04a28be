using System.Globalization;

namespace Huset.AppHost.Local;

/// <summary>What /proc tells: a pid alone may be someone else's by now, a pid with its start time is not.</summary>
internal static class ProcessTable
{
    private const int SessionField = 3;
    private const int StartField = 19;

    public static long? StartTime(int pid) => Read(pid) is { } fields && fields[0] != "Z" ? long.Parse(fields[StartField], CultureInfo.InvariantCulture) : null;

    public static bool IsAlive(int pid, long startTime) => StartTime(pid) == startTime;

    /// <summary>The processes of a session. The kernel never gives a session's number to a new process while the session has members.</summary>
    public static IEnumerable<int> Session(int leader)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Read(pid) is { } fields && fields[0] != "Z" && int.Parse(fields[SessionField], CultureInfo.InvariantCulture) == leader)
            {
                yield return pid;
            }
        }
    }

    // The fields after the command's name, which may itself hold spaces and parentheses.
    private static string[]? Read(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
