using Huset.Deviations.Features;
using Huset.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Deviations.Tests;

/// <summary>Whom something waits for beside the cases: actions of risk analyses, and answers of other principals.</summary>
public sealed class OtherNoticesTests(DeviationsHost host)
{
    private const string Api = "/deviations/v1", Notices = $"{Api}/notices?limit=100";
    private readonly TestUser manager = new($"chef{Guid.NewGuid():N}", [Roles.Enhetschef, Roles.Medarbetare], [TestUnits.Norrangen, TestUnits.Kullen], TestUnits.Kullen), owner = new("nina", [Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);

    [Fact]
    public async Task Who_owns_an_action_of_a_risk_analysis_and_who_answers_for_it_are_told_once_when_it_is_soon_due_and_once_when_it_is_late()
    {
        var working = host.As(manager);
        foreach (var user in new[] { manager, owner }) await host.As(user).GetAsync($"{Api}/deviations").Json();
        var analysis = (await working.Post($"{Api}/risk-analyses", new
        {
            unitCode = TestUnits.Kullen,
            occasion = "new-system",
            title = "Nytt journalsystem",
            change = "Systemet byts.",
            team = new[] { "Karin Testsson, enhetschef" },
            risks = new[] { new { what = "En delegering syns inte.", severity = 3, probability = 3 } },
        }).Json(HttpStatusCode.Created));
        var path = $"{Api}/risk-analyses/{analysis.Text("id")}";
        var plan = $"{path}/risks/{analysis.GetProperty("risks")[0].Text("id")}/actions";
        async Task<string> Planned(int days) => (await working.SendAsync(Requests.Matched(Requests.Write(plan, new { what = $"Om {days} dagar.", ownerId = $"{owner.Id}", dueAt = $"{Arrange.Today.AddDays(days):yyyy-MM-dd}" }))).Json())
            .GetProperty("risks")[0].GetProperty("actions").EnumerateArray().Single(action => action.Text("what") == $"Om {days} dagar.").Text("id")!;
        var (near, far) = (await Planned(3), await Planned(4));
        var late = await Planned(0);
        await host.Scalar<string>("update risk_analysis_actions set due_at = due_at - 1 where id = $1 returning id::text", Guid.Parse(late));
        for (var time = 0; time < 2; time++) await host.Factory.Services.GetRequiredService<KeepTime>().Remind(CancellationToken.None);

        foreach (var reader in new[] { manager, owner })
        {
            var told = (await host.As(reader).GetAsync(Notices).Json()).GetProperty("items").EnumerateArray().Where(notice => notice.Text("riskAnalysisId") == analysis.Text("id")).ToList();
            Assert.Equal([("risk-action-late", late), ("risk-action-near", near)], told.Select(notice => (notice.Text("kind")!, notice.Text("actionId")!)).Order());
            // Who may not open the analysis is told its number alone.
            Assert.All(told, notice => Assert.Equal((analysis.Text("reference"), reader == manager), (notice.Text("caseReference"), notice.GetProperty("caseOpens").GetBoolean())));
            Assert.Equal(reader == manager, (await Answers.Html(host.As(reader).GetAsync("/avvikelser/notiser"))).Contains($"href=\"riskanalyser/{analysis.Text("id")}\"", StringComparison.Ordinal));
        }
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where action_id = $1", Guid.Parse(far)));
    }

    [Fact]
    public async Task Who_sent_something_to_another_principal_is_told_once_when_the_day_of_the_answer_has_passed_and_nobody_outside_a_case_that_is_handed_over()
    {
        var partner = await CooperationRights.NewPartner(host);
        await host.As(TestUsers.LexInvestigator).GetAsync($"{Api}/deviations").Json();
        async Task<(Guid Case, Guid Sent)> Sent(int days)
        {
            var id = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Kullen));
            var asked = new { partnerId = partner, text = "Hur säkrar ni listan?", secrecy = "Inget sekretessbelagt.", way = "letter", answerWantedBy = $"{Arrange.Today:yyyy-MM-dd}" };
            var sent = (await host.As(manager).SendAsync(Requests.Matched(Requests.Write($"{Api}/deviations/{id}/cooperations", asked))).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
            await host.Scalar<string>("update cooperations set answer_wanted_by = answer_wanted_by + $2 where id = $1 returning id::text", sent, days);
            return (id, sent);
        }
        var (late, today, restricted) = (await Sent(-1), await Sent(0), await Sent(-1));
        await host.HandOver(restricted.Case);
        for (var time = 0; time < 2; time++) await host.Factory.Services.GetRequiredService<KeepTime>().Remind(CancellationToken.None);

        var told = Assert.Single((await host.As(manager).GetAsync(Notices).Json()).GetProperty("items").EnumerateArray(), notice => notice.Text("kind") == "cooperation-unanswered");
        Assert.Equal(($"{late.Sent}", $"{late.Case}"), (told.Text("cooperationId"), told.Text("deviationId")));
        Assert.Contains($"href=\"samverkan/{late.Sent}\"", await Answers.Html(host.As(manager).GetAsync("/avvikelser/notiser")));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where cooperation_id = $1", today.Sent));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from notices where cooperation_id = $1 and person_id = $2", restricted.Sent, $"{TestUsers.LexInvestigator.Id}"));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where cooperation_id = $1 and person_id in ($2, $3)", restricted.Sent, $"{manager.Id}", $"{TestUsers.Manager.Id}"));
    }
}
