namespace Huset.Gateway.Tests;

public sealed class HealthTests(House house)
{
    [Fact]
    public async Task The_whole_house_is_ready()
    {
        using var live = await house.Get("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        using var ready = await house.Get("/health/ready");
        var body = await ready.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((HttpStatusCode.OK, "ready"), (ready.StatusCode, body.GetProperty("status").GetString()));
        var parts = body.GetProperty("parts").EnumerateObject().ToDictionary(part => part.Name, part => part.Value.GetString());
        Assert.Equal(["analytics", "broker", "database", "deviations", "identity", "processes"], parts.Keys.Order());
        Assert.All(parts.Values, part => Assert.Equal("ready", part));
    }

    [Fact]
    public async Task One_part_that_is_not_ready_is_named()
    {
        house.Analytics.Ready = false;
        try
        {
            await Task.Delay(1100);
            using var ready = await house.Get("/health/ready");
            var parts = (await ready.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("parts");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Equal(("not-ready", "not-ready", "ready"), (parts.GetProperty("analytics").GetString(), parts.GetProperty("broker").GetString(), parts.GetProperty("deviations").GetString()));
        }
        finally
        {
            house.Analytics.Ready = true;
            await Task.Delay(1100);
        }
    }

    [Fact]
    public async Task Strangers_are_told_the_whole_only_and_administrators_the_parts()
    {
        // As it looks when the call came through a proxy in front of the gateway.
        using var stranger = await house.Get("/health/ready", null, ("X-Forwarded-For", "10.0.0.1"));
        Assert.False((await stranger.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("parts", out _));
        using var member = await house.Get("/health/ready", await house.Token("medarbetare"), ("X-Forwarded-For", "10.0.0.1"));
        Assert.False((await member.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("parts", out _));
        using var admin = await house.Get("/health/ready", await house.Token("admin"), ("X-Forwarded-For", "10.0.0.1"));
        Assert.True((await admin.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("parts", out _));
    }
}
