using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement;

/// <summary>Every set holds only what the user may see: a supplier's own, a manager's units', or all.</summary>
public sealed class ProcurementDb(DbContextOptions<ProcurementDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    public DbSet<Supplier> Suppliers => Set<Supplier>();
    public DbSet<Contract> Contracts => Set<Contract>();
    public DbSet<FollowUp> FollowUps => Set<FollowUp>();
    public DbSet<Finding> Findings => Set<Finding>();

    /// <summary>Who may own a contract: the service's copy of the people directory.</summary>
    public DbSet<KnownPerson> People => Set<KnownPerson>();

    /// <summary>Deviations and complaints at the units, as their owners' events tell them.</summary>
    public DbSet<UnitCase> UnitCases => Set<UnitCase>();

    public DbSet<ProcurementCode> CodeListItems => Set<ProcurementCode>();

    private bool SeesAll => User.ReachesAll(Permissions.Read);
    private bool SeesOwn => User.ReachesOwn(Permissions.Read);
    private string[] SeesUnits => User.UnitsOf(Permissions.Read);
    private string Username => User.Username;
    private bool SeesAllCases => User.ReachesAll(Permissions.ReadUnitCases);
    private string[] SeesCasesOf => User.UnitsOf(Permissions.ReadUnitCases);

    // Without a filter of its own, so that those of suppliers and contracts may ask it and not each other in a ring.
    private DbSet<SupplierAccount> Accounts => Set<SupplierAccount>();

    public async Task<CodeLists> CodeLists(DateOnly today, CancellationToken ct) => new(await CodeListItems.AsNoTracking().ToListAsync(ct), today);

    /// <summary>The next number of `contract_reference`, `follow_up_reference` or `finding_reference`.</summary>
    public async Task<long> Next(string sequence, CancellationToken ct) => (await Database.SqlQuery<long>($"select nextval({sequence}::regclass) as \"Value\"").ToListAsync(ct))[0];

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.HasSequence<long>("contract_reference");
        model.HasSequence<long>("follow_up_reference");
        model.HasSequence<long>("finding_reference");
        model.Entity<Supplier>(supplier =>
        {
            supplier.ToTable("suppliers");
            supplier.Property(s => s.Id).ValueGeneratedNever();
            supplier.Property(s => s.Name).UseCollation(SwedishCollation);
            supplier.Property(s => s.Version).IsConcurrencyToken();
            supplier.HasIndex(s => s.OrganisationNumber).IsUnique();
            supplier.HasIndex(s => new { s.Name, s.Id });
            // Who sees a contract of its units sees whose it is.
            supplier.HasQueryFilter(s => SeesAll || (SeesOwn && Accounts.Any(a => a.SupplierId == s.Id && a.Username == Username)) || Contracts.Any(c => c.SupplierId == s.Id && c.UnitCodes.Any(unit => SeesUnits.Contains(unit))));
        });
        model.Entity<SupplierAccount>(account =>
        {
            account.ToTable("supplier_accounts");
            account.HasKey(a => new { a.SupplierId, a.Username });
            account.HasOne<Supplier>().WithMany(s => s.Accounts).HasForeignKey(a => a.SupplierId);
            account.HasIndex(a => a.Username);
        });
        model.Entity<Contract>(contract =>
        {
            contract.ToTable("contracts");
            contract.Property(c => c.Id).ValueGeneratedNever();
            contract.Property(c => c.Name).UseCollation(SwedishCollation);
            contract.Property(c => c.Version).IsConcurrencyToken();
            contract.HasIndex(c => c.Reference).IsUnique();
            contract.HasIndex(c => c.SupplierId);
            contract.HasIndex(c => c.UnitCodes).HasMethod("gin");
            contract.HasIndex(c => new { c.ValidTo, c.Id });
            contract.HasQueryFilter(c => SeesAll || (SeesOwn && Accounts.Any(a => a.SupplierId == c.SupplierId && a.Username == Username)) || c.UnitCodes.Any(unit => SeesUnits.Contains(unit)));
        });
        model.Entity<ContractRequirement>(requirement =>
        {
            requirement.ToTable("contract_requirements");
            requirement.Property(r => r.Id).ValueGeneratedNever();
            requirement.HasOne<Contract>().WithMany(c => c.Requirements).HasForeignKey(r => r.ContractId);
            requirement.HasIndex(r => new { r.ContractId, r.Number }).IsUnique();
        });
        model.Entity<FollowUp>(followUp =>
        {
            followUp.ToTable("follow_ups");
            followUp.Property(f => f.Id).ValueGeneratedNever();
            followUp.Property(f => f.Version).IsConcurrencyToken();
            followUp.HasIndex(f => f.Reference).IsUnique();
            followUp.HasIndex(f => new { f.ContractId, f.PlannedOn });
            followUp.HasIndex(f => new { f.Status, f.PlannedOn });
            // Nobody at the supplier's, where the unit's manager may be, is told of an unannounced visit before it is held.
            followUp.HasQueryFilter(f => SeesAll || ((!f.Unannounced || f.Status != FollowUpStatus.Planned)
                && ((SeesOwn && Accounts.Any(a => a.SupplierId == f.Contract.SupplierId && a.Username == Username))
                    || (f.UnitCode == null ? f.Contract.UnitCodes.Any(unit => SeesUnits.Contains(unit)) : SeesUnits.Contains(f.UnitCode)))));
        });
        model.Entity<PromptingCase>(prompting =>
        {
            prompting.ToTable("prompting_cases");
            prompting.HasKey(p => new { p.FollowUpId, p.CaseId });
            prompting.HasOne<FollowUp>().WithMany(f => f.PromptedBy).HasForeignKey(p => p.FollowUpId);
        });
        model.Entity<CheckItem>(item =>
        {
            item.ToTable("check_items");
            item.Property(i => i.Id).ValueGeneratedNever();
            item.HasOne<FollowUp>().WithMany(f => f.Checklist).HasForeignKey(i => i.FollowUpId);
        });
        model.Entity<Finding>(finding =>
        {
            finding.ToTable("findings");
            finding.Property(f => f.Id).ValueGeneratedNever();
            finding.Property(f => f.Version).IsConcurrencyToken();
            finding.HasOne(f => f.FollowUp).WithMany(f => f.Findings).HasForeignKey(f => f.FollowUpId);
            finding.HasIndex(f => f.Reference).IsUnique();
            finding.HasIndex(f => f.ContractId);
            finding.HasIndex(f => new { f.Status, f.RemedyDueOn });
            finding.HasQueryFilter(f => SeesAll
                || (SeesOwn && Accounts.Any(a => a.SupplierId == f.FollowUp.Contract.SupplierId && a.Username == Username))
                || (f.UnitCode == null ? f.FollowUp.Contract.UnitCodes.Any(unit => SeesUnits.Contains(unit)) : SeesUnits.Contains(f.UnitCode)));
        });
        model.Entity<FindingStep>(step =>
        {
            step.ToTable("finding_steps");
            step.Property(s => s.Id).ValueGeneratedNever();
            step.HasOne<Finding>().WithMany(f => f.Steps).HasForeignKey(s => s.FindingId);
        });
        model.Entity<UnitCase>(unitCase =>
        {
            unitCase.ToTable("unit_cases");
            unitCase.Property(c => c.Id).ValueGeneratedNever();
            unitCase.HasIndex(c => new { c.UnitCode, c.Day, c.Id }).IsDescending(false, true, true);
            unitCase.HasQueryFilter(c => User.IsSystem || (!c.IsHidden && (SeesAllCases || SeesCasesOf.Contains(c.UnitCode!))));
        });
        model.HasPeople();
        model.HasCodeLists<ProcurementCode>();
        model.HasLimits(Measure.Table);
        UseHusetNames(model);
    }
}
