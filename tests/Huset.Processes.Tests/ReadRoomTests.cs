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
        var rooms = await Rooms(TestUsers.Employee);
        Assert.Equal(["processes", "quality-areas", "units"], rooms.Select(room => room.GetProperty("key").GetString()!));
        Assert.All(rooms, room => Assert.Equal(("stone", "calm", 0), (room.GetProperty("place").GetString(), room.GetProperty("state").GetString(), room.GetProperty("needsYou").GetInt32())));
        Assert.Equal(areas.GetProperty("total").GetInt64(), rooms[1].GetProperty("facts")[0].GetProperty("value").GetInt64());
        Assert.Equal(units.GetProperty("total").GetInt64(), rooms[2].GetProperty("facts")[0].GetProperty("value").GetInt64());
        foreach (var room in rooms)
        {
            using var page = await host.As(TestUsers.Employee).GetAsync(room.GetProperty("facts")[0].GetProperty("href").GetString());
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
    }

    [Fact]
    public async Task Who_may_read_nothing_here_has_no_room_and_nobody_is_refused()
    {
        Assert.Empty(await Rooms(TestUsers.Supplier));
        await host.As(null).GetAsync("/processes/v1/room").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private async Task<JsonElement[]> Rooms(TestUser user) =>
        [.. (await host.As(user).GetAsync("/processes/v1/room").Json()).GetProperty("rooms").EnumerateArray()];
}
