using Huset.Analytics.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>`Ended`: its last day has passed.</summary>
public enum ExtractStatus { Prepared, Decided, Refused, Revoked, Ended }

/// <summary>What an extract holds: events of some types and series of some indicators, of a period.</summary>
/// <param name="Types">Types of events, as the stream's filter takes them; none is no events.</param>
/// <param name="Indicators">Codes of indicators; none is no series.</param>
/// <param name="Units">Units, each with all below it; none is all.</param>
/// <param name="CodesUnits">Whether units too are told by codes.</param>
/// <param name="From">First month.</param>
/// <param name="To">First month that is not in it.</param>
public sealed record ExtractChoice(string[] Types, string[] Indicators, string[] Units, bool CodesUnits, DateOnly From, DateOnly To);

/// <summary>
/// Events and series that leave the house for research or a follow-up, coded: whoever has two extracts cannot join them by ids, and when the key is
/// destroyed nobody can find what a code stands for. Secrecy is examined each time (OSL 26:1), so another than who prepared it decides.
/// </summary>
public sealed class Extract
{
    /// <summary>Longer than any decision holds without being looked at again.</summary>
    public const int MostYears = 5;

    public Guid Id { get; private set; }
    public string[] Types { get; private set; } = [];
    public string[] Indicators { get; private set; } = [];
    public string[] Units { get; private set; } = [];
    public bool CodesUnits { get; private set; }
    public DateOnly From { get; private set; }
    public DateOnly To { get; private set; }

    /// <summary>What it is for.</summary>
    public string Purpose { get; private set; } = "";

    /// <summary>The organisation that receives it.</summary>
    public string Recipient { get; private set; } = "";

    /// <summary>Which decision on ethics approval the receiver has; null when none is needed.</summary>
    public string? Ethics { get; private set; }

    /// <summary>Last day that it can be fetched.</summary>
    public DateOnly EndsOn { get; private set; }

    public ExtractStatus Status { get; private set; }
    public string PreparedById { get; private set; } = "";
    public string PreparedByName { get; private set; } = "";
    public DateTimeOffset PreparedAt { get; private set; }

    /// <summary>Whose decision it is, on what it stands, and when refused why.</summary>
    public string? Decision { get; private set; }

    public string? DecidedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The log as it was when it was decided: what is fetched twice is the same.</summary>
    public long? Position { get; private set; }

    /// <summary>The key is reckoned from it (<see cref="WebhookSecrets"/>) and stands nowhere; without it the key is destroyed.</summary>
    public Guid? KeyId { get; private set; }

    public string? RevokedWhy { get; private set; }
    public string? RevokedByName { get; private set; }

    /// <summary>When it could be fetched no more.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public int Version { get; private set; } = 1;

    public static Extract Prepare(ExtractChoice choice, string purpose, string recipient, string? ethics, DateOnly endsOn, Person by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Types = choice.Types,
        Indicators = choice.Indicators,
        Units = choice.Units,
        CodesUnits = choice.CodesUnits,
        From = choice.From,
        To = choice.To,
        Purpose = purpose,
        Recipient = recipient,
        Ethics = ethics,
        EndsOn = endsOn,
        PreparedById = by.Id,
        PreparedByName = by.Name,
        PreparedAt = now,
    };

    /// <summary>Whether it can be fetched on the day.</summary>
    public bool IsOpen(DateOnly day) => Status == ExtractStatus.Decided && day <= EndsOn;

    /// <summary>Whether it could be fetched once and can no more, also before the key has been destroyed.</summary>
    public bool IsOver(DateOnly day) => Status is ExtractStatus.Revoked or ExtractStatus.Ended || (Status == ExtractStatus.Decided && day > EndsOn);

    /// <summary>From now on it can be fetched, as the log is now.</summary>
    /// <exception cref="RuleViolation">`extract.decided`, `extract.own`, `extract.too-late`</exception>
    public void Decide(string decision, long position, Person by, DateTimeOffset now)
    {
        MustWaitFor(by);
        if (SwedishTime.Day(now) > EndsOn) throw new RuleViolation("extract.too-late", "Its last day has passed; prepare a new one.");
        (Status, Position, KeyId) = (ExtractStatus.Decided, position, Guid.NewGuid());
        Say(decision, by, now);
    }

    /// <exception cref="RuleViolation">`extract.decided`, `extract.own`</exception>
    public void Refuse(string decision, Person by, DateTimeOffset now)
    {
        MustWaitFor(by);
        Status = ExtractStatus.Refused;
        Say(decision, by, now);
    }

    /// <summary>From now on it cannot be fetched.</summary>
    /// <exception cref="RuleViolation">`extract.not-open`</exception>
    public void Revoke(string why, Person by, DateTimeOffset now)
    {
        if (!IsOpen(SwedishTime.Day(now))) throw new RuleViolation("extract.not-open", "It cannot be fetched, so there is nothing to revoke.");
        (RevokedWhy, RevokedByName) = (why, by.Name);
        Close(ExtractStatus.Revoked, now);
    }

    /// <summary>Its last day has passed.</summary>
    public void End(DateTimeOffset now) => Close(ExtractStatus.Ended, now);

    public ExtractChanged ToChanged(DateTimeOffset now) => new(Id, Kebab.Of(Status), Types, Indicators, From, To, CodesUnits, EndsOn, Visibility.Analyst, [], Version, now);

    private void MustWaitFor(Person by)
    {
        if (Status != ExtractStatus.Prepared) throw new RuleViolation("extract.decided", "It has been decided already.");
        if (by.Id == PreparedById) throw new RuleViolation("extract.own", "Another than who prepared it decides.");
    }

    private void Say(string decision, Person by, DateTimeOffset now)
    {
        (Decision, DecidedByName, DecidedAt) = (decision, by.Name, now);
        Version++;
    }

    private void Close(ExtractStatus status, DateTimeOffset now)
    {
        (Status, KeyId, EndedAt) = (status, null, now);
        Version++;
    }
}

public enum ExtractPart { Events, Series }

/// <summary>Someone has fetched a part of an extract.</summary>
public sealed class ExtractFetch
{
    public Guid Id { get; private set; }
    public Guid ExtractId { get; private set; }
    public ExtractPart Part { get; private set; }
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    /// <summary>How many rows were handed over; null until all were.</summary>
    public long? Rows { get; private set; }

    public static ExtractFetch Begin(Extract extract, ExtractPart part, Person by, DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now), ExtractId = extract.Id, Part = part, ByName = by.Name, At = now };

    public void Done(long rows) => Rows = rows;
}
