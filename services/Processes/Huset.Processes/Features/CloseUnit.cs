using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Processes.Features;

public static class CloseUnit
{
    public sealed class Request
    {
        [Description("Första dagen som enheten inte längre finns, svensk tid. / First day that the unit no longer exists, Swedish time.")]
        [Required]
        public DateOnly? ValidTo { get; set; }
    }

    public static void Map(RouteGroupBuilder units) => units
        .MapPost("/{code}/closure", async Task<Results<Ok<UnitView>, NotFound>> ([Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(code, request, http.Request.CheckIfMatch, ct) is not { } unit) return TypedResults.NotFound();
            http.Response.SetETag(unit.Version);
            return TypedResults.Ok(unit);
        })
        .RequireAuthorization(Permissions.EditUnits)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Stäng en enhet / Close a unit")
        .WithDescription("En stängd enhet kan inte öppnas igen. Enheter som ligger under den flyttas eller stängs först. / A closed unit cannot be opened again. Units below it are moved or closed first.");

    public sealed class Handler(ProcessesDb db, TimeProvider clock)
    {
        public async Task<UnitView?> Handle(string code, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            return await db.ChangeOrganisation(now, organisation =>
            {
                if (organisation.Find(code) is not { } unit) return null;
                checkVersion(unit.Version);
                organisation.Close(unit, request.ValidTo!.Value);
                return unit;
            }, ct) is { } closed ? UnitView.WithVersions(closed, SwedishTime.Day(now)) : null;
        }
    }
}
