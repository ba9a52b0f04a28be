using System.Text.RegularExpressions;

namespace Huset.Processes.Tests;

public sealed partial class DocumentPagesTests(ProcessesHost host)
{
    private const string Pages = "/processer/rutiner";

    [Fact]
    public async Task The_whole_way_goes_by_pages_without_scripts()
    {
        var title = $"Nyckelhantering {Guid.NewGuid():N}";
        var made = await Form(TestUsers.Manager, $"{Pages}/ny", "dokument", ("Request.Title", title), ("Request.Kind", "rutin"), ("Request.UnitCode", "norrangen"));
        Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        var id = Id().Match(made.Headers.Location!.ToString()).Value;
        var write = await Html(TestUsers.Manager, $"{Pages}/{id}/skriv");
        Assert.DoesNotContain("<script", write);
        var preview = await Body(await Form(TestUsers.Manager, $"{Pages}/{id}/skriv", "text", ("Request.Text", "# Syfte\n\n<b>Nycklar</b>"), ("Do", "visa"), ("Version", "1")));
        Assert.Contains("<h2>Syfte</h2>", preview);
        Assert.Contains("&lt;b&gt;Nycklar", preview);
        Assert.Contains("Inget är sparat än", preview);
        Assert.Equal("", await host.Scalar<string>("select text from document_versions where document_id = $1::uuid", Guid.Parse(id)));

        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.Manager, $"{Pages}/{id}/skriv", "text", ("Request.Text", "Kvittera nyckeln."), ("Do", "spara"), ("Version", "1"))).StatusCode);
        var early = await Body(await Form(TestUsers.Manager, $"{Pages}/{id}/versioner", "lamna-in", ("Version", "2")));
        Assert.Contains("Välj först en kommande dag", early);
        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.Manager, $"{Pages}/{id}/skriv", "text", ("Request.Text", "Kvittera nyckeln."), ("Request.ReviewOn", "2090-01-01"), ("Do", "spara"), ("Version", "2"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.Manager, $"{Pages}/{id}/versioner", "lamna-in", ("Version", "3"))).StatusCode);
        Assert.Contains("En annan måste godkänna den", await Html(TestUsers.Manager, $"{Pages}/{id}/versioner"));
        Assert.Contains(title, await Html(TestUsers.QualityDeveloper, "/processer/att-godkanna"));
        Assert.DoesNotContain(title, await Html(TestUsers.Manager, "/processer/att-godkanna"));
        Assert.Contains("Skriv varför", await Body(await Form(TestUsers.QualityDeveloper, $"{Pages}/{id}/versioner", "godkann", ("Request.Decision", "Return"), ("Version", "4"))));
        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.QualityDeveloper, $"{Pages}/{id}/versioner", "godkann", ("Request.Decision", "Approve"), ("Version", "4"))).StatusCode);
        Assert.Equal($"{Pages}/{id}?sparad=publicerad", new Uri(new("http://localhost"), (await Form(TestUsers.Manager, $"{Pages}/{id}/versioner", "publicera", ("Version", "5"))).Headers.Location!).PathAndQuery);

        Assert.Contains(title, await Html(TestUsers.Employee, "/processer/att-lasa"));
        var read = await Html(TestUsers.Employee, $"{Pages}/{id}");
        Assert.Contains("Kvittera nyckeln.", read);
        Assert.Contains("Jag har läst och förstått", read);
        Assert.DoesNotContain("/skriv\"", read);
        Assert.Contains("En nyare version gäller nu", await Body(await Form(TestUsers.Manager, $"{Pages}/{id}/skriv", "text", ("Request.Text", "Kvittera nyckeln i pärmen."), ("Request.ReviewOn", "2090-01-01"), ("Request.ChangeNote", "Pärmen."), ("Do", "spara"), ("Version", "6"))
            is { StatusCode: HttpStatusCode.Found } ? await Form(TestUsers.Manager, $"{Pages}/{id}", "last", ("Number", "2")) : throw new InvalidOperationException("The draft was not saved.")));
        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.Employee, $"{Pages}/{id}", "last", ("Number", "1"))).StatusCode);
        Assert.DoesNotContain(title, await Html(TestUsers.Employee, "/processer/att-lasa"));
        Assert.Contains("Läst av dig", await Html(TestUsers.Employee, $"{Pages}/{id}"));

        var difference = await Html(TestUsers.Manager, $"{Pages}/{id}/versioner");
        Assert.Matches("<ins>.*Nytt: </span>Kvittera nyckeln i pärmen.</ins>", difference);
        Assert.Matches("<del>.*Borttaget: </span>Kvittera nyckeln.</del>", difference);
        // The second of two who write sees what the first wrote, and keeps the own text.
        var stale = await Body(await Form(TestUsers.Manager, $"{Pages}/{id}/skriv", "text", ("Request.Text", "Min text."), ("Do", "spara"), ("Version", "6")));
        Assert.Contains("Min text.</textarea>", stale);
        Assert.Matches("<mark>Kvittera nyckeln i pärmen.", stale);
        Assert.Contains("name=\"Version\" value=\"7\"", stale);
    }

    [Fact]
    public async Task An_owner_is_searched_for_among_everyone()
    {
        var name = $"Ove {Guid.NewGuid():N}";
        var person = await host.Employee(name);
        var found = await Body(await Form(TestUsers.Manager, $"{Pages}/ny", "dokument", ("Request.Title", "Nycklar"), ("Owner.Words", name), ("Owner.Find", "true")));
        Assert.Contains("1 person passar", found);
        Assert.Contains($"value=\"{person}\"", found);
        Assert.Contains("value=\"Nycklar\"", found);
        var made = await Form(TestUsers.Manager, $"{Pages}/ny", "dokument", ("Request.Title", "Nycklar"), ("Request.Kind", "rutin"), ("Request.UnitCode", "norrangen"), ("Request.OwnerId", person.ToString()));
        Assert.Contains(name, await Html(TestUsers.Manager, $"{Pages}/{Id().Match(made.Headers.Location!.ToString()).Value}/andra"));
    }

    [Fact]
    public async Task An_approved_text_is_taken_back_by_who_writes_it_and_sent_back_by_who_approved()
    {
        var document = await host.Document(VersionStatus.Approved);
        var address = $"{Pages}/{document.Id}/versioner";
        Assert.Contains("Skriv varför", await Body(await Form(TestUsers.Manager, address, "ta-tillbaka", ("Version", "3"), ("Recall.Reason", ""))));
        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.Manager, address, "ta-tillbaka", ("Version", "3"), ("Recall.Reason", "Fel telefonnummer."))).StatusCode);
        Assert.Contains("Fel telefonnummer.", await Html(TestUsers.QualityDeveloper, address));
        Assert.Equal("draft", await host.Scalar<string>("select status from document_versions where document_id = $1", document.Id));

        // MAS approves every document and writes none.
        var other = await host.Document(VersionStatus.Approved);
        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.Mas, $"{Pages}/{other.Id}/versioner", "ta-tillbaka", ("Version", "3"), ("Recall.Reason", "Jag läste fel version."))).StatusCode);
        Assert.Contains("Jag läste fel version.", await Html(TestUsers.Manager, $"{Pages}/{other.Id}/versioner"));
        var published = await host.Document(VersionStatus.Published);
        Assert.DoesNotContain("ta-tillbaka", await Html(TestUsers.Manager, $"{Pages}/{published.Id}/versioner"));
    }

    [Fact]
    public async Task A_task_shows_where_it_came_from_and_what_answered_it()
    {
        var document = await host.Document(VersionStatus.Published);
        var asked = await host.Task(routine: document.Id);
        var page = await Html(TestUsers.Manager, $"/processer/revidera/{asked.TaskId}");
        Assert.Contains($"href=\"/avvikelser/{asked.DeviationId}\">{asked.DeviationReference}", page);
        Assert.Contains(asked.Text, await Html(TestUsers.Manager, "/processer/revidera"));
        Assert.Contains(asked.Text, await Html(TestUsers.Manager, $"{Pages}/{document.Id}/skriv"));
        await Form(TestUsers.Manager, $"{Pages}/{document.Id}/skriv", "text", ("Request.Text", "Tydligare."), ("Request.ReviewOn", "2090-01-01"), ("Request.ChangeNote", "Tydligare."), ("Do", "spara"), ("Version", "4"));
        await Form(TestUsers.Manager, $"{Pages}/{document.Id}/versioner", "lamna-in", ("Version", "5"));
        await Form(TestUsers.QualityDeveloper, $"{Pages}/{document.Id}/versioner", "godkann", ("Request.Decision", "Approve"), ("Version", "6"));
        Assert.Contains(asked.Text, await Html(TestUsers.Manager, $"{Pages}/{document.Id}/versioner"));
        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.Manager, $"{Pages}/{document.Id}/versioner", "publicera", ("Version", "7"), ("Publication.Answers", asked.TaskId.ToString()))).StatusCode);
        Assert.Contains($"{document.Title}, version 2", await Html(TestUsers.Manager, $"/processer/revidera/{asked.TaskId}"));
        Assert.Contains(asked.Text, await Html(TestUsers.Manager, $"{Pages}/{document.Id}"));
        Assert.DoesNotContain(asked.Text, await Html(TestUsers.Employee, $"{Pages}/{document.Id}"));
        Assert.DoesNotContain(asked.Text, await Html(TestUsers.Manager, "/processer/revidera"));

        var other = await host.Task(routine: document.Id);
        Assert.Contains("Skriv varför", await Body(await Form(TestUsers.Manager, $"/processer/revidera/{other.TaskId}", "avboj", ("Refusal.Reason", ""), ("Version", "1"))));
        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.Manager, $"/processer/revidera/{other.TaskId}", "avboj", ("Refusal.Reason", "Det står i punkt 4."), ("Version", "1"))).StatusCode);
        Assert.Contains("Det står i punkt 4.", await Html(TestUsers.Manager, $"/processer/revidera/{other.TaskId}"));
        var third = await host.Task(routine: document.Id);
        var target = await host.Document(VersionStatus.Published);
        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.Manager, $"/processer/revidera/{third.TaskId}", "flytta", ("Target.DocumentId", target.Id.ToString()), ("Version", "1"))).StatusCode);
        Assert.Contains(target.Title, await Html(TestUsers.Manager, $"/processer/revidera/{third.TaskId}"));
    }

    [Fact]
    public async Task The_manager_sees_who_has_read_and_a_withdrawn_routine_says_why()
    {
        var document = await host.Document(VersionStatus.Published);
        var name = $"Läsare {Guid.NewGuid():N}";
        await host.Employee(name);
        var page = await Html(TestUsers.Manager, $"{Pages}/{document.Id}/lasning?last=nej&enhet=norrangen");
        Assert.Contains(name, page);
        Assert.Contains("Har aldrig loggat in", page);
        Assert.DoesNotContain(name, await Html(TestUsers.Manager, $"{Pages}/{document.Id}/lasning?last=ja"));
        Assert.Contains("Skriv varför", await Body(await Form(TestUsers.Manager, $"{Pages}/{document.Id}/versioner", "dra-tillbaka", ("Withdrawal.Reason", ""), ("Version", "4"))));
        Assert.Equal(HttpStatusCode.Found, (await Form(TestUsers.Manager, $"{Pages}/{document.Id}/versioner", "dra-tillbaka", ("Withdrawal.Reason", "Ersatt av ny."), ("Version", "4"))).StatusCode);
        Assert.Contains("Ersatt av ny.", await Html(TestUsers.Employee, $"{Pages}/{document.Id}"));
    }

    [Fact]
    public async Task What_is_typed_wrong_in_the_address_gets_a_sentence()
    {
        Assert.Contains("Urvalet gick inte att läsa", await Html(TestUsers.Employee, $"{Pages}?slag=nej"));
        Assert.Contains("Urvalet gick inte att läsa", await Html(TestUsers.Employee, $"{Pages}?lage=nej"));
        Assert.Contains("Urvalet gick inte att läsa", await Html(TestUsers.Manager, "/processer/revidera?lage=nej"));
        Assert.Contains("<h1>", await Html(TestUsers.Employee, $"{Pages}?page=x"));
        foreach (var path in new[] { $"{Pages}/{Guid.NewGuid()}", $"{Pages}/{Guid.NewGuid()}/versioner", $"{Pages}/{(await host.Document(VersionStatus.Published)).Id}?version=x" })
            await host.As(TestUsers.Employee).GetAsync(path).Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.Equal(HttpStatusCode.NotFound, (await Form(TestUsers.Manager, $"{Pages}/{Guid.NewGuid()}/skriv", "text", ("Request.Text", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Form(TestUsers.Manager, $"{Pages}/{Guid.NewGuid()}/versioner", "publicera")).StatusCode);
    }

    private Task<HttpResponseMessage> Form(TestUser user, string path, string name, params (string Field, string Value)[] fields) =>
        host.As(user).Form(path, name, fields);

    private async Task<string> Html(TestUser user, string path)
    {
        var response = await host.As(user).GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await Body(response);
    }

    private static async Task<string> Body(HttpResponseMessage response) => (await response.Content.ReadAsStringAsync()).Replace("&#xE5;", "å", StringComparison.Ordinal).Replace("&#xE4;", "ä", StringComparison.Ordinal).Replace("&#xF6;", "ö", StringComparison.Ordinal).Replace("&#xC5;", "Å", StringComparison.Ordinal).Replace("&#xC4;", "Ä", StringComparison.Ordinal).Replace("&#xD6;", "Ö", StringComparison.Ordinal);

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
