
namespace Huset.Analytics.Tests;

public sealed class PagesTests(AnalyticsHost host)
{
    [Fact]
    public async Task The_counts_are_a_table_in_words_and_figures()
    {
        var month = DateOnly.FromDateTime(DateTime.UtcNow).AddMonths(-2);
        await host.Tell(Enumerable.Range(0, 7).Select(_ => Messages.Deviation(Guid.CreateVersion7(), unit: TestUnits.Solgarden, kind: "information-security", occurredOn: $"{month:yyyy-MM}-15")));
        var page = await Html(TestUsers.OtherManager, $"/analys/?slag=information-security&fran={month:yyyy-MM}&till={month:yyyy-MM}");
        Assert.Contains("Sammanlagt 7 avvikelser på en enhet", page);
        Assert.Contains("<th scope=\"row\">Solgårdens äldreboende</th>", page);
        Assert.Contains("Personuppgifter eller IT", page);
        Assert.Matches("Allt till och med händelse nummer .+ är räknat", page);
        Assert.DoesNotContain("Händelseströmmen", page);
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public async Task An_empty_choice_says_so() =>
        Assert.Contains("Inga avvikelser passar urvalet", await Html(TestUsers.Analyst, "/analys/?enhet=finns-inte"));

    [Theory]
    [InlineData("?fran=igår")]
    [InlineData("?fran=2026-13")]
    [InlineData("?till=1850-01")]
    public async Task A_filter_address_typed_wrong_gives_a_sentence_and_no_fault(string query) =>
        Assert.Contains("Urvalet gick inte att läsa", await Html(TestUsers.Analyst, $"/analys/{query}"));

    [Fact]
    public async Task Analysts_are_shown_four_ways_to_follow_the_events()
    {
        Assert.Contains("href=\"handelser\"", await Html(TestUsers.Analyst, "/analys/"));
        var page = await Html(TestUsers.Analyst, "/analys/handelser");
        Assert.Contains("curl -N -H \"Authorization: Bearer $TOKEN\" 'http://localhost/events/v1/stream?after=0'", page);
        Assert.Contains("/events/v1/events?after=0&limit=100", page);
        Assert.Contains("/events/v1/export?format=ndjson", page);
        Assert.Contains("huset.events", page);
    }

    [Fact]
    public async Task Pages_refuse_those_without_the_right()
    {
        await host.As(TestUsers.Employee).GetAsync("/analys/").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(TestUsers.Manager).GetAsync("/analys/handelser").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        foreach (var page in new[] { "/analys/", "/analys/handelser" })
            await host.As(null).GetAsync(page).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private Task<string> Html(TestUser user, string path) => host.As(user).GetAsync(path).Html();
}
