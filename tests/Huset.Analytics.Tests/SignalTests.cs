using System.Net.Http.Json;
using System.Text.Json;
using Huset.Analytics.Features.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Analytics.Tests;

/// <summary>What charts have shown and someone is asked about, on a log of its own.</summary>
public sealed class SignalTests : IAsyncLifetime
{
    private const string Path = "/analytics/v1/signals";
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow, "Europe/Stockholm"));
    private readonly AnalyticsHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task What_a_units_chart_shows_is_asked_about_once_and_what_it_was_stands_with_the_chart()
    {
        for (var back = 24; back > 0; back--)
        {
            await Count(TestUnits.Norrangen, "health-care", back, back == 1 ? 14 : back % 2 == 0 ? 3 : 5);
            await Count(TestUnits.Kullen, "other", back, back % 2 == 0 ? 3 : 5);
        }
        Assert.True(await Look() > 0);
        Assert.Equal(0, await Look());

        var waiting = await Open(TestUsers.Manager);
        // The unit's whole tells of it, and its one kind is not asked about too.
        var signal = Assert.Single(waiting, found => found.GetProperty("unitCode").GetString() == TestUnits.Norrangen);
        Assert.False(signal.TryGetProperty("kind", out _));
        Assert.Contains("sticker ut med 14 avvikelser", signal.GetProperty("sentence").GetString());
        Assert.DoesNotContain(waiting, found => found.GetProperty("unitCode").GetString() == TestUnits.Kullen);
        Assert.Contains("tecken i diagrammen väntar på att du säger vad det var", await (await host.As(TestUsers.Manager).GetAsync("/analytics/v1/room")).Content.ReadAsStringAsync());

        var one = $"{Path}/{signal.GetProperty("id").GetGuid()}";
        await host.As(TestUsers.Manager).PostAsJsonAsync($"{one}/answer", new { meaning = "reporting-changed" }).NamesField("answer");
        await host.As(TestUsers.Manager).PostAsJsonAsync($"{one}/answer", new { meaning = "luck", answer = "Tur." }).NamesField("meaning");
        await host.As(TestUsers.Analyst).PostAsJsonAsync($"{one}/answer", new { meaning = "one-event", answer = "Vet inte." }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        var answered = await host.As(TestUsers.Manager).PostAsJsonAsync($"{one}/answer", new { meaning = "reporting-changed", answer = "Ny rutin: vi skriver också sena doser." }).Json();
        Assert.Equal("reporting-changed", answered.GetProperty("meaning").GetString());
        Assert.DoesNotContain(await Open(TestUsers.Manager), found => found.GetProperty("unitCode").GetString() == TestUnits.Norrangen);
        Assert.Equal(0, await Look());

        // Told to who reads the chart, and to the log without the words.
        Assert.Contains("Ny rutin: vi skriver också sena doser.", await (await host.As(TestUsers.Manager).GetAsync($"/analys/avvikelser?enhet={TestUnits.Norrangen}")).Content.ReadAsStringAsync());
        var told = await host.Scalar<string>("select string_agg(body::text, ' ') from outbox where type like '%Signal%'");
        Assert.Contains("signalId", told);
        Assert.DoesNotContain("Ny rutin", told);
    }

    [Fact]
    public async Task A_shift_that_goes_on_is_the_same_signal_and_one_of_another_unit_is_not_found()
    {
        for (var back = 24; back > 1; back--) await Count(TestUnits.Hasselvagen, "other", back, back > 9 ? back % 2 == 0 ? 3 : 5 : 9);
        await Look();
        var before = Assert.Single(await Open(TestUsers.QualityDeveloper), found => found.GetProperty("pattern").GetString() == "shift" && found.GetProperty("unitCode").GetString() == TestUnits.Hasselvagen);
        await Count(TestUnits.Hasselvagen, "other", 1, 9);
        await Look();
        var after = Assert.Single(await Open(TestUsers.QualityDeveloper), found => found.GetProperty("pattern").GetString() == "shift" && found.GetProperty("unitCode").GetString() == TestUnits.Hasselvagen);
        Assert.Equal(before.GetProperty("id").GetGuid(), after.GetProperty("id").GetGuid());
        Assert.Equal(Code(1), after.GetProperty("to").GetString());
        Assert.Equal(Code(2), before.GetProperty("to").GetString());

        await host.As(TestUsers.Manager).GetAsync($"{Path}/{after.GetProperty("id").GetGuid()}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Manager).PostAsJsonAsync($"{Path}/{after.GetProperty("id").GetGuid()}/answer", new { meaning = "not-known", answer = "Vi frågar." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        // Who read it before it went on is told, and loses nothing of what was written.
        using var stale = new HttpRequestMessage(HttpMethod.Post, $"{Path}/{after.GetProperty("id").GetGuid()}/answer") { Content = JsonContent.Create(new { meaning = "not-known", answer = "Vi frågar." }), Headers = { { "If-Match", "\"1\"" } } };
        await host.As(TestUsers.QualityDeveloper).SendAsync(stale).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        var page = await host.As(TestUsers.QualityDeveloper).PostAsync($"/analys/tecken/{after.GetProperty("id").GetGuid()}", new FormUrlEncodedContent([new("_handler", "svar"), new("Version", "1"), new("Request.Meaning", "NotKnown"), new("Request.Answer", "Vi frågar dem som var där.")]));
        Assert.Contains("Vi frågar dem som var där.", await page.Content.ReadAsStringAsync());
    }

    private Task<int> Look() => host.Factory.Services.GetRequiredService<FindSignals>().Look(default);

    private async Task<List<JsonElement>> Open(TestUser user) => [.. (await host.As(user).GetAsync($"{Path}?open=true&limit=100").Json()).GetProperty("items").EnumerateArray()];

    private Task Count(string unit, string kind, int monthsBack, int count)
    {
        var day = new DateOnly(Today.Year, Today.Month, 1).AddMonths(-monthsBack).AddDays(9);
        return host.Tell(Enumerable.Range(0, count).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: unit, kind: kind, occurredOn: $"{day:yyyy-MM-dd}")));
    }

    private static string Code(int monthsBack) => $"{new DateOnly(Today.Year, Today.Month, 1).AddMonths(-monthsBack):yyyy-MM}";
}
