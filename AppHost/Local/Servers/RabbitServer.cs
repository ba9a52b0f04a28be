using System.Globalization;

namespace Huset.AppHost.Local;

/// <summary>A private RabbitMQ node on loopback with the machine's own binaries, its data in the given folder.</summary>
public sealed class RabbitServer : IServer
{
    private const string Binary = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private readonly string folder;
    private readonly string root;
    private readonly string password;
    private readonly int managementPort;
    private readonly Action<string> log;
    private ChildProcess? epmd;
    private ChildProcess? broker;

    public RabbitServer(string folder, string password, int? port = null, int? managementPort = null, Action<string>? log = null)
    {
        this.folder = PrivateFolder.Create(folder);
        this.password = password;
        this.managementPort = managementPort ?? FreePorts.Take();
        this.log = log ?? new LogFile(Path.Combine(folder, "logs", "messaging.log")).Write;
        Port = port ?? FreePorts.Take();
        root = Path.Combine(this.folder, "rabbit");
    }

    public string Name => "messaging";

    public int Port { get; }

    /// <summary>Of the Erlang VM, not of the shell script that starts it.</summary>
    public int? Pid => broker is { HasExited: false } && File.Exists(PidFile) && int.TryParse(File.ReadAllText(PidFile), CultureInfo.InvariantCulture, out var pid) ? pid : null;

    public Task Exited => broker?.Exited ?? Task.CompletedTask;

    public string Amqp => $"amqp://{User}:{password}@localhost:{Port}";

    public string Management => $"http://localhost:{managementPort}";

    public string User => "huset";

    private string PidFile => Path.Combine(root, "pid");

    public async Task Start(CancellationToken ct = default)
    {
        Kill();
        WriteConfiguration();
        var nodePorts = (Epmd: FreePorts.Take(), Distribution: FreePorts.Take());
        // A node looks for its name server first, so ours must stand before; started by us it is ours to end.
        epmd = ChildProcess.Start(folder, new Command("epmd", ["-port", $"{nodePorts.Epmd}", "-address", "127.0.0.1"]), log);
        broker = ChildProcess.Start(
            folder,
            new Command(Binary, [])
            {
                InheritsEnvironment = false,
                Environment = NodeEnvironment(nodePorts.Epmd, nodePorts.Distribution),
                WorkingDirectory = root,
                StopPatience = TimeSpan.FromSeconds(20),
            },
            log);
        await broker.UntilReady(Name, token => Loopback.AnswersAmqp(Port, token), ct);
    }

    public async Task Stop()
    {
        if (broker is not null)
        {
            await broker.Stop();
        }

        Kill();
    }

    public void Kill()
    {
        broker?.End();
        epmd?.End();
    }

    public async ValueTask DisposeAsync() => await Stop();

    private void WriteConfiguration()
    {
        foreach (var name in new[] { "home", "mnesia", "log", "generated", "schema" })
        {
            Directory.CreateDirectory(Path.Combine(root, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var cookie = Path.Combine(root, "home", ".erlang.cookie");
        if (!File.Exists(cookie))
        {
            PrivateFolder.WriteSecret(cookie, Secrets.Generate());
            File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
        }

        File.Delete(PidFile);
        File.WriteAllText(Path.Combine(root, "empty.conf"), "");
        File.WriteAllText(Path.Combine(root, "enabled_plugins"), "[rabbitmq_management,rabbitmq_prometheus,rabbitmq_stream].\n");
        PrivateFolder.WriteSecret(Path.Combine(root, "rabbitmq.conf"), $"""
            listeners.tcp.default = 127.0.0.1:{Port}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {managementPort}
            prometheus.tcp.ip = 127.0.0.1
            prometheus.tcp.port = {FreePorts.Take()}
            stream.listeners.tcp.default = 127.0.0.1:{FreePorts.Take()}
            default_user = {User}
            default_pass = {password}
            disk_free_limit.absolute = 500MB
            vm_memory_high_watermark.absolute = 1GB
            log.console = false
            log.file.level = warning
            log.file.rotation.size = 5000000
            log.file.rotation.count = 2

            """);
    }

    // The node's name says nothing about ports: its data belongs to the name and must be found again when a port has changed.
    private Dictionary<string, string> NodeEnvironment(int epmdPort, int distributionPort) => new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
        ["LANG"] = "C.UTF-8",
        ["HOME"] = Path.Combine(root, "home"),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(root, "empty.conf"),
        ["RABBITMQ_NODENAME"] = "huset@localhost",
        ["RABBITMQ_USE_LONGNAME"] = "false",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(root, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(root, "log"),
        ["RABBITMQ_GENERATED_CONFIG_DIR"] = Path.Combine(root, "generated"),
        ["RABBITMQ_SCHEMA_DIR"] = Path.Combine(root, "schema"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(root, "rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(root, "advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(root, "enabled_plugins"),
        ["RABBITMQ_DIST_PORT"] = $"{distributionPort}",
        ["ERL_EPMD_PORT"] = $"{epmdPort}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_PID_FILE"] = PidFile,
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
    };
}
