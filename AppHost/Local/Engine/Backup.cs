using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Huset.AppHost.Local;

/// <summary>The first part of a backup: what it is of, and what each other part must be.</summary>
/// <param name="FormatVersion">Of the file; another is not read.</param>
/// <param name="Time">When it was begun, UTC. The data is as it was at the end of the copying.</param>
/// <param name="Stamp">Of the source that ran.</param>
/// <param name="PostgresMajor">Major version of PostgreSQL; its files fit no other.</param>
/// <param name="Findings">What `verify` found just before: the restored data has this, or more.</param>
/// <param name="Parts">SHA-256 of every other part, by its name in the file.</param>
internal sealed record Manifest(int FormatVersion, DateTimeOffset Time, string Stamp, int PostgresMajor, Findings Findings, IReadOnlyDictionary<string, string> Parts)
{
    public const string Name = "manifest.json";
    public const int Version = 1;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>
/// `./huset backup`: all databases at one moment, and what cannot be made again: secrets, ports, the identity provider's keys and
/// sessions. Everything goes on meanwhile. The file holds secrets and personal data and is readable by its owner alone.
/// </summary>
internal static class Backup
{
    public const string DatabasePart = "database/base.tar.gz";
    public const string WalPart = "database/pg_wal.tar.gz";
    public const string NoteName = "last-backup.json";

    public static async Task<int> Run(LocalModel model, string? file, int? keep)
    {
        Inspection.RefuseUnlessUp(model);
        var watch = Stopwatch.StartNew();
        var began = DateTimeOffset.UtcNow;
        var target = Path.GetFullPath(file ?? Path.Combine(model.Folder, "backups", $"huset-backup-{began.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.tar"));
        if (File.Exists(target))
        {
            throw new StartRefused($"{target} is there already");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var (work, next) = (target + ".parts", target + ".next");
        try
        {
            Directory.CreateDirectory(work, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var findings = await Inspection.Inspect(model, patience: TimeSpan.FromSeconds(30));
            await Collect(model, work);
            var manifest = new Manifest(Manifest.Version, began, Stamp(), PostgresServer.MajorVersion, findings, await Sums(work));
            await Pack(next, work, manifest);
            File.Move(next, target);
            Console.WriteLine($"huset: backup of {new FileInfo(target).Length / 1e6:0.0} MB made in {watch.Elapsed.TotalSeconds:0.0} s: {target}");
            Console.WriteLine("huset: it holds secrets and personal data; keep it encrypted, and a copy of it on another machine");
            if (!findings.AreWhole)
            {
                Console.WriteLine("huset: WARNING: what was backed up is not whole; see ./huset verify");
            }
            else if (!findings.AreAlike)
            {
                // Under much work messages take longer than the patience. None is lost: a restored installation sends the last day's again.
                Console.WriteLine($"huset: what was told between services had not all arrived ({string.Join("; ", findings.Together.Where(finding => !finding.Ok).Select(finding => $"{finding.Name}: {finding.Detail}"))}); ask ./huset verify when there is less to do");
            }

            RemoveOld(target, keep);
            Note(model.Folder, began, target, findings.AreWhole);
            return 0;
        }
        finally
        {
            PrivateFolder.Delete(work);
            File.Delete(next);
        }
    }

    private static async Task Collect(LocalModel model, string work)
    {
        var postgres = model.Resources.OfType<PostgresServerResource>().Single();
        var database = Path.Combine(work, "database");
        await new PostgresServer(model.Folder, postgres.Password, postgres.Port, _ => { }).CopyTo(database);
        Copy(Path.Combine(model.Folder, "secrets.json"), work);
        Copy(Path.Combine(model.Folder, "ports.json"), work);
        CopyFolder(Path.Combine(model.Folder, "identity"), Path.Combine(work, "identity"), "*");
        CopyFolder(Path.Combine(AppHostFolder.Path, "..", "identity", "realms"), Path.Combine(work, "realms"), "*.json");
        await File.WriteAllTextAsync(Path.Combine(work, "broker.json"), await BrokerDefinitions(model.Resources.OfType<RabbitMQServerResource>().Single()));
    }

    private static async Task<string> BrokerDefinitions(RabbitMQServerResource broker)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"huset:{broker.Password}")));
        try
        {
            return await http.GetStringAsync($"http://localhost:{broker.ManagementPort}/api/definitions");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // A broker that is down is no reason to have no backup: a restore declares all that Huset needs.
            Console.WriteLine("huset: the broker does not answer; its definitions are not in the backup");
            return "{}";
        }
    }

    private static void Copy(string file, string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static void CopyFolder(string from, string to, string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(from, pattern))
        {
            Copy(file, to);
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> Sums(string work)
    {
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories))
        {
            await using var content = File.OpenRead(file);
            sums[Path.GetRelativePath(work, file)] = Convert.ToHexStringLower(await SHA256.HashDataAsync(content));
        }

        return sums;
    }

    private static async Task Pack(string file, string work, Manifest manifest)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        await using var target = new FileStream(file, options);
        await using (var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true))
        {
            await using (var first = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, Manifest.Json)))
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Manifest.Name) { DataStream = first, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            }

            foreach (var part in manifest.Parts.Keys)
            {
                await using var content = File.OpenRead(Path.Combine(work, part));
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, part) { DataStream = content, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            }
        }

        target.Flush(flushToDisk: true);
    }

    private static void RemoveOld(string target, int? keep)
    {
        if (keep is not { } number)
        {
            return;
        }

        // The names sort by time.
        foreach (var old in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, "huset-backup-*.tar").OrderDescending(StringComparer.Ordinal).Skip(number))
        {
            File.Delete(old);
            Console.WriteLine($"huset: removed {old}");
        }
    }

    /// <summary>For the operations page: when, how large and whether it was whole; nothing of what is in it, nor where it lies.</summary>
    internal static void Note(string folder, DateTimeOffset began, string file, bool isWhole) =>
        PrivateFolder.WriteSecret(Path.Combine(folder, NoteName), JsonSerializer.Serialize(new { Time = began, Bytes = new FileInfo(file).Length, Whole = isWhole }, Manifest.Json));

    private static string Stamp() => AppHostFolder.IsPublished ? Path.GetFileName(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, ".."))) : "development";
}
