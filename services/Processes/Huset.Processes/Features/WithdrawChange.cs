using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Processes.Features;

/// <summary>Takes back what is planned and has not begun: a later version, or the closing.</summary>
public static class WithdrawChange
{
    public static void Map(RouteGroupBuilder units)
    {
        units
            .MapDelete("/{code}/versions/{validFrom}", async Task<Results<Ok<UnitView>, NotFound>> ([Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code, [Description("Första dagen för versionen som dras tillbaka. / First day of the version that is taken back."), Example("2030-01-01")] DateOnly validFrom, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Version(code, validFrom, http.Request.RequireIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditUnits)
            .NeedsIfMatch()
            .GivesETag()
            .WithSummary("Dra tillbaka en planerad ändring / Take back a planned change")
            .WithDescription("Bara en version som inte har börjat. Versionen före gäller då längre. Skicka If-Match med den ETag du läste. / Only a version that has not begun. The version before it then lasts longer. Send If-Match with the ETag that you read.");
        units
            .MapDelete("/{code}/closure", async Task<Results<Ok<UnitView>, NotFound>> ([Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Closure(code, http.Request.RequireIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditUnits)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("withdrawClosure")
            .WithSummary("Dra tillbaka en planerad stängning / Take back a planned closing")
            .WithDescription("Bara en stängning vars dag inte har kommit. Skicka If-Match med den ETag du läste. / Only a closing whose day has not come. Send If-Match with the ETag that you read.");
    }

    private static Results<Ok<UnitView>, NotFound> Answer(UnitView? unit, HttpContext http)
    {
        if (unit is null) return TypedResults.NotFound();
        http.Response.SetETag(unit.Version);
        return TypedResults.Ok(unit);
    }

    public sealed class Handler(ProcessesDb db, TimeProvider clock)
    {
        /// <summary>Null when there is no such unit or version.</summary>
        public Task<UnitView?> Version(string code, DateOnly validFrom, Action<int> checkVersion, CancellationToken ct) =>
            Change(code, checkVersion, (organisation, unit) => organisation.Withdraw(unit, validFrom), ct);

        /// <summary>Null when there is no such unit, or it is not to be closed.</summary>
        public Task<UnitView?> Closure(string code, Action<int> checkVersion, CancellationToken ct) =>
            Change(code, checkVersion, (organisation, unit) => organisation.StayOpen(unit), ct);

        private async Task<UnitView?> Change(string code, Action<int> checkVersion, Func<Organisation, Unit, bool> change, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            return await db.ChangeOrganisation(now, organisation =>
            {
                if (organisation.Find(code) is not { } unit) return null;
                checkVersion(unit.Version);
                return change(organisation, unit) ? unit : null;
            }, unit => unit is not null, ct) is { } changed ? UnitView.WithVersions(changed, SwedishTime.Day(now)) : null;
        }
    }
}
