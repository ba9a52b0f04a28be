using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

public static class ReadDeviation
{
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/{id:guid}", async Task<Results<Ok<DeviationView>, NotFound>> (Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, ct) is not { } deviation) return TypedResults.NotFound();
            response.SetETag(deviation.Version);
            return TypedResults.Ok(deviation);
        })
        .RequireAuthorization(Permissions.Read)
        .WithSummary("Läs en avvikelse / Read a deviation")
        .WithDescription("En avvikelse utanför dina rättigheter svarar 404. / A deviation outside your rights answers 404.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user)
    {
        public async Task<DeviationView?> Handle(Guid id, CancellationToken ct)
        {
            if (await db.Deviations.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation) return null;
            await access.Append(AccessAction.Read, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            return DeviationView.Of(deviation, user);
        }
    }
}
