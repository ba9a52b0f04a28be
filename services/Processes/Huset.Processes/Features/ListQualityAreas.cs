using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

public static class ListQualityAreas
{
    public sealed record View(
        [property: Description("Områdets kod; ändras aldrig. / Code of the area; never changes.")][property: Example("organisation")] string Code,
        [property: Description("Områdets plats i ordningen. / Its place in the order.")] int Number,
        [property: Description("Områdets namn. / Name of the area.")][property: Example("Organisation och ansvar")] string Name,
        [property: Description("Områdets punkter. / Points of the area.")] IReadOnlyList<QualityPoint> Points,
        [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version);

    public static void Map(RouteGroupBuilder processes) => processes
        .MapGet("/quality-areas", async Task<Ok<ListOf<View>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadQualityAreas)
        .WithTags("quality-areas")
        .WithSummary("Lista kvalitetsområden / List quality areas")
        .WithDescription("Områdena i en enhets kvalitetssystem, med vad som krävs på varje punkt. / The areas of a unit's quality system, with what each point demands.");

    public sealed class Handler(ProcessesDb db)
    {
        public async Task<ListOf<View>> Handle(ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            var list = await db.QualityAreas.AsNoTracking().OrderBy(area => area.Number).ToListOf(query, request, ct);
            return list.Select(area => new View(area.Code, area.Number, area.Name, area.Points, area.Version));
        }
    }
}
