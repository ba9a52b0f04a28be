using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Huset.Processes;

public sealed partial class ProcessesDb
{
    /// <summary>Versions that are or have been in force, and to who writes for the unit or may approve also those that are worked on.</summary>
    public DbSet<QualitySystem> QualitySystems => Set<QualitySystem>();

    private bool SeesQualitySystems => User.May(Permissions.ReadQualitySystems);
    private bool SeesAllWork => User.ReachesAll(Permissions.EditQualitySystem) || User.ReachesAll(Permissions.ApproveQualitySystem);
    private string[] SeesWorkOf => [.. User.UnitsOf(Permissions.EditQualitySystem).Union(User.UnitsOf(Permissions.ApproveQualitySystem))];

    private void MapQualitySystems(ModelBuilder model) => model.Entity<QualitySystem>(system =>
    {
        system.ToTable("quality_systems");
        system.Property(s => s.Id).ValueGeneratedNever();
        system.Property(s => s.Version).IsConcurrencyToken();
        system.Ignore(s => s.IsWorkedOn);
        system.OwnsOne(s => s.Lifecycle);
        system.Navigation(s => s.Lifecycle).IsRequired();
        system.Property(s => s.Areas).HasColumnType("jsonb").HasConversion(
            areas => JsonSerializer.Serialize(areas, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<List<AnsweredArea>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<IReadOnlyList<AnsweredArea>>((a, b) => ReferenceEquals(a, b), areas => areas.Count, areas => areas));
        system.HasIndex(s => new { s.UnitCode, s.Year, s.Number }).IsUnique();
        system.HasIndex(s => s.Year);
        system.HasQueryFilter(s => SeesQualitySystems && (SeesAllWork || SeesWorkOf.Contains(s.UnitCode)
            || s.Lifecycle.Status == VersionStatus.Published || s.Lifecycle.Status == VersionStatus.Replaced || s.Lifecycle.Status == VersionStatus.Withdrawn));
    });
}
