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
    private bool SeesLexSarah => User.ReachesAll(Permissions.ReadLexSarah);
    private bool SeesLexMaria => User.ReachesAll(Permissions.ReadLexMaria);

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
            deviation.Ignore(d => d.Title).Ignore(d => d.RestrictedTo).Ignore(d => d.IsRestricted);
            deviation.HasIndex(d => d.Reference).IsUnique();
            // Ids are in time order, so each list of a unit, a reporter or a kind is one walk along its index.
            deviation.HasIndex(d => new { d.UnitCode, d.Id }).IsDescending(false, true);
            deviation.HasIndex(d => new { d.ReporterId, d.Id }).IsDescending(false, true);
            deviation.HasIndex(d => new { d.Kind, d.Id }).IsDescending(false, true);
            deviation.HasIndex(d => new { d.OccurredOn, d.Id }).IsDescending(true, true);
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
                        || (SeesWorkEnvironment && d.Kind == DeviationKind.WorkEnvironment))));
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
        });
        UseHusetNames(model);
    }
}
