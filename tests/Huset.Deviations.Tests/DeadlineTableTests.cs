using System.Text.Json;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Deviations.Tests;

/// <summary>The deadlines of law and example targets that an installation begins with, by worked dates, each with its explanation as it is read aloud.</summary>
public sealed class DeadlineTableTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Theory]
    // Over Christmas and Midsummer.
    [InlineData(DeadlineCode.Assessment, "2026-12-23T09:00+01:00", "2026-12-30T23:00Z",
        "Kommunens eget mål: 3 arbetsdagar från rapporten 23 december. Julafton 24 december, juldagen 25 december, annandag jul 26 december och söndag 27 december räknas inte. 30 december är en onsdag och räknas med.")]
    [InlineData(DeadlineCode.Assessment, "2026-12-30T09:00+01:00", "2027-01-07T23:00Z",
        "Kommunens eget mål: 3 arbetsdagar från rapporten 30 december. 5 lediga dagar räknas inte. 7 januari 2027 är en torsdag och räknas med.")]
    [InlineData(DeadlineCode.Assessment, "2026-06-17T09:00+02:00", "2026-06-23T22:00Z",
        "Kommunens eget mål: 3 arbetsdagar från rapporten 17 juni. Midsommarafton 19 juni, midsommardagen 20 juni och söndag 21 juni räknas inte. 23 juni är en tisdag och räknas med.")]
    [InlineData(DeadlineCode.Investigation, "2026-12-03T09:00+01:00", "2026-12-24T23:00Z",
        "Kommunens eget mål: 3 veckor från rapporten 3 december. 24 december är julafton och räknas med.")]
    // Leap year.
    [InlineData(DeadlineCode.Investigation, "2028-02-08T09:00+01:00", "2028-02-29T23:00Z",
        "Kommunens eget mål: 3 veckor från rapporten 8 februari. 29 februari är en tisdag och räknas med.")]
    // Clocks set forward and back, and a report on either side of midnight.
    [InlineData(DeadlineCode.Feedback, "2026-03-22T09:00+01:00", "2026-03-29T22:00Z",
        "Kommunens eget mål: 7 dagar från rapporten 22 mars. 29 mars är en söndag och räknas med.")]
    [InlineData(DeadlineCode.Feedback, "2026-10-18T09:00+02:00", "2026-10-25T23:00Z",
        "Kommunens eget mål: 7 dagar från rapporten 18 oktober. 25 oktober är en söndag och räknas med.")]
    [InlineData(DeadlineCode.Feedback, "2026-11-19T22:59:59Z", "2026-11-26T23:00Z",
        "Kommunens eget mål: 7 dagar från rapporten 19 november. 26 november är en torsdag och räknas med.")]
    [InlineData(DeadlineCode.Feedback, "2026-11-19T23:00:00Z", "2026-11-27T23:00Z",
        "Kommunens eget mål: 7 dagar från rapporten 20 november. 27 november är en fredag och räknas med.")]
    // Two months after the notification: over a leap February, into one that is shorter, and onto a holiday, which counts.
    [InlineData(DeadlineCode.IvoInvestigation, "2026-11-20T09:00+01:00", "2027-01-20T23:00Z",
        "Lagens krav: 2 månader från anmälan till IVO 20 november. 20 januari 2027 är en onsdag och räknas med.")]
    [InlineData(DeadlineCode.IvoInvestigation, "2027-12-31T09:00+01:00", "2028-02-29T23:00Z",
        "Lagens krav: 2 månader från anmälan till IVO 31 december. Månaden har ingen sådan dag, så 29 februari 2028 är den sista. 29 februari 2028 är en tisdag och räknas med.")]
    [InlineData(DeadlineCode.IvoInvestigation, "2026-12-31T09:00+01:00", "2027-02-28T23:00Z",
        "Lagens krav: 2 månader från anmälan till IVO 31 december. Månaden har ingen sådan dag, så 28 februari 2027 är den sista. 28 februari 2027 är en söndag och räknas med.")]
    [InlineData(DeadlineCode.IvoInvestigation, "2026-10-24T09:00+02:00", "2026-12-24T23:00Z",
        "Lagens krav: 2 månader från anmälan till IVO 24 oktober. 24 december är julafton och räknas med.")]
    // Hours are the clock's: over the night that is an hour short, over new year; a month from a day that the next month has not.
    [InlineData(DeadlineCode.DataAuthority, "2026-03-27T16:30+01:00", "2026-03-30T15:30Z", "Lagens krav: 72 timmar från att incidenten blev känd 27 mars 16.30, alltså senast 30 mars 17.30.")]
    [InlineData(DeadlineCode.CyberWarning, "2026-12-31T22:00+01:00", "2027-01-01T21:00Z", "Lagens krav: 24 timmar från att incidenten blev känd 31 december 22.00, alltså senast 1 januari 2027 22.00.")]
    [InlineData(DeadlineCode.CyberReport, "2026-10-23T16:30+02:00", "2026-10-26T14:30Z", "Lagens krav: 72 timmar från att incidenten blev känd 23 oktober 16.30, alltså senast 26 oktober 15.30.")]
    [InlineData(DeadlineCode.CyberFinal, "2027-01-31T09:00+01:00", "2027-02-28T23:00Z",
        "Lagens krav: 1 månad från incidentanmälan 31 januari. Månaden har ingen sådan dag, så 28 februari är den sista. 28 februari är en söndag och räknas med.")]
    [InlineData(DeadlineCode.Duties, "2026-03-28T16:30+01:00", "2026-03-29T15:30Z", "Kommunens eget mål: 24 timmar från rapporten 28 mars 16.30, alltså senast 29 mars 17.30.")]
    // What shall be done at once has no date.
    [InlineData(DeadlineCode.WorkAuthority, "2026-11-20T09:00+01:00", null, "Lagens krav: genast från att händelsen i arbetet blev känd 20 november. Det finns ingen sista dag att räkna till.")]
    [InlineData(DeadlineCode.DataSubjects, "2026-11-20T09:00+01:00", null, "Lagens krav: genast från att incidenten blev känd 20 november. Det finns ingen sista dag att räkna till.")]
    [InlineData(DeadlineCode.LexSarahInvestigation, "2026-11-20T09:00+01:00", null,
        "Lagens krav: genast från överlämnandet till lex Sarah 20 november. Det finns ingen sista dag att räkna till.")]
    [InlineData(DeadlineCode.IvoNotification, "2026-11-20T09:00+01:00", null,
        "Lagens krav: genast från beslutet att det är allvarligt 20 november. Det finns ingen sista dag att räkna till.")]
    public async Task Each_rule_comes_to_its_day_and_says_why(DeadlineCode code, string start, string? due, string explanation)
    {
        var rule = await Rule(code, new(2026, 11, 20));
        var deadline = CaseDeadlines.Reckon(rule, DateTimeOffset.Parse(start));
        Assert.Equal(due is null ? null : DateTimeOffset.Parse(due), deadline.DueAt);
        Assert.Equal(explanation, DeadlineWords.Sentence(rule, deadline, DeadlineWords.Whose(rule, TestUnits.Norrangen, code => code)));
    }

    [Theory]
    [InlineData(DeadlineCode.LexSarahInvestigation, "2026-11-20T09:00+01:00", "2027-01-15", "Kommunens eget mål: 8 veckor från överlämnandet till lex Sarah 20 november. 15 januari 2027 är en fredag och räknas med.")]
    [InlineData(DeadlineCode.IvoNotification, "2026-12-23T16:00+01:00", "2026-12-28", "Kommunens eget mål: 1 arbetsdag från beslutet att det är allvarligt 23 december. Julafton 24 december, juldagen 25 december, annandag jul 26 december och söndag 27 december räknas inte. 28 december är en måndag och räknas med.")]
    public async Task Beside_what_the_law_wants_at_once_stands_a_target_of_ones_own(DeadlineCode code, string start, string last, string explanation)
    {
        var rule = await Rule(code, new(2026, 11, 20));
        var target = CaseDeadlines.Reckon(rule, DateTimeOffset.Parse(start)).Target!;
        Assert.Equal(DateOnly.Parse(last), target.LastDay);
        Assert.Equal(explanation, DeadlineWords.Target(rule, target));
    }

    [Theory]
    [InlineData("2025-06-30T23:59:59+02:00", "SoL (2001:453) 14 kap. 6 § och LSS 24 e §", "2000-01-01", "30 juni 2025")]
    [InlineData("2025-07-01T00:00:00+02:00", "SoL (2025:400) 27 kap. 5 § och LSS 24 e §", "2025-07-01", "1 juli 2025")]
    public async Task What_happened_before_the_new_social_services_act_lies_under_the_old_one(string occurred, string source, string validFrom, string day)
    {
        var id = await host.Reported(TestUsers.Employee, ("occurredAt", occurred), ("kind", "social-care"));
        await host.As(TestUsers.Manager).SendAsync(Requests.Write($"{Path}/{id}/tracks", new { track = "lex-sarah", reason = "Ska utredas." }, 1)).Json();
        var deadlines = (await host.As(TestUsers.LexInvestigator).GetAsync($"{Path}/{id}/deadlines").Json()).GetProperty("deadlines").EnumerateArray();
        var deadline = deadlines.Single(one => one.GetProperty("rule").GetString() == "lex-sarah-investigation");
        Assert.StartsWith(source, deadline.GetProperty("source").GetString());
        Assert.Equal(validFrom, deadline.GetProperty("validFrom").GetString());
        Assert.Equal("lex-sarah-begun", deadline.GetProperty("startedBy").GetString());
        Assert.False(deadline.TryGetProperty("dueAt", out _));
        Assert.Equal(
            $"Lagens krav: genast från överlämnandet till lex Sarah {Today}. Det finns ingen sista dag att räkna till. Det är reglerna den {day} som gäller, för då hände det.",
            deadline.GetProperty("explanation").GetString());
        Assert.Equal($"{Arrange.Today.AddDays(56):yyyy-MM-dd}", deadline.GetProperty("target").GetProperty("lastDay").GetString());
    }

    [Fact]
    public async Task A_case_that_waits_for_someone_is_paused_and_goes_on_and_says_so()
    {
        var id = await host.Reported(TestUsers.Employee);
        await Pause(id, new { until = Day(10), reason = "Den enskildes egen berättelse." }).Json();
        // The day of the report is not counted anyway.
        var paused = await Investigation(id);
        Assert.Equal(Day(30), paused.GetProperty("lastDay").GetString());
        var last = Arrange.Today.AddDays(30);
        Assert.StartsWith($"Kommunens eget mål: 3 veckor från rapporten {Today}. 9 dagar var pausade och räknas inte. {DeadlineWords.Of(last, Arrange.Today)} är ", paused.GetProperty("explanation").GetString());
        // What is stored for lists moves with it.
        Assert.Equal(paused.GetProperty("dueAt").GetDateTimeOffset().UtcDateTime, await host.Scalar<DateTime>("select investigate_by from deviations where id = $1", id));
        await Pause(id, new { until = Day(12), reason = "Mer." }).Problem(HttpStatusCode.Conflict, "pause.running");
        var page = WebUtility.HtmlDecode(await host.As(TestUsers.Manager).GetStringAsync($"/avvikelser/{id}"));
        Assert.Contains("Kommunens egna mål är pausade.", page);
        // The reporter sees the promise that is moved, and not what is waited for.
        var seen = await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}/deadlines").Json();
        Assert.Empty(seen.GetProperty("pauses").EnumerateArray());

        await host.As(TestUsers.Manager).Post($"{Path}/{id}/pauses/end", new { }).Json();
        Assert.Equal(Day(21), (await Investigation(id)).GetProperty("lastDay").GetString());
        await host.As(TestUsers.Manager).Post($"{Path}/{id}/pauses/end", new { }).Problem(HttpStatusCode.Conflict, "pause.none");
        var history = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}").Json();
        Assert.Equal(["paused", "resumed"], history.GetProperty("history").EnumerateArray().Select(change => change.GetProperty("kind").GetString()).TakeLast(2));
    }

    [Theory]
    [InlineData("until", 0)]
    [InlineData("until", 181)]
    [InlineData("reason", 5)]
    public async Task A_pause_has_a_reason_and_a_day_when_it_ends(string field, int days)
    {
        var id = await host.Reported(TestUsers.Employee);
        await Pause(id, new { until = Day(days), reason = field == "reason" ? "" : "Väntar." }).NamesField(field);
    }

    [Fact]
    public async Task The_laws_time_does_not_stand_still()
    {
        var at = DateTimeOffset.Parse("2026-11-20T09:00+01:00");
        var deviation = Deviation.Report(1, TestUnits.Norrangen, at, DeviationKind.SocialCare, Harm.None, "Något hände.", null, false, null, "a", "A", at.ToUniversalTime());
        deviation.Pause(new(2026, 12, 20), "Väntar.", Arrange.Karin, at);
        deviation.HandOver(TrackKind.LexSarah, "Ska utredas.", "x", "X", at);
        deviation.NotifyIvo(TrackKind.LexSarah, new(2026, 11, 20), "SN 1", null, null, Arrange.Karin, at);
        var all = CaseDeadlines.Of(deviation, await Book(), [deviation.UnitCode]).All.ToDictionary(item => item.Rule.Code);
        Assert.Equal(new DateOnly(2027, 1, 20), all[DeadlineCode.IvoInvestigation].Deadline.LastDay);
        Assert.Equal(new DateOnly(2027, 1, 15), all[DeadlineCode.LexSarahInvestigation].Deadline.Target!.LastDay);
        Assert.Equal(new DateOnly(2027, 1, 9), all[DeadlineCode.Investigation].Deadline.LastDay);
        Assert.Equal("pause.handed-over", Assert.Throws<ServiceDefaults.Http.RuleViolation>(() => deviation.Pause(new(2027, 1, 20), "Väntar.", Arrange.Karin, at.AddDays(40))).Code);
    }

    [Fact]
    public async Task Who_may_not_handle_the_case_does_not_pause_it()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.As(TestUsers.OtherManager).Post($"{Path}/{id}/pauses", new { until = Day(5), reason = "Väntar." }).Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Employee).Post($"{Path}/{id}/pauses", new { until = Day(5), reason = "Väntar." }).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    [Fact]
    public async Task A_unit_has_no_time_of_its_own_where_the_law_has_one_and_a_target_has_none_beside_it()
    {
        object Rule(string code, string? unit, string? target) => new
        {
            code,
            unitCode = unit,
            title = "Prov",
            kind = "months",
            amount = 3,
            startEvent = code == "feedback" ? "reported" : "ivo-notified",
            endEvent = code == "feedback" ? "answered" : "ivo-investigation-sent",
            targetKind = target,
            targetAmount = target is null ? (int?)null : 6,
            validFrom = "2099-01-01",
            source = "Prov",
        };
        var developer = host.As(TestUsers.QualityDeveloper);
        await developer.Post("/deviations/v1/rules", Rule("ivo-investigation", TestUnits.Kullen, null)).NamesField("unitCode");
        await developer.Post("/deviations/v1/rules", Rule("feedback", null, "weeks")).NamesField("targetKind");
        await developer.Post("/deviations/v1/rules", Rule("ivo-investigation", null, "immediate")).NamesField("targetKind");
    }

    [Fact]
    public void When_someone_is_told_is_read_as_swedish()
    {
        Assert.Equal("Påminner 3 dagar före sista dagen och när tiden gått ut. Chefen ovanför får veta 14 dagar efter att tiden gått ut.", DeadlineWords.Told(new(3, 0, 14)));
        Assert.Equal("Påminner dagen efter att tiden gått ut.", DeadlineWords.Told(new(null, 1, null)));
        Assert.Null(DeadlineWords.Told(new(null, null, null)));
    }

    private static string Today => DeadlineWords.Of(Arrange.Today, Arrange.Today);

    private static string Day(int ahead) => $"{Arrange.Today.AddDays(ahead):yyyy-MM-dd}";

    private Task<HttpResponseMessage> Pause(Guid id, object body) => host.As(TestUsers.Manager).Post($"{Path}/{id}/pauses", body);

    private async Task<JsonElement> Investigation(Guid id) => (await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}/deadlines").Json())
        .GetProperty("deadlines").EnumerateArray().Single(deadline => deadline.GetProperty("rule").GetString() == "investigation");

    private async Task<DeadlineRule> Rule(DeadlineCode code, DateOnly day) => (await Book()).Find(code, day, day, DeviationKind.SocialCare, [])!;

    // As the installation began, whatever other tests have set.
    private async Task<RuleBook> Book()
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("table"));
        return new([.. await db.DeadlineRules.AsNoTracking().Where(rule => rule.SetByName == "Huset").ToListAsync()], []);
    }
}
