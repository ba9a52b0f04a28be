using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Huset.AppHost.Local;
using Huset.Messaging.Tests;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Messaging;
using Huset.ServiceDefaults.Persistence;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(Probe))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Huset.Messaging.Tests;

/// <summary>What the probe is told.</summary>
public sealed record SomethingHappened(Guid Id, string What);

/// <summary>An event that nobody consumes yet.</summary>
public sealed record NobodyListens(Guid Id);

/// <summary>What the probe has taken in; a primary key would hide a second effect, so there is none on Id.</summary>
public sealed class Taken
{
    public int Number { get; private set; }
    public Guid Id { get; set; }
}

public sealed class ProbeDb(DbContextOptions<ProbeDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    public DbSet<Taken> Taken => Set<Taken>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Taken>().HasKey(t => t.Number);
        UseHusetNames(model);
    }
}

public sealed class TakeIn(ProbeDb db) : IConsumer<SomethingHappened>
{
    /// <summary>As after an upgrade that handles what failed before.</summary>
    public static bool IsMended { get; set; }

    public Task Consume(ConsumeContext<SomethingHappened> context)
    {
        if (context.Message.What == "bad" && !IsMended) throw new InvalidDataException("It is bad.");
        db.Add(new Taken { Id = context.Message.Id });
        return Task.CompletedTask;
    }
}

/// <summary>An empty service with one consumer, on a real PostgreSQL and a real RabbitMQ: what every service gets from ServiceDefaults.</summary>
public sealed class Probe : IAsyncLifetime
{
    private readonly string folder = PrivateFolder.CreateTemporary("huset-probe");
    private PostgresServer? postgres;
    private WebApplication? app;
    private HttpClient? management;

    public RabbitServer Broker { get; private set; } = null!;

    public BusGuard Guard => app!.Services.GetRequiredService<BusGuard>();

    public HttpClient Management => management!;

    public Process Ctl(params string[] arguments)
    {
        // The node's own tool, with the node's own surroundings.
        var start = new ProcessStartInfo("/usr/lib/rabbitmq/bin/rabbitmqctl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var pair in File.ReadAllText($"/proc/{Broker.Pid}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)))
            if (pair[0] is "HOME" or "PATH" or "LANG" || pair[0].StartsWith("RABBITMQ_", StringComparison.Ordinal) || pair[0].StartsWith("ERL_EPMD", StringComparison.Ordinal)) start.Environment[pair[0]] = pair[1];
        return Process.Start(start)!;
    }

    /// <summary>A client of the service's own address; signed in as the user, or nobody.</summary>
    public HttpClient As(TestUser? user)
    {
        var client = new HttpClient { BaseAddress = new Uri(app!.Urls.First()) };
        if (user is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For(user));
        return client;
    }

    public async ValueTask InitializeAsync()
    {
        postgres = new PostgresServer(folder, "test");
        Broker = new RabbitServer(folder, "test");
        await Task.WhenAll(postgres.Start(), Broker.Start());
        await postgres.CreateDatabase("probe");
        management = new HttpClient { BaseAddress = new Uri(Broker.Management) };
        management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("huset:test")));

        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:database"] = postgres.ConnectionStringFor("probe"),
            ["ConnectionStrings:messaging"] = Broker.Amqp,
            ["Keycloak:auth-server-url"] = TestTokens.AuthServer,
            ["Keycloak:ssl-required"] = "none",
            ["urls"] = $"http://localhost:{FreePorts.Take()}",
        });
        var service = new HusetService("probe", "/prov", "Prov", "Ett prov. / A probe.", new Rights().GiveCommon());
        service.Consumers.Consume<TakeIn, SomethingHappened>(told => told.What != "nothing");
        builder.AddHusetService<ProbeDb>(service);
        TestTokens.Trust(builder.Services);
        app = builder.Build();
        app.UseHusetService();
        await InDb(db => db.Database.EnsureCreatedAsync());
        await app.StartAsync();
        await Eventually(() => Task.FromResult(Guard.IsReady), 30);
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        management?.Dispose();
        await Broker.DisposeAsync();
        if (postgres is not null) await postgres.DisposeAsync();
        PrivateFolder.Delete(folder);
    }

    public async Task<Guid> Tell(string what = "good")
    {
        var id = Guid.NewGuid();
        await InDb(db =>
        {
            db.Publish(new SomethingHappened(id, what));
            return db.SaveChangesAsync();
        });
        return id;
    }

    public async Task<int> TimesTaken(Guid id)
    {
        var times = 0;
        await InDb(async db => times = await db.Taken.CountAsync(t => t.Id == id));
        return times;
    }

    public async Task InDb(Func<ProbeDb, Task> work)
    {
        await using var scope = app!.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<ProbeDb>());
    }

    public static async Task Eventually(Func<Task<bool>> so, int seconds)
    {
        var watch = Stopwatch.StartNew();
        while (!await so())
        {
            if (watch.Elapsed.TotalSeconds > seconds) Assert.Fail($"It did not become so within {seconds} s.");
            await Task.Delay(100);
        }
    }
}
