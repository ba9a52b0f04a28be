using Huset.Deviations.Contracts;

namespace Huset.Deviations.Tests;

public sealed class RiskAnalysisTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/risk-analyses", Page = "/avvikelser/riskanalyser";

    [Fact]
    public async Task An_analysis_is_refused_approval_by_what_is_missing_and_then_goes_all_the_way()
    {
        var (process, step) = await host.Process("Hemtjänst", "Dela läkemedel");
        var manager = host.As(TestUsers.Manager);
        var begun = await manager.Post(Path, new
        {
            unitCode = TestUnits.Norrangen,
            occasion = "new-system",
            title = "Nytt journalsystem",
            change = "Systemet byts den 1 mars.",
            processId = process,
            activityId = step,
            risks = new[] { new { what = "En delegering syns inte.", causes = new[] { "Flyttas för hand.", " " }, severity = 3, probability = 3 } },
        }).Json(HttpStatusCode.Created);
        var (id, path) = (begun.GetProperty("id").GetGuid(), $"{Path}/{begun.Text("id")}");
        var risk = begun.GetProperty("risks")[0];
        Assert.StartsWith("RA-", begun.Text("reference"));
        Assert.Equal(("draft", "9", "True"), (begun.Text("status"), begun.Text("highestScore"), risk.Text("overLimit")));
        Assert.Equal("Flyttas för hand.", Assert.Single(risk.GetProperty("causes").EnumerateArray()).GetString());
        await manager.Post($"{path}/assessment", new { }).Problem(HttpStatusCode.Conflict, "risk-analysis.incomplete");

        var approval = new { role = "Enhetschef", reason = "Riskerna är låga efter åtgärderna.", followUpOn = Arrange.Today.AddDays(60).ToString("yyyy-MM-dd") };
        var refused = await manager.Post($"{path}/approval", approval).Problem(HttpStatusCode.Conflict, "risk-analysis.incomplete");
        Assert.Equal(["team", "answers", "work-environment", "safety-representative", "cooperation"], refused.GetProperty("missing").EnumerateArray().Select(lack => lack.Text("code")));
        Assert.Contains("Vad skyddsombudet anser", await manager.GetAsync($"{Page}/{id}").Html());

        await manager.Put(path, new { unitCode = TestUnits.Norrangen, occasion = "new-system", title = "Nytt journalsystem", change = "Systemet byts den 1 mars.", team = new[] { "Karin Testsson, enhetschef", "Stina Testsson, skyddsombud" }, processId = process, activityId = step }, null).Json();
        await manager.Put($"{path}/work-environment", new { consequences = "Mer tid vid skärm.", safetyRepresentative = "Stina Testsson", opinion = "Behöver två timmar mer." }, null).Json();
        await manager.Put($"{path}/cooperation", new { form = "mbl-11", on = Arrange.Today.AddDays(1).ToString("yyyy-MM-dd"), outcome = "Eniga." }, null).NamesField("on");
        await manager.Put($"{path}/cooperation", new { form = "telefon", on = Arrange.Today.ToString("yyyy-MM-dd"), outcome = "Eniga." }, null).NamesField("form");
        await manager.Put($"{path}/cooperation", new { form = "mbl-11", on = Arrange.Today.ToString("yyyy-MM-dd"), outcome = "Eniga." }, null).Json();
        var planned = await manager.Post($"{path}/risks/{risk.Text("id")}/actions", new { what = "Två jämför listorna.", dueAt = Arrange.Today.ToString("yyyy-MM-dd") }).Json();
        var action = planned.GetProperty("risks")[0].GetProperty("actions")[0].Text("id");
        // An action without a score after it says nothing of what it is good for.
        Assert.Equal(["scores-after"], (await manager.Post($"{path}/approval", approval).Problem(HttpStatusCode.Conflict, "risk-analysis.incomplete")).GetProperty("missing").EnumerateArray().Select(lack => lack.Text("code")));
        await manager.Put($"{path}/risks/{risk.Text("id")}", new { what = "En delegering syns inte.", severity = 3, probability = 3, severityAfter = 3 }, null).NamesField("probabilityAfter");
        await manager.Put($"{path}/risks/{risk.Text("id")}", new { what = "En delegering syns inte.", severity = 3, probability = 3, severityAfter = 3, probabilityAfter = 1 }, null).Json();
        await manager.Post($"{path}/approval", approval).Problem(HttpStatusCode.Conflict, "risk-analysis.not-assessed");
        await manager.Post($"{path}/assessment", new { }).Json();
        await host.As(TestUsers.QualityDeveloper).Post($"{path}/approval", approval).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        var approved = await manager.Post($"{path}/approval", approval).Json();
        Assert.Equal(("approved", "Karin Testsson"), (approved.Text("status"), approved.GetProperty("approval").Text("by")));
        await manager.Post($"{path}/risks", new { what = "En till.", severity = 1, probability = 1 }).Problem(HttpStatusCode.Conflict, "risk-analysis.approved");

        // It is the unit's own from then on, and told without words.
        Assert.Contains("Nytt journalsystem", await host.As(TestUsers.Employee).GetAsync($"{Page}/{id}").Html());
        var told = (await host.Published<RiskAnalysisChanged>()).Last(e => e.RiskAnalysisId == id);
        Assert.Equal(("approved", 1, 9, 3, 1, 0), (told.Status, told.Risks, told.HighestScore, told.HighestScoreAfter, told.Actions, told.ActionsDone));
        Assert.Equal([("activity", $"{step}"), ("process", $"{process}")], told.Links.Select(link => (link.Type, link.Id)));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from outbox where type like '%RiskAnalysisChanged%' and (body::text like '%journalsystem%' or body::text like '%Stina%')"));

        await manager.Post($"{path}/follow-up", new { outcome = "yes", note = "Inga missade." }).Problem(HttpStatusCode.Conflict, "risk-analysis.actions-open");
        await manager.Post($"{path}/actions/{action}/completion", new { }).Json();
        await manager.Post($"{path}/closure", new { }).Problem(HttpStatusCode.Conflict, "risk-analysis.not-followed-up");
        await manager.Post($"{path}/follow-up", new { outcome = "yes", note = "Inga missade." }).Json();
        Assert.Equal("closed", (await manager.Post($"{path}/closure", new { }).Json()).Text("status"));
        await manager.Put($"{path}/cooperation", new { form = "mbl-11", on = Arrange.Today.ToString("yyyy-MM-dd"), outcome = "Eniga." }, null).Problem(HttpStatusCode.Conflict, "risk-analysis.closed");
        Assert.Equal("deviations.write-risk-analyses/units", (await host.Scalar<string[]>("select why from access_log where subject_type = 'risk-analysis' and action = 'change' and subject_ids = array[$1] order by id desc limit 1", $"{id}"))[0]);
    }

    [Fact]
    public async Task A_risk_over_the_limit_may_be_accepted_with_a_reason_and_one_below_it_needs_nothing()
    {
        var manager = host.As(TestUsers.Manager);
        var begun = await manager.Post(Path, Body(("risks", new object[] { new { what = "Stor.", severity = 4, probability = 1, acceptedReason = "Lokalen stängs." }, new { what = "Liten.", severity = 1, probability = 2 } }))).Json(HttpStatusCode.Created);
        var missing = begun.GetProperty("missing").EnumerateArray().Select(lack => lack.Text("code")).ToList();
        Assert.DoesNotContain("answers", missing);
        Assert.DoesNotContain("scores-after", missing);
    }

    [Theory]
    [InlineData("unitCode", TestUnits.Solgarden)]
    [InlineData("unitCode", "ingen")]
    [InlineData("occasion", "flytt")]
    [InlineData("title", " ")]
    [InlineData("change", null)]
    [InlineData("colour", "green")]
    public Task A_wrong_field_is_named(string field, object? value) => host.As(TestUsers.Manager).Post(Path, Body((field, value))).NamesField(field);

    [Fact]
    public async Task A_risk_that_is_none_is_named()
    {
        var manager = host.As(TestUsers.Manager);
        await manager.Post(Path, Body(("risks", new object?[] { null }))).NamesField("risks");
        await manager.Post(Path, Body(("risks", new object[] { new { what = "Stor.", severity = 5, probability = 1 } }))).NamesField("risks[0].severity");
    }

    [Fact]
    public async Task What_is_not_in_the_analysis_is_not_found_and_a_step_is_logged_as_a_change_alone()
    {
        var (analysis, _) = await host.Analysed(TestUnits.Norrangen, RiskAnalysisStatus.Draft);
        var (manager, path) = (host.As(TestUsers.Manager), $"{Path}/{analysis.Id}");
        await manager.Put($"{path}/risks/{Guid.NewGuid()}", new { what = "En till.", severity = 1, probability = 1 }, null).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await manager.Post($"{path}/risks/{Guid.NewGuid()}/actions", new { what = "Två jämför.", dueAt = "2026-12-12" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await manager.Post($"{path}/actions/{Guid.NewGuid()}/completion", new { }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await manager.Post($"{path}/risks", new { what = "En till.", severity = 1, probability = 1 }).Json();
        Assert.Equal("change", await host.Scalar<string>("select string_agg(action, ',') from access_log where subject_type = 'risk-analysis' and user_id = $1 and $2 = any(subject_ids::text[])", $"{TestUsers.Manager.Id}", $"{analysis.Id}"));
    }

    [Fact]
    public async Task Of_two_who_write_at_once_the_second_is_told()
    {
        var (analysis, _) = await host.Analysed(TestUnits.Norrangen, RiskAnalysisStatus.Draft);
        var manager = host.As(TestUsers.Manager);
        await manager.Put($"{Path}/{analysis.Id}/work-environment", new { consequences = "Inga.", safetyRepresentative = "S", opinion = "Bra." }, analysis.Version).Json();
        await manager.Put($"{Path}/{analysis.Id}/work-environment", new { consequences = "Andra.", safetyRepresentative = "S", opinion = "Bra." }, analysis.Version).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        Assert.Contains("Någon annan har ändrat", await manager.Form($"{Page}/{analysis.Id}/arbetsmiljo", "arbetsmiljo", ("Version", $"{analysis.Version}"), ("Request.Consequences", "Mina ord."), ("Request.SafetyRepresentative", "S"), ("Request.Opinion", "Bra.")).Html());
    }

    [Fact]
    public async Task The_pages_take_what_is_written_a_line_each_and_show_what_is_refused()
    {
        var manager = host.As(TestUsers.Manager);
        var refused = await manager.Form($"{Page}/ny", "riskanalys", ("Request.UnitCode", TestUnits.Norrangen), ("Request.Occasion", "saving"), ("Request.Title", "Färre turer"), ("Request.Change", "")).Html();
        Assert.Contains("Skriv vad som ska ändras.", refused);
        Assert.Contains("Färre turer", refused);
        var saved = await manager.Form($"{Page}/ny", "riskanalys", ("Request.UnitCode", TestUnits.Norrangen), ("Request.Occasion", "saving"), ("Request.Title", "Färre turer"), ("Request.Change", "En tur mindre."), ("Request.Team", "Karin, chef\r\nStina, skyddsombud\r\n"));
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        var id = saved.Headers.Location!.ToString().Split("riskanalyser/")[1].Split('?')[0];
        Assert.Equal(["Karin, chef", "Stina, skyddsombud"], (await manager.GetAsync($"{Path}/{id}").Json()).GetProperty("team").EnumerateArray().Select(member => member.GetString()));
        var page = await manager.GetAsync($"{Page}/{id}").Html();
        Assert.Contains("Lägg till en risk", page);
        Assert.Contains("Skriv först vilka som gör analysen, och minst en risk.", await manager.Form($"{Page}/{id}", "steg", ("Version", "1"), ("Step", "assess")).Html());
    }

    private static Dictionary<string, object?> Body(params (string Field, object? Value)[] changes)
    {
        var body = new Dictionary<string, object?> { ["unitCode"] = TestUnits.Norrangen, ["occasion"] = "saving", ["title"] = "Färre turer", ["change"] = "En tur mindre." };
        foreach (var (field, value) in changes) body[field] = value;
        return body;
    }
}
