using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

public static class ReadUnit
{
    public static void Map(RouteGroupBuilder units) => units
        .MapGet("/{code}", async Task<Results<Ok<UnitView>, NotFound>> ([Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(code, ct) is not { } unit) return TypedResults.NotFound();
            response.SetETag(unit.Version);
            return TypedResults.Ok(unit);
        })
        .RequireAuthorization(Permissions.ReadUnits)
        .GivesETag()
        .WithSummary("Läs en enhet / Read a unit")
        .WithDescription("Enheten som den ser ut i dag, med alla daterade versioner. / The unit as it looks today, with every dated version.");

    public sealed class Handler(ProcessesDb db, TimeProvider clock)
    {
        public async Task<UnitView?> Handle(string code, CancellationToken ct) =>
            await db.Units.AsNoTracking().Include(unit => unit.Periods).FirstOrDefaultAsync(unit => unit.Code == code, ct) is { } unit
                ? UnitView.WithVersions(unit, SwedishTime.Today(clock))
                : null;
    }
}
