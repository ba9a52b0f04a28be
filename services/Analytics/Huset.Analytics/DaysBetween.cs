using Huset.Ui;

namespace Huset.Analytics;

/// <summary>
/// How many days lie between deviations, as a g-chart, and what that tells: what happens less than once a month is not judged by its count a
/// month. Longer is more seldom.
/// </summary>
/// <param name="Days">The days that something happened on, oldest first; one for each deviation, so a day may stand several times.</param>
/// <param name="Gaps">The days between each and the one before: one fewer than the days.</param>
/// <param name="Open">Days from the last until today; null when the period ended before today.</param>
/// <param name="Result">What the gaps tell.</param>
/// <param name="Breaks">Where new limits begin, oldest first.</param>
/// <param name="Rules">What they are judged by.</param>
public sealed record DaysBetween(IReadOnlyList<DateOnly> Days, IReadOnlyList<double> Gaps, int? Open, ControlChart Result, IReadOnlyList<ChartBreak> Breaks, ChartRules Rules)
{
    private const int Told = 2;
    private static readonly Texts T = Texts.Of<DaysBetween>();

    /// <param name="days">A day for each deviation, oldest first.</param>
    /// <param name="today">Until when nothing more has happened; null when the period ended before today.</param>
    /// <param name="rules">What the gaps are judged by.</param>
    /// <param name="breaks">New limits begin with the first deviation from such a day.</param>
    public static DaysBetween Of(IReadOnlyList<DateOnly> days, DateOnly? today, ChartRules rules, IEnumerable<ChartBreak> breaks)
    {
        List<double> gaps = [.. days.Zip(days.Skip(1), (one, next) => (double)(next.DayNumber - one.DayNumber))];
        List<ChartBreak> within = [.. breaks.Where(one => days.Skip(1).Any(day => day < one.From) && days.Count > 0 && days[^1] >= one.From).OrderBy(one => one.From)];
        var result = ControlChart.Of(ChartKind.G, gaps, null, rules, within.Select(one => days.Skip(1).TakeWhile(day => day < one.From).Count()));
        return new(days, gaps, days.Count > 0 && today is { } now ? Math.Max(0, now.DayNumber - days[^1].DayNumber) : null, result, within, rules);
    }

    /// <summary>The day that ended the gap.</summary>
    public DateOnly DayAt(int place) => Days[place + 1];

    /// <summary>The patterns that the gap is part of.</summary>
    public IEnumerable<ChartPattern> PatternsAt(int place) => Result.Signals.Where(signal => signal.Points.Contains(place)).Select(signal => signal.Pattern).Distinct();

    /// <summary>Whether nothing has happened for longer than chance gives.</summary>
    public bool IsLongSince => Result.Upper < Open;

    /// <summary>What it tells, in Swedish sentences: how long it usually is, what is not as chance would have it, and how long it has been.</summary>
    public IEnumerable<string> Sentences()
    {
        if (Days.Count == 0) yield return T["None"];
        else if (Gaps.Count == 0) yield return T["Once"];
        else if (!Result.IsJudged) yield return T[Gaps.Count == 1 ? "TooFew.One" : "TooFew", Gaps.Count, Rules.LeastBaseline];
        else yield return T["Level", Math.Floor(Result.Centre), Math.Floor(Result.Upper!.Value)];
        foreach (var signal in Result.Signals.Take(Told)) yield return Sentence(signal);
        if (Result.IsJudged && Result.Signals.Count == 0) yield return T["NoSignal"];
        if (Open is { } open) yield return T[IsLongSince ? "Since.Long" : open switch { 0 => "Since.Today", 1 => "Since.Yesterday", _ => "Since" }, Texts.Day(Days[^1]), open];
    }

    /// <summary>One signal as a sentence with its days.</summary>
    public string Sentence(ChartSignal signal)
    {
        var (first, last) = (Texts.Day(DayAt(signal.Points[0])), Texts.Day(DayAt(signal.Points[^1])));
        var key = $"{signal.Pattern}.{(signal.Up ? "Up" : "Down")}";
        return signal.Pattern == ChartPattern.Outside ? T[key, last, Gaps[signal.Points[0]]] : T[key, signal.Points.Count, first, last];
    }
}
