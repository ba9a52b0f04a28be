using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Duties;

public static class DismissDuties
{
    public sealed class Request
    {
        [Description("Varför ingen behöver få veta. / Why nobody needs to be told.")]
        [Example("Ingen skadades, och ingen fara fanns."), Required, StringLength(2_000)]
        public string? Motivation { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/duties/dismissal", async Task<Results<Ok<DutiesView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, DutyWork work, HttpContext http, CancellationToken ct) =>
            await work.Answer(await handler.Handle(id, request, http.Request.CheckIfMatch, ct), http, ct))
        .RequireAuthorization(Permissions.HandleDuties)
        .TakesIfMatch()
        .GivesETag()
        .WithName("dismissDuties")
        .WithSummary("Bedöm att ingen behöver få veta / Judge that nobody needs to be told")
        .WithDescription("För det som inte var skada, allvarlig fara eller incident. Varje skyldighet får samma motivering, och inget behöver skrivas; visar det sig vara något ändå påbörjas skyldigheterna. / For what was no injury, serious danger or breach. Each duty gets the same motivation, and nothing needs to be written; if it turns out to be something after all the duties are begun.");

    public sealed class Handler(DutyWork work, CurrentUser user)
    {
        /// <summary>Null when there is no such case whose duties the user may handle.</summary>
        public async Task<Deviation?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await work.ToChange(id, user.MayHandleDuties, ct) is not { } deviation) return null;
            return await work.Change(deviation, Permissions.HandleDuties, checkVersion, (required, by, now) => deviation.DismissDuties(request.Motivation!, required, by, now), ct);
        }
    }
}
