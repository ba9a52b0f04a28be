using Huset.ServiceDefaults.Http;

namespace Huset.Deviations;

/// <summary>Why it happened. It is answered by an action that works, or by a reason for accepting it.</summary>
public sealed class Cause
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid DeviationId { get; private set; }
    public Deviation Deviation { get; private set; } = null!;

    /// <summary>Code of the list `cause-areas`.</summary>
    public string Area { get; private set; } = "";

    public string Text { get; private set; } = "";
    public string FoundById { get; private set; } = "";
    public string FoundByName { get; private set; } = "";
    public DateTimeOffset FoundAt { get; private set; }

    /// <summary>Why nothing is done about it.</summary>
    public string? AcceptedReason { get; private set; }

    public string? AcceptedByName { get; private set; }
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>The cause that this one lies behind: it is why that one was so. Null for what led straight to the event.</summary>
    public Guid? ParentId { get; internal set; }

    /// <summary>What has been asked of Processes or Competence because of it.</summary>
    public AskedFor? AskedFor { get; private set; }

    public int Version { get; private set; }
    public List<CorrectiveAction> Actions { get; private set; } = [];

    public bool IsAccepted => AcceptedReason is not null;

    /// <summary>An action that turned out to have no effect answers nothing, nor does one that is only proposed.</summary>
    public bool IsAnswered => IsAccepted || Actions.Exists(action => action.IsApproved && action.Effect != Effect.No);

    internal static Cause Find(string area, string text, Person by, DateTimeOffset now) => new()
    {
        Area = area,
        Text = text.Trim(),
        FoundById = by.Id,
        FoundByName = by.Name,
        FoundAt = now,
        Version = 1,
    };

    /// <exception cref="RuleViolation">`cause.asked-already`</exception>
    internal void Ask(AskedFor asked)
    {
        if (AskedFor is not null) throw new RuleViolation("cause.asked-already", "A task or a need has been asked for already because of this cause.");
        AskedFor = asked;
    }

    internal void Reword(string area, string text)
    {
        (Area, Text) = (area, text.Trim());
        Version++;
    }

    internal void Accept(string reason, Person by, DateTimeOffset now)
    {
        (AcceptedReason, AcceptedByName, AcceptedAt) = (reason.Trim(), by.Name, now);
        Version++;
    }
}
