using Huset.Events;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>How far a revision task has come.</summary>
public enum RevisionStatus { Open, Answered, Declined }

/// <summary>What a deviation's cause asks to have written better: a routine, or a step of a process. Closed by the version that answers it.</summary>
public sealed class RevisionTask
{
    /// <summary>Made by who asked, so that asking twice makes one task.</summary>
    public Guid Id { get; private set; }

    public string UnitCode { get; private set; } = "";
    public string Text { get; private set; } = "";
    public Guid? DocumentId { get; private set; }
    public Guid? ActivityId { get; private set; }
    public Guid? ProcessId { get; private set; }
    public Guid DeviationId { get; private set; }
    public string DeviationReference { get; private set; } = "";
    public Guid CauseId { get; private set; }

    /// <summary>It comes from a case that few may see: shown to its owner and those who handle every task, without the case.</summary>
    public bool Restricted { get; private set; }

    public string AskedById { get; private set; } = "";
    public string AskedByName { get; private set; } = "";
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>As a document's or process's owner; null when the role alone answers for it.</summary>
    public string? OwnerId { get; private set; }

    public string? OwnerName { get; private set; }
    public string? OwnerRole { get; private set; }
    public RevisionStatus Status { get; private set; }
    public string? DeclinedReason { get; private set; }

    /// <summary>Number of the version that answers it, of the document or else the process.</summary>
    public int? AnsweredByVersion { get; private set; }

    public string? ClosedByName { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public int Version { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    /// <param name="asked">What was asked.</param>
    /// <param name="document">The document to revise, when it is known here.</param>
    /// <param name="processId">The process that the step belongs to, when it is known here.</param>
    /// <param name="owner">Who is to do it; null for a role alone.</param>
    /// <param name="ownerRole">The owner's role.</param>
    public static RevisionTask Open(AskForRevision asked, Document? document, Guid? processId, Person? owner, string? ownerRole)
    {
        var task = new RevisionTask
        {
            Id = asked.TaskId,
            UnitCode = asked.UnitCode,
            Text = asked.Text,
            DocumentId = document?.Id,
            ActivityId = asked.ActivityId,
            ProcessId = processId,
            DeviationId = asked.DeviationId,
            DeviationReference = asked.DeviationReference,
            CauseId = asked.CauseId,
            Restricted = asked.Restricted,
            AskedById = asked.AskedById,
            AskedByName = asked.AskedByName,
            AskedAt = asked.At,
            OwnerId = owner?.Id,
            OwnerName = owner?.Name,
            OwnerRole = ownerRole,
        };
        task.Changed(asked.At);
        return task;
    }

    /// <summary>It is another document that is to be revised, and its owner who is to do it.</summary>
    /// <exception cref="RuleViolation">`revision-task.closed`</exception>
    public void MoveTo(Document document, DateTimeOffset now)
    {
        MustBeOpen();
        (DocumentId, OwnerId, OwnerName, OwnerRole) = (document.Id, document.OwnerId, document.OwnerName, document.OwnerRole);
        Changed(now);
    }

    /// <exception cref="RuleViolation">`revision-task.closed`</exception>
    public void Decline(string reason, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        DeclinedReason = reason.Trim();
        Close(RevisionStatus.Declined, by, now);
    }

    /// <summary>A version of the document answers it; a task that named no document is the document's from now.</summary>
    /// <exception cref="RuleViolation">`revision-task.closed`, `revision-task.other-target`</exception>
    public void AnswerBy(Document document, int version, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (DocumentId is { } known && known != document.Id) throw new RuleViolation("revision-task.other-target", "The task is about another document. Move it first.");
        (DocumentId, AnsweredByVersion) = (document.Id, version);
        Close(RevisionStatus.Answered, by, now);
    }

    /// <summary>A version of the process answers it; only a task about no document can be answered so.</summary>
    /// <exception cref="RuleViolation">`revision-task.closed`, `revision-task.other-target`</exception>
    public void AnswerByProcess(Guid processId, int version, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (DocumentId is not null || (ProcessId is { } known && known != processId)) throw new RuleViolation("revision-task.other-target", "The task is about a document or another process.");
        (ProcessId, AnsweredByVersion) = (processId, version);
        Close(RevisionStatus.Answered, by, now);
    }

    public RevisionTaskChanged ToChanged() => new(
        Id, UnitCode, Kebab.Of(Status), DocumentId, ProcessId, AnsweredByVersion, Restricted ? Visibility.Internal : Visibility.Analyst,
        [
            new("caused-by", "cause", CauseId.ToString()),
            new("follows-from", "deviation", DeviationId.ToString()),
            .. DocumentId is { } document ? [new("revises", "routine", document.ToString())] : ProcessId is { } process ? [new Link("revises", "process", process.ToString())] : Array.Empty<Link>(),
        ], Version, ChangedAt);

    private void MustBeOpen()
    {
        if (Status != RevisionStatus.Open) throw new RuleViolation("revision-task.closed", "The task is answered or declined already.");
    }

    private void Close(RevisionStatus status, Person by, DateTimeOffset now)
    {
        (Status, ClosedByName, ClosedAt) = (status, by.Name, now);
        Changed(now);
    }

    private void Changed(DateTimeOffset now) => (Version, ChangedAt) = (Version + 1, now);
}
