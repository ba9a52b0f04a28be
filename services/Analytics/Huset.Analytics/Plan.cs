using Huset.Analytics.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

public enum PlanStatus { Draft, Decided, FollowedUp, Closed }

/// <summary>What a unit binds itself to do for a goal.</summary>
/// <param name="Code">What other systems know it by; unique in its plan.</param>
/// <param name="GoalId">The goal that it is for.</param>
/// <param name="Words">What is to be done.</param>
/// <param name="Indicators">Codes of indicators that show whether it helps.</param>
/// <param name="Activities">How it is done.</param>
public sealed record Commitment(string Code, Guid GoalId, string Words, IReadOnlyList<string> Indicators, IReadOnlyList<PlanActivity> Activities);

/// <summary>Something that is done on a day for a commitment.</summary>
/// <param name="Id">Its id, as links name it.</param>
/// <param name="Code">What other systems know it by; unique in its plan.</param>
/// <param name="Words">What is done.</param>
/// <param name="Responsible">The function that does it, not a person.</param>
/// <param name="DueOn">The day.</param>
/// <param name="DoneOn">The day that it was done; null until then.</param>
public sealed record PlanActivity(Guid Id, string Code, string Words, string Responsible, DateOnly DueOn, DateOnly? DoneOn);

/// <summary>How a goal stood when its plan was followed up, so that what was told then is still what was told.</summary>
public sealed record GoalThen(Guid GoalId, string Words, GoalState State, GoalFigure? Figure);

/// <summary>What was written of a plan after a period.</summary>
public sealed record PlanFollowUp(string Period, string Text, IReadOnlyList<GoalThen> Goals, int Done, int Activities, string ByName, DateTimeOffset At);

/// <summary>The yearly plan of a board, a branch or a unit: its goals with the commitments and activities that are to reach them.</summary>
public sealed class Plan
{
    public Guid Id { get; private set; }
    public int Year { get; private set; }
    public string UnitCode { get; private set; } = "";
    public PeriodLength Period { get; private set; }
    public string? Introduction { get; private set; }
    public PlanStatus Status { get; private set; }

    /// <summary>Whose decision it is, and which: "Socialnämnden 2026-01-20 § 4".</summary>
    public string? Decision { get; private set; }
    public DateOnly? DecidedOn { get; private set; }
    public DateOnly? ClosedOn { get; private set; }

    /// <summary>The plan that it begins from, whose conclusions it is to heed.</summary>
    public Guid? FromId { get; private set; }

    /// <summary>In the order that they are read.</summary>
    public IReadOnlyList<Commitment> Commitments { get; private set; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PlanFollowUp> FollowUps { get; private set; } = [];
    public DateTimeOffset BegunAt { get; private set; }
    public int Version { get; private set; } = 1;

    public IEnumerable<(Commitment Commitment, PlanActivity Activity)> Activities => Commitments.SelectMany(commitment => commitment.Activities.Select(activity => (commitment, activity)));

    public static Plan Begin(int year, string unitCode, PeriodLength period, string? introduction, Guid? fromId, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Year = year, UnitCode = unitCode, Period = period, Introduction = introduction, FromId = fromId, BegunAt = now };

    /// <summary>Says how often it is followed up, and its introduction.</summary>
    /// <param name="period">How often.</param>
    /// <param name="introduction">The introduction.</param>
    /// <param name="counts">It is a change of its own, and no part of its beginning.</param>
    /// <exception cref="RuleViolation">`plan.decided`</exception>
    public void Introduce(PeriodLength period, string? introduction, bool counts)
    {
        CheckDraft();
        (Period, Introduction) = (period, introduction);
        if (counts) Version++;
    }

    /// <summary>The newest period that has ended on the day and is not followed up; null when none waits.</summary>
    public PlanPeriod? WaitsOn(DateOnly day)
    {
        if (Status is PlanStatus.Draft or PlanStatus.Closed) return null;
        return PlanPeriod.In(Period, Year).Where(period => period.To <= day && FollowUps.All(followUp => followUp.Period != period.Code)).Select(period => (PlanPeriod?)period).LastOrDefault();
    }

    public Commitment? Find(string code) => Commitments.FirstOrDefault(commitment => commitment.Code == code);

    /// <summary>Writes the commitment anew, or as a new one; activities keep their ids and what is done by their codes.</summary>
    /// <exception cref="RuleViolation">`plan.decided`, `plan.code-taken`</exception>
    public void Write(Commitment commitment)
    {
        CheckDraft();
        List<Commitment> others = [.. Commitments.Where(other => other.Code != commitment.Code)];
        string[] codes = [.. commitment.Activities.Select(activity => activity.Code)];
        if (codes.Distinct().Count() < codes.Length || others.SelectMany(other => other.Activities).Any(activity => codes.Contains(activity.Code)))
            throw new RuleViolation("plan.code-taken", "Another activity of the plan has the code.");
        var place = Commitments.Index().Where(known => known.Item.Code == commitment.Code).Select(known => known.Index).FirstOrDefault(others.Count);
        others.Insert(place, commitment);
        Commitments = others;
        Version++;
    }

    /// <exception cref="RuleViolation">`plan.decided`</exception>
    public void Remove(string code)
    {
        CheckDraft();
        Commitments = [.. Commitments.Where(commitment => commitment.Code != code)];
        Version++;
    }

    /// <summary>Says when the activity was done; null takes it back.</summary>
    /// <exception cref="RuleViolation">`plan.closed`, `plan.not-decided`</exception>
    public void Mark(Guid activityId, DateOnly? doneOn)
    {
        CheckOpen();
        Commitments = [.. Commitments.Select(commitment => commitment with { Activities = [.. commitment.Activities.Select(activity => activity.Id == activityId ? activity with { DoneOn = doneOn } : activity)] })];
        Version++;
    }

    /// <exception cref="RuleViolation">`plan.decided`</exception>
    public void Decide(string decision, DateOnly on)
    {
        CheckDraft();
        (Status, Decision, DecidedOn) = (PlanStatus.Decided, decision.Trim(), on);
        Version++;
    }

    /// <summary>Keeps what is written of a period, with how the goals stood; what was written of the same period before is replaced.</summary>
    /// <exception cref="RuleViolation">`plan.closed`, `plan.not-decided`</exception>
    public void FollowUp(PlanFollowUp followUp)
    {
        CheckOpen();
        FollowUps = [.. FollowUps.Where(known => known.Period != followUp.Period).Append(followUp).OrderBy(known => known.Period, StringComparer.Ordinal)];
        Status = PlanStatus.FollowedUp;
        Version++;
    }

    /// <exception cref="RuleViolation">`plan.closed`, `plan.not-decided`</exception>
    public void Close(DateOnly on)
    {
        CheckOpen();
        (Status, ClosedOn) = (PlanStatus.Closed, on);
        Version++;
    }

    public PlanDecided ToDecided(DateTimeOffset now) => new(Id, UnitCode, Year, Kebab(Status), Commitments.Count, Activities.Count(), Visibility.Analyst, Links(), Version, now);

    public PlanClosed ToClosed(DateTimeOffset now) => new(Id, UnitCode, Year, Kebab(Status), Commitments.Count, Activities.Count(), Activities.Count(pair => pair.Activity.DoneOn is not null), Visibility.Analyst, Links(), Version, now);

    public PlanActivityChanged ToActivity(Commitment commitment, PlanActivity activity, DateTimeOffset now) => new(
        activity.Id, Id, UnitCode, activity.DoneOn is null ? "planned" : "done", activity.DueOn, activity.DoneOn, Visibility.Analyst,
        [new("serves", "goal", commitment.GoalId.ToString()), new("part-of", "plan", Id.ToString()), .. commitment.Indicators.Select(code => new Link("measured-by", "indicator", code))], Version, now);

    private List<Link> Links() => FromId is { } from ? [new("goes-on-from", "plan", from.ToString())] : [];

    private void CheckDraft()
    {
        if (Status != PlanStatus.Draft) throw new RuleViolation("plan.decided", "The plan is decided; what it holds changes no more.");
    }

    private void CheckOpen()
    {
        if (Status == PlanStatus.Draft) throw new RuleViolation("plan.not-decided", "The plan is a draft; it must be decided first.");
        if (Status == PlanStatus.Closed) throw new RuleViolation("plan.closed", "The plan is closed and changes no more.");
    }

    private static string Kebab<TEnum>(TEnum value) where TEnum : struct, Enum => ServiceDefaults.Kebab.Of(value);
}
