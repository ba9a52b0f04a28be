using System.Text.Json;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Identity;

namespace Huset.Processes.Tests;

/// <summary>Messages of deviations in, heat on the steps out.</summary>
public sealed class ReadHeatTests(ProcessesHost host)
{
    private static readonly TestUser Norrangen = new("chef-norrangen", [Roles.Enhetschef, Roles.Medarbetare], ["norrangen"], "norrangen");

    [Fact]
    public async Task Deviations_are_counted_on_the_step_where_they_arose()
    {
        var process = await Drawn("Planera", "Utföra");
        await Told(process.Steps[0], 7, kind: "health-care");
        await Told(process.Steps[1], 1, kind: "social-care");
        foreach (var nature in new[] { "good", "collective" }) await Consume(Reported(process.Steps[0], kind: "health-care") with { Nature = nature });
        var steps = await Heat(process, TestUsers.QualityDeveloper);
        Assert.Equal([("Planera", 7, 4), ("Utföra", 1, 1)], steps.Select(step => (step.GetProperty("name").GetString()!, step.GetProperty("count").GetInt32(), step.GetProperty("level").GetInt32())));
        var kind = Assert.Single(steps[0].GetProperty("byKind").EnumerateArray());
        Assert.Equal(("health-care", 7), (kind.GetProperty("code").GetString(), kind.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task Levels_follow_the_step_that_has_the_most()
    {
        var process = await Drawn("Inget", "Få", "En tredjedel", "Två tredjedelar", "Flest");
        foreach (var (step, count) in process.Steps.Zip([0, 4, 6, 12, 18])) await Told(step, count);
        Assert.Equal([0, 1, 2, 3, 4], (await Heat(process, TestUsers.QualityDeveloper)).Select(step => step.GetProperty("level").GetInt32()));
    }

    [Fact]
    public async Task Small_numbers_are_hidden_from_who_may_not_open_the_cases()
    {
        var process = await Drawn("Få", "Många", "Inget");
        await Told(process.Steps[0], 4);
        await Told(process.Steps[1], 5, kind: "other");
        await Told(process.Steps[1], 3, kind: "health-care");
        var steps = await Heat(process, TestUsers.Employee);
        Assert.True(steps[0].GetProperty("hidden").GetBoolean());
        Assert.Equal(1, steps[0].GetProperty("level").GetInt32());
        Assert.False(steps[0].TryGetProperty("count", out _));
        Assert.Equal((1, 4), Between(steps[0]));
        Assert.False(steps[0].TryGetProperty("byKind", out _));
        Assert.True(steps[1].GetProperty("hidden").GetBoolean());
        Assert.Equal((5, 9), Between(steps[1]));
        // Five of eight told by kind would tell the three.
        Assert.False(steps[1].TryGetProperty("byKind", out _));
        Assert.Equal((0, false), (steps[2].GetProperty("count").GetInt32(), steps[2].GetProperty("hidden").GetBoolean()));
    }

    [Fact]
    public async Task A_manager_sees_every_number_of_the_own_unit_and_of_no_other()
    {
        var process = await Drawn("Planera");
        await Told(process.Steps[0], 2, unit: "norrangen");
        await Told(process.Steps[0], 3, unit: "kullen");
        Assert.Equal(2, (await Heat(process, Norrangen, "?unitCode=norrangen"))[0].GetProperty("count").GetInt32());
        var other = (await Heat(process, Norrangen, "?unitCode=kullen"))[0];
        Assert.True(other.GetProperty("hidden").GetBoolean());
        Assert.All(new[] { "count", "atLeast", "atMost", "level" }, name => Assert.False(other.TryGetProperty(name, out _)));
        // All but one's own is told as others' numbers are: two, and one to four.
        Assert.Equal((3, 6), Between((await Heat(process, Norrangen))[0]));
        Assert.Equal(5, (await Heat(process, TestUsers.QualityDeveloper, "?unitCode=ao"))[0].GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_is_asked_and_subtracted_a_small_number_is_not_to_be_had(bool ofManager)
    {
        var reader = ofManager ? Norrangen : TestUsers.Employee;
        var (few, many) = (await Made(1, 2), await Made(4, 3));
        string[] days = ["2026-01-01", "2026-03-01", "2026-03-10", "2026-03-11", "2026-03-12", "2026-04-01", "2026-06-01", "2027-01-01"];
        string[] units = ["", "&unitCode=norrangen", "&unitCode=kullen", "&unitCode=ao"];
        var queries = days.SelectMany((first, index) => days.Skip(index + 1).SelectMany(last => units.Select(unit => $"?from={first}&to={last}{unit}"))).ToList();
        // Who may open the cases sees that the two differ; to the others every answer is the same.
        Assert.NotEqual(await Answers(few, TestUsers.QualityDeveloper), await Answers(many, TestUsers.QualityDeveloper));
        Assert.Equal(await Answers(few, reader), await Answers(many, reader));

        // A small number one day and five the next, of another unit and of the reader's; and one that is small by itself.
        async Task<DrawnProcess> Made(int small, int alone)
        {
            var process = await Drawn("Planera", "Utföra");
            await Told(process.Steps[0], small, unit: "kullen", day: "2026-03-10");
            await Told(process.Steps[0], 5, kind: "health-care", unit: "kullen", day: "2026-03-11");
            await Told(process.Steps[0], 5, unit: "norrangen", day: "2026-03-10");
            await Told(process.Steps[1], alone, unit: "kullen", day: "2026-05-01");
            return process;
        }

        async Task<List<string>> Answers(DrawnProcess process, TestUser asker)
        {
            var answers = new List<string>();
            foreach (var query in queries)
                answers.AddRange((await Heat(process, asker, query)).Select(step => $"{query}: {string.Join(", ", step.EnumerateObject().Where(field => field.Name != "activityId"))}"));
            return answers;
        }
    }

    [Fact]
    public async Task Who_looks_again_and_again_sees_no_single_case_come()
    {
        var process = await Drawn("Planera");
        var seen = new List<(long, long)>();
        for (var count = 1; count <= 11; count++)
        {
            await Told(process.Steps[0], 1);
            seen.Add(Between((await Heat(process, TestUsers.Employee))[0]));
        }
        Assert.Equal([(1, 4), (1, 4), (1, 4), (1, 4), (5, 9), (5, 9), (5, 9), (5, 9), (5, 9), (10, 14), (10, 14)], seen);
    }

    [Fact]
    public async Task Who_may_not_open_the_cases_gets_the_whole_year_of_the_last_day()
    {
        var process = await Drawn("Planera");
        var answer = await Ask(process, TestUsers.Employee, "?from=2025-11-03&to=2026-02-04").Json();
        Assert.Equal(("2026-01-01", "2027-01-01"), (answer.GetProperty("from").GetString(), answer.GetProperty("to").GetString()));
        answer = await Ask(process, TestUsers.Employee, "?from=2025-06-01&to=2026-01-01").Json();
        Assert.Equal(("2025-01-01", "2026-01-01"), (answer.GetProperty("from").GetString(), answer.GetProperty("to").GetString()));
        Assert.Equal("9999-12-31", (await Ask(process, TestUsers.Employee, "?to=9999-12-31").Json()).GetProperty("to").GetString());
    }

    [Fact]
    public async Task From_is_in_the_time_and_to_is_not()
    {
        var process = await Drawn("Planera");
        foreach (var day in new[] { "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01" }) await Told(process.Steps[0], 1, day: day);
        Assert.Equal(2, (await Heat(process, TestUsers.QualityDeveloper, "?from=2026-02-01&to=2026-03-01"))[0].GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_case_that_becomes_restricted_stays_counted_as_it_was_and_tells_nothing_of_what_is_done_with_it()
    {
        var process = await Drawn("Planera", "Utföra");
        var reported = Reported(process.Steps[0]);
        await Consume(reported);
        async Task<IEnumerable<int>> Counts() => (await Heat(process, TestUsers.QualityDeveloper)).Select(step => step.GetProperty("count").GetInt32());
        Assert.Equal([1, 0], await Counts());
        var moved = reported with { Links = Link(process.Steps[1]), Harm = "serious" };
        await Consume(Tracked(reported, 2, "lex-sarah"));
        Assert.Equal([1, 0], await Counts());
        await Consume(Advanced(moved, 3, Visibility.Internal));
        Assert.Equal([1, 0], await Counts());
        Assert.Equal("none", await host.Scalar<string>("select harm from step_deviations where deviation_id = $1", reported.DeviationId));
        await Consume(Tracked(moved, 4));
        Assert.Equal([0, 1], await Counts());
    }

    [Fact]
    public async Task An_older_message_that_comes_late_changes_nothing()
    {
        var process = await Drawn("Planera", "Utföra");
        var reported = Reported(process.Steps[0]);
        await Consume(Advanced(reported with { Links = Link(process.Steps[1]) }, 2, Visibility.Analyst));
        await Consume(reported);
        await Consume(reported);
        Assert.Equal([0, 1], (await Heat(process, TestUsers.QualityDeveloper)).Select(step => step.GetProperty("count").GetInt32()));

        var restricted = Reported(process.Steps[0]);
        await Consume(Tracked(restricted, 2, "lex-maria"));
        await Consume(restricted);
        Assert.Equal(1, (await Heat(process, TestUsers.QualityDeveloper))[0].GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task An_ended_step_is_counted_under_its_successor_and_told_alone_when_it_has_none()
    {
        var process = await Drawn("Gammalt", "Äldre", "Borttaget", "Nytt", "Aldrig använt");
        await End(process.Steps[1], process.Steps[0]);
        await End(process.Steps[0], process.Steps[3]);
        await End(process.Steps[2], null);
        await End(process.Steps[4], null);
        await Told(process.Steps[0], 1);
        await Told(process.Steps[1], 1);
        await Told(process.Steps[2], 1);
        await Told(process.Steps[3], 1);
        var steps = await Heat(process, TestUsers.QualityDeveloper);
        Assert.Equal([("Nytt", 3, false), ("Borttaget", 1, true)], steps.Select(step => (step.GetProperty("name").GetString()!, step.GetProperty("count").GetInt32(), step.GetProperty("ended").GetBoolean())));
        Assert.Equal(["Gammalt", "Äldre"], steps[0].GetProperty("earlier").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task A_choice_that_cannot_be_is_refused_by_its_field()
    {
        var process = await Drawn("Planera");
        await Ask(process, TestUsers.Employee, "?unitCode=finns-inte").NamesField("unitCode");
        await Ask(process, TestUsers.Employee, "?from=2026-02-01&to=2026-02-01").NamesField("to");
        await Ask(process, TestUsers.Employee, "?to=0001-01-01").NamesField("to");
        await host.As(TestUsers.Employee).GetAsync($"/processes/v1/processes/{Guid.NewGuid()}/heat").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Many_deviations_are_counted_from_the_index_alone()
    {
        var process = await Drawn("Ett", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta");
        await host.Scalar<int>("""
            with made as (
                insert into step_deviations (deviation_id, activity_id, unit_code, occurred_on, kind, harm, subject_version)
                select gen_random_uuid(), $1[1 + n % 8], (array['norrangen', 'kullen', 'solgarden'])[1 + n % 3], current_date - n % 300, (array['health-care', 'social-care', 'other'])[1 + n % 3], 'none', 1
                from generate_series(1, 20000) n returning 1)
            select count(*)::int from made
            """, process.Steps);
        await using (var vacuum = host.Owner.CreateCommand("vacuum analyze step_deviations")) await vacuum.ExecuteNonQueryAsync();
        Assert.Equal(20000, (await Heat(process, TestUsers.QualityDeveloper)).Sum(step => step.GetProperty("count").GetInt32()));
        var plan = new List<string>();
        await using var explain = host.Owner.CreateCommand("explain select activity_id, kind, harm, count(*) from step_deviations where activity_id = any($1) and occurred_on >= current_date - 365 and occurred_on < current_date + 1 group by 1, 2, 3");
        explain.Parameters.Add(new() { Value = new[] { process.Steps[0] } });
        await using var lines = await explain.ExecuteReaderAsync();
        while (await lines.ReadAsync()) plan.Add(lines.GetString(0));
        Assert.Contains(plan, line => line.Contains("Index Only Scan using ix_step_deviations_activity_id_occurred_on", StringComparison.Ordinal));
    }

    private static (long, long) Between(JsonElement step) => (step.GetProperty("atLeast").GetInt64(), step.GetProperty("atMost").GetInt64());

    private sealed record DrawnProcess(Guid Id, Guid[] Steps);

    private async Task<DrawnProcess> Drawn(params string[] names)
    {
        var id = await host.PublishedProcess([.. names.Select((name, index) => $"{name}:{index + 1}")]);
        var steps = (await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/activities").Json()).GetProperty("items").EnumerateArray();
        return new(id, [.. steps.Select(step => step.GetProperty("id").GetGuid())]);
    }

    // In the table: how a step is ended has tests of its own.
    private Task<Guid> End(Guid step, Guid? successor) =>
        host.Scalar<Guid>("update activities set last_version = 1, replaced_by_id = $2 where id = $1 returning id", step, (object?)successor ?? DBNull.Value);

    private async Task Told(Guid step, int times, string kind = "other", string unit = "norrangen", string? day = null)
    {
        for (var i = 0; i < times; i++) await Consume(Reported(step, kind, unit, day));
    }

    private static DeviationReported Reported(Guid step, string kind = "other", string unit = "norrangen", string? day = null) => new(
        Guid.NewGuid(), unit, kind, "none", day is null ? ServiceDefaults.SwedishTime.Today(TimeProvider.System) : DateOnly.Parse(day), 8, "reported", null, null,
        Visibility.Analyst, Link(step), 1, TimeProvider.System.GetUtcNow());

    private static DeviationAdvanced Advanced(DeviationReported told, int version, Visibility visibility) => new(
        told.DeviationId, told.UnitCode, told.Kind, told.Harm, told.OccurredOn, 8, "acting", null, null, visibility, told.Links, version, told.At);

    private static DeviationTracksChanged Tracked(DeviationReported told, int version, params string[] tracks) => new(
        told.DeviationId, tracks, told.UnitCode, told.Kind, told.Harm, told.OccurredOn, 8, "assessed", null, null, Visibility.Internal, told.Links, version, told.At);

    private static Link[] Link(Guid step) => [new("arose-in", "activity", step.ToString())];

    private Task Consume<TEvent>(TEvent told) where TEvent : class, IDeviationState => host.Tell<CountInStep<TEvent>, TEvent>(told);

    private Task<HttpResponseMessage> Ask(DrawnProcess process, TestUser reader, string query = "") => host.As(reader).GetAsync($"/processes/v1/processes/{process.Id}/heat{query}");

    private async Task<List<JsonElement>> Heat(DrawnProcess process, TestUser reader, string query = "") => [.. (await Ask(process, reader, query).Json()).GetProperty("items").EnumerateArray()];
}
