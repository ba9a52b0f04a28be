using System.Net.Http.Headers;

namespace Huset.Bench;

/// <summary>Something that is needed for measuring did not work.</summary>
internal sealed class BenchFailed(string message) : Exception(message);

/// <summary>The whole of Huset, started by `./huset up` with data, ports and limits of its own.</summary>
internal sealed class Platform(Action<string> say) : IAsyncDisposable
{
    private readonly string gatewayPort = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private JsonElement status;

    public static string Root { get; } = FindRoot();

    /// <summary>Where its data lies, and what else a measurement puts down; removed at the end.</summary>
    public string Folder { get; } = PrivateFolder.CreateTemporary("huset-bench");

    public bool IsUp { get; private set; }

    public Action<string> Say => say;

    public string Url => status.GetProperty("url").GetString()!.TrimEnd('/');

    /// <summary>Where a service itself answers, without the gateway.</summary>
    public string UrlOf(string service) => status.GetProperty("services").GetProperty(service).GetProperty("url").GetString()!.TrimEnd('/');

    public int DatabasePort => status.GetProperty("database").GetProperty("port").GetInt32();

    public string DatabasePassword => Secrets().GetProperty("postgres-password").GetString()!;

    /// <summary>Starts it unless it is up.</summary>
    public async Task Up(CancellationToken ct)
    {
        if (IsUp) return;
        say("starting a platform of its own");
        await TimedUp(ct);
    }

    /// <summary>Seconds from the command until it says that all is ready.</summary>
    public async Task<double> TimedUp(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await Huset(ct, "up", "--detach", "--port", gatewayPort);
        var seconds = watch.Elapsed.TotalSeconds;
        IsUp = true;
        status = JsonSerializer.Deserialize<JsonElement>(await Huset(ct, "status", "--json"));
        return seconds;
    }

    public async Task Down()
    {
        await Huset(CancellationToken.None, "down");
        IsUp = false;
    }

    public async ValueTask DisposeAsync()
    {
        // Also what a start that was broken off has left.
        await Down();
        PrivateFolder.Delete(Folder);
        http.Dispose();
    }

    /// <summary>An access token of one of the demonstration's people.</summary>
    public Task<string> TokenOf(string user) =>
        Token(new() { ["grant_type"] = "password", ["client_id"] = "huset-cli", ["username"] = user, ["password"] = "huset" });

    /// <summary>An access token of another system.</summary>
    public Task<string> TokenOfClient(string client) => Token(new()
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = client,
        ["client_secret"] = status.GetProperty("clients").GetProperty(client).GetString()!,
    });

    /// <summary>A client at the gateway with this token.</summary>
    public HttpClient Client(string token)
    {
        var client = new HttpClient(new TellFaults(new SocketsHttpHandler { AllowAutoRedirect = false })) { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A database as its administrator.</summary>
    public NpgsqlDataSource Database(string name) =>
        NpgsqlDataSource.Create($"Host=localhost;Port={DatabasePort};Username=postgres;Password={DatabasePassword};Database={name};Command Timeout=300");

    /// <summary>A report as JSON, as an outside system sends it.</summary>
    public static string Report(string unit = "norrangen") => JsonSerializer.Serialize(new
    {
        unitCode = unit,
        occurredAt = DateTimeOffset.UtcNow.AddHours(-1),
        kind = "health-care",
        harm = "none",
        description = "Kvällsdosen gavs två timmar för sent. Passet hade två personer i stället för tre, och den som var ansvarig för läkemedel hade gått hem.",
        immediateAction = "Sjuksköterskan ringdes.",
    });

    /// <summary>Waits until the outbox is empty and the log no longer grows, so that one measurement does not meet the rest of another.</summary>
    public async Task Quiet(CancellationToken ct)
    {
        await using var deviations = Database("deviations");
        await using var analytics = Database("analytics");
        for (long before = -1, last = -2; before != last; await Task.Delay(300, ct))
        {
            if (await deviations.Scalar<long>("select count(*) from outbox where sent_at is null", ct) > 0) continue;
            (before, last) = (last, await analytics.Scalar<long>("select last from log_position", ct));
        }
    }

    private async Task<string> Token(Dictionary<string, string> form)
    {
        using var response = await http.PostAsync($"{status.GetProperty("identity").GetString()}/protocol/openid-connect/token", new FormUrlEncodedContent(form));
        response.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()).GetProperty("access_token").GetString()!;
    }

    private JsonElement Secrets() => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder, "secrets.json")));

    private async Task<string> Huset(CancellationToken ct, string command, params string[] arguments)
    {
        var run = await Command.Run(Path.Combine(Root, "huset"), [command, .. arguments, "--data", Folder], ct, new()
        {
            // One person's limit is far below what a machine can bear, and tokens must last the run.
            ["Limits__User__Burst"] = "10000000",
            ["Limits__User__PerSecond"] = "1000000",
            ["HUSET_ACCESS_TOKEN_SECONDS"] = "3600",
        });
        return run.Code == 0 ? run.Output : throw new BenchFailed($"./huset {command} ended with code {run.Code}:\n{run.Output}{run.Errors}");
    }

    /// <summary>A fault is told in the service's own words: by its number alone nobody finds out what it was.</summary>
    private sealed class TellFaults(HttpMessageHandler next) : DelegatingHandler(next)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if ((int)response.StatusCode < 500) return response;
            throw new BenchFailed($"{request.Method} {request.RequestUri!.AbsolutePath} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    private static string FindRoot()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "huset"))) at = Path.GetDirectoryName(at) ?? throw new BenchFailed("The repository is not above the program.");
        return at;
    }
}
