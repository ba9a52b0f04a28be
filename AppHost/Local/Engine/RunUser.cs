using System.Diagnostics;

namespace Huset.AppHost.Local;

/// <summary>PostgreSQL refuses to run as root; then it runs as the user that its package made, else as nobody.</summary>
internal static class RunUser
{
    private static readonly string? Other = Posix.IsRoot ? (Exists("postgres") ? "postgres" : "nobody") : null;

    public static IReadOnlyList<string> Prefix { get; } = Other is null ? [] : ["setpriv", $"--reuid={Other}", $"--regid={Group(Other)}", "--init-groups", "--"];

    public static void Own(string path)
    {
        if (Other is not null)
        {
            Run(["chown", "-R", $"{Other}:", path]);
        }
    }

    public static bool CanPass(string folder) => Other is null || Run([.. Prefix, "test", "-x", folder]) == 0;

    private static bool Exists(string user) => Run(["id", user]) == 0;

    private static string Group(string user) => user == "nobody" ? "nogroup" : user;

    private static int Run(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
