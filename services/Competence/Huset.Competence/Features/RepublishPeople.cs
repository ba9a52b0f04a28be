using Huset.Events;
using Huset.ServiceDefaults;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features;

/// <summary>Tells everyone in the directory again, as they are, when a service has lost or never had them.</summary>
public sealed class RepublishPeople(CompetenceDb db, TimeProvider clock) : IConsumer<CatalogueRequested>
{
    public async Task Consume(ConsumeContext<CatalogueRequested> context)
    {
        var today = SwedishTime.Today(clock);
        await foreach (var employee in db.Employees.AsNoTracking().OrderBy(employee => employee.Id).AsAsyncEnumerable().WithCancellation(context.CancellationToken))
            db.Publish(employee.ToChanged(today));
    }
}
