using System.Text.Json;

namespace Huset.Analytics.Tests;

/// <summary>On a house of its own, where nobody else reports.</summary>
public sealed class ReadRoomTests(AnalyticsHost host) : IClassFixture<AnalyticsHost>
{
    [Fact]
    public async Task Each_reader_gets_the_count_of_the_own_units_and_who_looks_after_the_house_how_the_log_fares()
    {
        var today = ServiceDefaults.SwedishTime.Day(DateTimeOffset.UtcNow).ToString("yyyy-MM-dd");
        await host.Tell(Messages.Deviation(Guid.CreateVersion7(), 1, TestUnits.Norrangen, "other", today));
        await host.Tell(Messages.Deviation(Guid.CreateVersion7(), 1, TestUnits.Hasselvagen, "other", today), Messages.Deviation(Guid.CreateVersion7(), 1, TestUnits.Hasselvagen, "other", "2025-01-10"));

        Assert.Equal([(1L, "{value} avvikelse hände i ")], await Facts(TestUsers.Manager));
        Assert.Equal([(2L, "{value} avvikelser hände i ")], await Facts(TestUsers.QualityDeveloper));
        // The log is stored and not yet in the stream, which no broker is here for.
        Assert.Equal(["Strömmen", "{value} avvikelser hände i "], (await Facts(TestUsers.Analyst)).Select(fact => fact.Text.StartsWith("Str", StringComparison.Ordinal) || fact.Text.StartsWith("Händelse", StringComparison.Ordinal) ? "Strömmen" : fact.Text));

        var administrator = Assert.Single(await Rooms(TestUsers.Administrator));
        Assert.Equal("/analys/drift", administrator.GetProperty("href").GetString());
        foreach (var (user, room) in new[] { (TestUsers.Manager, (await Rooms(TestUsers.Manager))[0]), (TestUsers.Administrator, administrator) })
        {
            foreach (var href in room.GetProperty("facts").EnumerateArray().Select(fact => fact.GetProperty("href").GetString()).Append(room.GetProperty("href").GetString()))
            {
                using var page = await host.As(user).GetAsync(href);
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            }
        }
    }

    [Fact]
    public async Task A_message_that_could_not_be_handled_waits_for_who_looks_after_the_house()
    {
        await host.Scalar<string>("insert into inbox_failed (id, consumer, content_type, body, reason, failed_at) values (gen_random_uuid(), 'room', '', '', '', now()) returning id::text");
        try
        {
            var room = Assert.Single(await Rooms(TestUsers.Administrator));
            var fact = room.GetProperty("facts")[0];
            Assert.Equal(("{value} meddelande gick inte att ta emot i Analys", 1, true), (fact.GetProperty("text").GetString(), fact.GetProperty("value").GetInt64(), fact.GetProperty("needsYou").GetBoolean()));
            Assert.NotEqual("calm", room.GetProperty("state").GetString());
        }
        finally
        {
            await host.Scalar<string>("delete from inbox_failed where consumer = 'room' returning id::text");
        }
    }

    [Fact]
    public async Task Who_may_read_nothing_here_has_no_room_and_nobody_is_refused()
    {
        foreach (var user in new[] { TestUsers.Employee, TestUsers.Supplier, TestUsers.BoardMember }) Assert.Empty(await Rooms(user));
        await host.As(null).GetAsync("/analytics/v1/room").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private async Task<JsonElement[]> Rooms(TestUser user) =>
        [.. (await host.As(user).GetAsync("/analytics/v1/room").Json()).GetProperty("rooms").EnumerateArray()];

    // Without the month's name, which is another each month.
    private async Task<(long, string Text)[]> Facts(TestUser user) =>
        [.. Assert.Single(await Rooms(user)).GetProperty("facts").EnumerateArray()
            .Select(fact => (fact.TryGetProperty("value", out var value) ? value.GetInt64() : 0, fact.GetProperty("text").GetString()!))
            .Select(fact => (fact.Item1, fact.Item2.Contains(" hände i ", StringComparison.Ordinal) ? fact.Item2[..(fact.Item2.IndexOf(" hände i ", StringComparison.Ordinal) + 9)] : fact.Item2))];
}
