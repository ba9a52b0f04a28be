using System.Text.Json;
using Huset.Analytics.Features;
using Huset.Analytics.Features.Extracts;
using Huset.Analytics.Features.FollowUps;
using Huset.Analytics.Features.Patterns;
using Huset.Analytics.Features.Reports;
using Huset.Analytics.Features.Signals;
using Huset.Analytics.Tests;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

[assembly: AssemblyFixture(typeof(AnalyticsHost))]

namespace Huset.Analytics.Tests;

public sealed class AnalyticsHost() : ServiceHost<Program, AnalyticsDb>("analytics")
{
    protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("Analytics:WebhookKey", "only-for-tests-only-for-tests-only")];

    /// <summary>Which only who has a house of its own may set forward.</summary>
    public MovableClock Clock { get; } = new();

    // Charts are looked at when a test says so, not in the middle of another's counting.
    protected override void Configure(IWebHostBuilder host) => host.ConfigureTestServices(services =>
    {
        foreach (var hourly in services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.ReturnType is { } looker && (looker == typeof(FindSignals) || looker == typeof(FindPatterns) || looker == typeof(EndExtracts) || looker == typeof(EndMeasurements) || looker == typeof(MakePdfs))).ToList())
            services.Remove(hourly);
        services.AddSingleton<TimeProvider>(Clock);
    });

    /// <summary>Gives the messages to the service at the same time, as its queue would, and waits until they are stored.</summary>
    public Task Tell(params IEnumerable<ReceivedMessage> messages) => Task.WhenAll(messages.Select(Tell).ToList());

    public Task Tell(ReceivedMessage message) =>
        Factory.Services.GetRequiredService<StoreEvents>().Consume(message, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The same of as many as a month brings: the log itself stores them, in larger parts than the queue's.</summary>
    public async Task TellMany(IEnumerable<ReceivedMessage> messages)
    {
        var (log, municipality) = (Factory.Services.GetRequiredService<EventLog>(), Factory.Services.GetRequiredService<IConfiguration>()["Huset:Municipality"]!);
        foreach (var part in messages.Chunk(10_000)) await log.Append(part.Select(message => CloudEvent.Of(message, municipality)!), CancellationToken.None);
    }

    /// <summary>The logged events of this type, by subject, in order.</summary>
    public async Task<List<(long Sequence, string Subject, string Body)>> Logged(string type)
    {
        await using var command = Owner.CreateCommand("select sequence, subject, body from events where type = $1 order by sequence");
        command.Parameters.Add(new() { Value = type });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(long, string, string)>();
        while (await reader.ReadAsync()) rows.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        return rows;
    }
}

/// <summary>Messages as they come over the wire.</summary>
internal static class Messages
{
    public const string DeviationReported = "urn:message:Huset.Deviations.Contracts:DeviationReported";

    public static ReceivedMessage Deviation(
        Guid deviation, int version = 1, string unit = TestUnits.Norrangen, string kind = "health-care", string occurredOn = "2026-03-10",
        Visibility visibility = Visibility.Analyst, Guid? id = null, DateTimeOffset? at = null, int hour = 7)
    {
        var reported = new DeviationReported(
            deviation, unit, kind, "minor", default, hour, "reported", null, null, visibility,
            [new Link("arose-in", "activity", "0199c1d2-0000-7000-8000-000000000001")], version, at ?? DateTimeOffset.Parse("2026-03-10T08:12:00+01:00"));
        var body = JsonSerializer.SerializeToNode(reported, JsonSerializerOptions.Web)!;
        body["occurredOn"] = occurredOn;
        return new(id ?? Guid.CreateVersion7(), DeviationReported, body.Deserialize<JsonElement>(), "deviations");
    }

    /// <summary>An event of a contract that only one test uses, so that tests that run at the same time do not see each other's.</summary>
    public static ReceivedMessage Of(string contract, int subject, string? unit = null, Guid? id = null) => new(
        id ?? Guid.CreateVersion7(), $"urn:message:Huset.Testing.Contracts:{contract}",
        JsonSerializer.SerializeToElement(new { subject = $"{subject}", subjectVersion = 1, at = DateTimeOffset.UtcNow, unitCode = unit, visibility = "analyst", links = Array.Empty<object>() }),
        "testing");

    public static IEnumerable<ReceivedMessage> Many(string contract, int count, int from = 0) => Enumerable.Range(from, count).Select(subject => Of(contract, subject));
}
