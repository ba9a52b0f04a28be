using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Processes.Features;

public static class CreateUnit
{
    /// <summary>Codes are part of addresses and never change: small letters a to z, digits, and hyphens between.</summary>
    public const string CodePattern = "[a-z0-9]+(-[a-z0-9]+)*";

    public sealed class Request : UnitFields
    {
        [Description("Enhetens kod: a–z, siffror och bindestreck. Den kan aldrig ändras. / Code of the unit: a–z, digits and hyphens. It can never change.")]
        [Example("norrangen")]
        [Required, StringLength(64), RegularExpression(CodePattern)]
        public string? Code { get; set; }
    }

    public static void Map(RouteGroupBuilder units) => units
        .MapPost("/", async Task<Created<UnitView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            var unit = await handler.Handle(request, ct);
            response.SetETag(unit.Version);
            return TypedResults.Created($"/processes/v1/units/{unit.Code}", unit);
        })
        .RequireAuthorization(Permissions.EditUnits)
        .GivesETag()
        .WithSummary("Skapa en enhet / Create a unit")
        .WithDescription("Enheten finns från validFrom och blir känd i alla tjänster. / The unit exists from validFrom and becomes known to every service.");

    public sealed class Handler(ProcessesDb db, TimeProvider clock)
    {
        public async Task<UnitView> Handle(Request request, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var unit = await db.ChangeOrganisation(now, organisation => organisation.Create(request.Code!, request), ct);
            return UnitView.WithVersions(unit, SwedishTime.Day(now));
        }

        /// <summary>What the new unit would mean, by the same rules and without creating it.</summary>
        public Task<UnitImpact?> Try(Request request, CancellationToken ct) =>
            db.ChangeOrganisation(clock.GetUtcNow(), organisation =>
                UnitImpact.Of(organisation, request.Code!, request.ValidFrom!.Value, () => organisation.Create(request.Code!, request)), _ => false, ct);
    }
}
