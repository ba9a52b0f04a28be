using Huset.Deviations.Contracts;

namespace Huset.Deviations.Tests;

public sealed class CloseDeviationTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task It_is_refused_with_the_rules_code_until_nothing_is_missing()
    {
        var id = await host.Reported(TestUsers.Employee);
        await Close(id).Problem(HttpStatusCode.Conflict, "deviation.not-assessed");
        await host.Work(id, d => d.Assess(4, 2, "Allvarligt.", Arrange.Karin, Arrange.Now));
        await Close(id).Problem(HttpStatusCode.Conflict, "deviation.cause-missing");
        var (cause, _) = await host.Work(id, d => d.FindCause("routines", "Oklart vem.", Arrange.Karin, Arrange.Now));
        await Close(id).Problem(HttpStatusCode.Conflict, "deviation.cause-unanswered");
        await host.Work(id, d => d.PlanAction(d.Causes.Single(), Arrange.Plan(TestUsers.Manager), Arrange.Karin, Arrange.Now));
        await Close(id).Problem(HttpStatusCode.Conflict, "deviation.effect-unchecked");
        await host.Work(id, d => d.CheckEffect(d.Actions.Single(), Effect.No, "Hjälpte inte.", Arrange.Karin, Arrange.Now));
        await Close(id).Problem(HttpStatusCode.Conflict, "deviation.cause-unanswered");
        await host.Work(id, d => d.AcceptCause(d.Causes.Single(), "Enheten stängs.", Arrange.Karin, Arrange.Now));

        var (_, version) = await host.Work(id, _ => 0);
        var answer = await Close(id);
        var closed = await answer.Json();
        Assert.Equal($"\"{version + 1}\"", answer.Headers.ETag!.Tag);
        Assert.Equal(("closed", "Tack. Nu är vi två."), (closed.Text("status"), closed.Text("feedback")));
        Assert.Equal("closed", Assert.Single(await host.Published<DeviationClosed>(), e => e.DeviationId == id).Status);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where body::text like '%vi två%'"));
        Assert.Equal("answered", await host.Scalar<string>("select kind from notices where deviation_id = $1 and person_id = $2", id, $"{TestUsers.Employee.Id}"));
        await Close(id).Problem(HttpStatusCode.Conflict, "deviation.closed");

        var read = await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json();
        Assert.Equal(("closed", "Tack. Nu är vi två."), (read.Text("status"), read.Text("feedback")));
    }

    [Fact]
    public async Task A_low_risk_is_closed_without_causes()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.Work(id, d => d.Assess(2, 3, "Ingen skada.", Arrange.Karin, Arrange.Now));
        await Close(id).Json();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public async Task The_reporter_gets_an_answer_in_words(string? feedback)
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/closure", new { feedback }).NamesField("feedback");
    }

    [Fact]
    public async Task Who_answers_the_own_report_is_not_notified_of_it()
    {
        var id = await host.Reported(TestUsers.Manager);
        await host.Work(id, d => d.Assess(1, 1, "Ingen skada.", Arrange.Karin, Arrange.Now));
        await Close(id).Json();
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where deviation_id = $1", id));
    }

    [Fact]
    public async Task The_reporter_of_a_restricted_case_is_told_nothing()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.Work(id, d =>
        {
            d.HandOver(TrackKind.LexSarah, "Ska utredas.", "x", "X", Arrange.Now);
            d.Assess(1, 1, "Ingen skada.", Arrange.Karin, Arrange.Now);
            d.Decide(TrackKind.LexSarah, Degree.Misconduct, "Något hände.", [], Arrange.Karin, "Utredare", Arrange.Now);
        });
        await host.As(TestUsers.LexInvestigator).Post($"{Path}/{id}/closure", new { feedback = "Klart." }).Json();
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where deviation_id = $1", id));
        var receipt = await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}").Json();
        Assert.Equal("reported", receipt.Text("status"));
        Assert.False(receipt.TryGetProperty("feedback", out _));
    }

    private Task<HttpResponseMessage> Close(Guid id) => host.As(TestUsers.Manager).Post($"{Path}/{id}/closure", new { feedback = "Tack. Nu är vi två." });
}
