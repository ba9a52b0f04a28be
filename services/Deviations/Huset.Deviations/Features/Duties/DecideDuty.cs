using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Duties;

public static class DecideDuty
{
    public sealed class Request
    {
        [Description("De måste få veta. / They must be told.")]
        [Required]
        public bool? Required { get; set; }

        [Description("Varför det behövs eller inte behövs. / Why it is required or not.")]
        [Example("Medarbetaren bröt handleden."), Required, StringLength(5000)]
        public string? Motivation { get; set; }

        [Description("När det gjordes; utelämnas tills det är gjort. / When it was done; left out until it is.")]
        public DateTimeOffset? DoneAt { get; set; }

        [Description("Kvittens eller diarienummer, när det har kommit. / Receipt or registry number, when it has come.")]
        [Example("AV-2026-4711"), StringLength(100)]
        public string? Receipt { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/duties/{duty}", async Task<Results<Ok<DutiesView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Vem som kan behöva få veta. / Who may need to be told.")][Example("work-authority")] string duty, Request request, Handler handler, DutyWork work,
            HttpContext http, CancellationToken ct) =>
            await work.Answer(Kebab.TryParse<Duty>(duty, out var known) ? await handler.Handle(id, known, request, http.Request.CheckIfMatch, ct) : null, http, ct))
        .RequireAuthorization(Permissions.HandleDuties)
        .TakesIfMatch()
        .GivesETag()
        .WithName("decideDuty")
        .WithSummary("Bedöm en skyldighet / Decide a duty")
        .WithDescription("Om Arbetsmiljöverket, Försäkringskassan, skyddsombudet, IMY eller andra måste få veta, varför, och när det gjordes. Motiveringen är obligatorisk också när svaret är nej. / Whether authorities and others must be told, why, and when it was done. The motivation is compulsory also when they need not.");

    public sealed class Handler(DutyWork work, CurrentUser user)
    {
        /// <summary>Null when the case has no such duty, or there is no such case whose duties the user may handle.</summary>
        /// <exception cref="InvalidField">400: doneAt or receipt.</exception>
        public async Task<Deviation?> Handle(Guid id, Duty duty, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await work.ToChange(id, user.MayHandleDuties, ct) is not { OpenTrack: { IsNothing: false } track } deviation || !OpenTrack.Of(track.Kind).Contains(duty)) return null;
            return await work.Change(
                deviation, Permissions.HandleDuties, checkVersion,
                (required, by, now) => deviation.DecideDuty(duty, request.Required!.Value, request.Motivation!, request.DoneAt, request.Receipt, required, by, now), ct);
        }
    }
}
