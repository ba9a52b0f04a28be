using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Duties;

public static class WriteDutyPart
{
    public sealed class Request
    {
        [Description("Texten; ersätter den som fanns. / The text; takes the place of what was there.")]
        [Example("Golvet var halt efter städningen."), Required, StringLength(20_000)]
        public string? Text { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/duties/parts/{part}", async Task<Results<Ok<DutiesView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Delens kod. / Code of the part.")][Example("causes")] string part, Request request, Handler handler, DutyWork work, HttpContext http, CancellationToken ct) =>
            await work.Answer(await handler.Handle(id, part, request, http.Request.CheckIfMatch, ct), http, ct))
        .RequireAuthorization(Permissions.HandleDuties)
        .TakesIfMatch()
        .GivesETag()
        .WithName("writeDutyPart")
        .WithSummary("Skriv en del / Write a part")
        .WithDescription("En av delarna som utredningen ska ha. / One of the parts that the inquiry must hold.");

    public sealed class Handler(DutyWork work, CurrentUser user)
    {
        /// <summary>Null when there is no such part, or no such case whose duties the user may handle.</summary>
        public async Task<Deviation?> Handle(Guid id, string part, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await work.ToChange(id, user.MayHandleDuties, ct) is not { OpenTrack.IsNothing: false } deviation || (await work.Parts(deviation, ct)).All(known => known.Code != part)) return null;
            return await work.Change(deviation, Permissions.HandleDuties, checkVersion, (required, by, now) => deviation.WriteDutyPart(part, request.Text!, required, by, now), ct);
        }
    }
}
