using Huset.Ui;

namespace Huset.Analytics.Features.Indicators;

/// <summary>An indicator's months as a control chart. Months that have not ended, and those with nothing to be a share of, are not judged.</summary>
public sealed class IndicatorChart
{
    private readonly int recentMonths;

    public IndicatorChart(IndicatorMonths months, ChartRules rules, int recentMonths, IEnumerable<ChartBreak> breaks)
    {
        (Months, Rules, this.recentMonths) = (months, rules, recentMonths);
        Judged = [.. months.Points.Where(point => point.IsWhole && ValueOf(point) is not null)];
        var isShare = months.Chart is ChartKind.P or ChartKind.U;
        // A run chart that was asked for is one for no other reason.
        IsRun = months.Indicator.Own is { IsJudged: false };
        Breaks = [.. breaks.Where(one => Judged.Any(point => point.Month < one.From) && Judged.Any(point => point.Month >= one.From)).OrderBy(one => one.From)];
        Result = ControlChart.Of(months.Chart, [.. Judged.Select(point => (double)point.Numerator)], isShare ? [.. Judged.Select(point => (double)point.Denominator!.Value)] : null, IsRun ? rules with { LeastBaseline = int.MaxValue } : rules,
            Breaks.Select(one => Judged.Count(point => point.Month < one.From)));
        if (IsRun) Result = Result with { Reason = null };
        while (months.Chart == ChartKind.U && Judged.Count > 0 && Result.Mean > 0 && Result.Mean * Per < 1) Per *= 10;
    }

    public IndicatorMonths Months { get; }

    public ChartRules Rules { get; }

    /// <summary>The months that are points of the chart.</summary>
    public IReadOnlyList<IndicatorPoint> Judged { get; }

    public ControlChart Result { get; }

    /// <summary>Where new limits begin, oldest first.</summary>
    public IReadOnlyList<ChartBreak> Breaks { get; }

    /// <summary>Whether it is a run chart because that is what was chosen for it.</summary>
    public bool IsRun { get; }

    /// <summary>What is to be reached, as it has changed, in the numbers that are read: of a share in per cent; none unless it is set.</summary>
    public IReadOnlyList<TargetStep> AllTargets { get; init; } = [];

    /// <summary>Those that some of the chart's periods are measured by.</summary>
    public IEnumerable<TargetStep> Targets => AllTargets.Where(target => Months.Points.Any(point => StepOf(point) == target));

    /// <summary>A rate is shown per so much volume that it is at least one: 1, 10, 100 …</summary>
    public long Per { get; } = 1;

    /// <summary>The month that has not ended, when it has a value.</summary>
    public IndicatorPoint? Unfinished => Months.Points is [.., { IsWhole: false } last] && ValueOf(last) is not null ? last : null;

    /// <summary>Whether one of the newest months is part of a signal.</summary>
    public bool IsRecent => Result.Signals.Any(IsAmongNewest);

    public bool IsAmongNewest(ChartSignal signal) => signal.Points[^1] >= Judged.Count - recentMonths;

    /// <summary>The place of the month in the chart; null when it is none of its points.</summary>
    public int? PlaceOf(IndicatorPoint point) => Judged.Index().Where(judged => judged.Item == point).Select(judged => (int?)judged.Index).FirstOrDefault();

    /// <summary>The patterns that the point is part of.</summary>
    public IEnumerable<ChartPattern> PatternsAt(int place) => Result.Signals.Where(signal => signal.Points.Contains(place)).Select(signal => signal.Pattern).Distinct();

    /// <summary>The point's value: the count, the share from 0 to 1, or the rate; null when there was nothing to be a share of.</summary>
    public static double? ValueOf(IndicatorPoint point) => point switch { { IsMissing: true } => null, { Denominator: null } => (double)point.Numerator, { Denominator: > 0 and var whole } => (double)point.Numerator / (double)whole, _ => null };

    /// <summary>The target of the point's last day; null when there is none.</summary>
    public decimal? TargetOf(IndicatorPoint point) => StepOf(point)?.Value.Plain();

    /// <summary>The target of the point's last day, with its days; null when there is none.</summary>
    public TargetStep? StepOf(IndicatorPoint point) => AllTargets.FirstOrDefault(target => target.AppliesOn(Months.Indicator.Period.End(point.Month).AddDays(-1)));

    /// <summary>Whether the point's target is reached; null when there is no target, or nothing to judge.</summary>
    public bool? IsReached(IndicatorPoint point)
    {
        if (!point.IsWhole || TargetOf(point) is not { } target || ValueOf(point) is not { } value) return null;
        var shown = Math.Round(value * (Months.Chart == ChartKind.P ? 100 : 1), 6);
        return Months.Indicator.Better == Better.Up ? shown >= (double)target : shown <= (double)target;
    }
}

/// <summary>What an indicator's chart tells, in Swedish sentences.</summary>
/// <param name="Level">Where it lies.</param>
/// <param name="Signals">What is not as chance would have it, the newest first; or that nothing is.</param>
/// <param name="Meaning">What that means and does not mean.</param>
/// <param name="Ask">What to ask about; null when there is nothing.</param>
/// <param name="Notes">What else must be known: missing volumes, a month that has not ended.</param>
public sealed record IndicatorReading(string Level, IReadOnlyList<string> Signals, string? Meaning, string? Ask, IReadOnlyList<string> Notes)
{
    private const int Told = 2, Named = 3;
    private static readonly Texts T = Texts.Of<IndicatorReading>();

    /// <summary>What several points of an indicator are called.</summary>
    public static string Many(PeriodLength period) => T[$"{period}.Many"];

    public override string ToString() => string.Join(' ', ((string?[])[Level, .. Signals, Meaning, Ask, .. Notes]).Where(sentence => sentence is not null));

    public static IndicatorReading Of(IndicatorChart chart, Func<string, string> volumeName, Func<string, string> unitName)
    {
        var (result, months) = (chart.Result, chart.Months);
        var period = months.Indicator.Period;
        var notes = new List<string>();
        if (chart.Breaks is [.., var newestBreak]) notes.Add(T["Break", period.Name(newestBreak.From), newestBreak.Changed]);
        var points = result.Stretches is [.., var stretch] ? stretch.Count : 0;
        string Label(int place) => period.Name(chart.Judged[place].Month);
        if (months.Indicator.Volumes.Length > 0 && months.Volume is null && months.Points.Count > 0) notes.Add(T["NoVolumes"]);
        if (months.Missing.Count > 0) notes.Add(Missing(months, unitName));
        if (chart.Unfinished is { } last) notes.Add(T["Unfinished", Capital(period.Name(last.Month))]);
        if (months.Points.Where(point => point.IsPreliminary).Select(point => period.Name(point.Month)).ToList() is { Count: > 0 } preliminary) notes.Add(T["Preliminary", Listed(preliminary)]);
        if (Target(chart, volumeName) is { } target) notes.Add(target);
        if (chart.Targets.Select(step => Target(step, chart, volumeName)).ToList() is { Count: > 0 } targets) notes.Add(T["Target.Line", Listed(targets)]);
        string Value(double value) => Of(value, chart, volumeName);
        string Bare(double value) => months.Chart == ChartKind.U ? T["Rate.Own", value * chart.Per] : Value(value);
        if (result.Method == ChartMethod.None) return new(T["None"], [], null, null, notes);
        if (chart.IsRun) return new(T["Run", Value(result.Centre), T[$"{period}.Half"]], [], null, null, notes);
        if (result.Reason is { } reason)
        {
            var level = reason == RunChartReason.TooFewPoints
                ? T[points == 1 ? "TooFewPoints.One" : "TooFewPoints", points, chart.Rules.LeastBaseline, Value(result.Centre), T[$"{period}.Whole"], T[$"{period}.OneWhole"], T[$"{period}.Half"]]
                : T[$"TooRare.{months.Chart}", Value(result.Mean), T[$"{period}.In"], T[$"{period}.Single"]];
            // Signals from before the newest limits stay as they were.
            List<string> before = [.. result.Signals.Take(1).Select(signal => T["Before", Sentence(signal, Label, place => Value(result.Values[place]), Many(period))])];
            return new(level, before, T.Find($"Meaning.{months.Indicator.Better}"), null, notes);
        }
        var newestLimits = result.Limits[^1];
        // Between its limits a count is a whole number.
        var expected = months.Chart == ChartKind.C
            ? T["Level", Value(result.Mean), Value(Math.Ceiling(newestLimits.Lower ?? 0)), Value(Math.Floor(newestLimits.Upper!.Value)), T[$"{period}.In"], T[$"{period}.Each"]]
            : months.Chart == ChartKind.Xmr ? T["Level", Value(result.Mean), Value(newestLimits.Lower ?? 0), Value(newestLimits.Upper ?? 0), "", T[$"{period}.Each"]]
            : T["Level.Varies", Value(result.Mean), Bare(newestLimits.Lower ?? 0), Bare(newestLimits.Upper ?? 1), T[$"{period}.Latest"]];
        if (result.Signals is not [var newest, ..]) return new(expected, [T["NoSignal", T[$"{period}.TheMany"]]], null, null, notes);

        List<string> signals = [.. result.Signals.Take(Told).Select(signal => Sentence(signal, Label, place => Value(result.Values[place]), Many(period)))];
        if (result.Signals.Count > Told) signals.Add(T["More"]);
        if (!chart.IsRecent) signals.Add(T["NotRecent", T[$"{period}.TheMany"]]);
        var meaning = (months.Indicator.Better, newest.Up) switch
        {
            (Better.None, _) => T["Meaning.None"],
            (Better.Up, true) or (Better.Down, false) => T["Meaning.Right"],
            _ => T["Meaning.Wrong"],
        };
        return new(expected, signals, meaning, T[newest.Pattern is ChartPattern.Outside or ChartPattern.NearLimit ? "Ask.Happened" : "Ask.Changed", Label(newest.Points[0])], notes);
    }

    /// <summary>A value as people read it: a count, per cent, or a rate with what it is per.</summary>
    public static string Of(double value, IndicatorChart chart, Func<string, string> volumeName) => chart.Months.Chart switch
    {
        ChartKind.P => T["Percent", value * 100],
        ChartKind.U when chart.Months.Volume is { } volume => T["Rate", value * chart.Per, chart.Per, volumeName(volume)],
        ChartKind.U when chart.Months.Indicator.Own is { } own => T["Rate", value * chart.Per, chart.Per, own.Unit],
        ChartKind.U => T["Rate.Own", value * chart.Per],
        ChartKind.Xmr when chart.Months.Indicator.Own is { } own => T["Measure", value, own.Unit],
        _ => T["Count", value],
    };

    /// <summary>A target as people read it, in the numbers that the indicator is read in.</summary>
    public static string Target(decimal target, IndicatorChart chart, Func<string, string> volumeName) => Of(chart.Months.Chart == ChartKind.P ? (double)target / 100 : (double)target, chart, volumeName);

    /// <summary>A target with its days: "minst 90 % från 1 januari 2026".</summary>
    public static string Target(TargetStep step, IndicatorChart chart, Func<string, string> volumeName)
    {
        var days = step.To is { } last ? T["Target.Until", Texts.Day(step.From), Texts.Day(last)] : T["Target.From", Texts.Day(step.From)];
        return T[chart.Months.Indicator.Better == Better.Up ? "Target.Least" : "Target.Most", Target(step.Value, chart, volumeName), days];
    }

    // Of the newest period that has ended: whether it was reached is not the same as whether anything has changed.
    private static string? Target(IndicatorChart chart, Func<string, string> volumeName)
    {
        if (chart.Judged is not [.., var newest] || chart.TargetOf(newest) is not { } target) return null;
        var way = chart.Months.Indicator.Better == Better.Up ? "Least" : "Most";
        return T[$"Target.{way}.{(chart.IsReached(newest) is true ? "Reached" : "NotReached")}", Target(target, chart, volumeName), chart.Months.Indicator.Period.Name(newest.Month), Of(IndicatorChart.ValueOf(newest)!.Value, chart, volumeName)];
    }

    /// <summary>A signal as a sentence.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="label">What the point of a place is called: "september 2026", "punkt 20".</param>
    /// <param name="value">Its value as text.</param>
    /// <param name="many">What many of them are called: "månader", "punkter".</param>
    public static string Sentence(ChartSignal signal, Func<int, string> label, Func<int, string> value, string many)
    {
        var (first, last) = (signal.Points[0], signal.Points[^1]);
        var key = $"{signal.Pattern}.{(signal.Up ? "Up" : "Down")}";
        return signal.Pattern == ChartPattern.Outside ? T[key, Capital(label(last)), value(last)] : T[key, signal.Points.Count, many, label(first), label(last)];
    }

    // Those that lack the most months first; what a unit lacks month by month stands in the table.
    private static string Missing(IndicatorMonths months, Func<string, string> unitName)
    {
        var period = months.Indicator.Period;
        var whole = months.Points.Where(point => point.IsWhole).Select(point => point.Month).ToList();
        var units = months.Missing.GroupBy(missing => missing.UnitCode).OrderByDescending(unit => unit.Count()).ThenBy(unit => unit.Key, StringComparer.Ordinal)
            .Select(unit => T["Missing.Unit", unit.Key is { } code ? unitName(code) : T["Missing.NoUnit"], unit.Count() == whole.Count ? T[$"{period}.All"] : Runs([.. unit.Select(missing => missing.Month)], period)]).ToList();
        return T[months.Indicator.Own is null ? "Missing" : "Missing.Told", Listed(units.Count <= Named + 1 ? units : [.. units.Take(Named), T["Missing.More", units.Count - Named]])];
    }

    private static string Listed(List<string> named) => named is [var only] ? only : T["And", string.Join(", ", named.SkipLast(1)), named[^1]];

    // "mars 2025, juni 2025–augusti 2025".
    private static string Runs(IReadOnlyList<DateOnly> months, PeriodLength period) => string.Join(", ", months
        .Select((month, place) => (Month: month, Run: month.AddMonths(-place * period.Months()))).GroupBy(month => month.Run)
        .Select(run => run.Count() == 1 ? period.Name(run.First().Month) : T["Missing.Run", period.Name(run.First().Month), period.Name(run.Last().Month)]));

    private static string Capital(string text) => $"{char.ToUpper(text[0], Texts.Swedish)}{text[1..]}";
}
