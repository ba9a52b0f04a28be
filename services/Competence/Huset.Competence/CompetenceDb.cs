using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence;

public sealed class CompetenceDb(DbContextOptions<CompetenceDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    public DbSet<Employee> Employees => Set<Employee>();
    public DbSet<CodeListItem> CodeListItems => Set<CodeListItem>();

    public async Task<CodeLists> CodeLists(DateOnly today, CancellationToken ct) => new(await CodeListItems.AsNoTracking().ToListAsync(ct), today);

    private bool SeesAllPeople => User.ReachesAll(Permissions.ReadPeople) || User.ReachesAll(Permissions.ImportPeople);
    private bool SeesOwnEntry => User.ReachesOwn(Permissions.ReadPeople);
    private string[] SeesPeopleOf => User.UnitsOf(Permissions.ReadPeople);
    private string UserId => User.Id;

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
        model.Entity<CodeListItem>(item =>
        {
            item.ToTable("code_list_items");
            item.HasKey(i => new { i.List, i.Code });
            item.Property(i => i.Version).IsConcurrencyToken();
        });
        UseHusetNames(model);
    }
}
