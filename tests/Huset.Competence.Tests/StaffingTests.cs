using System.Text;
using System.Text.Json;
using Huset.Competence.Contracts;
using Huset.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Competence.Tests;

/// <summary>Each test has weeks of its own, so that none meets another's shifts.</summary>
public sealed class StaffingTests(CompetenceHost host)
{
    private const string Requirements = "/competence/v1/staffing-requirements", Shifts = "/competence/v1/shifts/imports";
    private static int Numbers;

    [Fact]
    public async Task The_worst_minute_of_the_slot_is_what_counts()
    {
        await Require(TestUnits.Solgarden, "2031-03-03", "07:00", "16:00", 2);
        await Import($"{TestUnits.Solgarden};{New()};;2031-03-03 06:45;2031-03-03 12:00;\n{TestUnits.Solgarden};{New()};;2031-03-03 07:00;2031-03-03 16:00;\n{TestUnits.Solgarden};{New()};;2031-03-03 12:30;2031-03-03 16:00;");
        var slot = await Slot(TestUnits.Solgarden, "2031-03-03");
        Assert.Equal((2, 1, 1), (slot.GetProperty("required").GetInt32(), slot.GetProperty("planned").GetInt32(), slot.GetProperty("shortfall").GetInt32()));
        Assert.Equal(DateTimeOffset.Parse("2031-03-03T11:00:00Z", null), slot.GetProperty("worstAt").GetDateTimeOffset());
        Assert.Equal("Kl. 12.00 är 1 av 2 planerade.", slot.GetProperty("explanation").GetString());
        // Who takes over at the minute that another leaves fills the place.
        await Import($"{TestUnits.Solgarden};{New()};;2031-03-03 12:00;2031-03-03 12:30;");
        Assert.Equal(0, (await Slot(TestUnits.Solgarden, "2031-03-03")).GetProperty("shortfall").GetInt32());
    }

    [Theory]
    [InlineData("2031-03-29", 8.5)]
    [InlineData("2031-10-25", 10.5)]
    [InlineData("2031-03-22", 9.5)]
    public async Task A_night_past_midnight_is_as_long_as_the_clocks_make_it_and_a_shift_by_the_same_clock_covers_it(string day, double hours)
    {
        var next = DateOnly.Parse(day, null).AddDays(1).ToString("O");
        await Require(TestUnits.Hasselvagen, day, "21:30", "07:00", 1);
        await Import($"{TestUnits.Hasselvagen};{New()};;{day} 21:30;{next} 07:00;");
        var slot = await Slot(TestUnits.Hasselvagen, day);
        Assert.Equal(hours, (slot.GetProperty("endsAt").GetDateTimeOffset() - slot.GetProperty("startsAt").GetDateTimeOffset()).TotalHours);
        Assert.Equal((1, 0), (slot.GetProperty("planned").GetInt32(), slot.GetProperty("shortfall").GetInt32()));
    }

    [Fact]
    public async Task A_person_is_one_however_many_shifts_and_an_unknown_one_is_someone_without_a_name()
    {
        var number = await Number(TestUnits.Kullen, "underskoterska");
        await Require(TestUnits.Kullen, "2031-04-07", "08:00", "12:00", 3, ("role", "underskoterska", 2));
        var result = await Import($"{TestUnits.Kullen};{New()};{number};2031-04-07 08:00;2031-04-07 12:00;\n{TestUnits.Kullen};{New()};{number};2031-04-07 07:00;2031-04-07 13:00;\n{TestUnits.Kullen};{New()};okänd;2031-04-07 08:00;2031-04-07 12:00;");
        Assert.Equal((3, 1), (result.GetProperty("created").GetInt32(), result.GetProperty("unnamed").GetInt32()));
        var slot = await Slot(TestUnits.Kullen, "2031-04-07");
        Assert.Equal((2, 1), (slot.GetProperty("planned").GetInt32(), slot.GetProperty("shortfall").GetInt32()));
        Assert.Equal(1, slot.GetProperty("needs")[0].GetProperty("planned").GetInt32());
        Assert.Contains("Undersköterska: kl. 08.00 har 1 av 2 det.", slot.GetProperty("explanation").GetString());
    }

    [Fact]
    public async Task A_delegation_counts_only_while_it_applies_and_where()
    {
        var number = await Number(TestUnits.Norrangen, "underskoterska");
        var person = await host.Scalar<Guid>("select id from employees where number = $1", number);
        var id = Guid.Parse(await host.Delegated(person, await host.Employed(TestUnits.Hasselvagen, "sjukskoterska"), TestUnits.Norrangen, "Någon"));
        await host.Scalar<int>("update delegations set valid_from = date '2031-01-01', valid_to = date '2031-05-06' where id = $1 returning version", id);
        await Require(TestUnits.Norrangen, "2031-05-05", "22:00", "06:00", 1, ("delegation", "insulin", 1));
        await Import($"{TestUnits.Norrangen};{New()};{number};2031-05-05 22:00;2031-05-06 06:00;");
        // It is over at midnight, in the middle of the night's work.
        Assert.Equal((0, 1), await Need());
        await host.Scalar<int>("update delegations set valid_to = date '2031-05-07' where id = $1 returning version", id);
        Assert.Equal((1, 0), await Need());
        await host.Scalar<int>("update delegations set unit_code = 'kullen' where id = $1 returning version", id);
        Assert.Equal((0, 1), await Need());

        async Task<(int, int)> Need()
        {
            var slot = await Slot(TestUnits.Norrangen, "2031-05-05");
            Assert.Equal(0, slot.GetProperty("shortfall").GetInt32());
            return (slot.GetProperty("needs")[0].GetProperty("planned").GetInt32(), slot.GetProperty("needs")[0].GetProperty("shortfall").GetInt32());
        }
    }

    [Fact]
    public async Task A_shift_with_the_same_id_is_changed_and_the_same_file_twice_changes_nothing()
    {
        // A hexadecimal id may hold the digits of an identity number by chance.
        var id = $"{New()}a1212121212c";
        var file = $"{TestUnits.Norrangen};{id};;2031-06-02 07:00;2031-06-02 16:00;";
        Assert.Equal(1, (await Import(file, dryRun: true)).GetProperty("created").GetInt32());
        Assert.Equal(1, (await Import(file)).GetProperty("created").GetInt32());
        Assert.Equal(1, (await Import(file)).GetProperty("unchanged").GetInt32());
        Assert.Equal(1, (await Import(file.Replace("16:00", "15:00", StringComparison.Ordinal))).GetProperty("changed").GetInt32());
        Assert.Equal(1, await host.Scalar<long>("select count(*) from shifts where shift_id = $1", id));
    }

    [Theory]
    [InlineData("ingen;{0};;2031-06-02 07:00;2031-06-02 16:00;", "shift.unit-unknown")]
    [InlineData("norrangen;{0};;2031-06-02 07:00;2031-06-02 06:00;", "row.field-invalid")]
    [InlineData("norrangen;{0};;2031-06-02 07:00;2031-06-09 07:00;", "row.field-invalid")]
    [InlineData("norrangen;{0};;i morgon;2031-06-02 06:00;", "row.field-invalid")]
    [InlineData("norrangen;{0};;2031-06-02 07:00;2031-06-02 16:00;trollkarl", "person.role-unknown")]
    [InlineData("norrangen;{0};19121212-1212;2031-06-02 07:00;2031-06-02 16:00;", "person.identity-number")]
    public async Task A_row_that_is_wrong_is_told_by_its_rule_and_nothing_is_stored(string row, string code)
    {
        var id = New();
        var problem = await Post($"{string.Format(null, row, id)}\nnorrangen;{id}-b;;2031-06-02 07:00;2031-06-02 16:00;").Problem(HttpStatusCode.BadRequest, "shifts.import-refused");
        Assert.Equal(code, problem.GetProperty("refused")[0].GetProperty("code").GetString());
        Assert.Equal(0, await host.Scalar<long>("select count(*) from shifts where shift_id like $1", $"{id}%"));
    }

    [Fact]
    public async Task Coverage_is_for_the_units_manager_and_the_coordinator_and_for_at_most_two_months()
    {
        const string path = "/competence/v1/units/norrangen/coverage?from=2031-01-01&to=";
        await host.As(TestUsers.Manager).GetAsync($"{path}2031-03-04").Json();
        await host.As(TestUsers.Staffing).GetAsync($"{path}2031-03-04").Json();
        await host.As(TestUsers.Manager).GetAsync($"{path}2031-03-05").NamesField("to");
        await host.As(TestUsers.Manager).GetAsync($"{path}2031-01-01").NamesField("to");
        await host.As(TestUsers.OtherManager).GetAsync($"{path}2031-02-01").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Employee).GetAsync($"{path}2031-02-01").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync($"{path}2031-02-01").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        Assert.StartsWith("\uFEFFday;unitCode;name", await host.As(TestUsers.Manager).GetStringAsync($"{path}2031-02-01&format=csv"));
    }

    [Fact]
    public async Task A_requirement_is_set_for_ones_own_unit_changed_by_version_and_shown_with_its_gap_on_the_page()
    {
        await host.As(TestUsers.Manager).Post(Requirements, Requirement(TestUnits.Solgarden, "2031-07-07", "07:00", "16:00", 1)).NamesField("unitCode");
        await host.As(TestUsers.Manager).Post(Requirements, Requirement(TestUnits.Kullen, "2031-07-07", "07:00", "16:00", 1, ("role", "underskoterska", 2))).NamesField("needs");
        await host.As(TestUsers.Manager).Post(Requirements, Requirement(TestUnits.Kullen, "2031-07-07", "7", "16:00", 1)).NamesField("startTime");
        await host.As(TestUsers.Employee).Post(Requirements, new { }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        var id = (await host.As(TestUsers.Manager).Post(Requirements, Requirement(TestUnits.Kullen, "2031-07-07", "07:00", "16:00", 1)).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var page = WebUtility.HtmlDecode(await host.As(TestUsers.Manager).GetStringAsync("/kompetens/bemanning?enhet=kullen&fran=2031-07-09"));
        Assert.Contains("Här räcker det inte", page);
        Assert.Contains("Kl. 07.00 är 0 av 1 planerade.", page);
        Assert.Contains("fran=2031-07-14", page);
        var form = await host.As(TestUsers.Manager).SendAsync(Requests.Form($"/kompetens/bemanning/krav/{id}", "krav", ("Version", "1"), ("Request.UnitCode", "kullen"), ("Request.Name", "Dag"), ("Request.Weekdays", "1"),
            ("Request.StartTime", "08:00"), ("Request.EndTime", "16:00"), ("Request.Headcount", "2"), ("Request.ValidFrom", "2031-07-07"), ("Need1", "Role:underskoterska"), ("Count1", "1")));
        Assert.Equal(HttpStatusCode.Found, form.StatusCode);
        var changed = await host.As(TestUsers.Manager).GetAsync($"{Requirements}/{id}").Json();
        Assert.Equal(("08:00", 2, 1), (changed.GetProperty("startTime").GetString(), changed.GetProperty("headcount").GetInt32(), changed.GetProperty("needs").GetArrayLength()));
        Assert.Contains("Någon annan har ändrat kravet", WebUtility.HtmlDecode(await (await host.As(TestUsers.Manager).SendAsync(Requests.Form($"/kompetens/bemanning/krav/{id}", "krav", ("Version", "1"), ("Request.UnitCode", "kullen"),
            ("Request.Name", "Dag"), ("Request.Weekdays", "1"), ("Request.StartTime", "08:00"), ("Request.EndTime", "16:00"), ("Request.Headcount", "2"), ("Request.ValidFrom", "2031-07-07")))).Content.ReadAsStringAsync()));
        Assert.Contains("går inte att läsa", WebUtility.HtmlDecode(await host.As(TestUsers.Manager).GetStringAsync("/kompetens/bemanning?fran=x")));
    }

    [Fact]
    public async Task Shifts_are_tried_and_then_imported_in_the_browser()
    {
        var text = $"unitCode;shiftId;start;end\nnorrangen;{New()};2031-08-04 07:00;2031-08-04 16:00";
        var tried = WebUtility.HtmlDecode(await (await host.As(TestUsers.Staffing).SendAsync(Requests.Form("/kompetens/las-in-pass", "fil", ("Text", text)))).Content.ReadAsStringAsync());
        Assert.Contains("Filen går att läsa in", tried);
        var sum = System.Text.RegularExpressions.Regex.Match(tried, "name=\"Tried\" value=\"([0-9a-f]+)\"").Groups[1].Value;
        Assert.Equal(HttpStatusCode.Found, (await host.As(TestUsers.Staffing).SendAsync(Requests.Form("/kompetens/las-in-pass", "fil", ("Text", text), ("Tried", sum)))).StatusCode);
        Assert.Contains("saknas eller känns inte igen", WebUtility.HtmlDecode(await (await host.As(TestUsers.Staffing).SendAsync(Requests.Form("/kompetens/las-in-pass", "fil", ("Text", "a;b\n1;2")))).Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_cause_opens_a_need_once_and_it_is_planned_and_met()
    {
        var asked = new AskForCompetence(Guid.CreateVersion7(), TestUnits.Norrangen, Guid.CreateVersion7(), "AVV-2031-0001", Guid.CreateVersion7(), "Ny personal kan inte läkemedelslistan.", false, "x", "Karin Testsson", DateTimeOffset.UtcNow);
        await Ask(asked);
        await Ask(asked);
        var path = $"/competence/v1/needs/{asked.NeedId}";
        Assert.Equal("open", (await host.As(TestUsers.Manager).GetAsync(path).Json()).GetProperty("status").GetString());
        await host.As(TestUsers.OtherManager).GetAsync(path).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Employee).GetAsync(path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
        Assert.Contains($"/avvikelser/{asked.DeviationId}", await host.As(TestUsers.Manager).GetStringAsync($"/kompetens/behov/{asked.NeedId}"));
        await host.As(TestUsers.Manager).PutAsync($"{path}/plan", Json(new { plan = "Kurs", dueOn = "2001-01-01" })).NamesField("dueOn");
        await host.As(TestUsers.Manager).PutAsync($"{path}/plan", Json(new { plan = "Kurs", dueOn = "2099-01-01", competence = "ingen" })).NamesField("competence");
        Assert.Equal("planned", (await host.As(TestUsers.Manager).PutAsync($"{path}/plan", Json(new { plan = "Kurs i grupp", dueOn = "2099-01-01" })).Json()).GetProperty("status").GetString());
        Assert.Equal("met", (await host.As(TestUsers.Manager).Post($"{path}/meeting", new { reason = "Alla har gått den." }).Json()).GetProperty("status").GetString());
        await host.As(TestUsers.Manager).Post($"{path}/decline", new { reason = "För sent." }).Problem(HttpStatusCode.Conflict, "need.closed");
        Assert.Equal(["open", "planned", "met"], (await host.Published<CompetenceNeedChanged>()).Where(changed => changed.NeedId == asked.NeedId).Select(changed => changed.Status));
    }

    [Fact]
    public async Task A_need_is_met_by_delegations_of_its_unit_and_tells_so_by_their_ids_alone()
    {
        var asked = new AskForCompetence(Guid.CreateVersion7(), TestUnits.Norrangen, Guid.CreateVersion7(), "AVV-2031-0003", Guid.CreateVersion7(), "Ingen på kvällen är delegerad.", false, "x", "Karin Testsson", DateTimeOffset.UtcNow);
        await Ask(asked);
        var (here, elsewhere) = (await Delegated(TestUnits.Norrangen, "Doris Testsson"), await Delegated(TestUnits.Hasselvagen, "Egon Testsson"));
        var path = $"/competence/v1/needs/{asked.NeedId}";
        var form = WebUtility.HtmlDecode(await host.As(TestUsers.Manager).GetStringAsync($"/kompetens/behov/{asked.NeedId}"));
        Assert.Contains("Doris Testsson", form);
        Assert.DoesNotContain("Egon Testsson", form);
        await host.As(TestUsers.Manager).Post($"{path}/meeting", new { reason = "Doris är delegerad.", delegationIds = new[] { here, elsewhere } }).NamesField("delegationIds");
        await host.As(TestUsers.Manager).Post($"{path}/meeting", new { reason = "Doris är delegerad.", delegationIds = new[] { Guid.NewGuid() } }).NamesField("delegationIds");

        var posted = await host.As(TestUsers.Manager).SendAsync(Requests.Form($"/kompetens/behov/{asked.NeedId}", "klart", ("CloseVersion", "1"), ("Ending.Reason", "En till är delegerad."), ("Ending.DelegationIds", $"{here}"), ("Met", "true")));
        Assert.Equal(HttpStatusCode.Found, posted.StatusCode);
        Assert.Equal($"{here}", (await host.As(TestUsers.Manager).GetAsync(path).Json()).GetProperty("delegationIds")[0].GetString());
        Assert.Contains($"delegeringar/{here}", await host.As(TestUsers.Manager).GetStringAsync($"/kompetens/behov/{asked.NeedId}"));
        // Who reads the need and not the delegation sees its id and nobody's name.
        Assert.DoesNotContain("Doris", await host.As(TestUsers.Staffing).GetStringAsync($"/kompetens/behov/{asked.NeedId}"));
        var told = (await host.Published<CompetenceNeedChanged>()).Last(changed => changed.NeedId == asked.NeedId);
        Assert.Equal(("met", new Link("met-by", "delegation", $"{here}")), (told.Status, told.Links[^1]));
    }

    private Task<Guid> Delegated(string unit, string name) => host.Scalar<Guid>("""
        with one as (select $3::uuid id)
        insert into delegations (id, employee_id, employee_name, employee_role, employee_unit, delegator_id, delegator_name, delegator_role, delegator_unit, task, unit_code, valid_from, valid_to,
            course_passed_on, test_passed_on, instructions, status, delegator_signed_at, version)
        select id, id, $2, 'underskoterska', $1, id, 'Siri Testsson', 'sjukskoterska', $1, 'lakemedel', $1, current_date, current_date + 100, current_date, current_date, 'Ring.', 'active', now(), 1 from one returning id
        """, unit, name, Guid.CreateVersion7());

    [Fact]
    public async Task A_need_of_a_restricted_case_tells_nothing_of_the_case_and_stays_inside()
    {
        var asked = new AskForCompetence(Guid.CreateVersion7(), TestUnits.Norrangen, Guid.CreateVersion7(), "AVV-2031-0002", Guid.CreateVersion7(), "Bemötande i svåra lägen.", true, "x", "Lena Testsson", DateTimeOffset.UtcNow);
        await Ask(asked);
        var page = await host.As(TestUsers.Manager).GetStringAsync($"/kompetens/behov/{asked.NeedId}") + await host.As(TestUsers.Manager).GetStringAsync($"/competence/v1/needs/{asked.NeedId}");
        Assert.DoesNotContain($"{asked.DeviationId}", page);
        Assert.DoesNotContain("AVV-2031-0002", page);
        Assert.Equal(Huset.Events.Visibility.Internal, (await host.Published<CompetenceNeedChanged>()).Single(changed => changed.NeedId == asked.NeedId).Visibility);
        Assert.Equal(HttpStatusCode.Found, (await host.As(TestUsers.Manager).SendAsync(Requests.Form($"/kompetens/behov/{asked.NeedId}", "klart", ("CloseVersion", "1"), ("Ending.Reason", "Det lärs redan ut.")))).StatusCode);
        Assert.Equal("declined", (await host.As(TestUsers.Staffing).GetAsync($"/competence/v1/needs/{asked.NeedId}").Json()).GetProperty("status").GetString());
    }

    private static string New() => $"P-{Guid.NewGuid():N}";

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static object Requirement(string unit, string day, string start, string end, int headcount, params (string Kind, string Code, int Count)[] needs)
    {
        var first = DateOnly.Parse(day, null);
        return new
        {
            unitCode = unit,
            name = "Passet",
            weekdays = new[] { first.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)first.DayOfWeek },
            startTime = start,
            endTime = end,
            headcount,
            needs = needs.Select(need => new { kind = need.Kind, code = need.Code, count = need.Count }),
            validFrom = day,
            validTo = first.AddDays(1).ToString("O"),
        };
    }

    private Task<JsonElement> Require(string unit, string day, string start, string end, int headcount, params (string Kind, string Code, int Count)[] needs) =>
        host.As(TestUsers.Staffing).Post(Requirements, Requirement(unit, day, start, end, headcount, needs)).Json(HttpStatusCode.Created);

    private async Task<JsonElement> Slot(string unit, string day) =>
        Assert.Single((await host.As(TestUsers.Staffing).GetAsync($"/competence/v1/units/{unit}/coverage?from={day}&to={DateOnly.Parse(day, null).AddDays(1):O}").Json()).GetProperty("slots").EnumerateArray());

    private Task<HttpResponseMessage> Post(string rows, bool dryRun = false) =>
        host.ImportCsv($"{Shifts}?dryRun={(dryRun ? "true" : "false")}", $"unitCode;shiftId;employeeNumber;start;end;role\n{rows}\n");

    private async Task<JsonElement> Import(string rows, bool dryRun = false) => await Post(rows, dryRun).Json();

    private async Task<string> Number(string unit, string role)
    {
        var id = await host.Employed(unit, role, name: $"Person {Interlocked.Increment(ref Numbers)}");
        return await host.Scalar<string>("select number from employees where id = $1", id);
    }

    // As the bus does it: one transaction, as the system.
    private async Task Ask(AskForCompetence asked)
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        var options = scope.ServiceProvider.GetRequiredService<Microsoft.EntityFrameworkCore.DbContextOptions<CompetenceDb>>();
        await using var db = new CompetenceDb(options, ServiceDefaults.Identity.CurrentUser.System("open-need"));
        await Features.Needs.OpenNeed.Open(db, asked, default);
        await db.SaveChangesAsync();
    }
}
