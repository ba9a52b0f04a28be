using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;

namespace Huset.AppHost.Local;

/// <summary>
/// `./huset restore`, in two steps, because what runs in the second is made of the secrets that the first puts there: the file
/// is checked and unpacked into a folder that holds nothing yet; then PostgreSQL is started alone, and each service's own
/// program with the argument `restored` makes ready to tell again what the lost broker may have held.
/// </summary>
internal static class Restore
{
    private static readonly string[] Installation = ["postgres", "rabbit", "identity", "secrets.json", "ports.json", "restored"];

    /// <summary>The first step. With `newPorts` the copy can stand beside the original.</summary>
    /// <exception cref="StartRefused">The folder is in use, or the file is not whole or not for this machine; nothing has been touched.</exception>
    public static async Task Unpack(LocalModel model, string file, bool newPorts)
    {
        var folder = model.Folder;
        RefuseUsed(folder);
        if (!File.Exists(file))
        {
            throw new StartRefused($"there is no file {file}");
        }

        var (manifest, ports) = await Check(file);
        if (!newPorts)
        {
            RefuseOccupied(ports.Where(port => model.Ports.Addresses.Contains(port.Key)));
        }

        PrivateFolder.Create(folder);
        try
        {
            await UnpackParts(folder, file, newPorts);
        }
        catch
        {
            // Half an installation must not look like one; nothing of this was here before.
            foreach (var name in Installation)
            {
                PrivateFolder.Delete(Path.Combine(folder, name));
                File.Delete(Path.Combine(folder, name));
            }

            throw;
        }

        PostgresServer.Own(folder);
        Console.WriteLine($"huset: unpacked the backup of {manifest.Time:yyyy-MM-dd HH:mm:ss} UTC");
    }

    private static async Task UnpackParts(string folder, string file, bool newPorts)
    {
        await using var tar = new TarReader(File.OpenRead(file));
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            switch (entry.Name)
            {
                case Backup.DatabasePart:
                    PostgresServer.Unpack(folder, entry.DataStream!, isWal: false);
                    break;
                case Backup.WalPart:
                    PostgresServer.Unpack(folder, entry.DataStream!, isWal: true);
                    break;
                case "ports.json" when newPorts:
                    break;
                case "secrets.json" or "ports.json":
                    await Write(entry, Path.Combine(folder, entry.Name));
                    break;
                case var name when name.StartsWith("identity/", StringComparison.Ordinal):
                    await Write(entry, Path.Combine(folder, name));
                    break;
                default:
                    // The realm and the broker's definitions are made by the programs; the backup's are for reading.
                    await Write(entry, Path.Combine(folder, "restored", entry.Name));
                    break;
            }
        }
    }

    /// <summary>The second step.</summary>
    public static async Task Finish(LocalModel model, Action<string> say)
    {
        var resource = model.Resources.OfType<PostgresServerResource>().Single();
        await using var postgres = new PostgresServer(model.Folder, resource.Password, resource.Port);
        await postgres.Start();
        foreach (var service in Inspection.Services(model))
        {
            var (code, output) = await Inspection.Program(service, "restored");
            if (code != 0)
            {
                throw new StartRefused($"{service.Name} could not be made ready; remove {model.Folder} and restore again with the version that made the backup:\n{output}");
            }
        }

        say("the databases are whole, and what was sent the last day waits to be sent again");
    }

    private static void RefuseUsed(string folder)
    {
        var there = Installation.Where(name => Path.Exists(Path.Combine(folder, name))).ToList();
        if (there.Count > 0 || PostgresServer.IsIn(folder))
        {
            throw new StartRefused($"{folder} holds an installation already ({string.Join(", ", there)}); choose an empty folder with --data DIR");
        }
    }

    // The engine moves the others by itself.
    private static void RefuseOccupied(IEnumerable<KeyValuePair<string, int>> ports)
    {
        foreach (var (name, port) in ports.Where(port => !FreePorts.IsFree(port.Value)))
        {
            throw new StartRefused($"port {port} ({name}) is in use, perhaps by the original; --port N gives the copy ports of its own");
        }
    }

    private static async Task<(Manifest Manifest, IReadOnlyDictionary<string, int> Ports)> Check(string file)
    {
        try
        {
            await using var tar = new TarReader(File.OpenRead(file));
            var manifest = await tar.GetNextEntryAsync() is { Name: Manifest.Name, DataStream: { } first }
                ? (await JsonSerializer.DeserializeAsync<Manifest>(first, Manifest.Json))!
                : throw new StartRefused($"{file} is no backup of Huset");
            RefuseOther(manifest);
            Dictionary<string, int> ports = [];
            var missing = manifest.Parts.Keys.ToHashSet();
            while (await tar.GetNextEntryAsync() is { } entry)
            {
                var content = entry.DataStream ?? Stream.Null;
                if (entry.Name == "ports.json")
                {
                    content = new MemoryStream();
                    await entry.DataStream!.CopyToAsync(content);
                    content.Position = 0;
                }

                var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(content));
                if (entry.EntryType != TarEntryType.RegularFile || !missing.Remove(entry.Name) || manifest.Parts[entry.Name] != sum)
                {
                    throw new StartRefused($"{file} is broken: {entry.Name} is not what was written");
                }

                if (entry.Name == "ports.json")
                {
                    content.Position = 0;
                    ports = (await JsonSerializer.DeserializeAsync<Dictionary<string, int>>(content))!;
                }
            }

            return missing.Count == 0 ? (manifest, ports) : throw new StartRefused($"{file} is broken: {missing.Order(StringComparer.Ordinal).First()} is missing");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw new StartRefused($"{file} is no backup of Huset, or is broken: {e.Message}");
        }
    }

    private static void RefuseOther(Manifest manifest)
    {
        if (manifest.FormatVersion != Manifest.Version)
        {
            throw new StartRefused($"the backup is of format {manifest.FormatVersion}, and this version of Huset reads format {Manifest.Version}");
        }

        if (manifest.PostgresMajor != PostgresServer.MajorVersion)
        {
            throw new StartRefused($"the backup is of PostgreSQL {manifest.PostgresMajor}, and this machine has {PostgresServer.MajorVersion}");
        }

        if (manifest.Parts.Keys.Any(name => Path.IsPathRooted(name) || name.Split('/').Contains("..")))
        {
            throw new StartRefused("the backup has a part that would lie outside the folder");
        }
    }

    private static async Task Write(TarEntry entry, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        await using var file = new FileStream(path, options);
        // An empty part has no stream.
        await (entry.DataStream ?? Stream.Null).CopyToAsync(file);
    }
}
