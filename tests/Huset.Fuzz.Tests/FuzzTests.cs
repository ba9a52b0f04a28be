using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Huset.Analytics;
using Huset.Analytics.Features;
using Huset.Competence;
using Huset.Processes;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Messaging;
using Huset.ServiceDefaults.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Fuzz.Tests;

/// <summary>
/// Every operation and page gets requests that are right, a little wrong and wholly wrong. Whatever comes, the answer is one that the
/// document tells of: no 5xx, nothing of the inside, a known code, within a second, and the service is ready afterwards.
/// `./huset test Fuzz --fuzz` is the whole; HUSET_FUZZ_SEED repeats another run than the usual.
/// </summary>
public sealed partial class FuzzTests(ITestOutputHelper output)
{
    private static readonly bool IsWhole = Environment.GetEnvironmentVariable("HUSET_TEST_FUZZ") == "whole";
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("HUSET_FUZZ_SEED") ?? "20261122", CultureInfo.InvariantCulture);

    // When a rule's new version may begin, whatever day it is.
    private static readonly string[] Later = ["2090-01-01", "2099-01-01"];

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    // What could not be sent or taken is there only when a broker has been, and Kolada is asked only when its address is set.
    private static readonly string[] NeedsBroker = ["/operations/failed-messages/{id}/resend", "/operations/outbox/{seq}/retry", "POST /analys/drift", "POST /analytics/v1/kolada/imports"];

    [Fact]
    public async Task Processes_bears_whatever_comes()
    {
        await using var host = new FuzzHost<ProcessesDb>("processes");
        await host.InitializeAsync();
        string[] planned = [.. Enumerable.Range(0, 30).Select(number => $"planerad-{number}")];
        string[] open = [.. Enumerable.Range(0, 30).Select(number => $"oppen-{number}")];
        using (var administrator = host.As(TestUsers.Administrator))
        {
            await administrator.Post("/processes/v1/units/imports", new
            {
                units = TestUnits.Codes.Concat(planned).Concat(open).Select(code => new { code, name = $"Enheten {code}", type = "enhet", validFrom = "2020-01-01" }),
            });
            administrator.DefaultRequestHeaders.Add("If-Match", "*");
            foreach (var code in planned)
            {
                await administrator.PutAsJsonAsync($"/processes/v1/units/{code}", new { name = "Planerat", type = "enhet", validFrom = "2090-01-01" });
                await administrator.Post($"/processes/v1/units/{code}/closure", new { validTo = "2095-01-01" }).Json();
            }
        }
        await WriteQualitySystems(host);
        var documents = await WriteDocuments(host);
        string[] Documents(string state, string path) => [.. documents[state].Select(id => path.Replace("{id}", id, StringComparison.Ordinal))];
        var drawn = await DrawProcesses(host);
        var (checklists, plans, inspections) = await WriteInspections(host);
        using var reader = host.As(TestUsers.Administrator);
        var limits = (await reader.GetAsync("/processes/v1/limits").Json()).GetProperty("items").EnumerateArray().Select(limit => limit.GetProperty("id").GetString()!).ToList();
        Dictionary<string, Given> exact = new()
        {
            ["POST /processes/v1/limits"] = Exactly(null, ("measure", ["small-number"]), ("value", ["8"]), ("validFrom", Later)),
            ["POST /processes/v1/self-inspections"] = Exactly(TestUsers.QualityDeveloper, ("unitCode", [TestUnits.Norrangen]), ("checklistId", [.. checklists]), ("dueOn", Later)),
            // Employees do their own; these are a role's.
            ["POST /processes/v1/inspection-plans"] = Exactly(TestUsers.QualityDeveloper, ("unitCode", [TestUnits.Norrangen]), ("checklistId", [.. checklists]), ("firstDueOn", [NextYear])),
            ["PUT /processes/v1/inspection-plans/{id}"] = Exactly(TestUsers.QualityDeveloper, ("unitCode", [TestUnits.Norrangen]), ("checklistId", [.. checklists]), ("firstDueOn", [NextYear])),
            ["PUT /processes/v1/self-inspections/{id}/answers"] = Exactly(TestUsers.QualityDeveloper, ("answers", ["[]"])),
            ["POST /processes/v1/self-inspections/{id}/completion"] = Exactly(TestUsers.QualityDeveloper),
            ["PUT /processes/v1/revision-tasks/{id}/document"] = Exactly(TestUsers.QualityDeveloper, ("documentId", [.. documents["published"]])),
        };
        await Fuzz(host, "processes", exact,
            ("/processes/v1/limits/{id}", [.. limits.Select(id => $"/processes/v1/limits/{id}")]),
            ("/processer/regler/{Id}", [.. limits.Select(id => $"/processer/regler/{id}")]),
            ("/processes/v1/processes/{id}/versions/{number}", [.. drawn["published"].Select(id => $"/processes/v1/processes/{id}/versions/1")]),
            ("/processes/v1/processes/{id}/versions/{number}/submission", [.. drawn["draft"].Select(id => $"/processes/v1/processes/{id}/versions/1/submission")]),
            ("/processes/v1/processes/{id}/versions/{number}/approval", [.. drawn["submitted"].Select(id => $"/processes/v1/processes/{id}/versions/1/approval")]),
            ("/processes/v1/processes/{id}/versions/{number}/publication", [.. drawn["approved"].Select(id => $"/processes/v1/processes/{id}/versions/1/publication")]),
            ("/processes/v1/processes/{id}/versions/{number}/recall", [.. drawn["submitted"].Concat(drawn["approved"]).Select(id => $"/processes/v1/processes/{id}/versions/1/recall")]),
            ("/processes/v1/processes/{id}/closure", [.. drawn["toClose"].Concat(drawn["closed"]).Select(id => $"/processes/v1/processes/{id}/closure")]),
            ("/processer/process/{Id}/upphor", [.. drawn["toClose"].Select(id => $"/processer/process/{id}/upphor")]),
            ("/processes/v1/processes/{id}/diagram", [.. drawn["drawn"].Concat(drawn["published"]).Select(id => $"/processes/v1/processes/{id}/diagram")]),
            ("/processes/v1/processes/{id}/difference", [.. drawn["published"].Select(id => $"/processes/v1/processes/{id}/difference")]),
            ("/processes/v1/processes/{id}/activities", [.. drawn["published"].Select(id => $"/processes/v1/processes/{id}/activities")]),
            ("/processer/process/{Id}", [.. drawn["published"].Select(id => $"/processer/process/{id}")]),
            ("/processes/v1/processes/{id}/heat", [.. drawn["published"].Select(id => $"/processes/v1/processes/{id}/heat")]),
            ("/processer/process/{Id}/rita", [.. drawn["published"].Concat(drawn["drawn"]).Select(id => $"/processer/process/{id}/rita")]),
            ("/processer/process/{Id}/andra", [.. drawn["drawn"].Select(id => $"/processer/process/{id}/andra")]),
            ("/processer/process/{Id}/steg", [.. drawn["drawn"].Select(id => $"/processer/process/{id}/steg")]),
            ("/processer/process/{Id}/versioner", [.. drawn["drawn"].Select(id => $"/processer/process/{id}/versioner")]),
            ("/processes/v1/documents/{id}/draft", Documents("draft", "/processes/v1/documents/{id}/draft")),
            ("/processes/v1/documents/{id}/versions/{n}/submission", Documents("draft", "/processes/v1/documents/{id}/versions/1/submission")),
            ("/processes/v1/documents/{id}/versions/{n}/approval", Documents("submitted", "/processes/v1/documents/{id}/versions/1/approval")),
            ("/processes/v1/documents/{id}/versions/{n}/publication", Documents("approved", "/processes/v1/documents/{id}/versions/1/publication")),
            ("/processes/v1/documents/{id}/versions/{n}/recall", [.. Documents("submitted", "/processes/v1/documents/{id}/versions/1/recall"), .. Documents("approved", "/processes/v1/documents/{id}/versions/1/recall")]),
            ("/processes/v1/documents/{id}/versions/{n}/reading", Documents("published", "/processes/v1/documents/{id}/versions/1/reading")),
            ("/processes/v1/documents/{id}/withdrawal", Documents("withdrawn", "/processes/v1/documents/{id}/withdrawal")),
            ("/processer/rutiner/{Id}", Documents("published", "/processer/rutiner/{id}")),
            ("/processer/rutiner/{Id}/andra", Documents("draft", "/processer/rutiner/{id}/andra")),
            ("/processer/rutiner/{Id}/skriv", Documents("draft", "/processer/rutiner/{id}/skriv")),
            ("/processer/rutiner/{Id}/versioner", Documents("draft", "/processer/rutiner/{id}/versioner")),
            ("/processer/rutiner/{Id}/lasning", Documents("published", "/processer/rutiner/{id}/lasning")),
            ("/processes/v1/revision-tasks/{id}", Documents("task", "/processes/v1/revision-tasks/{id}")),
            ("/processes/v1/revision-tasks/{id}/decline", Documents("task", "/processes/v1/revision-tasks/{id}/decline")),
            ("/processes/v1/revision-tasks/{id}/document", Documents("task", "/processes/v1/revision-tasks/{id}/document")),
            ("/processes/v1/checklists/{id}", [.. checklists.Select(id => $"/processes/v1/checklists/{id}")]),
            ("/processer/egenkontroll/checklistor/{Id}", [.. checklists.Select(id => $"/processer/egenkontroll/checklistor/{id}")]),
            ("/processes/v1/inspection-plans/{id}", [.. plans.Select(id => $"/processes/v1/inspection-plans/{id}")]),
            ("/processer/egenkontroll/planer/{Id}", [.. plans.Select(id => $"/processer/egenkontroll/planer/{id}")]),
            ("/processes/v1/self-inspections/{id}", [.. inspections["open"].Select(id => $"/processes/v1/self-inspections/{id}")]),
            ("/processes/v1/self-inspections/{id}/answers", [.. inspections["open"].Select(id => $"/processes/v1/self-inspections/{id}/answers")]),
            ("/processes/v1/self-inspections/{id}/completion", [.. inspections["answered"].Select(id => $"/processes/v1/self-inspections/{id}/completion")]),
            ("/processer/egenkontroll/{Id}", [.. inspections["open"].Select(id => $"/processer/egenkontroll/{id}")]),
            ("/processer/egenkontroll/{Id}/svara", [.. inspections["open"].Select(id => $"/processer/egenkontroll/{id}/svara")]),
            ("/processer/revidera/{Id}", Documents("task", "/processer/revidera/{id}")),
            ("/processes/v1/units/{code}/quality-system", [$"/processes/v1/units/{TestUnits.Norrangen}/quality-system"]),
            ("/processes/v1/units/{code}/quality-system/{year}/submission", [.. Years(2100).Select(year => $"/processes/v1/units/{TestUnits.Norrangen}/quality-system/{year}/submission")]),
            ("/processes/v1/units/{code}/quality-system/{year}/approval", [.. Years(2130).Select(year => $"/processes/v1/units/{TestUnits.Norrangen}/quality-system/{year}/approval")]),
            ("/processes/v1/units/{code}/quality-system/{year}/publication", [.. Years(2160).Select(year => $"/processes/v1/units/{TestUnits.Norrangen}/quality-system/{year}/publication")]),
            ("/processes/v1/units/{code}/quality-system/{year}/recall", [.. Years(2130).Concat(Years(2160)).Select(year => $"/processes/v1/units/{TestUnits.Norrangen}/quality-system/{year}/recall")]),
            ("/processer/enheter/{Code}/kvalitetssystem/ta-tillbaka", [$"/processer/enheter/{TestUnits.Solgarden}/kvalitetssystem/ta-tillbaka"]),
            ("/processer/enheter/{Code}/kvalitetssystem", [$"/processer/enheter/{TestUnits.Norrangen}/kvalitetssystem"]),
            ("/processer/enheter/{Code}/kvalitetssystem/skriv", [$"/processer/enheter/{TestUnits.Kullen}/kvalitetssystem/skriv"]),
            ("/processer/enheter/{Code}/kvalitetssystem/lamna", [$"/processer/enheter/{TestUnits.Kullen}/kvalitetssystem/lamna"]),
            ("/processer/enheter/{Code}/kvalitetssystem/godkann", [$"/processer/enheter/{TestUnits.Solgarden}/kvalitetssystem/godkann"]),
            ("/processes/v1/code-lists/{name}/{code}", ["/processes/v1/code-lists/unit-types/enhet", "/processes/v1/code-lists/law-areas/HSL"]),
            ("/processer/kodlistor/{List}/{Code}", ["/processer/kodlistor/law-areas/HSL"]),
            ("/processer/ny-kod/{List}", ["/processer/ny-kod/law-areas"]),
            ("/processes/v1/units/{code}/versions/{validFrom}", [.. planned.Select(code => $"/processes/v1/units/{code}/versions/2090-01-01")]),
            ("/processes/v1/units/{code}/closure", [.. planned.Concat(open).Select(code => $"/processes/v1/units/{code}/closure")]),
            ("/processer/enheter/{Code}/dra-tillbaka/{What}", [.. planned.Select(code => $"/processer/enheter/{code}/dra-tillbaka/2090-01-01")]));
    }

    // Processes in every state, so many that some are left in it while others are written in.
    private static async Task<Dictionary<string, List<string>>> DrawProcesses(FuzzHost<ProcessesDb> host)
    {
        using var writer = host.As(TestUsers.ProcessOwner);
        using var developer = host.As(TestUsers.QualityDeveloper);
        var drawn = new Dictionary<string, List<string>> { ["draft"] = [], ["submitted"] = [], ["approved"] = [], ["published"] = [], ["drawn"] = [], ["toClose"] = [], ["closed"] = [] };
        foreach (var (state, number) in drawn.Keys.SelectMany(state => Enumerable.Range(0, state == "published" ? 5 : 20).Select(number => (state, number))).ToList())
        {
            var id = (await developer.Post("/processes/v1/processes", new { name = $"Process {number}", kind = "main" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
            using var diagram = new StringContent(Processes.Features.Maps.DrawDiagram.Example, Encoding.UTF8, "application/xml");
            await writer.PutAsync($"/processes/v1/processes/{id}/diagram", diagram).Json();
            var version = $"/processes/v1/processes/{id}/versions/1";
            if (state is "submitted" or "approved" or "published") await writer.PostAsync($"{version}/submission", null).Json();
            if (state is "approved" or "published") await developer.Post($"{version}/approval", new { decision = "approve" }).Json();
            if (state is "published") await writer.PostAsync($"{version}/publication", null).Json();
            if (state is "closed") await writer.Post($"/processes/v1/processes/{id}/closure", new { closedOn = "2026-01-01", reason = "Slut." }).Json();
            drawn[state].Add(id);
        }
        return drawn;
    }

    private static IEnumerable<int> Years(int first) => Enumerable.Range(first, 20);

    // Documents in each state, and tasks to revise one of them.
    private static async Task<Dictionary<string, List<string>>> WriteDocuments(FuzzHost<ProcessesDb> host)
    {
        const string Path = "/processes/v1/documents";
        using var writer = host.As(TestUsers.QualityDeveloper);
        using var approver = host.As(TestUsers.Mas);
        var documents = new Dictionary<string, List<string>>();
        foreach (var (index, state) in new[] { "draft", "submitted", "approved", "published", "withdrawn" }.Index())
        {
            documents[state] = [];
            for (var number = 0; number < 20; number++)
            {
                var id = (await writer.Post(Path, new { title = $"Rutin {number}", kind = "rutin", unitCode = TestUnits.Norrangen, text = "Så gör vi.", reviewOn = "2090-01-01" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
                if (index > 0) await writer.PostAsync($"{Path}/{id}/versions/1/submission", null).Json();
                if (index > 1) await approver.Post($"{Path}/{id}/versions/1/approval", new { decision = "approve" }).Json();
                if (index > 2) await writer.Post($"{Path}/{id}/versions/1/publication", new { }).Json();
                documents[state].Add(id);
            }
        }
        documents["task"] = [];
        for (var number = 0; number < 20; number++)
        {
            documents["task"].Add(await host.Scalar<string>("""
                insert into revision_tasks (id, unit_code, text, deviation_id, deviation_reference, cause_id, restricted, asked_by_id, asked_by_name, asked_at, status, version, changed_at)
                values (gen_random_uuid(), 'norrangen', 'Otydligt.', gen_random_uuid(), 'AVV-2026-00001', gen_random_uuid(), false, 'x', 'Ulla', now(), 'open', 1, now()) returning id::text
                """));
        }
        return documents;
    }

    // Within the two years that a plan is made for.
    private static readonly string NextYear = SwedishTime.Today(TimeProvider.System).AddYears(1).ToString("O");

    // Checklists, plans, and self-inspections to answer and to complete.
    private static async Task<(List<string> Checklists, List<string> Plans, Dictionary<string, List<string>> Inspections)> WriteInspections(FuzzHost<ProcessesDb> host)
    {
        using var developer = host.As(TestUsers.QualityDeveloper);
        developer.DefaultRequestHeaders.Add("If-Match", "*");
        var (checklists, plans, inspections) = (new List<string>(), new List<string>(), new Dictionary<string, List<string>> { ["open"] = [], ["answered"] = [] });
        foreach (var (state, number) in inspections.Keys.SelectMany(state => Enumerable.Range(0, 20).Select(number => (state, number))).ToList())
        {
            var checklist = (await developer.Post("/processes/v1/checklists", new { name = $"Checklista {number}", questions = new[] { new { text = "Är listan ifylld?" } } }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!;
            var inspection = await developer.Post("/processes/v1/self-inspections", new { unitCode = TestUnits.Norrangen, checklistId = checklist, dueOn = "2090-01-01" }).Json(HttpStatusCode.Created);
            var (id, question) = (inspection.GetProperty("id").GetString()!, inspection.GetProperty("questions")[0].GetProperty("questionId").GetString());
            if (state == "answered") await developer.PutAsJsonAsync($"/processes/v1/self-inspections/{id}/answers", new { answers = new[] { new { questionId = question, value = "yes" } } }).Json();
            checklists.Add(checklist);
            var plan = new { checklistId = checklist, unitCode = TestUnits.Norrangen, frequency = "yearly", firstDueOn = NextYear, responsibleRole = "Chef" };
            plans.Add((await developer.Post("/processes/v1/inspection-plans", plan).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!);
            inspections[state].Add(id);
        }
        return (checklists, plans, inspections);
    }

    // This year one in force, one whole draft and one submitted; and in far years such as are to be submitted, approved and published.
    private static async Task WriteQualitySystems(FuzzHost<ProcessesDb> host)
    {
        using var writer = host.As(TestUsers.AreaManager);
        using var approver = host.As(TestUsers.QualityDeveloper);
        writer.DefaultRequestHeaders.Add("If-Match", "*");
        var areas = (await writer.GetAsync("/processes/v1/quality-areas?limit=20").Json()).GetProperty("items").EnumerateArray().ToList();
        var answers = areas.SelectMany(area => area.GetProperty("points").EnumerateArray()).Select(point => new
        {
            point = point.GetProperty("code").GetString(),
            fields = point.GetProperty("fields").EnumerateArray().Select(field => new { name = field.GetString(), text = "Så arbetar vi." }),
        }).ToList();
        var year = TimeProvider.System.GetUtcNow().Year;
        IEnumerable<(string Unit, int Year, int Steps)> documents =
        [
            (TestUnits.Norrangen, year, 3), (TestUnits.Kullen, year, 0), (TestUnits.Solgarden, year, 1),
            .. Years(2100).Select(far => (TestUnits.Norrangen, far, 0)), .. Years(2130).Select(far => (TestUnits.Norrangen, far, 1)), .. Years(2160).Select(far => (TestUnits.Norrangen, far, 2)),
        ];
        foreach (var (unit, of, steps) in documents)
        {
            await writer.PutAsJsonAsync($"/processes/v1/units/{unit}/quality-system?year={of}", new { answers }).Json();
            var address = $"/processes/v1/units/{unit}/quality-system/{of}";
            if (steps > 0) await writer.PostAsync($"{address}/submission", null).Json();
            if (steps > 1) await approver.Post($"{address}/approval", new { decision = "approve" }).Json();
            if (steps > 2) await approver.PostAsync($"{address}/publication", null).Json();
        }
    }

    [Fact]
    public async Task Competence_bears_whatever_comes()
    {
        await using var host = new FuzzHost<CompetenceDb>("competence");
        await host.InitializeAsync();
        using var administrator = host.As(TestUsers.Administrator);
        // The first is whom the document's examples of imports tell of, and is changed by them.
        var people = new StringContent("number;name;username;role;homeUnit;employedFrom\n10042;Nadja Testsson;;underskoterska;norrangen;2020-01-01\n1;Anna Testsson;anna;underskoterska;norrangen;2020-01-01\n2;Maria Testsson;mas;sjukskoterska;norrangen;2020-01-01\n", Encoding.UTF8, "text/csv");
        var imported = await administrator.PostAsync("/competence/v1/employees/imports", people).Json();
        Assert.Equal(3, imported.GetProperty("created").GetInt32());
        using var staffing = host.As(TestUsers.Staffing);
        var (person, nurse) = (await Employee("anna"), await Employee("mas"));
        await staffing.Post("/competence/v1/competences", new { code = "hygien", name = "Hygien", kind = "kurs", months = 12 }).Json(HttpStatusCode.Created);
        var requirement = (await staffing.Post("/competence/v1/requirements", new { competence = "hygien", level = "must", validFrom = "2020-01-01", source = "Test" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString();
        var held = new List<string>();
        // Each is ended once.
        foreach (var day in Enumerable.Range(1, 28))
            held.Add((await staffing.Post($"/competence/v1/employees/{person}/competences", new { competence = "hygien", acquiredOn = $"2026-01-{day:00}", evidence = "kursintyg" }).Json(HttpStatusCode.Created)).GetProperty("id").GetString()!);
        Task<string> Employee(string username) => host.Scalar<string>("select id::text from employees where username = $1", username);

        async Task<string[]> Rows(int count, string sql)
        {
            var ids = new List<string>();
            for (var number = 0; number < count; number++) ids.Add(await host.Scalar<string>(sql));
            return [.. ids];
        }

        var staff = await Rows(20, """
            insert into staffing_requirements (id, unit_code, name, weekdays, start_time, end_time, headcount, needs, valid_from, valid_to, set_by_name, set_at, version)
            values (gen_random_uuid(), 'norrangen', 'Dag', '{1}', '07:00', '16:00', 1, '[]', '2020-01-01', '2097-02-01', 'M', now(), 1) returning id::text
            """);
        var needs = await Rows(90, """
            insert into competence_needs (id, unit_code, deviation_id, deviation_reference, cause_id, text, restricted, asked_by_name, asked_at, status, changed_at, version)
            values (gen_random_uuid(), 'norrangen', gen_random_uuid(), 'AVV-2031-0003', gen_random_uuid(), 'Prov', false, 'M', now(), 'open', now(), 1) returning id::text
            """);
        var given = await Rows(60, $"""
            insert into delegations (id, employee_id, employee_name, employee_role, employee_unit, delegator_id, delegator_name, delegator_role, delegator_unit, task, unit_code, valid_from, valid_to, course_passed_on, test_passed_on,
                instructions, status, delegator_signed_at, recipient_signed_at, version)
            values (gen_random_uuid(), '{person}', 'Anna Testsson', 'underskoterska', 'norrangen', '{nurse}', 'Maria Testsson', 'sjukskoterska', 'norrangen', 'insulin', 'norrangen', current_date - 30, current_date + 200, current_date - 40,
                current_date - 35, 'Kontrollera namn och dos.', 'active', now(), now(), 1) returning id::text
            """);
        var drafts = await Rows(40, $"""
            insert into delegations (id, employee_id, employee_name, employee_role, employee_unit, delegator_id, delegator_name, delegator_role, delegator_unit, task, unit_code, valid_from, valid_to, course_passed_on, test_passed_on,
                instructions, status, delegator_signed_at, version)
            values (gen_random_uuid(), '{person}', 'Anna Testsson', 'underskoterska', 'norrangen', '{nurse}', 'Maria Testsson', 'sjukskoterska', 'norrangen', 'insulin', 'norrangen', current_date, current_date + 200, current_date - 40,
                current_date - 35, 'Kontrollera namn och dos.', 'draft', now(), 1) returning id::text
            """);
        string Day(int days) => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddDays(days).UtcDateTime).ToString("O");
        Dictionary<string, Given> exact = new()
        {
            // A complete file would end those whom it lacks, and their delegations with them.
            ["POST /competence/v1/employees/imports"] = Exactly(null, ("complete", ["false"])),
            ["POST /competence/v1/delegations"] = Exactly(TestUsers.Mas, ("employeeId", [person]), ("unitCode", [TestUnits.Norrangen]), ("validFrom", [Day(0)]), ("validTo", [Day(200)]), ("coursePassedOn", [Day(-30)]), ("testPassedOn", [Day(-20)])),
            ["POST /competence/v1/delegations/{id}/signature"] = Exactly(TestUsers.Employee),
            ["GET /kompetens/delegeringar/{Id}/skriv-under"] = Exactly(TestUsers.Employee),
            ["POST /kompetens/delegeringar/{Id}/skriv-under"] = Exactly(TestUsers.Employee),
            ["GET /competence/v1/units/{code}/coverage"] = Exactly(null, ("from", ["2026-06-01"]), ("to", ["2026-06-02", "2026-07-01"])),
            ["POST /competence/v1/rules"] = Exactly(null, ("validFrom", Later)),
        };
        await Fuzz(host, "competence", exact,
            ("/competence/v1/delegations/{id}/signature", [.. drafts.Take(20).Select(id => $"/competence/v1/delegations/{id}/signature")]),
            ("/kompetens/delegeringar/{Id}/skriv-under", [.. drafts.Skip(20).Select(id => $"/kompetens/delegeringar/{id}/skriv-under")]),
            ("/competence/v1/units/{code}/coverage", ["/competence/v1/units/norrangen/coverage"]),
            ("/competence/v1/staffing-requirements/{id}", [.. staff.Select(id => $"/competence/v1/staffing-requirements/{id}")]),
            ("/kompetens/bemanning/krav/{Id}", [.. staff.Select(id => $"/kompetens/bemanning/krav/{id}")]),
            ("/competence/v1/needs/{id}", [.. needs.Take(5).Select(id => $"/competence/v1/needs/{id}")]),
            ("/competence/v1/needs/{id}/plan", [.. needs.Skip(5).Take(25).Select(id => $"/competence/v1/needs/{id}/plan")]),
            ("/competence/v1/needs/{id}/meeting", [.. needs.Skip(30).Take(20).Select(id => $"/competence/v1/needs/{id}/meeting")]),
            ("/competence/v1/needs/{id}/decline", [.. needs.Skip(50).Take(20).Select(id => $"/competence/v1/needs/{id}/decline")]),
            ("/kompetens/behov/{Id}", [.. needs.Skip(70).Select(id => $"/kompetens/behov/{id}")]),
            ("/competence/v1/delegations/{id}", [.. given.Take(5).Select(id => $"/competence/v1/delegations/{id}")]),
            ("/competence/v1/delegations/{id}/withdrawal", [.. given.Skip(5).Take(25).Select(id => $"/competence/v1/delegations/{id}/withdrawal")]),
            ("/kompetens/delegeringar/{Id}", [.. given.Take(5).Select(id => $"/kompetens/delegeringar/{id}")]),
            ("/kompetens/delegeringar/{Id}/aterkalla", [.. given.Skip(30).Select(id => $"/kompetens/delegeringar/{id}/aterkalla")]),
            ("/competence/v1/code-lists/{name}", ["/competence/v1/code-lists/roles"]),
            ("/competence/v1/code-lists/{name}/{code}", ["/competence/v1/code-lists/roles/handlaggare"]),
            ("/competence/v1/units/{unitCode}/matrix", ["/competence/v1/units/norrangen/matrix"]),
            ("/competence/v1/employees/{id}/competences/{heldId}/ending", [.. held.Take(14).Select(id => $"/competence/v1/employees/{person}/competences/{id}/ending")]),
            ("/kompetens/kodlistor/{List}/{Code}", ["/kompetens/kodlistor/roles/handlaggare"]),
            ("/kompetens/ny-kod/{List}", ["/kompetens/ny-kod/roles"]),
            ("/kompetens/kompetenser/{Code}", ["/kompetens/kompetenser/hygien"]),
            ("/kompetens/krav/{Id}", [$"/kompetens/krav/{requirement}"]),
            ("/kompetens/enheter/{UnitCode}", ["/kompetens/enheter/norrangen"]),
            ("/kompetens/personal/{Id}", [$"/kompetens/personal/{person}"]),
            ("/kompetens/personal/{Id}/ny-kompetens", [$"/kompetens/personal/{person}/ny-kompetens"]),
            ("/kompetens/personal/{Id}/kompetenser/{HeldId}/avsluta", [.. held.Skip(14).Select(id => $"/kompetens/personal/{person}/kompetenser/{id}/avsluta")]));
    }

    [Fact]
    public async Task Analytics_bears_whatever_comes()
    {
        await using var host = new FuzzHost<AnalyticsDb>("analytics");
        await host.InitializeAsync();
        var store = host.Factory.Services.GetRequiredService<StoreEvents>();
        await Task.WhenAll(Enumerable.Range(0, 1_500).Select(number => store.Consume(Event(number), CancellationToken.None)));
        var drafts = await Reports(host, 12, "draft");
        var toFreeze = await Reports(host, 60, "done");
        using var maker = host.As(TestUsers.QualityDeveloper);
        var frozen = toFreeze.Take(4).ToList();
        foreach (var id in frozen) await maker.PostAsync($"/analytics/v1/reports/{id}/freeze", null).Json();
        string[] quarters = [.. Enumerable.Range(0, 80).Select(number => $"{2001 + (number / 4)}-Q{1 + (number % 4)}")];
        var (goals, plans) = await GoalsAndPlans(host);
        string[] Each(string state, string path) => [.. plans[state].Select(plan => path.Replace("{id}", plan.Split(' ')[0], StringComparison.OrdinalIgnoreCase).Replace("{activity}", plan.Split(' ')[2], StringComparison.OrdinalIgnoreCase))];
        string[] planYears = [.. Enumerable.Range(2040, 100).Select(year => $"{year}")];
        // Right in every value, which the document's examples together are not.
        (string, string[])[] measured = [("unitCode", [TestUnits.Norrangen]), ("year", ["2026"]), ("code", []), ("qualityArea", []), ("servesId", []), ("planId", []), ("indicator", []), ("ownMeasure", ["Andel nya"]), ("form", ["value"]), ("startValue", ["10"]), ("targetValue", ["90"]), ("direction", ["up"]), ("dueOn", ["2026-12-31"])];
        (string, string[])[] typed =
        [
            ("Request.UnitCode", [TestUnits.Norrangen]), ("Request.Year", ["2026"]), ("Request.Code", []), ("Request.QualityArea", []), ("Request.ServesId", []), ("Request.PlanId", []), ("Request.Indicator", []), ("Request.OwnMeasure", ["Andel nya"]),
            ("Request.Form", ["Value"]), ("Request.StartValue", ["10"]), ("Request.TargetValue", ["90,5"]), ("Request.Direction", ["Up"]), ("Request.DueOn", ["2026-12-31"]), ("Request.Period", ["Year"]),
        ];
        string[] Of(IEnumerable<string> reports, string path) => [.. reports.Select(id => path.Replace("{id}", id, StringComparison.OrdinalIgnoreCase))];
        // Nobody listens there, which is known at once.
        const string Nowhere = "127.0.0.1:9", Sent = "/events/v1/subscriptions", SentPages = "/analys/prenumerationer", Receivers = "/events/v1/receivers";
        await host.Scalar<string>("insert into receivers (id, host, is_inside, source, added_by_name, added_at, version) values (gen_random_uuid(), $1, true, 'Prov', 'M', now(), 1) returning host", Nowhere);
        string[] hosts = [.. Enumerable.Range(0, 400).Select(number => $"mottagare-{number}.exempel.se")];
        async Task<List<string>> Subscribed(int count, string status)
        {
            var ids = new List<string>();
            for (var number = 0; number < count; number++)
            {
                ids.Add(await host.Scalar<string>("""
                    insert into subscriptions (id, name, address, types, units, status, owner_id, owner_name, made_at, secret_id, secret_made_at, is_secret_shown, position, run, tries, version)
                    values (gen_random_uuid(), 'Prov', $2, '{se.huset.testing.none.v1}', '{}', $1, 'x', 'M', now(), gen_random_uuid(), now(), false, 0, 1, 0, 1) returning id::text
                    """, status, $"http://{Nowhere}/"));
            }
            return ids;
        }

        var (kept, toPause, toResume, toEnd) = (await Subscribed(4, "paused"), await Subscribed(12, "active"), await Subscribed(12, "disabled"), await Subscribed(12, "paused"));
        var allowed = new List<string>();
        for (var number = 0; number < 12; number++) allowed.Add(await host.Scalar<string>("insert into receivers (id, host, is_inside, source, added_by_name, added_at, version) values (gen_random_uuid(), $1, false, 'Prov', 'M', now(), 1) returning id::text", $"slut-{number}.exempel.se"));
        string[] codes = [.. Enumerable.Range(0, 60).Select(number => $"fuzz-{number}")];
        await maker.PostAsJsonAsync("/analytics/v1/indicators", new { code = "fuzz", name = "Nöjda", means = "Andelen nöjda.", meansNot = "Inget annat.", numeratorMeans = "Nöjda", denominatorMeans = "Alla", unit = "%", type = "p", better = "up", period = "year", source = "manual" }).Json(HttpStatusCode.Created);
        await maker.PostAsync("/analytics/v1/comparisons/imports", new StringContent("measure;area;year;value;title\nfuzz;0000;2024;1;Nöjda\n", Encoding.UTF8, "text/csv")).Json();
        var (signals, patterns, breaks, rebuilds) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        for (var number = 0; number < 8; number++)
        {
            signals.Add(await host.Scalar<string>("""
                insert into found_signals (id, unit_code, pattern, up, "from", "to", sentence, found_at, version)
                values (gen_random_uuid(), $1, 'outside', true, '2023-04-01', '2023-04-01', 'April 2023 sticker ut.', now(), 1) returning id::text
                """, TestUnits.Norrangen));
            patterns.Add(await host.Scalar<string>("""
                insert into found_patterns (id, dimension, value, name, "from", "to", unit_codes, parts, share, cases, decisions, found_at, version)
                values (gen_random_uuid(), 'unit', gen_random_uuid()::text, 'Bemanning', '2023-04-01', '2023-06-30', array[$1], jsonb_build_array(jsonb_build_object('unitCode', $1, 'service', 'deviations', 'count', 12)),
                  '{"count": 12, "of": 40, "otherCount": 5, "otherOf": 100}'::jsonb, '[]'::jsonb, '[]'::jsonb, now(), 1) returning id::text
                """, TestUnits.Norrangen));
            breaks.Add(await host.Scalar<string>("""
                insert into chart_breaks (id, chart, kind, unit_code, "from", changed, reason, set_by_name, set_at, position, version)
                values (gen_random_uuid(), 'deviations-harm', '', $1, '2023-04-01'::date + $2::int, 'prov', 'Prov.', 'M', now(), 0, 1) returning id::text
                """, TestUnits.Norrangen, number));
            rebuilds.Add(await host.Scalar<string>("insert into rebuilds (id, model, state, requested_by_name, requested_at, started_at, finished_at, position, target, rows, changed, digest, version) values (gen_random_uuid(), $1, 'done', 'M', now(), now(), now(), 0, 0, 0, 0, 'x', 1) returning id::text", "subjects"));
        }
        var (improved, toShow, onPage, shown, decisions) = (new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<string>());
        foreach (var (list, count) in new[] { (improved, 20), (toShow, 60), (onPage, 60), (shown, 20) })
        {
            for (var number = 0; number < count; number++)
                list.Add(await host.Scalar<string>("insert into improvements (id, unit_code, title, background, change, written_by_name, written_at, version) values (gen_random_uuid(), $1, 'Bättre', 'Något hände.', 'Vi ändrade.', 'M', now(), 1) returning id::text", TestUnits.Norrangen));
        }
        foreach (var id in shown)
        {
            decisions.Add(await host.Scalar<string>("""
                insert into publications (id, kind, subject_id, unit_code, title, is_promise, status, decision, published_by_name, published_at, version)
                values (gen_random_uuid(), 'improvement', $1::uuid, $2, 'Bättre', false, 'published', '§ 1', 'M', now(), 1) returning id::text
                """, id, TestUnits.Norrangen));
        }
        var (followed, toConclude) = (new List<string>(), new List<string>());
        foreach (var (list, count) in new[] { (followed, 12), (toConclude, 60) })
        {
            for (var number = 0; number < count; number++)
            {
                list.Add(await host.Scalar<string>("""
                    insert into method_follow_ups (id, name, method, unit_code, purpose, evidence, "from", scales, status, set_up_at, version)
                    values (gen_random_uuid(), 'Samtal', 'MI', $1, 'Veta.', 'Visst stöd.', '2026-01-01', '[{"code": "gaf", "name": "GAF", "lowest": 1, "highest": 100, "higherIsBetter": true}]', 'open', now(), 1) returning id::text
                    """, TestUnits.Norrangen));
            }
        }
        var measurements = new List<string>();
        for (var number = 0; number < 60; number++)
        {
            measurements.Add($"{followed[0]}/measurements/" + await host.Scalar<string>("""
                insert into measurements (id, follow_up_id, unit_code, scale, case_key, moment, "on", value) values (gen_random_uuid(), $1::uuid, $2, 'gaf', 'F-' || $3, 'start', '2026-01-02', 10) returning id::text
                """, followed[0], TestUnits.Norrangen, $"{number}"));
        }
        (string, string[])[] followedSaid = [("unitCode", [TestUnits.Norrangen]), ("from", ["2026-01-01"]), ("activityId", []), ("indicator", []), ("lowest", ["1"]), ("highest", ["100"]), ("evidenceLink", ["https://www.socialstyrelsen.se/"])];
        (string, string[])[] followedTyped =
        [
            ("Request.UnitCode", [TestUnits.Norrangen]), ("Request.From", ["2026-01-01"]), ("Request.ActivityId", []), ("Request.Indicator", []), ("Request.EvidenceLink", ["https://www.socialstyrelsen.se/"]), ("Request.ScaleName-0", ["GAF"]), ("Request.ScaleCode-0", ["gaf"]),
            ("Request.Lowest-0", ["1"]), ("Request.Highest-0", ["100"]), ("Request.Better-0", ["true"]),
        ];

        async Task<List<string>> Extracted(int count, string status)
        {
            var ids = new List<string>();
            for (var number = 0; number < count; number++)
            {
                ids.Add(await host.Scalar<string>("""
                    insert into extracts (id, types, indicators, units, codes_units, "from", "to", purpose, recipient, ends_on, status, prepared_by_id, prepared_by_name, prepared_at, decided_at, position, key_id, version)
                    values (gen_random_uuid(), '{se.huset.*}', '{deviations-reported,deviations-harm}', '{}', true, '2025-01-01', '2026-02-01', 'Prov', 'Prov', '2999-01-01', $1, 'x', 'M', now(), now(), 1, gen_random_uuid(), 1) returning id::text
                    """, status));
            }
            return ids;
        }

        // The log is sealed each second, and only what is sealed can be signed.
        await host.As(TestUsers.QualityDeveloper).GetAsync($"/analytics/v1/follow-ups/{followed[0]}/measurements").Json();
        await FuzzHost<AnalyticsDb>.Eventually(() => host.As(TestUsers.Administrator).Post("/analytics/v1/access-log/reviews", new { from = "2026-01-01", to = "2026-02-01", lookedAt = "Ett stickprov.", finding = "none" }).Result.IsSuccessStatusCode);
        var (toDecide, decidedOnPage, toRevoke, open) = (await Extracted(60, "prepared"), await Extracted(60, "prepared"), await Extracted(60, "decided"), await Extracted(4, "decided"));
        const string Section = "/sections/avvikelser", Figure = $"{Section}/figures/deviations-reported";
        await Fuzz(
            host, "analytics",
            new()
            {
                ["POST /analytics/v1/reports"] = Exactly(null, ("quarter", quarters), ("template", ["quarterly"]), ("period", [])),
                ["POST /analytics/v1/publications"] = Exactly(TestUsers.QualityDeveloper, ("kind", ["improvement"]), ("subjectId", [.. toShow])),
                ["GET /analytics/v1/publications/preview"] = Exactly(TestUsers.QualityDeveloper, ("kind", ["improvement"]), ("subjectId", [.. improved])),
                ["POST /analytics/v1/publications/{id}/withdrawal"] = Exactly(TestUsers.QualityDeveloper),
                ["PUT /analytics/v1/improvements/{id}"] = Exactly(TestUsers.QualityDeveloper, ("unitCode", [])),
                ["POST /analytics/v1/improvements"] = Exactly(TestUsers.QualityDeveloper, ("unitCode", TestUnits.Codes)),
                ["POST /analys/forbattringar/ny"] = Exactly(TestUsers.QualityDeveloper, ("Request.UnitCode", TestUnits.Codes)),
                ["POST /analys/forbattringar/{Id}"] = Exactly(TestUsers.QualityDeveloper, ("Request.UnitCode", [])),
                ["POST /analys/publicera/{Kind}/{Id}"] = Exactly(TestUsers.QualityDeveloper),
                ["POST /analytics/v1/extracts"] = Exactly(TestUsers.Analyst, ("from", ["2025-01"]), ("to", ["2025-06"]), ("endsOn", [$"{DateTime.UtcNow.AddDays(20):yyyy-MM-dd}"])),
                ["POST /analytics/v1/extracts/{id}/decision"] = Exactly(TestUsers.QualityDeveloper),
                ["POST /analytics/v1/extracts/{id}/revocation"] = Exactly(TestUsers.QualityDeveloper),
                ["GET /analytics/v1/extracts/{id}/events"] = Exactly(TestUsers.Analyst),
                ["GET /analytics/v1/extracts/{id}/series"] = Exactly(TestUsers.Analyst),
                ["POST /analys/uttag/nytt"] = Exactly(TestUsers.Analyst, ("Request.Types", ["se.huset.testing.none.v1"]), ("Request.Indicators", ["deviations-harm"]), ("Request.Units", TestUnits.Codes), ("Request.From", ["2025-01"]), ("Request.To", ["2025-05"]), ("Request.EndsOn", [$"{DateTime.UtcNow.AddDays(20):yyyy-MM-dd}"])),
                ["POST /analys/uttag/{Id}"] = Exactly(TestUsers.QualityDeveloper, ("Request.Approved", ["true", "false"])),
                ["POST /analytics/v1/reports/{id}/sections/{code}/owner"] = Exactly(null, ("ownerId", []), ("dueOn", [])),
                ["POST /analys/rapporter/{Id}/avsnitt/{Code}/dela-ut"] = Exactly(null, ("Request.OwnerId", []), ("Request.DueOn", [])),
                ["POST /analytics/v1/report-templates/{code}/versions"] = Exactly(null, ("validFrom", Later)),
                ["POST /analys/rapporter/ny"] = Exactly(null, ("Request.Period", quarters), ("Request.Quarter", []), ("Request.Template", ["quarterly"]), ("Request.UnitCode", TestUnits.Codes)),
                ["POST /analys/rapporter/mall/andra"] = Exactly(null, ("Request.ValidFrom", Later)),
                ["POST /analytics/v1/rules/{measure}/versions"] = Exactly(null, ("validFrom", Later), ("value", ["8"]), ("urgent", [])),
                ["POST /analytics/v1/charts"] = Exactly(null, ("type", ["p"])),
                [$"POST {Sent}"] = Exactly(null, ("address", [$"http://{Nowhere}/"]), ("from", [])),
                [$"PUT {Sent}/{{id}}"] = Exactly(null, ("address", [$"http://{Nowhere}/"])),
                [$"POST {Sent}/{{id}}/replay"] = Exactly(null, ("after", ["0", "7"]), ("from", [])),
                [$"POST {Receivers}"] = Exactly(null, ("host", hosts)),
                [$"POST {SentPages}/ny"] = Exactly(null, ("Request.Address", [$"http://{Nowhere}/"]), ("Request.Types", ["se.huset.testing.none.v1"]), ("Request.Units", TestUnits.Codes), ("Begin", ["now", "start"])),
                [$"POST {SentPages}/{{Id}}/andra"] = Exactly(null, ("Request.Address", [$"http://{Nowhere}/"]), ("Request.Types", ["se.huset.testing.none.v1"]), ("Request.Units", TestUnits.Codes)),
                [$"POST {SentPages}/{{Id}}"] = Exactly(null, ("Step", ["pause", "resume", "rotate"]), ("After", ["0"]), ("FromDay", [])),
                ["POST /analys/mottagare"] = Exactly(TestUsers.Administrator, ("Request.Host", hosts), ("Receiver", [.. allowed])),
                ["POST /analytics/v1/goals"] = Exactly(TestUsers.QualityDeveloper, measured),
                ["PUT /analytics/v1/goals/{id}"] = Exactly(TestUsers.QualityDeveloper, measured),
                ["POST /analytics/v1/goals/{id}/decision"] = Exactly(TestUsers.QualityDeveloper, ("decidedOn", ["2026-01-20"])),
                ["POST /analytics/v1/goals/{id}/follow-ups"] = Exactly(TestUsers.QualityDeveloper, ("on", ["2026-06-30"]), ("yes", [])),
                ["POST /analytics/v1/plans"] = Exactly(TestUsers.QualityDeveloper, ("unitCode", [.. TestUnits.Codes]), ("year", planYears)),
                ["PUT /analytics/v1/plans/{id}/commitments/{code}"] = Exactly(TestUsers.QualityDeveloper, ("goalId", [goals["shared"][0]]), ("activities", ["[]"])),
                ["POST /analytics/v1/plans/{id}/decision"] = Exactly(TestUsers.QualityDeveloper, ("decidedOn", ["2026-01-20"])),
                ["POST /analytics/v1/plans/{id}/activities/{activityId}/done"] = Exactly(TestUsers.QualityDeveloper, ("doneOn", ["2026-02-01"])),
                ["POST /analytics/v1/plans/{id}/follow-ups"] = Exactly(TestUsers.QualityDeveloper, ("period", ["2026"])),
                ["POST /analys/mal/nytt"] = Exactly(TestUsers.QualityDeveloper, typed),
                ["POST /analys/mal/{Id}/andra"] = Exactly(TestUsers.QualityDeveloper, typed),
                ["POST /analys/mal/{Id}/besluta"] = Exactly(TestUsers.QualityDeveloper, ("Request.DecidedOn", ["2026-01-20"])),
                ["POST /analys/mal/{Id}/folj-upp"] = Exactly(TestUsers.QualityDeveloper, ("Request.On", ["2026-06-30"]), ("Request.Value", ["6,5"]), ("Request.Yes", [])),
                ["POST /analys/planer/ny"] = Exactly(TestUsers.QualityDeveloper, ("Request.UnitCode", [.. TestUnits.Codes]), ("Request.Year", planYears)),
                ["POST /analys/planer/{Id}/atagande"] = Exactly(TestUsers.QualityDeveloper, ("Request.GoalId", [goals["shared"][1]]), ("Request.Indicators", [])),
                ["POST /analys/planer/{Id}/besluta"] = Exactly(TestUsers.QualityDeveloper, ("Request.DecidedOn", ["2026-01-20"])),
                ["POST /analys/planer/{Id}/folj-upp"] = Exactly(TestUsers.QualityDeveloper, ("Request.Period", ["2026"])),
                ["POST /analys/planer/{Id}/aktivitet/{Activity}"] = Exactly(TestUsers.QualityDeveloper, ("Request.DoneOn", ["2026-02-01"])),
                ["PUT /analytics/v1/comparisons/{code}"] = Exactly(null, ("indicator", ["fuzz"])),
                ["POST /analys/jamforelser/{Code}/las"] = Exactly(null, ("Request.Indicator", ["fuzz"]), ("Request.Better", ["Up"])),
                ["POST /analytics/v1/indicators"] = Exactly(null, ("code", codes), ("source", ["manual"])),
                ["PUT /analytics/v1/indicators/{code}"] = Exactly(null, ("source", ["manual"]), ("type", ["p"]), ("period", ["year"])),
                ["POST /analytics/v1/follow-ups"] = Exactly(TestUsers.QualityDeveloper, followedSaid),
                ["PUT /analytics/v1/follow-ups/{id}"] = Exactly(TestUsers.QualityDeveloper, followedSaid),
                ["POST /analytics/v1/follow-ups/{id}/conclusion"] = Exactly(TestUsers.QualityDeveloper),
                ["POST /analytics/v1/follow-ups/{id}/measurements/imports"] = Exactly(TestUsers.QualityDeveloper, ("unitCode", [TestUnits.Norrangen]), ("scale", ["gaf"]), ("caseKey", ["K-014", "K-15"]), ("moment", ["start"]), ("on", ["2026-03-02"]), ("value", ["42"])),
                ["POST /analys/uppfoljningar/ny"] = Exactly(TestUsers.QualityDeveloper, followedTyped),
                ["POST /analys/uppfoljningar/{Id}/andra"] = Exactly(TestUsers.QualityDeveloper, followedTyped),
                ["POST /analys/uppfoljningar/{Id}/avsluta"] = Exactly(TestUsers.QualityDeveloper),
                ["POST /analys/uppfoljningar/{Id}/matningar"] = Exactly(TestUsers.QualityDeveloper, ("Request.UnitCode", [TestUnits.Norrangen]), ("Request.Scale", ["gaf"]), ("Request.CaseKey", ["K-014", "K-15"]), ("Request.Moment", ["start"]), ("Request.On", ["2026-03-02"]), ("Request.Value", ["42"]), ("Removed", [])),
                ["POST /analytics/v1/indicators/{code}/placements"] = Exactly(null, ("validFrom", Later)),
                ["POST /analytics/v1/indicators/{code}/targets"] = Exactly(null, ("validFrom", Later), ("value", ["80"]), ("unitCode", TestUnits.Codes)),
                ["POST /analys/nytt-nyckeltal"] = Exactly(null, ("Request.Code", [.. codes.Select(code => $"{code}-2")]), ("Request.Source", ["Manual"])),
                ["POST /analys/indikatorer/{Code}/beskriv"] = Exactly(null, ("Request.Source", ["Manual"]), ("Request.Type", ["P"]), ("Request.Period", ["Year"])),
                ["POST /analys/indikatorer/{Code}/plats"] = Exactly(null, ("Request.ValidFrom", Later)),
                ["POST /analys/indikatorer/{Code}/mal"] = Exactly(null, ("Request.ValidFrom", Later), ("Request.Value", ["80"]), ("Request.UnitCode", TestUnits.Codes)),
                ["POST /analys/indikatorer/{Code}/varde"] = Exactly(null, ("Request.UnitCode", TestUnits.Codes), ("Request.Period", ["2024", "2025"]), ("Request.Numerator", ["1"]), ("Request.Denominator", ["2"]), ("Request.Gender", ["all"]), ("Request.Status", ["final"])),
            },
            ("/analytics/v1/extracts/{id}", Of(open, "/analytics/v1/extracts/{id}")),
            ("/analytics/v1/extracts/{id}/decision", Of(toDecide, "/analytics/v1/extracts/{id}/decision")),
            ("/analytics/v1/extracts/{id}/revocation", Of(toRevoke, "/analytics/v1/extracts/{id}/revocation")),
            ("/analytics/v1/extracts/{id}/events", Of(open, "/analytics/v1/extracts/{id}/events")),
            ("/analytics/v1/extracts/{id}/series", Of(open, "/analytics/v1/extracts/{id}/series")),
            ("/analys/uttag/{Id}", Of(decidedOnPage, "/analys/uttag/{id}")),
            ("/events/v1/types/{type}/schema", ["/events/v1/types/se.huset.deviations.deviation-reported.v1/schema"]),
            ($"{Sent}/{{id}}", Of(kept, $"{Sent}/{{id}}")),
            ($"{Sent}/{{id}}/pause", Of(toPause, $"{Sent}/{{id}}/pause")),
            ($"{Sent}/{{id}}/resume", Of(toResume, $"{Sent}/{{id}}/resume")),
            ($"{Sent}/{{id}}/end", Of(toEnd, $"{Sent}/{{id}}/end")),
            ($"{Sent}/{{id}}/replay", Of(kept, $"{Sent}/{{id}}/replay")),
            ($"{Sent}/{{id}}/secret", Of(kept, $"{Sent}/{{id}}/secret")),
            ($"{Sent}/{{id}}/test", Of(kept, $"{Sent}/{{id}}/test")),
            ($"{Sent}/{{id}}/deliveries", Of(kept, $"{Sent}/{{id}}/deliveries")),
            ($"{Receivers}/{{id}}/end", Of(allowed, $"{Receivers}/{{id}}/end")),
            ($"{SentPages}/{{Id}}", Of(kept, $"{SentPages}/{{id}}")),
            ($"{SentPages}/{{Id}}/andra", Of(kept, $"{SentPages}/{{id}}/andra")),
            ("/analytics/v1/reports/{id}", [.. Of(frozen.Concat(drafts), "/analytics/v1/reports/{id}")]),
            ("/analytics/v1/reports/{id}/sections/{code}", Of(drafts, $"/analytics/v1/reports/{{id}}{Section}")),
            ("/analytics/v1/reports/{id}/sections/{code}/owner", Of(drafts, $"/analytics/v1/reports/{{id}}{Section}/owner")),
            ("/analytics/v1/reports/{id}/sections/{code}/figures/{indicator}", Of(frozen, $"/analytics/v1/reports/{{id}}{Figure}")),
            ("/analytics/v1/reports/{id}/freeze", Of(toFreeze.Skip(4).Take(28), "/analytics/v1/reports/{id}/freeze")),
            ("/analytics/v1/reports/{id}/differences", Of(frozen, "/analytics/v1/reports/{id}/differences")),
            ("/analytics/v1/report-templates/{code}", ["/analytics/v1/report-templates/quarterly"]),
            ("/analytics/v1/report-templates/{code}/versions", ["/analytics/v1/report-templates/quarterly/versions"]),
            ("/analys/rapporter/{Id}", Of(frozen.Concat(drafts), "/analys/rapporter/{id}")),
            ("/analys/rapporter/{Id}/avsnitt/{Code}", Of(drafts, "/analys/rapporter/{id}/avsnitt/avvikelser")),
            ("/analys/rapporter/{Id}/avsnitt/{Code}/dela-ut", Of(drafts, "/analys/rapporter/{id}/avsnitt/avvikelser/dela-ut")),
            ("/analys/rapporter/{Id}/frys", Of(toFreeze.Skip(32), "/analys/rapporter/{id}/frys")),
            ("/analys/rapporter/{Id}/siffror/{Code}/{Indicator}", Of(frozen, "/analys/rapporter/{id}/siffror/avvikelser/deviations-reported")),
            ("/analys/rapporter/{Id}/skillnader", Of(frozen, "/analys/rapporter/{id}/skillnader")),
            ("/analytics/v1/follow-ups/{id}", Of(followed.Skip(1), "/analytics/v1/follow-ups/{id}")),
            ("/analytics/v1/follow-ups/{id}/result", Of(followed, "/analytics/v1/follow-ups/{id}/result")),
            ("/analytics/v1/follow-ups/{id}/measurements", Of(followed, "/analytics/v1/follow-ups/{id}/measurements")),
            ("/analytics/v1/follow-ups/{id}/measurements/imports", Of(followed, "/analytics/v1/follow-ups/{id}/measurements/imports")),
            ("/analytics/v1/follow-ups/{id}/measurements/{measurementId}", Of(measurements, "/analytics/v1/follow-ups/{id}")),
            ("/analytics/v1/follow-ups/{id}/conclusion", Of(toConclude.Take(30), "/analytics/v1/follow-ups/{id}/conclusion")),
            ("/analys/uppfoljningar/{Id}", Of(followed, "/analys/uppfoljningar/{id}")),
            ("/analys/uppfoljningar/{Id}/andra", Of(followed.Skip(1), "/analys/uppfoljningar/{id}/andra")),
            ("/analys/uppfoljningar/{Id}/matningar", Of(followed, "/analys/uppfoljningar/{id}/matningar")),
            ("/analys/uppfoljningar/{Id}/las-in", Of(followed, "/analys/uppfoljningar/{id}/las-in")),
            ("/analys/uppfoljningar/{Id}/avsluta", Of(toConclude.Skip(30), "/analys/uppfoljningar/{id}/avsluta")),
            ("/analytics/v1/improvements/{id}", Of(improved, "/analytics/v1/improvements/{id}")),
            ("/analytics/v1/publications/{id}/withdrawal", Of(decisions.Skip(8), "/analytics/v1/publications/{id}/withdrawal")),
            ("/analytics/v1/public/publications/{id}", Of(shown.Take(8), "/analytics/v1/public/publications/{id}")),
            ("/analys/offentligt/{Id}", Of(shown.Take(8), "/analys/offentligt/{id}")),
            ("/analys/forbattringar/{Id}", Of(improved, "/analys/forbattringar/{id}")),
            ("/analys/publicera/{Kind}/{Id}", Of(onPage, "/analys/publicera/improvement/{id}")),
            ("/analytics/v1/signals/{id}", Of(signals, "/analytics/v1/signals/{id}")),
            ("/analytics/v1/signals/{id}/answer", Of(signals, "/analytics/v1/signals/{id}/answer")),
            ("/analys/tecken/{Id}", Of(signals, "/analys/tecken/{id}")),
            ("/analytics/v1/patterns/{id}", Of(patterns, "/analytics/v1/patterns/{id}")),
            ("/analytics/v1/patterns/{id}/decision", Of(patterns, "/analytics/v1/patterns/{id}/decision")),
            ("/analys/monster/{Id}", Of(patterns, "/analys/monster/{id}")),
            ("/analytics/v1/chart-breaks/{id}/undo", Of(breaks.Take(4), "/analytics/v1/chart-breaks/{id}/undo")),
            ("/analys/nya-granser/{Id}", Of(breaks.Skip(4), "/analys/nya-granser/{id}")),
            ("/analys/nya-granser", [$"/analys/nya-granser?diagram=deviations&enhet={TestUnits.Norrangen}"]),
            ("/analytics/v1/rebuilds/{id}", Of(rebuilds, "/analytics/v1/rebuilds/{id}")),
            ("/analytics/v1/goals/{id}", Of(goals["draft"].Take(100), "/analytics/v1/goals/{id}")),
            ("/analytics/v1/goals/{id}/decision", Of(goals["draft"].Skip(100), "/analytics/v1/goals/{id}/decision")),
            ("/analytics/v1/goals/{id}/follow-ups", Of(goals["decided"].Take(40), "/analytics/v1/goals/{id}/follow-ups")),
            ("/analytics/v1/goals/{id}/judgement", Of(goals["decided"].Skip(40), "/analytics/v1/goals/{id}/judgement")),
            ("/analytics/v1/plans/{id}", Each("decided", "/analytics/v1/plans/{id}")),
            ("/analytics/v1/plans/{id}/rows", Each("decided", "/analytics/v1/plans/{id}/rows")),
            ("/analytics/v1/plans/{id}/commitments/{code}", [.. Each("shared", "/analytics/v1/plans/{id}/commitments/dag").Take(1)]),
            ("/analytics/v1/plans/{id}/activities/{activityId}/done", Each("decided", "/analytics/v1/plans/{id}/activities/{activity}/done")),
            ("/analytics/v1/plans/{id}/decision", [.. Each("draft", "/analytics/v1/plans/{id}/decision").Take(60)]),
            ("/analytics/v1/plans/{id}/follow-ups", Each("decided", "/analytics/v1/plans/{id}/follow-ups")),
            ("/analytics/v1/plans/{id}/closure", [.. Each("judged", "/analytics/v1/plans/{id}/closure").Take(60)]),
            ("/analys/mal/{Id}", Of(goals["decided"].Take(40), "/analys/mal/{id}")),
            ("/analys/mal/{Id}/andra", Of(goals["draft"].Take(100), "/analys/mal/{id}/andra")),
            ("/analys/mal/{Id}/besluta", Of(goals["draft"].Skip(100), "/analys/mal/{id}/besluta")),
            ("/analys/mal/{Id}/folj-upp", Of(goals["decided"].Take(40), "/analys/mal/{id}/folj-upp")),
            ("/analys/mal/{Id}/bedom", Of(goals["decided"].Skip(40), "/analys/mal/{id}/bedom")),
            ("/analys/planer/{Id}", Each("decided", "/analys/planer/{id}")),
            ("/analys/planer/{Id}/atagande", [.. Each("shared", "/analys/planer/{id}/atagande").Skip(1)]),
            ("/analys/planer/{Id}/atagande/{Code}", [.. Each("shared", "/analys/planer/{id}/atagande/dag").Skip(1)]),
            ("/analys/planer/{Id}/aktivitet/{Activity}", Each("decided", "/analys/planer/{id}/aktivitet/{activity}")),
            ("/analys/planer/{Id}/besluta", [.. Each("draft", "/analys/planer/{id}/besluta").Skip(60)]),
            ("/analys/planer/{Id}/folj-upp", Each("decided", "/analys/planer/{id}/folj-upp")),
            ("/analys/planer/{Id}/avsluta", [.. Each("judged", "/analys/planer/{id}/avsluta").Skip(60)]),
            ("/analytics/v1/rules/{measure}/versions", ["/analytics/v1/rules/signal-shift/versions"]),
            ("/analytics/v1/code-lists/{name}", ["/analytics/v1/code-lists/volume-kinds"]),
            ("/analytics/v1/code-lists/{name}/{code}", ["/analytics/v1/code-lists/volume-kinds/service-users"]),
            ("/analys/kodlistor/{List}/{Code}", ["/analys/kodlistor/volume-kinds/hours"]),
            ("/analys/ny-kod/{List}", ["/analys/ny-kod/volume-kinds"]),
            ("/analytics/v1/comparisons/{code}", ["/analytics/v1/comparisons/fuzz"]),
            ("/analytics/v1/comparisons/{code}/analyses", ["/analytics/v1/comparisons/fuzz/analyses"]),
            ("/analys/jamforelser/{Code}", ["/analys/jamforelser/fuzz"]),
            ("/analys/jamforelser/{Code}/las", ["/analys/jamforelser/fuzz/las"]),
            ("/analytics/v1/indicators/{code}", ["/analytics/v1/indicators/fuzz"]),
            ("/analytics/v1/indicators/{code}/placements", ["/analytics/v1/indicators/fuzz/placements"]),
            ("/analytics/v1/indicators/{code}/targets", ["/analytics/v1/indicators/deviations-harm/targets"]),
            ("/analytics/v1/indicators/{code}/chart", ["/analytics/v1/indicators/fuzz/chart"]),
            ("/analytics/v1/indicators/{code}/series", ["/analytics/v1/indicators/fuzz/series", "/analytics/v1/indicators/deviations-harm/series"]),
            ("/analys/indikatorer/{Code}", ["/analys/indikatorer/deviations-harm", "/analys/indikatorer/fuzz"]),
            ("/analys/indikatorer/{Code}/om", ["/analys/indikatorer/fuzz/om"]),
            ("/analys/indikatorer/{Code}/beskriv", ["/analys/indikatorer/fuzz/beskriv"]),
            ("/analys/indikatorer/{Code}/plats", ["/analys/indikatorer/fuzz/plats"]),
            ("/analys/indikatorer/{Code}/mal", ["/analys/indikatorer/deviations-harm/mal"]),
            ("/analys/indikatorer/{Code}/varde", ["/analys/indikatorer/fuzz/varde"]),
            ("/analys/trad/{Type}/{Id}", ["/analys/trad/deviation/0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f", "/analys/trad/unit/norrangen"]));
    }

    // Goals and plans in each state, so many that some are left in it while others are written in; of the two that are shared the pages have their own, since
    // the API takes commitments away. A plan is its id, its goal's and its activity's.
    private static async Task<(Dictionary<string, List<string>> Goals, Dictionary<string, List<string>> Plans)> GoalsAndPlans(FuzzHost<AnalyticsDb> host)
    {
        Task<string> Goal(string status, string? plan) => host.Scalar<string>("""
            insert into goals (id, code, year, unit_code, plan_id, words, measure, due_on, responsible, period, is_promise, is_published, status, follow_ups, set_at, version, judgement)
            values (gen_random_uuid(), gen_random_uuid()::text, 2026, 'norrangen', nullif($2, '')::uuid, 'Målet', '{"own": "Mått", "form": "value", "target": 90, "direction": "up"}', '2026-12-31', 'Enhetschef', 'year', false, false, $1, '[]', now(), 1,
              case $1 when 'judged' then '{"reached": "yes", "wasRight": true, "conclusion": "Bra.", "next": "keep", "on": "2026-01-01", "byName": "M"}'::jsonb end) returning id::text
            """, status, plan ?? "");
        var goals = new Dictionary<string, List<string>> { ["draft"] = [], ["decided"] = [], ["shared"] = [] };
        foreach (var (state, count) in new[] { ("draft", 160), ("decided", 120) })
            for (var number = 0; number < count; number++) goals[state].Add(await Goal(state, null));
        var plans = new Dictionary<string, List<string>> { ["draft"] = [], ["decided"] = [], ["judged"] = [], ["shared"] = [] };
        foreach (var (state, count) in new[] { ("draft", 120), ("decided", 20), ("judged", 120), ("shared", 2) })
        {
            for (var number = 0; number < count; number++)
            {
                var activity = Guid.CreateVersion7();
                var id = await host.Scalar<string>("""
                    insert into plans (id, year, unit_code, period, status, commitments, follow_ups, begun_at, version)
                    values (gen_random_uuid(), 2026, 'norrangen', 'year', $1, $2::jsonb, '[]', now(), 1) returning id::text
                    """, state is "draft" or "shared" ? "draft" : "decided",
                    $$"""[{"code": "dag", "goalId": "{{activity}}", "words": "En dag", "indicators": [], "activities": [{"id": "{{activity}}", "code": "schema", "words": "Schema", "responsible": "Samordnare", "dueOn": "2026-03-31"}]}]""");
                var goal = await Goal(state == "shared" ? "draft" : state, id);
                if (state == "shared") goals["shared"].Add(goal);
                plans[state].Add($"{id} {goal} {activity}");
            }
        }
        return (goals, plans);
    }

    // With one section each, so that they can be frozen when it is done.
    private static async Task<List<string>> Reports(FuzzHost<AnalyticsDb> host, int count, string state)
    {
        var ids = new List<string>();
        for (var number = 0; number < count; number++)
        {
            ids.Add(await host.Scalar<string>("""
                with made as (
                  insert into reports (id, template, kind, length, year, number, status, made_by_id, made_by_name, made_at, version) values (gen_random_uuid(), 'quarterly', 'Kvartalsrapport', 'quarter', 2000, 4, 'draft', 'x', 'Ulla', now(), 1) returning id
                ), section as (
                  insert into report_sections (report_id, code, number, heading, guidance, indicators, text, state, version)
                  select id, 'avvikelser', 1, 'Avvikelser', 'Vad hände?', '{deviations-reported}', 'Ord.', $1, 1 from made
                )
                select id::text from made
                """, state));
        }
        return ids;
    }

    private static Given Exactly(TestUser? by, params (string Name, string[] Values)[] values) =>
        new(by is null ? null : TestTokens.For(by), values.Where(value => value.Values.Length > 0).ToDictionary(value => value.Name, value => value.Values), [.. values.Where(value => value.Values.Length == 0).Select(value => value.Name)]);

    private async Task Fuzz<TDb>(FuzzHost<TDb> host, string service, Dictionary<string, Given> given, params (string Path, string[] Addresses)[] arranged) where TDb : ServiceDbContext
    {
        using var anyone = host.As(null);
        var document = new ApiDocument(await anyone.GetStringAsync($"/{service}/v1/openapi.json"));
        var targets = host.Targets(document);
        var requests = new Requests(document, host.Everyone, [.. TestUnits.Codes], await Known(host, document, targets), arranged.ToDictionary(path => path.Path, path => path.Addresses), given);
        var run = new Run(host.Address, requests, new Judge(document, await Codes()), Seed);
        // What is compiled at first use is not what is measured, and what is never let in is not tried.
        foreach (var target in targets) await run.Enter(target);
        await run.Go(targets, IsWhole ? 7_500 : Math.Max(700, targets.Count * 8));

        var findings = run.Findings.ToList();
        findings.AddRange(targets.Where(target => !run.Reached.ContainsKey(target.Name) && !NeedsBroker.Any(target.Name.EndsWith)).Select(target => $"{target.Name}: nothing got through, so nothing of it was tried"));
        findings.AddRange(host.Logged.Where(line => Forged().IsMatch(line)).Take(3).Select(line => $"a line of the log is the caller's: {line[..Math.Min(line.Length, 300)]}"));
        findings.AddRange(host.Logged.Where(line => line.Contains(Values.Secret, StringComparison.Ordinal)).Take(3).Select(line => $"the log tells what someone wrote: {line[..Math.Min(line.Length, 300)]}"));
        var ready = await anyone.GetAsync(new Uri("/health/ready", UriKind.Relative));
        if (!ready.IsSuccessStatusCode) findings.Add($"the service is not ready afterwards: {await ready.Content.ReadAsStringAsync()}");

        output.WriteLine(run.Figures(service));
        if (findings.Count == 0) return;
        var faults = string.Join('\n', host.Logged.Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Distinct().Take(5).Select(line => line[..Math.Min(line.Length, 2_500)]));
        Assert.Fail($"seed {Seed}, {findings.Count} findings:\n{string.Join('\n', findings.GroupBy(Kind).Select(kind => $"[{kind.Count()}] {kind.First()}"))}\n\n{faults}");
    }

    /// <summary>What stands before the request, so that the same fault is told once.</summary>
    private static string Kind(string finding) => Number().Replace(finding.Split(" ← ")[0], "#");

    private static async Task<Dictionary<string, List<string>>> Known<TDb>(FuzzHost<TDb> host, ApiDocument document, IReadOnlyList<Target> targets) where TDb : ServiceDbContext
    {
        var known = new Dictionary<string, List<string>>();
        using var client = new HttpClient { BaseAddress = host.Address };
        foreach (var list in document.Operations.Where(operation => operation.Method == "GET" && document.Operations.Any(other => other.Path.StartsWith($"{operation.Path}/{{", StringComparison.Ordinal))).OrderBy(operation => operation.Path.Length))
        {
            // A list within something, such as a case's actions: of the first that is known.
            var path = list.Path;
            if (path.IndexOf("/{", StringComparison.Ordinal) is > 0 and var at)
            {
                if (known.GetValueOrDefault(path[..at], []) is not [var first, ..]) continue;
                path = $"{path[..at]}/{first}{path[(path.IndexOf('}') + 1)..]}";
            }
            foreach (var token in targets.Single(target => target.Operation == list).Tokens)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Authorization", $"Bearer {token}" } } };
                using var response = await client.SendAsync(request);
                if (response.StatusCode == HttpStatusCode.NotFound) continue;
                var answer = await response.Json();
                if (!answer.TryGetProperty("items", out var items)) continue;
                var ids = items.EnumerateArray().Select(item => item.TryGetProperty("id", out var id) || item.TryGetProperty("code", out id) || item.TryGetProperty("measure", out id) || item.TryGetProperty("name", out id) ? id.GetString()! : "x");
                known[list.Path] = [.. known.GetValueOrDefault(list.Path, []).Concat(ids).Distinct()];
            }
        }
        // A page shows the same things as the API.
        foreach (var page in targets.Where(target => target.Operation.Json.Count == 0 && target.Operation.Path.Contains("/{", StringComparison.Ordinal)))
            known[page.Operation.Path[..page.Operation.Path.IndexOf("/{", StringComparison.Ordinal)]] = [.. known.Values.SelectMany(ids => ids).Distinct()];
        return known;
    }

    private static async Task<HashSet<string>> Codes() =>
        [.. Code().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "errors.md"))).Select(match => match.Groups[1].Value)];

    private static ReceivedMessage Event(int number) => new(
        Guid.CreateVersion7(), "urn:message:Huset.Deviations.Contracts:DeviationReported",
        JsonSerializer.SerializeToElement(new Dictionary<string, object?>
        {
            ["subject"] = $"{Guid.CreateVersion7()}",
            ["deviationId"] = Guid.CreateVersion7(),
            ["subjectVersion"] = 1,
            ["at"] = DateTimeOffset.UtcNow,
            ["visibility"] = "analyst",
            ["unitCode"] = TestUnits.Codes[number % TestUnits.Codes.Length],
            ["kind"] = "health-care",
            ["harm"] = "minor",
            ["occurredOn"] = "2026-11-10",
            ["occurredHour"] = 7,
            ["status"] = "reported",
            ["links"] = Array.Empty<object>(),
            // What a spreadsheet would calculate.
            ["name"] = number % 2 == 0 ? "=1+1" : "@SUM(A1)",
        }), "deviations");

    [GeneratedRegex("`([a-z-]+\\.[a-z-]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    private static partial Regex NamedPart();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex("(^|[\r\n])X-Forged: huset")]
    private static partial Regex Forged();

    /// <summary>Sends, judges and counts.</summary>
    private sealed class Run(Uri server, Requests requests, Judge judge, int seed)
    {
        private readonly ConcurrentBag<(TimeSpan Took, string Target, string What)> times = [];
        private readonly ConcurrentDictionary<int, int> statuses = new();

        public ConcurrentBag<string> Findings { get; } = [];

        /// <summary>Right answers of each operation and page.</summary>
        public ConcurrentDictionary<string, int> Reached { get; } = new();

        /// <summary>Right requests until one gets through.</summary>
        public async Task Enter(Target target)
        {
            using var client = new RawClient(server);
            for (var number = 0; number < 60 && !Reached.ContainsKey(target.Name); number++) await Send(client, requests.Right(target, new Random(HashOf(seed, number))), target, -number);
        }

        public async Task Go(IReadOnlyList<Target> targets, int count)
        {
            var next = -1;
            var slow = new ConcurrentBag<(FuzzRequest Request, Target Target)>();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                using var client = new RawClient(server);
                for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
                {
                    var target = targets[number % targets.Count];
                    var request = requests.Make(target, new Random(HashOf(seed, number)));
                    var answer = await Send(client, request, target, number);
                    if (answer?.Took > Slow) slow.Add((request, target));
                }
            })));
            // Who shared the machine with the others is tried again alone, and once more: a machine that stood still for a while is not the service.
            using var alone = new RawClient(server);
            foreach (var (request, target) in slow)
            {
                if (await Send(alone, request, target, -1) is { } again && again.Took > Slow && await Send(alone, request, target, -1) is { } last && last.Took > Slow)
                    Findings.Add($"{target.Name}: slower than a second, twice alone too: {again.Took.TotalSeconds:0.0} s and {last.Took.TotalSeconds:0.0} s ({last.Status}) ← {request}");
            }
        }

        public string Figures(string service)
        {
            var text = new StringBuilder($"{service}: {times.Count} requests, seed {seed}\n");
            text.AppendJoin(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}")).Append('\n');
            var ordered = times.OrderBy(time => time.Took).ToList();
            text.Append(CultureInfo.InvariantCulture, $"median {ordered[ordered.Count / 2].Took.TotalMilliseconds:0.0} ms, 99 % {ordered[ordered.Count * 99 / 100].Took.TotalMilliseconds:0.0} ms, slowest {ordered[^1].Took.TotalMilliseconds:0} ms ({ordered[^1].Target}, {ordered[^1].What})\n");
            return text.AppendJoin('\n', Reached.OrderBy(reached => reached.Key).Select(reached => $"  {reached.Key}: {reached.Value} got through")).ToString();
        }

        private async Task<RawAnswer?> Send(RawClient client, FuzzRequest request, Target target, int number)
        {
            try
            {
                var answer = await client.Send(request);
                foreach (var finding in judge.Findings(request, target, answer)) Findings.Add($"{target.Name}: {finding} ← #{number} {request} → {answer.Text[..Math.Min(answer.Text.Length, 300)]}");
                statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
                times.Add((answer.Took, target.Name, request.What));
                if (answer.Status is >= 200 and < 400) Reached.AddOrUpdate(target.Name, 1, (_, count) => count + 1);
                return answer;
            }
            catch (IOException) when (request.BreaksProtocol)
            {
                // The server hung up on what is no HTTP.
                return null;
            }
            catch (Exception e) when (e is IOException or FormatException or JsonException)
            {
                Findings.Add($"{target.Name}: {e.GetType().Name} {e.Message} ← #{number} {request}");
                return null;
            }
        }

        private static int HashOf(int seed, int number) => unchecked((seed * 31) + (number * 7919));
    }
}
