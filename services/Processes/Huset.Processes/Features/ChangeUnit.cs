using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Processes.Features;

public static class ChangeUnit
{
    public sealed class Request : UnitFields;

    public static void Map(RouteGroupBuilder units) => units
        .MapPut("/{code}", async Task<Results<Ok<UnitView>, NotFound>> ([Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(code, request, http.Request.RequireIfMatch, ct) is not { } unit) return TypedResults.NotFound();
            http.Response.SetETag(unit.Version);
            return TypedResults.Ok(unit);
        })
        .RequireAuthorization(Permissions.EditUnits)
        .NeedsIfMatch()
        .GivesETag()
        .WithSummary("Ändra, byt namn på eller flytta en enhet / Change, rename or move a unit")
        .WithDescription("Blir en daterad version från validFrom; två ändringar samma dag ersätter varandra. Skicka If-Match med den ETag du läste. / Becomes a dated version from validFrom; two changes on one day replace each other. Send If-Match with the ETag that you read.");

    public sealed class Handler(ProcessesDb db, TimeProvider clock)
    {
        public async Task<UnitView?> Handle(string code, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            return await db.ChangeOrganisation(now, organisation =>
            {
                if (organisation.Find(code) is not { } unit) return null;
                checkVersion(unit.Version);
                organisation.Change(unit, request);
                return unit;
            }, ct) is { } changed ? UnitView.WithVersions(changed, SwedishTime.Day(now)) : null;
        }

        /// <summary>What the change would do, by the same rules and without doing it; null when it would change nothing.</summary>
        public Task<UnitImpact?> Try(string code, Request request, Action<int> checkVersion, CancellationToken ct) =>
            db.ChangeOrganisation(clock.GetUtcNow(), organisation =>
            {
                var unit = organisation.Find(code)!;
                checkVersion(unit.Version);
                return UnitImpact.Of(organisation, code, request.ValidFrom!.Value, () => organisation.Change(unit, request));
            }, _ => false, ct);
    }
}
