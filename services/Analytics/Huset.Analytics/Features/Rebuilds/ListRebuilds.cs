using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Rebuilds;

public sealed record RebuildView(
    [property: Description("Omräkningens id. / Id of the rebuild.")] Guid Id,
    [property: Description("Vad som räknas om. / What is counted anew.")] ReadModel Model,
    [property: Description("Var den står. / Where it stands.")] RebuildState State,
    [property: Description("Vem som bad om den. / Who asked for it.")][property: Example("Sture Testsson")] string RequestedBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset RequestedAt,
    [property: Description("När den började, UTC. / When it began, UTC.")] DateTimeOffset? StartedAt,
    [property: Description("När den blev klar eller avbröts, UTC. / When it was done or broken off, UTC.")] DateTimeOffset? FinishedAt,
    [property: Description("Senaste händelsen som är räknad. / The last event that is counted.")][property: Example("0000000000000000042")] string Position,
    [property: Description("Loggens senaste händelse när den började. / The log's last event when it began.")][property: Example("0000000000000000042")] string Target,
    [property: Description("Rader i det nya; saknas tills den är klar. / Rows of the new; absent until it is done.")][property: Example("20")] long? Rows,
    [property: Description("Rader som var något annat än loggen säger och rättades; saknas tills den är klar. / Rows that were something else than the log says and were put right; absent until it is done.")][property: Example("0")] long? Changed,
    [property: Description("Kontrollsumma (MD5) av det nya, rad för rad i nyckelns ordning; samma logg ger samma. / Checksum (MD5) of the new, row by row in the order of the key; the same log gives the same.")][property: Example("9e107d9d372bb6826bd81d3542a419d6")] string? Digest,
    [property: Description("Ökar vid varje steg; samma som ETag. / Grows with each step; the same as the ETag.")][property: Example("3")] int Version)
{
    public static RebuildView Of(Rebuild rebuild) => new(
        rebuild.Id, rebuild.Model, rebuild.State, rebuild.RequestedByName, rebuild.RequestedAt, rebuild.StartedAt, rebuild.FinishedAt,
        Sequence.Text(rebuild.Position), Sequence.Text(rebuild.Target), rebuild.Rows, rebuild.Changed, rebuild.Digest, rebuild.Version);
}

public static class ListRebuilds
{
    public static void Map(RouteGroupBuilder rebuilds)
    {
        rebuilds.MapGet("/", async Task<Ok<ListOf<RebuildView>>> ([AsParameters] ListQuery query, AnalyticsDb db, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok((await db.Rebuilds.AsNoTracking().OrderByDescending(rebuild => rebuild.Id).ToListOf(query, request, ct)).Select(RebuildView.Of)))
            .RequireAuthorization(CommonPermissions.ReadOperations)
            .WithName("listRebuilds")
            .WithSummary("Lista omräkningar / List rebuilds")
            .WithDescription("Senaste först, med hur långt de har kommit. / Latest first, with how far they have come.");
        rebuilds.MapGet("/{id:guid}", async Task<Results<Ok<RebuildView>, NotFound>> ([Description("Omräkningens id. / Id of the rebuild.")] Guid id, AnalyticsDb db, HttpResponse response, CancellationToken ct) =>
            {
                if (await db.Rebuilds.AsNoTracking().FirstOrDefaultAsync(rebuild => rebuild.Id == id, ct) is not { } rebuild) return TypedResults.NotFound();
                response.SetETag(rebuild.Version);
                return TypedResults.Ok(RebuildView.Of(rebuild));
            })
            .RequireAuthorization(CommonPermissions.ReadOperations)
            .GivesETag()
            .WithName("readRebuild")
            .WithSummary("Läs en omräkning / Read a rebuild")
            .WithDescription("Hur långt den har kommit, och vad den fann. / How far it has come, and what it found.");
    }
}
