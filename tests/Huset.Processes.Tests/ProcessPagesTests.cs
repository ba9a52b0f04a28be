using System.Text.RegularExpressions;

namespace Huset.Processes.Tests;

/// <summary>The way of a process through the pages, as a browser without JavaScript takes it.</summary>
public sealed partial class ProcessPagesTests(ProcessesHost host)
{
    [Fact]
    public async Task A_process_is_made_read_in_submitted_approved_and_published_page_by_page()
    {
        var owner = TestUsers.ProcessOwner;
        var wrong = await Send(owner, "/processer/ny-process", ("_handler", "process"), ("Request.Name", "Hembesök"), ("Request.OwnerId", owner.Id.ToString()));
        Assert.Contains("Välj vilket slag av process det är.", wrong);
        Assert.Contains("value=\"Hembesök\"", wrong);
        var made = await Done(owner, "/processer/ny-process", ("_handler", "process"), ("Request.Name", "Hembesök"), ("Request.Kind", "Main"), ("Request.OwnerId", owner.Id.ToString()), ("Request.OwnerRole", "Områdeschef"));
        var id = made.Split('/')[^1].Split('?')[0];
        Assert.Contains("Gäller inte än", await Html(owner, "/processer/"));
        Assert.DoesNotContain("Hembesök", await Html(TestUsers.Employee, "/processer/"));

        Assert.Contains("Filen är inte XML som går att läsa. (rad 1)", await File(owner, id, "hej"));
        Assert.Contains("Välj en fil.", await File(owner, id, ""));
        Assert.EndsWith("?sparad=fil", await File(owner, id, ProcessesHost.Diagram("Ringa på", "Hälsa")));
        var draft = await Html(owner, $"/processer/process/{id}/versioner");
        Assert.Contains("Utkast till version 1", draft);
        Assert.Contains("Nytt steg: Ringa på", draft);

        await Done(owner, $"/processer/process/{id}/versioner", ("_handler", "skicka"), ("Revision", Revision(draft)));
        Assert.Contains("Du har själv skrivit i versionen", await Html(owner, $"/processer/process/{id}/versioner"));
        Assert.Contains("Versionen är inget utkast", await Send(owner, $"/processer/process/{id}/versioner", ("_handler", "skicka"), ("Revision", Revision(await Html(TestUsers.QualityDeveloper, $"/processer/process/{id}/versioner")))));

        var kim = TestUsers.QualityDeveloper;
        var waiting = await Html(kim, $"/processer/process/{id}/versioner");
        Assert.Contains("Skriv varför", await Send(kim, $"/processer/process/{id}/versioner", ("_handler", "godkann"), ("Revision", Revision(waiting)), ("Request.Decision", "Return")));
        Assert.Contains("Någon annan har ändrat", await Send(kim, $"/processer/process/{id}/versioner", ("_handler", "godkann"), ("Revision", "1"), ("Request.Decision", "Approve")));
        await Done(kim, $"/processer/process/{id}/versioner", ("_handler", "godkann"), ("Revision", Revision(waiting)), ("Request.Decision", "Approve"));

        var approved = await Html(owner, $"/processer/process/{id}/versioner");
        Assert.EndsWith($"process/{id}?sparad=publicerad", await Done(owner, $"/processer/process/{id}/versioner", ("_handler", "publicera"), ("Revision", Revision(approved)), ("Publication.ChangeNote", "Nu finns den.")));
        var page = await Html(TestUsers.Employee, $"/processer/process/{id}");
        Assert.Matches(@"<h1>Hembesök</h1>[\s\S]*Version 1, gäller sedan[\s\S]*Ringa på[\s\S]*Hälsa[\s\S]*Områdeschef[\s\S]*Nu finns den\.", page);
        Assert.DoesNotContain("Ändra stegen", page);
        Assert.Contains("Hembesök", await Html(TestUsers.Employee, "/processer/"));
    }

    [Fact]
    public async Task Who_publishes_answers_for_every_step_that_vanishes()
    {
        var id = await host.PublishedProcess("A", "B");
        await host.PutDiagram(id, ProcessesHost.Diagram("A", "C"), null).Json();
        await host.ApproveVersion(id, 2);
        var address = $"/processer/process/{id}/versioner";
        var page = await Html(TestUsers.ProcessOwner, address);
        Assert.Contains("Vad händer med steget ”B”?", page);
        var field = Field().Match(page).Groups[1].Value;
        Assert.Contains("Välj vad som händer med steget ”B”.", await Send(TestUsers.ProcessOwner, address, ("_handler", "publicera"), ("Revision", Revision(page))));
        var replacement = Replacement().Match(page).Groups[1].Value;
        await Done(TestUsers.ProcessOwner, address, ("_handler", "publicera"), ("Revision", Revision(page)), (field, replacement));
        var read = await Html(TestUsers.Employee, $"/processer/process/{id}");
        Assert.Matches(@"Steg som har upphört[\s\S]*B[\s\S]*Ersatt av C", read);
        // A link to the old step, in an old case, still finds it.
        Assert.Contains($"id=\"steg-{field.Replace("Ended.Step-", "")}\"", read);
    }

    [Fact]
    public async Task The_map_lays_what_tells_more_of_a_step_under_its_process()
    {
        var above = await host.PublishedProcess("A");
        var step = (await host.As(TestUsers.Employee).GetAsync($"{ProcessesHost.Processes}/{above}/activities").Json()).GetProperty("items")[0].GetProperty("id").GetGuid();
        var below = (await host.As(TestUsers.QualityDeveloper).Post(ProcessesHost.Processes, new { name = "Fördjupning ett", kind = "main", parentActivityId = step }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        await host.PutDiagram(below, ProcessesHost.Diagram("B"), null).Json();
        Assert.Matches($@"class=""deeper""[\s\S]*href=""process/{below}""", await Html(TestUsers.QualityDeveloper, "/processer/"));
        Assert.Contains("Läs mer i processen Fördjupning ett", await Html(TestUsers.QualityDeveloper, $"/processer/process/{above}"));
        Assert.Contains($"href=\"process/{above}#steg-{step}\"", await Html(TestUsers.QualityDeveloper, $"/processer/process/{below}"));
    }

    [Fact]
    public async Task A_process_is_closed_and_opened_again_by_its_page()
    {
        var id = await host.PublishedProcess("Ringa på");
        await host.Scalar<Guid>("update processes set name = 'Nattpatrull' where id = $1 returning id", id);
        var (owner, address) = (TestUsers.ProcessOwner, $"/processer/process/{id}/upphor");
        await host.Document(VersionStatus.Published, title: "Nattrutin", activities: [await host.Scalar<Guid>("select id from activities where process_id = $1", id)]);
        var page = await Html(owner, address);
        Assert.Contains("Nattrutin", page);
        var refused = await Send(owner, address, ("_handler", "upphor"), ("Version", Version(page)), ("Request.ClosedOn", "2999-01-01"), ("Request.Reason", "Slås ihop."));
        Assert.Contains("Välj en dag som inte är efter i dag", refused);
        Assert.Contains("Slås ihop.</textarea>", refused);
        Assert.Contains("Skriv varför processen upphör.", await Send(owner, address, ("_handler", "upphor"), ("Version", Version(page)), ("Request.ClosedOn", Today)));
        Assert.Contains("Någon annan har ändrat", await Send(owner, address, ("_handler", "upphor"), ("Version", "1"), ("Request.ClosedOn", Today), ("Request.Reason", "Slås ihop.")));
        Assert.EndsWith($"process/{id}?sparad=avslutad", await Done(owner, address, ("_handler", "upphor"), ("Version", Version(page)), ("Request.ClosedOn", Today), ("Request.Reason", "Slås ihop med kvällen.")));

        var read = await Html(TestUsers.Employee, $"/processer/process/{id}");
        Assert.Matches(@"Upphörde [\s\S]*Slås ihop med kvällen\.[\s\S]*Ringa på", read);
        Assert.DoesNotContain("/upphor", read);
        Assert.DoesNotContain("Ändra stegen", await Html(owner, $"/processer/process/{id}"));
        Assert.DoesNotContain("Nattpatrull", await Html(TestUsers.Employee, "/processer/"));
        Assert.Contains("Nattpatrull", await Html(TestUsers.Employee, "/processer/?upphorda=1"));
        Assert.Contains("Upphörd", await Html(TestUsers.Employee, $"/processer/process/{id}/versioner"));
        Assert.Contains("Ringa på", await Html(TestUsers.Employee, $"/processer/process/{id}/rita"));
        foreach (var place in new[] { "andra", "steg" })
            await host.As(owner).GetAsync($"/processer/process/{id}/{place}").Problem(HttpStatusCode.NotFound, "resource.not-found");

        var closed = await Html(owner, address);
        Assert.Contains("redan avslutat", await Send(owner, address, ("_handler", "upphor"), ("Version", Version(closed)), ("Request.ClosedOn", Today), ("Request.Reason", "En gång till.")));
        Assert.EndsWith($"process/{id}?sparad=oppnad", await Done(owner, address, ("_handler", "oppna"), ("Version", Version(closed))));
        Assert.Contains("Nattpatrull", await Html(TestUsers.Employee, "/processer/"));
        Assert.Contains("redan öppnat", await Send(owner, address, ("_handler", "oppna"), ("Version", Version(await Html(owner, address)))));
    }

    [Fact]
    public async Task A_version_that_waits_is_taken_back_by_who_writes_and_an_approved_one_is_sent_back_by_who_judges()
    {
        var id = await host.CreatedProcess();
        await host.PutDiagram(id, ProcessesHost.Diagram("A"), null).Json();
        var (owner, kim, address) = (TestUsers.ProcessOwner, TestUsers.QualityDeveloper, $"/processer/process/{id}/versioner");
        Assert.DoesNotContain("Ta tillbaka", await Html(owner, address));
        await Done(owner, address, ("_handler", "skicka"), ("Revision", Revision(await Html(owner, address))));
        var waiting = await Html(owner, address);
        Assert.Contains("Skriv varför", await Send(owner, address, ("_handler", "ta-tillbaka"), ("Revision", Revision(waiting)), ("Recall.Reason", " ")));
        Assert.EndsWith("?sparad=tagen", await Done(owner, address, ("_handler", "ta-tillbaka"), ("Revision", Revision(waiting)), ("Recall.Reason", "Ett steg fattas.")));
        Assert.Matches(@"Utkast till version 1[\s\S]*Processägare Testsson gjorde den till utkast igen:[\s\S]*Ett steg fattas\.", (await Html(kim, address)).Replace("Processagare", "Processägare"));
        Assert.Contains("redan ett utkast", await Send(owner, address, ("_handler", "ta-tillbaka"), ("Revision", Revision(await Html(owner, address))), ("Recall.Reason", "Igen.")));

        await host.ApproveVersion(id, 1);
        // Only who judges: another's process.
        await host.Scalar<Guid>("update processes set owner_id = 'någon annan', owner_name = 'Någon' where id = $1 returning id", id);
        var judge = new TestUser("domaren", [Huset.ServiceDefaults.Identity.Roles.Processagare]);
        var approved = await Html(judge, address);
        Assert.EndsWith("?sparad=tagen", await Done(judge, address, ("_handler", "ta-tillbaka"), ("Revision", Revision(approved)), ("Recall.Reason", "Jag såg fel.")));
        var draft = await Html(kim, address);
        Assert.Matches(@"Utkast till version 1[\s\S]*Jag såg fel\.", draft);
        Assert.DoesNotContain("Godkänd av", draft.Split("<table")[0]);
    }

    [Fact]
    public async Task Two_who_change_name_and_owner_see_each_others_change()
    {
        var id = await host.CreatedProcess("Före");
        var address = $"/processer/process/{id}/andra";
        await Done(TestUsers.ProcessOwner, address, ("_handler", "process"), ("Version", "1"), ("Request.Name", "Efter"), ("Request.Kind", "Main"));
        var stale = await Send(TestUsers.QualityDeveloper, address, ("_handler", "process"), ("Version", "1"), ("Request.Name", "Annat"), ("Request.Kind", "Main"));
        Assert.Matches(@"<mark>Efter</mark>", stale);
        Assert.Contains("value=\"Annat\"", stale);
        await Done(TestUsers.QualityDeveloper, address, ("_handler", "process"), ("Version", "2"), ("Request.Name", "Annat"), ("Request.Kind", "Main"));
        // A drawing in between touches no field of the form.
        await host.PutDiagram(id, ProcessesHost.Diagram("A"), null).Json();
        await Done(TestUsers.QualityDeveloper, address, ("_handler", "process"), ("Version", "3"), ("Request.Name", "Annat"), ("Request.Kind", "Main"));
    }

    [Fact]
    public async Task An_owner_is_searched_for_among_everyone_and_what_is_written_stays()
    {
        var name = $"Åsa {Guid.NewGuid():N}";
        var person = await host.Person(name);
        var (owner, address) = (TestUsers.QualityDeveloper, "/processer/ny-process");
        Assert.DoesNotContain(name, await Html(owner, address));
        var found = await Send(owner, address, ("_handler", "process"), ("Request.Name", "Städning"), ("Owner.Words", name.ToLowerInvariant()), ("Owner.Find", "true"));
        Assert.Contains("1 person passar", found);
        Assert.Matches($"value=\"{person}\"[\\s\\S]*{name}, ", found);
        Assert.Contains("value=\"Städning\"", found);
        Assert.DoesNotContain("Välj vilket slag av process det är.", found);
        // By the name of the unit too, and never who has left.
        Assert.Matches("passar|Visar 20 av", await Send(owner, address, ("_handler", "process"), ("Owner.Words", "norräng"), ("Owner.Find", "true")));
        await host.Scalar<Guid>("update people set is_active = false where id = $1 returning id", await host.Person($"{name} den äldre"));
        Assert.Contains("1 person passar", await Send(owner, address, ("_handler", "process"), ("Owner.Words", name), ("Owner.Find", "true")));
        Assert.Contains("Ingen här heter eller arbetar så: Xyzzy.", await Send(owner, address, ("_handler", "process"), ("Owner.Words", "Xyzzy"), ("Owner.Find", "true")));
        // Enter in the box searches; when that is done, it saves.
        Assert.Contains("1 person passar", await Send(owner, address, ("_handler", "process"), ("Request.Name", "Städning"), ("Request.Kind", "Main"), ("Owner.Words", name), ("Owner.Done", "")));
        var made = await Done(owner, address, ("_handler", "process"), ("Request.Name", "Städning"), ("Request.Kind", "Main"), ("Request.OwnerId", person.ToString()), ("Owner.Words", name), ("Owner.Done", name));
        var id = made.Split('/')[^1].Split('?')[0];
        Assert.Contains(name, await Html(owner, $"/processer/process/{id}"));
        Assert.Matches($"checked[^>]*>[\\s]*<span>[\\s]*{name}", await Html(owner, $"/processer/process/{id}/andra"));
    }

    [Fact]
    public async Task Steps_are_written_with_the_keyboard_alone()
    {
        var id = await host.CreatedProcess();
        var address = $"/processer/process/{id}/steg";
        var owner = TestUsers.ProcessOwner;
        Assert.Contains("Skriv vad det nya steget heter.", await Send(owner, address, ("_handler", "steg"), ("Revision", ""), ("Do", "add")));
        await Done(owner, address, ("_handler", "steg"), ("Revision", ""), ("Do", "add"), ("Step.NewName", "Ringa på"), ("Step.NewLane", "Omsorgskontakt"));
        var one = await Html(owner, address);
        await Done(owner, address, ("_handler", "steg"), ("Revision", Revision(one)), ("Do", "add"), ("Step.NewName", "Hälsa"), ("Step.After", ElementOf(one, "Ringa på")));
        var two = await Html(owner, address);
        await Done(owner, address, ("_handler", "steg"), ("Revision", Revision(two)), ("Do", $"up:{ElementOf(two, "Hälsa")}"), ($"Step.Name-{ElementOf(two, "Hälsa")}", "Hälsa glatt"));
        Assert.Equal(["Hälsa glatt", "Ringa på"], await Steps());

        // Someone else was first: what was typed stays, and the next save is against what is there now.
        var stale = await Send(owner, address, ("_handler", "steg"), ("Revision", Revision(two)), ("Do", "save"), ($"Step.Name-{ElementOf(two, "Ringa på")}", "Knacka"));
        Assert.Contains("Någon annan har ändrat processen", stale);
        Assert.Contains("value=\"Knacka\"", stale);
        Assert.Contains("value=\"Hälsa glatt\"", stale);
        await Done(owner, address, ("_handler", "steg"), ("Revision", Revision(stale)), ("Do", "save"), ($"Step.Name-{ElementOf(two, "Ringa på")}", "Knacka"));
        var three = await Html(owner, address);
        Assert.Contains("Skriv vad steg 1 heter.", await Send(owner, address, ("_handler", "steg"), ("Revision", Revision(three)), ("Do", "save"), ($"Step.Name-{ElementOf(three, "Hälsa glatt")}", " ")));
        await Done(owner, address, ("_handler", "steg"), ("Revision", Revision(three)), ("Do", $"remove:{ElementOf(three, "Hälsa glatt")}"));
        Assert.Equal(["Knacka"], await Steps());
        Assert.Contains("Inget var ändrat", await Html(owner, "/processer/" + (await Done(owner, address, ("_handler", "steg"), ("Revision", Revision(await Html(owner, address))), ("Do", "save"))).Split("/processer/")[^1].Split('#')[0]));

        await host.As(owner).PostAsync($"{ProcessesHost.Processes}/{id}/versions/1/submission", null).Json();
        Assert.Contains("Versionen är skickad och kan inte ändras", await Html(owner, address));

        async Task<string[]> Steps() => [.. (await host.As(owner).GetAsync($"{ProcessesHost.Processes}/{id}/activities?version=draft").Json()).GetProperty("items").EnumerateArray().Select(step => step.GetProperty("name").GetString()!)];
    }

    [Fact]
    public async Task A_demonstration_has_processes_in_every_band_and_one_below_another()
    {
        await ProcessesHost.Eventually(() => host.Scalar<long>("select count(*) from processes where owner_role = 'HR-partner' and version_in_force = 1").Result == 1);
        var map = await Html(TestUsers.Employee, "/processer/");
        Assert.Matches(@"Ledningsprocesser[\s\S]*Ledning och uppföljning[\s\S]*Huvudprocesser[\s\S]*Hemtjänst: från beslut till uppföljning[\s\S]*Läkemedel i hemtjänsten[\s\S]*Stödprocesser[\s\S]*Introduktion av nya medarbetare", map);
        Assert.Contains("8 steg", map);
    }

    private static string ElementOf(string html, string name) => Regex.Match(html, $"name=\"Step\\.Name-([^\"]+)\"[^>]*value=\"{name}\"|value=\"{name}\"[^>]*name=\"Step\\.Name-([^\"]+)\"").Groups.Values.Skip(1).First(group => group.Success).Value;

    private Task<string> Html(TestUser user, string path) => host.As(user).GetAsync(path).Html();

    private async Task<string> Send(TestUser user, string path, params (string Field, string Value)[] fields)
    {
        var answer = await host.As(user).PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Field, field.Value))));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> Done(TestUser user, string path, params (string Field, string Value)[] fields)
    {
        var answer = await host.As(user).PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Field, field.Value))));
        if (answer.StatusCode != HttpStatusCode.Found) Assert.Fail($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!.ToString();
    }

    private async Task<string> File(TestUser user, string id, string content)
    {
        var html = await Html(user, $"/processer/process/{id}/versioner");
        using var form = new MultipartFormDataContent { { new StringContent("fil"), "_handler" }, { new StringContent(Revision(html)), "Revision" }, { new StringContent(content), "File", "process.bpmn" } };
        var answer = await host.As(user).PostAsync($"/processer/process/{id}/versioner", form);
        return answer.StatusCode == HttpStatusCode.Found ? answer.Headers.Location!.ToString() : WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static string Today => ServiceDefaults.SwedishTime.Today(TimeProvider.System).ToString("O");

    private static string Version(string html) => Regex.Match(html, "name=\"Version\" value=\"(\\d+)\"").Groups[1].Value;

    private static string Revision(string html) => RevisionField().Match(html).Groups[1].Value;

    [GeneratedRegex("name=\"Revision\" value=\"(\\d*)\"")]
    private static partial Regex RevisionField();

    [GeneratedRegex("name=\"(Ended\\.[^\"]+)\"")]
    private static partial Regex Field();

    [GeneratedRegex("<option value=\"([^\"]+)\">Det ersätts av 2\\. C")]
    private static partial Regex Replacement();
}
