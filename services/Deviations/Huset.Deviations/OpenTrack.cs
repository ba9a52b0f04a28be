using System.Text.Json;
using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Huset.Deviations;

/// <summary>The tracks that bring duties to authorities and do not hide the case as the lex tracks do; which one follows from the case's kind.</summary>
public enum OpenTrackKind { WorkEnvironment, Breach }

/// <summary>Someone whom the law may demand to be told. Fixed, because deadlines depend on them.</summary>
public enum Duty { WorkAuthority, SocialInsurance, SafetyRepresentative, DataAuthority, DataSubjects, CyberWarning, CyberReport, CyberFinal }

/// <summary>How far a duty has come.</summary>
public enum DutyStatus { Undecided, NotRequired, ToSend, Sent, Receipt }

/// <summary>A part of what the track must hold, as it is written now.</summary>
public sealed record TrackPart(string Part, string Text, string ByName, DateTimeOffset At);

/// <summary>What is decided of a duty and why, and when it was done.</summary>
public sealed record DutyState(Duty Duty, bool Required, string Motivation, DateTimeOffset? DoneAt, string? Receipt, string ByName, DateTimeOffset At)
{
    public DutyStatus Status => !Required ? DutyStatus.NotRequired : DoneAt is null ? DutyStatus.ToSend : Receipt is null ? DutyStatus.Sent : DutyStatus.Receipt;
}

/// <summary>When something that a deadline waits for happened.</summary>
public sealed record Moment(CaseEvent Event, DateTimeOffset At);

/// <summary>
/// What the law demands of a work injury or a near miss (AML 1977:1160 ch. 3 § 3 a, AFS 2023:1) or of a breach (GDPR art. 33 and 34, cybersäkerhetslagen
/// 2025:1506 ch. 2 §§ 5–8). It holds personal data of staff: only the unit's manager, the coordinator and the unit's safety representative see it.
/// </summary>
public sealed class OpenTrack
{
    public Guid DeviationId { get; private set; }
    public Deviation Deviation { get; private set; } = null!;
    public OpenTrackKind Kind { get; private set; }

    /// <summary>The nature of what nobody needs to be told of; no code of the list, since it is never chosen there.</summary>
    public const string Nothing = "none";

    /// <summary>When the municipality came to know of it, which is when the law's hours begin.</summary>
    public DateTimeOffset KnownAt { get; private set; }

    /// <summary>What it is, by the code list of the track.</summary>
    public string Nature { get; private set; } = "";

    /// <summary>Who was hurt, or whose data it is.</summary>
    public string? Affected { get; private set; }

    public string BegunByName { get; private set; } = "";
    public DateTimeOffset BegunAt { get; private set; }
    public IReadOnlyList<TrackPart> Parts { get; private set; } = [];
    public IReadOnlyList<DutyState> Duties { get; private set; } = [];

    /// <summary>The safety representative's own words in the inquiry.</summary>
    public string? Statement { get; private set; }

    public string? StatementByName { get; private set; }
    public DateTimeOffset? StatementAt { get; private set; }

    /// <summary>The duties that the track asks about, in order.</summary>
    public static IReadOnlyList<Duty> Of(OpenTrackKind kind) => kind == OpenTrackKind.WorkEnvironment
        ? [Duty.SafetyRepresentative, Duty.WorkAuthority, Duty.SocialInsurance]
        : [Duty.DataAuthority, Duty.DataSubjects, Duty.CyberWarning, Duty.CyberReport, Duty.CyberFinal];

    /// <summary>The track that a case of the kind has; null when none.</summary>
    public static OpenTrackKind? Of(DeviationKind kind) => kind switch
    {
        DeviationKind.WorkEnvironment => OpenTrackKind.WorkEnvironment,
        DeviationKind.InformationSecurity => OpenTrackKind.Breach,
        _ => null,
    };

    public DutyState? this[Duty duty] => Duties.FirstOrDefault(state => state.Duty == duty);

    /// <summary>It was judged that nobody needs to be told, and so there is nothing to write.</summary>
    public bool IsNothing => Nature == Nothing;

    /// <summary>How many duties are not decided or not done, and parts not written.</summary>
    public int Left(IEnumerable<string> required) => IsNothing ? 0 :
        Of(Kind).Count(duty => this[duty] is not { } state || state.Status == DutyStatus.ToSend) + required.Count(part => Parts.All(written => written.Part != part));

    internal static OpenTrack Begin(OpenTrackKind kind, Person by, DateTimeOffset now) => new() { Kind = kind, BegunByName = by.Name, BegunAt = now };

    internal void Set(DateTimeOffset knownAt, string nature, string? affected)
    {
        // What turned out to be something after all is judged from the beginning.
        if (IsNothing) Duties = [];
        (KnownAt, Nature, Affected) = (knownAt.ToUniversalTime(), nature, string.IsNullOrWhiteSpace(affected) ? null : affected.Trim());
    }

    internal void Dismiss(string motivation, Person by, DateTimeOffset now)
    {
        (KnownAt, Nature) = (now, Nothing);
        foreach (var duty in Of(Kind)) Decide(duty, required: false, motivation, null, null, by, now);
    }

    internal void Write(string part, string text, Person by, DateTimeOffset now) =>
        Parts = [.. Parts.Where(written => written.Part != part), new(part, text.Trim(), by.Name, now)];

    /// <exception cref="InvalidField">400: doneAt, receipt or duty.</exception>
    internal void Decide(Duty duty, bool required, string motivation, DateTimeOffset? doneAt, string? receipt, Person by, DateTimeOffset now)
    {
        if (!Of(Kind).Contains(duty)) throw new InvalidField("duty", "The track has no such duty.");
        if (doneAt is { } at && (!required || at < KnownAt || at > now)) throw new InvalidField("doneAt", "It is done only when it is required, after it was known and not ahead.");
        if (!string.IsNullOrWhiteSpace(receipt) && doneAt is null) throw new InvalidField("receipt", "A receipt comes after it is done.");
        Duties = [.. Duties.Where(state => state.Duty != duty), new(duty, required, motivation.Trim(), doneAt?.ToUniversalTime(), string.IsNullOrWhiteSpace(receipt) ? null : receipt.Trim(), by.Name, now)];
    }

    internal void State(string text, Person by, DateTimeOffset now) => (Statement, StatementByName, StatementAt) = (text.Trim(), by.Name, now);

    /// <summary>What the deadlines wait for. To have decided that nobody needs to be told meets one as much as to have told them.</summary>
    internal IEnumerable<Moment> Moments()
    {
        yield return new(CaseEvent.DutiesJudged, BegunAt);
        yield return new(Kind == OpenTrackKind.WorkEnvironment ? CaseEvent.WorkInjuryKnown : CaseEvent.BreachKnown, KnownAt);
        foreach (var state in Duties)
        {
            if (Ends(state.Duty) is { } ends && (state.DoneAt ?? (state.Required ? null : state.At)) is { } at) yield return new(ends, at);
            if (state is { Duty: Duty.CyberReport, DoneAt: { } sent }) yield return new(CaseEvent.CyberReportSent, sent);
        }
    }

    private static CaseEvent? Ends(Duty duty) => duty switch
    {
        Duty.WorkAuthority => CaseEvent.WorkAuthorityDone,
        Duty.DataAuthority => CaseEvent.DataAuthorityDone,
        Duty.DataSubjects => CaseEvent.DataSubjectsDone,
        Duty.CyberWarning => CaseEvent.CyberWarningDone,
        Duty.CyberReport => CaseEvent.CyberReportDone,
        Duty.CyberFinal => CaseEvent.CyberFinalDone,
        _ => null,
    };

    internal static void Configure(EntityTypeBuilder<OpenTrack> track)
    {
        track.ToTable("open_tracks");
        track.HasKey(t => t.DeviationId);
        track.Property(t => t.DeviationId).ValueGeneratedNever();
        track.HasOne(t => t.Deviation).WithOne(d => d.OpenTrack).HasForeignKey<OpenTrack>(t => t.DeviationId).IsRequired();
        track.Property(t => t.Parts).HasColumnType("jsonb").HasConversion(
            parts => JsonSerializer.Serialize(parts, JsonSerializerOptions.Web), json => JsonSerializer.Deserialize<List<TrackPart>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<IReadOnlyList<TrackPart>>((a, b) => ReferenceEquals(a, b), parts => parts.Count, parts => parts));
        track.Property(t => t.Duties).HasColumnType("jsonb").HasConversion(
            duties => JsonSerializer.Serialize(duties, JsonSerializerOptions.Web), json => JsonSerializer.Deserialize<List<DutyState>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<IReadOnlyList<DutyState>>((a, b) => ReferenceEquals(a, b), duties => duties.Count, duties => duties));
    }

    /// <summary>In the case's own row, so that deadlines and lists need no other table.</summary>
    internal static void ConfigureMoments(EntityTypeBuilder<Deviation> deviation) => deviation.Property(d => d.Moments).HasColumnType("jsonb").HasDefaultValueSql("'[]'").HasConversion(
        moments => JsonSerializer.Serialize(moments, JsonSerializerOptions.Web), json => JsonSerializer.Deserialize<List<Moment>>(json, JsonSerializerOptions.Web)!,
        new ValueComparer<IReadOnlyList<Moment>>((a, b) => ReferenceEquals(a, b), moments => moments.Count, moments => moments));
}
