using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Duties;

public static class SetDuties
{
    public sealed class Request
    {
        [Description("När det blev känt; lagens timmar räknas därifrån. / When it became known; the law's hours count from there.")]
        [Required]
        public DateTimeOffset? KnownAt { get; set; }

        [Description("Vad det är, ur kodlistan work-environment-natures eller breach-natures. / What it is, from the code list.")]
        [Example("injury"), Required, StringLength(64)]
        public string? Nature { get; set; }

        [Description("Vem som drabbades, eller vems uppgifter det är; ingen uppgift om den som får stöd. / Who was hurt, or whose data it is; nothing of who gets support.")]
        [Example("Undersköterska på kvällspasset"), StringLength(500)]
        public string? Affected { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/duties", async Task<Results<Ok<DutiesView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, DutyWork work, HttpContext http, CancellationToken ct) =>
            await work.Answer(await handler.Handle(id, request, http.Request.CheckIfMatch, ct), http, ct))
        .RequireAuthorization(Permissions.HandleDuties)
        .TakesIfMatch()
        .GivesETag()
        .WithName("setDuties")
        .WithSummary("Påbörja skyldigheterna / Begin the duties")
        .WithDescription("Anger eller rättar när det blev känt och vad det är. Tiderna till myndigheterna räknas därifrån. / Sets or corrects when it became known and what it is. The times to the authorities count from there.");

    public sealed class Handler(DutyWork work, CurrentUser user)
    {
        /// <summary>Null when there is no such case whose duties the user may handle.</summary>
        /// <exception cref="InvalidField">400: nature or knownAt.</exception>
        public async Task<Deviation?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await work.ToChange(id, user.MayHandleDuties, ct) is not { } deviation) return null;
            if ((await work.Natures(deviation, ct)).All(nature => nature.Code != request.Nature)) throw new InvalidField("nature", "There is no such nature today.");
            return await work.Change(deviation, Permissions.HandleDuties, checkVersion, (required, by, now) => deviation.SetDuties(request.KnownAt!.Value, request.Nature!, request.Affected, required, by, now), ct);
        }
    }
}
