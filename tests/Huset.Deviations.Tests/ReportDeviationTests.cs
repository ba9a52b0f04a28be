using Huset.Deviations.Contracts;

namespace Huset.Deviations.Tests;

public sealed class ReportDeviationTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task Employee_reports_and_gets_a_reference_and_an_address()
    {
        var response = await host.As(TestUsers.Employee).Post(Path, DeviationsHost.Report());
        var deviation = await response.Json(HttpStatusCode.Created);
        Assert.Matches(@"^AVV-\d{4}-\d{4,}$", deviation.GetProperty("reference").GetString());
        Assert.Equal("reported", deviation.GetProperty("status").GetString());
        Assert.Equal("Morgondosen gavs två timmar för sent", deviation.GetProperty("title").GetString());
        Assert.Equal($"{Path}/{deviation.GetProperty("id").GetString()}", response.Headers.Location!.OriginalString);
        Assert.Equal("\"1\"", response.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task The_event_tells_what_counting_needs_and_nothing_that_was_written()
    {
        var secret = $"Fru Hemlig {Guid.NewGuid()}";
        var activity = Guid.NewGuid();
        var id = await host.Reported(TestUsers.Employee, ("description", secret), ("immediateAction", secret), ("activityId", activity), ("occurredAt", "2026-07-01T22:30:00Z"));

        var told = Assert.Single(await host.Published<DeviationReported>(), e => e.DeviationId == id);
        Assert.Equal(("norrangen", "health-care", "none", "reported", 1), (told.UnitCode, told.Kind, told.Harm, told.Status, told.SubjectVersion));
        // 22.30 UTC in July is half past midnight the next day in Sweden.
        Assert.Equal((new DateOnly(2026, 7, 2), 0), (told.OccurredOn, told.OccurredHour));
        Assert.Equal([new("arose-in", "activity", activity.ToString())], told.Links);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where body::text like '%Hemlig%' or body::text like $1", $"%{TestUsers.Employee.Id}%"));
    }

    [Fact]
    public async Task Without_a_unit_it_is_the_reporters_own()
    {
        var deviation = await host.As(TestUsers.Employee).Post(Path, DeviationsHost.Report(("unitCode", null))).Json(HttpStatusCode.Created);
        Assert.Equal(TestUnits.Norrangen, deviation.GetProperty("unitCode").GetString());
    }

    [Fact]
    public Task Another_system_reports_on_behalf_of_its_users() =>
        host.As(TestUsers.Integration).Post(Path, DeviationsHost.Report()).Json(HttpStatusCode.Created);

    [Fact]
    public Task A_supplier_is_refused() => host.As(TestUsers.Supplier).Post(Path, DeviationsHost.Report()).Problem(HttpStatusCode.Forbidden, "user.not-allowed");

    [Fact]
    public Task Nobody_is_asked_to_sign_in() => host.As(null).Post(Path, DeviationsHost.Report()).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");

    [Theory]
    [InlineData("occurredAt", null)]
    [InlineData("occurredAt", "i går")]
    [InlineData("occurredAt", "2126-01-01T00:00:00Z")]
    [InlineData("occurredAt", "0001-01-01T00:00:00Z")]
    [InlineData("kind", null)]
    [InlineData("kind", "weather")]
    [InlineData("kind", 2)]
    [InlineData("harm", null)]
    [InlineData("harm", "")]
    [InlineData("description", null)]
    [InlineData("description", "   ")]
    [InlineData("description", "noll \0 tecken")]
    [InlineData("unitCode", "finns-inte")]
    [InlineData("activityId", "inget-id")]
    [InlineData("suspectedSerious", "kanske")]
    [InlineData("colour", "green")]
    public Task A_wrong_field_is_named(string field, object? value) =>
        host.As(TestUsers.Employee).Post(Path, DeviationsHost.Report((field, value))).NamesField(field);

    [Fact]
    public Task A_text_over_its_length_is_named() =>
        host.As(TestUsers.Employee).Post(Path, DeviationsHost.Report(("description", new string('å', 20_001)))).NamesField("description");

    [Fact]
    public async Task A_text_of_full_length_is_kept_whole()
    {
        var text = string.Concat(Enumerable.Repeat("åäö 😀\n", 2_857));
        var id = await host.Reported(TestUsers.Employee, ("description", text));
        var read = await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json();
        Assert.Equal(text.Trim(), read.GetProperty("description").GetString());
    }

    [Theory]
    [InlineData("{", "request.unreadable")]
    [InlineData("[]", "request.unreadable")]
    [InlineData("", "request.unreadable")]
    [InlineData("\"text\"", "request.unreadable")]
    public Task What_is_no_report_is_refused(string body, string code) =>
        host.As(TestUsers.Employee).PostAsync(Path, new StringContent(body, System.Text.Encoding.UTF8, "application/json")).Problem(HttpStatusCode.BadRequest, code);

    [Fact]
    public Task Another_media_type_is_refused() =>
        host.As(TestUsers.Employee).PostAsync(Path, new StringContent("<report/>", System.Text.Encoding.UTF8, "application/xml"))
            .Problem(HttpStatusCode.UnsupportedMediaType, "request.media-type-not-understood");

    [Fact]
    public async Task The_same_key_twice_is_one_deviation_and_one_event()
    {
        var report = DeviationsHost.Report();
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Send(report, key)));

        var ids = await Task.WhenAll(answers.Select(async answer => (await answer.Json(HttpStatusCode.Created)).GetProperty("id").GetGuid()));
        Assert.Single(ids.Distinct());
        Assert.Single(answers.Select(answer => answer.Headers.Location).Distinct());
        Assert.Single(await host.Published<DeviationReported>(), e => e.DeviationId == ids[0]);
    }

    [Fact]
    public async Task The_same_key_with_another_report_is_refused()
    {
        var key = Guid.NewGuid().ToString();
        await Send(DeviationsHost.Report(), key).Json(HttpStatusCode.Created);
        await Send(DeviationsHost.Report(("harm", "minor")), key).Problem(HttpStatusCode.UnprocessableEntity, "idempotency-key.reused");
    }

    [Fact]
    public async Task A_refused_report_leaves_its_key_free_for_the_corrected_one()
    {
        var key = Guid.NewGuid().ToString();
        await Send(DeviationsHost.Report(("harm", null)), key).NamesField("harm");
        await Send(DeviationsHost.Report(), key).Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Two_users_may_use_the_same_key()
    {
        var (report, key) = (DeviationsHost.Report(), Guid.NewGuid().ToString());
        var first = await Send(report, key).Json(HttpStatusCode.Created);
        var second = await Send(report, key, TestUsers.Colleague).Json(HttpStatusCode.Created);
        Assert.NotEqual(first.GetProperty("id").GetGuid(), second.GetProperty("id").GetGuid());
    }

    private Task<HttpResponseMessage> Send(object report, string key, TestUser? user = null)
    {
        var client = host.As(user ?? TestUsers.Employee);
        client.DefaultRequestHeaders.Add("Idempotency-Key", key);
        return client.Post(Path, report);
    }
}
