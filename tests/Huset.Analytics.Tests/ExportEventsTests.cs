namespace Huset.Analytics.Tests;

public sealed class ExportEventsTests(AnalyticsHost host)
{
    [Fact]
    public async Task Every_event_is_a_line_of_NDJSON_over_many_pages()
    {
        await host.Tell(Messages.Many("Exported", 2_300));
        var answer = await Get("type=se.huset.testing.exported.v1");
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal((await host.Logged("se.huset.testing.exported.v1")).Select(entry => entry.Body), lines[..^1]);
    }

    [Fact]
    public async Task CSV_has_a_header_and_no_cell_that_a_spreadsheet_would_run()
    {
        var deviation = Guid.CreateVersion7();
        await host.Tell(Messages.Deviation(deviation, kind: "=1+1,\"x\"", occurredOn: "2021-05-05"));
        var sequence = await host.Scalar<long>("select sequence from events where subject = $1", deviation.ToString());
        var answer = await Get($"format=csv&after={sequence - 1}");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal("sequence,id,time,type,source,subject,subjectversion,unitcode,occurredOn,occurredHour,kind,harm,status,severity,probability,name,links", lines[0]);
        Assert.StartsWith($"{sequence:D19},", lines[1]);
        Assert.EndsWith(
            $",2026-03-10T07:12:00Z,se.huset.deviations.deviation-reported.v1,/huset/9999/deviations,{deviation},1,norrangen,2021-05-05,7,\"'=1+1,\"\"x\"\"\",minor,reported,,,,arose-in:activity:0199c1d2-0000-7000-8000-000000000001",
            lines[1]);
    }

    [Fact]
    public async Task The_format_can_be_asked_for_by_Accept()
    {
        var client = host.As(TestUsers.Analyst);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/csv");
        var answer = await client.GetAsync("/events/v1/export?type=se.huset.testing.none.v1");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("format=xml", "format")]
    [InlineData("after=nu", "after")]
    public Task A_wrong_field_is_named(string query, string field) => Get(query).NamesField(field);

    private Task<HttpResponseMessage> Get(string query) => host.As(TestUsers.Analyst).GetAsync($"/events/v1/export?{query}");
}
