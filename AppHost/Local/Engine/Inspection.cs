using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Huset.AppHost.Local;

/// <summary>What one service's `verify` says of one check; the same shape as the services' own record.</summary>
internal sealed record Finding(string Name, bool Ok, string Detail, IReadOnlyDictionary<string, long> Figures, IReadOnlyDictionary<string, long> Shared);

/// <summary>What all services found in their own data, and whether they agree on the figures that they share.</summary>
internal sealed record Findings(IReadOnlyDictionary<string, IReadOnlyList<Finding>> Services, IReadOnlyList<Finding> Together)
{
    public bool Ok => AreWhole && AreAlike;

    public bool AreWhole => Services.Values.All(findings => findings.All(finding => finding.Ok));

    public bool AreAlike => Together.All(finding => finding.Ok);
}

/// <summary>`./huset verify`: runs each service's own program with the argument `verify`, as the role that it serves as.</summary>
internal static class Inspection
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> Run(LocalModel model)
    {
        RefuseUnlessUp(model);
        var findings = await Inspect(model, patience: TimeSpan.FromSeconds(30));
        var json = model.Arguments.Contains("--json");
        Console.WriteLine(json ? JsonSerializer.Serialize(findings, Json) : Table(findings));
        // What a program reads is long; a person who looks into its log finds the few lines that matter.
        if (json && !findings.Ok) await Console.Error.WriteLineAsync(string.Join('\n', Rows(findings).Where(row => row.StartsWith("WRONG", StringComparison.Ordinal))));
        return findings.Ok ? 0 : 1;
    }

    public static void RefuseUnlessUp(LocalModel model)
    {
        if (!File.Exists(Path.Combine(model.Folder, "run", "ready")))
        {
            throw new StartRefused($"it must be up and ready with the data in {model.Folder} (./huset up; ./huset status)");
        }
    }

    /// <summary>
    /// Shared figures count what is older than the beginning. Messages may still be on their way then, so disagreement is asked
    /// again until it has stood still for as long as the patience; what is wrong within one service never mends and is told at once.
    /// </summary>
    public static async Task<Findings> Inspect(LocalModel model, TimeSpan patience)
    {
        var before = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        var (still, told) = (Stopwatch.StartNew(), "");
        while (true)
        {
            var services = new Dictionary<string, IReadOnlyList<Finding>>();
            foreach (var service in Services(model))
            {
                services[service.Name] = Read(await Program(service, "verify", "--json", "--before", before));
            }

            var findings = new Findings(services, Compare(services));
            var said = string.Join('\n', findings.Together.Select(finding => finding.Detail));
            if (said != told) still.Restart();
            told = said;
            if (findings.Ok || !findings.AreWhole || still.Elapsed > patience)
            {
                return findings;
            }

            await Task.Delay(1000);
        }
    }

    /// <summary>What stands behind the gateway and has data of its own; the gateway itself has sessions only.</summary>
    public static IEnumerable<ProjectResource> Services(LocalModel model) =>
        model.Resources.OfType<ProjectResource>().Where(project => project.Wiring.Ports.Count > 0 && !project.Wiring.IsExternal && project.Wiring.Environment.Exists(variable => variable.Name == "ConnectionStrings__database"));

    /// <summary>Runs the service's program with its usual variables and other arguments, to its end.</summary>
    public static async Task<(int ExitCode, string Output)> Program(ProjectResource service, params string[] arguments)
    {
        var start = new ProcessStartInfo(ServiceProcess.DotNet, ["exec", AppHostFolder.Assembly(service.Project), .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(AppHostFolder.Assembly(service.Project)))!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ChildEnvironment.Set(start.Environment, new Command(start.FileName, []) { Environment = service.Wiring.Variables() });
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(await output));
    }

    internal static IReadOnlyList<Finding> Compare(IReadOnlyDictionary<string, IReadOnlyList<Finding>> services) =>
    [
        .. services
            .SelectMany(service => service.Value.SelectMany(finding => finding.Shared.Select(figure => (figure.Key, figure.Value, Service: service.Key))))
            .GroupBy(figure => figure.Key)
            .Select(figures => new Finding(
                figures.Key,
                figures.Select(figure => figure.Value).Distinct().Count() == 1,
                figures.Select(figure => figure.Value).Distinct().Count() == 1
                    ? $"the same in {string.Join(", ", figures.Select(figure => figure.Service))}"
                    : string.Join(", ", figures.Select(figure => $"{figure.Service} {figure.Value}")),
                new Dictionary<string, long>(),
                new Dictionary<string, long>())),
    ];

    private static IReadOnlyList<Finding> Read((int ExitCode, string Output) program)
    {
        var lines = program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(lines, line => line.StartsWith("[{", StringComparison.Ordinal)) is { } found
            ? JsonSerializer.Deserialize<List<Finding>>(found, Json)!
            : [new Finding("verify", false, $"ended with {program.ExitCode}: {Array.Find(lines, line => line.Contains("xception")) ?? lines.LastOrDefault("")}".Trim(), new Dictionary<string, long>(), new Dictionary<string, long>())];
    }

    private static string Table(Findings findings) => string.Join('\n', Rows(findings).Append(findings.Ok ? "All is whole." : "Something is wrong: see the lines above."));

    private static IEnumerable<string> Rows(Findings findings) => findings.Services.SelectMany(service => service.Value.Select(finding => (service.Key, finding)))
        .Concat(findings.Together.Select(finding => ("together", finding)))
        .Select(row => $"{(row.finding.Ok ? "ok" : "WRONG"),-7}{row.Item1,-14}{row.finding.Name,-19}{row.finding.Detail}");
}
