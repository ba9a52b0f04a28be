using Huset.Events;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>How far a self-inspection has come.</summary>
public enum InspectionStatus { Planned, Begun, Completed }

/// <summary>Yes is as it should be.</summary>
public enum InspectionAnswer { Yes, No, NotApplicable }

/// <summary>
/// A unit looks at its own work by a checklist (egenkontroll, SOSFS 2011:9, chapter 5, section 2). It keeps the questions that it began
/// with, is saved half-way, and no longer changes when it is completed.
/// </summary>
public sealed class SelfInspection
{
    public Guid Id { get; private set; }
    public string UnitCode { get; private set; } = "";
    /// <summary>The plan that it follows; null when someone started it by itself.</summary>
    public Guid? PlanId { get; private set; }

    public Guid ChecklistId { get; private set; }
    public string ChecklistName { get; private set; } = "";
    public Guid? DocumentId { get; private set; }
    public Guid[] ActivityIds { get; private set; } = [];
    public DateOnly DueOn { get; private set; }

    /// <summary>Who is to do it; null when the role alone answers for it.</summary>
    public string? ResponsibleId { get; private set; }

    public string? ResponsibleName { get; private set; }
    public string? ResponsibleRole { get; private set; }

    /// <summary>Never changed in place: the list is another when anything in it is.</summary>
    public IReadOnlyList<InspectedQuestion> Questions { get; private set; } = [];

    public InspectionStatus Status { get; private set; }
    public int Yes { get; private set; }
    public int No { get; private set; }
    public int NotApplicable { get; private set; }
    public int Unanswered { get; private set; }
    public string StartedByName { get; private set; } = "";
    public DateTimeOffset StartedAt { get; private set; }
    public string? CompletedByName { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }
    public int Version { get; private set; }

    /// <exception cref="RuleViolation">`checklist.closed`</exception>
    public static SelfInspection Start(Checklist checklist, string unitCode, DateOnly dueOn, Person? responsible, string? responsibleRole, Person by, DateTimeOffset now, Guid? planId = null)
    {
        if (checklist.IsClosed) throw new RuleViolation("checklist.closed", "The checklist is no longer used.");
        var inspection = new SelfInspection
        {
            Id = Guid.CreateVersion7(now),
            UnitCode = unitCode,
            PlanId = planId,
            ChecklistId = checklist.Id,
            ChecklistName = checklist.Name,
            DocumentId = checklist.DocumentId,
            ActivityIds = checklist.ActivityIds,
            DueOn = dueOn,
            ResponsibleId = responsible?.Id,
            ResponsibleName = responsible?.Name,
            ResponsibleRole = responsibleRole?.Trim(),
            Questions = [.. checklist.Questions.Select(question => new InspectedQuestion(question, null))],
            StartedByName = by.Name,
            StartedAt = now,
        };
        inspection.Changed(now);
        return inspection;
    }

    /// <summary>Writes the answers; a question that is left out keeps what it has.</summary>
    /// <exception cref="InvalidField">There is no such question, or more were right than were looked at.</exception>
    /// <exception cref="RuleViolation">`self-inspection.completed`</exception>
    public void Write(IReadOnlyList<(Guid QuestionId, WrittenAnswer Answer)> answers, DateTimeOffset now)
    {
        MustBeOpen();
        foreach (var (index, (id, answer)) in answers.Index())
        {
            if (Questions.All(inspected => inspected.Question.Id != id)) throw new InvalidField($"answers[{index}].questionId", "The self-inspection has no such question.");
            if ((answer.Right ?? 0) > (answer.LookedAt ?? 0)) throw new InvalidField($"answers[{index}].right", "No more can be right than were looked at.");
        }
        var written = answers.GroupBy(answer => answer.QuestionId).ToDictionary(group => group.Key, group => group.Last().Answer);
        Questions = [.. Questions.Select(inspected => written.TryGetValue(inspected.Question.Id, out var answer) ? inspected with { Written = answer } : inspected)];
        Status = InspectionStatus.Begun;
        Changed(now);
    }

    /// <summary>It is done and no longer changes.</summary>
    /// <exception cref="RuleViolation">`self-inspection.completed`, `self-inspection.incomplete`</exception>
    public void Complete(Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (Unanswered > 0) throw new RuleViolation("self-inspection.incomplete", $"{Unanswered} questions have no answer.");
        (Status, CompletedByName, CompletedAt) = (InspectionStatus.Completed, by.Name, now);
        Changed(now);
    }

    public SelfInspectionChanged ToChanged() => new(
        Id, UnitCode, ChecklistId, Kebab.Of(Status), DueOn, Yes, No, NotApplicable, Unanswered,
        [
            .. DocumentId is { } document ? [new Link("checks", "routine", document.ToString())] : Array.Empty<Link>(),
            .. ActivityIds.Select(step => new Link("checks", "activity", step.ToString())),
        ], Version, ChangedAt);

    private void MustBeOpen()
    {
        if (Status == InspectionStatus.Completed) throw new RuleViolation("self-inspection.completed", "The self-inspection is completed and no longer changes.");
    }

    private void Changed(DateTimeOffset now)
    {
        (Yes, No, NotApplicable, Unanswered) = (Count(InspectionAnswer.Yes), Count(InspectionAnswer.No), Count(InspectionAnswer.NotApplicable), Count(null));
        (Version, ChangedAt) = (Version + 1, now);
    }

    private int Count(InspectionAnswer? answer) => Questions.Count(inspected => inspected.Written?.Answer == answer);
}

/// <summary>A question as it was worded when the self-inspection was started, with what was found.</summary>
public sealed record InspectedQuestion(ChecklistQuestion Question, WrittenAnswer? Written);

/// <summary>What was found.</summary>
/// <param name="Answer">Null until it is decided.</param>
/// <param name="Comment">What was seen.</param>
/// <param name="Evidence">What shows it.</param>
/// <param name="EvidenceLink">Where that is.</param>
/// <param name="EvidenceOn">Day of it.</param>
/// <param name="LookedAt">How many were looked at.</param>
/// <param name="Right">How many of them were right.</param>
public sealed record WrittenAnswer(InspectionAnswer? Answer, string? Comment, string? Evidence, string? EvidenceLink, DateOnly? EvidenceOn, int? LookedAt, int? Right);
