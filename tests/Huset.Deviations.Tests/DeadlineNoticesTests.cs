using Huset.Deviations.Features;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Huset.Deviations.Tests;

/// <summary>Reminders as time goes by, in a database of its own: the clock is set ahead for every case in it.</summary>
public sealed class DeadlineNoticesTests : IAsyncLifetime
{
    private readonly DeviationsHost host = new();
    private readonly Guid near = Guid.NewGuid(), above = Guid.NewGuid(), lex = Guid.NewGuid();

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        await Person(near, TestUnits.Solgarden, Roles.Enhetschef);
        await Person(above, TestUnits.ElderlyCare, Roles.Enhetschef);
        await Person(lex, TestUnits.Department, Roles.LexUtredare);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_manager_is_reminded_before_and_after_the_last_day_the_one_above_later_and_each_once()
    {
        var id = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Solgarden));
        await host.Work(id, deviation =>
        {
            deviation.Assess(1, 1, "Ringa.", Arrange.Karin, Arrange.Now);
            deviation.Answer("Tack.", Arrange.Karin, Arrange.Now);
        });
        // The example rules: an investigation takes three weeks, is reminded of three days before and when it has passed, and the manager above is told two weeks later.
        var last = Arrange.Today.AddDays(21);
        await At(last.AddDays(-3), -1);
        Assert.Empty(await Told(near, id));
        await At(last.AddDays(-3));
        Assert.Equal([$"deadline-near investigation {last:yyyy-MM-dd}"], await Told(near, id));
        // The second before midnight it is the last day still; at midnight it is not.
        await At(last.AddDays(1), -1);
        Assert.Single(await Told(near, id));
        await At(last.AddDays(1));
        Assert.Equal([$"deadline-near investigation {last:yyyy-MM-dd}", $"deadline-passed investigation {last:yyyy-MM-dd}"], await Told(near, id));
        Assert.Empty(await Told(above, id));
        // Two at once, and after a new start.
        await Task.WhenAll(At(last.AddDays(15)), At(last.AddDays(15)));
        await At(last.AddDays(16));
        Assert.Equal(2, (await Told(near, id)).Count);
        Assert.Equal([$"deadline-escalated investigation {last:yyyy-MM-dd}"], await Told(above, id));
    }

    [Fact]
    public async Task A_last_day_that_a_pause_moves_is_reminded_of_anew()
    {
        var id = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Solgarden));
        await host.Work(id, deviation =>
        {
            deviation.Assess(1, 1, "Ringa.", Arrange.Karin, Arrange.Now);
            deviation.Answer("Tack.", Arrange.Karin, Arrange.Now);
        });
        var last = Arrange.Today.AddDays(21);
        await At(last);
        await host.Work(id, deviation =>
        {
            deviation.Pause(Arrange.Today.AddDays(30), "Den enskildes berättelse.", Arrange.Karin, Arrange.Now);
        });
        await At(last.AddDays(29 - 4));
        Assert.Single(await Told(near, id));
        await At(last.AddDays(29 - 3));
        Assert.Equal([$"deadline-near investigation {last:yyyy-MM-dd}", $"deadline-near investigation {last.AddDays(29):yyyy-MM-dd}"], await Told(near, id));
    }

    [Fact]
    public async Task Of_a_lex_sarah_case_its_investigators_are_reminded_and_nobody_else_and_only_as_long_as_they_are_that()
    {
        var id = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Solgarden));
        await host.HandOver(id);
        await At(Arrange.Today.AddDays(80));
        Assert.Empty(await Told(near, id));
        Assert.Empty(await Told(above, id));
        Assert.Equal([$"deadline-passed lex-sarah-investigation {Arrange.Today.AddDays(56):yyyy-MM-dd}"], await Told(lex, id));
        var investigator = new TestUser("lex", [Roles.LexUtredare], HomeUnit: TestUnits.Department) { Id = lex };
        Assert.Contains(id, await Listed(investigator));
        Assert.DoesNotContain(id, await Listed(investigator with { Roles = [Roles.Medarbetare] }));
    }

    [Fact]
    public async Task What_an_old_system_brings_that_was_late_long_ago_is_told_to_nobody_and_stands_as_late()
    {
        const string file = "externalReference;unitCode;occurredAt;kind;harm;description;reportedAt\nG-1;solgarden;2019-03-04 07:30;social-care;none;Dosen glömdes.;2019-03-05 08:00\n";
        await host.As(TestUsers.Administrator).PostAsync("/deviations/v1/imports?source=gammalt", new StringContent(file, System.Text.Encoding.UTF8, "text/csv")).Json();
        var id = await host.Scalar<Guid>("select id from deviations where import_reference = 'G-1'");
        await At(Arrange.Today);
        Assert.Empty(await Told(near, id));
        Assert.Empty(await Told(above, id));
        var deadlines = (await host.As(TestUsers.OtherManager).GetAsync($"/deviations/v1/deviations/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray();
        Assert.Equal("passed", deadlines.Single(deadline => deadline.Text("rule") == "assessment").Text("state"));
    }

    private async Task<List<Guid>> Listed(TestUser user) =>
        [.. (await host.As(user).GetAsync("/deviations/v1/notices?limit=100").Json()).GetProperty("items").EnumerateArray().Select(notice => notice.GetProperty("deviationId").GetGuid())];

    // As after a new start, so that nothing is remembered but what is stored.
    private Task At(DateOnly day, int seconds = 0)
    {
        var services = host.Factory.Services;
        var clock = new Standing(SwedishTime.StartOf(day).AddSeconds(seconds));
        return new KeepTime(services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<Bells>(), services.GetRequiredService<UnitTree>(), clock, NullLogger<KeepTime>.Instance)
            .Remind(CancellationToken.None);
    }

    private async Task<IReadOnlyList<string>> Told(Guid person, Guid deviation)
    {
        await using var command = host.Owner.CreateCommand("select kind || ' ' || deadline || ' ' || last_day from notices where person_id = $1 and deviation_id = $2 and kind <> 'answered' order by at, id");
        command.Parameters.Add(new() { Value = $"{person}" });
        command.Parameters.Add(new() { Value = deviation });
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync()) found.Add(reader.GetString(0));
        return found;
    }

    private Task<string> Person(Guid id, string unit, string role) => host.Scalar<string>(
        "insert into people (id, name, units, roles, seen_at) values ($1, 'Chef', array[$2], array[$3], now()) returning id", $"{id}", unit, role);

    private sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
