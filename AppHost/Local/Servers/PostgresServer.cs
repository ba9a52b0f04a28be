using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Huset.AppHost.Local;

/// <summary>A private PostgreSQL on loopback with the machine's own binaries, its data in the given folder.</summary>
public sealed partial class PostgresServer : IServer
{
    // Sized for a workplace machine. jit costs more than it gives on short queries; the timeout frees rows that a hung request holds.
    private static readonly string[] Settings =
    [
        "listen_addresses=localhost", "unix_socket_directories=", "max_connections=200", "shared_buffers=256MB", "effective_cache_size=2GB",
        "max_wal_size=2GB", "checkpoint_timeout=15min", "wal_compression=on", "jit=off", "random_page_cost=1.1", "timezone=UTC", "log_timezone=UTC",
        "idle_in_transaction_session_timeout=60s", "log_min_duration_statement=500ms",
    ];

    private readonly string folder;
    private readonly string password;
    private readonly Action<string> log;
    private ChildProcess? process;

    public PostgresServer(string folder, string password, int? port = null, Action<string>? log = null)
    {
        this.folder = PrivateFolder.Create(folder);
        this.password = password;
        this.log = log ?? new LogFile(Path.Combine(folder, "logs", "postgres.log")).Write;
        Port = port ?? FreePorts.Take();
        Root = RootIn(this.folder);
    }

    public string Name => "postgres";

    public int Port { get; }

    /// <summary>The given folder, unless the user that PostgreSQL runs as may not enter it.</summary>
    public string Root { get; }

    public int? Pid => process is { HasExited: false } ? process.Pid : null;

    public Task Exited => process?.Exited ?? Task.CompletedTask;

    public string ConnectionString => $"Host=localhost;Port={Port};Username=postgres;Password={password}";

    public string ConnectionStringFor(string database) => $"{ConnectionString};Database={database}";

    /// <summary>Extra settings, each as "name=value".</summary>
    public IReadOnlyList<string> MoreSettings { get; init; } = [];

    private string Data => Path.Combine(Root, "data");

    public async Task Start(CancellationToken ct = default)
    {
        if (!Directory.Exists(Data))
        {
            await Initialise(ct);
        }

        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await StartOnce(ct);
                return;
            }
            catch (StartFailed) when (patience.Elapsed < TimeSpan.FromSeconds(15))
            {
                // After a SIGKILL the old backends hold the shared memory for a moment, and a new start is refused until they are gone.
                await Task.Delay(200, ct);
            }
        }
    }

    public async Task CreateDatabase(string name, CancellationToken ct = default)
    {
        string[] psql = [Tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "localhost", "-p", $"{Port}", "-U", "postgres", "-d", "postgres"];
        var sql = $"SELECT format('CREATE DATABASE %I', '{name}') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') \\gexec\n";
        if (await Run(psql, ct, sql) != 0)
        {
            throw new StartFailed($"database {name} could not be created");
        }
    }

    public async Task Stop() => await (process?.Stop() ?? Task.CompletedTask);

    public void Kill() => process?.End();

    public async ValueTask DisposeAsync() => await Stop();

    private async Task StartOnce(CancellationToken ct)
    {
        var settings = Settings.Concat(MoreSettings).Append($"port={Port}").SelectMany(setting => new[] { "-c", setting });
        // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
        process = ChildProcess.Start(folder, As([Tool("postgres"), "-D", Data, .. settings]) with { StopSignal = Posix.SigInt, StopPatience = TimeSpan.FromSeconds(30) }, log);
        await process.UntilReady(Name, async token => await Loopback.Listens(Port) && await Run([Tool("pg_isready"), "-q", "-h", "localhost", "-p", $"{Port}"], token) == 0, ct);
    }

    private async Task Initialise(CancellationToken ct)
    {
        Directory.CreateDirectory(Root);
        // Into another folder first: a half-made cluster after a power cut must not look like a whole one.
        var unfinished = Path.Combine(Root, "data.new");
        PrivateFolder.Delete(unfinished);
        var passwordFile = Path.Combine(Root, "password");
        PrivateFolder.WriteSecret(passwordFile, password);
        RunUser.Own(Root);
        var code = await Run(
            [Tool("initdb"), "-D", unfinished, "-U", "postgres", "--auth=scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C.UTF-8"], ct);
        File.Delete(passwordFile);
        if (code != 0)
        {
            throw new StartFailed($"initdb ended with code {code}");
        }

        Directory.Move(unfinished, Data);
    }

    private Command As(IReadOnlyList<string> command)
    {
        IReadOnlyList<string> whole = [.. RunUser.Prefix, .. command];
        return new Command(whole[0], whole.Skip(1)) { Environment = new Dictionary<string, string> { ["HOME"] = Root, ["LC_ALL"] = "C.UTF-8" } };
    }

    private async Task<int> Run(IReadOnlyList<string> command, CancellationToken ct, string? input = null)
    {
        var described = As(command);
        var start = new ProcessStartInfo(described.File, described.Arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ChildEnvironment.Set(start.Environment, described);
        start.Environment["PGPASSWORD"] = password;
        using var tool = Process.Start(start)!;
        if (input is not null)
        {
            await tool.StandardInput.WriteAsync(input);
        }

        tool.StandardInput.Close();
        var output = tool.StandardOutput.ReadToEndAsync(ct);
        var errors = await tool.StandardError.ReadToEndAsync(ct);
        await tool.WaitForExitAsync(ct);
        if (tool.ExitCode != 0 && errors.Length + (await output).Length > 0)
        {
            log(errors.Trim() + await output);
        }

        return tool.ExitCode;
    }

    // Debian keeps the tools of every version in folders of their own, outside PATH.
    private static string Tool(string name)
    {
        var folders = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return folders.Select(folder => Path.Combine(folder, "bin", name)).Where(File.Exists)
            .OrderByDescending(path => int.TryParse(path.Split('/')[4], out var version) ? version : 0).FirstOrDefault(name);
    }

    private static string Elsewhere(string folder) =>
        PrivateFolder.Create($"/var/lib/huset/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..12]}");
}
