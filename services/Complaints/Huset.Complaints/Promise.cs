using Huset.Deadlines;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Limits;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints;

/// <summary>When who wants an answer is promised one, and why then: the municipality's own promise, or what IVO expects of health care.</summary>
/// <param name="Limit">The figure in force the day it came, with its source.</param>
/// <param name="Deadline">The reckoning, step by step.</param>
public sealed record Promise(Limit Limit, Deadline Deadline)
{
    private static readonly Texts T = Texts.Of<Promise>();
    private static readonly WorkingCalendar Calendar = new();

    /// <summary>
    /// A complaint about a unit that gives health care and nothing else, or that someone has placed as health care, has the law's word
    /// (PSL 2010:659 ch. 3 § 8 b: snarast); all others the municipality's. Null when no answer is wanted, or no figure was set that day.
    /// </summary>
    public static Promise? Of(bool wantsAnswer, bool isHealthCare, DateTimeOffset receivedAt, IReadOnlyList<Limit> limits)
    {
        var (measure, kind) = isHealthCare ? (Measure.HealthCareAnswerWeeks, RuleKind.Weeks) : (Measure.AnswerWorkingDays, RuleKind.WorkingDays);
        var day = SwedishTime.Day(receivedAt);
        if (!wantsAnswer || limits.FirstOrDefault(limit => limit.Measure == measure && limit.AppliesOn(day)) is not { } applies) return null;
        return new(applies, Reckoning.Of(new(measure, new(kind, applies.Value), applies.Source, applies.ValidFrom), "received", receivedAt, Calendar));
    }

    /// <summary>"Svar lovas inom 10 arbetsdagar från 20 november. 4 lediga dagar räknas inte. Sista dagen är fredag 4 december."</summary>
    public string Sentence
    {
        get
        {
            var (start, last) = (SwedishTime.Day(Deadline.StartedAt), Deadline.LastDay!.Value);
            var daysOff = Deadline.Steps.Count(step => step.Kind == StepKind.SkipsDayOff);
            return string.Join(
                ' ',
                T["Start", T.Plural(Limit.Measure, Limit.Value).Replace("{value}", $"{Limit.Value}", StringComparison.Ordinal), Day(start, last)],
                daysOff == 0 ? "" : T.Plural("DaysOff", daysOff).Replace("{value}", $"{daysOff}", StringComparison.Ordinal),
                T["Last", last.ToString("dddd", Texts.Swedish), Texts.Day(last)]).Replace("  ", " ", StringComparison.Ordinal);
        }
    }

    private static string Day(DateOnly day, DateOnly beside) => day.ToString(day.Year == beside.Year ? "d MMMM" : "d MMMM yyyy", Texts.Swedish);
}

/// <summary>Reckons what is promised, by the figures and the unit of the day it came.</summary>
public sealed class Promises(ComplaintsDb db)
{
    /// <summary>Null when no answer is wanted, or no figure was set that day.</summary>
    public async Task<Promise?> Of(bool wantsAnswer, string? unitCode, string? category, DateTimeOffset receivedAt, CancellationToken ct)
    {
        if (!wantsAnswer) return null;
        var isHealthCare = category == CodeLists.HealthCare || await GivesHealthCareAlone(unitCode, SwedishTime.Day(receivedAt), ct);
        return Promise.Of(wantsAnswer, isHealthCare, receivedAt, await db.Set<Limit>().AsNoTracking().ToListAsync(ct));
    }

    private async Task<bool> GivesHealthCareAlone(string? unitCode, DateOnly day, CancellationToken ct) =>
        unitCode is not null && (await db.KnownUnits.AsNoTracking().FirstOrDefaultAsync(unit => unit.Code == unitCode, ct))?.On(day)?.LawAreas is ["HSL"];
}
