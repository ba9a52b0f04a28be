using Microsoft.EntityFrameworkCore;

namespace Huset.Processes;

/// <summary>Deviations on the steps of processes, for counting, and what the units' charts show.</summary>
public sealed partial class ProcessesDb
{
    public DbSet<StepDeviation> StepDeviations => Set<StepDeviation>();

    /// <summary>Of the units whose every number the user may see.</summary>
    public DbSet<UnitSignal> UnitSignals => Set<UnitSignal>();

    private bool SeesAllSignals => User.ReachesAll(Permissions.ReadSmallHeat);
    private string[] SeesSignalsOf => User.UnitsOf(Permissions.ReadSmallHeat);
    private bool SeesHeat => User.May(Permissions.ReadHeat);

    private void MapHeat(ModelBuilder model)
    {
        model.Entity<StepDeviation>(deviation =>
        {
            deviation.ToTable("step_deviations");
            deviation.HasKey(d => d.DeviationId);
            deviation.Property(d => d.DeviationId).ValueGeneratedNever();
            // All that the heat asks for lies in the index.
            deviation.HasIndex(d => new { d.ActivityId, d.OccurredOn }).IncludeProperties(d => new { d.UnitCode, d.Kind, d.Harm }).HasFilter("activity_id is not null");
            deviation.HasQueryFilter(d => SeesHeat);
        });
        model.Entity<UnitSignal>(signal =>
        {
            signal.ToTable("unit_signals");
            signal.HasKey(s => s.SignalId);
            signal.Property(s => s.SignalId).ValueGeneratedNever();
            signal.HasIndex(s => s.ToldAt);
            signal.HasQueryFilter(s => SeesHeat && (SeesAllSignals || SeesSignalsOf.Contains(s.UnitCode)));
        });
    }
}
