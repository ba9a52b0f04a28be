using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Huset.Processes;

public sealed partial class ProcessesDb(DbContextOptions<ProcessesDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    public DbSet<Unit> Units => Set<Unit>();
    public DbSet<UnitPeriod> UnitPeriods => Set<UnitPeriod>();
    public DbSet<QualityArea> QualityAreas => Set<QualityArea>();
    public DbSet<KnownPerson> People => Set<KnownPerson>();

    /// <summary>Those that have a version in force or had one when they were closed, and to who may edit or approve also the others.</summary>
    public DbSet<Process> Processes => Set<Process>();

    /// <summary>Versions that are or have been in force, and to who may edit or approve also those that are coming.</summary>
    public DbSet<ProcessVersion> ProcessVersions => Set<ProcessVersion>();

    /// <summary>Steps that are or have been in force, and to who may edit or approve also those that are only drawn.</summary>
    public DbSet<Activity> Activities => Set<Activity>();
    public DbSet<CodeListItem> CodeListItems => Set<CodeListItem>();

    // Asked by the row filters; EF sends them as parameters, so that one compiled query serves every user.
    private string UserId => User.Id;
    private bool SeesProcesses => User.May(Permissions.ReadProcesses);
    private bool SeesComing => User.May(Permissions.EditProcesses) || User.May(Permissions.ApproveProcesses);
    private bool EditsAllProcesses => User.ReachesAll(Permissions.EditProcesses);
    private bool EditsOwnProcesses => User.ReachesOwn(Permissions.EditProcesses);

    /// <summary>Processes that the user may edit; one's own are those that one owns, and those that nobody does.</summary>
    public IQueryable<Process> EditableProcesses => Processes.Where(process => EditsAllProcesses || (EditsOwnProcesses
        && (process.OwnerId == null || process.OwnerId == UserId || People.Any(person => person.AccountId == UserId && person.Id.ToString() == process.OwnerId))));

    public async Task<CodeLists> CodeLists(DateOnly today, CancellationToken ct) => new(await CodeListItems.AsNoTracking().ToListAsync(ct), today);

    /// <summary>
    /// Changes the organisation and tells of every unit that changed, in one transaction. One change at a time, because the rules
    /// look at the whole tree: two moves at once could make a circle that neither of them sees. Nothing is stored unless `keep` says so.
    /// </summary>
    public async Task<T> ChangeOrganisation<T>(DateTimeOffset now, Func<Organisation, T> change, Func<T, bool> keep, CancellationToken ct)
    {
        await using var own = await OwnTransaction(ct);
        await Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727562)", ct);
        var today = SwedishTime.Day(now);
        var organisation = new Organisation(await Units.Include(unit => unit.Periods).ToListAsync(ct), await CodeLists(today, ct), now);
        var result = change(organisation);
        if (!keep(result))
        {
            // Whatever else the request saves, this is not part of it.
            ChangeTracker.Clear();
            return result;
        }

        Units.AddRange(organisation.Units.Where(unit => Entry(unit).State == EntityState.Detached));
        foreach (var changed in ChangeTracker.Entries<Unit>().Where(entry => entry.State is EntityState.Added or EntityState.Modified).ToList())
            Publish(changed.Entity.ToChanged(today));
        await SaveChangesAsync(ct);
        if (own is not null) await own.CommitAsync(ct);
        return result;
    }

    public Task<T> ChangeOrganisation<T>(DateTimeOffset now, Func<Organisation, T> change, CancellationToken ct) => ChangeOrganisation(now, change, _ => true, ct);

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        // Parts of names, which are sought while they are typed.
        model.HasPostgresExtension("pg_trgm");
        model.Entity<Unit>(unit =>
        {
            unit.ToTable("units");
            unit.HasKey(u => u.Code);
            unit.Property(u => u.Version).IsConcurrencyToken();
            unit.Ignore(u => u.FirstDay);
            unit.HasMany(u => u.Periods).WithOne(p => p.Unit).HasForeignKey(p => p.UnitCode);
            unit.Navigation(u => u.Periods).HasField("periods").UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        model.Entity<UnitPeriod>(period =>
        {
            period.ToTable("unit_periods");
            period.HasKey(p => new { p.UnitCode, p.ValidFrom });
            period.Property(p => p.Name).UseCollation(SwedishCollation);
            period.Ignore(p => p.Facts);
            period.Ignore(p => p.End);
            period.HasIndex(p => new { p.Name, p.UnitCode });
        });
        model.Entity<QualityArea>(area =>
        {
            area.ToTable("quality_areas");
            area.HasKey(a => a.Code);
            area.Property(a => a.Points).HasColumnType("jsonb").HasConversion(
                points => JsonSerializer.Serialize(points, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<List<QualityPoint>>(json, JsonSerializerOptions.Web)!,
                new ValueComparer<List<QualityPoint>>((a, b) => ReferenceEquals(a, b), p => p.Count, p => p));
        });
        model.HasCodeLists<CodeListItem>();
        model.HasLimits(Measure.Table);
        model.HasPeople();
        model.Entity<Process>(process =>
        {
            process.ToTable("processes");
            process.Property(p => p.Id).ValueGeneratedNever();
            process.Property(p => p.Name).UseCollation(SwedishCollation);
            process.Property(p => p.Version).IsConcurrencyToken();
            process.HasIndex(p => new { p.Kind, p.Name, p.Id });
            process.HasIndex(p => p.ParentActivityId);
            process.HasIndex(p => p.Name, "processes_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            process.HasIndex(p => p.Name, "processes_parts").HasMethod("gin").HasOperators("gin_trgm_ops");
            process.Ignore(p => p.IsClosed);
            process.HasQueryFilter(p => SeesProcesses && (SeesComing || p.VersionInForce != null || p.LastVersion != null));
        });
        model.Entity<ProcessVersion>(version =>
        {
            version.ToTable("process_versions");
            version.Property(v => v.Id).ValueGeneratedNever();
            version.Ignore(v => v.IsInForce).Ignore(v => v.IsComing);
            version.OwnsOne(v => v.Lifecycle);
            version.Navigation(v => v.Lifecycle).IsRequired();
            version.HasOne<Process>().WithMany().HasForeignKey(v => v.ProcessId);
            version.HasIndex(v => new { v.ProcessId, v.Number }).IsUnique();
            version.HasQueryFilter(v => SeesProcesses && (SeesComing
                || v.Lifecycle.Status == VersionStatus.Published || v.Lifecycle.Status == VersionStatus.Replaced || v.Lifecycle.Status == VersionStatus.Withdrawn));
        });
        model.Entity<Activity>(activity =>
        {
            activity.ToTable("activities");
            activity.Property(a => a.Id).ValueGeneratedNever();
            activity.Ignore(a => a.IsInForce);
            activity.HasOne<Process>().WithMany().HasForeignKey(a => a.ProcessId);
            activity.HasIndex(a => a.Name, "activities_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            activity.HasIndex(a => a.Name, "activities_parts").HasMethod("gin").HasOperators("gin_trgm_ops");
            activity.HasIndex(a => new { a.ProcessId, a.ElementId }).IsUnique();
            activity.HasQueryFilter(a => SeesProcesses && (SeesComing || a.FirstVersion != null));
        });
        MapDocuments(model);
        MapQualitySystems(model);
        MapHeat(model);
        MapSelfInspections(model);
        UseHusetNames(model);
    }
}
