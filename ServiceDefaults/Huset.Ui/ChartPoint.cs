namespace Huset.Ui;

/// <summary>How a point is drawn; shapes differ, so that no colour has to be told from another.</summary>
public enum ChartMark
{
    /// <summary>A dot.</summary>
    Plain,

    /// <summary>A diamond: the point alone is unusual.</summary>
    Alone,

    /// <summary>A square: it is one of several that are unusual together.</summary>
    Together,

    /// <summary>A ring: the period has not ended.</summary>
    Unfinished,
}

/// <summary>The lines of a stretch of a chart, where new ones begin within it.</summary>
/// <param name="Start">Place of its first point.</param>
/// <param name="Centre">The middle line.</param>
/// <param name="Lower">The lower limit; null when there is none, or each point has its own.</param>
/// <param name="Upper">The upper limit.</param>
/// <param name="Label">Why they are new, for the legend; null for the first.</param>
public sealed record ChartLevel(int Start, double Centre, double? Lower, double? Upper, string? Label);

/// <summary>A target that is drawn as a line along the points that are measured by it.</summary>
/// <param name="Start">Place of the first point.</param>
/// <param name="End">Place of the last.</param>
/// <param name="Value">The target, in the numbers that are drawn.</param>
/// <param name="Label">What it is and from when, for the legend.</param>
public sealed record ChartTarget(int Start, int End, double Value, string Label);

/// <summary>One period of a chart.</summary>
/// <param name="Label">What is written under it where there is room, such as "sep 26".</param>
/// <param name="Value">The count, 0 or more.</param>
/// <param name="Mark">How it is drawn.</param>
/// <param name="Tick">How coarse its label is: 0 is shown on a phone, 1 and 2 where there is more room, 3 only when there are few points.</param>
/// <param name="Lower">Its own lower limit, where the limits differ from point to point.</param>
/// <param name="Upper">Its own upper limit.</param>
public sealed record ChartPoint(string Label, double Value, ChartMark Mark = ChartMark.Plain, int Tick = 0, double? Lower = null, double? Upper = null)
{
    /// <summary>Of fewer points nothing is drawn: one or two show nothing that a sentence does not say better.</summary>
    public const int Least = 3;

    /// <summary>A month as "sep 26".</summary>
    public static string MonthLabel(DateOnly month) => month.ToString("MMM yy", Texts.Swedish).Replace(".", "", StringComparison.Ordinal);

    /// <summary>A month's point, labelled: each January on a phone, the quarters where there is room.</summary>
    public static ChartPoint Of(DateOnly month, double value, ChartMark mark = ChartMark.Plain, double? lower = null, double? upper = null) =>
        new(MonthLabel(month), value, mark, month.Month switch { 1 => 0, 7 => 1, 4 or 10 => 2, _ => 3 }, lower, upper);
}
