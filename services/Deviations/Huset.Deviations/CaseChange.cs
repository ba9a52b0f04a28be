using Huset.Deviations.Contracts;
using Huset.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Huset.Deviations;

/// <summary>What was done to a case.</summary>
public enum ChangeKind { Assessed, CauseFound, CauseReworded, CauseAccepted, ActionPlanned, ActionChanged, ActionCompleted, EffectChecked, Begun, HandedOver, Returned, Closed, Reopened, Placed, RevisionAsked, RevisionAnswered, RevisionDeclined, CompetenceAsked, CompetencePlanned, CompetenceMet, CompetenceDeclined, Answered, PartWritten, LexDecided, IvoNotified, Informed, Paused, Resumed, ActionProposed, ProposalDecided, FileAttached, FileRemoved, Shared, Unshared, Registered, DutiesBegun, DutyPartWritten, DutyDecided, StatementWritten, IvoReceived, IvoSupplemented, IvoDecided, InquiryDecided, NoteWritten, TimeEntered, TimeReworded, TimeRemoved, PatientTold, CooperationSent, CooperationReceived, CooperationAnswered, CooperationClosed, DutiesDismissed, IvoExtended, UnitTaskGiven, DutyDone, CouncilShared }

/// <summary>One line of a case's history: who did what, and which version of the case it made.</summary>
public sealed class CaseChange
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid DeviationId { get; private set; }
    public Deviation Deviation { get; private set; } = null!;
    public int Version { get; private set; }
    public ChangeKind Kind { get; private set; }

    /// <summary>The cause or action that it was done to.</summary>
    public Guid? SubjectId { get; private set; }

    /// <summary>Why, where a reason is asked for: of a reopening.</summary>
    public string? Reason { get; private set; }

    /// <summary>The track whose investigation it was done in, which is told nowhere else.</summary>
    public TrackKind? Track { get; private set; }

    /// <summary>What it was of, when there are several: a code that is told with the step (<see cref="TellSteps"/>) and not kept here.</summary>
    public string? Code { get; private set; }

    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    public CaseStepTaken ToTaken(Deviation deviation) => new(deviation.Id, Kebab.Of(Kind), Code, Track is { } track ? Kebab.Of(track) : null, deviation.UnitCode, Version, At);

    internal static CaseChange Of(int version, ChangeKind kind, Guid? subject, Person by, DateTimeOffset now, string? reason = null, TrackKind? track = null, string? code = null) => new()
    {
        Code = code,
        Version = version,
        Track = track,
        Kind = kind,
        SubjectId = subject,
        Reason = reason?.Trim(),
        ById = by.Id,
        ByName = by.Name,
        At = now,
    };
}

/// <summary>Publishes every step that is taken in a case, with the write that takes it; so no slice can forget to.</summary>
public sealed class TellSteps : SaveChangesInterceptor
{
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is DeviationsDb db)
        {
            foreach (var taken in db.ChangeTracker.Entries<CaseChange>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity.ToTaken(entry.Entity.Deviation)).ToList()) db.Publish(taken);
        }
        return ValueTask.FromResult(result);
    }
}

/// <summary>What someone is told.</summary>
public enum NoticeKind { Answered, ActionPlanned, ActionDue, EffectCheckDue, DeadlineNear, DeadlinePassed, DeadlineEscalated, Reopened, OwnerLeft, RevisionAnswered, RevisionDeclined, CompetencePlanned, CompetenceMet, CompetenceDeclined, ActionProposed, ProposalDecided, WorkEnvironmentReported, TopicReported, HandedOver, Returned, BreachReported, UnitTaskGiven, UnitTaskDue, UnitTaskDone, RiskActionNear, RiskActionLate, CooperationUnanswered }

/// <summary>A line to a person that something waits or has been answered. It names the case, or what it is about instead of one, and nothing of what is in it.</summary>
public sealed class Notice
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string PersonId { get; private set; } = "";
    public NoticeKind Kind { get; private set; }
    public Guid? DeviationId { get; private set; }
    public string? CaseReference { get; private set; }

    /// <summary>The unit's task that it is about; then there is no case.</summary>
    public Guid? UnitTaskId { get; private set; }

    /// <summary>The risk analysis that it is about, whose action stands in <see cref="ActionId"/>; then there is no case.</summary>
    public Guid? RiskAnalysisId { get; private set; }

    /// <summary>What was sent to another principal, when it is about that.</summary>
    public Guid? CooperationId { get; private set; }

    public Guid? ActionId { get; private set; }

    /// <summary>The deadline that it is about, and its last day as it was then: one that is moved is told of anew.</summary>
    public DeadlineCode? Deadline { get; private set; }

    public DateOnly? LastDay { get; private set; }
    public DateTimeOffset At { get; private set; }
    public DateTimeOffset? ReadAt { get; private set; }

    public static Notice To(string personId, NoticeKind kind, Guid deviationId, string caseReference, Guid? actionId, DateTimeOffset now) => new()
    {
        PersonId = personId,
        Kind = kind,
        DeviationId = deviationId,
        CaseReference = caseReference,
        ActionId = actionId,
        At = now,
    };

    public static Notice Of(string personId, NoticeKind kind, Deviation deviation, DeadlineCode deadline, DateOnly lastDay, DateTimeOffset now)
    {
        var notice = To(personId, kind, deviation.Id, deviation.Reference, null, now);
        (notice.Deadline, notice.LastDay) = (deadline, lastDay);
        return notice;
    }

    public static Notice Of(string personId, NoticeKind kind, UnitTask task, DateTimeOffset now) => new() { PersonId = personId, Kind = kind, UnitTaskId = task.Id, At = now };

    /// <summary>Of an action in a risk analysis, whose number it has.</summary>
    public static Notice Of(string personId, NoticeKind kind, Guid riskAnalysisId, string reference, Guid actionId, DateTimeOffset now) =>
        new() { PersonId = personId, Kind = kind, RiskAnalysisId = riskAnalysisId, CaseReference = reference, ActionId = actionId, At = now };

    public static Notice Of(string personId, NoticeKind kind, Cooperation sent, DateTimeOffset now)
    {
        var notice = To(personId, kind, sent.DeviationId, sent.CaseReference, null, now);
        notice.CooperationId = sent.Id;
        return notice;
    }

    public void Read(DateTimeOffset now) => ReadAt ??= now;
}

