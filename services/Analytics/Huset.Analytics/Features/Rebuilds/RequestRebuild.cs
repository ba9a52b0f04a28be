using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.Analytics.Features.Rebuilds;

public static class RequestRebuild
{
    public sealed class Request
    {
        [Required, EnumDataType(typeof(ReadModel)), Description("Vad som ska räknas om. / What is to be counted anew."), Example("subjects")]
        public ReadModel? Model { get; set; }
    }

    public static void Map(RouteGroupBuilder rebuilds) => rebuilds
        .MapPost("/", async Task<Created<RebuildView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            var rebuild = await handler.Handle(request, ct);
            response.SetETag(rebuild.Version);
            return TypedResults.Created($"/analytics/v1/rebuilds/{rebuild.Id}", RebuildView.Of(rebuild));
        })
        .RequireAuthorization(Permissions.Rebuild)
        .GivesETag()
        .WithName("requestRebuild")
        .WithSummary("Räkna om från loggens början / Count anew from the log's beginning")
        .WithDescription("Det nya räknas bredvid det som läses, och ersätter det i ett steg när det har hunnit ifatt. Läsning och mottagning av händelser fortsätter. / The new is counted beside what is read, and replaces it in one step when it has caught up. Reading and receiving of events go on.");

    public sealed class Handler(AnalyticsDb db, CurrentUser user, TimeProvider clock)
    {
        /// <exception cref="RuleViolation">409 `rebuild.running`: the same waits or is being done.</exception>
        public async Task<Rebuild> Handle(Request request, CancellationToken ct)
        {
            var rebuild = Rebuild.Of(request.Model!.Value, user, clock.GetUtcNow());
            db.Add(rebuild);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                throw new RuleViolation("rebuild.running", "The same is being counted anew already.");
            }
            return rebuild;
        }
    }
}
