using System.Text.RegularExpressions;
using Huset.ServiceDefaults.Identity;

namespace Huset.Competence.Tests;

public sealed partial class DelegationPagesTests(CompetenceHost host)
{
    private const string Pages = "/kompetens";
    private static readonly TestUser Nurse = new("siri", [Roles.Medarbetare], HomeUnit: TestUnits.Hasselvagen);
    private static readonly TestUser Anna = new("annika", [Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);

    [Fact]
    public async Task A_delegation_is_written_read_signed_and_withdrawn_in_the_browser()
    {
        // No other test gives her anything.
        var employee = new TestUser("berit", [Huset.ServiceDefaults.Identity.Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);
        await host.Employed(TestUnits.Hasselvagen, "sjukskoterska", Nurse);
        var anna = await host.Employed(TestUnits.Norrangen, "underskoterska", employee);
        Assert.Contains($"value=\"{anna}\"", await Html(Nurse, "delegeringar/ny?enhet=norrangen"));

        var written = await Send(Nurse, "delegeringar/ny?enhet=norrangen", "delegering", Fields(anna));
        Assert.Equal(HttpStatusCode.Found, written.StatusCode);
        var id = Id().Match(written.Headers.Location!.ToString()).Value;

        var waiting = await Html(employee, "mina-delegeringar");
        Assert.Contains("Väntar på din underskrift", waiting);
        Assert.Contains($"delegeringar/{id}/skriv-under", waiting);
        Assert.Contains("har inte skrivit under än", await Html(Nurse, $"delegeringar/{id}"));

        var unread = await Send(employee, $"delegeringar/{id}/skriv-under", "skriv-under", [("Version", "1")]);
        Assert.Contains("Kryssa i att du har läst", WebUtility.HtmlDecode(await unread.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.Found, (await Send(employee, $"delegeringar/{id}/skriv-under", "skriv-under", [("Version", "1"), ("Read", "true")])).StatusCode);
        var mine = await Html(employee, "mina-delegeringar");
        Assert.Contains("Du får utföra", mine);
        Assert.Contains("Ring vid tvekan.", mine);

        var paper = await Html(employee, $"delegeringar/{id}");
        Assert.Contains("siri, sjuksköterska. Skrev under i Huset", paper);
        Assert.Contains("berit, undersköterska. Skrev under i Huset", paper);
        Assert.DoesNotContain("aterkalla", paper);

        Assert.Equal(HttpStatusCode.Found, (await Send(Nurse, $"delegeringar/{id}/aterkalla", "aterkalla", [("Version", "2"), ("Request.Reason", "Två doser gavs fel.")])).StatusCode);
        Assert.Contains("Två doser gavs fel.", await Html(employee, "mina-delegeringar"));
        Assert.Contains("Du har ingen delegering som gäller", await Html(employee, "mina-delegeringar"));
    }

    [Theory]
    [InlineData("TestPassedOn", "", "Utbildningen och kunskapsprovet måste vara godkända")]
    [InlineData("ValidTo", "2099-01-01", "Välj en tidigare sista dag")]
    [InlineData("ValidTo", "i morgon", "Gäller till och med")]
    [InlineData("Instructions", "", "Skriv hur uppgiften utförs")]
    public async Task What_is_refused_is_said_in_words_and_what_was_typed_is_kept(string field, string value, string sentence)
    {
        await host.Employed(TestUnits.Hasselvagen, "sjukskoterska", Nurse);
        var anna = await host.Employed(TestUnits.Norrangen, "underskoterska", Anna);
        var answer = await Send(Nurse, "delegeringar/ny?enhet=norrangen", "delegering", [.. Fields(anna).Where(one => one.Field != $"Request.{field}"), ($"Request.{field}", value)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains(sentence, html);
        Assert.Contains("De som har insulin på morgonen", html);
    }

    [Fact]
    public async Task The_last_day_is_the_last_day_and_a_renewal_is_filled_in_from_the_one_before()
    {
        var nurse = await host.Employed(TestUnits.Hasselvagen, "sjukskoterska", Nurse);
        var anna = await host.Employed(TestUnits.Norrangen, "underskoterska", Anna);
        var id = await host.Delegated(anna, nurse, TestUnits.Norrangen, "Annika Förnyad");
        var to = await host.Scalar<DateOnly>("select valid_to from delegations where id = $1", Guid.Parse(id));
        Assert.Contains(Words.Day(to.AddDays(-1)), await Html(Nurse, $"delegeringar/{id}"));
        var renewal = await Html(Nurse, $"delegeringar/ny?enhet=norrangen&fran={id}");
        Assert.Contains($"value=\"{to:O}\"", renewal);
        Assert.Contains("Kontrollera namn och dos.", renewal);
    }

    [Fact]
    public async Task MAS_filters_by_who_delegates_and_a_bad_address_gets_a_sentence()
    {
        var nurse = await host.Employed(TestUnits.Hasselvagen, "sjukskoterska", Nurse);
        var id = await host.Delegated(await host.Employed(TestUnits.Norrangen, "underskoterska", Anna), nurse, TestUnits.Norrangen, "Annika Filtrerad");
        Assert.Contains(id, await Html(TestUsers.Mas, $"delegeringar?av={nurse}&sok=Filtrerad"));
        Assert.DoesNotContain(id, await Html(TestUsers.Mas, $"delegeringar?av={Guid.NewGuid()}&sok=Filtrerad"));
        Assert.Contains("Urvalet går inte att läsa", await Html(TestUsers.Mas, "delegeringar?av=x"));
        Assert.Contains("Urvalet går inte att läsa", await Html(TestUsers.Mas, "delegeringar?lage=x"));
        Assert.Contains(id, await Html(TestUsers.Mas, $"delegeringar?sok=Filtrerad&page=x"));
    }

    [Fact]
    public async Task The_rules_say_their_source_and_that_nobody_has_verified_them()
    {
        var html = await Html(TestUsers.Employee, "regler");
        Assert.Contains("Högst 12 månader", html);
        Assert.Contains("SOSFS 1997:14", html);
        Assert.Contains("Inte kontrollerad mot källan", html);
        Assert.DoesNotContain("regler/", html);
        Assert.Contains("regler/", await Html(TestUsers.Mas, "regler"));
    }

    private static (string Field, string Value)[] Fields(Guid employee)
    {
        var today = DateTime.UtcNow.Date;
        return
        [
            ("Request.UnitCode", TestUnits.Norrangen), ("Request.EmployeeId", $"{employee}"), ("Request.Task", "insulin"), ("Request.ClientScope", "De som har insulin på morgonen"), ("Request.Instructions", "Ring vid tvekan."),
            ("Request.CoursePassedOn", $"{today.AddDays(-20):yyyy-MM-dd}"), ("Request.TestPassedOn", $"{today.AddDays(-10):yyyy-MM-dd}"), ("Request.ValidFrom", $"{today:yyyy-MM-dd}"),
            ("Request.ValidTo", $"{today.AddDays(300):yyyy-MM-dd}"), ("Answers", "true"),
        ];
    }

    private async Task<string> Html(TestUser user, string path) => WebUtility.HtmlDecode(await host.As(user).GetStringAsync($"{Pages}/{path}"));

    private Task<HttpResponseMessage> Send(TestUser user, string path, string form, (string Field, string Value)[] fields) => host.As(user).SendAsync(Requests.Form($"{Pages}/{path}", form, fields));

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();
}
