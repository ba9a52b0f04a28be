using System.Text.RegularExpressions;
using Huset.ServiceDefaults;

namespace Huset.Competence.Tests.Competences;

/// <summary>Competence in the browser, by its forms and without scripts.</summary>
public sealed class CompetencePagesTests(CompetenceHost host)
{
    private static DateOnly Today => SwedishTime.Today(TimeProvider.System);

    [Fact]
    public async Task A_manager_registers_what_someone_has_shown_and_ends_it_with_the_reason()
    {
        var competence = await host.Competence(12);
        var person = await host.Employed(name: "Berit Testsson");
        var form = $"/kompetens/personal/{person}/ny-kompetens";
        Assert.Contains("gäller 12 månader", await Page(TestUsers.Manager, form));
        var wrong = await Posted(form, "kompetens", ("Request.Competence", competence), ("Request.AcquiredOn", "i går"), ("Request.Evidence", ""), ("Request.Note", "Skrivet med möda"));
        Assert.Contains("Skriv dagen som år, månad och dag", wrong);
        Assert.Contains("Välj hur kompetensen visas", wrong);
        Assert.Contains("value=\"Skrivet med möda\"", wrong);
        Assert.Contains("Dagen får inte ligga efter i dag", await Posted(form, "kompetens", ("Request.Competence", competence), ("Request.AcquiredOn", Today.AddDays(2).ToString("O")), ("Request.Evidence", "kursintyg")));

        var saved = await Send(form, "kompetens", ("Request.Competence", competence), ("Request.AcquiredOn", Today.ToString("O")), ("Request.Evidence", "kursintyg"), ("Request.Note", "Pärmen"));
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        var page = await Page(TestUsers.Manager, $"/kompetens/personal/{person}?sparad=1");
        Assert.Contains("Det är sparat", page);
        Assert.Contains($"Kompetens {competence}", page);
        Assert.Contains(Words.Day(Today.AddYears(1).AddDays(-1)), page);

        var ending = $"/kompetens/{Regex.Match(page, "personal/[^\"]*/avsluta").Value}";
        Assert.Contains("Skriv varför kompetensen avslutas", await Posted(ending, "avsluta", ("Request.Reason", "")));
        Assert.Equal(HttpStatusCode.Found, (await Send(ending, "avsluta", ("Request.Reason", "Fel person"))).StatusCode);
        page = await Page(TestUsers.Manager, $"/kompetens/personal/{person}");
        Assert.Contains("Fel person", page);
        Assert.Contains("redan avslutad", await Posted(ending, "avsluta", ("Request.Reason", "En gång till")));
        Assert.Contains("Vad personen kan ser personen själv", await Page(TestUsers.Administrator, $"/kompetens/personal/{person}"));
    }

    [Fact]
    public async Task A_requirement_is_asked_for_and_shows_as_a_gap_to_the_manager_and_to_oneself()
    {
        var competence = await host.Competence();
        var account = new TestUser(CompetenceHost.New("u"), ["medarbetare"], HomeUnit: TestUnits.Kullen);
        await host.Employed(TestUnits.Kullen, "vardbitrade", account, "Cia Testsson");
        Assert.Contains("Välj en enhet där du får ställa krav", await Posted("/kompetens/nytt-krav", "krav",
            ("Request.Competence", competence), ("Request.UnitCode", ""), ("Request.Level", "Must"), ("Request.ValidFrom", "2020-01-01"), ("Request.Source", "Vår rutin")));
        Assert.Equal(HttpStatusCode.Found, (await Send("/kompetens/nytt-krav", "krav",
            ("Request.Competence", competence), ("Request.Role", "vardbitrade"), ("Request.UnitCode", TestUnits.Kullen), ("Request.Level", "Must"), ("Request.ValidFrom", "2020-01-01"), ("Request.Source", "Vår rutin"))).StatusCode);
        var list = await Page(TestUsers.Manager, "/kompetens/krav?enhet=kullen&roll=vardbitrade&page=x");
        Assert.Contains("Vår rutin", list);

        var matrix = await Page(TestUsers.Manager, "/kompetens/enheter/kullen?alla=1&page=x");
        Assert.Contains($"Kompetens {competence}", matrix);
        Assert.Contains("Cia Testsson", matrix);
        Assert.Contains("Saknas", matrix);
        Assert.Contains("Dagen går inte att läsa", await Page(TestUsers.Manager, "/kompetens/enheter/kullen?dag=i%20morgon"));
        var mine = await Page(account, "/kompetens/mig");
        Assert.Contains($"Kompetens {competence}", mine);
        Assert.Contains("Ska finnas", mine);
        Assert.Contains("Kullens hemtjänst", await Page(TestUsers.Manager, "/kompetens/"));
        Assert.Contains("krav som du inte uppfyller", await Page(account, "/kompetens/"));
        Assert.Contains("Du finns inte i personalkatalogen", await Page(new TestUser(CompetenceHost.New("u"), ["medarbetare"]), "/kompetens/"));

        // The change is asked for by its version: what two have written is shown beside each other.
        var edit = $"/kompetens/{Regex.Match(list, $"krav/[0-9a-f-]+(?=\">Kompetens {competence})").Value}";
        Assert.Equal(HttpStatusCode.Found, (await Send(edit, "krav", ("Version", "1"), ("Request.Level", "Should"), ("Request.ValidFrom", "2020-01-01"), ("Request.Source", "Ny källa"))).StatusCode);
        Assert.Contains("Ny källa", await Posted(edit, "krav", ("Version", "1"), ("Request.Level", "Should"), ("Request.ValidFrom", "2020-01-01"), ("Request.Source", "Min källa")));
    }

    [Fact]
    public async Task The_list_of_competences_is_added_to_and_changed()
    {
        var code = CompetenceHost.New("k");
        Assert.Equal(HttpStatusCode.Found, (await Send("/kompetens/ny-kompetens", "kompetens", TestUsers.Staffing, ("Request.Code", code), ("Request.Name", $"Ny {code}"), ("Request.Kind", "kurs"), ("Request.Months", "6"))).StatusCode);
        Assert.Contains($"Ny {code}", await Page(TestUsers.Employee, "/kompetens/kompetenser"));
        var again = WebUtility.HtmlDecode(await (await Send("/kompetens/ny-kompetens", "kompetens", TestUsers.Staffing, ("Request.Code", code), ("Request.Name", "Igen"), ("Request.Kind", "kurs"))).Content.ReadAsStringAsync());
        Assert.Contains("Koden används av en annan kompetens", again);
        Assert.Equal(HttpStatusCode.Found, (await Send($"/kompetens/kompetenser/{code}", "kompetens", TestUsers.Staffing, ("Version", "1"), ("Request.Name", $"Ändrad {code}"), ("Request.Kind", "kurs"))).StatusCode);
        Assert.Contains($"Ändrad {code}", await Page(TestUsers.Staffing, "/kompetens/kompetenser"));
    }

    [Fact]
    public async Task The_room_tells_a_manager_what_is_lacking_and_an_employee_of_oneself()
    {
        var competence = await host.Competence();
        await host.Required(competence, TestUnits.Solgarden);
        var account = new TestUser(CompetenceHost.New("u"), ["medarbetare"], HomeUnit: TestUnits.Solgarden);
        await host.Employed(TestUnits.Solgarden, account: account);
        var manager = (await host.As(TestUsers.OtherManager).GetAsync($"{CompetenceHost.Api}/room").Json()).GetProperty("rooms")[0];
        Assert.Equal("urgent", manager.GetProperty("state").GetString());
        Assert.Contains(manager.GetProperty("facts").EnumerateArray(), fact => fact.GetProperty("needsYou").GetBoolean() && fact.GetProperty("text").GetString()!.Contains("krav på kompetens", StringComparison.Ordinal) && fact.GetProperty("value").GetInt32() > 0);
        var own = (await host.As(account).GetAsync($"{CompetenceHost.Api}/room").Json()).GetProperty("rooms")[0];
        Assert.Equal(("attention", "Du saknar {value} kompetens som du ska ha", "/kompetens/mig"), (own.GetProperty("state").GetString(), own.GetProperty("facts")[0].GetProperty("text").GetString(), own.GetProperty("facts")[0].GetProperty("href").GetString()));
        Assert.Empty((await host.As(TestUsers.BoardMember).GetAsync($"{CompetenceHost.Api}/room").Json()).GetProperty("rooms").EnumerateArray());
    }

    private Task<string> Page(TestUser user, string path) => host.As(user).GetAsync(path).Html();

    private async Task<string> Posted(string path, string form, params (string Field, string Value)[] fields) => WebUtility.HtmlDecode(await (await Send(path, form, fields)).Content.ReadAsStringAsync());

    private Task<HttpResponseMessage> Send(string path, string form, params (string Field, string Value)[] fields) => Send(path, form, TestUsers.Manager, fields);

    private Task<HttpResponseMessage> Send(string path, string form, TestUser user, params (string Field, string Value)[] fields) => host.As(user).Form(path, form, fields);
}
