using System.ComponentModel;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations;

/// <summary>A deviation as this reader may see it.</summary>
public sealed record DeviationView(
    [property: Description("Ärendets id. / Id of the case.")] Guid Id,
    [property: Description("Ärendets nummer, till exempel AVV-2026-0001. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Var ärendet står. / Where the case stands.")] DeviationStatus Status,
    [property: Description("Rapportens första mening; saknas för den som inte får läsa fritext. / The report's first sentence; absent for who may not read free text.")][property: Example("Morgondosen gavs två timmar för sent")] string? Title,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vad det gäller. / What it concerns.")] DeviationKind Kind,
    [property: Description("Om någon kom till skada, enligt rapportören. / Harm, as the reporter saw it.")] Harm Harm,
    [property: Description("När det hände, UTC. / When it happened, UTC.")] DateTimeOffset OccurredAt,
    [property: Description("När det rapporterades, UTC. / When it was reported, UTC.")] DateTimeOffset ReportedAt,
    [property: Description("Rapportörens misstanke om något allvarligt. / The reporter suspects something serious.")] bool SuspectedSerious,
    [property: Description("Steget i processen, om det valts. / Step of the process, when chosen.")] Guid? ActivityId,
    [property: Description("Rutinen som det gäller, om den valts. / The routine that it concerns, when chosen.")] Guid? RoutineId,
    [property: Description("Rapportörens egna ord. / The reporter's own words.")][property: Example("Morgondosen gavs två timmar för sent. Passet hade två personer i stället för tre.")] string? Description,
    [property: Description("Vad som gjordes genast. / What was done at once.")][property: Example("Sjuksköterskan ringdes.")] string? ImmediateAction,
    [property: Description("Rapportörens namn. / The reporter's name.")][property: Example("Karin Testsson")] string? ReportedBy,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version,
    [property: Description("Ärendet är överlämnat för särskild utredning; rapportören ser då sin rapport men inte det som händer sedan. / The case is handed over to be investigated specially; its reporter then sees the report but nothing of what comes after.")] bool HandedOver,
    [property: Description("De sekretessbelagda spår som ärendet ligger i, för den som utreder. / The restricted tracks that the case lies in, for its investigators.")] IReadOnlyList<TrackKind>? RestrictedTo,
    [property: Description("Överlämnanden till rättsliga spår, för den som får läsa dem; inte i listor. / Times it was handed over to a legal track, for who may read them; not in lists.")] IReadOnlyList<TrackView>? Tracks,
    [property: Description("Hur det är bedömt. / How it is judged.")] AssessmentView? Assessment,
    [property: Description("Orsakerna och åtgärderna mot dem; inte i listor. / The causes and the actions against them; not in lists.")] IReadOnlyList<CauseView>? Causes,
    [property: Description("Svaret till rapportören. / The answer to the reporter.")][property: Example("Tack. Två på passet har nu delegering, och vi följer upp i mars.")] string? Feedback,
    [property: Description("När rapportören först fick svar, UTC. / When the reporter was first answered, UTC.")] DateTimeOffset? AnsweredAt,
    [property: Description("När ärendet avslutades, UTC. / When the case was closed, UTC.")] DateTimeOffset? ClosedAt,
    [property: Description("Vad som gjorts, äldst först; bara när ett ärende läses. / What has been done, oldest first; only when a case is read.")] IReadOnlyList<ChangeView>? History,
    [property: Description("Koder för det som saknas innan ärendet kan avslutas, för den som får handlägga det; tom lista när inget saknas. / Codes of what is missing before the case can be closed, for who may handle it; an empty list when nothing is.")][property: Example("deviation.cause-missing")] IReadOnlyList<string>? Missing,
    [property: Description("När rapportören senast ska ha fått svar, UTC; saknas när ingen regel säger det. / When the reporter is to be answered at the latest, UTC; absent when no rule says so.")] DateTimeOffset? AnswerBy,
    [property: Description("Den närmaste tidsfristen som löper, UTC. / The nearest deadline that runs, UTC.")] DateTimeOffset? NextDueAt,
    [property: Description("Steget med namn, om det är känt här; bara när ett ärende läses. / The step with its name, when it is known here; only when a case is read.")] StepView? Step = null,
    [property: Description("Rutinen med namn, om den är känd här; bara när ett ärende läses. / The routine with its name, when it is known here; only when a case is read.")] RoutineView? Routine = null,
    [property: Description("Synpunkten som avvikelsen kommer från. / The complaint that the deviation comes from.")] EscalatedFromView? EscalatedFrom = null,
    [property: Description("Kategori, ur listan categories. / Category, from the list categories.")][property: Example("dose-late")] string? Category = null,
    [property: Description("Ämne, ur listan topics. / Topic, from the list topics.")][property: Example("medicines")] string? Topic = null,
    [property: Description("Om det hände, nästan hände, kan hända, gick bra eller är en samlad rapport. / Whether it happened, nearly happened, may happen, went well or is a collective report.")] Nature Nature = Nature.Happened,
    [property: Description("Vem eller vad som berördes, ur listan affected. / Who or what was affected, from the list affected.")][property: Example("colleague")] IReadOnlyList<string>? Affected = null,
    [property: Description("En samlad rapports första dag. / First day of a collective report.")] DateOnly? PeriodFrom = null,
    [property: Description("En samlad rapports sista dag. / Last day of a collective report.")] DateOnly? PeriodTo = null,
    [property: Description("En samlad rapports antal per kategori. / A collective report's number for each category.")] IReadOnlyList<CategoryCountView>? Counts = null,
    [property: Description("Rapportörens namn är skyddat: bara den som utreder enligt lag och rapportören ser det. / The reporter's name is protected: only who investigates by law and the reporter see it.")] bool NameProtected = false,
    [property: Description("Ett anonymt tips, som inte är någon lex Sarah-rapport. / An anonymous tip, which is no lex Sarah report.")] bool IsTip = false,
    [property: Description("Det äldre system som ärendet är inläst från. / The old system that the case was taken in from.")] ImportedFromView? ImportedFrom = null,
    [property: Description("Diarienumret, för den som får läsa hela ärendet. / The registry number, for who may read all of the case.")][property: Example("SN 2026/123")] string? RegistryNumber = null)
{
    /// <summary>How much of the case is shown here.</summary>
    [JsonIgnore]
    public Sight Sight { get; init; } = Sight.Full;

    /// <summary>Names of the category and the topic, for the page.</summary>
    [JsonIgnore]
    public (string? Category, string? Topic) Sorted { get; init; }

    /// <summary>Names of who or what was affected, for the page.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> AffectedNames { get; init; } = [];

    /// <summary>From which figures on causes must be sought, for who may handle the case.</summary>
    [JsonIgnore]
    public InvestigationLimits? Limits { get; init; }

    /// <summary>By which rule the figures suggest that the case is handed over, for who may do it; judging is the manager's.</summary>
    [JsonIgnore]
    public LexSuggestion? Suggestion { get; init; }

    /// <summary>What the reporter keeps of a restricted case.</summary>
    [JsonIgnore]
    public bool IsReceipt => HandedOver && RestrictedTo is null;

    /// <param name="deviation">The case, which the row filter has let through.</param>
    /// <param name="reader">Who reads it.</param>
    /// <param name="limits">From which figures on causes must be sought; without them nothing is told of what is missing.</param>
    public static DeviationView Of(Deviation deviation, CurrentUser reader, InvestigationLimits? limits = null)
    {
        if (!reader.MayWork(deviation)) limits = null;
        var sight = SightOf(deviation, reader);
        var (readsText, receipt) = (sight != Sight.Codes, sight == Sight.Receipt);
        // The reporter of a restricted case keeps what was reported, and even its version and status tell nothing of what comes after.
        return new DeviationView(
            deviation.Id, deviation.Reference, receipt ? DeviationStatus.Reported : deviation.Status, readsText ? deviation.Title : null, deviation.UnitCode, deviation.Kind,
            deviation.Harm, deviation.OccurredAt, deviation.ReportedAt, deviation.SuspectedSerious, receipt ? null : deviation.ActivityId, receipt ? null : deviation.RoutineId,
            readsText ? deviation.Description : null, readsText ? deviation.ImmediateAction : null, readsText && !deviation.IsTip && (!deviation.NameProtected || deviation.ReporterId == reader.Id) ? deviation.ReporterName : null,
            receipt ? 1 : deviation.Version, deviation.IsRestricted, deviation.IsRestricted && !receipt ? [.. deviation.RestrictedTo] : null,
            !receipt && deviation.Tracks.Count > 0 ? [.. deviation.Tracks.OrderBy(track => track.HandedOverAt).Select(TrackView.Of)] : null,
            !receipt && deviation.Assessment is { } assessment ? AssessmentView.Of(assessment, sight) : null,
            !receipt && deviation.Causes.Count > 0 ? [.. deviation.Causes.OrderBy(cause => cause.Id).Select(cause => CauseView.Of(cause, sight))] : null,
            sight is Sight.Full or Sight.Reporter ? deviation.Feedback : null,
            receipt ? null : deviation.AnsweredAt,
            receipt ? null : deviation.ClosedAt,
            !receipt && deviation.Changes.Count > 0 ? [.. deviation.Changes.OrderBy(change => change.Version).ThenBy(change => change.Id).Select(change => ChangeView.Of(change, sight, reader.KnowsReporter(deviation) ? null : deviation.ReporterId))] : null,
            limits is not null && deviation.ClosedAt is null ? [.. deviation.MissingToClose(limits)] : null,
            receipt ? null : deviation.AnswerBy,
            // In both tracks it may be the other's, whose investigation one does not see.
            sight is Sight.Full or Sight.Codes && deviation.RestrictedTo.All(reader.Investigates) ? deviation.NextDueAt : null)
        {
            Sight = sight,
            Limits = limits,
            Category = receipt ? null : deviation.Category,
            Topic = receipt ? null : deviation.Topic,
            Nature = deviation.Nature,
            Affected = deviation.Affected.Length == 0 ? null : deviation.Affected,
            NameProtected = deviation.NameProtected,
            IsTip = deviation.IsTip,
            PeriodFrom = deviation.PeriodFrom,
            PeriodTo = deviation.PeriodTo,
            Counts = deviation.Nature == Nature.Collective ? [.. deviation.Counts.Select(count => new CategoryCountView(count.Category, count.Number))] : null,
            EscalatedFrom = !receipt && deviation.EscalatedFrom is { } from ? new(from.ComplaintId, from.Reference, readsText ? from.Motivation : null) : null,
            RegistryNumber = sight == Sight.Full ? RegistryNumberOf(deviation, reader) : null,
            ImportedFrom = deviation.ImportedFrom is { } old ? new(old.Source, old.Reference) : null,
        };
    }

    // In both tracks it may be that of the notification in lex Sarah, which the other's investigators are not told of.
    internal static string? RegistryNumberOf(Deviation deviation, CurrentUser reader) => !deviation.InLexSarah || reader.Investigates(TrackKind.LexSarah) ? deviation.RegistryNumber : null;

    /// <summary>How much of the case the reader sees; the row filter has let it through.</summary>
    public static Sight SightOf(Deviation deviation, CurrentUser reader) => Opens(deviation, reader) switch
    {
        Permissions.ReadWithoutText => Sight.Codes,
        Permissions.Read when deviation.IsRestricted => Sight.Receipt,
        Permissions.Read when deviation.ReporterId == reader.Id && !reader.IsSystem && !reader.UnitsOf(Permissions.Read).Contains(deviation.UnitCode)
            && !OpensByKind(deviation, reader) && !reader.Mandate().Opens(deviation) => Sight.Reporter,
        _ => Sight.Full,
    };

    /// <summary>Why the case is open to the reader, for the access log: the permission and how far it reaches.</summary>
    public static string Why(Deviation deviation, CurrentUser reader) => Opens(deviation, reader) switch
    {
        Permissions.Read when deviation.ReporterId == reader.Id => $"{Permissions.Read}/own",
        Permissions.Read when reader.IsSystem || reader.UnitsOf(Permissions.Read).Contains(deviation.UnitCode) => $"{Permissions.Read}/units",
        Permissions.Read => $"{Permissions.Read}/assigned",
        var permission => $"{permission}/all",
    };

    // The strongest permission that opens the case; the row filter has let it through by one of them.
    private static string Opens(Deviation deviation, CurrentUser reader) =>
        deviation.IsRestricted ? deviation.RestrictedTo.Where(reader.Investigates).Select(CaseRights.ToRead).FirstOrDefault(Permissions.Read)
        : reader.IsSystem
        || (reader.ReachesOwn(Permissions.Read) && deviation.ReporterId == reader.Id)
        || reader.UnitsOf(Permissions.Read).Contains(deviation.UnitCode)
        || reader.Mandate().Opens(deviation) ? Permissions.Read
        : deviation.Kind == DeviationKind.HealthCare && reader.ReachesAll(Permissions.ReadHealthCare) ? Permissions.ReadHealthCare
        : deviation.Kind == DeviationKind.WorkEnvironment && reader.ReachesAll(Permissions.ReadWorkEnvironment) ? Permissions.ReadWorkEnvironment
        : Permissions.ReadWithoutText;

    private static bool OpensByKind(Deviation deviation, CurrentUser reader) =>
        (deviation.Kind == DeviationKind.HealthCare && reader.ReachesAll(Permissions.ReadHealthCare))
        || (deviation.Kind == DeviationKind.WorkEnvironment && reader.ReachesAll(Permissions.ReadWorkEnvironment));
}

/// <summary>How many mild events of a category a collective report tells of.</summary>
public sealed record CategoryCountView(
    [property: Description("Kategori, ur listan categories. / Category, from the list categories.")][property: Example("signature-missing")] string Category,
    [property: Description("Hur många. / How many.")][property: Example("7")] int Number);

/// <summary>The complaint that a deviation comes from.</summary>
public sealed record EscalatedFromView(
    [property: Description("Synpunktens id. / Id of the complaint.")] Guid ComplaintId,
    [property: Description("Synpunktens nummer. / The complaint's number.")][property: Example("SYN-2026-0001")] string Reference,
    [property: Description("Varför den är en avvikelse; saknas för den som inte får läsa fritext. / Why it is a deviation; absent for who may not read free text.")][property: Example("Dosen gavs två timmar för sent.")] string? Motivation)
{
    /// <summary>Where Complaints shows it, to who may see it there.</summary>
    [JsonIgnore]
    public string Address => $"/synpunkter/{ComplaintId}";
}

/// <summary>The old system that a case was taken in from.</summary>
public sealed record ImportedFromView(
    [property: Description("Det gamla systemet. / The old system.")][property: Example("gamla-systemet")] string Source,
    [property: Description("Ärendets nummer där. / The case's number there.")][property: Example("LC-2019-17")] string Reference);

/// <summary>A step of a process, as Processes last told of it.</summary>
public sealed record StepView(
    [property: Description("Stegets id. / Id of the step.")] Guid ActivityId,
    [property: Description("Stegets namn. / Name of the step.")][property: Example("Dela läkemedel")] string Name,
    [property: Description("Processens id. / Id of the process.")] Guid ProcessId,
    [property: Description("Processens namn, om den är känd här. / Name of the process, when it is known here.")][property: Example("Läkemedelshantering")] string? Process,
    [property: Description("Steget finns inte längre i processen. / It is no step of the process any longer.")] bool Ended,
    [property: Description("Steget som tog dess plats. / The step that took its place.")] Guid? ReplacedBy)
{
    /// <summary>Where Processes shows it.</summary>
    [JsonIgnore]
    public string Address => $"/processer/process/{ProcessId}#steg-{ActivityId}";
}

/// <summary>A routine or another steering document, as Processes last told of it.</summary>
public sealed record RoutineView(
    [property: Description("Dokumentets id. / Id of the document.")] Guid RoutineId,
    [property: Description("Dokumentets titel. / Title of the document.")][property: Example("Delegering av läkemedel")] string Name,
    [property: Description("En version gäller. / A version is in force.")] bool InForce)
{
    /// <summary>Where Processes shows it.</summary>
    [JsonIgnore]
    public string Address => AddressOf(RoutineId);

    public static string AddressOf(Guid id) => $"/processer/rutiner/{id}";
}

/// <summary>One time that the case was handed over to a legal track.</summary>
public sealed record TrackView(
    [property: Description("Spåret. / The track.")] TrackKind Track,
    [property: Description("Vem som lämnade över. / Who handed it over.")][property: Example("Karin Testsson")] string HandedOverBy,
    [property: Description("När det lämnades över, UTC. / When it was handed over, UTC.")] DateTimeOffset HandedOverAt,
    [property: Description("Varför. / Why.")][property: Example("En omsorgstagare blev utan tillsyn en natt.")] string Reason,
    [property: Description("Vem som lämnade tillbaka. / Who returned it.")][property: Example("Lena Testsson")] string? ReturnedBy,
    [property: Description("När det lämnades tillbaka, UTC. / When it was returned, UTC.")] DateTimeOffset? ReturnedAt,
    [property: Description("Varför det lämnades tillbaka. / Why it was returned.")][property: Example("Bedömd som avvikelse, inte missförhållande.")] string? ReturnReason)
{
    public static TrackView Of(Track track) =>
        new(track.Kind, track.HandedOverByName, track.HandedOverAt, track.Reason, track.ReturnedByName, track.ReturnedAt, track.ReturnReason);
}

/// <summary>What is told of a case that has changed hands: who gave it may not see it any more.</summary>
public sealed record TrackReceipt(
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Spåret. / The track.")] TrackKind Track,
    [property: Description("När det skedde, UTC. / When it was done, UTC.")] DateTimeOffset At);
