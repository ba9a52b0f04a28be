namespace Huset.Deviations;

/// <summary>The legal tracks that restrict a case to those who investigate it.</summary>
public enum TrackKind { LexSarah, LexMaria }

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

    /// <summary>Every wording of every part; the latest of each counts.</summary>
    public List<WrittenPart> Parts { get; private set; } = [];

    /// <summary>Every decision; the latest counts.</summary>
    public List<LexDecision> Decisions { get; private set; } = [];

    public IvoNotification? Notification { get; private set; }
    public List<Informed> Informed { get; private set; } = [];

    public LexDecision? Decision => Decisions.MaxBy(decision => decision.At);

    /// <summary>The part as it is written now; null while it is not.</summary>
    public WrittenPart? Written(string part) => Parts.Where(written => written.Part == part).MaxBy(written => written.At);

    /// <summary>Those of the parts that the law lists which are not written yet, in order.</summary>
    public IReadOnlyList<RequiredPart> Missing(IEnumerable<RequiredPart> required) => [.. required.Where(part => Written(part.Code) is null)];

    internal void Notify(IvoNotification notification) => Notification = notification;

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
