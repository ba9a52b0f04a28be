using Huset.ServiceDefaults;

namespace Huset.Competence.Tests.Competences;

/// <summary>What can be learnt, what is asked of whom, and what someone has.</summary>
public sealed class CompetenceTests(CompetenceHost host)
{
    private const string Api = CompetenceHost.Api;
    private static DateOnly Today => SwedishTime.Today(TimeProvider.System);

    [Fact]
    public async Task A_competence_is_added_changed_by_its_version_and_its_code_is_its_own()
    {
        var code = CompetenceHost.New("k");
        object Body(string name) => new { code, name, kind = "kurs", months = 12 };
        var staffing = host.As(TestUsers.Staffing);
        await staffing.Post($"{Api}/competences", Body("Hygien")).Json(HttpStatusCode.Created);
        await staffing.Post($"{Api}/competences", Body("Hygien igen")).Problem(HttpStatusCode.Conflict, "competence.code-taken");
        await staffing.Post($"{Api}/competences", new { code = CompetenceHost.New(), name = "X", kind = "trolleri" }).NamesField("kind");

        Assert.Equal("Hygien 2", (await Put($"{Api}/competences/{code}", new { name = "Hygien 2", kind = "kurs" }, "\"1\"").Json()).GetProperty("name").GetString());
        await Put($"{Api}/competences/{code}", new { name = "Hygien 3", kind = "kurs" }, "\"1\"").Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        Assert.Equal("Hygien 2", (await host.As(TestUsers.Employee).GetAsync($"{Api}/competences/{code}").Json()).GetProperty("name").GetString());
        await host.As(TestUsers.Manager).Post($"{Api}/competences", Body("Chefens")).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync($"{Api}/competences").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public async Task A_manager_asks_of_the_own_units_only_and_the_same_is_not_asked_twice()
    {
        var competence = await host.Competence();
        await host.Required(competence, TestUnits.Norrangen, "underskoterska", validTo: "2090-01-01", by: TestUsers.Manager);
        Task<HttpResponseMessage> Ask(TestUser by, string? unitCode, string validFrom = "2020-01-01", string? validTo = null) =>
            host.As(by).Post($"{Api}/requirements", new { competence, unitCode, role = "underskoterska", level = "should", validFrom, validTo, source = "Test" });
        await Ask(TestUsers.Manager, TestUnits.Norrangen).Problem(HttpStatusCode.Conflict, "requirement.set-already");
        await Ask(TestUsers.Manager, TestUnits.Norrangen, "2090-01-01").Json(HttpStatusCode.Created);
        await Ask(TestUsers.Manager, TestUnits.Solgarden).NamesField("unitCode");
        await Ask(TestUsers.Manager, null).NamesField("unitCode");
        await Ask(TestUsers.Staffing, "hogwarts").NamesField("unitCode");
        await Ask(TestUsers.Staffing, TestUnits.Solgarden, "2026-02-01", "2026-01-01").NamesField("validTo");
        var everywhere = await host.Required(competence, role: "underskoterska");
        await Put($"{Api}/requirements/{everywhere}", new { level = "should", validFrom = "2020-01-01", source = "Ny källa" }, "\"1\"").Json();
        await Put($"{Api}/requirements/{everywhere}", new { level = "should", validFrom = "2020-01-01", source = "Ny källa" }, "\"2\"", TestUsers.Manager).Problem(HttpStatusCode.NotFound, "resource.not-found");

        var applies = await host.As(TestUsers.Employee).GetAsync($"{Api}/requirements?competence={competence}&unitCode={TestUnits.Norrangen}&on={Today:O}").Json();
        Assert.Equal(["must", "should"], applies.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("level").GetString()).Order());
    }

    [Fact]
    public async Task The_last_day_is_reckoned_from_the_months_and_the_evidence()
    {
        var (forever, yearly) = (await host.Competence(), await host.Competence(12));
        var person = await host.Employed();
        async Task<string?> Last(string competence, string acquiredOn, string evidence, string? expiresOn = null)
        {
            var held = await host.Register(person, competence, DateOnly.Parse(acquiredOn, null), expiresOn is null ? null : DateOnly.Parse(expiresOn, null), evidence).Json(HttpStatusCode.Created);
            return held.TryGetProperty("expiresOn", out var last) ? last.GetString() : null;
        }
        Assert.Null(await Last(forever, "2020-03-01", "bevis"));
        // Those who were employed before the title was protected may use it for ten years.
        Assert.Equal("2033-06-30", await Last(forever, "2015-03-01", "overgangsregel"));
        Assert.Equal("2026-02-28", await Last(yearly, "2025-03-01", "kursintyg"));
        Assert.Equal("2025-12-31", await Last(yearly, "2025-03-01", "kursintyg", "2025-12-31"));
        await host.Register(person, yearly, new(2025, 3, 1), new(2026, 3, 1)).NamesField("expiresOn");
        await host.Register(person, yearly, Today.AddDays(1)).NamesField("acquiredOn");
        await host.Register(person, "trolleri", Today).NamesField("competence");
        await host.Register(person, yearly, Today, evidence: "trolleri").NamesField("evidence");
        await host.As(TestUsers.Staffing).Post($"{Api}/employees/{person}/competences", new { competence = yearly, acquiredOn = "2025-01-01", evidence = "bevis", note = "19121212-1212" }).NamesField("note");
    }

    [Fact]
    public async Task What_was_wrong_is_ended_with_the_reason_once_and_stays()
    {
        var competence = await host.Competence();
        var person = await host.Employed();
        var held = (await host.Register(person, competence, Today).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        Task<HttpResponseMessage> End(TestUser by) => host.As(by).Post($"{Api}/employees/{person}/competences/{held}/ending", new { reason = "Fel person" });
        await End(TestUsers.OtherManager).Problem(HttpStatusCode.NotFound, "resource.not-found");
        Assert.False((await End(TestUsers.Manager).Json()).GetProperty("holds").GetBoolean());
        await End(TestUsers.Manager).Problem(HttpStatusCode.Conflict, "held-competence.ended");
        var row = Assert.Single((await host.As(TestUsers.Manager).GetAsync($"{Api}/employees/{person}/competences").Json()).GetProperty("items").EnumerateArray());
        Assert.Equal(("Fel person", Today.ToString("O")), (row.GetProperty("endedReason").GetString(), row.GetProperty("endedOn").GetString()));
    }

    [Fact]
    public async Task One_sees_what_one_can_oneself_the_manager_what_the_unit_can_and_the_administrator_nothing_of_it()
    {
        var competence = await host.Competence();
        var account = new TestUser(CompetenceHost.New("u"), ["medarbetare"], HomeUnit: TestUnits.Norrangen);
        var person = await host.Employed(account: account);
        await host.Register(person, competence, Today).Json(HttpStatusCode.Created);
        foreach (var reader in new[] { account, TestUsers.Manager, TestUsers.Staffing, TestUsers.Mas })
            Assert.Equal(1, (await host.As(reader).GetAsync($"{Api}/employees/{person}/competences").Json()).GetProperty("total").GetInt32());
        await host.As(TestUsers.Administrator).GetAsync($"{Api}/employees/{person}").Json();
        foreach (var reader in new[] { TestUsers.Administrator, TestUsers.OtherManager, TestUsers.Colleague })
            await host.As(reader).GetAsync($"{Api}/employees/{person}/competences").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.Register(person, competence, Today, by: account).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    private Task<HttpResponseMessage> Put(string path, object body, string ifMatch, TestUser? by = null) => host.As(by ?? TestUsers.Staffing).SendAsync(Requests.Put(path, body).IfMatch(ifMatch));
}
