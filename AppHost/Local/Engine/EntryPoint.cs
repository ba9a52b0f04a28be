using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Huset.AppHost.Local;

internal static class EntryPoint
{
    private const int Refused = 2;
    private const int AlreadyUp = 3;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(LocalModel model)
    {
        if (model.Arguments.Contains("--print-env"))
        {
            Console.WriteLine(PrintedEnvironment(model));
            return 0;
        }

        try
        {
            if (BesideTheEngine(model) is { } task)
            {
                return task.GetAwaiter().GetResult();
            }
        }
        catch (Exception e) when (e is StartRefused or StartFailed)
        {
            Console.Error.WriteLine($"huset: {e.Message}");
            return Refused;
        }

        PrivateFolder.Create(model.Folder);
        using var held = EngineLock.Take(model.Folder);
        if (held is null)
        {
            Console.Error.WriteLine($"huset: already up with the data in {model.Folder}");
            return AlreadyUp;
        }

        Status.Clear(model.Folder);
        var ended = Leftovers.End(model.Folder);
        if (model.Arguments.Contains("--clean"))
        {
            return 0;
        }

        var output = new Output(model.Folder, quiet: model.Configuration["HUSET_QUIET"] == "true", width: model.Resources.Max(resource => resource.Name.Length));
        try
        {
            File.WriteAllText(Path.Combine(model.Folder, "run", "engine"), $"{Environment.ProcessId} {ProcessTable.StartTime(Environment.ProcessId)}\n");
            if (ended > 0)
            {
                output.Say($"ended {ended} processes that an earlier run had left");
            }

            model.Ports.Settle(output.Say);
            model.Secrets.Keep();
            if (model.Arguments.Contains("--restored"))
            {
                Restore.Finish(model, output.Say).GetAwaiter().GetResult();
                Status.Clear(model.Folder);
                return 0;
            }

            new Engine(model, output).Run().GetAwaiter().GetResult();
            return 0;
        }
        catch (Exception refused) when (refused is StartRefused || (refused is StartFailed && model.Arguments.Contains("--restored")))
        {
            output.Say(refused.Message);
            Status.Clear(model.Folder);
            return Refused;
        }
    }

    /// <summary>What may be done while an engine holds the folder, or before one has.</summary>
    private static Task<int>? BesideTheEngine(LocalModel model)
    {
        var arguments = model.Arguments;
        if (arguments.Contains("--verify"))
        {
            return Inspection.Run(model);
        }

        if (arguments.Contains("--backup"))
        {
            return Backup.Run(model, arguments.After("--file"), arguments.After("--keep") is { } keep ? int.Parse(keep, CultureInfo.InvariantCulture) : null);
        }

        return arguments.After("--restore") is { } file ? Unpack() : null;

        async Task<int> Unpack()
        {
            await Restore.Unpack(model, file, newPorts: arguments.Contains("--new-ports"));
            return 0;
        }
    }

    private static string? After(this IReadOnlyList<string> arguments, string name)
    {
        var at = arguments.ToList().IndexOf(name);
        return at >= 0 && at + 1 < arguments.Count ? arguments[at + 1] : null;
    }

    /// <summary>The environment contract: which variables each process gets. Starts nothing and writes nothing.</summary>
    internal static string PrintedEnvironment(LocalModel model) =>
        JsonSerializer.Serialize(model.Resources.Where(resource => resource is IResourceWithEnvironment).ToDictionary(resource => resource.Name, resource => resource.Wiring.Variables()), Json);
}
