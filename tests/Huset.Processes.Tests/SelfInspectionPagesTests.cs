using System.Text.RegularExpressions;
using static Huset.Testing.Requests;

namespace Huset.Processes.Tests;

public sealed partial class SelfInspectionPagesTests(ProcessesHost host)
{
    private const string Page = "/processer/egenkontroll";

    [Fact]
    public async Task From_start_to_done_by_the_pages()
    {
        var checklist = await host.Checklist();
        var name = checklist.GetProperty("name").GetString()!;
        var started = await Send(TestUsers.Manager, $"{Page}/ny", "starta", ("Request.UnitCode", TestUnits.Norrangen), ("Request.ChecklistId", checklist.GetProperty("id").GetString()!), ("Request.DueOn", "2090-01-01"), ("Request.OwnerId", TestUsers.Manager.Id.ToString()));
        Assert.Equal(HttpStatusCode.Found, started.StatusCode);
        var id = Guid.Parse(Ids().Match(started.Headers.Location!.ToString()).Value);
        Assert.Contains(name, await Read(TestUsers.Manager, Page));
        Assert.Contains("Är skåpet låst?", await Read(TestUsers.Manager, $"{Page}/{id}/svara"));

        // What is missing is told, and what was typed stays.
        var missing = await (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", ("Version", "1"), ("Efter", "klar"), ("Request.Value-0", "yes"), ("Request.Comment-1", "Skåpet stod öppet"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Fråga 2 har inget svar", WebUtility.HtmlDecode(missing));
        Assert.Contains("Skåpet stod öppet", WebUtility.HtmlDecode(missing));
        var wrong = await (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", ("Version", "1"), ("Efter", "spara"), ("Request.LookedAt-0", "3"), ("Request.Right-0", "4"), ("Request.EvidenceLink-1", "javascript:alert(1)"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("antalet rätt kan inte vara större", WebUtility.HtmlDecode(wrong));
        Assert.Contains("skriv hela webbadressen", WebUtility.HtmlDecode(wrong));

        Assert.Equal(HttpStatusCode.Found, (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", ("Version", "1"), ("Efter", "spara"), ("Request.Value-0", "yes"), ("Request.LookedAt-0", "15"), ("Request.Right-0", "12"))).StatusCode);
        var stale = await (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", ("Version", "1"), ("Efter", "spara"), ("Request.Value-0", "no"), ("Request.Comment-0", "Mitt svar"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Någon annan har ändrat", WebUtility.HtmlDecode(stale));
        Assert.Contains("Mitt svar", WebUtility.HtmlDecode(stale));

        Assert.Equal(HttpStatusCode.Found, (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", ("Version", "2"), ("Efter", "klar"), ("Request.Value-0", "yes"), ("Request.LookedAt-0", "15"), ("Request.Right-0", "12"), ("Request.Value-1", "no"), ("Request.Value-2", "not-applicable"))).StatusCode);
        var done = await Read(TestUsers.Colleague, $"{Page}/{id}");
        Assert.Contains("12 av 15 rätt", done);
        Assert.Contains("1 ja, 1 nej, 1 ej aktuellt", done);
    }

    [Fact]
    public async Task A_checklist_is_written_reordered_and_closed_by_the_pages_and_keeps_its_questions()
    {
        // First by name: other tests fill the list's first page.
        var (pages, name) = ($"{Page}/checklistor", $"1 {Guid.NewGuid():N}");
        var manager = TestUsers.Manager;
        Assert.Contains("Skriv vad checklistan heter", await Answer(manager, $"{pages}/ny", ("Request.UnitCode", TestUnits.Norrangen), ("Request.Text-0", "Är skåpet låst?")));
        Assert.Contains("Skriv minst en fråga", await Answer(manager, $"{pages}/ny", ("Request.Name", name), ("Request.UnitCode", TestUnits.Norrangen), ("Request.Text-0", "")));
        Assert.Contains("skriv frågan", await Answer(manager, $"{pages}/ny", ("Request.Name", name), ("Request.UnitCode", TestUnits.Norrangen), ("Request.Text-0", ""), ("Request.Help-0", "Känn efter.")));
        Assert.Contains("Du kan skriva checklistor för dina egna enheter", await Answer(manager, $"{pages}/ny", ("Request.Name", name), ("Request.Text-0", "Är skåpet låst?")));
        // More rows are given without losing what was typed.
        var more = await Answer(manager, $"{pages}/ny", ("Efter", "fler"), ("Request.Name", name), ("Request.Text-0", "Är skåpet låst?"));
        Assert.Contains("Är skåpet låst?", more);
        Assert.Contains("Request.Text-3", more);
        // An identity number is pointed out, and taken away in one click.
        (string, string)[] numbered = [("Request.Name", name), ("Request.UnitCode", TestUnits.Norrangen), ("Request.Text-0", "Är skåpet låst?"), ("Request.Text-1", "Gäller det 19121212-1212?"), ("Request.Counts-1", "true")];
        Assert.Contains("191212", await Answer(manager, $"{pages}/ny", numbered));
        Assert.Equal(HttpStatusCode.Found, (await Send(manager, $"{pages}/ny", "checklista", [.. numbered, ("Numbers", "mask")])).StatusCode);

        Assert.Contains(name, await Read(manager, $"{pages}?page=1"));
        var made = (await host.As(manager).GetAsync($"/processes/v1/checklists?unitCode={TestUnits.Norrangen}&limit=100", TestContext.Current.CancellationToken).Json()).GetProperty("items").EnumerateArray().Single(list => list.GetProperty("name").GetString() == name);
        var (id, questions) = (made.GetProperty("id").GetString(), made.GetProperty("questions").EnumerateArray().Select(question => (Id: question.GetProperty("id").GetString()!, Text: question.GetProperty("text").GetString()!)).ToList());
        Assert.DoesNotContain("1212-1212", questions[1].Text);

        // The second is put first, a third is added, and what is there keeps its id.
        (string, string)[] changed = [("Request.Name", name), ("Request.UnitCode", TestUnits.Norrangen), ("Request.Id-0", questions[0].Id), ("Request.Text-0", questions[0].Text), ("Request.Place-0", "2"), ("Request.Id-1", questions[1].Id), ("Request.Text-1", questions[1].Text), ("Request.Place-1", "1"), ("Request.Text-2", "Finns rutinen?")];
        Assert.Contains("Någon annan har ändrat", await Answer(manager, $"{pages}/{id}", [("Version", "99"), .. changed]));
        Assert.Equal(HttpStatusCode.Found, (await Send(manager, $"{pages}/{id}", "checklista", [("Version", "1"), .. changed, ("Request.IsClosed", "true")])).StatusCode);
        var after = await host.As(manager).GetAsync($"/processes/v1/checklists/{id}", TestContext.Current.CancellationToken).Json();
        Assert.Equal([questions[1].Id, questions[0].Id], after.GetProperty("questions").EnumerateArray().Take(2).Select(question => question.GetProperty("id").GetString()));
        Assert.Equal((3, true), (after.GetProperty("questions").GetArrayLength(), after.GetProperty("isClosed").GetBoolean()));
        Assert.DoesNotContain(name, await Read(manager, pages));
        Assert.Contains(name, await Read(manager, $"{pages}?avslutade=1"));
    }

    [Fact]
    public async Task An_identity_number_in_an_answer_is_pointed_out_and_the_self_inspection_is_still_completed()
    {
        var id = (await host.Inspection()).GetProperty("id").GetGuid();
        (string, string)[] answers = [("Version", "1"), ("Request.Value-0", "yes"), ("Request.Value-1", "yes"), ("Request.Value-2", "yes"), ("Request.Comment-2", "Det gällde 19121212-1212.")];
        var asked = WebUtility.HtmlDecode(await (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", [.. answers, ("Efter", "klar")])).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("name=\"Meant\" value=\"klar\"", asked);
        Assert.Equal(HttpStatusCode.Found, (await Send(TestUsers.Manager, $"{Page}/{id}/svara", "svara", [.. answers, ("Meant", "klar"), ("Numbers", "mask")])).StatusCode);
        var done = await host.As(TestUsers.Manager).GetAsync($"/processes/v1/self-inspections/{id}", TestContext.Current.CancellationToken).Json();
        Assert.Equal("completed", done.GetProperty("status").GetString());
        Assert.DoesNotContain("1212-1212", done.GetProperty("questions")[2].GetProperty("comment").GetString());
    }

    private async Task<string> Answer(TestUser user, string address, params (string, string)[] fields) =>
        WebUtility.HtmlDecode(await (await Send(user, address, "checklista", fields)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    private async Task<string> Read(TestUser user, string address) => WebUtility.HtmlDecode(await host.As(user).GetStringAsync(address, TestContext.Current.CancellationToken));

    private Task<HttpResponseMessage> Send(TestUser user, string address, string form, params (string, string)[] fields) => host.As(user).SendAsync(Form(address, form, fields));

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Ids();
}
