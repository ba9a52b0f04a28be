namespace Huset.AppHost.Local;

/// <summary>The development identity provider (Node), standing in for Keycloak: same realm files, same paths, same tokens.</summary>
public sealed class IdentityServer : IServer
{
    private readonly string folder;
    private readonly string identityFolder;
    private readonly Func<IReadOnlyDictionary<string, string>> environment;
    private readonly Action<string> log;
    private ChildProcess? process;

    /// <summary>For test fixtures: client secrets of its own.</summary>
    public IdentityServer(string folder, string identityFolder, string gatewayUrl, int? port = null)
        : this(folder, identityFolder, () => new Dictionary<string, string>(), port)
    {
        var names = new Dictionary<string, string> { ["HUSET_URL"] = gatewayUrl };
        foreach (var client in new[] { "gateway", "integration", "analyst", "demo" })
        {
            var secret = Local.Secrets.Generate();
            Secrets[$"huset-{client}"] = secret;
            names[$"HUSET_{client.ToUpperInvariant()}_SECRET"] = secret;
        }

        environment = () => names;
    }

    internal IdentityServer(string folder, string identityFolder, Func<IReadOnlyDictionary<string, string>> environment, int? port, Action<string>? log = null)
    {
        this.folder = PrivateFolder.Create(folder);
        this.identityFolder = Path.GetFullPath(identityFolder);
        this.environment = environment;
        this.log = log ?? new LogFile(Path.Combine(folder, "logs", "keycloak.log")).Write;
        Port = port ?? FreePorts.Take();
    }

    public string Name => "keycloak";

    public int Port { get; }

    public string Url => $"http://localhost:{Port}";

    public string Realm => $"{Url}/realms/huset";

    public Dictionary<string, string> Secrets { get; } = [];

    public int? Pid => process is { HasExited: false } ? process.Pid : null;

    public Task Exited => process?.Exited ?? Task.CompletedTask;

    /// <summary>Variables besides the usual ones, for instance shorter tokens in a test.</summary>
    public Dictionary<string, string> MoreEnvironment { get; init; } = [];

    public async Task Start(CancellationToken ct = default)
    {
        var realms = Directory.GetFiles(Path.Combine(identityFolder, "realms"), "huset-*.json").OrderBy(file => !file.EndsWith("huset-realm.json", StringComparison.Ordinal));
        var variables = new Dictionary<string, string>(environment())
        {
            ["PORT"] = $"{Port}",
            ["HUSET_REALM_FILES"] = string.Join(':', realms),
            ["HUSET_IDENTITY_STATE"] = Path.Combine(folder, "identity"),
            ["NODE_OPTIONS"] = "--max-old-space-size=256",
        };
        foreach (var (name, value) in MoreEnvironment)
        {
            variables[name] = value;
        }

        process = ChildProcess.Start(folder, new Command(Node(), ["server.mjs"]) { Environment = variables, WorkingDirectory = identityFolder }, log);
        await process.UntilReady(Name, token => Loopback.AnswersHttp($"{Url}/health/ready", token), ct);
    }

    public async Task Stop() => await (process?.Stop() ?? Task.CompletedTask);

    public void Kill() => process?.End();

    public async ValueTask DisposeAsync() => await Stop();

    // `./huset` installs Node 22 below .huset when the machine's own is older.
    private static string Node()
    {
        if (Environment.GetEnvironmentVariable("HUSET_NODE") is { Length: > 0 } node)
        {
            return node;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var installed = Path.Combine(folder.FullName, ".huset", "tools", "node", "bin", "node");
            if (File.Exists(installed))
            {
                return installed;
            }
        }

        return "node";
    }
}
