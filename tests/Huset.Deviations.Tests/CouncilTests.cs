using Huset.Competence.Contracts;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

public sealed class CouncilTests(DeviationsHost host)
{
    private const string Api = "/deviations/v1", Councils = $"{Api}/councils", Cases = $"{Api}/council-cases", Proposals = $"{Api}/council-proposals", Deviations = $"{Api}/deviations", Pages = "/avvikelser/rad";
    private static string Today => $"{Arrange.Today:yyyy-MM-dd}";

    [Fact]
    public async Task A_guest_has_the_councils_of_the_present_membership_and_nothing_else_in_the_house()
    {
        var (council, region) = await Council();
        var guest = Someone(Roles.Gast);
        var client = host.As(guest);
        // The role alone opens nothing.
        Assert.Equal(0, (await client.GetAsync(Councils).Json()).GetProperty("total").GetInt32());
        await client.GetAsync($"{Councils}/{council}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Empty((await client.GetAsync($"{Api}/room").Json()).GetProperty("rooms").EnumerateArray());

        var keeper = host.As(TestUsers.QualityDeveloper);
        var seated = await keeper.Post($"{Councils}/{council}/members", Guest(guest, region)).Json(HttpStatusCode.Created);
        await keeper.Post($"{Councils}/{council}/members", Guest(guest, region)).Problem(HttpStatusCode.Conflict, "council-member.exists");
        await DeviationsHost.Eventually(() => client.GetAsync($"{Councils}/{council}/overview").GetAwaiter().GetResult().IsSuccessStatusCode);
        Assert.Equal(1, (await client.GetAsync(Councils).Json()).GetProperty("total").GetInt32());
        await client.Post($"{Councils}/{council}/cases", Story()).Json(HttpStatusCode.Created);
        var room = Assert.Single((await client.GetAsync($"{Api}/room").Json()).GetProperty("rooms").EnumerateArray());
        Assert.Equal(("/avvikelser/rad", "Avvikelseråd"), (room.Text("href"), room.Text("title")));
        // Nobody's sign-in name is told but to who keeps the council.
        var member = Assert.Single((await client.GetAsync($"{Councils}/{council}").Json()).GetProperty("members").EnumerateArray());
        Assert.False(member.TryGetProperty("username", out _));
        var page = await client.GetAsync($"{Pages}/{council}").Html();
        Assert.Contains("Hemgång utan lista", page);
        Assert.DoesNotContain("href=\"mina\"", page);
        Assert.DoesNotContain("Dra i tråden", page);
        foreach (var path in new[] { Deviations, $"{Api}/actions", $"{Api}/ideas", $"{Api}/notices", $"{Api}/partners", $"{Api}/assignments", $"{Api}/people", $"{Api}/code-lists", $"{Api}/rules", $"{Api}/cooperations", "/avvikelser/", "/avvikelser/mina", "/avvikelser/ny", "/avvikelser/samverkan/parter" })
            await client.GetAsync(path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");

        // It ends by itself.
        var membership = seated.GetProperty("members")[0].GetProperty("id").GetGuid();
        await host.Scalar<Guid>("update council_members set valid_to = $2 where id = $1 returning id", membership, Arrange.Today);
        await DeviationsHost.Eventually(() => client.GetAsync($"{Councils}/{council}/overview").GetAwaiter().GetResult().StatusCode == HttpStatusCode.NotFound);
        Assert.Equal((0, 0), ((await client.GetAsync(Councils).Json()).GetProperty("total").GetInt32(), (await client.GetAsync(Cases).Json()).GetProperty("total").GetInt32()));
        await client.GetAsync($"{Pages}/{council}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await keeper.Post($"{Councils}/{council}/members/{membership}/end", new { validTo = Today }).Problem(HttpStatusCode.Conflict, "council-member.ended");
    }

    [Fact]
    public async Task Who_has_left_the_house_or_whose_principal_has_left_the_council_sees_nothing_more()
    {
        var (council, region) = await Council();
        TestUser employee = Someone(Roles.Medarbetare), guest = Someone(Roles.Gast);
        await host.Sits(council, employee);
        await host.Sits(council, guest, region);
        var other = Guid.Parse(await CooperationRights.NewPartner(host));
        await host.As(TestUsers.Administrator).SendAsync(Write(HttpMethod.Put, $"{Councils}/{council}", new { name = $"Råd {council}", partnerIds = new[] { other }, validFrom = "2020-01-01" }, 1)).Json();
        await DeviationsHost.Eventually(() => host.As(guest).GetAsync($"{Councils}/{council}/overview").GetAwaiter().GetResult().StatusCode == HttpStatusCode.NotFound);
        await host.As(employee).GetAsync($"{Councils}/{council}/overview").Json();
        await host.Tell<KeepPeople, PersonChanged>(new(Guid.NewGuid(), $"{employee.Id}", "E", "handläggare", TestUnits.Norrangen, false, 1, Arrange.Now, employee.Username));
        await DeviationsHost.Eventually(() => host.As(employee).GetAsync($"{Councils}/{council}/overview").GetAwaiter().GetResult().StatusCode == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_council_is_told_is_the_chosen_parts_and_never_the_case()
    {
        var (council, region) = await Council();
        var guest = Someone(Roles.Gast);
        await host.Sits(council, guest, region);
        var (id, _, version) = await host.WithCause(changes: [("kind", "cooperation"), ("description", "Beda i rum fyra fick ingen lista.")]);
        var manager = host.As(TestUsers.Manager);
        var shared = await manager.SendAsync(Write($"{Deviations}/{id}/council-cases", Story(council, "when", "causes"), version)).Json(HttpStatusCode.Created);
        var reference = await host.Scalar<string>("select reference from deviations where id = $1", id);
        Assert.Equal($"{id}", shared.Text("deviationId"));

        var read = await host.As(guest).GetAsync($"{Cases}/{shared.Text("id")}").Json();
        Assert.Equal($"När det hände:\n{DateTimeOffset.UtcNow.AddHours(-2).ToString("MMMM yyyy", System.Globalization.CultureInfo.GetCultureInfo("sv-SE"))}\n\nOrsakerna:\n– Bemanning: Vikarie utan delegering.", read.Text("facts"));
        foreach (var body in new[] { read.GetRawText(), (await host.As(guest).GetAsync($"{Cases}?councilId={council}").Json()).GetRawText(), await host.As(guest).GetAsync($"{Pages}/arende/{shared.Text("id")}").Html() })
        {
            Assert.DoesNotContain($"{id}", body);
            Assert.DoesNotContain(reference, body);
            Assert.DoesNotContain("Beda", body);
        }
        // Each reading is logged, and by what right.
        Assert.Equal(2, await host.Scalar<long>("select count(*) from access_log where subject_type = 'council-case' and action = 'read' and user_id = $1 and $2 = any(subject_ids::text[]) and why = array['deviations.take-part-in-councils/assigned']", $"{guest.Id}", shared.Text("id")!));

        var told = Assert.Single(await host.Published<CouncilCaseShared>(), e => $"{e.CouncilCaseId}" == shared.Text("id"));
        Assert.Equal(("discharge", Visibility.Analyst, "follows-from", "deviation", $"{id}"), (told.Theme, told.Visibility, told.Links.Single().Rel, told.Links.Single().Type, told.Links.Single().Id));
        Assert.Equal("council-shared", (await manager.GetAsync($"{Deviations}/{id}").Json()).GetProperty("history").EnumerateArray().Last().Text("kind"));
        Assert.Contains($"rad/arende/{shared.Text("id")}", await manager.GetAsync($"/avvikelser/{id}").Html());
        Assert.Equal(1, (await manager.GetAsync($"{Cases}?deviationId={id}").Json()).GetProperty("total").GetInt32());

        Assert.Contains("Listan kom inte.", (await manager.GetAsync($"{Deviations}/{id}/case-file").Json()).GetRawText());

        // Once it is handed over, nobody but its investigators knows which case it was.
        await host.HandOver(id);
        await manager.GetAsync($"{Cases}/{shared.Text("id")}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Equal($"{id}", (await host.As(TestUsers.LexInvestigator).GetAsync($"{Cases}/{shared.Text("id")}").Json()).Text("deviationId"));
        await host.As(TestUsers.LexInvestigator).Post($"{Deviations}/{id}/council-cases", Story(council)).Problem(HttpStatusCode.Conflict, "deviation.handed-over");
    }

    [Fact]
    public async Task What_may_point_someone_out_is_refused()
    {
        var (council, region) = await Council();
        var guest = Someone(Roles.Gast);
        await host.Sits(council, guest, region);
        var id = await host.Reported(TestUsers.Employee);
        var manager = host.As(TestUsers.Manager);
        Dictionary<string, object> With(string field, object value) => new(Story(council)) { [field] = value };
        await manager.Post($"{Deviations}/{id}/council-cases", With("what", "Gäller 19121212-1212.")).NamesField("what");
        await manager.Post($"{Deviations}/{id}/council-cases", With("parts", new[] { "description" })).NamesField("parts");
        await manager.Post($"{Deviations}/{id}/council-cases", With("deIdentified", false)).NamesField("deIdentified");
        await manager.Post($"{Deviations}/{id}/council-cases", With("theme", "inget-tema")).NamesField("theme");
        await manager.Post($"{Deviations}/{id}/council-cases", With("councilId", Guid.NewGuid())).NamesField("councilId");
        Assert.Contains("Gäller 19121212-1212.", await manager.Form($"/avvikelser/{id}/rad", "dela", ("Version", "1"), ("Request.CouncilId", $"{council}"), ("Request.Theme", "discharge"), ("Request.Title", "Listan"), ("Request.What", "Gäller 19121212-1212."), ("Request.Question", "Hur?"), ("Request.DeIdentified", "true")).Html());
        Assert.Contains("bekräfta att ingen går att peka ut", await manager.Form($"/avvikelser/{id}/rad", "dela", ("Version", "1"), ("Request.CouncilId", $"{council}"), ("Request.Theme", "discharge"), ("Request.Title", "Listan"), ("Request.What", "Den kom inte."), ("Request.Question", "Hur?")).Html());

        var client = host.As(guest);
        var brought = (await client.Post($"{Councils}/{council}/cases", Story()).Json(HttpStatusCode.Created)).Text("id");
        await client.Post($"{Cases}/{brought}/notes", new { text = "Som 19121212-1212." }).NamesField("text");
        await client.Post($"{Cases}/{brought}/conclusion", new { conclusion = "Som 19121212-1212." }).NamesField("conclusion");
        await client.Post($"{Councils}/{council}/proposals", Proposal(brought!, region, "Som 19121212-1212.")).NamesField("text");
        Assert.Contains("Som 19121212-1212.", await client.Form($"{Pages}/arende/{brought}", "samtal", ("Version", "1"), ("Request.Step", "Conclude"), ("Request.Text", "Som 19121212-1212.")).Html());
        Assert.Contains("Kvar.", await client.Form($"{Pages}/arende/{brought}", "samtal", ("Version", "1"), ("Request.Step", "99"), ("Request.Text", "Kvar.")).Html());
    }

    [Fact]
    public async Task A_council_discusses_counts_by_theme_and_principal_and_comes_to_something()
    {
        var (council, region) = await Council();
        TestUser employee = Someone(Roles.Medarbetare), guest = Someone(Roles.Gast);
        await host.Sits(council, employee);
        await host.Sits(council, guest, region);
        var (own, theirs) = (host.As(employee), host.As(guest));
        var brought = await theirs.Post($"{Councils}/{council}/cases", Story()).Json(HttpStatusCode.Created);
        Assert.Equal("new", brought.Text("status"));
        await own.Post($"{Councils}/{council}/cases", Story()).Json(HttpStatusCode.Created);
        var path = $"{Cases}/{brought.Text("id")}";
        await own.Post($"{path}/notes", new { text = "Hos oss ringer vi." }).Json(HttpStatusCode.Created);
        var said = await theirs.Post($"{path}/notes", new { text = "Vi skickar listan." }).Json(HttpStatusCode.Created);
        Assert.Equal(("discussed", 3), (said.Text("status"), said.GetProperty("version").GetInt32()));
        var names = said.GetProperty("notes").EnumerateArray().Select(note => note.Text("partner")).ToList();
        Assert.Null(names[0]);
        Assert.StartsWith("Region ", names[1]);
        await own.SendAsync(Write($"{path}/conclusion", new { conclusion = "Ring före." }, 2)).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        Assert.Equal("closed", (await own.SendAsync(Write($"{path}/conclusion", new { conclusion = "Ring före." }, 3)).Json()).Text("status"));
        await theirs.Post($"{path}/notes", new { text = "En sak till." }).Problem(HttpStatusCode.Conflict, "council-case.closed");
        Assert.Contains("En sak till.", await theirs.Form($"{Pages}/arende/{brought.Text("id")}", "samtal", ("Version", "4"), ("Request.Step", "Note"), ("Request.Text", "En sak till.")).Html());

        var overview = await theirs.GetAsync($"{Councils}/{council}/overview").Json();
        var theme = Assert.Single(overview.GetProperty("themes").EnumerateArray());
        Assert.Equal(("discharge", 2, 1), (theme.Text("theme"), theme.GetProperty("count").GetInt32(), theme.GetProperty("open").GetInt32()));
        Assert.Equal(2, overview.GetProperty("partners").GetArrayLength());
        Assert.Equal(1, (await own.GetAsync($"{Cases}?councilId={council}&status=closed&theme=discharge").Json()).GetProperty("total").GetInt32());
        Assert.Contains("Ring före.", await theirs.GetAsync($"{Pages}/arende/{brought.Text("id")}").Html());
    }

    [Fact]
    public async Task A_proposal_goes_to_the_managements_and_their_answers_stand_with_it()
    {
        var (council, region, provider) = (Guid.NewGuid(), Guid.Parse(await CooperationRights.NewPartner(host)), Guid.Parse(await CooperationRights.NewPartner(host)));
        await CouncilRights.NewCouncil(host, council, region, provider);
        TestUser employee = Someone(Roles.Medarbetare), guest = Someone(Roles.Gast), manager = new($"chef-{Guid.NewGuid():N}", [Roles.Enhetschef, Roles.Medarbetare], [TestUnits.DisabilityCare], TestUnits.DisabilityCare);
        await host.Sits(council, employee);
        await host.Sits(council, guest, region);
        var (own, theirs, chief) = (host.As(employee), host.As(guest), host.As(manager));
        var brought = (await own.Post($"{Councils}/{council}/cases", Story()).Json(HttpStatusCode.Created)).Text("id")!;
        Dictionary<string, object> proposal = new(Proposal(brought, region)) { ["partnerIds"] = new[] { region, provider }, ["unitCodes"] = new[] { TestUnits.DisabilityCare } };
        await own.Post($"{Councils}/{council}/proposals", new Dictionary<string, object>(proposal) { ["caseIds"] = new[] { Guid.NewGuid() } }).NamesField("caseIds");
        await own.Post($"{Councils}/{council}/proposals", new Dictionary<string, object>(proposal) { ["unitCodes"] = new[] { "ingen" } }).NamesField("unitCodes");
        await own.Post($"{Councils}/{council}/proposals", new Dictionary<string, object>(proposal) { ["partnerIds"] = new[] { Guid.NewGuid() } }).NamesField("partnerIds");
        var sent = await theirs.Post($"{Councils}/{council}/proposals", proposal).Json(HttpStatusCode.Created);
        var path = $"{Proposals}/{sent.Text("id")}";
        string At(string field, object value) => $"{path}/recipients/{sent.GetProperty("recipients").EnumerateArray().Single(r => r.Text(field) == $"{value}").Text("id")}";

        // The manager has it at once, and sees none of the council's cases.
        var waiting = (await chief.GetAsync($"{Api}/room").Json()).GetProperty("rooms")[0].GetProperty("facts").EnumerateArray().ToList();
        Assert.Contains(waiting, fact => fact.Text("href") == "/avvikelser/rad" && fact.GetProperty("needsYou").GetBoolean());
        Assert.Contains("Listan dagen före", await chief.GetAsync(Pages).Html());
        Assert.False((await chief.GetAsync(path).Json()).TryGetProperty("caseIds", out _));
        await chief.GetAsync($"{Cases}/{brought}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await own.Post($"{At("unitCode", TestUnits.DisabilityCare)}/answer", Answer("accepted")).Problem(HttpStatusCode.NotFound, "resource.not-found");
        var page = $"{Pages}/forslag/{sent.Text("id")}";
        Assert.Contains("Skriv svaret.", await chief.Form(page, "svara", ("Version", "1"), ("Request.RecipientId", At("unitCode", TestUnits.DisabilityCare)[^36..]), ("Request.Step", "Accepted"), ("Request.On", Today)).Html());
        Assert.Equal(HttpStatusCode.Found, (await chief.Form(page, "svara", ("Version", "1"), ("Request.RecipientId", At("unitCode", TestUnits.DisabilityCare)[^36..]), ("Request.Step", "Accepted"), ("Request.On", Today), ("Request.Text", "Vi börjar i mars."))).StatusCode);
        Assert.DoesNotContain((await chief.GetAsync($"{Proposals}?toAnswer=true&limit=100").Json()).GetProperty("items").EnumerateArray(), waits => waits.Text("id") == sent.Text("id"));

        // To another principal it is sent first, and what that answers is written in; by its guest, and not by another's.
        await theirs.Post($"{At("partnerId", region)}/answer", Answer("declined")).Problem(HttpStatusCode.Conflict, "council-proposal.not-sent");
        await theirs.Post($"{At("partnerId", region)}/sending", new { sentOn = "2020-01-01", way = "letter" }).NamesField("sentOn");
        await theirs.Post($"{At("partnerId", region)}/sending", new { sentOn = Today, way = "letter" }).Json();
        await own.Post($"{At("partnerId", region)}/sending", new { sentOn = Today, way = "letter" }).Problem(HttpStatusCode.Conflict, "council-proposal.sent");
        await theirs.Post($"{At("partnerId", provider)}/sending", new { sentOn = Today, way = "letter" }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await theirs.Post($"{At("partnerId", region)}/answer", Answer("declined", "2020-01-01")).NamesField("answeredOn");
        await theirs.Post($"{At("partnerId", region)}/answer", Answer("declined")).Json();
        var answered = (await own.GetAsync(path).Json()).GetProperty("recipients").EnumerateArray().Select(r => r.Text("outcome")).ToList();
        Assert.Equal(["accepted", "declined", null], answered.OrderBy(outcome => outcome is null).ThenBy(outcome => outcome, StringComparer.Ordinal));
        var answers = await theirs.GetAsync(page).Html();
        Assert.Contains("Vi börjar i mars.", answers);
        Assert.Contains("Hemgång utan lista", answers);
        Assert.DoesNotContain("Hemgång utan lista", await chief.GetAsync(page).Html());
        Assert.Contains("2 av 3", await theirs.GetAsync($"{Pages}/{council}").Html());

        var told = Assert.Single(await host.Published<CouncilProposalSent>(), e => $"{e.ProposalId}" == sent.Text("id"));
        Assert.Equal((1, 1, 2, "follows-from", "council-case", brought), (told.Cases, told.Units, told.Partners, told.Links.Single().Rel, told.Links.Single().Type, told.Links.Single().Id));
    }

    [Fact]
    public async Task A_council_has_a_name_of_its_own_another_principal_and_members_who_are_one_or_the_other()
    {
        var keeper = host.As(TestUsers.Administrator);
        var region = Guid.Parse(await CooperationRights.NewPartner(host));
        // First in the list of names, however many councils the other tests make.
        var name = $"Aråd {Guid.NewGuid()}";
        object Asked(params Guid[] partners) => new { name, partnerIds = partners, validFrom = "2020-01-01" };
        await keeper.Post(Councils, Asked()).NamesField("partnerIds");
        await keeper.Post(Councils, Asked(Guid.NewGuid())).NamesField("partnerIds");
        var made = await keeper.Post(Councils, Asked(region)).Json(HttpStatusCode.Created);
        await keeper.Post(Councils, Asked(region)).Problem(HttpStatusCode.Conflict, "council.name-taken");
        Assert.Contains("Det finns redan ett råd med det namnet.", await keeper.Form($"{Pages}/nytt", "rad", ("Request.Name", name), ("Request.PartnerIds", $"{region}"), ("Request.ValidFrom", Today)).Html());
        var members = $"{Councils}/{made.Text("id")}/members";
        var guest = Someone(Roles.Gast);
        await keeper.Post(members, new { validFrom = Today, validTo = "2099-01-01" }).NamesField("personId");
        await keeper.Post(members, new { username = guest.Username, name = "G", partnerId = Guid.NewGuid(), validFrom = Today, validTo = "2099-01-01" }).NamesField("partnerId");
        await keeper.Post(members, new { username = guest.Username, partnerId = region, validFrom = Today, validTo = "2099-01-01" }).NamesField("name");
        await keeper.Post(members, new { username = guest.Username, name = "G", partnerId = region, validFrom = Today, validTo = Today }).NamesField("validTo");
        await host.As(TestUsers.Employee).GetAsync(Deviations).Json();
        await DeviationsHost.Eventually(() => keeper.Post(members, new { personId = $"{TestUsers.Employee.Id}", validFrom = Today, validTo = "2099-01-01" }).GetAwaiter().GetResult().StatusCode == HttpStatusCode.Created);
        Assert.Contains("Avvikelseråd", await keeper.GetAsync("/avvikelser/mina").Html());
        Assert.Contains(name, await host.As(TestUsers.Colleague).GetAsync(Pages).Html());
    }

    private static Dictionary<string, object> Answer(string outcome, string? on = null) => new() { ["outcome"] = outcome, ["answer"] = "Svaret.", ["answeredOn"] = on ?? Today };

    private async Task<(Guid Council, Guid Region)> Council()
    {
        var (council, region) = (Guid.NewGuid(), Guid.Parse(await CooperationRights.NewPartner(host)));
        await CouncilRights.NewCouncil(host, council, region);
        return (council, region);
    }

    private static TestUser Someone(string role) => new($"{role}-{Guid.NewGuid():N}", [role]);

    private static object Guest(TestUser guest, Guid partner) => new { username = guest.Username.ToUpperInvariant(), name = "Gabriella Testsson", partnerId = partner, validFrom = Today, validTo = "2099-01-01" };

    private static Dictionary<string, object> Story() => new() { ["theme"] = "discharge", ["title"] = "Hemgång utan lista", ["what"] = "Listan kom inte.", ["question"] = "Hur gör ni?", ["deIdentified"] = true };

    private static Dictionary<string, object> Story(Guid council, params string[] parts) => new(Story()) { ["councilId"] = council, ["parts"] = parts };

    private static Dictionary<string, object> Proposal(string brought, Guid partner, string text = "Listan skickas dagen före.") =>
        new() { ["theme"] = "discharge", ["title"] = "Listan dagen före", ["text"] = text, ["caseIds"] = new[] { brought }, ["partnerIds"] = new[] { partner } };
}
