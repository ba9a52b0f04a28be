namespace Huset.Deviations;

/// <summary>The legal tracks that restrict a case to those who investigate it.</summary>
public enum TrackKind { LexSarah, LexMaria }

/// <summary>A case's way through a legal track, from the handing over to the return, if it is returned.</summary>
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
