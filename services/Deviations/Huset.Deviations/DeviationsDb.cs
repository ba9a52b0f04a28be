using System.Text.Json;
using Huset.Deviations.Features.Ideas;
using Huset.Deviations.Features.Imports;
using Huset.Deviations.Features.Meetings;
using Huset.Deviations.Features.SavedFilters;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Huset.Deviations;

public sealed class DeviationsDb(DbContextOptions<DeviationsDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    /// <summary>Only those that the user may see; nobody sees none.</summary>
    public DbSet<Deviation> Deviations => Set<Deviation>();

    /// <summary>Actions, of the cases whose content the user may see, and those that the user owns.</summary>
    public DbSet<CorrectiveAction> Actions => Set<CorrectiveAction>();

    /// <summary>What units keep or are given of restricted cases: for the unit's manager, its owner and the case's investigators.</summary>
    public DbSet<UnitTask> UnitTasks => Set<UnitTask>();

    /// <summary>Causes, of the cases whose content the user may see.</summary>
    public DbSet<Cause> Causes => Set<Cause>();

    /// <summary>Attachments, of the cases whose content the user may see, and the reporter's own.</summary>
    public DbSet<Attachment> Attachments => Set<Attachment>();

    /// <summary>What went well: of the user's own unit, of the units whose cases the user reads, and what is shown to all.</summary>
    public DbSet<GoodExample> GoodExamples => Set<GoodExample>();

    /// <summary>The user's own notices.</summary>
    public DbSet<Notice> Notices => Set<Notice>();

    /// <summary>The codes that a municipality may change.</summary>
    public DbSet<CaseCode> CodeListItems => Set<CaseCode>();

    /// <summary>Who has signed in here, and everyone in the people directory.</summary>
    public DbSet<KnownPerson> People => Set<KnownPerson>();

    /// <summary>The processes, their steps and the routines that Processes owns.</summary>
    public DbSet<KnownProcess> KnownProcesses => Set<KnownProcess>();
    public DbSet<KnownActivity> KnownActivities => Set<KnownActivity>();
    public DbSet<KnownRoutine> KnownRoutines => Set<KnownRoutine>();

    /// <summary>What a track's investigation must hold, now and before.</summary>
    public DbSet<RequiredPart> RequiredParts => Set<RequiredPart>();

    /// <summary>What the analysts' log is told of the tracks' cases; whose they are nobody but the track's investigators sees.</summary>
    public DbSet<LexCount> LexCounts => Set<LexCount>();

    /// <summary>The registry of other principals.</summary>
    public DbSet<Partner> Partners => Set<Partner>();

    /// <summary>What was sent to other principals, of the cases whose content the user may see.</summary>
    public DbSet<Cooperation> Cooperations => Set<Cooperation>();

    /// <summary>The joint councils; a guest sees those of the present membership.</summary>
    public DbSet<Council> Councils => Set<Council>();

    /// <summary>What the councils that the user sits in have been told, and what was written from cases that the user handles.</summary>
    public DbSet<CouncilCase> CouncilCases => Set<CouncilCase>();

    /// <summary>From which cases council cases were written, of the cases that the user handles.</summary>
    public DbSet<CouncilTie> CouncilTies => Set<CouncilTie>();

    /// <summary>What the councils that the user sits in have proposed, and what was proposed to the managements that the user answers for.</summary>
    public DbSet<CouncilProposal> CouncilProposals => Set<CouncilProposal>();

    /// <summary>Who is and has been appointed to what in the units.</summary>
    public DbSet<UnitAssignment> Assignments => Set<UnitAssignment>();
    /// <summary>What the law demands of work injuries and breaches; for the unit's manager, the coordinator and the safety representative.</summary>
    public DbSet<OpenTrack> OpenTracks => Set<OpenTrack>();

    /// <summary>The user's own imports of an old system's cases.</summary>
    public DbSet<CaseImport> Imports => Set<CaseImport>();

    /// <summary>The user's own named selections of the list.</summary>
    public DbSet<SavedFilter> SavedFilters => Set<SavedFilter>();

    /// <summary>Risk analyses: all of them, those of the user's units, a safety representative's, or the approved ones where the user works.</summary>
    public DbSet<RiskAnalysis> RiskAnalyses => Set<RiskAnalysis>();

    /// <summary>Cases drawn to be judged twice; their slices say who sees what of them.</summary>
    public DbSet<SecondAssessment> SecondAssessments => Set<SecondAssessment>();

    public DbSet<DeadlineRule> DeadlineRules => Set<DeadlineRule>();

    /// <summary>Shared ideas, those of the own unit and the own; who leads improvements sees those of the units.</summary>
    public DbSet<Idea> Ideas => Set<Idea>();

    /// <summary>What is kept of the workplace meetings that the user reads.</summary>
    public DbSet<UnitMeeting> UnitMeetings => Set<UnitMeeting>();

    /// <summary>What those meetings have decided.</summary>
    public DbSet<MeetingDecision> MeetingDecisions => Set<MeetingDecision>();

    /// <summary>Severity × probability in the case's row, for order; 0 when it is not assessed or is restricted.</summary>
    public const string Risk = "Risk";

    // Asked by the row filter; EF sends them as parameters, so that one compiled query serves every user.
    private string UserId => User.Id;
    private bool SeesAll => User.ReachesAll(Permissions.Read) || User.ReachesAll(Permissions.ReadWithoutText);
    private bool SeesOwn => User.ReachesOwn(Permissions.Read);
    private string? HomeUnit => User.HomeUnit;
    private bool SeesExamples => User.ReachesAll(Permissions.ReadGoodExamples);
    private string[] SeesUnits => User.UnitsOf(Permissions.Read);
    private bool SeesHealthCare => User.ReachesAll(Permissions.ReadHealthCare);
    private bool SeesWorkEnvironment => User.ReachesAll(Permissions.ReadWorkEnvironment);
    private bool SeesLexSarah => User.ReachesAll(Permissions.ReadLexSarah);
    private string[] SafetyUnits => User.Mandate().SafetyUnits;
    private string[] TopicUnits => User.Mandate().TopicUnits;
    private string[] Topics => User.Mandate().Topics;
    private bool SeesCouncils => User.ReachesAll(Permissions.ReadCouncils);
    private Guid[] CouncilIds => [.. User.Mandate().Seats.Select(seat => seat.CouncilId)];
    private string[] AnswersIn => User.UnitsOf(Permissions.AnswerProposals);
    private int MilderScore => User.Mandate().Milder.FromScore;
    private int MilderSeverity => User.Mandate().Milder.FromSeverity;
    private string[] SeesTasksOf => User.UnitsOf(Permissions.DoUnitTasks);
    private bool SeesAllRisks => User.ReachesAll(Permissions.ReadRiskAnalyses);
    private string[] SeesRisksOf => User.UnitsOf(Permissions.ReadRiskAnalyses);
    private string? SeesApprovedRisksOf => User.ReachesOwn(Permissions.ReadRiskAnalyses) ? User.HomeUnit : null;
    private string[] SeesDutiesIn => User.UnitsOf(Permissions.ReadDuties);
    private bool SeesWorkDuties => User.ReachesAll(Permissions.ReadDuties);
    private bool IsSystem => User.IsSystem;
    private static readonly DeadlineCode[] LexSarahs = CodesOf(TrackKind.LexSarah), LexMarias = CodesOf(TrackKind.LexMaria);
    private bool SeesIdeas => User.May(Permissions.ReadIdeas);
    private bool SeesAllIdeas => User.ReachesAll(Permissions.ReadIdeas);
    private string[] SeesIdeasOf => UnitsAndHome(Permissions.ReadIdeas);
    private bool SeesAllMeetings => User.ReachesAll(Permissions.ReadMeetings);
    private string[] SeesMeetingsOf => UnitsAndHome(Permissions.ReadMeetings);
    private bool SeesLexMaria => User.ReachesAll(Permissions.ReadLexMaria);

    public async Task<long> NextReferenceNumber(CancellationToken ct) =>
        (await Database.SqlQuery<long>($"select nextval('deviation_reference') as \"Value\"").ToListAsync(ct))[0];

    public async Task<long> NextIdeaNumber(CancellationToken ct) =>
        (await Database.SqlQuery<long>($"select nextval('idea_reference') as \"Value\"").ToListAsync(ct))[0];

    public async Task<long> NextRiskAnalysisNumber(CancellationToken ct) =>
        (await Database.SqlQuery<long>($"select nextval('risk_analysis_reference') as \"Value\"").ToListAsync(ct))[0];

    public async Task<long> NextCouncilCaseNumber(CancellationToken ct) =>
        (await Database.SqlQuery<long>($"select nextval('council_case_reference') as \"Value\"").ToListAsync(ct))[0];

    /// <summary>The whole case, to be handled; null when there is none that the user may handle.</summary>
    public async Task<Deviation?> ToHandle(Guid id, CancellationToken ct) =>
        await Whole(id, ct) is { } deviation && User.MayHandle(deviation) ? deviation : null;

    /// <summary>The same for who may work with it without handling it wholly: a topic's representative (<see cref="Mandate.Represents(Deviation)"/>).</summary>
    public async Task<Deviation?> ToWork(Guid id, CancellationToken ct) => await Whole(id, ct) is { } deviation && User.MayWork(deviation) ? deviation : null;

    /// <summary>The mild cases of the topics that the user represents.</summary>
    public IQueryable<Deviation> Represented => Deviations.Where(d => !d.InLexSarah && !d.InLexMaria && d.Topic != null && TopicUnits.Contains(d.UnitCode) && Topics.Contains(d.UnitCode + "/" + d.Topic)
        && !d.SuspectedSerious && (d.Harm == Harm.None || d.Harm == Harm.Minor) && EF.Property<int>(d, Risk) < MilderScore && ((int?)d.Assessment!.Severity ?? 0) < MilderSeverity);

    /// <summary>The cases in tracks that the user investigates, with what is investigated there; no own reports.</summary>
    public IQueryable<Deviation> Investigations => Deviations.Where(d => (SeesLexSarah && d.InLexSarah) || (SeesLexMaria && d.InLexMaria))
        .Include(d => d.Tracks).ThenInclude(t => t.Inquiries).Include(d => d.Tracks).ThenInclude(t => t.Parts).Include(d => d.Tracks).ThenInclude(t => t.Decisions).Include(d => d.Tracks).ThenInclude(t => t.Informed)
        .Include(d => d.Tracks).ThenInclude(t => t.PatientTold).Include(d => d.Tracks).ThenInclude(t => t.IvoSteps)
        .Include(d => d.Causes).ThenInclude(c => c.Actions).Include(d => d.Notes).Include(d => d.Timeline).AsSplitQuery();

    /// <summary>The case, whole and to be written in, with the one of its tracks that is meant; null when the user investigates it in none, or not in that.</summary>
    /// <exception cref="InvalidField">400: track, when the user investigates the case in several and it is not told in which.</exception>
    public async Task<(Deviation Deviation, TrackKind Track)?> Investigation(Guid id, TrackKind? track, CancellationToken ct) =>
        await Investigations.FirstOrDefaultAsync(d => d.Id == id, ct) is { } deviation && User.TracksOf(deviation).Meant(track) is { } meant ? (deviation, meant) : null;

    /// <summary>Cases with their notes and the event's timeline, as far as the user sees them.</summary>
    public IQueryable<Deviation> Noted => Deviations.Include(d => d.Notes).Include(d => d.Timeline).AsSplitQuery();

    /// <summary>The case to be noted in, and the track that the note belongs to: none when it is an ordinary one. Null when there is none that the user may handle, or not in that track.</summary>
    /// <exception cref="InvalidField">400: track, when the user investigates the case in several and it is not told in which.</exception>
    public async Task<(Deviation Deviation, TrackKind? Track)?> ToNote(Guid id, TrackKind? track, CancellationToken ct)
    {
        if (await Noted.FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation || !User.MayHandle(deviation)) return null;
        var meant = User.TracksOf(deviation).Meant(track);
        return deviation.IsRestricted == meant is not null && (track is null || meant is not null) ? (deviation, meant) : null;
    }

    /// <summary>What a track's investigation that began that day must hold, in order.</summary>
    public async Task<IReadOnlyList<RequiredPart>> PartsOn(TrackKind track, DateOnly day, CancellationToken ct) =>
        await RequiredParts.AsNoTracking().Where(part => part.Track == track && part.ValidFrom <= day && (part.ValidTo == null || part.ValidTo > day)).OrderBy(part => part.Number).ThenBy(part => part.Code).ToListAsync(ct);

    /// <summary>The areas that a cause may lie in today, in order.</summary>
    public async Task<IReadOnlyList<CaseCode>> CauseAreas(DateOnly today, CancellationToken ct) =>
        [.. (await CodesOf(CodeLists.CauseAreas, ct)).Where(item => item.IsValid(today))];

    /// <exception cref="InvalidField">There is no such area today.</exception>
    public Task MustBeCauseArea(string area, string field, DateOnly today, CancellationToken ct) => MustBeCode(CodeLists.CauseAreas, area, field, today, ct);

    private Task<Deviation?> Whole(Guid id, CancellationToken ct) =>
        Deviations.Include(d => d.Tracks).Include(d => d.Causes).ThenInclude(c => c.Actions).AsSplitQuery().FirstOrDefaultAsync(d => d.Id == id, ct);

    /// <summary>The codes of a stored list in order, also those that may no longer be chosen.</summary>
    public async Task<IReadOnlyList<CaseCode>> CodesOf(string list, CancellationToken ct) => await CodeListItems.AsNoTracking().Where(item => item.List == list).OrderBy(item => item.Number).ToListAsync(ct);

    /// <exception cref="InvalidField">The list has no such code today.</exception>
    public async Task MustBeCode(string list, string code, string field, DateOnly today, CancellationToken ct)
    {
        var codes = (await CodesOf(list, ct)).Where(item => item.IsValid(today)).Select(item => item.Code).ToList();
        if (!codes.Contains(code)) throw new InvalidField(field, $"It must be one of {string.Join(", ", codes)}.");
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.HasSequence<long>("deviation_reference");
        // Words that are misspelt, when similar cases are sought.
        model.HasPostgresExtension("pg_trgm");
        model.Entity<Deviation>(deviation =>
        {
            deviation.ToTable("deviations");
            deviation.Property(d => d.Version).IsConcurrencyToken();
            deviation.Property(d => d.Nature).HasDefaultValueSql("'happened'").HasSentinel((Nature)(-1));
            deviation.Property(d => d.Affected).HasDefaultValueSql("'{}'");
            deviation.Property(d => d.CountedCategories).HasDefaultValueSql("'{}'");
            deviation.Property(d => d.CountedNumbers).HasDefaultValueSql("'{}'");
            deviation.Ignore(d => d.Title).Ignore(d => d.RestrictedTo).Ignore(d => d.IsRestricted).Ignore(d => d.Actions).Ignore(d => d.Counts).Ignore(d => d.IsGood);
            // The columns' first names, from when only lex Sarah was investigated here: a migration comes while the version before it runs.
            deviation.OwnsOne(d => d.LexSarah, state => NameColumns(state, "lex_sarah_at", "lex_decided_at", "lex_degree", "lex_serious_at", "ivo_notified_at", "ivo_investigation_at", "lex_sarah_next_due_at", "lex_sarah_declined", "lex_sarah_granted").Property(s => s.TellsBoard).HasColumnName("lex_sarah_tells_board")).Navigation(d => d.LexSarah).IsRequired();
            deviation.OwnsOne(d => d.LexMaria, state => NameColumns(state, "lex_maria_at", "lex_maria_decided_at", "lex_maria_degree", "lex_maria_serious_at", "lex_maria_notified_at", "lex_maria_investigation_at", "lex_maria_next_due_at", "lex_maria_declined", "lex_maria_granted").Ignore(s => s.TellsBoard)).Navigation(d => d.LexMaria).IsRequired();
            deviation.OwnsOne(d => d.Assessment, assessment =>
            {
                assessment.Ignore(a => a.Score);
                assessment.Property(a => a.Motivation).HasColumnName("assessment_motivation");
                assessment.Property(a => a.ById).HasColumnName("assessed_by_id");
                assessment.Property(a => a.ByName).HasColumnName("assessed_by_name");
                assessment.Property(a => a.At).HasColumnName("assessed_at");
            });
            deviation.HasPauses();
            OpenTrack.ConfigureMoments(deviation);
            deviation.OwnsOne(d => d.EscalatedFrom, from =>
            {
                from.Property(f => f.ComplaintId).HasColumnName("complaint_id");
                from.Property(f => f.Reference).HasColumnName("complaint_reference");
                from.Property(f => f.Motivation).HasColumnName("escalation_motivation");
            });
            deviation.OwnsOne(d => d.ImportedFrom, from =>
            {
                from.Property(f => f.Source).HasColumnName("import_source");
                from.Property(f => f.Reference).HasColumnName("import_reference");
                // What an old system has sent is one case however often it is sent.
                from.HasIndex(f => new { f.Reference, f.Source }).IsUnique();
            });
            deviation.HasIndex(d => d.Reference).IsUnique();
            // Ids are in time order, so each list of a unit, a reporter or a kind is one walk along its index.
            deviation.HasIndex(d => new { d.UnitCode, d.Id }).IsDescending(false, true);
            deviation.HasIndex(d => new { d.ReporterId, d.Id }).IsDescending(false, true);
            deviation.HasIndex(d => new { d.ReporterId, d.FormKey }).IsUnique().HasFilter("form_key is not null");
            deviation.HasIndex(d => d.TipCodeHash).IsUnique().HasFilter("tip_code_hash is not null");
            // Who may not open a restricted case must not find it by its risk either.
            deviation.Property<int>(Risk).HasComputedColumnSql("case when in_lex_sarah or in_lex_maria then 0 else coalesce(severity * probability, 0) end", stored: true);
            deviation.HasIndex(Risk, nameof(Deviation.Id)).IsDescending(true, true);
            deviation.HasIndex(d => new { d.Description, d.ImmediateAction }, "deviations_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            deviation.HasIndex(d => d.Feedback, "deviations_feedback_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            deviation.HasIndex(d => new { d.Kind, d.Id }).IsDescending(false, true);
            deviation.HasIndex(d => new { d.UnitCode, d.OccurredOn, d.Id });
            deviation.HasIndex(d => new { d.OccurredOn, d.Id }).IsDescending(true, true);
            deviation.HasIndex(d => new { d.Status, d.UnitCode, d.Id });
            // What is due soonest, for lists and rooms; a case that waits for nothing is not in it.
            deviation.HasIndex(d => new { d.UnitCode, d.NextDueAt }).HasFilter("next_due_at is not null");
            deviation.HasIndex(d => new { d.ActivityId, d.Id }).IsDescending(false, true).HasFilter("activity_id is not null");
            deviation.HasIndex(d => new { d.RoutineId, d.Id }).IsDescending(false, true).HasFilter("routine_id is not null");
            deviation.HasIndex(d => new { d.Category, d.Id }).IsDescending(false, true).HasFilter("category is not null");
            deviation.HasIndex(d => new { d.Topic, d.Id }).IsDescending(false, true).HasFilter("topic is not null");
            deviation.HasIndex(d => d.Id, "deviations_in_lex_sarah").IsDescending().HasFilter("in_lex_sarah");
            deviation.HasIndex(d => d.Id, "deviations_in_lex_maria").IsDescending().HasFilter("in_lex_maria");
            deviation.HasQueryFilter(d =>
                (SeesOwn && d.ReporterId == UserId)
                || (SeesLexSarah && d.InLexSarah)
                || (SeesLexMaria && d.InLexMaria)
                || (!d.InLexSarah && !d.InLexMaria
                    && (SeesAll
                        || SeesUnits.Contains(d.UnitCode)
                        || (SeesHealthCare && d.Kind == DeviationKind.HealthCare)
                        || (SeesWorkEnvironment && d.Kind == DeviationKind.WorkEnvironment)
                        // By assignment (Mandate): two lists of units that an index finds, and no other table.
                        || (d.Kind == DeviationKind.WorkEnvironment && SafetyUnits.Contains(d.UnitCode))
                        || (d.Topic != null && TopicUnits.Contains(d.UnitCode) && Topics.Contains(d.UnitCode + "/" + d.Topic)
                            && !d.SuspectedSerious && (d.Harm == Harm.None || d.Harm == Harm.Minor)
                            && EF.Property<int>(d, Risk) < MilderScore && ((int?)d.Assessment!.Severity ?? 0) < MilderSeverity))));
        });
        model.Entity<Track>(track =>
        {
            track.ToTable("deviation_tracks");
            track.Property(t => t.Id).ValueGeneratedNever();
            track.HasOne(t => t.Deviation).WithMany(d => d.Tracks).HasForeignKey("DeviationId").IsRequired();
            // Its investigators; and when the case is an ordinary one again the unit's manager, who is told why.
            track.HasQueryFilter(t =>
                (SeesLexSarah && t.Kind == TrackKind.LexSarah)
                || (SeesLexMaria && t.Kind == TrackKind.LexMaria)
                || (!t.Deviation.InLexSarah && !t.Deviation.InLexMaria && SeesUnits.Contains(t.Deviation.UnitCode)));
            track.Ignore(t => t.Decision).Ignore(t => t.Inquiry).Ignore(t => t.IsBegun);
            track.OwnsOne(t => t.Notification, notification =>
            {
                foreach (var property in notification.OwnedEntityType.GetProperties().Where(property => !property.IsShadowProperty())) property.SetColumnName($"Ivo{property.Name}");
            });
        });
        // What is investigated in a track stays with the track's investigators, also when the case has left it. The tables have the names from when only lex Sarah was.
        model.Entity<InquiryDecision>(inquiry =>
        {
            inquiry.ToTable("inquiry_decisions");
            inquiry.Property(i => i.Id).ValueGeneratedNever();
            inquiry.HasOne(i => i.Track).WithMany(t => t.Inquiries).HasForeignKey("TrackId").IsRequired();
            inquiry.HasQueryFilter(i => (SeesLexSarah && i.Track.Kind == TrackKind.LexSarah) || (SeesLexMaria && i.Track.Kind == TrackKind.LexMaria));
        });
        model.Entity<WrittenPart>(part =>
        {
            part.ToTable("lex_sarah_parts");
            part.Property(p => p.Id).ValueGeneratedNever();
            part.HasIndex(p => p.Text, "lex_sarah_parts_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            part.HasOne(p => p.Track).WithMany(t => t.Parts).HasForeignKey("TrackId").IsRequired();
            part.HasQueryFilter(p => (SeesLexSarah && p.Track.Kind == TrackKind.LexSarah) || (SeesLexMaria && p.Track.Kind == TrackKind.LexMaria));
        });
        model.Entity<LexDecision>(decision =>
        {
            decision.ToTable("lex_sarah_decisions");
            decision.Property(d => d.Id).ValueGeneratedNever();
            decision.HasOne(d => d.Track).WithMany(t => t.Decisions).HasForeignKey("TrackId").IsRequired();
            decision.HasQueryFilter(d => (SeesLexSarah && d.Track.Kind == TrackKind.LexSarah) || (SeesLexMaria && d.Track.Kind == TrackKind.LexMaria));
        });
        model.Entity<Informed>(informed =>
        {
            informed.ToTable("lex_sarah_informed");
            informed.Property(i => i.Id).ValueGeneratedNever();
            informed.HasOne(i => i.Track).WithMany(t => t.Informed).HasForeignKey("TrackId").IsRequired();
            informed.HasQueryFilter(i => (SeesLexSarah && i.Track.Kind == TrackKind.LexSarah) || (SeesLexMaria && i.Track.Kind == TrackKind.LexMaria));
        });
        model.Entity<IvoStep>(step =>
        {
            step.ToTable("ivo_steps");
            step.Property(s => s.Id).ValueGeneratedNever();
            step.HasOne(s => s.Track).WithMany(t => t.IvoSteps).HasForeignKey("TrackId").IsRequired();
            step.HasQueryFilter(s => (SeesLexSarah && s.Track.Kind == TrackKind.LexSarah) || (SeesLexMaria && s.Track.Kind == TrackKind.LexMaria));
        });
        model.Entity<PatientTold>(told =>
        {
            told.ToTable("patient_told");
            told.Property(t => t.Id).ValueGeneratedNever();
            told.HasOne(t => t.Track).WithMany(t => t.PatientTold).HasForeignKey("TrackId").IsRequired();
            told.HasQueryFilter(t => (SeesLexSarah && t.Track.Kind == TrackKind.LexSarah) || (SeesLexMaria && t.Track.Kind == TrackKind.LexMaria));
        });
        model.Entity<LexCount>(count =>
        {
            count.ToTable("lex_counts");
            count.Property(c => c.Id).ValueGeneratedNever();
            count.Property(c => c.Version).IsConcurrencyToken();
            count.HasIndex(c => c.ChangedIn).HasFilter("told < version");
            count.HasIndex(c => c.DeviationId);
            count.HasQueryFilter(c => (SeesLexSarah && c.Track == TrackKind.LexSarah) || (SeesLexMaria && c.Track == TrackKind.LexMaria));
        });
        model.Entity<RequiredPart>(part =>
        {
            part.ToTable("required_parts");
            part.Property(p => p.Id).ValueGeneratedNever();
            part.Property(p => p.Version).IsConcurrencyToken();
            part.Property(p => p.ForChild).HasDefaultValue(false);
            part.HasIndex(p => new { p.Track, p.Code, p.ValidFrom }).IsUnique().HasFilter("valid_to is null or valid_to > valid_from");
        });
        // What was written in a track stays with its investigators. What was written in an ordinary case is for who handles it: its manager, MAS in health care, and
        // the investigators once it is handed over.
        model.Entity<CaseNote>(note =>
        {
            note.ToTable("case_notes");
            note.Property(n => n.Id).ValueGeneratedNever();
            note.HasIndex(n => n.Text, "case_notes_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            note.HasOne(n => n.Deviation).WithMany(d => d.Notes).HasForeignKey(n => n.DeviationId);
            note.HasQueryFilter(n => n.Track != null
                ? (SeesLexSarah && n.Track == TrackKind.LexSarah) || (SeesLexMaria && n.Track == TrackKind.LexMaria)
                : n.Deviation.InLexSarah || n.Deviation.InLexMaria
                    ? (SeesLexSarah && n.Deviation.InLexSarah) || (SeesLexMaria && n.Deviation.InLexMaria)
                    : IsSystem || SeesUnits.Contains(n.Deviation.UnitCode) || (SeesHealthCare && n.Deviation.Kind == DeviationKind.HealthCare));
        });
        model.Entity<TimelineEntry>(entry =>
        {
            entry.ToTable("timeline_entries");
            entry.Property(e => e.Id).ValueGeneratedNever();
            entry.HasIndex(e => e.What, "timeline_entries_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            entry.HasOne(e => e.Deviation).WithMany(d => d.Timeline).HasForeignKey(e => e.DeviationId);
            entry.HasQueryFilter(e => e.Track != null
                ? (SeesLexSarah && e.Track == TrackKind.LexSarah) || (SeesLexMaria && e.Track == TrackKind.LexMaria)
                : e.Deviation.InLexSarah || e.Deviation.InLexMaria
                    ? (SeesLexSarah && e.Deviation.InLexSarah) || (SeesLexMaria && e.Deviation.InLexMaria)
                    : IsSystem || SeesUnits.Contains(e.Deviation.UnitCode) || (SeesHealthCare && e.Deviation.Kind == DeviationKind.HealthCare));
        });
        // What is in a case, for who may see more of it than the reporter of a restricted one; the case's own filter applies as well.
        model.Entity<Cause>(cause =>
        {
            cause.ToTable("causes");
            cause.Property(c => c.Id).ValueGeneratedNever();
            cause.Ignore(c => c.IsAccepted).Ignore(c => c.IsAnswered);
            cause.OwnsOne(c => c.AskedFor, asked =>
            {
                foreach (var property in asked.OwnedEntityType.GetProperties().Where(property => !property.IsShadowProperty())) property.SetColumnName($"Asked{property.Name}");
                asked.HasIndex(a => a.TaskId).IsUnique();
            });
            cause.HasOne(c => c.Deviation).WithMany(d => d.Causes).HasForeignKey(c => c.DeviationId);
            cause.HasIndex(c => new { c.Text, c.AcceptedReason }, "causes_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            cause.HasOne<Cause>().WithMany().HasForeignKey(c => c.ParentId);
            cause.HasMany(c => c.Actions).WithOne(a => a.Cause).HasForeignKey(a => a.CauseId);
            cause.HasQueryFilter(c => (!c.Deviation.InLexSarah && !c.Deviation.InLexMaria) || (SeesLexSarah && c.Deviation.InLexSarah) || (SeesLexMaria && c.Deviation.InLexMaria));
        });
        model.Entity<CaseChange>(change =>
        {
            change.ToTable("deviation_changes");
            change.Property(c => c.Id).ValueGeneratedNever();
            change.HasOne(c => c.Deviation).WithMany(d => d.Changes).HasForeignKey(c => c.DeviationId);
            change.Ignore(c => c.Code);
            change.HasIndex(c => new { c.DeviationId, c.Version });
            // What was done in a track's investigation is told nowhere else, also when the case has left it.
            change.HasQueryFilter(c => ((!c.Deviation.InLexSarah && !c.Deviation.InLexMaria) || (SeesLexSarah && c.Deviation.InLexSarah) || (SeesLexMaria && c.Deviation.InLexMaria))
                && (c.Track == null || (SeesLexSarah && c.Track == TrackKind.LexSarah) || (SeesLexMaria && c.Track == TrackKind.LexMaria)));
        });
        model.Entity<OpenTrack>(track =>
        {
            OpenTrack.Configure(track);
            track.HasQueryFilter(t => !t.Deviation.InLexSarah && !t.Deviation.InLexMaria
                && (SeesDutiesIn.Contains(t.Deviation.UnitCode) || (t.Kind == OpenTrackKind.WorkEnvironment && (SeesWorkDuties || SafetyUnits.Contains(t.Deviation.UnitCode)))));
        });
        model.Entity<CorrectiveAction>(action =>
        {
            action.ToTable("actions");
            action.Property(a => a.Id).ValueGeneratedNever();
            action.Ignore(a => a.Status);
            action.HasIndex(a => a.DeviationId);
            action.HasIndex(a => new { a.What, a.FollowUp, a.SuccessCriterion, a.CompletedNote, a.EffectNote }, "actions_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            action.HasIndex(a => new { a.OwnerId, a.DueAt }, "actions_open_by_owner").HasFilter("effect_checked_at is null");
            action.HasIndex(a => new { a.UnitCode, a.EffectCheckAt }, "actions_open_by_unit").HasFilter("effect_checked_at is null");
            action.HasIndex(a => new { a.UnitCode, a.Id }, "actions_proposed_by_unit").HasFilter("approval = 'proposed'");
            // Its owner does it without seeing the case; a restricted one belongs to the investigators alone.
            // What is only proposed is not the owner's yet.
            action.HasQueryFilter(a => (!a.Restricted && a.IsApproved && a.OwnerId == UserId)
                || Deviations.Any(d => d.Id == a.DeviationId && ((!d.InLexSarah && !d.InLexMaria) || (SeesLexSarah && d.InLexSarah) || (SeesLexMaria && d.InLexMaria))));
        });
        model.Entity<GoodExample>(example =>
        {
            example.ToTable("good_examples");
            example.Property(e => e.Id).ValueGeneratedNever();
            example.HasIndex(e => new { e.UnitCode, e.Id }).IsDescending(false, true);
            example.HasQueryFilter(e => (SeesExamples && (e.Everywhere || e.UnitCode == HomeUnit)) || SeesAll || SeesUnits.Contains(e.UnitCode));
        });
        model.Entity<Notice>(notice =>
        {
            notice.ToTable("notices");
            notice.Property(n => n.Id).ValueGeneratedNever();
            notice.HasIndex(n => new { n.PersonId, n.Id }).IsDescending(false, true);
            notice.HasIndex(n => n.DeviationId).HasFilter("deadline is not null");
            // Who no longer investigates in a track is not told of its times either, nor what was handed over.
            notice.HasQueryFilter(n => IsSystem || (n.PersonId == UserId && (n.Kind != NoticeKind.HandedOver || SeesLexSarah || SeesLexMaria) && (n.Deadline == null || ((SeesLexSarah || !LexSarahs.Contains(n.Deadline.Value)) && (SeesLexMaria || !LexMarias.Contains(n.Deadline.Value))))));
        });
        model.HasAttachments(a => (!a.Deviation.InLexSarah && !a.Deviation.InLexMaria) || (SeesLexSarah && a.Deviation.InLexSarah) || (SeesLexMaria && a.Deviation.InLexMaria)
            || (SeesOwn && a.Deviation.ReporterId == UserId && a.AddedById == UserId));
        model.HasCodeLists(CodeLists.Seed);
        model.Entity<KnownPerson>(person =>
        {
            person.ToTable("people");
            person.HasIndex(p => p.HomeUnit);
            person.HasIndex(p => p.DirectoryId).IsUnique();
        });
        // Two messages of the same thing may be handled at once: who comes second reads again.
        model.Entity<KnownProcess>(process => process.ToTable("known_processes").Property(p => p.SubjectVersion).IsConcurrencyToken());
        model.Entity<KnownActivity>(activity =>
        {
            activity.ToTable("known_activities").Property(a => a.SubjectVersion).IsConcurrencyToken();
            activity.HasIndex(a => a.ReplacedBy).HasFilter("replaced_by is not null");
        });
        model.Entity<KnownRoutine>(routine => routine.ToTable("known_routines").Property(r => r.SubjectVersion).IsConcurrencyToken());
        model.Entity<DeadlineRule>(rule =>
        {
            rule.ToTable("deadline_rules");
            rule.Property(r => r.Id).ValueGeneratedNever();
            rule.Property(r => r.Version).IsConcurrencyToken();
            rule.Ignore(r => r.Term).Ignore(r => r.Target).Ignore(r => r.Reminders).Ignore(r => r.Terms);
            // A version that was withdrawn before its first day makes room for another from the same day.
            rule.HasIndex(r => new { r.Code, r.CaseKind, r.UnitCode, r.ValidFrom }).IsUnique().AreNullsDistinct(false).HasFilter("valid_to is null or valid_to > valid_from");
        });
        UnitAssignment.Configure(model);
        UnitTask.Configure(model);
        // The unit's and the owner's own; by the case it is found by its investigators alone.
        model.Entity<UnitTask>().HasQueryFilter(t => IsSystem || t.OwnerId == UserId || SeesTasksOf.Contains(t.UnitCode)
            || Deviations.Any(d => d.Id == t.DeviationId && ((SeesLexSarah && d.InLexSarah) || (SeesLexMaria && d.InLexMaria))));
        SavedFilter.Configure(model, f => f.PersonId == UserId);
        model.HasImports(i => IsSystem || i.StartedById == UserId);
        Cooperation.Configure(model);
        // As of a note: for who handles the case, and the investigators alone once it is handed over.
        model.Entity<Cooperation>().HasQueryFilter(c => c.Deviation.InLexSarah || c.Deviation.InLexMaria
            ? (SeesLexSarah && c.Deviation.InLexSarah) || (SeesLexMaria && c.Deviation.InLexMaria)
            : IsSystem || SeesUnits.Contains(c.UnitCode) || (SeesHealthCare && c.Deviation.Kind == DeviationKind.HealthCare));
        Council.Configure(model);
        CouncilCase.Configure(model);
        CouncilProposal.Configure(model);
        model.Entity<Council>().HasQueryFilter(c => SeesCouncils || CouncilIds.Contains(c.Id));
        model.Entity<CouncilMember>().HasQueryFilter(m => SeesCouncils || CouncilIds.Contains(m.CouncilId));
        // As of what is sent to other principals: for who handles the case, and the investigators alone once it is handed over.
        model.Entity<CouncilTie>().HasQueryFilter(t => t.Deviation.InLexSarah || t.Deviation.InLexMaria
            ? (SeesLexSarah && t.Deviation.InLexSarah) || (SeesLexMaria && t.Deviation.InLexMaria)
            : IsSystem || SeesUnits.Contains(t.Deviation.UnitCode) || (SeesHealthCare && t.Deviation.Kind == DeviationKind.HealthCare));
        model.Entity<CouncilCase>().HasQueryFilter(c => IsSystem || CouncilIds.Contains(c.CouncilId) || CouncilTies.Any(t => t.CouncilCaseId == c.Id));
        model.Entity<CouncilProposal>().HasQueryFilter(p => IsSystem || CouncilIds.Contains(p.CouncilId) || p.Recipients.Any(r => AnswersIn.Contains(r.UnitCode)));
        model.HasLimits(Measure.Table);
        model.HasIdeas(i => SeesAllIdeas || (SeesIdeas && (i.IsShared || i.OriginatorId == UserId)) || SeesIdeasOf.Contains(i.UnitCode));
        model.HasMeetings(m => SeesAllMeetings || SeesMeetingsOf.Contains(m.UnitCode), d => SeesAllMeetings || SeesMeetingsOf.Contains(d.Meeting.UnitCode));
        model.HasSecondAssessments();
        model.Entity<SecondAssessment>().HasQueryFilter(s => IsSystem);
        model.HasRiskAnalyses();
        model.Entity<RiskAnalysis>().HasQueryFilter(a =>
            // The safety representative takes part before it is decided, and so sees what is not approved yet.
            SeesAllRisks || SeesRisksOf.Contains(a.UnitCode) || SafetyUnits.Contains(a.UnitCode) || (a.UnitCode == SeesApprovedRisksOf && a.Status != RiskAnalysisStatus.Draft && a.Status != RiskAnalysisStatus.Assessed));
        UseHusetNames(model);
    }

    private string[] UnitsAndHome(string permission) => [.. User.UnitsOf(permission), .. User.HomeUnit is { } home && User.ReachesOwn(permission) ? [home] : Array.Empty<string>()];

    private static DeadlineCode[] CodesOf(TrackKind track) => [.. Enum.GetValues<DeadlineCode>().Where(code => CaseDeadlines.TrackOf(code) == track)];

    private static OwnedNavigationBuilder<Deviation, TrackState> NameColumns(OwnedNavigationBuilder<Deviation, TrackState> state, string begun, string decided, string degree, string serious, string notified, string sent, string nextDue, string declined, string granted)
    {
        state.Ignore(s => s.NotifyAtOnce);
        state.Property(s => s.BegunAt).HasColumnName(begun);
        state.Property(s => s.DecidedAt).HasColumnName(decided);
        state.Property(s => s.Degree).HasColumnName(degree);
        state.Property(s => s.SeriousAt).HasColumnName(serious);
        state.Property(s => s.NotifiedAt).HasColumnName(notified);
        state.Property(s => s.InvestigationSentAt).HasColumnName(sent);
        state.Property(s => s.NextDueAt).HasColumnName(nextDue);
        state.Property(s => s.Declined).HasColumnName(declined).HasDefaultValue(false);
        state.Property(s => s.Granted).HasColumnName(granted).HasColumnType("jsonb").HasConversion(
            grant => JsonSerializer.Serialize(grant, JsonSerializerOptions.Web), json => JsonSerializer.Deserialize<IvoGrant>(json, JsonSerializerOptions.Web));
        return state;
    }
}
