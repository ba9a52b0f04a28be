using System.Text.Json;

namespace Huset.Analytics.Tests;

public sealed class ListTypesTests(AnalyticsHost host)
{
    private const string Type = "se.huset.deviations.deviation-reported.v1";

    [Fact]
    public async Task Every_type_has_a_schema_that_its_events_keep_to()
    {
        var analyst = host.As(TestUsers.Analyst);
        var types = (await analyst.GetAsync("/events/v1/types?limit=100").Json()).GetProperty("items").EnumerateArray().ToList();
        Assert.True(types.Count > 30);
        var address = types.Single(type => type.GetProperty("type").GetString() == Type).GetProperty("schema").GetString()!;
        var answer = await analyst.GetAsync(address);
        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType!.MediaType);
        var schema = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Contains("minor, serious", schema.GetProperty("properties").GetProperty("harm").GetProperty("description").GetString());

        var id = Guid.CreateVersion7();
        await host.Tell(Messages.Deviation(id));
        var data = JsonElement.Parse((await host.Logged(Type)).Single(logged => logged.Subject == $"{id}").Body).GetProperty("data").EnumerateObject().Select(member => member.Name).ToList();
        Assert.Empty(data.Except(schema.GetProperty("properties").EnumerateObject().Select(property => property.Name)));
        Assert.Empty(schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).Except(data));

        await analyst.GetAsync("/events/v1/types/se.huset.deviations.case-step-taken.v1/schema").Problem(HttpStatusCode.NotFound, "resource.not-found");
        var tools = await analyst.GetAsync("/events/v1/asyncapi").Json();
        Assert.Equal(types.Count, tools.GetProperty("components").GetProperty("messages").EnumerateObject().Count());
        Assert.Equal($"#/components/messages/{Type}", tools.GetProperty("channels").GetProperty("stream").GetProperty("messages").GetProperty(Type).GetProperty("$ref").GetString());
    }
}
