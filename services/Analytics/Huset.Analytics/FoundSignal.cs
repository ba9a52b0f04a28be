using System.ComponentModel;
using Huset.Analytics.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;

namespace Huset.Analytics;

/// <summary>What a signal was, as someone who knows the unit says.</summary>
[Description("Vad tecknet var: real-change, verksamheten har ändrats; one-event, något enstaka; reporting-changed, det rapporteras mer eller mindre än förr; wrong-data, fel i uppgifterna; not-known, det går inte att säga än. / What the signal was: the work has changed; a single event; more or less is reported than before; the data is wrong; it cannot be said yet.")]
public enum SignalMeaning { RealChange, OneEvent, ReportingChanged, WrongData, NotKnown }

/// <summary>
/// Something that a chart of a unit's deviations or of one of its indicators has shown and chance does not give. It is found once and waits until someone has said what it
/// was; a shift or a trend that goes on is the same one.
/// </summary>
public sealed class FoundSignal
{
    public Guid Id { get; private set; }
    public string UnitCode { get; private set; } = "";

    /// <summary>What the deviations concern; null for all of them.</summary>
    public string? Kind { get; private set; }

    /// <summary>Code of the indicator whose chart it is; null for the chart of deviations.</summary>
    public string? Indicator { get; private set; }

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

    public static FoundSignal Find(SeenSignal seen, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UnitCode = seen.UnitCode,
        Kind = seen.Kind,
        Indicator = seen.Indicator,
        Pattern = seen.Pattern,
        Up = seen.Up,
        From = seen.From,
        To = seen.To,
        Sentence = seen.Sentence,
        FoundAt = now,
    };

    /// <summary>True when the chart shows it still; where a run begins can move with its limits, but not past its end.</summary>
    public bool Is(SeenSignal seen) =>
        (UnitCode, Kind, Indicator, Pattern, Up) == (seen.UnitCode, seen.Kind, seen.Indicator, seen.Pattern, seen.Up) && seen.From <= To && From <= seen.To;

    /// <summary>It goes on; what has been said of it stands.</summary>
    public void GoOn(SeenSignal seen)
    {
        if (seen.To <= To) return;
        (To, Sentence) = (seen.To, seen.Sentence);
        Version++;
    }

    /// <summary>Someone says what it was; it may be said anew when one knows better.</summary>
    public void Explain(SignalMeaning meaning, string answer, string byName, DateTimeOffset now)
    {
        (Meaning, Answer, AnsweredByName, AnsweredAt) = (meaning, answer.Trim(), byName, now);
        Version++;
    }

    public SignalFound ToFound() => new(Id, UnitCode, Kind, Kebab.Of(Pattern), Up, From, To, "open", Visibility.Analyst, Links, Version, FoundAt, Indicator);

    public SignalAnswered ToAnswered(DateTimeOffset now) => new(Id, UnitCode, Kind, Kebab.Of(Pattern), Up, From, To, "answered", Kebab.Of(Meaning!.Value), Visibility.Analyst, Links, Version, now, Indicator);

    private IReadOnlyList<Link> Links => [new("concerns", "unit", UnitCode), .. Indicator is { } code ? [new Link("measured-by", "indicator", code)] : (Link[])[]];
}

/// <summary>A signal as a unit's chart shows it now.</summary>
/// <param name="UnitCode">The unit.</param>
/// <param name="Kind">What the deviations concern; null for all of them.</param>
/// <param name="Indicator">Code of the indicator; null for the chart of deviations.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Up">Whether it is upwards.</param>
/// <param name="From">First day of its first period.</param>
/// <param name="To">First day of its last.</param>
/// <param name="Sentence">What the chart says.</param>
/// <param name="IsNew">Whether it touches the newest periods, which someone is asked about.</param>
public sealed record SeenSignal(string UnitCode, string? Kind, string? Indicator, ChartPattern Pattern, bool Up, DateOnly From, DateOnly To, string Sentence, bool IsNew);
