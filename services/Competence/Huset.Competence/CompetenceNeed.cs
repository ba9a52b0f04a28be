using Huset.Competence.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Competence;

public enum NeedStatus { Open, Planned, Met, Declined }

/// <summary>What a deviation has shown that a unit's people need to learn; asked for by a cause in the case.</summary>
public sealed class CompetenceNeed
{
    /// <summary>Made by who asked, so that asking twice makes one need.</summary>
    public Guid Id { get; private set; }

    public string UnitCode { get; private set; } = "";
    public Guid DeviationId { get; private set; }
    public string DeviationReference { get; private set; } = "";
    public Guid CauseId { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>It comes from a case that few may see; the case is then neither named nor linked to.</summary>
    public bool Restricted { get; private set; }

    public string AskedByName { get; private set; } = "";
    public DateTimeOffset AskedAt { get; private set; }
    public NeedStatus Status { get; private set; }

    /// <summary>Code of the competence that it comes to, when somebody has said.</summary>
    public string? Competence { get; private set; }

    public string? Plan { get; private set; }
    public DateOnly? DueOn { get; private set; }

    /// <summary>How it was met, or why it was declined.</summary>
    public string? Outcome { get; private set; }

    /// <summary>The delegations by which it was met.</summary>
    public Guid[] MetBy { get; private set; } = [];

    public string? ChangedByName { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }
    public int Version { get; private set; } = 1;

    public bool IsOpen => Status is NeedStatus.Open or NeedStatus.Planned;

    public static CompetenceNeed Open(AskForCompetence asked) => new()
    {
        Id = asked.NeedId,
        UnitCode = asked.UnitCode,
        DeviationId = asked.DeviationId,
        DeviationReference = asked.DeviationReference,
        CauseId = asked.CauseId,
        Text = asked.Text,
        Restricted = asked.Restricted,
        AskedByName = asked.AskedByName,
        AskedAt = asked.At,
        ChangedAt = asked.At,
    };

    /// <exception cref="RuleViolation">`need.closed`</exception>
    public void PlanFor(string plan, string? competence, DateOnly dueOn, string byName, DateTimeOffset now)
    {
        Change(NeedStatus.Planned, byName, now);
        (Plan, Competence, DueOn) = (plan.Trim(), competence, dueOn);
    }

    /// <exception cref="RuleViolation">`need.closed`</exception>
    public void Meet(string how, IEnumerable<Guid> delegations, string byName, DateTimeOffset now)
    {
        Change(NeedStatus.Met, byName, now);
        (Outcome, MetBy) = (how.Trim(), [.. delegations]);
    }

    /// <exception cref="RuleViolation">`need.closed`</exception>
    public void Decline(string reason, string byName, DateTimeOffset now)
    {
        Change(NeedStatus.Declined, byName, now);
        Outcome = reason.Trim();
    }

    private void Change(NeedStatus status, string byName, DateTimeOffset now)
    {
        if (!IsOpen) throw new RuleViolation("need.closed", "The need is met or declined already.");
        (Status, ChangedByName, ChangedAt, Version) = (status, byName, now, Version + 1);
    }

    public CompetenceNeedChanged ToChanged() => new(
        Id, UnitCode, Kebab.Of(Status), Competence, Restricted ? Visibility.Internal : Visibility.Analyst,
        [new Link("caused-by", "cause", CauseId.ToString()), new Link("follows-from", "deviation", DeviationId.ToString()), .. MetBy.Select(delegation => new Link("met-by", "delegation", delegation.ToString()))], Version, ChangedAt);
}
