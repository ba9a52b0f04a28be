using System.Reflection;
using System.Text.Json;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Identity;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

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
        Assert.False(steps[0].TryGetProperty("byKind", out _));
        Assert.Equal(8, steps[1].GetProperty("count").GetInt32());
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
        Assert.True((await Heat(process, Norrangen, "?unitCode=kullen"))[0].GetProperty("hidden").GetBoolean());
        Assert.Equal(5, (await Heat(process, Norrangen))[0].GetProperty("count").GetInt32());
        Assert.Equal(5, (await Heat(process, TestUsers.QualityDeveloper, "?unitCode=ao"))[0].GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task From_is_in_the_time_and_to_is_not()
    {
        var process = await Drawn("Planera");
        foreach (var day in new[] { "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01" }) await Told(process.Steps[0], 1, day: day);
        Assert.Equal(2, (await Heat(process, TestUsers.QualityDeveloper, "?from=2026-02-01&to=2026-03-01"))[0].GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_case_that_becomes_restricted_is_counted_no_longer_until_it_is_returned()
    {
        var process = await Drawn("Planera");
        var reported = Reported(process.Steps[0]);
        await Consume(reported);
        async Task<int> Count() => (await Heat(process, TestUsers.QualityDeveloper))[0].GetProperty("count").GetInt32();
        Assert.Equal(1, await Count());
        await Consume(Tracked(reported, 2, "lex-sarah"));
        Assert.Equal(0, await Count());
        Assert.Equal("", await host.Scalar<string>("select concat(activity_id, unit_code, kind, harm) from step_deviations where deviation_id = $1", reported.DeviationId));
        await Consume(Advanced(reported, 3, Visibility.Internal));
        Assert.Equal(0, await Count());
        await Consume(Tracked(reported, 4));
        Assert.Equal(1, await Count());
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
        Assert.Equal(0, (await Heat(process, TestUsers.QualityDeveloper))[0].GetProperty("count").GetInt32());
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
        Guid.NewGuid(), unit, kind, "none", day is null ? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1) : DateOnly.Parse(day), 8, "reported", null, null,
        Visibility.Analyst, Link(step), 1, TimeProvider.System.GetUtcNow());

    private static DeviationAdvanced Advanced(DeviationReported told, int version, Visibility visibility) => new(
        told.DeviationId, told.UnitCode, told.Kind, told.Harm, told.OccurredOn, 8, "acting", null, null, visibility, told.Links, version, told.At);

    private static DeviationTracksChanged Tracked(DeviationReported told, int version, params string[] tracks) => new(
        told.DeviationId, tracks, told.UnitCode, told.Kind, told.Harm, told.OccurredOn, 8, "assessed", null, null, Visibility.Internal, told.Links, version, told.At);

    private static Link[] Link(Guid step) => [new("arose-in", "activity", step.ToString())];

    private async Task Consume<TEvent>(TEvent told) where TEvent : class, IDeviationState
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        var context = DispatchProxy.Create<ConsumeContext<TEvent>, Delivery>();
        ((Delivery)(object)context).Message = told;
        await scope.ServiceProvider.GetRequiredService<CountInStep<TEvent>>().Consume(context);
    }

    private Task<HttpResponseMessage> Ask(DrawnProcess process, TestUser reader, string query = "") => host.As(reader).GetAsync($"/processes/v1/processes/{process.Id}/heat{query}");

    private async Task<List<JsonElement>> Heat(DrawnProcess process, TestUser reader, string query = "") => [.. (await Ask(process, reader, query).Json()).GetProperty("items").EnumerateArray()];

    /// <summary>A delivery that says nothing but its message.</summary>
    public class Delivery : DispatchProxy
    {
        public object? Message { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == "get_Message" ? Message : targetMethod.ReturnType.IsValueType ? Activator.CreateInstance(targetMethod.ReturnType) : null;
    }
}
