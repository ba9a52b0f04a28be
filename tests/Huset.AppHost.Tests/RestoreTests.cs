using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Huset.AppHost.Tests;

/// <summary>What a restore refuses before it touches anything.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly string folder = PrivateFolder.CreateTemporary("huset-restore");

    private string Archive => Path.Combine(folder, "backup.tar");

    private string Target => Path.Combine(folder, "target");

    public void Dispose() => PrivateFolder.Delete(folder);

    [Fact]
    public async Task A_whole_file_is_unpacked_for_its_owner_alone()
    {
        Write();
        await Restore.Unpack(Model(), Archive, newPorts: false);

        Assert.Equal("{\"a\":\"b\"}", await File.ReadAllTextAsync(Path.Combine(Target, "secrets.json"), TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Target, "secrets.json")));
        Assert.True(File.Exists(Path.Combine(Target, "ports.json")));
        Assert.True(File.Exists(Path.Combine(Target, "identity", "state.ndjson")));
        Assert.True(File.Exists(Path.Combine(Target, "restored", "broker.json")));
    }

    [Fact]
    public void What_is_noted_of_a_backup_is_when_how_large_and_whether_it_was_whole()
    {
        File.WriteAllText(Archive, "1234");
        Backup.Note(folder, new(2026, 11, 23, 1, 2, 3, TimeSpan.Zero), Archive, isWhole: true);
        using var noted = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "last-backup.json")));
        Assert.Equal(["time 2026-11-23T01:02:03+00:00", "bytes 4", "whole True"], noted.RootElement.EnumerateObject().Select(field => $"{field.Name} {field.Value}"));
    }

    [Fact]
    public async Task A_copy_with_ports_of_its_own_has_not_the_originals()
    {
        Write();
        await Restore.Unpack(Model(), Archive, newPorts: true);

        Assert.False(File.Exists(Path.Combine(Target, "ports.json")));
    }

    [Theory]
    [InlineData("secrets.json")]
    [InlineData("ports.json")]
    [InlineData("postgres")]
    public async Task A_folder_that_holds_an_installation_is_left_alone(string name)
    {
        Write();
        Directory.CreateDirectory(Path.Combine(Target, name));

        await Refused("holds an installation already");
        Assert.Equal([Path.Combine(Target, name)], Directory.EnumerateFileSystemEntries(Target));
    }

    [Fact]
    public async Task A_part_that_was_altered_is_found_before_anything_is_touched()
    {
        Write(alter: "secrets.json");
        await Refused("secrets.json is not what was written");
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_part_that_is_missing_is_found()
    {
        Write(leaveOut: "secrets.json");
        await Refused("secrets.json is missing");
    }

    [Fact]
    public async Task A_file_that_was_cut_off_is_refused()
    {
        Write();
        await using (var file = File.OpenWrite(Archive)) file.SetLength(2000);
        await Refused("broken");
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_file_that_is_something_else_is_refused()
    {
        await File.WriteAllTextAsync(Archive, "no tar", TestContext.Current.CancellationToken);
        await Refused("no backup of Huset");
    }

    [Fact]
    public async Task Another_format_and_another_PostgreSQL_are_refused()
    {
        Write(format: 2);
        await Refused("format 2");
        File.Delete(Archive);
        Write(postgres: 9);
        await Refused("PostgreSQL 9");
    }

    [Fact]
    public async Task A_part_that_would_lie_outside_the_folder_is_refused()
    {
        Write(more: "identity/../../outside");
        await Refused("outside the folder");
    }

    [Fact]
    public void Services_that_differ_in_a_shared_figure_are_named()
    {
        static IReadOnlyList<Finding> Says(long figure) => [new("cases", true, "", new Dictionary<string, long>(), new Dictionary<string, long> { ["deviations"] = figure })];
        var differ = Assert.Single(Inspection.Compare(new Dictionary<string, IReadOnlyList<Finding>> { ["deviations"] = Says(3), ["analytics"] = Says(2), ["processes"] = [] }));
        Assert.Equal((false, "deviations 3, analytics 2"), (differ.Ok, differ.Detail));
        Assert.True(Assert.Single(Inspection.Compare(new Dictionary<string, IReadOnlyList<Finding>> { ["deviations"] = Says(3), ["analytics"] = Says(3) })).Ok);
    }

    private LocalModel Model() => new(["--HUSET_DATA", Target]);

    private async Task Refused(string why) =>
        Assert.Contains(why, (await Assert.ThrowsAsync<StartRefused>(() => Restore.Unpack(Model(), Archive, newPorts: true))).Message, StringComparison.Ordinal);

    private void Write(int format = Manifest.Version, int? postgres = null, string? alter = null, string? leaveOut = null, string? more = null)
    {
        Dictionary<string, string> parts = new() { ["broker.json"] = "{}", ["identity/state.ndjson"] = "", ["ports.json"] = "{}", ["secrets.json"] = "{\"a\":\"b\"}" };
        if (more is not null)
        {
            parts[more] = "x";
        }

        var sums = parts.ToDictionary(part => part.Key, part => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part.Value))));
        var findings = new Findings(new Dictionary<string, IReadOnlyList<Finding>>(), []);
        var manifest = new Manifest(format, DateTimeOffset.UtcNow, "test", postgres ?? PostgresServer.MajorVersion, findings, sums);
        using var tar = new TarWriter(File.Create(Archive), TarEntryFormat.Pax);
        Add(tar, Manifest.Name, JsonSerializer.Serialize(manifest, Manifest.Json));
        foreach (var (name, content) in parts.Where(part => part.Key != leaveOut))
        {
            Add(tar, name, name == alter ? content + " " : content);
        }
    }

    private static void Add(TarWriter tar, string name, string content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
}
