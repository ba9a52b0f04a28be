using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Huset.Processes;

public sealed class ProcessesDb(DbContextOptions<ProcessesDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    public DbSet<Unit> Units => Set<Unit>();
    public DbSet<UnitPeriod> UnitPeriods => Set<UnitPeriod>();
    public DbSet<QualityArea> QualityAreas => Set<QualityArea>();
    public DbSet<KnownPerson> People => Set<KnownPerson>();
    public DbSet<CodeListItem> CodeListItems => Set<CodeListItem>();

    public async Task<CodeLists> CodeLists(DateOnly today, CancellationToken ct) => new(await CodeListItems.AsNoTracking().ToListAsync(ct), today);

    /// <summary>
    /// Changes the organisation and tells of every unit that changed, in one transaction. One change at a time, because the rules
    /// look at the whole tree: two moves at once could make a circle that neither of them sees. Nothing is stored unless `keep` says so.
    /// </summary>
    public async Task<T> ChangeOrganisation<T>(DateTimeOffset now, Func<Organisation, T> change, Func<T, bool> keep, CancellationToken ct)
    {
        // A call with an Idempotency-Key has a transaction already.
        await using var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(ct) : null;
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
        model.Entity<CodeListItem>(item =>
        {
            item.ToTable("code_list_items");
            item.HasKey(i => new { i.List, i.Code });
            item.Property(i => i.Version).IsConcurrencyToken();
        });
        model.Entity<KnownPerson>(person =>
        {
            person.ToTable("people");
            person.Property(p => p.Id).ValueGeneratedNever();
            person.Property(p => p.Name).UseCollation(SwedishCollation);
            person.HasIndex(p => p.AccountId);
            person.HasIndex(p => new { p.HomeUnit, p.Name });
        });
        UseHusetNames(model);
    }
}
