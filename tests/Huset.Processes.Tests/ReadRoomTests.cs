using System.Text.Json;

namespace Huset.Processes.Tests;

/// <summary>On a house of its own, where nobody else makes units.</summary>
public sealed class ReadRoomTests(ProcessesHost host) : IClassFixture<ProcessesHost>
{
    [Fact]
    public async Task The_foundation_tells_what_there_is_and_no_more()
    {
        var units = await host.As(TestUsers.Employee).GetAsync("/processes/v1/units?limit=1").Json();
        var areas = await host.As(TestUsers.Employee).GetAsync("/processes/v1/quality-areas?limit=1").Json();
        await SignAll(TestUsers.Employee);
        var rooms = await Rooms(TestUsers.Employee);
        Assert.Equal(["processes", "routines", "quality-areas", "units"], rooms.Select(room => room.GetProperty("key").GetString()!));
        Assert.All(rooms, room => Assert.Equal(("stone", "calm", 0), (room.GetProperty("place").GetString(), room.GetProperty("state").GetString(), room.GetProperty("needsYou").GetInt32())));
        Assert.Equal(areas.GetProperty("total").GetInt64(), rooms[2].GetProperty("facts")[0].GetProperty("value").GetInt64());
        Assert.Equal(units.GetProperty("total").GetInt64(), rooms[3].GetProperty("facts")[0].GetProperty("value").GetInt64());
        foreach (var room in rooms)
        {
            using var page = await host.As(TestUsers.Employee).GetAsync(room.GetProperty("facts")[0].GetProperty("href").GetString());
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
    }

    [Fact]
    public async Task What_waits_for_the_reader_is_told_first_and_leads_to_where_it_is_done()
    {
        // Not where the others of these tests work.
        var manager = TestUsers.Manager with { Id = Guid.NewGuid(), Units = [TestUnits.Kullen], HomeUnit = TestUnits.Kullen };
        var document = await host.Document(VersionStatus.Published, TestUnits.Kullen, reviewOn: new(2026, 1, 1));
        await host.Document(VersionStatus.Submitted, TestUnits.Kullen);
        await host.Task(TestUnits.Kullen, routine: document.Id);
        var routines = (await Rooms(manager)).Single(room => room.GetProperty("key").GetString() == "routines");
        Assert.Equal(("attention", 4), (routines.GetProperty("state").GetString(), routines.GetProperty("needsYou").GetInt32()));
        Assert.Equal(["/processer/att-lasa", "/processer/att-godkanna", "/processer/revidera", "/processer/rutiner?lage=oversyn"], routines.GetProperty("facts").EnumerateArray().Take(4).Select(fact => fact.GetProperty("href").GetString()!));
        await SignAll(manager);
        Assert.Equal(3, (await Rooms(manager)).Single(room => room.GetProperty("key").GetString() == "routines").GetProperty("needsYou").GetInt32());
        // Others read nothing of what is on its way, and are concerned by nothing at another unit.
        await SignAll(TestUsers.OtherManager);
        Assert.Equal(0, (await Rooms(TestUsers.OtherManager)).Single(room => room.GetProperty("key").GetString() == "routines").GetProperty("needsYou").GetInt32());
    }

    [Fact]
    public async Task Who_may_read_nothing_here_has_no_room_and_nobody_is_refused()
    {
        Assert.Empty(await Rooms(TestUsers.Supplier));
        await host.As(null).GetAsync("/processes/v1/room").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    // What the demonstration has come with, and what a test has published.
    private async Task SignAll(TestUser user)
    {
        foreach (var document in (await host.As(user).GetAsync($"{DocumentRights.Documents}?toRead=true&limit=100").Json()).GetProperty("items").EnumerateArray())
            await host.As(user).PostAsync($"{DocumentRights.Documents}/{document.GetProperty("id").GetString()}/versions/{document.GetProperty("versionInForce").GetInt32()}/reading", null).Json();
    }

    private async Task<JsonElement[]> Rooms(TestUser user) =>
        [.. (await host.As(user).GetAsync("/processes/v1/room").Json()).GetProperty("rooms").EnumerateArray()];
}
