using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Huset.AppHost.Tests;

public sealed partial class AppHostProgramTests : IDisposable
{
    // Calls that exist in .NET Aspire 13.1 with the same meaning, and the few of .NET itself. A new one is looked up there first.
    private static readonly string[] Known =
    [
        "CreateBuilder", "AddParameter", "AddPostgres", "AddDatabase", "AddRabbitMQ", "AddKeycloak", "AddProject", "AddDockerComposeEnvironment", "AddKubernetesEnvironment",
        "WithArgs", "WithDataVolume", "WithManagementPlugin", "WithRealmImport", "WithEnvironment", "WithReference", "WithHttpEndpoint", "WithHttpHealthCheck",
        "WithExternalHttpEndpoints", "WaitFor", "WaitForStart", "WaitForCompletion", "GetEndpoint", "Property", "Build", "Run", "Add", "Append", "TryParse",
    ];

    private readonly string folder = PrivateFolder.CreateTemporary("huset-apphost");

    public void Dispose() => PrivateFolder.Delete(folder);

    [Fact]
    public void Program_uses_only_calls_that_Aspire_has_too()
    {
        var calls = Calls().Matches(File.ReadAllText(Path.Combine(Repository(), "AppHost", "Program.cs"))).Select(match => match.Groups[1].Value).Distinct();

        Assert.Empty(calls.Except(Known));
    }

    [Theory]
    [InlineData("processes")]
    [InlineData("deviations")]
    [InlineData("analytics")]
    [InlineData("gateway")]
    public async Task Every_part_gets_the_same_variables(string name)
    {
        var all = await PrintedEnvironment();
        var service = all[name];

        Assert.Matches($"^Host=localhost;Port=\\d+;Username={name};Password=\\w{{32}};Database={name};Maximum Pool Size=25$", service["ConnectionStrings__database"]);
        Assert.Matches("^amqp://\\w+:\\w{32}@localhost:\\d+$", service["ConnectionStrings__messaging"]);
        Assert.Matches("^http://localhost:\\d+$", service["Keycloak__auth-server-url"]);
        Assert.Equal("huset", service["Keycloak__realm"]);
        Assert.Equal(name == "gateway" ? "huset-gateway" : "huset-api", service["Keycloak__resource"]);
        Assert.Equal("true", service["Keycloak__verify-token-audience"]);
        Assert.Equal("none", service["Keycloak__ssl-required"]);
        Assert.Equal("9999", service["Huset__Municipality"]);
        Assert.Equal("Ekstads kommun", service["Huset__MunicipalityName"]);
        Assert.Equal("true", service["Huset__Demo"]);
        Assert.Equal(name, service["OTEL_SERVICE_NAME"]);
        Assert.Matches("^http://localhost:\\d+$", service["ASPNETCORE_URLS"]);
    }

    [Theory]
    [InlineData("processes")]
    [InlineData("gateway")]
    public async Task Only_prepare_gets_the_administrator(string name)
    {
        var all = await PrintedEnvironment();

        Assert.Matches($"^Host=localhost;Port=\\d+;Username=postgres;Password=\\w{{32}};Database={name}$", all[name + "-prepare"]["ConnectionStrings__owner"]);
        Assert.Contains(all[name + "-prepare"]["Database__RuntimePassword"], all[name]["ConnectionStrings__database"], StringComparison.Ordinal);
        Assert.DoesNotContain(all[name].Keys, key => key.Contains("owner", StringComparison.OrdinalIgnoreCase) || key == "Database__RuntimePassword");
    }

    [Fact]
    public async Task The_gateway_finds_every_service_and_alone_has_its_secret()
    {
        var all = await PrintedEnvironment();

        foreach (var name in new[] { "processes", "deviations", "analytics" })
        {
            Assert.Equal(all[name]["ASPNETCORE_URLS"], all["gateway"][$"services__{name}__http__0"]);
            Assert.DoesNotContain("Keycloak__credentials__secret", all[name].Keys);
        }

        Assert.Equal("http://localhost:8123", all["gateway"]["ASPNETCORE_URLS"]);
        Assert.Equal(all["keycloak"]["HUSET_GATEWAY_SECRET"], all["gateway"]["Keycloak__credentials__secret"]);
        Assert.Equal("http://localhost:8123", all["keycloak"]["HUSET_URL"]);
    }

    [Fact]
    public async Task Analytics_finds_the_other_services_to_ask_how_they_fare()
    {
        var all = await PrintedEnvironment();

        foreach (var name in new[] { "processes", "deviations" })
        {
            Assert.Equal(all[name]["ASPNETCORE_URLS"], all["analytics"][$"services__{name}__http__0"]);
            Assert.DoesNotContain("services__analytics__http__0", all[name].Keys);
        }
    }

    [Fact]
    public async Task Printing_the_environment_writes_nothing()
    {
        await PrintedEnvironment();

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, "true", true)]
    [InlineData("false", "true", false)]
    public async Task The_autumn_is_read_in_and_its_clock_set_only_in_a_demonstration_that_asks_for_it(string? demo, string? autumn, bool isOn)
    {
        var all = await PrintedEnvironment(("HUSET_DEMO", demo), ("HUSET_DEMO_AUTUMN", autumn));

        Assert.Equal(Path.Combine(folder, "last-backup.json"), all["analytics"]["Backup__File"]);
        Assert.Equal(isOn, all.ContainsKey("autumn"));
        foreach (var name in new[] { "processes", "deviations", "gateway" }) Assert.Equal(isOn ? "true" : "false", all[name]["Huset__DemoAutumn"]);
        if (!isOn) return;
        Assert.Equal("http://localhost:8123", all["autumn"]["services__gateway__http__0"]);
        Assert.Equal(all["keycloak"]["HUSET_DEMO_SECRET"], all["autumn"]["Keycloak__credentials__secret"]);
        Assert.Equal(all["gateway"]["Autumn__File"], all["autumn"]["Autumn__File"]);
    }

    [Fact]
    public async Task The_report_worker_is_there_only_when_it_is_asked_for_and_shares_a_secret_with_Analytics_alone()
    {
        var without = await PrintedEnvironment();
        Assert.DoesNotContain("report-worker", without.Keys);
        Assert.DoesNotContain(without["analytics"].Keys, name => name.StartsWith("Analytics__Archive", StringComparison.Ordinal));

        var all = await PrintedEnvironment(("HUSET_ARCHIVE", "true"));
        Assert.Matches("^http://localhost:\\d+$", all["report-worker"]["ASPNETCORE_URLS"]);
        Assert.Equal(all["report-worker"]["ASPNETCORE_URLS"], all["analytics"]["Analytics__ArchiveWorker"]);
        Assert.Matches("^\\w{32}$", all["report-worker"]["Worker__Secret"]);
        Assert.Equal(all["report-worker"]["Worker__Secret"], all["analytics"]["Analytics__ArchiveSecret"]);
        // It has no database, no broker and no sign-in, and is nobody's neighbour.
        Assert.DoesNotContain(all["report-worker"].Keys, name => name.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || name.StartsWith("Keycloak__", StringComparison.Ordinal));
        Assert.DoesNotContain("services__report-worker__http__0", all["analytics"].Keys);
        Assert.All(all.Where(part => part.Key is not ("report-worker" or "analytics")), part => Assert.DoesNotContain(all["report-worker"]["Worker__Secret"], part.Value.Values));
    }

    private async Task<Dictionary<string, Dictionary<string, string>>> PrintedEnvironment(params IEnumerable<(string Name, string? Value)> more)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "AppHost.dll"), "--print-env"]) { RedirectStandardOutput = true };
        start.Environment["HUSET_DATA"] = folder;
        start.Environment["HUSET_PORT"] = "8123";
        start.Environment.Remove("HUSET_DEMO");
        start.Environment.Remove("HUSET_DEMO_AUTUMN");
        start.Environment.Remove("HUSET_ARCHIVE");
        foreach (var (name, value) in more) if (value is not null) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var printed = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(printed)!;
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AppHost", "Program.cs")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("\\.([A-Z]\\w*)(?:<[^>()]*>)?\\(")]
    private static partial Regex Calls();
}
