using Huset.ServiceDefaults.Http;

namespace Huset.Deviations;

/// <summary>What went well, in words that the manager has made fit for colleagues; it tells neither case nor reporter.</summary>
public sealed class GoodExample
{
    /// <summary>The case's own id.</summary>
    public Guid Id { get; private set; }

    public string UnitCode { get; private set; } = "";
    public string? Topic { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>Every unit may read it, not only its own.</summary>
    public bool Everywhere { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <exception cref="RuleViolation">`deviation.not-good-example`</exception>
    public static GoodExample Of(Deviation deviation, DateTimeOffset now)
    {
        if (!deviation.IsGood) throw new RuleViolation("deviation.not-good-example", "Only what went well is shown to others.");
        return new() { Id = deviation.Id, UnitCode = deviation.UnitCode, At = now };
    }

    public void Tell(string text, bool everywhere, string? topic) => (Text, Everywhere, Topic) = (text.Trim(), everywhere, topic);
}
