using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Huset.Messaging.Tests;

/// <summary>What every service shows of its operations, and what is mended by hand.</summary>
public sealed class OperationsTests(Probe probe)
{
    private const string Operations = "/probe/v1/operations";

    [Fact]
    public async Task A_service_tells_how_it_fares()
    {
        // Another test may just have had the bus replaced.
        await Probe.Eventually(async () => (await Figures()).TryGetProperty("queues", out var queues) && queues[0].GetProperty("consumers").GetInt32() == 1, 30);
        var figures = await Figures();
        Assert.Equal("probe", figures.GetProperty("service").GetString());
        var queue = Assert.Single(figures.GetProperty("queues").EnumerateArray(), queue => queue.GetProperty("queue").GetString() == "probe-take-in");
        Assert.Equal(1, queue.GetProperty("consumers").GetInt32());
        Assert.True(figures.GetProperty("bus").GetProperty("ready").GetBoolean());
        Assert.True(figures.GetProperty("bus").GetProperty("generation").GetInt32() >= 1);
        Assert.InRange(figures.GetProperty("database").GetProperty("connections").GetInt32(), 1, figures.GetProperty("database").GetProperty("serverLimit").GetInt32());
    }

    [Fact]
    public async Task A_service_tells_which_of_its_addresses_are_the_slowest_by_pattern()
    {
        for (var i = 0; i < 3; i++) await probe.As(TestUsers.Administrator).PostAsync($"{Operations}/outbox/{9_000_000_000 + i}/retry", null);
        // The metric is told when the answer has gone.
        JsonElement? found = null;
        await Probe.Eventually(async () => (found = (await Figures()).GetProperty("slowestRoutes").EnumerateArray().Cast<JsonElement?>().FirstOrDefault(route => route!.Value.GetProperty("route").GetString() == $"{Operations}/outbox/{{seq:long}}/retry")) is { } route && route.GetProperty("count").GetInt64() >= 3, 10);
        Assert.Equal("POST", found!.Value.GetProperty("method").GetString());
        Assert.True(found.Value.GetProperty("p95Milliseconds").GetInt32() >= 1);
        Assert.Equal(found.Value.GetProperty("count").GetInt64(), found.Value.GetProperty("steps").EnumerateArray().Sum(step => step.GetProperty("count").GetInt64()));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/failed-messages")]
    [InlineData("POST", "/failed-messages/01930000-0000-7000-8000-000000000001/resend")]
    [InlineData("POST", "/outbox/1/retry")]
    public async Task Others_are_refused(string method, string path)
    {
        await probe.As(null).SendAsync(new(new(method), Operations + path)).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        await probe.As(TestUsers.Manager).SendAsync(new(new(method), Operations + path)).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        if (method == "POST") await probe.As(TestUsers.Analyst).SendAsync(new(new(method), Operations + path)).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    [Theory]
    [InlineData("/failed-messages/01930000-0000-7000-8000-000000000001/resend")]
    [InlineData("/outbox/9000000000/retry")]
    public Task What_is_not_there_cannot_be_sent_again(string path) =>
        probe.As(TestUsers.Administrator).PostAsync(Operations + path, null).Problem(HttpStatusCode.NotFound, "resource.not-found");

    [Fact]
    public async Task A_failed_message_is_sent_again_once_and_handled_when_the_fault_is_mended()
    {
        var id = await probe.Tell("bad");
        await Probe.Eventually(async () => await Open(id) is not null, 10);
        var first = (await Open(id))!.Value;
        Assert.Equal("take-in", first.GetProperty("queue").GetString());
        Assert.Equal("urn:message:Huset.Messaging.Tests:SomethingHappened", first.GetProperty("type").GetString());
        Assert.Equal("InvalidDataException: It is bad.", first.GetProperty("reason").GetString());
        Assert.Equal(1, first.GetProperty("attempts").GetInt32());
        Assert.False(first.TryGetProperty("body", out _));

        // Not mended yet: it fails again and is a new row, with the same message.
        var resent = await Resend(first);
        Assert.Equal(TestUsers.Administrator.Id.ToString(), resent.GetProperty("resentBy").GetString());
        await Probe.Eventually(async () => await Open(id) is { } row && row.GetProperty("id").GetGuid() != first.GetProperty("id").GetGuid(), 10);
        var second = (await Open(id))!.Value;
        Assert.Equal(2, second.GetProperty("attempts").GetInt32());
        Assert.Equal(first.GetProperty("messageId").GetGuid(), second.GetProperty("messageId").GetGuid());

        TakeIn.IsMended = true;
        try
        {
            // Pressed by several at once, and the first row again too: one effect.
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Resend(second)));
            Assert.Single(answers.Select(answer => answer.GetProperty("resentAt").GetDateTimeOffset()).Distinct());
            await Resend(first);
            await Probe.Eventually(async () => await probe.TimesTaken(id) == 1, 10);
            await Task.Delay(500);
            Assert.Equal(1, await probe.TimesTaken(id));
            Assert.Null(await Open(id));
        }
        finally
        {
            TakeIn.IsMended = false;
        }
    }

    [Fact]
    public async Task A_message_that_the_outbox_gave_up_waits_again_when_it_is_asked_to()
    {
        var id = Guid.NewGuid();
        await probe.InDb(db => db.Database.ExecuteSqlAsync($$"""
            insert into outbox (id, type, body, created_at) values (gen_random_uuid(), 'Huset.Messaging.Tests.NotYetKnown, Huset.Messaging.Tests', jsonb_build_object('id', {{id}}, 'what', 'good'), now());
            notify outbox;
            """));
        await Probe.Eventually(async () => await Refused(id) is not null, 10);
        var figures = await probe.As(TestUsers.Administrator).GetAsync(Operations).Json();
        var row = figures.GetProperty("outbox").GetProperty("refused")[0];
        Assert.Equal("TypeLoadException", row.GetProperty("reason").GetString());
        Assert.Equal(1, figures.GetProperty("outbox").GetProperty("refusedCount").GetInt32());

        // As after an upgrade that knows the contract.
        await probe.InDb(db => db.Database.ExecuteSqlRawAsync("update outbox set type = 'Huset.Messaging.Tests.SomethingHappened, Huset.Messaging.Tests' where error is not null"));
        for (var i = 0; i < 2; i++)
            await probe.As(TestUsers.Administrator).PostAsync($"{Operations}/outbox/{row.GetProperty("seq").GetInt64()}/retry", null).Json();
        await Probe.Eventually(async () => await probe.TimesTaken(id) == 1, 10);
        Assert.Null(await Refused(id));
    }

    private Task<JsonElement> Figures() => probe.As(TestUsers.Analyst).GetAsync(Operations).Json();

    private async Task<JsonElement> Resend(JsonElement row) =>
        await probe.As(TestUsers.Administrator).PostAsync($"{Operations}/failed-messages/{row.GetProperty("id").GetGuid()}/resend", null).Json();

    private async Task<JsonElement?> Open(Guid id)
    {
        Guid? messageId = null;
        await probe.InDb(async db => messageId = await db.Database.SqlQuery<Guid>($"select id as \"Value\" from outbox where body ->> 'id' = {id.ToString()}").SingleAsync());
        var rows = (await probe.As(TestUsers.Analyst).GetAsync($"{Operations}/failed-messages?limit=100").Json()).GetProperty("items").EnumerateArray();
        return rows.Cast<JsonElement?>().LastOrDefault(row => row!.Value.TryGetProperty("messageId", out var message) && message.GetGuid() == messageId);
    }

    private async Task<string?> Refused(Guid id)
    {
        string? error = null;
        await probe.InDb(async db => error = await db.Database.SqlQuery<string?>($"select error as \"Value\" from outbox where body ->> 'id' = {id.ToString()}").SingleAsync());
        return error;
    }
}
