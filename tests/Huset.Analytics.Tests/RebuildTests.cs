using System.Net.Http.Json;
using System.Text.Json;

namespace Huset.Analytics.Tests;

/// <summary>Counting anew, on a log of its own, since it looks at all of it.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private const string Path = "/analytics/v1/rebuilds";
    private readonly AnalyticsHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task What_is_counted_anew_is_what_was_counted_and_what_had_been_altered_is_put_right()
    {
        var cases = Enumerable.Range(0, 40).Select(_ => Guid.CreateVersion7()).ToList();
        await host.Tell(cases.Select(id => Messages.Deviation(id)));
        // A case that moves leaves a count of none behind, which is no difference.
        await host.Tell(Messages.Deviation(cases[0], version: 2, unit: TestUnits.Kullen));
        await host.Tell(Messages.Deviation(cases[0], version: 3));

        foreach (var model in new[] { "deviation-counts", "subjects" })
        {
            var first = await Rebuilt(model);
            Assert.Equal(("done", 0), (first.GetProperty("state").GetString(), first.GetProperty("changed").GetInt64()));
            Assert.Equal("0000000000000000042", first.GetProperty("position").GetString());
            Assert.Equal(first.GetProperty("digest").GetString(), (await Rebuilt(model)).GetProperty("digest").GetString());
        }

        await Run("update deviation_counts set count = count + 1 where unit_code = 'norrangen'; delete from deviation_facts where deviation_id = (select min(deviation_id::text)::uuid from deviation_facts)");
        await Run($"update subjects set data = '{{}}' where id = '{cases[1]}'; insert into subjects (type, id, version, sequence, service, first_at, changed_at, data) values ('deviation', 'none', 1, 1, 'deviations', now(), now(), '{{}}')");
        Assert.Equal(2, (await Rebuilt("deviation-counts")).GetProperty("changed").GetInt64());
        Assert.Equal(2, (await Rebuilt("subjects")).GetProperty("changed").GetInt64());
        Assert.All((await host.Verify()).Values, check => Assert.True(check.GetProperty("ok").GetBoolean(), check.GetRawText()));

        var page = await (await host.As(TestUsers.Administrator).GetAsync("/analys/drift/omrakningar")).Content.ReadAsStringAsync();
        Assert.Contains("2 rader stämde inte med loggen och är rättade, av 163", page);
    }

    [Fact]
    public async Task Events_that_come_meanwhile_are_counted_and_the_same_is_not_counted_twice_at_once()
    {
        await host.Tell(Enumerable.Range(0, 200).Select(_ => Messages.Deviation(Guid.CreateVersion7())));
        // The log is held, so that the counting cannot end.
        await using var holding = await host.Owner.OpenConnectionAsync();
        await using var transaction = await holding.BeginTransactionAsync();
        await using (var hold = holding.CreateCommand())
        {
            hold.CommandText = "select pg_advisory_xact_lock(727562)";
            await hold.ExecuteNonQueryAsync();
        }
        var begun = await Ask("subjects");
        await host.As(TestUsers.Administrator).PostAsJsonAsync(Path, new { model = "subjects" }).Problem(HttpStatusCode.Conflict, "rebuild.running");
        var coming = host.Tell(Enumerable.Range(0, 30).Select(_ => Messages.Deviation(Guid.CreateVersion7())));
        await transaction.CommitAsync();
        await coming;
        var done = await Done(begun);
        Assert.Equal(0, done.GetProperty("changed").GetInt64());
        Assert.Equal(230, await host.Scalar<long>("select count(*) from subjects"));
        Assert.All((await host.Verify()).Values, check => Assert.True(check.GetProperty("ok").GetBoolean(), check.GetRawText()));
        await host.As(TestUsers.Administrator).PostAsJsonAsync(Path, new { model = "everything" }).NamesField("model");
    }

    [Fact]
    public async Task What_indicators_count_follows_a_case_that_moves_comes_due_by_itself_and_is_caught_up_with()
    {
        var cases = Enumerable.Range(0, 6).Select(_ => Guid.CreateVersion7()).ToList();
        await host.Tell(cases.Select(id => Messages.Deviation(id)));
        await host.Tell(Messages.Deviation(cases[0], version: 2, unit: TestUnits.Kullen));
        await host.Tell(Messages.Deviation(cases[1], version: 2, occurredOn: "2026-04-10"));
        await host.Tell(Messages.Deviation(cases[0], version: 1, unit: TestUnits.Solgarden));
        string[] counted = ["kullen 2026-03 1/1", "norrangen 2026-03 4/4", "norrangen 2026-04 1/1"];
        Assert.Equal(counted, await Counted("deviations-harm"));

        // What is told of today is answered or not in thirty days.
        Assert.Equal(["kullen 2026-03 0/1", "norrangen 2026-03 0/5"], await Counted("deviations-answered"));
        await host.Tell(Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Hasselvagen, at: DateTimeOffset.UtcNow));
        Assert.Equal(6, await Answered());
        await Run("update indicator_rows set due_on = current_date - 2 where unit_code = 'hasselvagen' and due_on is not null");
        Assert.Equal(7, await Answered());
        Assert.Equal(2, (await Counted("deviations-answered")).Count);
        await host.Tell(Messages.Of("Bell", 1));
        Assert.Equal(7, await Answered());
        Assert.Equal(3, (await Counted("deviations-answered")).Count);

        // As an older Huset leaves it, which stores events and knows nothing of this.
        await Run("delete from indicator_rows; delete from indicator_months; update indicator_position set last = 0");
        await host.Tell(Messages.Deviation(cases[0], version: 3));
        Assert.Equal(["hasselvagen 2026-03 1/1", "norrangen 2026-03 5/5", "norrangen 2026-04 1/1"], await Counted("deviations-harm"));
        await Run("update indicator_months set numerator = 7 where indicator = 'deviations-harm' and unit_code = 'hasselvagen'; delete from indicator_rows where indicator = 'deviations-reported'");
        Assert.Equal(8, (await Rebuilt("subjects")).GetProperty("changed").GetInt64());
        Assert.All((await host.Verify()).Values, check => Assert.True(check.GetProperty("ok").GetBoolean(), check.GetRawText()));
    }

    private async Task<long> Answered() =>
        (await host.As(TestUsers.Analyst).GetAsync("/analytics/v1/indicators/deviations-answered/series").Json()).GetProperty("points").EnumerateArray().Sum(point => point.GetProperty("denominator").GetInt64());

    private async Task<List<string>> Counted(string indicator)
    {
        await using var command = host.Owner.CreateCommand("select unit_code || ' ' || to_char(month, 'YYYY-MM') || ' ' || numerator || '/' || denominator from indicator_months where indicator = $1 and rows > 0 order by 1");
        command.Parameters.Add(new() { Value = indicator });
        await using var reader = await command.ExecuteReaderAsync();
        var months = new List<string>();
        while (await reader.ReadAsync()) months.Add(reader.GetString(0));
        return months;
    }

    private async Task<JsonElement> Rebuilt(string model) => await Done(await Ask(model));

    private async Task<Guid> Ask(string model) =>
        (await host.As(TestUsers.Administrator).PostAsJsonAsync(Path, new { model }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();

    private async Task<JsonElement> Done(Guid id)
    {
        var patience = DateTime.UtcNow.AddMinutes(1);
        while (true)
        {
            var rebuild = await host.As(TestUsers.Administrator).GetAsync($"{Path}/{id}").Json();
            if (rebuild.GetProperty("state").GetString() is "done" or "failed") return rebuild;
            Assert.True(DateTime.UtcNow < patience, rebuild.GetRawText());
            await Task.Delay(50);
        }
    }

    private async Task Run(string sql)
    {
        await using var command = host.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
