using System.Text.Json;

namespace Huset.Analytics.Tests;

/// <summary>`verify` on a log of its own, since it looks at all of it.</summary>
public sealed class VerifyTests : IAsyncLifetime
{
    private readonly AnalyticsHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task What_is_whole_is_said_to_be_whole_and_what_is_lost_or_altered_is_found()
    {
        var cases = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToList();
        await host.Tell(cases.Select(id => Messages.Deviation(id)));
        await host.Tell(Messages.Deviation(cases[0], version: 2, unit: TestUnits.Kullen));
        await host.Tell(Messages.Of("Counted", 1));

        var whole = await host.Verify();
        Assert.All(whole.Values, check => Assert.True(check.GetProperty("ok").GetBoolean(), check.GetRawText()));
        Assert.Equal((22, 20), (Figure(whole["sequence"], "last"), Figure(whole["rollup"], "facts")));
        Assert.Equal(22, (await host.Verify())["sequence"].GetProperty("figures").GetProperty("events").GetInt64());

        await Altered("update deviation_counts set count = count + 1 where unit_code = 'kullen'", "rollup");
        await Altered($"update deviation_facts set kind = 'other' where deviation_id = '{cases[1]}'", "rollup");
        await Altered("delete from events where sequence = 7", "sequence");
        await Altered("delete from events where sequence = 22", "sequence");
        await Altered("update events set id = (select id from events where sequence = 3) where sequence = 4", "sequence");
        await Altered("update events set body = replace(body, lpad('5', 19, '0'), lpad('6', 19, '0')) where sequence = 5", "sequence");
        await Altered("update relay_position set last = 23", "relay");
        await Altered("insert into outbox (id, type, body, created_at, error) values (gen_random_uuid(), 'x', '{}', now(), 'why')", "outbox");
    }

    // Alters, looks, and puts back: by a copy of every table that an alteration touches.
    private async Task Altered(string sql, string check)
    {
        string[] tables = ["events", "deviation_counts", "deviation_facts", "relay_position", "outbox"];
        await Run(string.Join(';', tables.Select(table => $"create table copy_{table} as table {table}")));
        await Run(sql);
        var found = await host.Verify();
        Assert.False(found[check].GetProperty("ok").GetBoolean(), $"{sql} was not found: {found[check].GetRawText()}");
        await Run(string.Join(';', tables.Select(table => $"truncate {table}; insert into {table} overriding system value table copy_{table}; drop table copy_{table}")));
    }

    private async Task Run(string sql)
    {
        await using var command = host.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static long Figure(JsonElement check, string name) => check.GetProperty("figures").GetProperty(name).GetInt64();
}
