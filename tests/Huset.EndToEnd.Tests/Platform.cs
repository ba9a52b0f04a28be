using System.Diagnostics;
using System.Net.Http.Headers;
using Huset.AppHost.Local;
using Huset.EndToEnd.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(Platform))]
// One platform on two cores: a test that kills must not meet one that measures.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Huset.EndToEnd.Tests;

/// <summary>The whole of Huset, started with `./huset up --detach` in a folder and on a port of its own.</summary>
public sealed class Platform : IAsyncLifetime
{
    /// <summary>Short, so that tokens run out and are renewed while parts are down.</summary>
    internal const int TokenSeconds = 60;

    private readonly string folder = PrivateFolder.CreateTemporary("huset-e2e");
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public static string Root => Repository.Root;

    public string Url => Status.GetProperty("url").GetString()!.TrimEnd('/');

    public string TokenEndpoint => $"{Status.GetProperty("identity").GetString()}/protocol/openid-connect/token";

    public string Amqp => Status.GetProperty("broker").GetProperty("amqp").GetString()!;

    public async ValueTask InitializeAsync()
    {
        await Huset("up", "--detach", "--port", FreePorts.Take().ToString());
        await ReadStatus();
    }

    /// <summary>Another platform beside the first, restored from a backup and started.</summary>
    public static async Task<Platform> Restored(string file)
    {
        var (restored, port) = (new Platform(), FreePorts.Take().ToString());
        try
        {
            await restored.Huset("restore", file, "--port", port);
            await restored.Huset("up", "--detach", "--port", port);
            await restored.ReadStatus();
            return restored;
        }
        catch
        {
            await restored.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Huset("down");
        PrivateFolder.Delete(folder);
        http.Dispose();
    }

    public async Task ReadStatus() => Status = JsonSerializer.Deserialize<JsonElement>(await Huset("status", "--json"));

    public JsonElement Status { get; private set; }

    /// <summary>The command as a person gives it; fails with what it printed.</summary>
    public async Task<string> Huset(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, "huset"), [command, .. arguments, "--data", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HUSET_ACCESS_TOKEN_SECONDS"] = $"{TokenSeconds}";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"huset {command} ended with {process.ExitCode}:\n{await errors}{await output}");
    }

    /// <summary>A client at the gateway with the demo user's own token.</summary>
    public Task<HttpClient> As(string username) =>
        SignedIn(new() { ["grant_type"] = "password", ["client_id"] = "huset-cli", ["username"] = username, ["password"] = "huset" });

    /// <summary>A client at the gateway as another system.</summary>
    public Task<HttpClient> AsClient(string client) => SignedIn(new()
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = client,
        ["client_secret"] = Status.GetProperty("clients").GetProperty(client).GetString()!,
    });

    /// <summary>A client at the gateway with exactly this token, or none.</summary>
    public HttpClient Client(string? token)
    {
        var client = Client(new HttpClientHandler { AllowAutoRedirect = false });
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task<HttpClient> SignedIn(Dictionary<string, string> form)
    {
        var tokens = new FreshToken(() => Token(form)) { InnerHandler = new HttpClientHandler { AllowAutoRedirect = false } };
        await tokens.Renew();
        return Client(tokens);
    }

    private HttpClient Client(HttpMessageHandler handler) => new(handler) { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(30) };

    public async Task<string> Token(Dictionary<string, string> form)
    {
        using var response = await http.PostAsync(TokenEndpoint, new FormUrlEncodedContent(form));
        return (await response.Json()).GetProperty("access_token").GetString()!;
    }

    /// <summary>A database as its administrator, for arranging and looking where no endpoint can.</summary>
    public NpgsqlDataSource Database(string name) => NpgsqlDataSource.Create(Administrator(name) + ";Pooling=false");

    private string Administrator(string database)
    {
        var secrets = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(folder, "secrets.json")));
        return $"Host=localhost;Port={Status.GetProperty("database").GetProperty("port").GetInt32()};Username=postgres;Password={secrets.GetProperty("postgres-password").GetString()};Database={database}";
    }

    /// <summary>The service's own program as it runs now, to be run once with the argument `prepare`, as at its first start.</summary>
    public async Task<Func<Task>> Preparation(string service)
    {
        var running = $"/proc/{await Pid(service)}";
        string[] Read(string file) => File.ReadAllText(Path.Combine(running, file)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var command = Read("cmdline");
        var start = new ProcessStartInfo(command[0], [.. command[1..], "prepare"]) { RedirectStandardOutput = true };
        start.Environment.Clear();
        foreach (var variable in Read("environ").Select(variable => variable.Split('=', 2))) start.Environment[variable[0]] = variable[1];
        start.Environment["Database__RuntimePassword"] = new NpgsqlConnectionStringBuilder(start.Environment["ConnectionStrings__database"]).Password;
        start.Environment["ConnectionStrings__owner"] = Administrator(service);
        return async () =>
        {
            using var process = Process.Start(start)!;
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, said);
        };
    }

    /// <summary>SIGKILL: broker, database, identity, the engine itself, or a service by name. Returns the pid that died.</summary>
    public async Task<int> Kill(string part)
    {
        var pid = await Pid(part) ?? throw new InvalidOperationException($"{part} is not running.");
        Process.GetProcessById(pid).Kill();
        return pid;
    }

    /// <summary>The part's pid now; null while it, or the engine that knows it, is down.</summary>
    public async Task<int?> Pid(string part)
    {
        var engine = Path.Combine(folder, "run", "engine");
        if (part == "engine") return File.Exists(engine) && int.TryParse((await File.ReadAllTextAsync(engine)).Split(' ')[0], out var own) ? own : null;
        try
        {
            // The provider stands only in the list that people read.
            if (part == "identity") return int.TryParse((await Huset("status")).Split('\n').First(line => line.Contains(" keycloak ")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], out var provider) ? provider : null;
            await ReadStatus();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        var told = part is "broker" or "database" ? Status.GetProperty(part) : Status.GetProperty("services").GetProperty(part);
        return told.TryGetProperty("pid", out var pid) && pid.ValueKind == JsonValueKind.Number ? pid.GetInt32() : null;
    }

    /// <summary>What stands behind the gateway, by name.</summary>
    public static readonly string[] Services = ["processes", "deviations", "complaints", "competence", "procurement", "analytics"];

    /// <summary>Of the services only these run; the others are ended and kept down. Returns when it is so.</summary>
    public async Task RunOnly(params string[] services)
    {
        var held = Directory.CreateDirectory(Path.Combine(folder, "run", "held")).FullName;
        foreach (var service in Services)
        {
            var file = Path.Combine(held, service);
            if (services.Contains(service))
            {
                File.Delete(file);
            }
            else if (!File.Exists(file))
            {
                await File.WriteAllTextAsync(file, "");
                await Kill(service);
            }
        }
        await Eventually(
            async () =>
            {
                await ReadStatus();
                return Services.All(service => Status.GetProperty("services").GetProperty(service).GetProperty("state").GetString() == (services.Contains(service) ? "ready" : "held"));
            },
            Pace.Patience(30), $"running only {string.Join(", ", services)}");
        if (services.Length == Services.Length) await Eventually(IsReady, Pace.Patience(30), "the whole house ready");
    }

    public async Task<bool> IsReady()
    {
        try
        {
            using var response = await http.GetAsync($"{Url}/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>How long what comes by events, or by a browser, may take on a machine that others use too; how fast it is, the bench tells.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task Eventually(Func<Task<bool>> so, TimeSpan patience, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await so())
        {
            if (watch.Elapsed > patience) Assert.Fail($"{what}: not within {patience.TotalSeconds} s");
            await Task.Delay(100);
        }
    }

    public static Dictionary<string, object?> Report(string unit = "norrangen", string description = "Kvällsdosen gavs för sent.") => new()
    {
        ["unitCode"] = unit,
        ["occurredAt"] = DateTimeOffset.UtcNow.AddHours(-1),
        ["kind"] = "health-care",
        ["harm"] = "none",
        ["description"] = description,
    };
}

/// <summary>Signs in anew when half of the token's time is gone; while the provider is down the old one is used.</summary>
internal sealed class FreshToken(Func<Task<string>> signIn) : DelegatingHandler
{
    private readonly SemaphoreSlim one = new(1);
    private string token = "";
    private long renewed;

    public async Task Renew() => (token, renewed) = (await signIn(), Environment.TickCount64);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            if (Environment.TickCount64 - renewed > Platform.TokenSeconds * 500) await Renew();
        }
        catch (HttpRequestException) when (Environment.TickCount64 - renewed < Platform.TokenSeconds * 1000)
        {
            // Still good for a while.
        }
        finally
        {
            one.Release();
        }
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await base.SendAsync(request, cancellationToken);
    }
}
