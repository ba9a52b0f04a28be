using Huset.Analytics.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

public enum GoalStatus { Draft, Decided, Judged }

/// <summary>Which way the figure is to go.</summary>
public enum GoalDirection { Up, Down }

/// <summary>What a goal is measured by: an indicator's share in per cent, its rate per 1 000, its count, or a value or a yes that people follow up themselves.</summary>
public enum MeasureForm { Share, Rate, Count, Value, YesNo }

/// <summary>How a goal stands on a day. That nothing is known is said so, and is never a zero.</summary>
public enum GoalState { NoFigure, OnTheWay, Behind, Reached, PartlyReached, NotReached, Hidden }

public enum Reached { Yes, Partly, No }

/// <summary>What becomes of a goal that has been judged, in the next year's plan.</summary>
public enum NextStep { Keep, Change, Drop }

/// <summary>What a goal is measured by.</summary>
/// <param name="Indicator">Code of an indicator; null when it is a measure of its own.</param>
/// <param name="Own">What is measured, in words, when it is no indicator; of one of the municipality's own its name.</param>
/// <param name="Form">What kind of figure it is.</param>
/// <param name="Unit">What the figure is in: hours, per cent, points.</param>
/// <param name="Start">The figure that one begins from, when it is known.</param>
/// <param name="Target">The figure to reach; null for a yes.</param>
/// <param name="Direction">Which way it is to go.</param>
public sealed record GoalMeasure(string? Indicator, string? Own, MeasureForm Form, string? Unit, decimal? Start, decimal? Target, GoalDirection Direction)
{
    /// <summary>True when the figure is as good as the target or better.</summary>
    public bool IsMetBy(GoalFigure figure) => Form == MeasureForm.YesNo ? figure.Yes is true : figure.Value is { } value && (Direction == GoalDirection.Up ? value >= Target : value <= Target);
}

/// <summary>A figure of a goal: what an indicator counted in a period, or what someone followed up.</summary>
/// <param name="On">The day that it is of: a period's last, or when it was followed up.</param>
/// <param name="Value">The figure; null for a yes or a no.</param>
/// <param name="Yes">Whether it is so, when that is the question.</param>
/// <param name="IsSmall">It is of so few that only who may open the cases is told it.</param>
public sealed record GoalFigure(DateOnly On, decimal? Value, bool? Yes = null, bool IsSmall = false);

/// <summary>What someone wrote of a goal on a day.</summary>
public sealed record GoalFollowUp(Guid Id, DateOnly On, decimal? Value, bool? Yes, string Note, string ByName, DateTimeOffset At);

/// <summary>How a goal was judged at its end.</summary>
/// <param name="Reached">Whether it was reached.</param>
/// <param name="WasRight">Whether it was the right goal to have.</param>
/// <param name="Conclusion">What one learnt.</param>
/// <param name="Next">What becomes of it next year.</param>
/// <param name="Proposal">What the next plan and budget are asked for.</param>
/// <param name="Outcome">The figure that it was judged by; null when there was none.</param>
/// <param name="On">The day.</param>
/// <param name="ByName">Who wrote it down.</param>
public sealed record GoalJudgement(Reached Reached, bool WasRight, string Conclusion, NextStep Next, string? Proposal, GoalFigure? Outcome, DateOnly On, string ByName);

/// <summary>What a goal says, as it is set or changed.</summary>
public sealed record GoalText(
    int Year, string UnitCode, Guid? ServesId, string Words, string? Why, string? QualityArea, GoalMeasure Measure, DateOnly DueOn, string Responsible, PeriodLength Period, bool IsPromise);

/// <summary>
/// A goal of a board, a branch or a unit, such that one can see when it is reached: it has a measure, a target, a day and a function that answers for it.
/// One that is a promise tells citizens what they may count on.
/// </summary>
public sealed class Goal
{
    public Guid Id { get; private set; }

    /// <summary>What other systems know it by; never changes.</summary>
    public string Code { get; private set; } = "";
    public int Year { get; private set; }
    public string UnitCode { get; private set; } = "";

    /// <summary>The goal above that it serves.</summary>
    public Guid? ServesId { get; private set; }

    /// <summary>The yearly plan that it stands in.</summary>
    public Guid? PlanId { get; private set; }
    public string Words { get; private set; } = "";
    public string? Why { get; private set; }
    public string? QualityArea { get; private set; }
    public GoalMeasure Measure { get; private set; } = default!;
    public DateOnly DueOn { get; private set; }

    /// <summary>The function that answers for it, not a person.</summary>
    public string Responsible { get; private set; } = "";
    public PeriodLength Period { get; private set; }
    public bool IsPromise { get; private set; }

    /// <summary>It is shown to everyone.</summary>
    public bool IsPublished { get; private set; }
    public GoalStatus Status { get; private set; }

    /// <summary>The decision by which it holds, such as "Socialnämnden 2026-01-20 § 4".</summary>
    public string? Decision { get; private set; }
    public DateOnly? DecidedOn { get; private set; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<GoalFollowUp> FollowUps { get; private set; } = [];
    public DateOnly? FollowedUpOn { get; private set; }
    public GoalJudgement? Judgement { get; private set; }

    /// <summary>The goal of the year before that it goes on from.</summary>
    public Guid? FromId { get; private set; }
    public DateTimeOffset SetAt { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>What it says, as it was set.</summary>
    public GoalText Says => new(Year, UnitCode, ServesId, Words, Why, QualityArea, Measure, DueOn, Responsible, Period, IsPromise);

    public static Goal Set(string code, GoalText text, Guid? planId, DateTimeOffset now, Guid? fromId = null)
    {
        var goal = new Goal { Id = Guid.CreateVersion7(now), Code = code, PlanId = planId, FromId = fromId, SetAt = now };
        goal.Take(text);
        return goal;
    }

    /// <summary>Says it anew; once it is decided only by a new decision.</summary>
    /// <exception cref="RuleViolation">`goal.judged`, `goal.decided`</exception>
    public void Change(GoalText text, string? decision, DateOnly today)
    {
        CheckNotJudged();
        if (Status == GoalStatus.Decided)
        {
            if (string.IsNullOrWhiteSpace(decision)) throw new RuleViolation("goal.decided", "The goal is decided and changes only by a new decision; send decision.");
            (Decision, DecidedOn) = (decision.Trim(), today);
        }
        Take(text);
        Version++;
    }

    /// <summary>From now on it holds.</summary>
    /// <exception cref="RuleViolation">`goal.judged`</exception>
    public void Decide(string decision, DateOnly on)
    {
        CheckNotJudged();
        (Status, Decision, DecidedOn) = (GoalStatus.Decided, decision.Trim(), on);
        Version++;
    }

    /// <summary>Notes that everyone is shown it, or no more: that is a decision of its own.</summary>
    public void Show(bool isPublished)
    {
        IsPublished = isPublished;
        Version++;
    }

    /// <exception cref="RuleViolation">`goal.judged`, `goal.not-decided`</exception>
    /// <exception cref="InvalidField">400: the day, or the figure is not one that the goal has.</exception>
    public void FollowUp(DateOnly on, decimal? value, bool? yes, string note, Person by, DateTimeOffset now, DateOnly today)
    {
        CheckNotJudged();
        CheckDecided();
        if (on > today || on < new DateOnly(Year - 1, 1, 1)) throw new InvalidField("on", "It must be a day that has been, of the goal's year or the year before at the earliest.");
        if (value is not null && (Measure.Form != MeasureForm.Value || Measure.Indicator is not null)) throw new InvalidField("value", "This goal has no figure that one writes: an indicator is counted, and a yes is a yes.");
        if (yes is not null && Measure.Form != MeasureForm.YesNo) throw new InvalidField("yes", "This goal is not measured by yes or no.");
        FollowUps = [.. FollowUps.Append(new(Guid.CreateVersion7(now), on, value, yes, note, by.Name, now)).OrderBy(followUp => followUp.On).ThenBy(followUp => followUp.At)];
        FollowedUpOn = FollowUps[^1].On;
        Version++;
    }

    /// <exception cref="RuleViolation">`goal.judged`, `goal.not-decided`</exception>
    public void Judge(GoalJudgement judgement)
    {
        CheckNotJudged();
        CheckDecided();
        (Status, Judgement) = (GoalStatus.Judged, judgement);
        Version++;
    }

    /// <summary>The figures that people have followed up, oldest first; none for an indicator.</summary>
    public IReadOnlyList<GoalFigure> OwnFigures() => [.. FollowUps.Where(followUp => followUp.Value is not null || followUp.Yes is not null).Select(followUp => new GoalFigure(followUp.On, followUp.Value, followUp.Yes))];

    /// <summary>How the goal stands on the day by its figures, oldest first.</summary>
    public GoalState StateOn(DateOnly day, IReadOnlyList<GoalFigure> figures)
    {
        if (Judgement is { } judged) return judged.Reached switch { Analytics.Reached.Yes => GoalState.Reached, Analytics.Reached.Partly => GoalState.PartlyReached, _ => GoalState.NotReached };
        List<GoalFigure> known = [.. figures.Where(figure => figure.On <= day && (figure.Value is not null || figure.Yes is not null))];
        if (known is not [var first, ..]) return GoalState.NoFigure;
        var last = known[^1];
        // Its day has passed: only a figure of the period that the day lay in tells how it went.
        if (day > DueOn && last.On < PlanPeriod.Of(Period, DueOn).From) return GoalState.NoFigure;
        if (Measure.IsMetBy(last)) return GoalState.Reached;
        if (day > DueOn) return GoalState.NotReached;
        if (Measure.Form == MeasureForm.YesNo) return GoalState.OnTheWay;
        // A straight line from where one began, or from the first figure, to the target on its day.
        var (from, begin) = Measure.Start is { } start ? (start, new DateOnly(Year, 1, 1)) : (first.Value!.Value, first.On);
        var whole = DueOn.DayNumber - begin.DayNumber;
        var share = whole <= 0 ? 1m : Math.Clamp((decimal)(last.On.DayNumber - begin.DayNumber) / whole, 0, 1);
        var expected = from + ((Measure.Target!.Value - from) * share);
        return (Measure.Direction == GoalDirection.Up ? last.Value >= expected : last.Value <= expected) ? GoalState.OnTheWay : GoalState.Behind;
    }

    /// <summary>True when someone must write something: the figure of a period that has ended is not there, or the goal's day has passed and it is not judged.</summary>
    public bool IsDueOn(DateOnly day)
    {
        if (Status != GoalStatus.Decided) return false;
        if (DueOn < day) return true;
        if (Measure.Indicator is not null) return false;
        var ended = PlanPeriod.Ended(Period, day);
        return ended.From >= new DateOnly(Year, 1, 1) && !(FollowedUpOn >= ended.To.AddDays(-1));
    }

    public GoalSet ToSet() => new(Id, Code, UnitCode, Year, Kebab(Status), Measure.Indicator, Kebab(Measure.Form), Kebab(Measure.Direction), Measure.Target, DueOn, IsPromise, IsPublished, Visibility.Analyst, Links(), Version, SetAt);

    public GoalChanged ToChanged(DateTimeOffset now) =>
        new(Id, Code, UnitCode, Year, Kebab(Status), Measure.Indicator, Kebab(Measure.Form), Kebab(Measure.Direction), Measure.Target, DueOn, IsPromise, IsPublished, FollowedUpOn, Visibility.Analyst, Links(), Version, now);

    /// <summary>What is told when a draft is taken away.</summary>
    public GoalChanged ToWithdrawn(DateTimeOffset now) => ToChanged(now) with { Status = "withdrawn", Links = [], SubjectVersion = Version + 1 };

    public GoalJudged ToJudged(DateTimeOffset now) =>
        new(Id, Code, UnitCode, Year, Kebab(Status), Measure.Indicator, Kebab(Measure.Form), Kebab(Measure.Direction), Measure.Target, DueOn, IsPromise, IsPublished, Kebab(Judgement!.Reached), Judgement.WasRight, Kebab(Judgement.Next), Visibility.Analyst, Links(), Version, now);

    private List<Link> Links()
    {
        var links = new List<Link>();
        if (ServesId is { } above) links.Add(new("serves", "goal", above.ToString()));
        if (Measure.Indicator is { } indicator) links.Add(new("measured-by", "indicator", indicator));
        if (PlanId is { } plan) links.Add(new("part-of", "plan", plan.ToString()));
        if (FromId is { } from) links.Add(new("goes-on-from", "goal", from.ToString()));
        if (QualityArea is { } area) links.Add(new("concerns", "quality-area", area));
        return links;
    }

    private void Take(GoalText text)
    {
        (Year, UnitCode, ServesId, Words, Why, QualityArea) = (text.Year, text.UnitCode, text.ServesId, text.Words, text.Why, text.QualityArea);
        (Measure, DueOn, Responsible, Period, IsPromise) = (text.Measure, text.DueOn, text.Responsible, text.Period, text.IsPromise);
    }

    private void CheckNotJudged()
    {
        if (Status == GoalStatus.Judged) throw new RuleViolation("goal.judged", "The goal is judged and changes no more; set a new one.");
    }

    private void CheckDecided()
    {
        if (Status == GoalStatus.Draft) throw new RuleViolation("goal.not-decided", "The goal is a draft; it must be decided first.");
    }

    private static string Kebab<TEnum>(TEnum value) where TEnum : struct, Enum => ServiceDefaults.Kebab.Of(value);
}
