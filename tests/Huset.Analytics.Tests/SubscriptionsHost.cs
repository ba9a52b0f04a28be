using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Huset.Analytics.Features;
using Huset.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Huset.Analytics.Tests;

/// <summary>A house whose clock can be set forward, at an address that other programs can call.</summary>
public class SubscriptionsHost : ServiceHost<Program, AnalyticsDb>
{
    public const string Path = "/events/v1/subscriptions";

    public SubscriptionsHost() : this(seedUnits: true)
    {
    }

    protected SubscriptionsHost(bool seedUnits) : base("analytics", seedUnits)
    {
    }

    public MovableClock Clock { get; } = new();

    protected override bool OnKestrel => true;

    protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("Analytics:WebhookKey", "only-for-tests-only-for-tests-only")];

    protected override void Configure(IWebHostBuilder host) => host.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));

    /// <summary>Signed in for as long as the clock can be set forward.</summary>
    public HttpClient For(TestUser user)
    {
        // The factory's own client follows redirects over a real socket.
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For(user, TimeSpan.FromDays(30)));
        return client;
    }

    public Task Tell(params IEnumerable<ReceivedMessage> messages) =>
        Task.WhenAll(messages.Select(message => Factory.Services.GetRequiredService<StoreEvents>().Consume(message, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30))).ToList());

    /// <summary>One after the other, so that their order is known.</summary>
    public async Task TellInTurn(string contract, int count, int from = 0)
    {
        for (var number = from; number < from + count; number++) await Tell(Messages.Of(contract, number));
    }

    public async Task Allow(string host, bool inside = true)
    {
        using var administrator = For(TestUsers.Administrator);
        await administrator.Post("/events/v1/receivers", new { host, inside, source = "Prov" }).Json(HttpStatusCode.Created);
    }

    /// <summary>A subscription to events of one contract, from now, and its secret.</summary>
    public async Task<(string Id, string Secret)> Subscribe(TestReceiver receiver, string contract, object? more = null)
    {
        await Allow(receiver.Host);
        using var analyst = For(TestUsers.Analyst);
        var asked = new Dictionary<string, object?> { ["name"] = contract, ["address"] = receiver.Address, ["types"] = new[] { TypeOf(contract) } };
        foreach (var (field, value) in JsonSerializer.SerializeToElement(more ?? new { }).EnumerateObject().Select(field => (field.Name, field.Value))) asked[field] = value;
        var made = await analyst.Post(Path, asked).Json(HttpStatusCode.Created);
        return (made.GetProperty("subscription").Member("id"), made.Member("secret"));
    }

    public async Task<JsonElement> Read(string id)
    {
        using var analyst = For(TestUsers.Analyst);
        return await analyst.GetAsync($"{Path}/{id}").Json();
    }

    /// <summary>Waits until the subscription is so.</summary>
    public async Task Until(string id, Func<JsonElement, bool> so)
    {
        for (var patience = 600; !so(await Read(id)); patience--)
        {
            Assert.True(patience > 0, $"It never became so: {await Read(id)}");
            await Task.Delay(100);
        }
    }

    public static string TypeOf(string contract) => $"se.huset.testing.{JsonNamingPolicy.KebabCaseLower.ConvertName(contract)}.v1";
}

/// <summary>The machine's clock, ahead by as much as a test has set it.</summary>
public sealed class MovableClock : TimeProvider
{
    private long ahead;

    public void Forward(TimeSpan time) => Interlocked.Add(ref ahead, time.Ticks);

    // In whole microseconds, as the database keeps them.
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ahead)) is var now ? now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)) : default;
}

/// <summary>What a receiver was sent.</summary>
public sealed record Received(string Path, string Id, string Timestamp, string Signature, string? Type, string Body)
{
    public bool IsSignedWith(string secret) =>
        Signature.Split(' ').Contains(WebhookSecrets.Sign(Convert.FromBase64String(secret["whsec_".Length..]), Id, long.Parse(Timestamp, System.Globalization.CultureInfo.InvariantCulture), Body));

    public string Subject => JsonSerializer.Deserialize<JsonElement>(Body).Member("subject");
}

/// <summary>A receiver of webhooks on this machine, which answers as a test wants.</summary>
public sealed class TestReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> taken = new();

    private TestReceiver(Func<Received, HttpResponse, Task>? answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(async http =>
        {
            using var body = new StreamReader(http.Request.Body);
            var headers = http.Request.Headers;
            var received = new Received(http.Request.Path, $"{headers["webhook-id"]}", $"{headers["webhook-timestamp"]}", $"{headers["webhook-signature"]}", http.Request.ContentType, await body.ReadToEndAsync());
            taken.Enqueue(received);
            http.Response.StatusCode = 204;
            if (answer is not null) await answer(received, http.Response);
        });
    }

    public IReadOnlyList<Received> Taken => [.. taken];

    public string Address => $"http://{Host}/mottag";

    public string Host => new Uri(app.Urls.First()).Authority;

    public static Task<TestReceiver> Start(Func<Received, int> answer) => Start((received, response) =>
    {
        response.StatusCode = answer(received);
        return Task.CompletedTask;
    });

    public static async Task<TestReceiver> Start(Func<Received, HttpResponse, Task>? answer = null)
    {
        var receiver = new TestReceiver(answer);
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

internal static class SubscriptionAnswers
{
    public static string Member(this JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
