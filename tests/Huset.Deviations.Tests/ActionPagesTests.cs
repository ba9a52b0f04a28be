namespace Huset.Deviations.Tests;

public sealed class ActionPagesTests(DeviationsHost host)
{
    [Fact]
    public async Task The_form_suggests_the_cause_the_person_and_the_days_and_what_is_planned_stands_in_the_case()
    {
        var (id, cause, version) = await host.WithCause();
        var manager = host.As(TestUsers.Manager);
        var form = await Answers.Html(manager.GetAsync($"/avvikelser/{id}/atgard?orsak={cause}"));
        Assert.Contains("Vikarie utan delegering.", form);
        Assert.Matches($"value=\"{cause}\"[^>]* checked", form);
        Assert.Matches($"value=\"{TestUsers.Manager.Id}\" checked[^>]*>\\s*<span>\\s*Karin Testsson \\(jag\\)", form);
        Assert.Contains($"value=\"{Arrange.Today:yyyy-MM-dd}\"", form);
        Assert.Contains("ny rutin, information, utbildning", form);

        var answer = await manager.PostAsync($"/avvikelser/{id}/atgard", Plan(version, ("Request.CauseId", $"{cause}")));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var page = await Answers.Html(manager.GetAsync(answer.Headers.Location));
        Assert.Contains("role=\"status\"", page);
        Assert.Contains("Tre på varje pass.", page);
        Assert.Contains("Svag åtgärd", page);
        Assert.Contains("/gjord\"", page);
    }

    [Fact]
    public async Task A_new_cause_is_written_in_the_same_form()
    {
        var (id, _, version) = await host.WithCause();
        var manager = host.As(TestUsers.Manager);
        var answer = await manager.PostAsync($"/avvikelser/{id}/atgard", Plan(version, ("Request.CauseId", ""), ("Request.Cause.Area", "routines"), ("Request.Cause.Text", "Oklart vem som tar över.")));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("Oklart vem som tar över.", await Answers.Html(manager.GetAsync($"/avvikelser/{id}")));
    }

    [Theory]
    [InlineData("Request.What", "", "Skriv vad som ska göras.")]
    [InlineData("Request.DueAt", "2020-01-01", "Det kan inte vara gjort innan det börjar.")]
    [InlineData("Request.EffectCheckAt", "2020-01-01", "Effekten kan inte kontrolleras innan")]
    [InlineData("Request.PlannedStart", "snart", "Skriv dagen då arbetet börjar som en dag")]
    [InlineData("Request.OwnerId", "ingen", "Välj någon i listan.")]
    [InlineData("Request.CauseId", "", "Skriv orsaken.")]
    [InlineData("Request.Cause.Text", "En annan orsak.", "Du har valt en orsak och skrivit en ny.")]
    public async Task A_wrong_form_says_what_to_do_and_keeps_what_was_written(string field, string value, string sentence)
    {
        var (id, cause, version) = await host.WithCause();
        var page = await Answers.Html(host.As(TestUsers.Manager).PostAsync($"/avvikelser/{id}/atgard", Plan(version, ("Request.CauseId", $"{cause}"), (field, value))));
        Assert.Contains("role=\"alert\"", page);
        Assert.Contains(sentence, page);
        Assert.Contains("Ingen ensam på tre veckor.", page);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from actions where deviation_id = $1", id));
    }

    [Fact]
    public async Task Who_changes_what_another_has_changed_is_shown_it_and_may_send_again()
    {
        var (id, action, version) = await host.WithAction(TestUsers.Manager);
        await host.Work(id, d => d.ChangeAction(d.Actions.Single(), Arrange.Plan(TestUsers.Manager) with { What = "Två på natten." }, new("olle", "Olle Testsson"), Arrange.Now));
        var manager = host.As(TestUsers.Manager);
        var page = await Answers.Html(manager.PostAsync($"/avvikelser/{id}/atgard/{action}", Change(version)));
        Assert.Contains("Olle Testsson ändrade en åtgärd", page);
        Assert.Contains("Två på natten.", page);
        Assert.Contains("Tre på varje pass.", page);
        Assert.Contains($"name=\"Version\" value=\"{version + 1}\"", page);
        Assert.Equal(HttpStatusCode.Found, (await manager.PostAsync($"/avvikelser/{id}/atgard/{action}", Change(version + 1))).StatusCode);
        Assert.Equal("Tre på varje pass.", await host.Scalar<string>("select what from actions where id = $1", action));
    }

    [Fact]
    public async Task Done_then_checked_against_what_was_to_count_as_success()
    {
        var (id, action, version) = await host.WithAction(TestUsers.Manager);
        var manager = host.As(TestUsers.Manager);
        Assert.Equal(HttpStatusCode.Found, (await manager.PostAsync($"/avvikelser/{id}/atgard/{action}/gjord", Form("gjord", version, ("Request.Note", "Schemat gäller.")))).StatusCode);
        var form = await Answers.Html(manager.GetAsync($"/avvikelser/{id}/atgard/{action}/effekt"));
        Assert.Contains("Det här skulle räknas som att det lyckats: Inga missade doser.", form);
        Assert.Contains("Schemat gäller.", form);

        Assert.Contains("Välj ja, delvis eller nej.", await Answers.Html(manager.PostAsync($"/avvikelser/{id}/atgard/{action}/effekt", Form("effekt", version + 1, ("Request.Note", "Läst av.")))));
        var stale = await Answers.Html(manager.PostAsync($"/avvikelser/{id}/atgard/{action}/effekt", Form("effekt", version, ("Request.Effect", "Partly"), ("Request.Note", "Läst av."))));
        Assert.Contains("Karin Testsson markerade en åtgärd som gjord", stale);
        var answer = await manager.PostAsync($"/avvikelser/{id}/atgard/{action}/effekt", Form("effekt", version + 1, ("Request.Effect", "Partly"), ("Request.Note", "Läst av.")));
        Assert.Contains("Gav delvis effekt", await Answers.Html(manager.GetAsync(answer.Headers.Location)));
        Assert.Contains("Effekten är kontrollerad.", await Answers.Html(manager.PostAsync($"/avvikelser/{id}/atgard/{action}", Change(version + 2))));
    }

    [Fact]
    public async Task Closing_shows_what_is_missing_and_then_what_the_reporter_reads()
    {
        var (id, action, version) = await host.WithAction(TestUsers.Manager);
        var manager = host.As(TestUsers.Manager);
        var form = await Answers.Html(manager.GetAsync($"/avvikelser/{id}/avsluta"));
        Assert.Contains($"href=\"{id}/atgard/{action}/effekt\"", form);
        Assert.Contains("Anna Testsson läser", form);
        var refused = await Answers.Html(manager.PostAsync($"/avvikelser/{id}/avsluta", Form("avsluta", version, ("Request.Feedback", "Tack Anna."))));
        Assert.Contains("Kontrollera effekten av varje åtgärd först.", refused);
        Assert.Contains("Tack Anna.", refused);

        await host.Work(id, d => d.CheckEffect(d.Actions.Single(), Effect.Yes, "Läst av.", Arrange.Karin, Arrange.Now));
        Assert.Contains("Skriv ett svar", await Answers.Html(manager.PostAsync($"/avvikelser/{id}/avsluta", Form("avsluta", version + 1, ("Request.Feedback", " ")))));
        var answer = await manager.PostAsync($"/avvikelser/{id}/avsluta", Form("avsluta", version + 1, ("Request.Feedback", "Tack Anna.")));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("Tack Anna.", await Answers.Html(host.As(TestUsers.Employee).GetAsync($"/avvikelser/{id}")));
    }

    [Fact]
    public async Task An_owner_finds_the_action_does_it_and_is_thanked_without_seeing_the_case()
    {
        var doer = new TestUser("gunnar", [Huset.ServiceDefaults.Identity.Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);
        var (id, action, _) = await host.WithAction(doer, reporter: TestUsers.Manager);
        var owner = host.As(doer);
        Assert.Contains($"href=\"atgarder/{action}\"", await Answers.Html(owner.GetAsync("/avvikelser/atgarder?vems=mina")));
        var page = await Answers.Html(owner.GetAsync($"/avvikelser/atgarder/{action}"));
        Assert.Contains("Inga missade doser.", page);
        Assert.DoesNotContain("Morgondosen", page);
        Assert.DoesNotContain($"href=\"{id}\"", page);
        var answer = await owner.PostAsync($"/avvikelser/atgarder/{action}", Form("klart", 1, ("Request.Note", "Schemat gäller.")));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("Tack, åtgärden är markerad som gjord.", await Answers.Html(owner.GetAsync(answer.Headers.Location)));
        Assert.Contains("Åtgärden är redan markerad som gjord.", await Answers.Html(owner.PostAsync($"/avvikelser/atgarder/{action}", Form("klart", 2, ("Request.Note", "Igen.")))));
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_is_said_and_nothing_waiting_is_a_sentence()
    {
        var idle = host.As(new TestUser("ledig", [Huset.ServiceDefaults.Identity.Roles.Medarbetare]));
        Assert.Contains("Inga åtgärder väntar på dig", await Answers.Html(idle.GetAsync("/avvikelser/atgarder")));
        Assert.Contains("Inga åtgärder passar", await Answers.Html(idle.GetAsync("/avvikelser/atgarder?lage=checked")));
        foreach (var wrong in new[] { "lage=sen", "fran=igar", "vems=dina" }) Assert.Contains("Något i adressen går inte att läsa", await Answers.Html(idle.GetAsync($"/avvikelser/atgarder?{wrong}")));
    }

    private static FormUrlEncodedContent Plan(int version, params (string Field, string Value)[] changes) => Form("atgard", version, [.. Fields, ("Request.Cause.Area", ""), ("Request.Cause.Text", ""), .. changes]);

    private static FormUrlEncodedContent Change(int version) => Form("andra", version, Fields);

    private static (string, string)[] Fields =>
    [
        ("Request.What", "Tre på varje pass."), ("Request.Strength", "Weak"), ("Request.OwnerId", $"{TestUsers.Manager.Id}"), ("Request.OwnerRole", ""), ("Request.PlannedStart", $"{Arrange.Today:yyyy-MM-dd}"),
        ("Request.DueAt", $"{Arrange.Today.AddDays(7):yyyy-MM-dd}"), ("Request.FollowUp", "Varje vecka."), ("Request.SuccessCriterion", "Ingen ensam på tre veckor."), ("Request.EffectCheckAt", $"{Arrange.Today.AddDays(50):yyyy-MM-dd}"),
    ];

    private static FormUrlEncodedContent Form(string handler, int version, params (string Field, string Value)[] fields)
    {
        var form = new Dictionary<string, string> { ["_handler"] = handler, ["Version"] = $"{version}" };
        foreach (var (field, value) in fields) form[field] = value;
        return new FormUrlEncodedContent(form);
    }
}
