using System.Net.Http.Json;
using System.Text.Json;
using Huset.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;

namespace Huset.Messaging.Tests;

/// <summary>At least once on the wire, once in effect, and nothing that fails is lost.</summary>
public sealed class OutboxAndInboxTests(Probe probe)
{
    private const string Queue = "probe-take-in";

    [Fact]
    public async Task What_is_published_has_its_effect_once()
    {
        var id = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(id) == 1, 10);
        await Probe.Eventually(async () => await Unsent() == 0, 5);
    }

    [Fact]
    public async Task The_same_message_sent_again_has_no_second_effect()
    {
        var id = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(id) == 1, 10);
        // As after a sender that died between the broker's word and its own mark.
        await probe.InDb(db => db.Database.ExecuteSqlAsync($"update outbox set sent_at = null where body ->> 'id' = {id.ToString()}"));
        await probe.InDb(db => db.Database.ExecuteSqlRawAsync("notify outbox"));
        await Probe.Eventually(async () => await Unsent() == 0, 10);
        await Task.Delay(500);
        Assert.Equal(1, await probe.TimesTaken(id));
    }

    [Fact]
    public async Task A_message_that_does_not_concern_leaves_no_memory()
    {
        var id = await probe.Tell("nothing");
        var next = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(next) == 1 && await Unsent() == 0 && await Waiting() == 0, 10);
        Assert.Equal(0, await probe.TimesTaken(id));
        Assert.Equal((0, 1), (await Remembered(id), await Remembered(next)));

        async Task<long> Remembered(Guid told)
        {
            long count = 0;
            await probe.InDb(async db => count = (await db.Database.SqlQuery<long>($"select count(*) as \"Value\" from inbox join outbox on outbox.id = inbox.message_id where body ->> 'id' = {told.ToString()}").ToListAsync())[0]);
            return count;
        }
    }

    [Fact]
    public async Task What_is_rolled_back_is_never_told()
    {
        var id = Guid.NewGuid();
        await probe.InDb(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Publish(new SomethingHappened(id, "good"));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        });
        await Task.Delay(1500);
        Assert.Equal(0, await probe.TimesTaken(id));
    }

    [Fact]
    public async Task A_message_that_cannot_be_handled_is_kept_with_its_reason_and_the_next_goes_on()
    {
        var before = await Failed("InvalidDataException: It is bad.");
        await probe.Tell("bad");
        var next = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(next) == 1, 10);
        await Probe.Eventually(async () => await Failed("InvalidDataException: It is bad.") == before + 1, 10);
        Assert.Equal(0, await Waiting());
    }

    [Theory]
    [InlineData("{ this is no message", "SerializationException%")]
    [InlineData("""{"messageId":"01930000-0000-7000-8000-000000000001","messageType":["urn:message:Huset.Messaging.Tests:SomethingHappened"],"message":{"id":"no id at all","what":17}}""", "JsonException%")]
    [InlineData("""{"messageId":"01930000-0000-7000-8000-000000000002","messageType":["urn:message:Huset.Messaging.Tests:SomethingHappenedV2"],"message":{"id":"01930000-0000-7000-8000-000000000003"}}""", "No consumer understands it.")]
    public async Task A_message_that_no_one_understands_is_kept_too_and_the_next_goes_on(string payload, string reason)
    {
        var (before, alike) = (await Failed("%"), await Failed(reason));
        using var answer = await probe.Management.PostAsJsonAsync("/api/exchanges/%2F/amq.default/publish", new
        {
            routing_key = Queue,
            payload,
            payload_encoding = "string",
            properties = new { content_type = "application/vnd.masstransit+json", delivery_mode = 2 },
        });
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("routed").GetBoolean());
        await Probe.Eventually(async () => await Failed(reason) == alike + 1, 10);
        var after = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(after) == 1, 10);
        Assert.Equal(before + 1, await Failed("%"));
    }

    [Fact]
    public async Task More_messages_that_no_queue_takes_than_a_batch_holds_hold_up_no_other()
    {
        await probe.InDb(db =>
        {
            for (var i = 0; i < 600; i++) db.Publish(new NobodyListens(Guid.NewGuid()));
            return db.SaveChangesAsync();
        });
        var id = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(id) == 1, 5);
        Assert.Equal(600, await Unsent("NobodyListens"));
        // Also one that is written while the sender stands past them.
        var later = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(later) == 1, 5);
        // And they are sent the day that someone listens.
        await using var connection = await new ConnectionFactory { Uri = new Uri(probe.Broker.Amqp) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("listener", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("listener", "Huset.Messaging.Tests:NobodyListens", "");
        await Probe.Eventually(async () => await Unsent("NobodyListens") == 0, 15);
        Assert.Equal(600u, (await channel.QueueDeclarePassiveAsync("listener")).MessageCount);
        await channel.QueueDeleteAsync("listener");
    }

    [Fact]
    public async Task While_the_brokers_disk_is_full_work_goes_on_and_the_events_wait()
    {
        await Limit("1000000000000000");
        try
        {
            var told = new List<Guid>();
            for (var i = 0; i < 20; i++) told.Add(await probe.Tell());
            await Task.Delay(3_000);
            Assert.True(await Unsent() > 0);
            await Limit("500000000");
            await Probe.Eventually(async () => await Unsent() == 0, 60);
            foreach (var id in told) await Probe.Eventually(async () => await probe.TimesTaken(id) == 1, 10);
            await Probe.Eventually(() => Task.FromResult(probe.Guard.IsReady), 30);
        }
        finally
        {
            await Limit("500000000");
        }

        async Task Limit(string bytes)
        {
            using var ctl = probe.Ctl("set_disk_free_limit", bytes);
            await ctl.WaitForExitAsync();
            Assert.Equal(0, ctl.ExitCode);
        }
    }

    private async Task<int> Failed(string reason)
    {
        var count = 0;
        await probe.InDb(async db => count = await db.FailedMessages.CountAsync(failed => failed.Consumer == "take-in" && EF.Functions.Like(failed.Reason, reason)));
        return count;
    }

    private async Task<int> Unsent(string contract = nameof(SomethingHappened))
    {
        var count = 0;
        await probe.InDb(async db => count = await db.Set<OutboxMessage>().CountAsync(o => o.SentAt == null && o.Type.Contains(contract)));
        return count;
    }

    private async Task<int> Waiting() =>
        (await probe.Management.GetFromJsonAsync<JsonElement>($"/api/queues/%2F/{Queue}")).TryGetProperty("messages", out var messages) ? messages.GetInt32() : 0;
}
