using System.Text.Json;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Huset.Analytics.Tests;

public sealed class StoreEventsTests(AnalyticsHost host)
{
    [Fact]
    public async Task An_event_is_kept_as_a_finished_CloudEvent()
    {
        var (deviation, id) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.Tell(Messages.Deviation(deviation, id: id));

        var body = await host.Scalar<string>("select body from events where id = $1", id);
        var sequence = await host.Scalar<long>("select sequence from events where id = $1", id);
        Assert.Equal(
            $$$"""
            {"specversion":"1.0","id":"{{{id}}}","source":"/huset/9999/deviations","type":"se.huset.deviations.deviation-reported.v1","subject":"{{{deviation}}}","time":"2026-03-10T07:12:00Z","datacontenttype":"application/json","unitcode":"norrangen","subjectversion":1,"sequence":"{{{sequence:D19}}}","data":{"deviationId":"{{{deviation}}}","unitCode":"norrangen","kind":"health-care","harm":"minor","occurredOn":"2026-03-10","occurredHour":7,"status":"reported","severity":null,"probability":null,"links":[{"rel":"arose-in","type":"activity","id":"0199c1d2-0000-7000-8000-000000000001"}],"category":null,"topic":null,"nature":"happened","counts":null}}
            """, body);
    }

    [Fact]
    public async Task A_second_edition_of_a_contract_is_a_type_of_its_own()
    {
        await host.Tell(Messages.Of("SomethingMeasuredV2", 1));
        Assert.Single(await host.Logged("se.huset.testing.something-measured.v2"));
    }

    [Fact]
    public async Task However_often_and_by_however_many_it_is_told_an_event_is_logged_once_and_numbers_have_no_gaps()
    {
        var messages = Messages.Many("ToldAgain", 1_000).ToList();
        var told = messages.Select(message => CloudEvent.Of(message, "9999")!).ToList();
        var log = host.Factory.Services.GetRequiredService<EventLog>();
        var random = new Random(1);
        // Beside the service's own writer, those of other replicas.
        var replicas = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            foreach (var batch in told.OrderBy(_ => random.Next()).Chunk(70)) await log.Append(batch, CancellationToken.None);
        })).ToList();
        await host.Tell(messages.Concat(messages));
        await Task.WhenAll(replicas);

        Assert.Equal(Enumerable.Range(0, 1_000).Select(subject => $"{subject}").Order(), (await host.Logged("se.huset.testing.told-again.v1")).Select(entry => entry.Subject).Order());
        Assert.True(await host.Scalar<bool>("select count(*) = max(sequence) and min(sequence) = 1 and max(sequence) = (select last from log_position) from events"));
        Assert.True(await host.Scalar<bool>("select bool_and(body::json->>'sequence' = lpad(sequence::text, 19, '0')) from events"));
    }

    [Fact]
    public async Task An_internal_event_enters_no_log_and_no_count()
    {
        var deviation = Guid.CreateVersion7();
        await host.Tell(Messages.Deviation(deviation, visibility: Visibility.Internal));
        Assert.Equal(0, await host.Scalar<long>("select count(*) from events where subject = $1", deviation.ToString()));
        Assert.Equal(0, await host.Scalar<long>("select count(*) from deviation_facts where deviation_id = $1", deviation));
    }

    [Fact]
    public async Task A_case_that_is_handed_over_and_returned_leaves_log_and_counts_as_they_were()
    {
        var deviation = Guid.CreateVersion7();
        await host.Tell(Messages.Deviation(deviation, 1, TestUnits.Kullen, "cooperation", "2021-06-10"));
        foreach (var (version, tracks) in new[] { (2, new[] { "lex-sarah" }), (3, []) })
        {
            var changed = new DeviationTracksChanged(
                deviation, tracks, TestUnits.Kullen, "cooperation", "minor", new(2021, 6, 10), 7, "reported", null, null, Visibility.Internal, [], version, DateTimeOffset.UtcNow);
            await host.Tell(new ReceivedMessage(
                Guid.CreateVersion7(), "urn:message:Huset.Deviations.Contracts:DeviationTracksChanged", JsonSerializer.SerializeToElement(changed, JsonSerializerOptions.Web), "deviations"));
            Assert.Equal(1, await host.Scalar<long>("select count(*) from events where subject = $1", deviation.ToString()));
            Assert.Equal(["kullen 2021-06-01 cooperation 1"], await Counts("2021-06-01", "2021-07-01"));
        }
        Assert.Equal(0, await host.Scalar<long>("select count(*) from events where type like '%tracks%'"));
    }

    [Fact]
    public async Task A_bad_message_fails_alone()
    {
        var (bad, badMessage) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var good = Enumerable.Range(0, 40).Select(_ => Guid.CreateVersion7()).ToList();
        var fate = Assert.ThrowsAsync<InvalidDataException>(() => host.Tell(Messages.Deviation(bad, occurredOn: "i tisdags", id: badMessage)));
        await host.Tell(good.Select(deviation => Messages.Deviation(deviation)));
        await fate;
        Assert.Equal(40, await host.Scalar<long>("select count(*) from deviation_facts where deviation_id = any($1)", good.ToArray()));
        Assert.Equal(0, await host.Scalar<long>("select count(*) from events where subject = $1", bad.ToString()));
        // Nor is it remembered as handled: sent again, it is new.
        Assert.Equal(0, await host.Scalar<long>("select count(*) from inbox where message_id = $1", badMessage));
        Assert.True(await host.Scalar<bool>("select count(*) = max(sequence) from events"));
    }

    [Theory]
    [InlineData("urn:message:Some.Other:Thing", """{"visibility":"analyst","subject":"1","subjectVersion":1,"at":"2026-01-01T00:00:00Z"}""")]
    [InlineData(Messages.DeviationReported, """{"visibility":"analyst","subjectVersion":1,"at":"2026-01-01T00:00:00Z"}""")]
    [InlineData(Messages.DeviationReported, """{"visibility":"analyst","subject":"1","at":"2026-01-01T00:00:00Z"}""")]
    [InlineData(Messages.DeviationReported, """{"visibility":"analyst","subject":"1","subjectVersion":1,"at":"nyss"}""")]
    [InlineData(Messages.DeviationReported, "[]")]
    public Task What_is_no_event_of_Huset_is_refused(string urn, string body) =>
        Assert.ThrowsAsync<InvalidDataException>(() => host.Tell(new ReceivedMessage(Guid.NewGuid(), urn, JsonSerializer.Deserialize<JsonElement>(body), "x")));

    [Fact]
    public async Task A_correction_takes_back_what_was_counted_and_an_older_event_changes_nothing()
    {
        var deviation = Guid.CreateVersion7();
        await host.Tell(Messages.Deviation(deviation, 1, TestUnits.Norrangen, "other", "2022-01-31"));
        await host.Tell(Messages.Deviation(deviation, 3, TestUnits.Kullen, "cooperation", "2022-02-01"));
        await host.Tell(Messages.Deviation(deviation, 2, TestUnits.Solgarden, "other", "2022-03-01"));
        Assert.Equal(["kullen 2022-02-01 cooperation 1"], await Counts("2022-01-01", "2022-04-01"));
    }

    [Fact]
    public async Task Of_several_events_of_a_case_in_one_batch_the_newest_counts()
    {
        var deviations = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToList();
        var told = deviations.SelectMany(deviation => new[] { 3, 1, 2 }.Select(version => Messages.Deviation(deviation, version, TestUnits.Kullen, "other", $"2022-0{version + 4}-10")));
        await host.Tell(told);
        Assert.Equal(["kullen 2022-07-01 other 50"], await Counts("2022-05-01", "2022-09-01"));
    }

    [Fact]
    public async Task Counted_anew_from_the_whole_log_the_counts_are_the_same()
    {
        foreach (var version in new[] { 1, 2 })
            await host.Tell(Enumerable.Range(0, 30).Select(n => Messages.Deviation(new Guid(n, 1, 2, [.. Enumerable.Repeat((byte)7, 8)]), version, occurredOn: $"2022-1{version}-10")));
        await using var connection = await host.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Run(connection, "lock table events, deviation_facts, deviation_counts in exclusive mode");
        await Run(connection, "create temporary table before on commit drop as select * from deviation_counts; delete from deviation_counts; delete from deviation_facts");
        await DeviationRollup.Count(transaction, 0, long.MaxValue, CancellationToken.None);
        await using var differences = new NpgsqlCommand("""
            select count(*) from (select unit_code, month, kind, count from before where count <> 0) b
            full join (select unit_code, month, kind, count from deviation_counts where count <> 0) a using (unit_code, month, kind)
            where a.count is distinct from b.count
            """, connection);
        Assert.Equal(0L, await differences.ExecuteScalarAsync());
        await transaction.RollbackAsync();
    }

    [Fact]
    public async Task What_is_known_of_each_subject_is_its_newest_state_and_the_same_reckoned_anew()
    {
        var id = new Guid(3, 1, 4, [.. Enumerable.Repeat((byte)9, 8)]);
        // The newer comes first.
        await host.Tell([Messages.Deviation(id, 3, kind: "other"), Messages.Deviation(id, 2, kind: "health-care")]);
        await host.Tell([Messages.Deviation(id, 1, kind: "social-care")]);
        await using (var command = host.Owner.CreateCommand($"select version || ' ' || (data->>'kind') from subjects where type = 'deviation' and id = '{id}'"))
            Assert.Equal("3 other", await command.ExecuteScalarAsync());
        await using var connection = await host.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Run(connection, "lock table events, subjects in exclusive mode");
        await Run(connection, "create temporary table before on commit drop as select * from subjects; delete from subjects");
        await Subjects.Keep(transaction, 0, long.MaxValue, CancellationToken.None);
        await using var differences = new NpgsqlCommand("select count(*) from ((table before except table subjects) union all (table subjects except table before)) d", connection);
        Assert.Equal(0L, await differences.ExecuteScalarAsync());
        await transaction.RollbackAsync();
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<string>> Counts(string from, string to)
    {
        await using var command = host.Owner.CreateCommand(
            "select unit_code || ' ' || month || ' ' || kind || ' ' || count from deviation_counts where month >= $1::text::date and month < $2::text::date and count <> 0 order by 1");
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = to });
        await using var reader = await command.ExecuteReaderAsync();
        var counts = new List<string>();
        while (await reader.ReadAsync()) counts.Add(reader.GetString(0));
        return counts;
    }
}
