using Huset.Complaints.Contracts;
using Huset.ServiceDefaults.Access;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>Opens the deviation that a complaint has led to; asked twice it is one.</summary>
public sealed class OpenFromComplaint(DeviationsDb db, AccessLog access, TellRepresentatives representatives, TimeProvider clock) : IConsumer<EscalateComplaint>
{
    public async Task Consume(ConsumeContext<EscalateComplaint> context)
    {
        var (asked, ct) = (context.Message, context.CancellationToken);
        if (await db.Deviations.AnyAsync(deviation => deviation.Id == asked.DeviationId, ct)) return;
        var now = clock.GetUtcNow();
        var deviation = Deviation.FromComplaint(await db.NextReferenceNumber(ct), asked, now);
        db.Add(deviation);
        db.Publish(deviation.ToReported(now));
        await representatives.Tell(deviation, now, ct);
        access.Add(AccessAction.Create, deviation, $"{Permissions.Report}/all");
    }
}
