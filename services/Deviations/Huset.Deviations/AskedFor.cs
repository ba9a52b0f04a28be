using Huset.Competence.Contracts;
using Huset.Events;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults;

namespace Huset.Deviations;

/// <summary>Of whom something is asked because of a cause: a revision of Processes, a competence need of Competence.</summary>
public enum AskedKind { Revision, Competence }

/// <summary>How far it has come there; asked until they have answered that they have it.</summary>
public enum AskedStatus { Asked, Open, Planned, Answered, Met, Declined }

/// <summary>A task or need in another room that a cause has led to, as that room last told of it. The id is made here.</summary>
public sealed class AskedFor
{
    public Guid TaskId { get; private set; }
    public AskedKind Kind { get; private set; }
    public AskedStatus Status { get; private set; }

    /// <summary>What is to be revised, or has been.</summary>
    public Guid? RoutineId { get; private set; }

    public Guid? ProcessId { get; private set; }

    /// <summary>Number of the version of the routine or process that answers it.</summary>
    public int? AnsweredByVersion { get; private set; }

    /// <summary>Code of the competence that the need comes to.</summary>
    public string? Competence { get; private set; }

    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
    public int SubjectVersion { get; private set; }

    /// <summary>Where the task is read.</summary>
    public string Address => AddressOf(Kind, TaskId);

    /// <summary>Nothing more is to be waited for.</summary>
    public bool IsSettled => Status is AskedStatus.Answered or AskedStatus.Met or AskedStatus.Declined;

    public Link ToLink() => new("asked-for", Kind == AskedKind.Revision ? "revision-task" : "competence-need", TaskId.ToString());

    public static string AddressOf(AskedKind kind, Guid taskId) => kind == AskedKind.Revision ? $"/processer/revidera/{taskId}" : $"/kompetens/behov/{taskId}";

    internal static AskedFor Of(AskedKind kind, Guid? routineId, Person by, DateTimeOffset now) => new()
    {
        TaskId = Guid.CreateVersion7(),
        Kind = kind,
        RoutineId = routineId,
        ById = by.Id,
        ByName = by.Name,
        At = now,
    };

    /// <summary>What Processes tells; the change to note in the case's history, or null when there is none.</summary>
    internal ChangeKind? Apply(RevisionTaskChanged task)
    {
        if (task.SubjectVersion <= SubjectVersion) return null;
        (RoutineId, ProcessId, AnsweredByVersion) = (task.RoutineId, task.ProcessId, task.AnsweredByVersion);
        return Become(task.Status, task.SubjectVersion) switch
        {
            AskedStatus.Answered => ChangeKind.RevisionAnswered,
            AskedStatus.Declined => ChangeKind.RevisionDeclined,
            _ => null,
        };
    }

    /// <summary>What Competence tells; as above.</summary>
    internal ChangeKind? Apply(CompetenceNeedChanged need)
    {
        if (need.SubjectVersion <= SubjectVersion) return null;
        Competence = need.Competence;
        return Become(need.Status, need.SubjectVersion) switch
        {
            AskedStatus.Planned => ChangeKind.CompetencePlanned,
            AskedStatus.Met => ChangeKind.CompetenceMet,
            AskedStatus.Declined => ChangeKind.CompetenceDeclined,
            _ => null,
        };
    }

    // The status when it has become another; null when it stands. One that this version does not know tells nothing.
    private AskedStatus? Become(string status, int subjectVersion)
    {
        var before = Status;
        SubjectVersion = subjectVersion;
        if (Kebab.TryParse<AskedStatus>(status, out var now)) Status = now;
        return Status == before ? null : Status;
    }
}
