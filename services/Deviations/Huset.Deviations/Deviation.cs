using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations;

/// <summary>What a deviation concerns; fixed, because the law depends on it.</summary>
public enum DeviationKind { SocialCare, HealthCare, WorkEnvironment, InformationSecurity, Cooperation, Other }

/// <summary>Whether someone came to harm, as the reporter saw it.</summary>
public enum Harm { None, Minor, Serious, Unknown }

/// <summary>Where the case stands.</summary>
public enum DeviationStatus { Reported, Assessed, Investigating, Decided, Acting, FollowingUp, Closed }

/// <summary>Something that went wrong or nearly did, from the report on.</summary>
public sealed class Deviation : ICase
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Reference { get; private set; } = "";
    public string UnitCode { get; private set; } = "";
    public DeviationKind Kind { get; private set; }
    public Harm Harm { get; private set; }
    public DeviationStatus Status { get; private set; }
    public string Description { get; private set; } = "";
    public string? ImmediateAction { get; private set; }

    /// <summary>The reporter suspects something serious. It only marks: who has the right hands the case over (decision 19).</summary>
    public bool SuspectedSerious { get; private set; }

    public Guid? ActivityId { get; private set; }
    public DateTimeOffset OccurredAt { get; private set; }

    /// <summary>Day and hour on a Swedish clock, computed at write so that counting needs no time zone.</summary>
    public DateOnly OccurredOn { get; private set; }

    public int OccurredHour { get; private set; }
    public DateTimeOffset ReportedAt { get; private set; }
    public string ReporterId { get; private set; } = "";
    public string ReporterName { get; private set; } = "";
    public int Version { get; private set; }

    /// <summary>Every time that the case has been in a legal track; as many of them as the reader may see.</summary>
    public List<Track> Tracks { get; private set; } = [];

    // Beside the tracks themselves, so that the row filter needs no other table.
    public bool InLexSarah { get; private set; }
    public bool InLexMaria { get; private set; }

    /// <summary>The tracks that the case lies in now; nobody but their investigators sees it.</summary>
    public IEnumerable<TrackKind> RestrictedTo
    {
        get
        {
            if (InLexSarah) yield return TrackKind.LexSarah;
            if (InLexMaria) yield return TrackKind.LexMaria;
        }
    }

    public bool IsRestricted => InLexSarah || InLexMaria;

    /// <summary>The first sentence of the reporter's words; shown, never in events.</summary>
    public string Title => FirstSentence(Description);

    public static Deviation Report(
        long number, string unitCode, DateTimeOffset occurredAt, DeviationKind kind, Harm harm, string description, string? immediateAction,
        bool suspectedSerious, Guid? activityId, string reporterId, string reporterName, DateTimeOffset now) => new()
        {
            Reference = $"AVV-{SwedishTime.Day(now).Year}-{number:0000}",
            UnitCode = unitCode,
            Kind = kind,
            Harm = harm,
            Status = DeviationStatus.Reported,
            Description = description.Trim(),
            ImmediateAction = string.IsNullOrWhiteSpace(immediateAction) ? null : immediateAction.Trim(),
            SuspectedSerious = suspectedSerious,
            ActivityId = activityId,
            OccurredAt = occurredAt.ToUniversalTime(),
            OccurredOn = SwedishTime.Day(occurredAt),
            OccurredHour = SwedishTime.Hour(occurredAt),
            ReportedAt = now,
            ReporterId = reporterId,
            ReporterName = reporterName,
            Version = 1,
        };

    /// <summary>From now on only the track's investigators see the case; it may lie in both (SoL 2025:400 ch. 27, PSL 2010:659 ch. 3 § 5).</summary>
    /// <exception cref="RuleViolation">`deviation.already-handed-over`</exception>
    public void HandOver(TrackKind track, string reason, string by, string byName, DateTimeOffset now)
    {
        if (RestrictedTo.Contains(track)) throw new RuleViolation("deviation.already-handed-over", "The case is in this track already.");
        Tracks.Add(Track.Begin(track, reason, by, byName, now));
        Put(track, true);
    }

    /// <summary>The case is judged not to belong to the track; out of its last track it is an ordinary case again.</summary>
    public void Return(TrackKind track, string reason, string by, string byName, DateTimeOffset now)
    {
        Tracks.Single(begun => begun.Kind == track && begun.ReturnedAt is null).End(reason, by, byName, now);
        Put(track, false);
    }

    public DeviationReported ToReported() => new(
        Id, UnitCode, Kebab.Of(Kind), Kebab.Of(Harm), OccurredOn, OccurredHour, Kebab.Of(Status), Severity: null, Probability: null,
        Visibility.Analyst, Links, Version, ReportedAt);

    public DeviationTracksChanged ToTracksChanged(DateTimeOffset at) => new(
        Id, [.. RestrictedTo.Select(Kebab.Of)], UnitCode, Kebab.Of(Kind), Kebab.Of(Harm), OccurredOn, OccurredHour, Kebab.Of(Status), Severity: null,
        Probability: null, Visibility.Internal, Links, Version, at);

    private IReadOnlyList<Link> Links => ActivityId is { } activity ? [new Link("arose-in", "activity", activity.ToString())] : [];

    private void Put(TrackKind track, bool inside)
    {
        if (track == TrackKind.LexSarah) InLexSarah = inside;
        else InLexMaria = inside;
        Version++;
    }

    private static string FirstSentence(string text)
    {
        const int longest = 100;
        var end = text.AsSpan().IndexOfAny('.', '\n', '!');
        var question = text.IndexOf('?');
        if (question >= 0 && (end < 0 || question < end)) end = question + 1;
        var sentence = (end > 0 ? text[..end] : text).Trim();
        if (sentence.Length <= longest) return sentence;
        var space = sentence.LastIndexOf(' ', longest);
        return sentence[..(space > 0 ? space : longest)].TrimEnd() + " …";
    }
}
