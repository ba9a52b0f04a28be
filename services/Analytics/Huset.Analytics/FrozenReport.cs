using System.Text.Json.Serialization;

namespace Huset.Analytics;

/// <summary>A report with its figures: as it stands today while it is a draft, as it stood when it is frozen.</summary>
/// <param name="UnitName">Name of the unit that it is about; null when it is about all.</param>
/// <param name="Units">Codes of that unit and all below it, as the tree was; null when it is about all.</param>
/// <param name="SmallNumber">Counts lower than this, but none, are hidden from who may not open the cases.</param>
/// <param name="IsOver">Its time had ended.</param>
/// <param name="Sections">In the order that they are read.</param>
public sealed record FrozenReport(string? UnitName, IReadOnlyList<string>? Units, int SmallNumber, bool IsOver, IReadOnlyList<FrozenSection> Sections);

/// <summary>A section of it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Text">What is written.</param>
/// <param name="WrittenByName">Who wrote last.</param>
/// <param name="Figures">What indicators say.</param>
/// <param name="Goals">The goals of the unit; null when none stand in it.</param>
public sealed record FrozenSection(string Code, string Heading, string Text, string? WrittenByName, IReadOnlyList<ReportFigure> Figures, IReadOnlyList<FrozenGoal>? Goals = null);

/// <summary>How a goal of the report's unit stands at the end of the report's time, or today when that has not come.</summary>
/// <param name="Id">The goal.</param>
/// <param name="UnitCode">Whose goal it is.</param>
/// <param name="Words">The goal in words.</param>
/// <param name="Measure">What it is measured by, in words.</param>
/// <param name="Target">The figure to reach and the day, in words.</param>
/// <param name="IsPromise">It is a promise to citizens.</param>
/// <param name="State">How it stands.</param>
/// <param name="Outcome">The figure by which it does, in words.</param>
/// <param name="On">The day of the figure; null when there is none.</param>
/// <param name="IsSmall">Both are hidden from who may not open the cases.</param>
public sealed record FrozenGoal(
    Guid Id, string UnitCode, string Words, string Measure, string Target, bool IsPromise, [property: JsonConverter(typeof(JsonStringEnumConverter<GoalState>))] GoalState State, string Outcome, DateOnly? On, bool IsSmall)
{
    /// <summary>How it stands, as its reader may know.</summary>
    public GoalState StateFor(bool seesSmall) => IsSmall && !seesSmall ? GoalState.Hidden : State;
}

/// <summary>What an indicator says of the report's time.</summary>
/// <param name="Id">The figure's own id, by which the red thread knows it.</param>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Name">Its name.</param>
/// <param name="Means">What it means.</param>
/// <param name="MeansNot">What it does not tell.</param>
/// <param name="Chart">The chart that it is read in; a count without volumes is c.</param>
/// <param name="Scale">What values are multiplied by where they are read: 100 for shares, and for rates so much that they are at least one.</param>
/// <param name="Per">What a rate is per, in words such as "1 000 vårddygn"; null when its name says it, or it is none.</param>
/// <param name="Now">The time's; null when nothing has been counted yet.</param>
/// <param name="Before">That of the time before.</param>
/// <param name="YearBefore">That of the same time a year before.</param>
/// <param name="Reading">What the chart tells.</param>
/// <param name="Centre">Its middle line; null when there is none.</param>
/// <param name="Points">The months up to the time's last, oldest first.</param>
/// <param name="HidesPoints">A month is so small that the chart is not for who may not open the cases.</param>
/// <param name="Period">How long time each point is of.</param>
/// <param name="Unit">What a measurement is of, such as kronor; null for others.</param>
public sealed record ReportFigure(
    Guid Id, string Indicator, string Name, string Means, string MeansNot, [property: JsonConverter(typeof(JsonStringEnumConverter<ChartKind>))] ChartKind Chart, double Scale, string? Per, FigureCount? Now, FigureCount? Before, FigureCount? YearBefore,
    string Reading, double? Centre, IReadOnlyList<FigurePoint> Points, bool HidesPoints, [property: JsonConverter(typeof(JsonStringEnumConverter<PeriodLength>))] PeriodLength Period = PeriodLength.Month, string? Unit = null);

/// <summary>A count, of how many or per how much.</summary>
/// <param name="Numerator">How many were counted.</param>
/// <param name="Denominator">Of how many, or per how much volume; null when it is a count.</param>
/// <param name="IsSmall">So few, or so few others, that it is hidden from who may not open the cases.</param>
public sealed record FigureCount(decimal Numerator, decimal? Denominator, bool IsSmall)
{
    /// <summary>The count, the share or the rate; null when it is of none.</summary>
    [JsonIgnore]
    public double? Value => Denominator is { } whole ? whole == 0 ? null : (double)(Numerator / whole) : (double)Numerator;
}

/// <summary>A month of the chart.</summary>
public sealed record FigurePoint(DateOnly Month, decimal Numerator, decimal? Denominator, double Value, double? Lower, double? Upper, bool IsUnusual, bool IsWhole);
