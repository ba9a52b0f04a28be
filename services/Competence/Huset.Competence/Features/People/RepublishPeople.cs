using Huset.Events;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.People;

/// <summary>Tells everyone in the directory again, as they are, when a service has lost or never had them.</summary>
public sealed class RepublishPeople(CompetenceDb db) : IConsumer<CatalogueRequested>
{
    public async Task Consume(ConsumeContext<CatalogueRequested> context)
    {
        await foreach (var employee in db.Employees.AsNoTracking().OrderBy(employee => employee.Id).AsAsyncEnumerable().WithCancellation(context.CancellationToken))
            db.Publish(employee.ToChanged());
    }
}
