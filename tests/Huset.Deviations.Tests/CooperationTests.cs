using Huset.Deviations.Contracts;
using Huset.Events;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

public sealed class CooperationTests(DeviationsHost host)
{
    private const string Cases = "/deviations/v1/deviations", Sent = "/deviations/v1/cooperations", Partners = "/deviations/v1/partners";
    private static string Today => $"{Arrange.Today:yyyy-MM-dd}";

    [Fact]
    public async Task What_is_sent_holds_only_the_parts_that_were_chosen_and_is_received_answered_and_ended()
    {
        var (id, _, version) = await host.WithCause(changes: [("kind", "cooperation"), ("description", "Hemgång utan läkemedelslista. Beda i rum fyra.")]);
        var manager = host.As(TestUsers.Manager);
        var sent = await manager.SendAsync(Write($"{Cases}/{id}/cooperations", Body(await CooperationRights.NewPartner(host), "causes", "what"), version)).Json(HttpStatusCode.Created);
        var address = $"{Sent}/{sent.Text("id")}";
        Assert.Equal($"Avvikelse {sent.Text("caseReference")}\n\nHur säkrar ni listan?\n\nVad det gäller:\nSamverkan med andra\n\nOrsakerna:\n– Bemanning: Vikarie utan delegering.", sent.Text("body"));
        Assert.Equal(("sent", $"{Arrange.Today.AddDays(28):yyyy-MM-dd}"), (sent.Text("status"), sent.Text("answerWantedBy")));
        await manager.SendAsync(Write($"{Cases}/{id}/cooperations", Body(await CooperationRights.NewPartner(host)), version)).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");

        Assert.Equal("received", (await manager.Post($"{address}/receipt", new { receivedOn = Today, theirReference = "RS 2026-4411" }).Json()).Text("status"));
        await manager.Post($"{address}/receipt", new { receivedOn = Today }).Problem(HttpStatusCode.Conflict, "cooperation.received");
        await manager.PostAsync($"{address}/receipt", new StringContent("null", System.Text.Encoding.UTF8, "application/json")).Problem(HttpStatusCode.BadRequest, "request.unreadable");
        await manager.Post($"{address}/answer", new { answeredOn = "2020-01-01", answer = "Svar." }).NamesField("answeredOn");
        Assert.Equal("answered", (await manager.Post($"{address}/answer", new { answeredOn = Today, answer = "Vi har ändrat." }).Json()).Text("status"));
        Assert.Equal("closed", (await manager.Post($"{address}/closure", new { outcome = "Gemensam checklista." }).Json()).Text("status"));
        await manager.Post($"{address}/answer", new { answeredOn = Today, answer = "En gång till." }).Problem(HttpStatusCode.Conflict, "cooperation.closed");

        var told = (await host.Published<CooperationChanged>()).Where(e => $"{e.CooperationId}" == sent.Text("id")).OrderBy(e => e.SubjectVersion).ToList();
        Assert.Equal(["sent", "received", "answered", "closed"], told.Select(e => e.Status));
        Assert.All(told, e => Assert.Equal(("region", Visibility.Analyst), (e.PartnerType, e.Visibility)));
        var history = (await manager.GetAsync($"{Cases}/{id}").Json()).GetProperty("history").EnumerateArray().Select(change => change.Text("kind")).ToList();
        Assert.Equal(["cooperation-sent", "cooperation-received", "cooperation-answered", "cooperation-closed"], history.TakeLast(4));
    }

    [Fact]
    public async Task Of_the_actions_only_those_that_are_to_be_done_are_told()
    {
        var (id, cause, _) = await host.WithCause(changes: ("kind", "cooperation"));
        await host.Work(id, deviation =>
        {
            var found = deviation.Causes.Single(known => known.Id == cause);
            deviation.PlanAction(found, Arrange.Plan(TestUsers.Employee), Arrange.Karin, Arrange.Now);
            deviation.PlanAction(found, Arrange.Plan(TestUsers.Employee) with { What = "Bara ett förslag." }, Arrange.Karin, Arrange.Now, isProposal: true);
            return 0;
        });
        var body = (await host.As(TestUsers.Manager).Post($"{Cases}/{id}/cooperations", Body(await CooperationRights.NewPartner(host), "actions")).Json(HttpStatusCode.Created)).Text("body");
        Assert.EndsWith("– Två delegerade på varje morgonpass.", body);
        Assert.DoesNotContain("Bara ett förslag.", body);
    }

    [Fact]
    public async Task Who_answers_has_received_on_that_day_at_the_latest()
    {
        var id = await host.Reported(TestUsers.Employee);
        var manager = host.As(TestUsers.Manager);
        var sent = (await manager.Post($"{Cases}/{id}/cooperations", Body(await CooperationRights.NewPartner(host))).Json(HttpStatusCode.Created)).Text("id");
        await host.Scalar<Guid>("update cooperations set sent_on = sent_on - 10 where id = $1 returning id", Guid.Parse(sent!));
        await manager.Post($"{Sent}/{sent}/receipt", new { receivedOn = Today }).Json();
        var day = $"{Arrange.Today.AddDays(-3):yyyy-MM-dd}";
        var answered = await manager.Post($"{Sent}/{sent}/answer", new { answeredOn = day, answer = "Vi har ändrat." }).Json();
        Assert.Equal((day, day), (answered.Text("answeredOn"), answered.Text("receivedOn")));
        var later = await manager.Post($"{Sent}/{sent}/answer", new { answeredOn = Today, answer = "Vi har ändrat igen." }).Json();
        Assert.Equal((Today, day), (later.Text("answeredOn"), later.Text("receivedOn")));
    }

    [Fact]
    public async Task A_step_a_way_or_a_type_that_is_none_is_refused_and_what_was_written_is_kept()
    {
        var id = await host.Reported(TestUsers.Employee);
        var (manager, partner) = (host.As(TestUsers.Manager), await CooperationRights.NewPartner(host));
        (string, string)[] fields = [("Version", "1"), ("Request.PartnerId", partner), ("Request.Text", "Vad hände hos er?"), ("Request.Secrecy", "Inget."), ("Request.Parts", "When")];
        Assert.Contains("Vad hände hos er?", await manager.Form($"/avvikelser/{id}/samverkan", "skicka", [.. fields, ("Request.Way", "99")]).Html());
        Assert.Contains("Vad hände hos er?", await manager.Form($"/avvikelser/{id}/samverkan", "skicka", [.. fields, ("Request.Parts", "99"), ("Request.Way", "Letter")]).Html());
        Assert.Contains("Region 99", await host.As(TestUsers.Administrator).Form("/avvikelser/samverkan/parter/ny", "part", [("Request.Name", "Region 99"), ("Request.Type", "99"), ("Request.Address", "SDK"), ("Request.ValidFrom", Today)]).Html());
        var sent = (await manager.Post($"{Cases}/{id}/cooperations", Body(partner)).Json(HttpStatusCode.Created)).Text("id");
        foreach (var step in new[] { "Sent", "99" })
            Assert.Contains("Deras ord.", await manager.Form($"/avvikelser/samverkan/{sent}", "foljupp", [("Version", "1"), ("Request.Step", step), ("Request.On", Today), ("Request.Text", "Deras ord.")]).Html());
        Assert.Equal("sent", (await manager.GetAsync($"{Sent}/{sent}").Json()).Text("status"));
        await manager.Post($"{Sent}/{sent}/closure", new { outcome = "Klart." }).Json();
        Assert.Contains("Deras ord.", await manager.Form($"/avvikelser/samverkan/{sent}", "foljupp", [("Version", "1"), ("Request.Step", "Answered"), ("Request.On", Today), ("Request.Text", "Deras ord.")]).Html());
    }

    [Fact]
    public async Task An_identity_number_goes_out_only_with_a_reason()
    {
        var id = await host.Reported(TestUsers.Employee, ("description", "Gäller 19121212-1212."));
        var (manager, partner) = (host.As(TestUsers.Manager), await CooperationRights.NewPartner(host));
        await manager.Post($"{Cases}/{id}/cooperations", Body(partner, "description")).NamesField("personalDataReason");
        var body = Body(partner, "description");
        body["personalDataReason"] = "Regionen måste veta vilken utskrivning det gäller.";
        await manager.Post($"{Cases}/{id}/cooperations", body).Json(HttpStatusCode.Created);
        await manager.Post($"{Cases}/{id}/cooperations", Body($"{Guid.NewGuid()}")).NamesField("partnerId");
    }

    [Fact]
    public async Task Nothing_is_sent_from_a_restricted_case_and_what_was_sent_before_is_its_investigators_and_in_no_analysts_log()
    {
        var id = await host.Reported(TestUsers.Employee);
        var (manager, partner) = (host.As(TestUsers.Manager), await CooperationRights.NewPartner(host));
        var sent = (await manager.Post($"{Cases}/{id}/cooperations", Body(partner)).Json(HttpStatusCode.Created)).Text("id");
        await host.HandOver(id);
        await manager.GetAsync($"{Sent}/{sent}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await manager.Post($"{Sent}/{sent}/closure", new { outcome = "Klart." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.DoesNotContain($"{sent}", await manager.GetAsync("/avvikelser/samverkan").Html());
        await host.As(TestUsers.Mas).GetAsync($"{Sent}/{sent}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        var investigator = host.As(TestUsers.LexInvestigator);
        await investigator.Post($"{Cases}/{id}/cooperations", Body(partner)).Problem(HttpStatusCode.Conflict, "deviation.handed-over");
        await investigator.Post($"{Sent}/{sent}/answer", new { answeredOn = Today, answer = "Svar." }).Json();
        Assert.Equal(Visibility.Internal, (await host.Published<CooperationChanged>()).Where(e => $"{e.CooperationId}" == sent).MaxBy(e => e.SubjectVersion)!.Visibility);
    }

    [Fact]
    public async Task The_page_sends_and_follows_and_a_refused_form_keeps_what_was_written()
    {
        var id = await host.Reported(TestUsers.Employee);
        var (manager, partner) = (host.As(TestUsers.Manager), await CooperationRights.NewPartner(host));
        (string, string)[] fields = [("Version", "1"), ("Request.PartnerId", partner), ("Request.Text", "Vad hände hos er?"), ("Request.Parts", "When"), ("Request.Way", "SecureDigital")];
        var refused = await manager.Form($"/avvikelser/{id}/samverkan", "skicka", fields).Html();
        Assert.Contains("Skriv varför det får lämnas ut.", refused);
        Assert.Contains("Vad hände hos er?", refused);
        var sent = await manager.Form($"/avvikelser/{id}/samverkan", "skicka", [.. fields, ("Request.Secrecy", "Inget är sekretessbelagt.")]);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var page = sent.Headers.Location!.ToString().Split('?')[0];
        page = page[page.IndexOf("samverkan/", StringComparison.Ordinal)..];
        Assert.Contains("Vad hände hos er?", await manager.GetAsync($"/avvikelser/{page}").Html());
        Assert.Contains("Skriv svaret.", await manager.Form($"/avvikelser/{page}", "foljupp", [("Version", "1"), ("Request.Step", "Answered"), ("Request.On", Today)]).Html());
        Assert.Equal(HttpStatusCode.Found, (await manager.Form($"/avvikelser/{page}", "foljupp", [("Version", "1"), ("Request.Step", "Answered"), ("Request.On", Today), ("Request.Text", "Vi ser över det.")])).StatusCode);
        Assert.Contains("Vi ser över det.", await manager.GetAsync($"/avvikelser/{page}").Html());
    }

    [Fact]
    public async Task Who_keeps_the_registry_finds_it_a_name_stands_there_once_and_what_is_no_longer_valid_is_not_sent_to()
    {
        Assert.Contains("href=\"samverkan\"", await host.As(TestUsers.Manager).GetAsync("/avvikelser/mina").Html());
        var administrator = host.As(TestUsers.Administrator);
        Assert.Contains("href=\"samverkan/parter\"", await administrator.GetAsync("/avvikelser/mina").Html());
        var name = $"Region {Guid.NewGuid()}";
        var partner = await administrator.Post(Partners, Registered(name)).Json(HttpStatusCode.Created);
        await administrator.Post(Partners, Registered(name)).Problem(HttpStatusCode.Conflict, "partner.name-taken");
        await administrator.Post(Partners, Registered($"{name} B", "2019-01-01")).NamesField("validTo");
        await administrator.SendAsync(Write(HttpMethod.Put, $"{Partners}/{partner.Text("id")}", Registered(name, Today), 1)).Json();
        var id = await host.Reported(TestUsers.Employee);
        await host.As(TestUsers.Manager).Post($"{Cases}/{id}/cooperations", Body(partner.Text("id")!)).NamesField("partnerId");
        Assert.DoesNotContain(name, await host.As(TestUsers.Manager).GetAsync($"/avvikelser/{id}/samverkan").Html());
        Assert.Contains(name, (await administrator.GetAsync($"{Partners}?limit=100").Json()).GetRawText());
    }

    private static object Registered(string name, string? validTo = null) => new { name, type = "region", address = "SDK: avvikelser", validFrom = "2020-01-01", validTo };

    private static Dictionary<string, object> Body(string partner, params string[] parts) => new()
    {
        ["partnerId"] = partner,
        ["parts"] = parts,
        ["text"] = "Hur säkrar ni listan?",
        ["secrecy"] = "Inga uppgifter om enskild följer med.",
        ["way"] = "secure-digital",
    };
}
