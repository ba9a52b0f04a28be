using Huset.Ui;
using Huset.Ui.Forms;

namespace Huset.Analytics.Features.Goals;

/// <summary>Goals and plans in words, for pages and answers.</summary>
public sealed class GoalWords
{
    private static readonly Texts T = Texts.Of<GoalWords>();

    public static string Of(GoalState state) => T[$"State.{state}"];

    public static string Of(GoalStatus status) => T[$"Status.{status}"];

    public static string Of(PlanStatus status) => T[$"PlanStatus.{status}"];

    public static string Of(Reached reached) => T[$"Reached.{reached}"];

    public static string Of(NextStep next) => T[$"Next.{next}"];

    public static string Of(PeriodLength length) => T[$"Period.{length}"];

    public static IEnumerable<Choice> Periods => Enum.GetValues<PeriodLength>().Select(length => new Choice(length.ToString(), Of(length)));

    /// <summary>What the red thread calls a goal's state: how far it has come in time, which needs no figure.</summary>
    public static string Standing(Goal goal) => goal.Judgement is { } judged ? Of(judged.Reached) : Of(goal.Status);

    /// <summary>The figure with what it is in: "83 %", "12 per 1 000", "ja".</summary>
    public static string Of(GoalMeasure measure, GoalFigure? figure) => figure switch
    {
        null => T["None"],
        { Yes: { } yes } => T[yes ? "Yes" : "No"],
        { Value: { } value } => Of(measure, value),
        { IsSmall: true } => T["Small"],
        _ => T["None"],
    };

    public static string Of(GoalMeasure measure, decimal value) => measure.Form switch
    {
        MeasureForm.Share => T["Share", value],
        MeasureForm.Rate => measure.Unit is { } per ? T["Rate.Own", value, per] : T["Rate", value],
        MeasureForm.Value when measure.Unit is { } unit => T["Value", value, unit],
        _ => T["Count", value],
    };

    /// <summary>What is measured; one of the municipality's own indicators as it was called when the goal was set.</summary>
    public static string Name(GoalMeasure measure) => Indicators.Indicators.Find(measure.Indicator)?.Name ?? measure.Own ?? measure.Indicator ?? "";

    /// <summary>"minst 90 % senast 31 december 2026", "ja senast …".</summary>
    public static string Target(Goal goal) => goal.Measure is { Form: MeasureForm.YesNo }
        ? T["Target.Yes", Texts.Day(goal.DueOn)]
        : T[$"Target.{goal.Measure.Direction}", Of(goal.Measure, goal.Measure.Target ?? 0), Texts.Day(goal.DueOn)];

    /// <summary>"Verksamhetsplan 2026, Norrängens hemtjänst".</summary>
    public static string PlanName(Plan plan, string unit) => T["Plan", plan.Year, unit];

    public static string Of(PlanActivity activity) => activity.DoneOn is { } on ? T["Activity.Done", Texts.Day(on)] : T["Activity.Open", Texts.Day(activity.DueOn)];

    public static string Capital(string text) => char.ToUpper(text[0], Texts.Swedish) + text[1..];

    /// <summary>The tag's kind beside the words and the sign.</summary>
    public static string Kind(GoalState state) => state switch
    {
        GoalState.Reached or GoalState.OnTheWay => "calm",
        GoalState.Behind or GoalState.NotReached => "urgent",
        GoalState.PartlyReached => "attention",
        _ => "",
    };

    /// <summary>A sign of its own for each state, so that no colour has to be told from another.</summary>
    public static string Sign(GoalState state) => state switch
    {
        GoalState.Reached => "●",
        GoalState.PartlyReached => "◐",
        GoalState.NotReached => "○",
        GoalState.OnTheWay => "▲",
        GoalState.Behind => "▼",
        _ => "–",
    };
}
