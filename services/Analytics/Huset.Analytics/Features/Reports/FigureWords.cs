using Huset.Ui;

namespace Huset.Analytics.Features.Reports;

/// <summary>Figures in words, for pages and documents.</summary>
public sealed class FigureWords
{
    private static readonly Texts T = Texts.Of<FigureWords>();

    /// <summary>What a report that changes no more is called.</summary>
    public static string Frozen => T["Frozen"];

    /// <summary>A goal's figure, as its reader may know.</summary>
    public static string Of(FrozenGoal goal, bool seesSmall) => goal.IsSmall && !seesSmall ? T["Small"] : goal.On is { } on ? T["Goal", goal.Outcome, Texts.Day(on)] : goal.Outcome;

    /// <summary>The count as its indicator is read: "41", "83 % (34 av 41)", "41, 2,3 per 1 000 utförda timmar".</summary>
    public static string Of(ReportFigure figure, FigureCount? count, bool seesSmall) => count switch
    {
        null => T["None"],
        { IsSmall: true } when !seesSmall => T["Small"],
        { Denominator: 0 } => T["Nothing"],
        { Denominator: { } whole } => T[figure.Chart == ChartKind.P ? "Share" : figure.Per is null ? "Rate.Own" : "Rate", count.Numerator, whole, Value(figure, count.Value!.Value), figure.Per],
        _ when figure.Unit is { } unit => T["Measure", count.Numerator, unit],
        _ => T["Count", count.Numerator],
    };

    /// <summary>A value of the chart as it is read: a share in per cent, a rate per so much.</summary>
    public static string Value(ReportFigure figure, double value) => T[figure.Chart == ChartKind.P ? "Percent" : "Number", value * figure.Scale];

    /// <summary>What the chart's values are, as the heading of a column.</summary>
    public static string ValueName(ReportFigure figure) => figure.Chart == ChartKind.U ? figure.Per is { } per ? T["Value.U", per] : T["Value.U.Own"] : T[$"Value.{figure.Chart}"];

    /// <summary>What they are of or per, as the heading of a column.</summary>
    public static string WholeName(ReportFigure figure) => T[figure.Chart == ChartKind.P ? "Whole.P" : "Whole"];
}
