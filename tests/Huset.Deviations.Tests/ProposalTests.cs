using Huset.Deviations.Contracts;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Tests;

public sealed class ProposalTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations", Actions = "/deviations/v1/actions";

    [Fact]
    public async Task What_MAS_plans_is_a_proposal_until_the_units_manager_has_decided()
    {
        await host.As(TestUsers.Manager).GetAsync(Path).Json();
        await host.As(TestUsers.Mas).GetAsync(Path).Json();
        await host.As(TestUsers.Colleague).GetAsync(Path).Json();
        var (id, cause, _) = await host.WithCause();
        var (mas, manager) = (host.As(TestUsers.Mas), host.As(TestUsers.Manager));
        var proposed = await mas.Post($"{Path}/{id}/actions", Body(cause, ("ownerId", TestUsers.Colleague.Id))).Json(HttpStatusCode.Created);
        var (action, address) = (proposed.GetProperty("id").GetGuid(), $"{Path}/{id}/actions/{proposed.Text("id")}");
        Assert.Equal(("proposed", "proposed", "Mas Testsson"), (proposed.Text("status"), proposed.Text("approval"), proposed.Text("proposedBy")));
        Assert.Equal("investigating", await Status(id));
        Assert.DoesNotContain(await host.Published<ActionChanged>(), told => told.ActionId == action);
        Assert.Equal("action-proposed", await host.Scalar<string>("select kind from notices where action_id = $1 and person_id = $2", action, $"{TestUsers.Manager.Id}"));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from notices where action_id = $1 and person_id = $2", action, $"{TestUsers.Colleague.Id}"));

        // It is nobody's to do and answers nothing; the reporter is not told of it.
        await host.As(TestUsers.Colleague).GetAsync($"{Actions}/{action}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await manager.Post($"{address}/completion", new { }).Problem(HttpStatusCode.Conflict, "action.not-approved");
        await manager.Post($"{address}/effect-check", new { effect = "yes", note = "Läst av." }).Problem(HttpStatusCode.Conflict, "action.not-approved");
        await manager.Post($"{Path}/{id}/closure", new { feedback = "Tack." }).Problem(HttpStatusCode.Conflict, "deviation.proposal-undecided");
        Assert.Empty((await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}/actions").Json()).GetProperty("items").EnumerateArray());
        Assert.Contains($"{action}", (await manager.GetAsync($"{Actions}?status=proposed&limit=100").Json()).GetRawText());
        Assert.Contains("Besluta om förslaget", await manager.GetAsync($"/avvikelser/{id}").Html());
        Assert.DoesNotContain("Besluta om förslaget", await mas.GetAsync($"/avvikelser/{id}").Html());
        await mas.Post($"{address}/decision", new { outcome = "approved" }).Problem(HttpStatusCode.NotFound, "resource.not-found");

        await manager.Post($"{address}/decision", new { outcome = "partly", what = "En delegerad." }).NamesField("reason");
        await manager.Post($"{address}/decision", new { outcome = "partly", reason = "Vi börjar så." }).NamesField("what");
        await manager.Post($"{address}/decision", new { outcome = "proposed" }).NamesField("outcome");
        var decided = await manager.Post($"{address}/decision", new { outcome = "partly", what = "En delegerad.", reason = "Vi börjar så." }).Json();
        Assert.Equal(("planned", "En delegerad.", "Två delegerade.", "Karin Testsson"), (decided.Text("status"), decided.Text("what"), decided.Text("proposedWhat"), decided.Text("decidedBy")));
        Assert.Equal("acting", await Status(id));
        Assert.Equal("planned", Assert.Single(await host.Published<ActionChanged>(), told => told.ActionId == action).Status);
        Assert.Equal("proposal-decided", await host.Scalar<string>("select kind from notices where action_id = $1 and person_id = $2", action, $"{TestUsers.Mas.Id}"));
        Assert.Equal("action-planned", await host.Scalar<string>("select kind from notices where action_id = $1 and person_id = $2", action, $"{TestUsers.Colleague.Id}"));
        await manager.Post($"{address}/decision", new { outcome = "rejected", reason = "Nej." }).Problem(HttpStatusCode.Conflict, "action.decided");
        await mas.Put(address, Body(null), null).Problem(HttpStatusCode.Conflict, "action.decided");
    }

    [Fact]
    public async Task A_rejected_proposal_stays_in_the_case_with_its_reason_and_stands_in_nobodys_way()
    {
        var (id, cause, _) = await host.WithCause();
        var manager = host.As(TestUsers.Manager);
        var action = (await host.As(TestUsers.Mas).Post($"{Path}/{id}/actions", Body(cause)).Json(HttpStatusCode.Created)).Text("id");
        await manager.Post($"{Path}/{id}/actions/{action}/decision", new { outcome = "rejected", reason = "Görs redan i en annan åtgärd." }).Json();
        var seen = Assert.Single((await manager.GetAsync($"{Path}/{id}").Json()).GetProperty("causes")[0].GetProperty("actions").EnumerateArray());
        Assert.Equal(("rejected", "Görs redan i en annan åtgärd."), (seen.Text("status"), seen.Text("decisionReason")));
        await manager.Put($"{Path}/{id}/actions/{action}", Body(null), null).Problem(HttpStatusCode.Conflict, "action.rejected");
        await manager.Post($"{Path}/{id}/closure", new { feedback = "Tack." }).Problem(HttpStatusCode.Conflict, "deviation.cause-unanswered");
        await manager.Post($"{Path}/{id}/causes/{cause}/acceptance", new { reason = "Enheten stängs." }).Json();
        await manager.Post($"{Path}/{id}/closure", new { feedback = "Tack." }).Json();
    }

    [Fact]
    public async Task An_effect_is_checked_when_the_days_of_the_criterion_have_passed()
    {
        var (id, cause, _) = await host.WithCause();
        var manager = host.As(TestUsers.Manager);
        await manager.Post($"{Path}/{id}/actions", Body(cause, ("successWindowDays", 31))).NamesField("effectCheckAt");
        await manager.Post($"{Path}/{id}/actions", Body(cause, ("successWindowDays", 0))).NamesField("successWindowDays");
        await manager.Post($"{Path}/{id}/actions", Body(cause, ("dueAt", "9999-12-31"), ("effectCheckAt", "9999-12-31"), ("successWindowDays", 30))).NamesField("effectCheckAt");
        var action = await manager.Post($"{Path}/{id}/actions", Body(cause, ("successWindowDays", 30))).Json(HttpStatusCode.Created);
        Assert.Equal("30", action.Text("successWindowDays"));
    }

    [Fact]
    public async Task Units_are_compared_by_lateness_strength_and_effect_and_restricted_cases_are_not_counted()
    {
        var manager = new TestUser("hilda", [Roles.Enhetschef], [TestUnits.Hasselvagen], TestUnits.Hasselvagen);
        var day = new DateOnly(2031, 5, 1);
        foreach (var (strength, effect, restricted) in new (Strength?, Effect?, bool)[] { (Strength.Strong, Effect.Yes, false), (Strength.Weak, Effect.No, false), (Strength.Weak, null, false), (null, null, false), (Strength.Strong, null, true) })
        {
            var id = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Hasselvagen), ("kind", "other"));
            await host.Work(id, deviation =>
            {
                deviation.Assess(1, 1, "Lindrigt.", Arrange.Karin, Arrange.Now);
                var planned = deviation.PlanAction(deviation.FindCause("routines", "Oklart.", Arrange.Karin, Arrange.Now), Arrange.Plan(TestUsers.Manager) with { Strength = strength, DueAt = day, EffectCheckAt = day }, Arrange.Karin, Arrange.Now);
                if (effect is { } known) deviation.CheckEffect(planned, known, "Läst av.", Arrange.Karin, Arrange.Now);
                if (restricted) deviation.HandOver(TrackKind.LexSarah, "Ska utredas.", "x", "X", Arrange.Now);
                return planned;
            });
        }
        var query = $"from={day:yyyy-MM-dd}&to={day.AddDays(1):yyyy-MM-dd}";
        var unit = Assert.Single((await host.As(manager).GetAsync($"{Actions}/by-unit?{query}").Json()).GetProperty("units").EnumerateArray());
        Assert.Equal((TestUnits.Hasselvagen, "2", "0", "1", "1", "33"), (unit.Text("unitCode"), unit.Text("open"), unit.Text("late"), unit.Text("effective"), unit.Text("withoutEffect"), unit.Text("strongShare")));
        Assert.Equal(("1", "2", "1"), (unit.Text("strong"), unit.Text("weak"), unit.Text("unjudged")));
        Assert.Empty((await host.As(TestUsers.Manager).GetAsync($"{Actions}/by-unit?{query}").Json()).GetProperty("units").EnumerateArray());
        Assert.Contains("33 %", await host.As(TestUsers.QualityDeveloper).GetAsync($"/avvikelser/atgarder/enheter?fran={day:yyyy-MM-dd}&till={day.AddDays(1):yyyy-MM-dd}").Html());

        // Who follows them without text has their codes as a list and a file, and none of their words.
        var quality = host.As(TestUsers.QualityDeveloper);
        Assert.Equal(2, (await quality.GetAsync($"{Actions}?{query}&strength=weak").Json()).GetProperty("total").GetInt32());
        var file = await (await quality.GetAsync($"{Actions}?{query}&format=csv")).Content.ReadAsStringAsync();
        Assert.Equal(6, file.Split("\r\n").Length);
        Assert.DoesNotContain("delegerade", file);
        Assert.Contains("Två delegerade", await (await host.As(manager).GetAsync($"{Actions}?{query}&format=csv&status=open")).Content.ReadAsStringAsync());
        Assert.Equal("export", await host.Scalar<string>("select action from access_log where user_id = $1 order by id desc limit 1", $"{manager.Id}"));
        await quality.GetAsync($"{Actions}?late=true&limit=100").Json();
    }

    private Task<string> Status(Guid id) => host.Scalar<string>("select status from deviations where id = $1", id);

    private static Dictionary<string, object?> Body(Guid? cause, params (string Field, object? Value)[] changes)
    {
        var body = new Dictionary<string, object?>
        {
            ["what"] = "Två delegerade.",
            ["strength"] = "medium",
            ["plannedStart"] = Arrange.Today.ToString("yyyy-MM-dd"),
            ["dueAt"] = Arrange.Today.AddDays(10).ToString("yyyy-MM-dd"),
            ["followUp"] = "Läser av varje vecka.",
            ["successCriterion"] = "Inga missade doser.",
            ["effectCheckAt"] = Arrange.Today.AddDays(40).ToString("yyyy-MM-dd"),
        };
        if (cause is { } known) body["causeId"] = known;
        foreach (var (field, value) in changes) body[field] = value;
        return body;
    }
}
