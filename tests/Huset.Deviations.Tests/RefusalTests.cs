using System.Net.Http.Headers;

namespace Huset.Deviations.Tests;

/// <summary>Found by the fuzz: a no is a problem with a code, whatever the caller asks for or sends.</summary>
public sealed class RefusalTests(DeviationsHost host)
{
    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/xml")]
    [InlineData("text/plain;q=0.5")]
    public async Task Who_asks_for_something_else_than_JSON_is_told_no_in_JSON(string accept)
    {
        var client = host.As(TestUsers.Employee);
        client.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        await client.GetAsync($"/deviations/v1/deviations/{Guid.NewGuid()}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await client.GetAsync("/deviations/v1/deviations?limit=0").Problem(HttpStatusCode.BadRequest, "request.invalid");
        client.DefaultRequestHeaders.Add("Idempotency-Key", new string('k', 201));
        await client.Post("/deviations/v1/deviations", DeviationsHost.Report()).Problem(HttpStatusCode.BadRequest, "request.unreadable");
    }

    [Theory]
    [InlineData("application/json; charset=bogus")]
    [InlineData("application/json; charset=utf-7")]
    public async Task A_charset_that_nobody_knows_is_the_callers_fault(string mediaType)
    {
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        await host.As(TestUsers.Employee).PostAsync("/deviations/v1/deviations", body).Problem(HttpStatusCode.UnsupportedMediaType, "request.media-type-not-understood");
    }

    [Fact]
    public async Task The_calendars_first_day_is_only_too_long_ago()
    {
        var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "rapport",
            ["Request.UnitCode"] = TestUnits.Norrangen,
            ["Request.Kind"] = "Other",
            ["Request.Harm"] = "None",
            ["Request.Description"] = "Något hände.",
            ["Request.OccurredAt"] = "0001-01-01T00:00",
        });
        var answer = await host.As(TestUsers.Employee).PostAsync("/avvikelser/ny", form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv; charset=utf-16")]
    [InlineData(null)]
    public async Task A_page_takes_only_forms(string? mediaType)
    {
        using var body = new ByteArrayContent("Request.Kind=Other"u8.ToArray());
        body.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        await host.As(TestUsers.Employee).PostAsync("/avvikelser/ny", body).Problem(HttpStatusCode.UnsupportedMediaType, "request.media-type-not-understood");
    }
}
