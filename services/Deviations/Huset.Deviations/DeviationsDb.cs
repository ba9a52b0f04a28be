using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

public sealed class DeviationsDb(DbContextOptions<DeviationsDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    /// <summary>Only those that the user may see; nobody sees none.</summary>
    public DbSet<Deviation> Deviations => Set<Deviation>();

    // Asked by the row filter; EF sends them as parameters, so that one compiled query serves every user.
    private string UserId => User.Id;
    private bool SeesAll => User.ReachesAll(Permissions.Read) || User.ReachesAll(Permissions.ReadWithoutText);
    private bool SeesOwn => User.ReachesOwn(Permissions.Read);
    private string[] SeesUnits => User.UnitsOf(Permissions.Read);
    private bool SeesHealthCare => User.ReachesAll(Permissions.ReadHealthCare);
    private bool SeesWorkEnvironment => User.ReachesAll(Permissions.ReadWorkEnvironment);

    public async Task<long> NextReferenceNumber(CancellationToken ct) =>
        (await Database.SqlQuery<long>($"select nextval('deviation_reference') as \"Value\"").ToListAsync(ct))[0];

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.HasSequence<long>("deviation_reference");
        model.Entity<Deviation>(deviation =>
        {
            deviation.ToTable("deviations");
            deviation.Property(d => d.Version).IsConcurrencyToken();
            deviation.Ignore(d => d.Title);
            deviation.HasIndex(d => d.Reference).IsUnique();
            // Ids are in time order, so each list of a unit, a reporter or a kind is one walk along its index.
            deviation.HasIndex(d => new { d.UnitCode, d.Id }).IsDescending(false, true);
            deviation.HasIndex(d => new { d.ReporterId, d.Id }).IsDescending(false, true);
            deviation.HasIndex(d => new { d.Kind, d.Id }).IsDescending(false, true);
            deviation.HasIndex(d => new { d.OccurredOn, d.Id }).IsDescending(true, true);
            deviation.HasQueryFilter(d =>
                SeesAll
                || (SeesOwn && d.ReporterId == UserId)
                || SeesUnits.Contains(d.UnitCode)
                || (SeesHealthCare && d.Kind == DeviationKind.HealthCare)
                || (SeesWorkEnvironment && d.Kind == DeviationKind.WorkEnvironment));
        });
        UseHusetNames(model);
    }
}
