using Huset.Events;
using Huset.ServiceDefaults;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

/// <summary>Tells every unit, quality area, process, step and steering document again, as they are, when a service has lost or never had them.</summary>
public sealed class RepublishCatalogue(ProcessesDb db, TimeProvider clock) : IConsumer<CatalogueRequested>
{
    public async Task Consume(ConsumeContext<CatalogueRequested> context)
    {
        var today = SwedishTime.Today(clock);
        foreach (var unit in await db.Units.AsNoTracking().Include(unit => unit.Periods).OrderBy(unit => unit.Code).ToListAsync(context.CancellationToken))
            db.Publish(unit.ToChanged(today));
        foreach (var area in await db.QualityAreas.AsNoTracking().OrderBy(area => area.Number).ToListAsync(context.CancellationToken))
            db.Publish(area.ToChanged());
        foreach (var process in await db.Processes.AsNoTracking().Where(process => process.VersionInForce != null || process.LastVersion != null).OrderBy(process => process.Id).ToListAsync(context.CancellationToken))
            db.Publish(process.ToChanged());
        foreach (var activity in await db.Activities.AsNoTracking().Where(activity => activity.FirstVersion != null).OrderBy(activity => activity.Id).ToListAsync(context.CancellationToken))
            db.Publish(activity.ToChanged());
        foreach (var document in await db.Documents.AsNoTracking().Include(document => document.Versions).Where(document => document.IsKnown).OrderBy(document => document.Id).ToListAsync(context.CancellationToken))
            await db.Tell(document, context.CancellationToken);
    }
}
