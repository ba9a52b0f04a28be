using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.CaseFiles;

public static class ListHistory
{
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/{id:guid}/history", async Task<Results<Ok<ListOf<ChangeView>>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [AsParameters] ListQuery query, ReadDeviation.Handler handler, HttpRequest request, CancellationToken ct) =>
            await handler.Handle(id, ct) is { } deviation ? TypedResults.Ok((deviation.History ?? []).ToListOf(query, request)) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.Read)
        .WithName("listHistory")
        .WithSummary("Läs ett ärendes historik / Read a case's history")
        .WithDescription("Vad som gjorts i ärendet, äldst först, så mycket av det som du får läsa. / What has been done in the case, oldest first, as much of it as you may read.");
}
