using Huset.Events;
using Huset.ServiceDefaults;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

/// <summary>Tells every unit and quality area again, as they are, when a service has lost or never had them.</summary>
public sealed class RepublishCatalogue(ProcessesDb db, TimeProvider clock) : IConsumer<CatalogueRequested>
{
    public async Task Consume(ConsumeContext<CatalogueRequested> context)
    {
        var today = SwedishTime.Today(clock);
        foreach (var unit in await db.Units.AsNoTracking().Include(unit => unit.Periods).OrderBy(unit => unit.Code).ToListAsync(context.CancellationToken))
            db.Publish(unit.ToChanged(today));
        foreach (var area in await db.QualityAreas.AsNoTracking().OrderBy(area => area.Number).ToListAsync(context.CancellationToken))
            db.Publish(area.ToChanged());
    }
}
