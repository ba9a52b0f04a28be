using System.Text.Json;
using System.Text.Json.Serialization;
using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Huset.Analytics;

public sealed class AnalyticsDb(DbContextOptions<AnalyticsDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    /// <summary>How many deviations, of the units that the user may see; nobody sees none.</summary>
    public DbSet<DeviationCount> DeviationCounts => Set<DeviationCount>();

    /// <summary>What each deviation is counted as, of the units that the user may see.</summary>
    public DbSet<DeviationFact> DeviationFacts => Set<DeviationFact>();

    /// <summary>The same by weekday and hour, of the units that the user may see.</summary>
    public DbSet<DeviationHour> DeviationHours => Set<DeviationHour>();

    /// <summary>The same by one more thing that is known of them, of the units that the user may see.</summary>
    public DbSet<DeviationPart> DeviationParts => Set<DeviationPart>();

    /// <summary>The figures that charts and operations are judged by.</summary>
    public DbSet<Rule> Rules => Set<Rule>();

    /// <summary>What the events tell of, all of it: no user's rights are asked here, so whoever reads it must ask them.</summary>
    public DbSet<Subject> Subjects => Set<Subject>();

    /// <summary>How much the units did a month, every version of it, of the units that the user may see.</summary>
    public DbSet<Volume> Volumes => Set<Volume>();

    /// <summary>What is decided about each indicator.</summary>
    public DbSet<IndicatorProfile> IndicatorProfiles => Set<IndicatorProfile>();

    /// <summary>Values of the municipality's own indicators, every version, of the units that the user may see.</summary>
    public DbSet<IndicatorValue> IndicatorValues => Set<IndicatorValue>();

    /// <summary>Measures that others count, which are public.</summary>
    public DbSet<ComparedMeasure> ComparedMeasures => Set<ComparedMeasure>();

    /// <summary>What others' measures compare.</summary>
    public DbSet<ComparedArea> ComparedAreas => Set<ComparedArea>();

    /// <summary>Values of others' measures, every version.</summary>
    public DbSet<ComparedValue> ComparedValues => Set<ComparedValue>();

    /// <summary>Reports: the frozen for who reads reports, drafts for who makes them or writes in them.</summary>
    public DbSet<Report> Reports => Set<Report>();

    /// <summary>Documents of frozen reports; whoever reads one has found its report.</summary>
    public DbSet<ReportFile> ReportFiles => Set<ReportFile>();

    /// <summary>What reports are made of.</summary>
    public DbSet<ReportTemplate> ReportTemplates => Set<ReportTemplate>();

    /// <summary>What charts have shown that chance does not give, of the units that the user may see.</summary>
    public DbSet<FoundSignal> FoundSignals => Set<FoundSignal>();

    /// <summary>What is the same in several units or services, of those that are met in a unit that the user may see.</summary>
    public DbSet<FoundPattern> FoundPatterns => Set<FoundPattern>();

    /// <summary>Where charts have new limits, also those that are undone, of the units that the user may see.</summary>
    public DbSet<ChartBreak> ChartBreaks => Set<ChartBreak>();

    /// <summary>What has been counted anew from the log, and how far it has come.</summary>
    public DbSet<Rebuild> Rebuilds => Set<Rebuild>();

    /// <summary>Who is sent the log's events.</summary>
    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    /// <summary>What they have been sent lately.</summary>
    public DbSet<SubscriptionDelivery> SubscriptionDeliveries => Set<SubscriptionDelivery>();

    /// <summary>The hosts that events may be sent to, also those that were once.</summary>
    public DbSet<Receiver> Receivers => Set<Receiver>();

    /// <summary>Whom a section can be given to.</summary>
    public DbSet<KnownPerson> People => Set<KnownPerson>();

    /// <summary>Goals: the decided for who reads goals, drafts for who sets them.</summary>
    public DbSet<Goal> Goals => Set<Goal>();

    /// <summary>Yearly plans, in the same way.</summary>
    public DbSet<Plan> Plans => Set<Plan>();

    /// <summary>What everyone may see, and what is withdrawn in the units that the user publishes for.</summary>
    public DbSet<Publication> Publications => Set<Publication>();

    /// <summary>What the units that the user publishes for have made better.</summary>
    public DbSet<Improvement> Improvements => Set<Improvement>();

    /// <summary>Local follow-ups of methods; they name no case.</summary>
    public DbSet<MethodFollowUp> MethodFollowUps => Set<MethodFollowUp>();

    /// <summary>Measurements of cases, of the units that the user may see.</summary>
    public DbSet<Measurement> Measurements => Set<Measurement>();

    /// <summary>Extracts for research, also those that have ended.</summary>
    public DbSet<Extract> Extracts => Set<Extract>();

    /// <summary>Who has fetched them.</summary>
    public DbSet<ExtractFetch> ExtractFetches => Set<ExtractFetch>();

    // Asked by the row filters; EF sends them as parameters, so that one compiled query serves every user.
    private bool SeesAll => User.ReachesAll(Permissions.ReadCounts);
    private string[] SeesUnits => User.UnitsOf(Permissions.ReadCounts);

    private string UserId => User.Id;
    private bool SeesDrafts => User.ReachesAll(Permissions.MakeReports);
    private bool SeesFrozen => User.ReachesAll(Permissions.ReadReports);
    private bool SeesOwn => User.ReachesOwn(Permissions.ReadReports);

    private bool SetsAllGoals => User.ReachesAll(Permissions.SetGoals);
    private string[] SetsGoalsOf => User.UnitsOf(Permissions.SetGoals);
    private bool SeesDecided => User.ReachesAll(Permissions.ReadGoals);
    private string? SeesDecidedOf => User.ReachesOwn(Permissions.ReadGoals) ? User.HomeUnit : null;

    private bool PublishesAll => User.ReachesAll(Permissions.Publish);
    private string[] PublishesOf => User.UnitsOf(Permissions.Publish);

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<LoggedEvent>(log =>
        {
            log.ToTable("events");
            log.HasKey(e => e.Sequence);
            log.Property(e => e.Sequence).ValueGeneratedNever();
            log.HasIndex(e => new { e.Type, e.Sequence });
            log.HasIndex(e => new { e.UnitCode, e.Sequence });
            log.HasIndex(e => new { e.Time, e.Sequence });
        });
        model.Entity<LogPosition>(position => position.ToTable("log_position").Property(p => p.Id).ValueGeneratedNever());
        model.Entity<IndicatorPosition>(position => position.ToTable("indicator_position").Property(p => p.Id).ValueGeneratedNever());
        model.Entity<RelayPosition>(position => position.ToTable("relay_position").Property(p => p.Id).ValueGeneratedNever());
        model.Entity<Rule>(rule =>
        {
            rule.ToTable("rules");
            rule.HasKey(r => r.Measure);
            rule.Property(r => r.Version).IsConcurrencyToken();
            rule.HasMany(r => r.Versions).WithOne().HasForeignKey(v => v.Measure);
            rule.Navigation(r => r.Versions).AutoInclude();
        });
        model.Entity<RuleVersion>(version =>
        {
            version.ToTable("rule_versions");
            version.HasKey(v => new { v.Measure, v.ValidFrom });
        });
        model.Entity<DeviationFact>(fact =>
        {
            fact.ToTable("deviation_facts");
            fact.HasKey(f => f.DeviationId);
            // With all that a year of cases is counted by beside each other, so that the table itself is not read.
            fact.HasIndex(f => f.OccurredOn).IncludeProperties(f => new { f.UnitCode, f.Kind, f.Weekday, f.Hour, f.Harm, f.CauseAreas });
            fact.HasIndex(f => new { f.UnitCode, f.OccurredOn });
            fact.HasIndex(f => f.StepId);
            // Rows from before they were counted.
            fact.Property(f => f.Weekday).HasDefaultValue(0);
            fact.Property(f => f.CauseAreas).HasDefaultValueSql("'{}'");
            fact.HasQueryFilter(f => SeesAll || SeesUnits.Contains(f.UnitCode));
        });
        model.Entity<CauseFact>(cause =>
        {
            cause.ToTable("cause_facts");
            cause.HasKey(c => c.CauseId);
            cause.HasIndex(c => c.DeviationId);
        });
        model.Entity<DeviationCount>(count =>
        {
            count.ToTable("deviation_counts");
            count.HasKey(c => new { c.UnitCode, c.Month, c.Kind });
            count.HasIndex(c => c.Month);
            count.HasQueryFilter(c => SeesAll || SeesUnits.Contains(c.UnitCode));
        });
        model.Entity<DeviationHour>(hour =>
        {
            hour.ToTable("deviation_hours");
            hour.HasKey(h => new { h.UnitCode, h.Month, h.Weekday, h.Hour });
            hour.HasIndex(h => h.Month);
            hour.HasQueryFilter(h => SeesAll || SeesUnits.Contains(h.UnitCode));
        });
        model.Entity<DeviationPart>(part =>
        {
            part.ToTable("deviation_parts");
            part.HasKey(p => new { p.UnitCode, p.Month, p.Kind, p.Part, p.Code });
            part.HasIndex(p => new { p.Part, p.Month });
            part.HasQueryFilter(p => SeesAll || SeesUnits.Contains(p.UnitCode));
        });
        model.Entity<Subject>(subject =>
        {
            subject.ToTable("subjects");
            subject.HasKey(s => new { s.Type, s.Id });
            subject.HasIndex(s => new { s.Type, s.UnitCode });
        });
        model.Entity<IndicatorRow>(row =>
        {
            row.ToTable("indicator_rows");
            row.HasKey(r => new { r.Indicator, r.Id });
            row.HasIndex(r => new { r.Indicator, r.DueOn }).HasFilter("not is_counted");
        });
        model.Entity<IndicatorMonth>(month =>
        {
            month.ToTable("indicator_months");
            month.HasKey(m => new { m.Indicator, m.UnitCode, m.Month });
        });
        model.Entity<FoundSignal>(signal =>
        {
            signal.ToTable("found_signals");
            signal.Property(s => s.Version).IsConcurrencyToken();
            signal.HasIndex(s => new { s.UnitCode, s.Id });
            signal.HasQueryFilter(s => SeesAll || SeesUnits.Contains(s.UnitCode));
        });
        model.Entity<FoundPattern>(pattern =>
        {
            pattern.ToTable("found_patterns");
            pattern.Property(p => p.Version).IsConcurrencyToken();
            // One open proposal of each.
            pattern.HasIndex(p => new { p.Dimension, p.Value }).IsUnique().HasFilter("decided_at is null");
            pattern.Property(p => p.Parts).HasColumnType("jsonb").HasConversion(AsNamedJson<IReadOnlyList<PatternPart>>(), Unchanged<IReadOnlyList<PatternPart>>());
            pattern.Property(p => p.Share).HasColumnType("jsonb").HasConversion(AsNamedJson<ComparedShare>(), Unchanged<ComparedShare>());
            pattern.Property(p => p.Cases).HasColumnType("jsonb").HasConversion(AsNamedJson<IReadOnlyList<PatternCase>>(), Unchanged<IReadOnlyList<PatternCase>>());
            pattern.Property(p => p.Decisions).HasColumnType("jsonb").HasConversion(AsNamedJson<IReadOnlyList<PatternDecision>>(), Unchanged<IReadOnlyList<PatternDecision>>());
            pattern.Ignore(p => p.Decision);
            pattern.Ignore(p => p.Services);
            pattern.HasQueryFilter(p => SeesAll || p.UnitCodes.Any(code => SeesUnits.Contains(code)));
        });
        model.Entity<ChartBreak>(one =>
        {
            one.ToTable("chart_breaks");
            one.Property(b => b.Version).IsConcurrencyToken();
            // Two who set the same: the second is told.
            one.HasIndex(b => new { b.UnitCode, b.Chart, b.Kind, b.From }).IsUnique().HasFilter("undone_at is null");
            one.HasQueryFilter(b => SeesAll || SeesUnits.Contains(b.UnitCode));
        });
        model.Entity<Rebuild>(rebuild =>
        {
            rebuild.ToTable("rebuilds");
            rebuild.HasIndex(r => r.Model).IsUnique().HasFilter("state in ('waiting', 'running')");
        });
        model.Entity<Volume>(volume =>
        {
            volume.ToTable("volumes");
            volume.HasKey(v => new { v.UnitCode, v.Month, v.Kind, v.Version });
            volume.Property(v => v.Value).HasPrecision(12, 2);
            volume.HasIndex(v => v.Month);
            volume.HasQueryFilter(v => SeesAll || SeesUnits.Contains(v.UnitCode));
        });
        model.Entity<IndicatorProfile>(profile =>
        {
            profile.ToTable("indicators");
            profile.HasKey(p => p.Code);
            profile.Property(p => p.Version).IsConcurrencyToken();
            profile.Property(p => p.Own).HasColumnType("jsonb").HasConversion(AsJson<OwnIndicator?>(), Unchanged<OwnIndicator?>());
            profile.HasMany(p => p.Placements).WithOne().HasForeignKey(p => p.Indicator);
            profile.HasMany(p => p.Targets).WithOne().HasForeignKey(t => t.Indicator);
            profile.Navigation(p => p.Placements).AutoInclude();
            profile.Navigation(p => p.Targets).AutoInclude();
        });
        model.Entity<IndicatorPlacement>(placement =>
        {
            placement.ToTable("indicator_placements");
            placement.HasKey(p => new { p.Indicator, p.ValidFrom });
        });
        model.Entity<IndicatorTarget>(target =>
        {
            target.ToTable("indicator_targets");
            target.HasKey(t => new { t.Indicator, t.UnitCode, t.ValidFrom });
            target.Property(t => t.Value).HasPrecision(16, 4);
        });
        model.Entity<IndicatorValue>(value =>
        {
            value.ToTable("indicator_values");
            value.HasKey(v => new { v.Indicator, v.UnitCode, v.From, v.Gender, v.Version });
            value.Property(v => v.Numerator).HasPrecision(16, 4);
            value.Property(v => v.Denominator).HasPrecision(16, 4);
            value.Property(v => v.Value).HasPrecision(16, 4);
            value.Ignore(v => v.Facts);
            value.HasQueryFilter(v => SeesAll || SeesUnits.Contains(v.UnitCode));
        });
        model.Entity<ComparedMeasure>(measure =>
        {
            measure.ToTable("compared_measures");
            measure.HasKey(m => m.Code);
            measure.Property(m => m.Version).IsConcurrencyToken();
            measure.Ignore(m => m.Attribution);
            measure.HasMany(m => m.Analyses).WithOne().HasForeignKey(a => a.Measure);
            measure.Navigation(m => m.Analyses).AutoInclude();
        });
        model.Entity<MeasureAnalysis>(analysis =>
        {
            analysis.ToTable("measure_analyses");
            analysis.HasKey(a => new { a.Measure, a.Number });
        });
        model.Entity<ComparedArea>(area =>
        {
            area.ToTable("compared_areas");
            area.HasKey(a => a.Id);
        });
        model.Entity<ComparedValue>(value =>
        {
            value.ToTable("compared_values");
            value.HasKey(v => new { v.Measure, v.Area, v.Year, v.Gender, v.Version });
            value.Property(v => v.Value).HasPrecision(19, 6);
            value.Ignore(v => v.Facts);
        });
        model.HasCodeLists<CodeListItem>();
        model.HasPeople();
        model.Entity<Report>(report =>
        {
            report.ToTable("reports");
            report.Property(r => r.Version).IsConcurrencyToken();
            report.Property(r => r.Frozen).HasColumnType("jsonb").HasConversion(AsJson<FrozenReport?>(), Unchanged<FrozenReport?>());
            report.HasMany(r => r.Sections).WithOne().HasForeignKey(s => s.ReportId);
            report.Navigation(r => r.Sections).AutoInclude();
            report.Ignore(r => r.Time);
            report.Ignore(r => r.Name);
            report.HasIndex(r => new { r.Year, r.Number, r.Id });
            report.HasQueryFilter(r => SeesDrafts || (SeesFrozen && r.Status == ReportStatus.Frozen) || (SeesOwn && r.Sections.Any(s => s.OwnerId == UserId)));
        });
        model.Entity<ReportSection>(section =>
        {
            section.ToTable("report_sections");
            section.HasKey(s => new { s.ReportId, s.Code });
            section.HasIndex(s => s.OwnerId);
        });
        model.Entity<ReportFile>(file =>
        {
            file.ToTable("report_files");
            file.HasKey(f => new { f.ReportId, f.Format });
        });
        model.Entity<ReportTemplate>(template =>
        {
            template.ToTable("report_templates");
            template.HasKey(t => t.Code);
            template.Property(t => t.Version).IsConcurrencyToken();
            template.HasMany(t => t.Versions).WithOne().HasForeignKey(v => v.Template);
            template.Navigation(t => t.Versions).AutoInclude();
        });
        model.Entity<ReportTemplateVersion>(version =>
        {
            version.ToTable("report_template_versions");
            version.HasKey(v => new { v.Template, v.ValidFrom });
            version.Property(v => v.Sections).HasColumnType("jsonb").HasConversion(AsJson<IReadOnlyList<TemplateSection>>(), Unchanged<IReadOnlyList<TemplateSection>>());
        });
        model.Entity<Subscription>(subscription =>
        {
            subscription.ToTable("subscriptions");
            subscription.Property(s => s.Version).IsConcurrencyToken();
            subscription.HasIndex(s => s.MadeKey).IsUnique();
            subscription.HasIndex(s => s.OwnerId);
        });
        model.Entity<SubscriptionDelivery>(delivery =>
        {
            delivery.ToTable("subscription_deliveries");
            delivery.HasKey(d => new { d.SubscriptionId, d.Run, d.Sequence });
            delivery.HasIndex(d => d.LastAt);
        });
        model.Entity<Receiver>(receiver =>
        {
            receiver.ToTable("receivers");
            receiver.Property(r => r.Version).IsConcurrencyToken();
            // Two who allow the same host at once: the second is told.
            receiver.HasIndex(r => r.Host).IsUnique().HasFilter("ended_at is null");
        });
        model.Entity<Goal>(goal =>
        {
            goal.ToTable("goals");
            goal.Property(g => g.Version).IsConcurrencyToken();
            goal.HasIndex(g => g.Code).IsUnique();
            goal.HasIndex(g => new { g.Year, g.UnitCode, g.Id });
            goal.HasIndex(g => g.PlanId);
            goal.HasIndex(g => g.ServesId);
            goal.Property(g => g.Measure).HasColumnType("jsonb").HasConversion(AsNamedJson<GoalMeasure>(), Unchanged<GoalMeasure>());
            goal.Property(g => g.FollowUps).HasColumnType("jsonb").HasConversion(AsNamedJson<IReadOnlyList<GoalFollowUp>>(), Unchanged<IReadOnlyList<GoalFollowUp>>());
            goal.Property(g => g.Judgement).HasColumnType("jsonb").HasConversion(AsNamedJson<GoalJudgement?>(), Unchanged<GoalJudgement?>());
            goal.Ignore(g => g.Says);
            goal.HasQueryFilter(g => SetsAllGoals || SetsGoalsOf.Contains(g.UnitCode) || (g.Status != GoalStatus.Draft && (SeesDecided || g.UnitCode == SeesDecidedOf)));
        });
        model.Entity<Plan>(plan =>
        {
            plan.ToTable("plans");
            plan.Property(p => p.Version).IsConcurrencyToken();
            plan.HasIndex(p => new { p.Year, p.UnitCode });
            plan.Property(p => p.Commitments).HasColumnType("jsonb").HasConversion(AsNamedJson<IReadOnlyList<Commitment>>(), Unchanged<IReadOnlyList<Commitment>>());
            plan.Property(p => p.FollowUps).HasColumnType("jsonb").HasConversion(AsNamedJson<IReadOnlyList<PlanFollowUp>>(), Unchanged<IReadOnlyList<PlanFollowUp>>());
            plan.Ignore(p => p.Activities);
            plan.HasQueryFilter(p => SetsAllGoals || SetsGoalsOf.Contains(p.UnitCode) || (p.Status != PlanStatus.Draft && (SeesDecided || p.UnitCode == SeesDecidedOf)));
        });
        model.Entity<Publication>(publication =>
        {
            publication.ToTable("publications");
            publication.Property(p => p.Version).IsConcurrencyToken();
            publication.HasIndex(p => p.SubjectId).IsUnique();
            publication.HasIndex(p => new { p.Status, p.PublishedAt });
            publication.HasQueryFilter(p => p.Status == PublicationStatus.Published || PublishesAll || (p.UnitCode != null && PublishesOf.Contains(p.UnitCode)));
        });
        model.Entity<Improvement>(improvement =>
        {
            improvement.ToTable("improvements");
            improvement.Property(i => i.Version).IsConcurrencyToken();
            improvement.HasIndex(i => new { i.UnitCode, i.WrittenAt });
            improvement.HasQueryFilter(i => PublishesAll || PublishesOf.Contains(i.UnitCode));
        });
        model.Entity<MethodFollowUp>(followUp =>
        {
            followUp.ToTable("method_follow_ups");
            followUp.Property(f => f.Version).IsConcurrencyToken();
            followUp.Property(f => f.Scales).HasColumnType("jsonb").HasConversion(AsNamedJson<IReadOnlyList<MeasureScale>>(), Unchanged<IReadOnlyList<MeasureScale>>());
            followUp.Property(f => f.Results).HasColumnType("jsonb").HasConversion(AsNamedJson<IReadOnlyList<UnitResult>?>(), Unchanged<IReadOnlyList<UnitResult>?>());
        });
        model.Entity<Measurement>(measurement =>
        {
            measurement.ToTable("measurements");
            measurement.Property(m => m.Value).HasPrecision(12, 2);
            measurement.Ignore(m => m.Facts);
            measurement.Ignore(m => m.Reference);
            measurement.HasIndex(m => new { m.FollowUpId, m.UnitCode, m.CaseKey, m.Scale, m.On, m.Moment }).IsUnique();
            // A case has one start and one end on a scale.
            measurement.HasIndex(m => new { m.FollowUpId, m.UnitCode, m.CaseKey, m.Scale, m.Moment }).IsUnique().HasFilter("moment <> 'on-the-way'");
            measurement.HasOne<MethodFollowUp>().WithMany().HasForeignKey(m => m.FollowUpId);
            measurement.HasQueryFilter(m => SeesAll || SeesUnits.Contains(m.UnitCode));
        });
        model.Entity<Extract>(extract =>
        {
            extract.ToTable("extracts");
            extract.Property(e => e.Version).IsConcurrencyToken();
        });
        model.Entity<ExtractFetch>(fetch =>
        {
            fetch.ToTable("extract_fetches");
            fetch.HasIndex(f => new { f.ExtractId, f.At });
        });
        UseHusetNames(model);
    }

    private static ValueConverter<T, string> AsJson<T>() =>
        new(value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web), json => JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!);

    // Codes by their names, which stay when the list of them grows.
    private static readonly JsonSerializerOptions Named = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    private static ValueConverter<T, string> AsNamedJson<T>() =>
        new(value => JsonSerializer.Serialize(value, Named), json => JsonSerializer.Deserialize<T>(json, Named)!);

    // What is written as JSON here is never changed in place.
    private static ValueComparer<T> Unchanged<T>() => new((a, b) => ReferenceEquals(a, b), value => value == null ? 0 : value.GetHashCode(), value => value);
}
