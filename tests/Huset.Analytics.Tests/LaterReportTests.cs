using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Messaging;

namespace Huset.Analytics.Tests;

/// <summary>A frozen report, asked for again when much has happened: in a house of its own, whose clock is set forward.</summary>
public sealed class LaterReportTests : IAsyncLifetime
{
    private const string Path = "/analytics/v1/reports";
    private const int Later = 100_000;
    private readonly AnalyticsHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Asked_again_a_month_and_a_hundred_thousand_events_later_it_is_the_same_to_the_byte_its_figures_can_be_reckoned_again_and_a_correction_is_a_difference()
    {
        using var maker = host.As(TestUsers.QualityDeveloper);
        // Signed in for as long as the clock is set forward.
        maker.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For(TestUsers.QualityDeveloper, TimeSpan.FromDays(60)));
        var quarter = PlanPeriod.Of(PeriodLength.Quarter, SwedishTime.Today(host.Clock)).Before;
        var known = Enumerable.Range(0, 30).Select(_ => Guid.CreateVersion7()).ToList();
        await host.Tell(known.Select((id, place) => Deviation(id, TestUnits.Hasselvagen, place)));
        var report = await maker.PostAsJsonAsync(Path, new { quarter = quarter.Code, unitCode = TestUnits.Hasselvagen }).Json(HttpStatusCode.Created);
        var id = report.GetProperty("id").GetString();
        foreach (var section in report.GetProperty("sections").EnumerateArray())
        {
            using var write = new HttpRequestMessage(HttpMethod.Put, $"{Path}/{id}/sections/{section.GetProperty("code").GetString()}") { Content = JsonContent.Create(new { text = "Så här gick det." }), Headers = { { "If-Match", "*" } } };
            await maker.SendAsync(write).Json();
        }
        await maker.PostAsync($"{Path}/{id}/freeze", null).Json();
        string[] formats = ["json", "html", "docx"];
        var before = await Task.WhenAll(formats.Select(format => maker.GetByteArrayAsync($"{Path}/{id}?format={format}")));

        // A month goes by. One in ten of what is told is a deviation of the same quarter in another unit.
        host.Clock.Forward(TimeSpan.FromDays(31));
        await host.TellMany(Enumerable.Range(0, Later).Select(number => number % 10 == 0 ? Deviation(Guid.CreateVersion7(), TestUnits.Norrangen, number / 10) : Messages.Of("ReportNoise", number)));
        // Then late reports of the quarter; and what was reported is put right: it happened in the quarter after.
        await host.Tell(Enumerable.Range(0, 7).Select(place => Deviation(Guid.CreateVersion7(), TestUnits.Hasselvagen, place)));
        await host.Tell(known.Take(2).Select(corrected => Messages.Deviation(corrected, version: 2, unit: TestUnits.Hasselvagen, occurredOn: $"{quarter.To.AddDays(3):yyyy-MM-dd}")));

        var after = await Task.WhenAll(formats.Select(format => maker.GetByteArrayAsync($"{Path}/{id}?format={format}")));
        foreach (var (then, now) in before.Zip(after)) Assert.Equal(then, now);
        var differences = await maker.GetAsync($"{Path}/{id}/differences").Json();
        Assert.True(differences.GetProperty("holds").GetBoolean(), differences.GetRawText());
        var reported = differences.GetProperty("figures").EnumerateArray().Single(figure => figure.GetProperty("indicator").GetString() == "deviations-reported");
        Assert.Equal((30, 30, 35, 5), (Count(reported, "frozen"), Count(reported, "again"), Count(reported, "today"), reported.GetProperty("change").GetInt32()));
        Assert.True(long.Parse(differences.GetProperty("now").GetString()!) >= long.Parse(differences.GetProperty("position").GetString()!) + Later + 9);
        Assert.Contains("5 fler", WebUtility.HtmlDecode(await maker.GetStringAsync($"/analys/rapporter/{id}/skillnader")));

        ReceivedMessage Deviation(Guid deviation, string unit, int place)
        {
            var day = quarter.From.AddMonths(place % 3).AddDays(place % 28);
            return Messages.Deviation(deviation, unit: unit, occurredOn: $"{day:yyyy-MM-dd}", at: new(day.ToDateTime(new(10, 0)), TimeSpan.Zero));
        }
        static int Count(JsonElement figure, string when) => figure.GetProperty(when).GetProperty("numerator").GetInt32();
    }
}
