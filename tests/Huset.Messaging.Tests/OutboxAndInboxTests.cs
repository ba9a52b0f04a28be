using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

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
        await probe.Tell("bad");
        var next = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(next) == 1, 10);
        await Probe.Eventually(async () => await Failed("InvalidDataException: It is bad.") == 1, 10);
        Assert.Equal(0, await Waiting());
    }

    [Fact]
    public async Task A_message_that_no_one_understands_is_kept_too()
    {
        var before = await Failed("%");
        using var answer = await probe.Management.PostAsJsonAsync("/api/exchanges/%2F/amq.default/publish", new
        {
            routing_key = Queue,
            payload = "{ this is no message",
            payload_encoding = "string",
            properties = new { content_type = "application/vnd.masstransit+json", delivery_mode = 2 },
        });
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("routed").GetBoolean());
        await Probe.Eventually(async () => await Failed("SerializationException%") == 1, 10);
        var after = await probe.Tell();
        await Probe.Eventually(async () => await probe.TimesTaken(after) == 1, 10);
        Assert.Equal(before + 1, await Failed("%"));
    }

    private async Task<int> Failed(string reason)
    {
        var count = 0;
        await probe.InDb(async db => count = await db.FailedMessages.CountAsync(failed => failed.Consumer == "take-in" && EF.Functions.Like(failed.Reason, reason)));
        return count;
    }

    private async Task<int> Unsent()
    {
        var count = 0;
        await probe.InDb(async db => count = await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from outbox where sent_at is null and type like '%SomethingHappened%'").SingleAsync());
        return count;
    }

    private async Task<int> Waiting() =>
        (await probe.Management.GetFromJsonAsync<JsonElement>($"/api/queues/%2F/{Queue}")).TryGetProperty("messages", out var messages) ? messages.GetInt32() : 0;
}
