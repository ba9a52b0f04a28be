using System.Text.Json;
using Huset.Deadlines;
using Huset.Deviations.Features;

namespace Huset.Deviations.Tests;

public sealed class ReadDeadlinesTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/deviations";

    [Fact]
    public async Task The_manager_sees_every_deadline_with_rule_source_and_reckoning()
    {
        var id = await host.Reported(TestUsers.Employee);
        var answer = await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}/deadlines").Json();
        var deadlines = answer.GetProperty("deadlines").EnumerateArray().ToList();
        Assert.Equal(["assessment", "feedback", "investigation"], deadlines.Select(deadline => deadline.GetProperty("rule").GetString()).Order());
        var investigation = deadlines.Single(deadline => deadline.GetProperty("rule").GetString() == "investigation");
        Assert.Equal("running", investigation.GetProperty("state").GetString());
        Assert.Equal(21, investigation.GetProperty("leftDays").GetInt32());
        Assert.StartsWith("Kommunens eget mål: 3 veckor från rapporten ", investigation.GetProperty("explanation").GetString());
        Assert.Equal("reported", investigation.GetProperty("startedBy").GetString());
        Assert.Equal("2000-01-01", investigation.GetProperty("validFrom").GetString());
        Assert.Contains("Exempel", investigation.GetProperty("source").GetString());
        Assert.False(investigation.GetProperty("verified").GetBoolean());
        Assert.Equal(["starts", "counts"], investigation.GetProperty("steps").EnumerateArray().Take(2).Select(step => step.GetProperty("kind").GetString()));
        // What the API reckons is what is stored for lists.
        Assert.Equal(Due(investigation), await host.Scalar<DateTime>("select investigate_by from deviations where id = $1", id));
        Assert.Equal(deadlines.Min(Due), await host.Scalar<DateTime>("select next_due_at from deviations where id = $1", id));
    }

    [Fact]
    public async Task The_reporter_sees_only_when_the_answer_is_promised()
    {
        var id = await host.Reported(TestUsers.Employee);
        var answer = await host.As(TestUsers.Employee).GetAsync($"{Path}/{id}/deadlines").Json();
        Assert.Equal("feedback", Assert.Single(answer.GetProperty("deadlines").EnumerateArray()).GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Reading_them_is_reading_the_case_and_logged_as_that()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.As(TestUsers.Manager).GetAsync($"{Path}/{id}/deadlines").Json();
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from access_log where action = 'read' and $1 = any(subject_ids) and user_id = $2", $"{id}", $"{TestUsers.Manager.Id}"));
    }

    [Fact]
    public async Task Another_units_manager_a_supplier_and_nobody_see_none()
    {
        var id = await host.Reported(TestUsers.Employee);
        await host.As(TestUsers.OtherManager).GetAsync($"{Path}/{id}/deadlines").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.As(TestUsers.Supplier).GetAsync($"{Path}/{id}/deadlines").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync($"{Path}/{id}/deadlines").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    [Fact]
    public void A_deadline_that_is_met_keeps_when_and_whether_it_was_late()
    {
        var deviation = Report("2026-11-20T08:12+01:00");
        deviation.Assess(2, 3, "Har hänt förut.", new("b", "B"), DateTimeOffset.Parse("2026-11-26T00:01+01:00"));
        deviation.Assess(2, 2, "Ändrad.", new("b", "B"), DateTimeOffset.Parse("2026-12-01T08:00+01:00"));
        var assessment = CaseDeadlines.Of(deviation, Book(), [deviation.UnitCode]).All.Single(item => item.Rule.Code == DeadlineCode.Assessment);
        Assert.Equal(new DateOnly(2026, 11, 25), assessment.Deadline.LastDay);
        Assert.Equal(DateTimeOffset.Parse("2026-11-26T00:01+01:00"), assessment.MetAt);
        Assert.True(assessment.Deadline.HasPassed(assessment.MetAt!.Value));
    }

    [Fact]
    public void What_is_due_next_is_the_soonest_that_is_not_met()
    {
        var deviation = Report("2026-11-20T08:12+01:00");
        var book = Book();
        Assert.Equal(DateTimeOffset.Parse("2026-11-25T23:00Z"), CaseDeadlines.Of(deviation, book, [deviation.UnitCode]).NextDueAt);
        deviation.Assess(1, 1, "Ringa.", new("b", "B"), DateTimeOffset.Parse("2026-11-21T08:00+01:00"));
        Assert.Equal(DateTimeOffset.Parse("2026-12-11T23:00Z"), CaseDeadlines.Of(deviation, book, [deviation.UnitCode]).NextDueAt);
        Assert.True(deviation.Keep(CaseDeadlines.Of(deviation, book, [deviation.UnitCode])));
        deviation.Close("Tack.", new(8, 3), new("b", "B"), DateTimeOffset.Parse("2026-11-22T08:00+01:00"));
        Assert.Null(CaseDeadlines.Of(deviation, book, [deviation.UnitCode]).NextDueAt);
        Assert.Equal(deviation.AnsweredAt, deviation.InvestigatedAt);
    }

    [Theory]
    [InlineData(RuleKind.Weeks, 3, LastDay.Counts, "Kommunens eget mål: 3 veckor från rapporten 20 november. 11 december är en fredag och räknas med.")]
    [InlineData(RuleKind.WorkingDays, 3, LastDay.Counts, "Kommunens eget mål: 3 arbetsdagar från rapporten 20 november. Lördag 21 november och söndag 22 november räknas inte. 25 november är en onsdag och räknas med.")]
    [InlineData(RuleKind.Days, 34, LastDay.Counts, "Kommunens eget mål: 34 dagar från rapporten 20 november. 24 december är julafton och räknas med.")]
    [InlineData(RuleKind.Days, 34, LastDay.MovesOn, "Kommunens eget mål: 34 dagar från rapporten 20 november. 24 december är julafton, så sista dagen flyttas till måndag 28 december.")]
    [InlineData(RuleKind.Months, 2, LastDay.Counts, "Kommunens eget mål: 2 månader från rapporten 20 november. 20 januari 2027 är en onsdag och räknas med.")]
    [InlineData(RuleKind.Days, 1, LastDay.Counts, "Kommunens eget mål: 1 dag från rapporten 20 november. 21 november är en lördag och räknas med.")]
    [InlineData(RuleKind.Hours, 24, LastDay.Counts, "Kommunens eget mål: 24 timmar från rapporten 20 november 08.12, alltså senast 21 november 08.12.")]
    [InlineData(RuleKind.Immediate, 0, LastDay.Counts, "Kommunens eget mål: genast från rapporten 20 november. Det finns ingen sista dag att räkna till.")]
    public void The_explanation_reads_as_swedish(RuleKind kind, int amount, LastDay last, string sentence)
    {
        var rule = Rule(new(kind, amount, last));
        Assert.Equal(sentence, DeadlineWords.Sentence(rule, CaseDeadlines.Reckon(rule, DateTimeOffset.Parse("2026-11-20T08:12+01:00")), DeadlineWords.Whose(rule, TestUnits.Norrangen, code => code)));
    }

    [Theory]
    [InlineData(DeadlineState.Running, 20, false, "20 dagar kvar")]
    [InlineData(DeadlineState.Running, 1, false, "1 dag kvar")]
    [InlineData(DeadlineState.Running, 0, false, "Sista dagen är i dag")]
    [InlineData(DeadlineState.Passed, -1, false, "1 dag sen")]
    [InlineData(DeadlineState.Passed, -3, false, "3 dagar sen")]
    [InlineData(DeadlineState.Running, null, false, "Genast")]
    [InlineData(DeadlineState.Met, null, false, "Klart i tid")]
    [InlineData(DeadlineState.Met, null, true, "Klart, men sent")]
    public void What_is_left_is_told_in_words(DeadlineState state, int? days, bool late, string words) => Assert.Equal(words, DeadlineWords.Left(state, days, late));

    private static DateTime Due(JsonElement deadline) => deadline.GetProperty("dueAt").GetDateTimeOffset().UtcDateTime;

    private static Deviation Report(string at) => Deviation.Report(
        1, TestUnits.Norrangen, DateTimeOffset.Parse(at), DeviationKind.Other, Harm.None, "Något hände.", null, false, null, "a", "A", DateTimeOffset.Parse(at).ToUniversalTime());

    private static RuleBook Book() => new(
        [Rule(new(RuleKind.WorkingDays, 3), DeadlineCode.Assessment, CaseEvent.Assessed), Rule(new(RuleKind.Weeks, 3)), Rule(new(RuleKind.Weeks, 4), DeadlineCode.Feedback, CaseEvent.Answered)], []);

    private static DeadlineRule Rule(Term term, DeadlineCode code = DeadlineCode.Investigation, CaseEvent ends = CaseEvent.Investigated) => DeadlineRule.From(
        new(2026, 1, 1), new(code, null, null, "Utredning klar", term, CaseEvent.Reported, ends, "x"), new("c", "C"), DateTimeOffset.UnixEpoch);
}
