using Huset.Deviations.Contracts;

namespace Huset.Deviations.Tests;

/// <summary>The reporter is answered while the work goes on.</summary>
public sealed class AnswerDeviationTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task An_answer_before_closing_meets_the_deadline_and_reaches_the_reporter()
    {
        var reporter = new TestUser("svarad", [Huset.ServiceDefaults.Identity.Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);
        var id = await host.Reported(reporter);
        Assert.Contains("Du får svar senast", WebUtility.HtmlDecode(await host.As(reporter).GetStringAsync($"/avvikelser/{id}?tack=1")));
        var answered = await host.As(TestUsers.Manager).Post($"{Path}/{id}/answer", new { feedback = "Tack, vi ser över morgonpasset." }).Json();
        Assert.Equal("reported", answered.GetProperty("status").GetString());
        Assert.True(answered.TryGetProperty("answeredAt", out _));
        Assert.Equal(2, (await host.Published<DeviationAdvanced>()).Single(told => told.DeviationId == id).SubjectVersion);
        var page = WebUtility.HtmlDecode(await host.As(reporter).GetStringAsync($"/avvikelser/{id}"));
        Assert.Contains("Tack, vi ser över morgonpasset.", page);
        Assert.Contains("Ärendet är inte avslutat än.", page);
        Assert.Contains("Tack, vi ser över morgonpasset.", WebUtility.HtmlDecode(await host.As(reporter).GetStringAsync("/avvikelser/mina")));
        Assert.Single((await host.As(reporter).GetAsync("/deviations/v1/notices").Json()).GetProperty("items").EnumerateArray());
        var feedback = (await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray().Single(deadline => deadline.GetProperty("rule").GetString() == "feedback");
        Assert.True(feedback.TryGetProperty("metAt", out _), feedback.GetRawText());
    }

    [Fact]
    public async Task A_case_that_is_answered_is_closed_without_saying_it_again_and_else_not()
    {
        var (id, cause, _) = await host.WithCause();
        var client = host.As(TestUsers.Manager);
        await client.Post($"{Path}/{id}/causes/{cause}/acceptance", new { reason = "Går inte att ändra." }).Json();
        await client.Post($"{Path}/{id}/closure", new { }).NamesField("feedback");
        await client.Post($"{Path}/{id}/answer", new { feedback = "Tack." }).Json();
        Assert.Equal("Tack.", (await client.Post($"{Path}/{id}/closure", new { }).Json()).GetProperty("feedback").GetString());
        await client.Post($"{Path}/{id}/answer", new { feedback = "Mer." }).Problem(HttpStatusCode.Conflict, "deviation.closed");
    }

    [Fact]
    public async Task Who_may_not_handle_it_is_refused_and_a_restricted_case_is_not_answered()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.As(TestUsers.Employee).Post($"{Path}/{id}/answer", new { feedback = "x" }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).Post($"{Path}/{id}/answer", new { feedback = "x" }).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/answer", new { feedback = " " }).NamesField("feedback");
        await host.HandOver(id);
        await host.As(TestUsers.LexInvestigator).Post($"{Path}/{id}/answer", new { feedback = "x" }).Problem(HttpStatusCode.Conflict, "deviation.handed-over");
    }

    [Fact]
    public async Task The_page_sends_the_answer()
    {
        var id = await host.Reported(TestUsers.Employee);
        var client = host.As(TestUsers.Manager);
        Assert.Contains($"href=\"{id}/svar\"", await client.GetStringAsync($"/avvikelser/{id}"));
        async Task<HttpResponseMessage> Post(string text) => await client.PostAsync($"/avvikelser/{id}/svar", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["_handler"] = "svar", ["Version"] = "1", ["Request.Feedback"] = text }));
        Assert.Contains("Skriv ett svar till den som rapporterade.", WebUtility.HtmlDecode(await (await Post("")).Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.Redirect, (await Post("Tack.")).StatusCode);
        Assert.Equal("Tack.", await host.Scalar<string>("select feedback from deviations where id = $1", id));
    }
}
