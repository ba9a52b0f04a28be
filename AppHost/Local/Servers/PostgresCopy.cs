using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Huset.AppHost.Local;

/// <summary>A whole cluster copied while it works, and put back.</summary>
public sealed partial class PostgresServer
{
    /// <summary>Of the tools that this machine has.</summary>
    public static int MajorVersion { get; } = FindMajorVersion();

    /// <summary>
    /// Copies the running cluster into the folder, which is made, as `base.tar.gz` and `pg_wal.tar.gz`: all databases as they
    /// were at the moment when the copying ended.
    /// </summary>
    /// <exception cref="StartFailed">pg_basebackup did not succeed.</exception>
    public async Task CopyTo(string target, CancellationToken ct = default)
    {
        string[] arguments =
        [
            "-D", target, "--format=tar", "--wal-method=stream", "--checkpoint=fast", "--compress=client-gzip:1", "--label=huset", "--no-manifest",
            "-h", "localhost", "-p", $"{Port}", "-U", "postgres", "-w",
        ];
        var start = new ProcessStartInfo(Tool("pg_basebackup"), arguments) { WorkingDirectory = "/", RedirectStandardError = true };
        ChildEnvironment.Set(start.Environment, new Command(start.FileName, []) { Environment = new Dictionary<string, string> { ["PGPASSWORD"] = password } });
        using var tool = Process.Start(start)!;
        var errors = await tool.StandardError.ReadToEndAsync(ct);
        await tool.WaitForExitAsync(ct);
        if (tool.ExitCode != 0)
        {
            throw new StartFailed($"pg_basebackup ended with code {tool.ExitCode}: {errors.Trim()}");
        }
    }

    internal static bool IsIn(string folder) => Directory.Exists(folder) && Directory.Exists(Path.Combine(RootIn(folder), "data"));

    /// <summary>Unpacks what <see cref="CopyTo"/> made, where a server with this folder looks for its data.</summary>
    internal static void Unpack(string folder, Stream compressed, bool isWal)
    {
        var data = Path.Combine(RootIn(folder), "data");
        var target = isWal ? Path.Combine(data, "pg_wal") : data;
        Directory.CreateDirectory(RootIn(folder));
        Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(target);
        using var content = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        TarFile.ExtractToDirectory(content, target, overwriteFiles: true);
    }

    /// <summary>Gives what was unpacked to the user that PostgreSQL runs as.</summary>
    internal static void Own(string folder) => RunUser.Own(RootIn(folder));

    private static string RootIn(string folder)
    {
        var whole = Path.GetFullPath(folder);
        return Path.Combine(RunUser.CanPass(whole) ? whole : Elsewhere(whole), "postgres");
    }

    private static int FindMajorVersion()
    {
        using var tool = Process.Start(new ProcessStartInfo(Tool("postgres"), ["--version"]) { RedirectStandardOutput = true })!;
        return int.Parse(FirstNumber().Match(tool.StandardOutput.ReadToEnd()).Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex FirstNumber();
}
