using System.ComponentModel;
using Huset.Analytics.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;

namespace Huset.Analytics;

/// <summary>What a signal was, as someone who knows the unit says.</summary>
[Description("Vad tecknet var: real-change, verksamheten har ändrats; one-event, något enstaka; reporting-changed, det rapporteras mer eller mindre än förr; wrong-data, fel i uppgifterna; not-known, det går inte att säga än. / What the signal was: the work has changed; a single event; more or less is reported than before; the data is wrong; it cannot be said yet.")]
public enum SignalMeaning { RealChange, OneEvent, ReportingChanged, WrongData, NotKnown }

/// <summary>
/// Something that a chart of a unit's deviations has shown and chance does not give. It is found once and waits until someone has said what it
/// was; a shift or a trend that goes on is the same one.
/// </summary>
public sealed class FoundSignal
{
    public Guid Id { get; private set; }
    public string UnitCode { get; private set; } = "";

    /// <summary>What the deviations concern; null for all of them.</summary>
    public string? Kind { get; private set; }

    public ChartPattern Pattern { get; private set; }
    public bool Up { get; private set; }

    /// <summary>First day of its first month.</summary>
    public DateOnly From { get; private set; }

    /// <summary>First day of its last month so far.</summary>
    public DateOnly To { get; private set; }

    /// <summary>What the chart said when it was found or last went on.</summary>
    public string Sentence { get; private set; } = "";

    public DateTimeOffset FoundAt { get; private set; }
    public SignalMeaning? Meaning { get; private set; }
    public string? Answer { get; private set; }
    public string? AnsweredByName { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }
    public int Version { get; private set; } = 1;

    private FoundSignal() { }

    public static FoundSignal Find(DeviationChart chart, ChartSignal signal, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UnitCode = chart.UnitCode!,
        Kind = chart.Kind,
        Pattern = signal.Pattern,
        Up = signal.Up,
        From = chart.MonthAt(signal.Points[0]),
        To = chart.MonthAt(signal.Points[^1]),
        Sentence = Reading.Sentence(signal, chart),
        FoundAt = now,
    };

    /// <summary>True when the chart shows it still; where a run begins can move with its limits, but not past its end.</summary>
    public bool Is(DeviationChart chart, ChartSignal signal) =>
        UnitCode == chart.UnitCode && Kind == chart.Kind && Pattern == signal.Pattern && Up == signal.Up && chart.MonthAt(signal.Points[0]) <= To && From <= chart.MonthAt(signal.Points[^1]);

    /// <summary>It goes on; what has been said of it stands.</summary>
    public void GoOn(DeviationChart chart, ChartSignal signal)
    {
        if (chart.MonthAt(signal.Points[^1]) is var to && to <= To) return;
        (To, Sentence) = (to, Reading.Sentence(signal, chart));
        Version++;
    }

    /// <summary>Someone says what it was; it may be said anew when one knows better.</summary>
    public void Explain(SignalMeaning meaning, string answer, string byName, DateTimeOffset now)
    {
        (Meaning, Answer, AnsweredByName, AnsweredAt) = (meaning, answer.Trim(), byName, now);
        Version++;
    }

    public SignalFound ToFound() => new(Id, UnitCode, Kind, Kebab.Of(Pattern), Up, From, To, "open", Visibility.Analyst, Links, Version, FoundAt);

    public SignalAnswered ToAnswered(DateTimeOffset now) => new(Id, UnitCode, Kind, Kebab.Of(Pattern), Up, From, To, "answered", Kebab.Of(Meaning!.Value), Visibility.Analyst, Links, Version, now);

    private IReadOnlyList<Link> Links => [new("concerns", "unit", UnitCode)];
}
