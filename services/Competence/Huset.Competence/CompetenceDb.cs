using System.Linq.Expressions;
using System.Text.Json;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Huset.Competence;

public sealed class CompetenceDb(DbContextOptions<CompetenceDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    public DbSet<Employee> Employees => Set<Employee>();
    public DbSet<WorkCode> CodeListItems => Set<WorkCode>();

    /// <summary>One's own, given and received, and those of the units that the user manages.</summary>
    public DbSet<Delegation> Delegations => Set<Delegation>();

    /// <summary>What is asked of the staffing of the units that the user sees.</summary>
    public DbSet<StaffingRequirement> StaffingRequirements => Set<StaffingRequirement>();

    public DbSet<Shift> Shifts => Set<Shift>();
    public DbSet<CompetenceNeed> Needs => Set<CompetenceNeed>();

    public DbSet<CompetenceType> CompetenceTypes => Set<CompetenceType>();
    public DbSet<Requirement> Requirements => Set<Requirement>();
    public DbSet<HeldCompetence> HeldCompetences => Set<HeldCompetence>();

    public async Task<CodeLists> CodeLists(DateOnly today, CancellationToken ct) => new(await CodeListItems.AsNoTracking().ToListAsync(ct), today);

    /// <summary>
    /// What each competence is called, by its code. Read it after what it shall name: a competence is never removed, but one may come in between.
    /// </summary>
    public Task<Dictionary<string, string>> CompetenceNames(CancellationToken ct) => CompetenceTypes.AsNoTracking().ToDictionaryAsync(type => type.Code, type => type.Name, ct);

    /// <summary>
    /// Changes people of the directory and tells the other services of each that changed, in one transaction and one change at a time.
    /// Nothing is stored unless `keep` says so. `follow` does in the same transaction what follows from who changed.
    /// </summary>
    public async Task<T> ChangePeople<T>(
        Expression<Func<Employee, bool>> who, Func<List<Employee>, T> change, Func<T, bool> keep, CancellationToken ct, Func<IReadOnlyCollection<Guid>, CancellationToken, Task>? follow = null)
    {
        await using var own = await OwnTransaction(ct);
        await Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727580)", ct);
        var people = await Employees.Where(who).ToListAsync(ct);
        var result = change(people);
        if (!keep(result))
        {
            // Whatever else the request saves, this is not part of it.
            ChangeTracker.Clear();
            return result;
        }
        Employees.AddRange(people.Where(employee => Entry(employee).State == EntityState.Detached));
        var changed = ChangeTracker.Entries<Employee>().Where(entry => entry.State is EntityState.Added or EntityState.Modified).ToList();
        // Two may have changed sign-in names with each other: nobody keeps the old one while the new are written.
        Guid[] renamed = [.. changed.Where(entry => entry.State == EntityState.Modified && entry.Property(e => e.Username).IsModified).Select(entry => entry.Entity.Id)];
        if (renamed.Length > 0) await Employees.Where(employee => renamed.Contains(employee.Id)).ExecuteUpdateAsync(set => set.SetProperty(employee => employee.Username, (string?)null), ct);
        foreach (var entry in changed) Publish(entry.Entity.ToChanged());
        if (follow is not null) await follow([.. changed.Where(entry => entry.State == EntityState.Modified).Select(entry => entry.Entity.Id)], ct);
        await SaveChangesAsync(ct);
        if (own is not null) await own.CommitAsync(ct);
        return result;
    }

    private bool SeesAllPeople => User.ReachesAll(Permissions.ReadPeople) || User.ReachesAll(Permissions.ImportPeople);
    private bool SeesOwnEntry => User.ReachesOwn(Permissions.ReadPeople);
    private string[] SeesPeopleOf => User.UnitsOf(Permissions.ReadPeople);
    private bool SeesAllCompetences => User.ReachesAll(Permissions.ReadCompetences);
    private bool SeesOwnCompetences => User.ReachesOwn(Permissions.ReadCompetences);
    private string[] SeesCompetencesOf => User.UnitsOf(Permissions.ReadCompetences);
    private string UserId => User.Id;
    private bool SeesAllDelegations => User.ReachesAll(Permissions.ReadDelegations);
    private bool SeesAllStaffing => User.ReachesAll(Permissions.ReadStaffing);
    private string[] SeesStaffingOf => User.UnitsOf(Permissions.ReadStaffing);
    private bool SeesAllNeeds => User.ReachesAll(Permissions.ReadNeeds);
    private string[] SeesNeedsOf => User.UnitsOf(Permissions.ReadNeeds);
    private string[] SeesDelegationsOf => User.UnitsOf(Permissions.ReadDelegations);

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Employee>(employee =>
        {
            employee.ToTable("employees");
            employee.Property(e => e.Id).ValueGeneratedNever();
            employee.Property(e => e.Name).UseCollation(SwedishCollation);
            employee.Property(e => e.Version).IsConcurrencyToken();
            employee.Ignore(e => e.Facts);
            employee.HasIndex(e => e.Number).IsUnique();
            employee.HasIndex(e => e.AccountId).IsUnique();
            employee.HasIndex(e => new { e.HomeUnit, e.Name, e.Id });
            employee.HasIndex(e => new { e.Name, e.Id });
            employee.HasQueryFilter(e => SeesAllPeople || SeesPeopleOf.Contains(e.HomeUnit) || (SeesOwnEntry && e.AccountId == UserId));
        });
        model.HasCodeLists<WorkCode>();
        model.Entity<CompetenceType>(type =>
        {
            type.ToTable("competence_types");
            type.HasKey(t => t.Code);
            type.Property(t => t.Name).UseCollation(SwedishCollation);
            type.Property(t => t.Version).IsConcurrencyToken();
        });
        model.Entity<Requirement>(requirement =>
        {
            requirement.ToTable("requirements");
            requirement.Property(r => r.Id).ValueGeneratedNever();
            requirement.Property(r => r.Version).IsConcurrencyToken();
            requirement.HasOne<CompetenceType>().WithMany().HasForeignKey(r => r.Competence);
            requirement.HasIndex(r => new { r.Competence, r.Role, r.UnitCode });
        });
        model.Entity<HeldCompetence>(held =>
        {
            held.ToTable("held_competences");
            held.Property(h => h.Id).ValueGeneratedNever();
            held.Property(h => h.Version).IsConcurrencyToken();
            held.HasOne<CompetenceType>().WithMany().HasForeignKey(h => h.Competence);
            held.HasOne<Employee>().WithMany().HasForeignKey(h => h.EmployeeId);
            // The matrix reads nothing else of them.
            held.HasIndex(h => new { h.EmployeeId, h.Competence }).IncludeProperties(h => new { h.AcquiredOn, h.ExpiresOn, h.EndedOn });
            held.HasIndex(h => h.ExpiresOn);
            held.HasQueryFilter(h => SeesAllCompetences
                || Employees.Any(e => e.Id == h.EmployeeId && (SeesCompetencesOf.Contains(e.HomeUnit) || (SeesOwnCompetences && e.AccountId == UserId))));
        });
        model.HasLimits(Measure.Table);
        model.Entity<Delegation>(delegation =>
        {
            delegation.ToTable("delegations");
            delegation.Property(d => d.Id).ValueGeneratedNever();
            delegation.Property(d => d.EmployeeName).UseCollation(SwedishCollation);
            delegation.Property(d => d.DelegatorName).UseCollation(SwedishCollation);
            delegation.Property(d => d.Version).IsConcurrencyToken();
            delegation.HasIndex(d => new { d.UnitCode, d.ValidTo });
            delegation.HasIndex(d => new { d.EmployeeId, d.Task });
            delegation.HasIndex(d => d.DelegatorId);
            delegation.HasIndex(d => d.ValidTo, "delegations_open").HasFilter("status in ('draft', 'active')");
            // A manager also sees what the unit's own people have from a unit above.
            delegation.HasQueryFilter(d => SeesAllDelegations || SeesDelegationsOf.Contains(d.UnitCode)
                || Employees.Any(e => (e.AccountId == UserId && (e.Id == d.EmployeeId || e.Id == d.DelegatorId)) || (e.Id == d.EmployeeId && SeesDelegationsOf.Contains(e.HomeUnit))));
        });
        model.Entity<StaffingRequirement>(requirement =>
        {
            requirement.ToTable("staffing_requirements");
            requirement.Property(r => r.Id).ValueGeneratedNever();
            requirement.Property(r => r.Version).IsConcurrencyToken();
            requirement.Property(r => r.Needs).HasColumnType("jsonb").HasConversion(
                needs => JsonSerializer.Serialize(needs, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<List<StaffingNeed>>(json, JsonSerializerOptions.Web)!,
                new ValueComparer<IReadOnlyList<StaffingNeed>>((a, b) => a!.SequenceEqual(b!), needs => needs.Count, needs => needs));
            requirement.HasIndex(r => new { r.UnitCode, r.StartTime });
            requirement.HasQueryFilter(r => SeesAllStaffing || SeesStaffingOf.Contains(r.UnitCode));
        });
        model.Entity<Shift>(shift =>
        {
            shift.ToTable("shifts");
            shift.HasKey(s => s.ShiftId);
            shift.HasIndex(s => new { s.UnitCode, s.StartsAt });
            shift.HasQueryFilter(s => SeesAllStaffing || SeesStaffingOf.Contains(s.UnitCode));
        });
        model.Entity<CompetenceNeed>(need =>
        {
            need.ToTable("competence_needs");
            need.Property(n => n.Id).ValueGeneratedNever();
            need.Property(n => n.Version).IsConcurrencyToken();
            need.HasIndex(n => new { n.UnitCode, n.Status });
            need.HasQueryFilter(n => SeesAllNeeds || SeesNeedsOf.Contains(n.UnitCode));
        });
        UseHusetNames(model);
    }
}
