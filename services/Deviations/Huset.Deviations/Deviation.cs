using Huset.Complaints.Contracts;
using Huset.Deviations.Contracts;
using Huset.Deviations.Features.Attachments;
using Huset.Deviations.Features.Imports;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations;

/// <summary>What a deviation concerns; fixed, because the law depends on it.</summary>
public enum DeviationKind { SocialCare, HealthCare, WorkEnvironment, InformationSecurity, Cooperation, Other }

/// <summary>Whether someone came to harm, as the reporter saw it.</summary>
public enum Harm { None, Minor, Serious, Unknown }

/// <summary>What sort of report it is; it never changes.</summary>
public enum Nature
{
    /// <summary>It happened.</summary>
    Happened,

    /// <summary>It nearly happened.</summary>
    NearMiss,

    /// <summary>It has not happened, but somebody sees that it may.</summary>
    Risk,

    /// <summary>It went well: no case to handle, but something to thank for and learn of.</summary>
    Good,

    /// <summary>Many mild events in one report, with a number for each category.</summary>
    Collective,
}

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
    public Nature Nature { get; private set; }

    /// <summary>Who or what was affected, where the kind asks; codes of the list affected.</summary>
    public string[] Affected { get; private set; } = [];

    /// <summary>Of a collective report: its first and last day, its categories, and how many there were of each.</summary>
    public DateOnly? PeriodFrom { get; private set; }

    public DateOnly? PeriodTo { get; private set; }
    public string[] CountedCategories { get; private set; } = [];
    public int[] CountedNumbers { get; private set; } = [];

    public IEnumerable<CategoryCount> Counts => CountedCategories.Zip(CountedNumbers, (category, number) => new CategoryCount(category, number));

    public bool IsGood => Nature == Nature.Good;
    public DeviationStatus Status { get; private set; }
    public string Description { get; private set; } = "";
    public string? ImmediateAction { get; private set; }

    /// <summary>The reporter suspects something serious. It only marks: who has the right hands the case over (decision 19).</summary>
    public bool SuspectedSerious { get; private set; }

    /// <summary>The step of a process where it happened, and the routine that it concerns; either may be one that is not known here yet (decision 10).</summary>
    public Guid? ActivityId { get; private set; }

    public Guid? RoutineId { get; private set; }

    /// <summary>Codes of the lists categories and topics: what it is about more closely, and across kinds.</summary>
    public string? Category { get; private set; }

    public string? Topic { get; private set; }

    /// <summary>The complaint that it comes from.</summary>
    public EscalatedFrom? EscalatedFrom { get; private set; }

    /// <summary>The old system that it was taken in from, and its number there.</summary>
    public ImportedFrom? ImportedFrom { get; private set; }

    public DateTimeOffset OccurredAt { get; private set; }

    /// <summary>Day and hour on a Swedish clock, computed at write so that counting needs no time zone.</summary>
    public DateOnly OccurredOn { get; private set; }

    public int OccurredHour { get; private set; }
    public DateTimeOffset ReportedAt { get; private set; }
    public string ReporterId { get; private set; } = "";
    public string ReporterName { get; private set; } = "";

    /// <summary>The reporter's name is kept from colleagues and managers; who investigates a legal track sees it.</summary>
    public bool NameProtected { get; private set; }

    /// <summary>Left by someone whom nothing that is stored tells of; no lex Sarah report.</summary>
    public bool IsTip { get; private set; }

    /// <summary>By which who left the tip reads the answer (<see cref="TipCode"/>).</summary>
    public byte[]? TipCodeHash { get; private set; }

    public int Version { get; private set; }

    /// <summary>The key of the form that it was written in, so that the same form sent again is the same report.</summary>
    public Guid? FormKey { get; private set; }

    /// <summary>Every time that the case has been in a legal track; as many of them as the reader may see.</summary>
    public List<Track> Tracks { get; private set; } = [];

    // Beside the tracks themselves, so that the row filter needs no other table.
    public bool InLexSarah { get; private set; }
    public bool InLexMaria { get; private set; }

    public Assessment? Assessment { get; private set; }
    public List<Cause> Causes { get; private set; } = [];
    public List<CaseChange> Changes { get; private set; } = [];
    public List<CaseNote> Notes { get; private set; } = [];
    public List<Cooperation> Cooperations { get; private set; } = [];

    /// <summary>The event, as far as it is known when what happened.</summary>
    public List<TimelineEntry> Timeline { get; private set; } = [];

    /// <summary>The one number that the case has in the municipality's register.</summary>
    public string? RegistryNumber { get; private set; }

    /// <summary>What the reporter is told, at the latest when the case is closed.</summary>
    public string? Feedback { get; private set; }

    public string? ClosedByName { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    // When each thing that a deadline waits for first happened (CaseEvent); reopening does not undo it.
    public DateTimeOffset? FirstAssessedAt { get; private set; }
    public DateTimeOffset? InvestigatedAt { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>The same in each track; empty while the case does not lie there.</summary>
    public TrackState LexSarah { get; private set; } = new();
    public TrackState LexMaria { get; private set; } = new();

    // The first instant that is too late for each deadline, by the rules in force; set at every write (KeepDeadlines) so that lists need not reckon.
    public DateTimeOffset? AssessBy { get; private set; }
    public DateTimeOffset? InvestigateBy { get; private set; }
    public DateTimeOffset? AnswerBy { get; private set; }

    /// <summary>The soonest of those that are not met yet; null when none runs.</summary>
    public DateTimeOffset? NextDueAt { get; private set; }

    /// <summary>What the law demands of a work injury or a breach, when it is begun and its reader may see it.</summary>
    public OpenTrack? OpenTrack { get; private set; }

    /// <summary>The law may demand that someone is told, so it is judged before the case is closed; of a risk, of many mild events and of an old system's cases it is not asked.</summary>
    public bool AsksOfDuties => OpenTrack.Of(Kind) is not null && Nature is (Nature.Happened or Nature.NearMiss) && ImportedFrom is null;

    /// <summary>What the deadlines of the open track wait for.</summary>
    public IReadOnlyList<Moment> Moments { get; private set; } = [];

    /// <summary>Duties of the open track that are not decided or done, and its parts that are not written.</summary>
    public int DutiesLeft { get; private set; }

    /// <summary>When the municipality's own targets stand or stood still; in the row itself, so that every write reckons with them.</summary>
    public IReadOnlyList<CasePause> Pauses { get; private set; } = [];

    /// <summary>Every action, by the order of the causes that they answer.</summary>
    public IEnumerable<CorrectiveAction> Actions => Causes.OrderBy(cause => cause.Id).SelectMany(cause => cause.Actions.OrderBy(action => action.Id));

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

    /// <summary>The track's investigation that goes on; null when the case does not lie there, or its reader may not see it.</summary>
    public Track? Investigation(TrackKind kind) => Tracks.Find(track => track.Kind == kind && track.ReturnedAt is null);

    /// <summary>How far the case has come in the track.</summary>
    public TrackState In(TrackKind track) => track == TrackKind.LexSarah ? LexSarah : LexMaria;

    /// <summary>The first sentence of the reporter's words; shown, never in events.</summary>
    public string Title => FirstSentence(Description);

    public static Deviation Report(
        long number, string unitCode, DateTimeOffset occurredAt, DeviationKind kind, Harm harm, string description, string? immediateAction,
        bool suspectedSerious, Guid? activityId, string reporterId, string reporterName, DateTimeOffset now, Guid? formKey = null, Guid? routineId = null, Sorting sorting = default,
        Nature nature = Nature.Happened, string[]? affected = null, bool protectName = false) => new()
        {
            Reference = $"AVV-{SwedishTime.Day(now).Year}-{number:0000}",
            UnitCode = unitCode,
            Kind = kind,
            Harm = harm,
            Nature = nature,
            Affected = affected ?? [],
            Status = DeviationStatus.Reported,
            Description = description.Trim(),
            ImmediateAction = string.IsNullOrWhiteSpace(immediateAction) ? null : immediateAction.Trim(),
            SuspectedSerious = suspectedSerious,
            ActivityId = activityId,
            RoutineId = routineId,
            Category = sorting.Category,
            Topic = sorting.Topic,
            OccurredAt = occurredAt.ToUniversalTime(),
            OccurredOn = SwedishTime.Day(occurredAt),
            OccurredHour = SwedishTime.Hour(occurredAt),
            ReportedAt = now,
            ReporterId = reporterId,
            ReporterName = reporterName,
            NameProtected = protectName,
            FormKey = formKey,
            Version = 1,
        };

    /// <summary>Many mild events of a kind in a period, as one case.</summary>
    public static Deviation ReportTogether(
        long number, string unitCode, DeviationKind kind, DateOnly from, DateOnly to, IReadOnlyCollection<CategoryCount> counts, string description, string reporterId, string reporterName, DateTimeOffset now, Guid? formKey)
    {
        var deviation = Report(number, unitCode, SwedishTime.StartOf(to), kind, Harm.None, description, null, false, null, reporterId, reporterName, now, formKey, nature: Nature.Collective);
        (deviation.PeriodFrom, deviation.PeriodTo) = (from, to);
        (deviation.CountedCategories, deviation.CountedNumbers) = ([.. counts.Select(count => count.Category)], [.. counts.Select(count => count.Number)]);
        return deviation;
    }

    /// <summary>What someone tells who is not to be known.</summary>
    public static Deviation Tip(long number, string unitCode, DateTimeOffset occurredAt, DeviationKind kind, Harm harm, string description, byte[] codeHash, DateTimeOffset now)
    {
        var deviation = Report(number, unitCode, occurredAt, kind, harm, description, null, false, null, "", "", now);
        (deviation.IsTip, deviation.TipCodeHash) = (true, codeHash);
        return deviation;
    }

    /// <summary>There is a reporter to tell that something has come of it, and it is not whoever did it.</summary>
    public bool TellsReporter(string by) => !IsTip && ImportedFrom is null && ReporterId != by;

    /// <summary>What someone has complained of turns out to be a deviation. Who escalated it is its reporter, and hears what comes of it.</summary>
    public static Deviation FromComplaint(long number, EscalateComplaint asked, DateTimeOffset now)
    {
        var deviation = Report(
            number, asked.UnitCode, asked.OccurredAt, Kebab.Parse<DeviationKind>(asked.Kind), Kebab.Parse<Harm>(asked.Harm), asked.Description, null, false, null, asked.EscalatedById, asked.EscalatedByName, now);
        (deviation.Id, deviation.EscalatedFrom) = (asked.DeviationId, EscalatedFrom.Of(asked));
        return deviation;
    }

    /// <summary>
    /// A case of an old system, with its own days and as far as it had come there. Its id is of the day when it was reported, so that it stands where it belongs in
    /// every list; nobody here has reported it, and nobody here is told that it is closed.
    /// </summary>
    public static Deviation Import(long number, ImportedCase told, Person by)
    {
        var deviation = Report(
            number, told.UnitCode, told.OccurredAt, told.Kind, told.Harm, told.Description, told.ImmediateAction, told.SuspectedSerious, null, $"import:{told.Source}", told.ReportedBy, told.ReportedAt);
        deviation.Id = Guid.CreateVersion7(told.ReportedAt);
        deviation.ImportedFrom = ImportedFrom.Of(told.Source, told.Reference);
        if (told.Severity is { } severity && told.Probability is { } probability)
            (deviation.Assessment, deviation.FirstAssessedAt) = (Assessment.Of(severity, probability, told.Assessment ?? "", new("", told.Source), told.ReportedAt, null), told.ReportedAt);
        if (told.Track is { } track) deviation.HandOver(track, $"{told.Source} {told.Reference}", by.Id, by.Name, told.ReportedAt);
        deviation.Feedback = told.Feedback;
        if (told.ClosedAt is { } closed)
        {
            (deviation.ClosedAt, deviation.InvestigatedAt, deviation.AnsweredAt) = (closed, closed, closed);
            deviation.FirstAssessedAt ??= closed;
            foreach (var restricting in deviation.RestrictedTo) deviation.In(restricting).DecidedElsewhere(closed);
        }
        deviation.Status = deviation.StatusOn(SwedishTime.Day(told.ReportedAt));
        return deviation;
    }

    /// <summary>From now on only the track's investigators see the case; it may lie in both (SoL 2025:400 ch. 27, PSL 2010:659 ch. 3 § 5).</summary>
    /// <exception cref="RuleViolation">`deviation.already-handed-over`, `deviation.good-example`, `deviation.tip-not-report`</exception>
    public void HandOver(TrackKind track, string reason, string by, string byName, DateTimeOffset now, bool ownReport = false, bool privateProvider = false)
    {
        MustBeHandled();
        // Who reports by SoL (2025:400) ch. 27 is someone with a duty to; the manager who knows of it has that duty too.
        if (IsTip && track == TrackKind.LexSarah && !ownReport) throw new RuleViolation("deviation.tip-not-report", "A tip is no lex Sarah report; who hands it over reports it.");
        if (RestrictedTo.Contains(track)) throw new RuleViolation("deviation.already-handed-over", "The case is in this track already.");
        Tracks.Add(Track.Begin(track, reason, by, byName, now));
        Put(track, true);
        In(track).Begin(now, privateProvider && track == TrackKind.LexSarah);
        Note(ChangeKind.HandedOver, null, new(by, byName), now);
    }

    /// <summary>What the unit goes on with though it no longer sees the case, written in the same moment as the handing over.</summary>
    /// <exception cref="InvalidField">400: the field that tells the last day.</exception>
    public UnitTask KeepMeasure(UnitTaskPlan plan, string dueField, Person by, DateTimeOffset now)
    {
        var kept = UnitTask.Of(this, UnitTaskKind.ImmediateMeasure, plan, dueField, by, now);
        Note(ChangeKind.UnitTaskGiven, kept.Id, by, now);
        return kept;
    }

    /// <summary>The investigator asks the unit to do something, which the unit does without seeing the case.</summary>
    /// <exception cref="InvalidField">400: dueAt.</exception>
    public UnitTask GiveUnitTask(TrackKind track, UnitTaskPlan plan, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        var given = UnitTask.Of(this, UnitTaskKind.Task, plan, "dueAt", by, now);
        Version++;
        Note(ChangeKind.UnitTaskGiven, given.Id, by, now, track: track);
        return given;
    }

    /// <summary>The case is judged not to belong to the track; out of its last track it is an ordinary case again.</summary>
    /// <exception cref="RuleViolation">`track.decided`: it is decided that the case belongs there, or IVO is told of it.</exception>
    public void Return(TrackKind track, string reason, string by, string byName, DateTimeOffset now)
    {
        if (In(track).Degree?.IsNothing() == false || In(track).NotifiedAt is not null)
            throw new RuleViolation("track.decided", "It is decided to belong there, or IVO is told; decide anew before it is returned.");
        Tracks.Single(begun => begun.Kind == track && begun.ReturnedAt is null).End(reason, by, byName, now);
        Put(track, false);
        In(track).End();
        Note(ChangeKind.Returned, null, new(by, byName), now);
    }

    /// <summary>
    /// Decides whether the case is investigated in the track. What is not may be returned or closed without the parts that the law lists; it may be decided anew
    /// until the case is closed.
    /// </summary>
    /// <exception cref="RuleViolation">`inquiry.begun`: what is begun ends in a decision of what it was, and what IVO is told of is investigated (SoL 2025:400 ch. 27 § 6, PSL 2010:659 ch. 3 § 5).</exception>
    public InquiryDecision DecideInquiry(TrackKind kind, bool investigate, string motivation, Person by, string title, DateTimeOffset now, bool? concernsChild = null)
    {
        MustBeOpen();
        var track = Investigation(kind)!;
        if (!investigate && track.IsBegun) throw new RuleViolation("inquiry.begun", "The investigation is begun; decide what it was.");
        var inquiry = InquiryDecision.Of(investigate, motivation, by, title, now);
        track.Inquiries.Add(inquiry);
        track.ConcernsChild = concernsChild ?? track.ConcernsChild;
        In(kind).Inquire(investigate, now);
        Change(ChangeKind.InquiryDecided, inquiry.Id, by, now, track: kind);
        return inquiry;
    }

    /// <summary>Writes a part of the track's investigation, or writes it anew.</summary>
    /// <exception cref="RuleViolation">`inquiry.declined`: it is decided not to investigate.</exception>
    public void WritePart(TrackKind track, string part, string text, NoteKind kind, string source, Person by, string title, DateTimeOffset now)
    {
        MustBeOpen();
        MustBeInvestigated(track);
        var written = WrittenPart.Of(part, text, kind, source, by, title, now);
        Investigation(track)!.Parts.Add(written);
        Change(ChangeKind.PartWritten, written.Id, by, now, track: track, code: part);
    }

    /// <summary>Decides the track's investigation; it may be decided anew until the case is closed.</summary>
    /// <exception cref="InvalidField">The track has no such decision.</exception>
    /// <exception cref="RuleViolation">`inquiry.declined`; `decision.incomplete`: a part that the law lists is not written (<see cref="Track.Missing"/>).</exception>
    public void Decide(TrackKind kind, Degree degree, string motivation, IEnumerable<RequiredPart> required, Person by, string title, DateTimeOffset now, string? registryNumber = null)
    {
        MustBeOpen();
        MustBeInvestigated(kind);
        if (!Degrees.Of(kind).Contains(degree)) throw new InvalidField("degree", $"It is one of {string.Join(", ", Degrees.Of(kind).Select(Kebab.Of))}.");
        var track = Investigation(kind)!;
        if (track.Missing(required).Count > 0) throw new RuleViolation("decision.incomplete", "Parts that the law lists are not written; see missing.");
        var decision = LexDecision.Of(degree, motivation, by, title, now);
        track.Decisions.Add(decision);
        In(kind).Decide(degree, now);
        if (!string.IsNullOrWhiteSpace(registryNumber)) RegistryNumber = registryNumber.Trim();
        Change(ChangeKind.LexDecided, decision.Id, by, now, track: kind);
    }

    /// <summary>Records the notification to IVO, or what has become known of it since. It may be sent before anything is decided.</summary>
    /// <exception cref="InvalidField">400: sentOn, investigationSentOn.</exception>
    /// <exception cref="RuleViolation">`inquiry.declined`</exception>
    public void NotifyIvo(TrackKind track, DateOnly sentOn, string registryNumber, string? reference, DateOnly? investigationSentOn, Person by, DateTimeOffset now)
    {
        MustBeInvestigated(track);
        Investigation(track)!.Notify(IvoNotification.Of(sentOn, registryNumber, reference, investigationSentOn, by, now));
        RegistryNumber = registryNumber.Trim();
        In(track).Notify(SwedishTime.StartOf(sentOn), investigationSentOn is { } day ? SwedishTime.StartOf(day) : null);
        Change(ChangeKind.IvoNotified, null, by, now, track: track);
    }

    /// <summary>Records what has come of the notification; of a closed case too, because IVO decides when it does.</summary>
    /// <exception cref="InvalidField">400: on, reference, text, until.</exception>
    /// <exception cref="RuleViolation">`ivo.not-notified`, `ivo.investigation-not-sent`, `ivo.no-receipt`</exception>
    public void RecordIvoStep(TrackKind track, IvoStepKind kind, DateOnly on, string? reference, string? text, DateOnly? until, Person by, DateTimeOffset now)
    {
        var step = IvoStep.Of(kind, on, reference, text, until, by, now);
        Investigation(track)!.Add(step, SwedishTime.Day(now));
        if (step.Until is { } day) In(track).Grant(new(day, on, step.Reference!));
        Change(kind switch { IvoStepKind.Receipt => ChangeKind.IvoReceived, IvoStepKind.Supplement => ChangeKind.IvoSupplemented, IvoStepKind.Extension => ChangeKind.IvoExtended, _ => ChangeKind.IvoDecided }, step.Id, by, now, track: track);
    }

    /// <summary>Records that someone has been told of the case; what a private provider owes the board is done when the board is.</summary>
    public void Inform(TrackKind track, InformedParty party, DateOnly on, string? note, Person by, DateTimeOffset now)
    {
        Investigation(track)!.Informed.Add(Huset.Deviations.Informed.Of(party, on, note, by, now));
        if (party == InformedParty.Board) In(track).BoardTold();
        Change(ChangeKind.Informed, null, by, now, track: track, code: Kebab.Of(party));
    }

    /// <summary>Records that the patient was told one of the points that the law lists.</summary>
    public void TellPatient(PatientPoint point, InformedParty party, DateOnly on, bool inJournal, Person by, DateTimeOffset now)
    {
        var told = PatientTold.Of(point, party, on, inJournal, by, now);
        Investigation(TrackKind.LexMaria)!.PatientTold.Add(told);
        Change(ChangeKind.PatientTold, told.Id, by, now, track: TrackKind.LexMaria, code: Kebab.Of(point));
    }

    /// <summary>Adds a note to the track, or to the ordinary case.</summary>
    public CaseNote WriteNote(TrackKind? track, DateOnly on, NoteKind kind, string source, string text, Person by, string title, DateTimeOffset now)
    {
        MustBeOpen();
        var note = CaseNote.Of(track, on, kind, source, text, by, title, now);
        Notes.Add(note);
        Version++;
        Note(ChangeKind.NoteWritten, note.Id, by, now, track: track);
        return note;
    }

    /// <summary>Adds to the event's timeline.</summary>
    public TimelineEntry EnterTime(TrackKind? track, DateOnly on, TimeOnly? time, string what, string source, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        var entry = TimelineEntry.Of(track, on, time, what, source);
        Timeline.Add(entry);
        Version++;
        Note(ChangeKind.TimeEntered, entry.Id, by, now, track: track);
        return entry;
    }

    public void RewordTime(TimelineEntry entry, DateOnly on, TimeOnly? time, string what, string source, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        entry.Reword(on, time, what, source);
        Version++;
        Note(ChangeKind.TimeReworded, entry.Id, by, now, track: entry.Track);
    }

    public void RemoveTime(TimelineEntry entry, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        Timeline.Remove(entry);
        Version++;
        Note(ChangeKind.TimeRemoved, entry.Id, by, now, track: entry.Track);
    }

    /// <summary>Begins the open track that the case's kind has, or corrects what is known.</summary>
    /// <exception cref="InvalidField">400: knownAt.</exception>
    /// <exception cref="RuleViolation">`duties.none`: cases of its kind have no such track; `duties.handed-over`.</exception>
    public void SetDuties(DateTimeOffset knownAt, string nature, string? affected, IEnumerable<string> required, Person by, DateTimeOffset now)
    {
        MustHaveDuties();
        if (knownAt < OccurredAt.AddMinutes(-1) || knownAt > now) throw new InvalidField("knownAt", "It became known after it happened, and not ahead.");
        OpenTrack ??= OpenTrack.Begin(OpenTrack.Of(Kind)!.Value, by, now);
        OpenTrack.Set(knownAt, nature, affected);
        KeepDuties(ChangeKind.DutiesBegun, required, by, now);
    }

    /// <summary>Judges that what happened is nothing that anyone must be told of.</summary>
    /// <exception cref="RuleViolation">`duties.begun`: what it is has been set already; `duties.none`, `duties.handed-over`.</exception>
    public void DismissDuties(string motivation, IEnumerable<string> required, Person by, DateTimeOffset now)
    {
        MustHaveDuties();
        if (OpenTrack is { IsNothing: false }) throw new RuleViolation("duties.begun", "The duties are begun; decide each of them.");
        OpenTrack ??= OpenTrack.Begin(OpenTrack.Of(Kind)!.Value, by, now);
        OpenTrack.Dismiss(motivation, by, now);
        KeepDuties(ChangeKind.DutiesDismissed, required, by, now);
    }

    /// <summary>Writes a part of what the open track must hold, or writes it anew.</summary>
    public void WriteDutyPart(string part, string text, IEnumerable<string> required, Person by, DateTimeOffset now)
    {
        MustHaveDuties();
        OpenTrack!.Write(part, text, by, now);
        KeepDuties(ChangeKind.DutyPartWritten, required, by, now, part);
    }

    /// <summary>Decides whether someone must be told, and keeps when it was done.</summary>
    public void DecideDuty(Duty duty, bool isRequired, string motivation, DateTimeOffset? doneAt, string? receipt, IEnumerable<string> required, Person by, DateTimeOffset now)
    {
        MustHaveDuties();
        OpenTrack!.Decide(duty, isRequired, motivation, doneAt, receipt, by, now);
        KeepDuties(doneAt is null ? ChangeKind.DutyDecided : ChangeKind.DutyDone, required, by, now, Kebab.Of(duty));
    }

    /// <summary>The safety representative's own words; may be written anew until the case is closed.</summary>
    public void StateAsRepresentative(string text, IEnumerable<string> required, Person by, DateTimeOffset now)
    {
        MustHaveDuties();
        OpenTrack!.State(text, by, now);
        KeepDuties(ChangeKind.StatementWritten, required, by, now);
    }

    private void MustHaveDuties()
    {
        MustBeOpen();
        if (OpenTrack.Of(Kind) is null) throw new RuleViolation("duties.none", "Cases of this kind have no such duties.");
        if (IsRestricted) throw new RuleViolation("duties.handed-over", "The case is handed over; it is handled in its legal track.");
    }

    private void KeepDuties(ChangeKind change, IEnumerable<string> required, Person by, DateTimeOffset now, string? code = null)
    {
        (Moments, DutiesLeft) = ([.. OpenTrack!.Moments()], OpenTrack.Left(required));
        Change(change, null, by, now, code: code);
    }

    /// <summary>Lets the municipality's own targets stand still from today until a day when it is meant to go on.</summary>
    /// <exception cref="RuleViolation">`pause.running`; `pause.handed-over`: in a legal track it is the law's times that count.</exception>
    public void Pause(DateOnly until, string reason, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (IsRestricted) throw new RuleViolation("pause.handed-over", "The case is handed over; the law's times do not stand still.");
        if (PauseOn(SwedishTime.Day(now)) is not null) throw new RuleViolation("pause.running", "The case is paused already.");
        Pauses = [.. Pauses, CasePause.Until(until, reason, by, now)];
        Change(ChangeKind.Paused, null, by, now);
    }

    /// <summary>Goes on before the day that was meant.</summary>
    /// <exception cref="RuleViolation">`pause.none`</exception>
    public void Resume(Person by, DateTimeOffset now)
    {
        MustBeOpen();
        var today = SwedishTime.Day(now);
        if (PauseOn(today) is not { } running) throw new RuleViolation("pause.none", "The case is not paused.");
        Pauses = [.. Pauses.Select(pause => pause == running ? pause with { To = today } : pause)];
        Change(ChangeKind.Resumed, null, by, now);
    }

    /// <summary>The pause that the day lies in.</summary>
    public CasePause? PauseOn(DateOnly day) => Pauses.FirstOrDefault(pause => pause.Has(day));

    /// <summary>Adds a file to the case.</summary>
    public Attachment Attach(AttachedFile file, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        var attachment = Attachment.Of(Id, file, by, now);
        Version++;
        Note(ChangeKind.FileAttached, attachment.Id, by, now);
        return attachment;
    }

    /// <summary>A file that came with the report, and is the reporter's as the report is.</summary>
    public Attachment Enclose(AttachedFile file) => Attachment.Of(Id, file, new(ReporterId, ReporterName), ReportedAt);

    /// <summary>Takes a file away; that it has been there stays in the history.</summary>
    public void Remove(Attachment attachment, string reason, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        attachment.Remove(now);
        Version++;
        Note(ChangeKind.FileRemoved, attachment.Id, by, now, reason);
    }

    /// <summary>Sets or corrects the step, the routine, the category and the topic that the reporter chose or left out.</summary>
    public void Place(Guid? activityId, Guid? routineId, Sorting sorting, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        (ActivityId, RoutineId, Category, Topic) = (activityId, routineId, sorting.Category, sorting.Topic);
        Change(ChangeKind.Placed, null, by, now);
    }

    /// <summary>Judges how bad it is; may be judged anew until the case is closed.</summary>
    /// <exception cref="RuleViolation">`deviation.good-example`, `deviation.closed`</exception>
    public void Assess(int severity, int probability, string motivation, Person by, DateTimeOffset now, int? actualSeverity = null)
    {
        MustBeOpen();
        MustBeHandled();
        if (actualSeverity > severity) throw new InvalidField("actualSeverity", "It cannot have been worse than it could have been.");
        Assessment = Assessment.Of(severity, probability, motivation, by, now, actualSeverity);
        Change(ChangeKind.Assessed, null, by, now);
    }

    /// <exception cref="InvalidField">400: parentId is no cause of the case.</exception>
    /// <exception cref="RuleViolation">`deviation.not-assessed`, `deviation.closed`</exception>
    public Cause FindCause(string area, string text, Person by, DateTimeOffset now, Guid? parentId = null)
    {
        MustBeOpen();
        if (Assessment is null) throw new RuleViolation("deviation.not-assessed", "The case must be assessed before its causes are sought.");
        var cause = Cause.Find(area, text, by, now);
        PutBehind(cause, parentId);
        Causes.Add(cause);
        Change(ChangeKind.CauseFound, cause.Id, by, now);
        return cause;
    }

    /// <summary>Says which other cause of the case this one lies behind; null for none. It is kept with the change that it is part of.</summary>
    /// <exception cref="InvalidField">400: parentId is no cause of the case.</exception>
    /// <exception cref="RuleViolation">`cause.circle`</exception>
    public void PutBehind(Cause cause, Guid? parentId)
    {
        MustBeOpen();
        if (parentId is not null && !Causes.Exists(known => known.Id == parentId)) throw new InvalidField("parentId", "It is no cause of this case.");
        for (var above = parentId; above is not null; above = Causes.Find(known => known.Id == above)?.ParentId)
        {
            if (above == cause.Id) throw new RuleViolation("cause.circle", "A cause cannot lie behind itself, nor behind what lies behind it.");
        }
        cause.ParentId = parentId;
    }

    public void RewordCause(Cause cause, string area, string text, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        cause.Reword(area, text);
        Change(ChangeKind.CauseReworded, cause.Id, by, now);
    }

    /// <summary>Asks Processes or Competence for something because of the cause just found or worded anew, which is the change that counts.</summary>
    /// <exception cref="RuleViolation">`cause.asked-already`</exception>
    public AskedFor Ask(Cause cause, AskedKind kind, Guid? routineId, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        var asked = AskedFor.Of(kind, routineId, by, now);
        cause.Ask(asked);
        Note(kind == AskedKind.Revision ? ChangeKind.RevisionAsked : ChangeKind.CompetenceAsked, cause.Id, by, now);
        return asked;
    }

    /// <summary>What was asked for has come further; told of a closed case too.</summary>
    public void Follow(Cause cause, ChangeKind change, Person by, DateTimeOffset now) => Change(change, cause.Id, by, now);

    /// <summary>Sends something of the case to another principal.</summary>
    /// <exception cref="RuleViolation">`deviation.closed`, `deviation.handed-over`</exception>
    public Cooperation Send(Partner partner, Sending sending, string body, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        var sent = Cooperation.Of(this, partner, sending, body, by, now);
        Change(ChangeKind.CooperationSent, sent.Id, by, now);
        return sent;
    }

    /// <summary>What was sent has come further; told of a closed case too.</summary>
    public void Follow(Cooperation sent, ChangeKind change, Person by, DateTimeOffset now) => Change(change, sent.Id, by, now);

    /// <summary>What was written from the case is brought before a joint council; also of a closed case, which has the most to teach.</summary>
    /// <exception cref="RuleViolation">`deviation.handed-over`</exception>
    public CouncilTie ShareWith(CouncilCase shared, Person by, DateTimeOffset now)
    {
        if (IsRestricted) throw new RuleViolation("deviation.handed-over", "The case is handed over; what is told of it is told by its investigation.");
        Change(ChangeKind.CouncilShared, shared.Id, by, now);
        return CouncilTie.Of(shared, this);
    }

    /// <summary>Nothing is done about the cause, and this is why.</summary>
    public void AcceptCause(Cause cause, string reason, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        cause.Accept(reason, by, now);
        Change(ChangeKind.CauseAccepted, cause.Id, by, now);
    }

    public CorrectiveAction PlanAction(Cause cause, ActionPlan plan, Person by, DateTimeOffset now, bool isProposal = false)
    {
        MustBeOpen();
        var action = CorrectiveAction.Plan(this, cause, plan, isProposal, by, now);
        cause.Actions.Add(action);
        Change(isProposal ? ChangeKind.ActionProposed : ChangeKind.ActionPlanned, action.Id, by, now);
        return action;
    }

    /// <summary>Answers the proposal; it stays in the case whatever the answer.</summary>
    /// <exception cref="RuleViolation">`action.decided`</exception>
    public void DecideProposal(CorrectiveAction action, Approval outcome, string? what, string? reason, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        action.Decide(outcome, what, reason, by, now);
        Change(ChangeKind.ProposalDecided, action.Id, by, now);
    }

    public void ChangeAction(CorrectiveAction action, ActionPlan plan, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        action.Change(plan);
        Change(ChangeKind.ActionChanged, action.Id, by, now);
    }

    public void CompleteAction(CorrectiveAction action, string? note, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        action.Complete(note, by, now);
        Change(ChangeKind.ActionCompleted, action.Id, by, now);
    }

    public void CheckEffect(CorrectiveAction action, Effect effect, string note, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        action.CheckEffect(effect, note, by, now);
        Change(ChangeKind.EffectChecked, action.Id, by, now);
    }

    /// <summary>What stands in the way of closing, as the rules' codes; empty when nothing does.</summary>
    public IEnumerable<string> MissingToClose(InvestigationLimits limits)
    {
        if (IsGood) yield break;
        if (Assessment is null)
        {
            yield return "deviation.not-assessed";
            yield break;
        }
        if (Causes.Count == 0 && limits.Demand(Assessment)) yield return "deviation.cause-missing";
        if (Actions.Any(action => action.Approval == Approval.Proposed)) yield return "deviation.proposal-undecided";
        if (Causes.Exists(cause => !cause.IsAnswered)) yield return "deviation.cause-unanswered";
        if (Actions.Any(action => action.IsApproved && action.Status != ActionStatus.Checked)) yield return "deviation.effect-unchecked";
        if (AsksOfDuties && !IsRestricted && Moments.Count == 0) yield return "duties.unjudged";
        // In a legal track nobody may do them (MustHaveDuties); they wait for the case to be returned.
        if (DutiesLeft > 0 && !IsRestricted) yield return "duties.left";
        // One code, so that whoever has the case in the other track as well does not learn what was decided in this one.
        if (RestrictedTo.Any(track => In(track).DecidedAt is null || In(track).NotifyAtOnce || In(track).TellsBoard)) yield return "investigation.unfinished";
    }

    /// <summary>Sets or corrects the registry number, of a closed case too: a request for the file may come years later.</summary>
    public void Register(string? number, Person by, DateTimeOffset now)
    {
        RegistryNumber = string.IsNullOrWhiteSpace(number) ? null : number.Trim();
        Change(ChangeKind.Registered, null, by, now);
    }

    /// <summary>Answers the reporter while the work goes on; the answer may be written anew until the case is closed, and then too.</summary>
    /// <exception cref="RuleViolation">`deviation.handed-over`: the reporter sees nothing of what comes after.</exception>
    public void Answer(string feedback, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (IsRestricted) throw new RuleViolation("deviation.handed-over", "The case is handed over; its reporter sees nothing of what comes after.");
        Feedback = feedback.Trim();
        Change(ChangeKind.Answered, null, by, now);
    }

    /// <summary>What went well is shown to colleagues, or no longer.</summary>
    public void Share(bool shown, Person by, DateTimeOffset now) => Change(shown ? ChangeKind.Shared : ChangeKind.Unshared, null, by, now);

    /// <summary>Ends the case with an answer to the reporter, who may have had it already; refused while anything is missing (SOSFS 2011:9 ch. 5 § 7: actions are followed up).</summary>
    public void Close(string? feedback, InvestigationLimits limits, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (string.IsNullOrWhiteSpace(feedback) && Feedback is null) throw new InvalidField("feedback", "Answer the reporter; nobody has yet.");
        if (MissingToClose(limits).FirstOrDefault() is { } missing) throw new RuleViolation(missing, "Something is missing before the case can be closed.");
        (Feedback, ClosedByName, ClosedAt) = (string.IsNullOrWhiteSpace(feedback) ? Feedback : feedback.Trim(), by.Name, now);
        Change(ChangeKind.Closed, null, by, now);
    }

    /// <summary>Takes up a closed case again; the answer given stays until a new one is.</summary>
    public void Reopen(string reason, Person by, DateTimeOffset now)
    {
        if (ClosedAt is null) throw new RuleViolation("deviation.not-closed", "The case is not closed.");
        ClosedAt = null;
        Change(ChangeKind.Reopened, null, by, now, reason);
    }

    /// <summary>A plan's first day has come; true when that moved the case on.</summary>
    public bool Begin(Person by, DateTimeOffset now)
    {
        if (Status == StatusOn(SwedishTime.Day(now))) return false;
        Change(ChangeKind.Begun, null, by, now);
        return true;
    }

    /// <summary>Where the case stands follows from what is in it.</summary>
    public DeviationStatus StatusOn(DateOnly today) =>
        ClosedAt is not null ? DeviationStatus.Closed
        : Assessment is null ? DeviationStatus.Reported
        : Causes.Count == 0 ? DeviationStatus.Assessed
        : Causes.Exists(cause => !cause.IsAnswered) ? DeviationStatus.Investigating
        : Actions.Any(action => action.IsApproved) && Actions.All(action => action.Status != ActionStatus.Planned) ? DeviationStatus.FollowingUp
        : Actions.Any(action => action.HasBegun(today)) ? DeviationStatus.Acting
        : DeviationStatus.Decided;

    /// <summary>When the event first happened; null while it has not. What went well waits for nothing, and the open track's duties not while the case lies in a legal one.</summary>
    public DateTimeOffset? At(CaseEvent happened) => IsGood ? null : happened switch
    {
        CaseEvent.Reported => ReportedAt,
        CaseEvent.Assessed => FirstAssessedAt,
        CaseEvent.Investigated => InvestigatedAt,
        CaseEvent.Answered => AnsweredAt,
        CaseEvent.LexSarahBegun => LexSarah.BegunAt,
        CaseEvent.LexSarahDecided => LexSarah.DecidedAt,
        CaseEvent.DecidedSerious => LexSarah.SeriousAt,
        CaseEvent.IvoNotified => LexSarah.NotifiedAt,
        CaseEvent.IvoInvestigationSent => LexSarah.InvestigationSentAt,
        CaseEvent.LexMariaBegun => LexMaria.BegunAt,
        CaseEvent.LexMariaDecided => LexMaria.DecidedAt,
        CaseEvent.LexMariaSerious => LexMaria.SeriousAt,
        CaseEvent.LexMariaNotified => LexMaria.NotifiedAt,
        CaseEvent.LexMariaInvestigationSent => LexMaria.InvestigationSentAt,
        CaseEvent.DutiesAsked => AsksOfDuties && !IsRestricted ? ReportedAt : null,
        // Of what was begun before this was kept, or closed without, that moment is what is known.
        CaseEvent.DutiesJudged when !IsRestricted => (Moments.FirstOrDefault(moment => moment.Event == happened) ?? Moments.FirstOrDefault())?.At ?? ClosedAt,
        _ => IsRestricted ? null : Moments.FirstOrDefault(moment => moment.Event == happened)?.At,
    };

    /// <summary>Keeps when the deadlines are due; true when that is something else than before.</summary>
    public bool Keep(CaseDeadlines deadlines)
    {
        var before = (AssessBy, InvestigateBy, AnswerBy, NextDueAt, LexSarah.NextDueAt, LexMaria.NextDueAt);
        (AssessBy, InvestigateBy, AnswerBy) = (deadlines.DueAt(DeadlineCode.Assessment), deadlines.DueAt(DeadlineCode.Investigation), deadlines.DueAt(DeadlineCode.Feedback));
        NextDueAt = deadlines.NextDueAt;
        (LexSarah.NextDueAt, LexMaria.NextDueAt) = (deadlines.NextDueIn(TrackKind.LexSarah), deadlines.NextDueIn(TrackKind.LexMaria));
        return before != (AssessBy, InvestigateBy, AnswerBy, NextDueAt, LexSarah.NextDueAt, LexMaria.NextDueAt);
    }

    public DeviationReported ToReported(DateTimeOffset at) => new(Id, UnitCode, Kebab.Of(Kind), Kebab.Of(Harm), OccurredOn, OccurredHour, Kebab.Of(Status), Assessment?.Severity, Assessment?.Probability, Visibility, Links, Version, at, Category, Topic, Kebab.Of(Nature), ToldCounts);

    public DeviationTracksChanged ToTracksChanged(DateTimeOffset at) => new(
        Id, [.. RestrictedTo.Select(Kebab.Of)], UnitCode, Kebab.Of(Kind), Kebab.Of(Harm), OccurredOn, OccurredHour, Kebab.Of(Status), Assessment?.Severity,
        Assessment?.Probability, Visibility.Internal, Links, Version, at, Category, Topic, Kebab.Of(Nature), ToldCounts);

    public DeviationAssessed ToAssessed(DateTimeOffset at) => new(Id, UnitCode, Kebab.Of(Kind), Kebab.Of(Harm), OccurredOn, OccurredHour, Kebab.Of(Status), Assessment?.Severity, Assessment?.Probability, Visibility, Links, Version, at, Category, Topic, Kebab.Of(Nature), ToldCounts);

    /// <summary>For every step between the assessment and the end: causes, actions, effect checks.</summary>
    public DeviationAdvanced ToAdvanced(DateTimeOffset at) => new(Id, UnitCode, Kebab.Of(Kind), Kebab.Of(Harm), OccurredOn, OccurredHour, Kebab.Of(Status), Assessment?.Severity, Assessment?.Probability, Visibility, Links, Version, at, Category, Topic, Kebab.Of(Nature), ToldCounts);

    public DeviationClosed ToClosed(DateTimeOffset at) => new(Id, UnitCode, Kebab.Of(Kind), Kebab.Of(Harm), OccurredOn, OccurredHour, Kebab.Of(Status), Assessment?.Severity, Assessment?.Probability, Visibility, Links, Version, at, Category, Topic, Kebab.Of(Nature), ToldCounts);

    public DeviationReopened ToReopened(DateTimeOffset at) => new(Id, UnitCode, Kebab.Of(Kind), Kebab.Of(Harm), OccurredOn, OccurredHour, Kebab.Of(Status), Assessment?.Severity, Assessment?.Probability, Visibility, Links, Version, at, Category, Topic, Kebab.Of(Nature), ToldCounts);

    public CauseChanged ToChanged(Cause cause, DateTimeOffset at) => new(
        cause.Id, Id, UnitCode, cause.Area, cause.IsAccepted, Visibility,
        cause.AskedFor is { } asked ? [new Link("found-in", "deviation", Id.ToString()), asked.ToLink()] : [new Link("found-in", "deviation", Id.ToString())], cause.Version, at);

    public InquiryDecided ToInquiryDecided(TrackKind track, bool investigate, DateTimeOffset at) => new(Id, Kebab.Of(track), investigate, UnitCode, Version, at);

    public ActionChanged ToChanged(CorrectiveAction action, DateTimeOffset at) => new(
        action.Id, action.CauseId, Id, UnitCode, action.Strength is { } strength ? Kebab.Of(strength) : null, Kebab.Of(action.Status), action.PlannedStart, action.DueAt, action.EffectCheckAt,
        action.Effect is { } effect ? Kebab.Of(effect) : null, Visibility,
        [new Link("answers", "cause", action.CauseId.ToString()), new Link("follows-from", "deviation", Id.ToString())], action.Version, at);

    private IReadOnlyList<CategoryCount>? ToldCounts => Nature == Nature.Collective ? [.. Counts] : null;

    private Visibility Visibility => IsRestricted ? Visibility.Internal : Visibility.Analyst;

    private IReadOnlyList<Link> Links =>
    [
        .. ActivityId is { } activity ? [new Link("arose-in", "activity", activity.ToString())] : Array.Empty<Link>(),
        .. RoutineId is { } routine ? [new Link("concerns", "routine", routine.ToString())] : Array.Empty<Link>(),
        .. EscalatedFrom is { } from ? [new Link("escalated-from", "complaint", from.ComplaintId.ToString())] : Array.Empty<Link>(),
    ];

    private void Put(TrackKind track, bool inside)
    {
        if (track == TrackKind.LexSarah) InLexSarah = inside;
        else InLexMaria = inside;
        foreach (var action in Actions) action.Restricted = IsRestricted;
        Version++;
    }

    private void Change(ChangeKind kind, Guid? subject, Person by, DateTimeOffset now, string? reason = null, TrackKind? track = null, string? code = null)
    {
        Version++;
        Status = StatusOn(SwedishTime.Day(now));
        if (Assessment is not null) FirstAssessedAt ??= now;
        if (Status >= DeviationStatus.Decided) InvestigatedAt ??= now;
        if (ClosedAt is not null || kind == ChangeKind.Answered) AnsweredAt ??= now;
        Note(kind, subject, by, now, reason, track, code);
    }

    private void Note(ChangeKind kind, Guid? subject, Person by, DateTimeOffset now, string? reason = null, TrackKind? track = null, string? code = null) =>
        Changes.Add(CaseChange.Of(Version, kind, subject, by, now, reason, track, code));

    private void MustBeInvestigated(TrackKind track)
    {
        if (In(track).Declined) throw new RuleViolation("inquiry.declined", "It is decided not to investigate the case; decide anew first.");
    }

    private void MustBeHandled()
    {
        if (IsGood) throw new RuleViolation("deviation.good-example", "What went well is thanked for and shown; it is not handled as a case.");
    }

    private void MustBeOpen()
    {
        if (ClosedAt is not null) throw new RuleViolation("deviation.closed", "The case is closed; reopen it first.");
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

/// <summary>The complaint that a deviation comes from.</summary>
public sealed class EscalatedFrom
{
    public Guid ComplaintId { get; private set; }

    /// <summary>The complaint's number.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>Why it is a deviation, in the words of who escalated it.</summary>
    public string Motivation { get; private set; } = "";

    internal static EscalatedFrom Of(EscalateComplaint asked) => new() { ComplaintId = asked.ComplaintId, Reference = asked.ComplaintReference, Motivation = asked.Motivation };
}

/// <summary>Where a case is sorted in: codes of the lists categories and topics.</summary>
public readonly record struct Sorting(string? Category, string? Topic);
