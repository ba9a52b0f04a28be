using Huset.ServiceDefaults.Http;

namespace Huset.Deviations;

/// <summary>The legal tracks, each with its own investigation and decision.</summary>
public enum TrackKind { LexSarah, LexMaria }

/// <summary>How far a case has come in a track, for as long as it lies there; beside the track itself, so that row filters, deadlines and lists need no other table.</summary>
public sealed class TrackState
{
    public DateTimeOffset? BegunAt { get; private set; }

    /// <summary>When it was first decided.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    public Degree? Degree { get; private set; }

    /// <summary>Since when it is decided to be serious.</summary>
    public DateTimeOffset? SeriousAt { get; private set; }

    public DateTimeOffset? NotifiedAt { get; private set; }
    public DateTimeOffset? InvestigationSentAt { get; private set; }

    /// <summary>A private provider runs the unit and tells the board that answers for it (SoL 2025:400 ch. 27, LSS 24 d and 24 f §§), and nobody has recorded that it is told.</summary>
    public bool TellsBoard { get; private set; }

    /// <summary>It is decided not to investigate it (<see cref="InquiryDecision"/>); then there is no degree.</summary>
    public bool Declined { get; private set; }

    /// <summary>The longer time that IVO has given for the investigation; the latest decision of it.</summary>
    public IvoGrant? Granted { get; private set; }

    /// <summary>The soonest of the track's own deadlines that are not met yet.</summary>
    public DateTimeOffset? NextDueAt { get; internal set; }

    /// <summary>What is serious is to be notified to IVO at once.</summary>
    public bool NotifyAtOnce => SeriousAt is not null && NotifiedAt is null;

    internal void Begin(DateTimeOffset now, bool tellsBoard) => (BegunAt, TellsBoard) = (now, tellsBoard);

    internal void BoardTold() => TellsBoard = false;

    internal void Decide(Degree degree, DateTimeOffset now) =>
        (Degree, DecidedAt, SeriousAt) = (degree, DecidedAt ?? now, degree.IsSerious() ? SeriousAt ?? now : null);

    internal void Inquire(bool investigate, DateTimeOffset now)
    {
        if (!investigate) (Declined, DecidedAt) = (true, DecidedAt ?? now);
        else if (Declined) (Declined, DecidedAt) = (false, null);
    }

    /// <summary>It was decided in an old system, and what it was decided to be is not known here.</summary>
    internal void DecidedElsewhere(DateTimeOffset at) => DecidedAt = at;

    internal void Grant(IvoGrant granted) => Granted = granted;

    internal void Notify(DateTimeOffset sentAt, DateTimeOffset? investigationSentAt) => (NotifiedAt, InvestigationSentAt) = (sentAt, investigationSentAt);

    internal void End() => (BegunAt, DecidedAt, Degree, SeriousAt, NotifiedAt, InvestigationSentAt, Declined, NextDueAt, TellsBoard, Granted) = (null, null, null, null, null, null, false, null, false, null);
}

/// <summary>IVO has given longer time for an investigation (PSL 2010:659 ch. 3 § 5, SOSFS 2011:5).</summary>
/// <param name="Until">The last day that it may be sent.</param>
/// <param name="On">The day of IVO's decision.</param>
/// <param name="Reference">IVO's number of it.</param>
public sealed record IvoGrant(DateOnly Until, DateOnly On, string Reference);

/// <summary>A case's way through a legal track, from the handing over to the return, if it is returned, with the track's own investigation and decision.</summary>
public sealed class Track
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Deviation Deviation { get; private set; } = null!;
    public TrackKind Kind { get; private set; }
    public string Reason { get; private set; } = "";
    public string HandedOverBy { get; private set; } = "";
    public string HandedOverByName { get; private set; } = "";
    public DateTimeOffset HandedOverAt { get; private set; }
    public string? ReturnReason { get; private set; }
    public string? ReturnedBy { get; private set; }
    public string? ReturnedByName { get; private set; }
    public DateTimeOffset? ReturnedAt { get; private set; }

    /// <summary>Every decision whether to investigate; the latest counts.</summary>
    public List<InquiryDecision> Inquiries { get; private set; } = [];

    /// <summary>Whether the case concerns a child, which some parts are required for; null until it is said.</summary>
    public bool? ConcernsChild { get; internal set; }

    /// <summary>Every wording of every part; the latest of each counts.</summary>
    public List<WrittenPart> Parts { get; private set; } = [];

    /// <summary>Every decision; the latest counts.</summary>
    public List<LexDecision> Decisions { get; private set; } = [];

    public IvoNotification? Notification { get; private set; }

    /// <summary>What has come of the notification.</summary>
    public List<IvoStep> IvoSteps { get; private set; } = [];
    public List<Informed> Informed { get; private set; } = [];

    /// <summary>Every time that the patient was told a point; the latest of each counts.</summary>
    public List<PatientTold> PatientTold { get; private set; } = [];

    public InquiryDecision? Inquiry => Inquiries.MaxBy(inquiry => inquiry.At);

    /// <summary>Something is written, decided or sent, so it is investigated whether or not anyone has said so.</summary>
    public bool IsBegun => Parts.Count > 0 || Decisions.Count > 0 || Notification is not null;

    public LexDecision? Decision => Decisions.MaxBy(decision => decision.At);

    /// <summary>The part as it is written now; null while it is not.</summary>
    public WrittenPart? Written(string part) => Parts.Where(written => written.Part == part).MaxBy(written => written.At);

    /// <summary>Those of the parts that the law lists which are not written yet, in order.</summary>
    public IReadOnlyList<RequiredPart> Missing(IEnumerable<RequiredPart> required) => [.. required.Where(part => Asks(part) && Written(part.Code) is null)];

    /// <summary>The part must be written in this case.</summary>
    public bool Asks(RequiredPart part) => !part.ForChild || ConcernsChild == true;

    /// <summary>When the patient was told the point last; null while it has not been done.</summary>
    public PatientTold? Told(PatientPoint point) => PatientTold.Where(told => told.Point == point).MaxBy(told => told.At);

    /// <summary>The step of the kind that counts; null while there is none.</summary>
    public IvoStep? Latest(IvoStepKind kind) => IvoSteps.Where(step => step.Kind == kind).MaxBy(step => step.At);

    /// <summary>How far the notification has come; null when there is none and none is due.</summary>
    public IvoStatus? StatusAtIvo(bool notifyAtOnce) =>
        Notification is null ? (notifyAtOnce ? IvoStatus.ToSend : null)
        : Latest(IvoStepKind.Decision) is not null ? IvoStatus.Decided
        : Latest(IvoStepKind.Supplement) is not null ? IvoStatus.Supplemented
        : Notification.Reference is not null ? IvoStatus.Received : IvoStatus.Sent;

    /// <summary>Records the notification, or what has become known of it. What has come of it since stands.</summary>
    /// <exception cref="InvalidField">400: sentOn, investigationSentOn.</exception>
    internal void Notify(IvoNotification notification)
    {
        if (IvoSteps.Exists(step => step.On < notification.SentOn)) throw new InvalidField("sentOn", "It was sent before what came of it.");
        if (Latest(IvoStepKind.Decision) is { } decided && !(notification.InvestigationSentOn <= decided.On)) throw new InvalidField("investigationSentOn", "IVO has decided on the investigation, so it was sent before.");
        Notification = notification;
        if (notification.Reference is null && Latest(IvoStepKind.Receipt) is { } receipt) notification.Receive(receipt.Reference!);
    }

    /// <exception cref="InvalidField">400: on.</exception>
    /// <exception cref="RuleViolation">`ivo.not-notified`; `ivo.investigation-not-sent`, `ivo.no-receipt`: IVO decides on an investigation that it has, under a number of its own.</exception>
    internal void Add(IvoStep step, DateOnly today)
    {
        if (Notification is not { } sent) throw new RuleViolation("ivo.not-notified", "IVO is not notified yet.");
        var decides = step.Kind == IvoStepKind.Decision;
        if (decides && sent.InvestigationSentOn is null) throw new RuleViolation("ivo.investigation-not-sent", "IVO decides on an investigation that it has; record when it was sent.");
        if (decides && sent.Reference is null) throw new RuleViolation("ivo.no-receipt", "IVO's own number is not known; record the receipt first.");
        if (step.On > today || step.On < (decides ? sent.InvestigationSentOn : sent.SentOn)) throw new InvalidField("on", "It lies between what it follows on and today.");
        IvoSteps.Add(step);
        // Longer time may be decided under a number of its own.
        if (step is { Kind: IvoStepKind.Receipt, Reference: { } reference }) sent.Receive(reference);
    }

    internal static Track Begin(TrackKind kind, string reason, string by, string byName, DateTimeOffset now) => new()
    {
        Kind = kind,
        Reason = reason.Trim(),
        HandedOverBy = by,
        HandedOverByName = byName,
        HandedOverAt = now,
    };

    internal void End(string reason, string by, string byName, DateTimeOffset now) =>
        (ReturnReason, ReturnedBy, ReturnedByName, ReturnedAt) = (reason.Trim(), by, byName, now);
}
