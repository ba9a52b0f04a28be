using System.Diagnostics;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Huset.AppHost.Local;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Huset.Testing;

/// <summary>
/// A service behind its front door, on a private PostgreSQL that its own `prepare` has made ready and with a small
/// organisation in it; without a broker, so that what it publishes can be read in its outbox.
/// One per test project, as an assembly fixture; what breaks the database has one of its own, on a disk of its own if it is given a folder.
/// </summary>
public class ServiceHost<TProgram, TDb>(string name, bool seedUnits = true, string? folder = null) : IAsyncLifetime
    where TProgram : class
    where TDb : ServiceDbContext
{
    private readonly string folder = folder ?? PrivateFolder.CreateTemporary($"huset-test-{name}");
    private PostgresServer? postgres;
    private WebApplicationFactory<TProgram>? factory;
    private NpgsqlDataSource? owner;

    public WebApplicationFactory<TProgram> Factory => factory ?? throw new InvalidOperationException("The host has not started.");

    /// <summary>The database as its administrator, for looking and for arranging what no endpoint can.</summary>
    public NpgsqlDataSource Owner => owner ?? throw new InvalidOperationException("The host has not started.");

    public PostgresServer Postgres => postgres!;

    /// <summary>Where it listens; in memory an address of no meaning.</summary>
    public Uri Address => OnKestrel
        ? new(Factory.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First())
        : Factory.ClientOptions.BaseAddress;

    /// <summary>The service's configuration, as the AppHost would give it.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> Configuration => [];

    /// <summary>Listens on a port of its own instead of in memory, where header and body limits are not.</summary>
    protected virtual bool OnKestrel => false;

    /// <summary>What a test wants otherwise in the host.</summary>
    protected virtual void Configure(IWebHostBuilder host)
    {
    }

    public virtual async ValueTask InitializeAsync()
    {
        // What it has written survives every test but a power cut; waiting for the disk was half of the time.
        postgres = new PostgresServer(folder, "test") { MoreSettings = ["fsync=off"] };
        await postgres.Start();
        await Prepare();
        owner = NpgsqlDataSource.Create(postgres.ConnectionStringFor(name));
        if (seedUnits) await SeedUnits();

        factory = new WebApplicationFactory<TProgram>().WithWebHostBuilder(host =>
        {
            foreach (var (key, value) in Settings()) host.UseSetting(key, value);
            host.ConfigureLogging(log => log.SetMinimumLevel(LogLevel.Warning));
            host.ConfigureTestServices(TestTokens.Trust);
            if (OnKestrel) host.UseUrls("http://127.0.0.1:0");
            Configure(host);
        });
        if (OnKestrel)
        {
            factory.UseKestrel();
            factory.StartServer();
        }
        if (!seedUnits) return;
        var tree = factory.Services.GetRequiredService<UnitTree>();
        await Eventually(() => tree.Units.Count == TestUnits.All.Length);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (factory is not null) await factory.DisposeAsync();
        if (owner is not null) await owner.DisposeAsync();
        if (postgres is not null) await postgres.DisposeAsync();
        PrivateFolder.Delete(folder);
        GC.SuppressFinalize(this);
    }

    /// <summary>A client that follows no redirects; signed in as the user, or nobody.</summary>
    public HttpClient As(TestUser? user)
    {
        var client = Factory.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = Address });
        if (user is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For(user));
        return client;
    }

    /// <summary>What the service has published of this contract, oldest first.</summary>
    public async Task<IReadOnlyList<TMessage>> Published<TMessage>()
    {
        await using var command = Owner.CreateCommand("select body::text from outbox where type like $1 order by seq");
        command.Parameters.Add(new() { Value = $"{typeof(TMessage).FullName},%" });
        await using var reader = await command.ExecuteReaderAsync();
        var messages = new List<TMessage>();
        while (await reader.ReadAsync()) messages.Add(JsonSerializer.Deserialize<TMessage>(reader.GetString(0), JsonSerializerOptions.Web)!);
        return messages;
    }

    /// <summary>One value from the database, as its administrator.</summary>
    public async Task<T> Scalar<T>(string sql, params object[] values)
    {
        await using var command = Owner.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The units of the demonstration, as Processes would tell of them.</summary>
    public async Task AddDemoUnits()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "services", "Processes", "Huset.Processes", "Data", "demo-organisation.json")));
        foreach (var unit in file.RootElement.GetProperty("units").EnumerateArray())
            await AddUnit(unit.GetProperty("code").GetString()!, unit.GetProperty("name").GetString()!, unit.TryGetProperty("parent", out var parent) ? parent.GetString() : null, unit.GetProperty("type").GetString()!, null, []);
    }

    /// <summary>Someone in the service's copy of the people directory.</summary>
    public async Task<Guid> Person(string name, string? account = null)
    {
        var id = Guid.NewGuid();
        await Scalar<Guid>("insert into people (id, account_id, name, role, home_unit, is_active, subject_version) values ($1, $2, $3, 'chef', 'norrangen', true, 1) returning id", id, (object?)account ?? DBNull.Value, name);
        return id;
    }

    /// <summary>Gives the message to its consumer as the bus would: as the system, in a transaction of its own.</summary>
    public async Task Tell<TConsumer, TMessage>(TMessage message) where TConsumer : class, IConsumer<TMessage> where TMessage : class
    {
        await using var scope = Factory.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem("test");
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await scope.ServiceProvider.GetRequiredService<TConsumer>().Consume(Delivery.Of(message));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    /// <summary>Waits until it is so; fails after a minute.</summary>
    public static async Task Eventually(Func<bool> so)
    {
        var patience = Stopwatch.StartNew();
        while (!so())
        {
            if (patience.Elapsed > TimeSpan.FromSeconds(60)) throw new TimeoutException("It never became so.");
            await Task.Delay(20);
        }
    }

    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            // Patient, so that a machine that others use too is not taken for a database that is away.
            ["ConnectionStrings:database"] = $"Host=localhost;Port={Postgres.Port};Username={name};Password=runtime;Database={name};Maximum Pool Size=20;Timeout=60;Command Timeout=120",
            ["Keycloak:auth-server-url"] = TestTokens.AuthServer,
            ["Keycloak:realm"] = "huset",
            ["Keycloak:ssl-required"] = "none",
            ["Huset:Municipality"] = "9999",
            ["Huset:MunicipalityName"] = "Ekstads kommun",
        };
        foreach (var (key, value) in Configuration) settings[key] = value;
        return settings;
    }

    /// <summary>What the service's own `verify` finds, by name of the check: `ok`, `detail`, `figures`, `shared`.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> Verify()
    {
        var (code, output) = await Run("verify", "--json");
        var line = output.Split('\n').FirstOrDefault(line => line.StartsWith("[{", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"verify of {name} ended with {code}:\n{output}");
        var checks = JsonSerializer.Deserialize<JsonElement>(line).EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.Equal(checks.Values.All(check => check.GetProperty("ok").GetBoolean()) ? 0 : 1, code);
        return checks;
    }

    /// <summary>The service's own `prepare`, as at an upgrade.</summary>
    public async Task Prepare()
    {
        var (code, output) = await Run("prepare");
        if (code != 0) throw new InvalidOperationException($"prepare of {name} failed:\n{output}");
    }

    // As the engine does it: the service's own program with an argument, in a process of its own.
    private async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(TProgram).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in Settings()) start.Environment[key.Replace(":", "__")] = value;
        start.Environment["ConnectionStrings__owner"] = Postgres.ConnectionStringFor(name);
        start.Environment["Database__RuntimePassword"] = "runtime";
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Join('\n', await output));
    }

    private async Task SeedUnits()
    {
        foreach (var (code, unitName, parent, type) in TestUnits.All) await AddUnit(code, unitName, parent, type, "sn", ["SoL"]);
    }

    private async Task AddUnit(string code, string unitName, string? parent, string type, string? board, string[] lawAreas)
    {
        UnitVersion[] versions = [new(new DateOnly(2020, 1, 1), unitName, parent, type, board, "own", lawAreas)];
        await Scalar<string>("insert into known_units (code, name, versions, subject_version) values ($1, $2, $3::jsonb, 1) returning code", code, unitName, JsonSerializer.Serialize(versions, JsonSerializerOptions.Web));
    }
}

/// <summary>A delivery that holds its message and else nothing.</summary>
public class Delivery : DispatchProxy
{
    private object? message;

    public static ConsumeContext<TMessage> Of<TMessage>(TMessage message) where TMessage : class
    {
        var context = Create<ConsumeContext<TMessage>, Delivery>();
        ((Delivery)(object)context).message = message;
        return context;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == "get_Message" ? message : targetMethod.ReturnType.IsValueType ? Activator.CreateInstance(targetMethod.ReturnType) : null;
}
