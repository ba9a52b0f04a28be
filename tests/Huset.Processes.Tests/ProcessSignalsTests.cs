using System.Text.Json;
using Huset.Analytics.Contracts;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Identity;

namespace Huset.Processes.Tests;

/// <summary>Messages of signals in, marks on the process out, for who may see the unit's every number.</summary>
public sealed class ProcessSignalsTests(ProcessesHost host)
{
    private static readonly TestUser Norrangen = new("chef-tecken", [Roles.Enhetschef, Roles.Medarbetare], ["norrangen"], "norrangen");
    private static readonly DateOnly Month = MonthOf(ServiceDefaults.SwedishTime.Today(TimeProvider.System));

    [Fact]
    public async Task A_signal_shows_on_the_steps_where_its_deviations_arose_until_somebody_has_said_what_it_was()
    {
        var (id, steps) = await Drawn("Dela läkemedel", "Skriva");
        await Tell(Reported(steps[0], "health-care", Month));
        await Tell(Reported(steps[1], "other", Month));
        await Tell(Reported(steps[1], "health-care", Month.AddMonths(-2)));
        var found = Found("norrangen", "health-care", null);
        await host.Tell<KeepSignal<SignalFound>, SignalFound>(found);
        var seen = Of(await Signals(id, Norrangen), found);
        Assert.Equal((steps[0], $"/analys/tecken/{found.SignalId}"), (Assert.Single(seen!.Value.GetProperty("activityIds").EnumerateArray()).GetGuid(), seen.Value.GetProperty("page").GetString()));
        Assert.False(seen.Value.TryGetProperty("meaning", out _));

        var page = await Html(Norrangen, $"/processer/process/{id}?enhet=norrangen");
        Assert.Matches($@"<h2 id=""tecken"">[\s\S]*Väntar på svar[\s\S]*href=""/analys/tecken/{found.SignalId}"">Avvikelserna om vård eller läkemedel på Norrängens hemtjänst verkar ha kommit upp på en högre nivå, [\s\S]*I steget Dela läkemedel", page);
        Assert.Contains("data-label=\"1 avvikelse, tecken i styrdiagrammet\"", page);
        Assert.Contains("data-count=\"1 ◆\"", page);

        // Whoever may not open the unit's cases is told of no signal, on no page.
        foreach (var other in new[] { TestUsers.Employee, new TestUser("chef-kullen-tecken", [Roles.Enhetschef, Roles.Medarbetare], ["kullen"], "kullen") })
        {
            Assert.Null(Of(await Signals(id, other), found));
            Assert.Null(Of(await Signals(id, other, "?unitCode=norrangen"), found));
            Assert.DoesNotContain(found.SignalId.ToString(), await Html(other, $"/processer/process/{id}?enhet=norrangen"));
        }

        // The answer is told; the older message that comes late opens nothing.
        await host.Tell<KeepSignal<SignalAnswered>, SignalAnswered>(Answered(found, TimeProvider.System.GetUtcNow()));
        await host.Tell<KeepSignal<SignalFound>, SignalFound>(found);
        Assert.Equal("real-change", Of(await Signals(id, TestUsers.QualityDeveloper), found)!.Value.GetProperty("meaning").GetString());
        page = await Html(Norrangen, $"/processer/process/{id}?enhet=norrangen");
        Assert.Contains($"/analys/tecken/{found.SignalId}", page);
        Assert.DoesNotContain("data-count=\"1 ◆\"", page);
    }

    [Fact]
    public async Task A_signal_of_something_else_shows_at_the_head_for_who_looks_at_the_unit_and_leaves_when_it_is_old()
    {
        var (id, steps) = await Drawn("Planera");
        await Tell(Reported(steps[0], "other", Month));
        var (indicator, elsewhere) = (Found("norrangen", null, "deviations-harm"), Found("kullen", null, null));
        foreach (var found in new[] { indicator, elsewhere }) await host.Tell<KeepSignal<SignalFound>, SignalFound>(found);
        Assert.Null(Of(await Signals(id, TestUsers.QualityDeveloper), indicator));
        Assert.Null(Of(await Signals(id, TestUsers.QualityDeveloper), elsewhere));
        var chosen = await Signals(id, TestUsers.QualityDeveloper, "?unitCode=norrangen");
        Assert.Empty(Of(chosen, indicator)!.Value.GetProperty("activityIds").EnumerateArray());
        Assert.Null(Of(chosen, elsewhere));
        Assert.NotNull(Of(await Signals(id, TestUsers.QualityDeveloper, "?unitCode=ao"), elsewhere));
        Assert.Contains("Ett nyckeltal för Norrängens hemtjänst", await Html(Norrangen, $"/processer/process/{id}?enhet=norrangen"));

        await host.Tell<KeepSignal<SignalAnswered>, SignalAnswered>(Answered(indicator, TimeProvider.System.GetUtcNow().AddMonths(-4)));
        Assert.Null(Of(await Signals(id, TestUsers.QualityDeveloper, "?unitCode=norrangen"), indicator));
    }

    private static SignalFound Found(string unit, string? kind, string? indicator) =>
        new(Guid.NewGuid(), unit, kind, "shift", true, Month.AddMonths(-1), Month, "open", Visibility.Analyst, [new("concerns", "unit", unit)], 1, TimeProvider.System.GetUtcNow().AddDays(-1), indicator);

    private static SignalAnswered Answered(SignalFound found, DateTimeOffset at) =>
        new(found.SignalId, found.UnitCode, found.Kind, found.Pattern, found.Up, found.From, found.To, "answered", "real-change", Visibility.Analyst, found.Links, 2, at, found.Indicator);

    private static DeviationReported Reported(Guid step, string kind, DateOnly day) => new(
        Guid.NewGuid(), "norrangen", kind, "none", day, 8, "reported", null, null, Visibility.Analyst, [new("arose-in", "activity", step.ToString())], 1, TimeProvider.System.GetUtcNow());

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    private Task Tell(DeviationReported told) => host.Tell<CountInStep<DeviationReported>, DeviationReported>(told);

    private async Task<(Guid Id, Guid[] Steps)> Drawn(params string[] names)
    {
        var id = await host.PublishedProcess(names);
        var steps = (await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{id}/activities").Json()).GetProperty("items").EnumerateArray();
        return (id, [.. steps.Select(step => step.GetProperty("id").GetGuid())]);
    }

    private async Task<List<JsonElement>> Signals(Guid process, TestUser reader, string query = "") =>
        [.. (await host.As(reader).GetAsync($"{ProcessesHost.Processes}/{process}/heat{query}").Json()).GetProperty("signals").EnumerateArray()];

    private static JsonElement? Of(List<JsonElement> signals, SignalFound found) =>
        signals.Where(signal => signal.GetProperty("signalId").GetGuid() == found.SignalId).Select(signal => (JsonElement?)signal).SingleOrDefault();

    private async Task<string> Html(TestUser user, string address) => WebUtility.HtmlDecode(await host.As(user).GetStringAsync(address));
}
