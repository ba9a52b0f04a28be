using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Duties;

public static class WriteStatement
{
    public sealed class Request
    {
        [Description("Skyddsombudets egna ord; ersätter de som fanns. / The safety representative's own words; they take the place of what was there.")]
        [Example("Jag delar bilden och vill se halkmattor."), Required, StringLength(20_000)]
        public string? Text { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/duties/statement", async Task<Results<Ok<DutiesView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, DutyWork work, HttpContext http, CancellationToken ct) =>
            await work.Answer(await handler.Handle(id, request, http.Request.CheckIfMatch, ct), http, ct))
        .RequireAuthorization(Permissions.SpeakAsRepresentative)
        .TakesIfMatch()
        .GivesETag()
        .WithName("writeStatement")
        .WithSummary("Skriv som skyddsombud / Write as safety representative")
        .WithDescription("Skyddsombudet deltar i utredningen med egna ord, som ingen annan ändrar. / The safety representative takes part in the inquiry with own words, which nobody else changes.");

    public sealed class Handler(DutyWork work, CurrentUser user)
    {
        /// <summary>Null when there is no such case that the user speaks in.</summary>
        public async Task<Deviation?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await work.ToChange(id, user.MaySpeak, ct) is not { OpenTrack: not null } deviation) return null;
            return await work.Change(deviation, Permissions.SpeakAsRepresentative, checkVersion, (required, by, now) => deviation.StateAsRepresentative(request.Text!, required, by, now), ct);
        }
    }
}
