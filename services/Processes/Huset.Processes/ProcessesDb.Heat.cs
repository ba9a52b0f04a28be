using Microsoft.EntityFrameworkCore;

namespace Huset.Processes;

/// <summary>Deviations on the steps of processes, for counting.</summary>
public sealed partial class ProcessesDb
{
    public DbSet<StepDeviation> StepDeviations => Set<StepDeviation>();

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
    }
}
