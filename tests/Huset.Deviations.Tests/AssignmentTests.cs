using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

public sealed class AssignmentTests(DeviationsHost host)
{
    private const string Api = "/deviations/v1", Assignments = $"{Api}/assignments/", Cases = $"{Api}/deviations";

    [Fact]
    public async Task A_safety_representative_is_told_at_once_and_sees_the_units_work_environment_cases_but_no_others()
    {
        var representative = new TestUser("sven-skydd", [Roles.Medarbetare], HomeUnit: TestUnits.Solgarden);
        await host.Appointed(representative, AssignmentKind.SafetyRepresentative, TestUnits.Solgarden);
        var seen = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Solgarden), ("kind", "work-environment"), ("description", "Halkade på golvet. Hann ta emot."));
        var otherKind = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Solgarden), ("kind", "social-care"));
        var otherUnit = await host.Reported(TestUsers.Employee, ("unitCode", TestUnits.Kullen), ("kind", "work-environment"));
        var client = host.As(representative);

        var shown = await client.GetAsync($"{Cases}/{seen}").Json();
        Assert.Equal("Halkade på golvet. Hann ta emot.", shown.Text("description"));
        foreach (var hidden in new[] { otherKind, otherUnit }) await client.GetAsync($"{Cases}/{hidden}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        var notices = (await client.GetAsync($"{Api}/notices?unread=true").Json()).GetProperty("items").EnumerateArray().ToList();
        Assert.Contains(notices, notice => notice.Text("kind") == "work-environment-reported" && notice.GetProperty("deviationId").GetGuid() == seen);
        Assert.DoesNotContain(notices, notice => notice.GetProperty("deviationId").GetGuid() is var id && (id == otherKind || id == otherUnit));
        Assert.Equal("deviations.read/assigned", await host.Scalar<string>("select why[1] from access_log where user_id = $1 and action = 'read' and $2 = any(subject_ids::text[]) limit 1", $"{representative.Id}", $"{seen}"));

        await host.HandOver(seen);
        await client.GetAsync($"{Cases}/{seen}").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task A_topics_representative_handles_its_mild_cases_and_closes_none()
    {
        var representative = new TestUser("lena-lakemedel", [Roles.Medarbetare], HomeUnit: TestUnits.Kullen);
        await host.Appointed(representative, AssignmentKind.TopicRepresentative, TestUnits.Kullen, "medicines");
        var client = host.As(representative);
        Task<Guid> Reported(params (string, object?)[] changes) => host.Reported(TestUsers.Employee, [("unitCode", TestUnits.Kullen), ("topic", "medicines"), .. changes]);
        var mild = await Reported();
        Guid[] hidden = [await Reported(("harm", "serious")), await Reported(("harm", "unknown")), await Reported(("suspectedSerious", true)), await Reported(("topic", "falls")), await Reported(("unitCode", TestUnits.Solgarden))];
        foreach (var id in hidden)
        {
            await client.GetAsync($"{Cases}/{id}").Problem(HttpStatusCode.NotFound, "resource.not-found");
            await client.Post($"{Cases}/{id}/assessment", new { severity = 1, probability = 1, motivation = "M." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        }

        var waiting = (await client.GetAsync($"{Cases}?waiting=true").Json()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ToList();
        Assert.Contains(mild, waiting);
        Assert.DoesNotContain(waiting, hidden.Contains);
        var topic = Assert.Single((await client.GetAsync($"{Assignments}topics").Json()).GetProperty("items").EnumerateArray());
        Assert.Equal(("Läkemedel", 1), (topic.Text("name"), topic.GetProperty("months").EnumerateArray().Sum(month => month.GetProperty("count").GetInt32())));
        var page = await client.GetAsync("/avvikelser/ombud").Html();
        Assert.Contains($"href=\"{mild}\"", page);
        Assert.DoesNotContain(hidden, id => page.Contains($"{id}", StringComparison.Ordinal));
        await client.Post($"{Cases}/{mild}/assessment", new { severity = 2, probability = 2, motivation = "Har hänt förut." }).Json();
        var cause = (await client.Post($"{Cases}/{mild}/causes", new { area = "routines", text = "Otydlig lista." }).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var planned = await client.Post($"{Cases}/{mild}/actions", new
        {
            causeId = cause,
            what = "Skriv om listan.",
            plannedStart = "2026-12-01",
            dueAt = "2026-12-12",
            followUp = "Varje vecka.",
            successCriterion = "Inga missar.",
            effectCheckAt = "2027-01-15",
        }).Json(HttpStatusCode.Created);
        // The manager decides whether it is done.
        Assert.Equal("proposed", planned.Text("status"));
        await client.Post($"{Cases}/{mild}/closure", new { feedback = "Tack." }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await client.Post($"{Cases}/{mild}/reopening", new { reason = "Igen." }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");

        // Judged to be worse it is the manager's alone.
        await client.Post($"{Cases}/{mild}/assessment", new { severity = 3, probability = 2, motivation = "Värre än vi trodde." }).Json();
        await client.GetAsync($"{Cases}/{mild}").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Manager).GetAsync($"{Cases}/{mild}").Json();
    }

    [Fact]
    public async Task Who_has_no_role_of_an_employee_is_not_appointed_and_an_ended_assignment_opens_nothing()
    {
        var person = new TestUser("pia-provar", [Roles.Medarbetare], HomeUnit: TestUnits.Norrangen);
        await host.As(person).GetAsync(Cases).Json();
        var manager = host.As(TestUsers.Manager);
        object Body(string kind, string? topic, string unit = TestUnits.Norrangen, string? who = null, string from = "2026-01-01", string? to = null) =>
            new { kind, unitCode = unit, topic, personId = who ?? $"{person.Id}", validFrom = from, validTo = to };
        var answer = await manager.Post(Assignments, Body("topic-representative", "falls")).Json(HttpStatusCode.Created);
        await manager.Post(Assignments, Body("topic-representative", "falls", from: "2030-01-01")).Problem(HttpStatusCode.Conflict, "assignment.exists");
        await manager.Post(Assignments, Body("topic-representative", null)).NamesField("topic");
        await manager.Post(Assignments, Body("topic-representative", "finns-inte")).NamesField("topic");
        await manager.Post(Assignments, Body("safety-representative", "falls")).NamesField("topic");
        await manager.Post(Assignments, Body("topic-representative", "lifting", TestUnits.Solgarden)).NamesField("unitCode");
        await manager.Post(Assignments, Body("topic-representative", "lifting", "finns-inte")).NamesField("unitCode");
        await manager.Post(Assignments, Body("topic-representative", "lifting", who: $"{Guid.NewGuid()}")).NamesField("personId");
        await manager.Post(Assignments, Body("topic-representative", "lifting", to: "2026-01-01")).NamesField("validTo");
        // The coordinator appoints safety representatives everywhere, and nobody to a topic.
        var coordinator = host.As(TestUsers.WorkEnvironment);
        await coordinator.Post(Assignments, Body("safety-representative", null, TestUnits.Hasselvagen)).Json(HttpStatusCode.Created);
        await coordinator.Post(Assignments, Body("topic-representative", "lifting")).NamesField("unitCode");

        var fall = await host.Reported(TestUsers.Colleague, ("topic", "falls"));
        await DeviationsHost.Eventually(() => host.As(person).GetAsync($"{Cases}/{fall}").GetAwaiter().GetResult().StatusCode == HttpStatusCode.OK);
        var id = answer.GetProperty("id").GetGuid();
        await manager.SendAsync(Write($"{Assignments}{id}/end", new { validTo = "2001-01-01" }, 1)).NamesField("validTo");
        await manager.SendAsync(Write($"{Assignments}{id}/end", new { validTo = $"{Arrange.Today:yyyy-MM-dd}" })).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await manager.SendAsync(Write($"{Assignments}{id}/end", new { validTo = $"{Arrange.Today:yyyy-MM-dd}" }, 1)).Json();
        await manager.SendAsync(Write($"{Assignments}{id}/end", new { validTo = $"{Arrange.Today:yyyy-MM-dd}" }, 2)).Problem(HttpStatusCode.Conflict, "assignment.ended");
        await DeviationsHost.Eventually(() => host.As(person).GetAsync($"{Cases}/{fall}").GetAwaiter().GetResult().StatusCode == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_has_changed_is_read_again_also_when_who_asked_first_got_no_answer()
    {
        var (services, user) = (host.Factory.Services, CurrentUser.System("arrange"));
        var options = services.GetRequiredService<DbContextOptions<DeviationsDb>>();
        await using var db = new DeviationsDb(options, user);
        await using var away = new DeviationsDb(new DbContextOptionsBuilder<DeviationsDb>(options).UseNpgsql("Host=127.0.0.1;Port=1").Options, user);
        var shelf = new AssignmentShelf(services.GetRequiredService<Bells>());
        await shelf.Get(db, default);
        var person = new TestUser("unn-uppdrag", [Roles.Medarbetare], HomeUnit: TestUnits.Kullen);
        await host.Appointed(person, AssignmentKind.TopicRepresentative, TestUnits.Kullen, "lifting");
        await DeviationsHost.Eventually(() => Record.Exception(() => shelf.Get(away, default).AsTask().GetAwaiter().GetResult()) is not null);
        Assert.Contains(await shelf.Get(db, default), assignment => assignment.PersonId == $"{person.Id}");
    }

    [Fact]
    public async Task A_manager_appoints_on_the_page_and_the_refused_form_keeps_what_was_chosen()
    {
        var person = new TestUser("olga-ombud", [Roles.Medarbetare], HomeUnit: TestUnits.Kullen);
        await host.As(person).GetAsync(Cases).Json();
        var manager = host.As(TestUsers.Manager);
        (string, string)[] fields = [("Request.Kind", "TopicRepresentative"), ("Request.UnitCode", TestUnits.Kullen), ("Request.PersonId", $"{person.Id}"), ("Request.ValidFrom", "2026-01-01")];
        var refused = await manager.Form("/avvikelser/uppdrag/nytt", "utse", fields).Html();
        Assert.Contains("Välj vilket ämne ombudet ska ha.", refused);
        Assert.Contains($"value=\"{person.Id}\" checked", refused);
        Assert.Equal(HttpStatusCode.OK, (await manager.Form("/avvikelser/uppdrag/nytt", "utse", [("Request.Kind", "99"), .. fields[1..]])).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await manager.Form("/avvikelser/uppdrag/nytt", "utse", [.. fields, ("Request.Topic", "lifting")])).StatusCode);
        var list = await host.As(TestUsers.Employee).GetAsync($"/avvikelser/uppdrag?enhet={TestUnits.Kullen}").Html();
        Assert.Contains("Olga-ombud Testsson", list);
        Assert.Contains("Ombud, Lyft och förflyttning", list);
    }
}
