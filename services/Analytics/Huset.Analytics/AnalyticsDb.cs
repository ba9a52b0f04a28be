using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics;

public sealed class AnalyticsDb(DbContextOptions<AnalyticsDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    /// <summary>How many deviations, of the units that the user may see; nobody sees none.</summary>
    public DbSet<DeviationCount> DeviationCounts => Set<DeviationCount>();

    /// <summary>What each deviation is counted as, of the units that the user may see.</summary>
    public DbSet<DeviationFact> DeviationFacts => Set<DeviationFact>();

    /// <summary>The figures that charts and operations are judged by.</summary>
    public DbSet<Rule> Rules => Set<Rule>();

    // Asked by the row filters; EF sends them as parameters, so that one compiled query serves every user.
    private bool SeesAll => User.ReachesAll(Permissions.ReadCounts);
    private string[] SeesUnits => User.UnitsOf(Permissions.ReadCounts);

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
        });
        model.Entity<LogPosition>(position => position.ToTable("log_position").Property(p => p.Id).ValueGeneratedNever());
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
            fact.HasIndex(f => f.OccurredOn);
            fact.HasQueryFilter(f => SeesAll || SeesUnits.Contains(f.UnitCode));
        });
        model.Entity<DeviationCount>(count =>
        {
            count.ToTable("deviation_counts");
            count.HasKey(c => new { c.UnitCode, c.Month, c.Kind });
            count.HasIndex(c => c.Month);
            count.HasQueryFilter(c => SeesAll || SeesUnits.Contains(c.UnitCode));
        });
        UseHusetNames(model);
    }
}
