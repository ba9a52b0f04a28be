namespace Huset.Deviations;

/// <summary>
/// Something that is noted beside the investigation's parts, on the day that it tells of, with its source and its writer (SOSFS 2011:5 ch. 5). It is never changed: what
/// turns out otherwise is a new note.
/// </summary>
public sealed class CaseNote
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid DeviationId { get; private set; }
    public Deviation Deviation { get; private set; } = null!;

    /// <summary>The track that it was written in, whose investigators alone see it; null for what was written in an ordinary case.</summary>
    public TrackKind? Track { get; private set; }

    /// <summary>The day that it tells of.</summary>
    public DateOnly On { get; private set; }

    public NoteKind Kind { get; private set; }

    /// <summary>Where it is known from: whom, or which record.</summary>
    public string Source { get; private set; } = "";

    public string Text { get; private set; } = "";
    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public string ByTitle { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    internal static CaseNote Of(TrackKind? track, DateOnly on, NoteKind kind, string source, string text, Person by, string title, DateTimeOffset now) => new()
    {
        Track = track,
        On = on,
        Kind = kind,
        Source = source.Trim(),
        Text = text.Trim(),
        ById = by.Id,
        ByName = by.Name,
        ByTitle = title.Trim(),
        At = now,
    };
}

/// <summary>What happened when, in the event that the case is about; unlike a note it is a picture that is put right as more is known.</summary>
public sealed class TimelineEntry
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid DeviationId { get; private set; }
    public Deviation Deviation { get; private set; } = null!;

    /// <summary>As of a <see cref="CaseNote"/>.</summary>
    public TrackKind? Track { get; private set; }

    /// <summary>On a Swedish clock; without a time when only the day is known.</summary>
    public DateOnly On { get; private set; }

    public TimeOnly? Time { get; private set; }
    public string What { get; private set; } = "";

    /// <summary>Where it is known from: whom, or which record.</summary>
    public string Source { get; private set; } = "";

    internal static TimelineEntry Of(TrackKind? track, DateOnly on, TimeOnly? time, string what, string source)
    {
        var entry = new TimelineEntry { Track = track };
        entry.Reword(on, time, what, source);
        return entry;
    }

    internal void Reword(DateOnly on, TimeOnly? time, string what, string source) => (On, Time, What, Source) = (on, time, what.Trim(), source.Trim());
}
