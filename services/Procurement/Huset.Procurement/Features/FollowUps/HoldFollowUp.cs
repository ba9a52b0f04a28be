using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Procurement.Features.FollowUps;

public static class HoldFollowUp
{
    public sealed class Item
    {
        [Description("Punktens id i checklistan. / The item's id in the checklist.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000002"), Required]
        public Guid? ItemId { get; set; }

        [Description("Hur kravet uppfylls; utan den är punkten obedömd. / How the requirement is met; without it the item is not judged.")]
        [EnumDataType(typeof(Verdict))]
        public Verdict? Verdict { get; set; }

        [Description("Vad som sågs. / What was seen.")]
        [Example("Scheman för oktober visar två luckor."), StringLength(4_000)]
        public string? Note { get; set; }
    }

    public sealed class Request
    {
        [Description("Dagen då besöket gjordes; i dag eller tidigare. / The day of the visit; today or earlier.")]
        [Example("2026-11-01"), Required]
        public DateOnly? HeldOn { get; set; }

        [Description("De punkter som har bedömts; de andra lämnas som de är. / The items that have been judged; the others are left as they are.")]
        [Required, MaxLength(200)]
        public List<Item>? Items { get; set; }
    }

    public static void Map(RouteGroupBuilder followUps) => followUps
        .MapPut("/{id:guid}/checklist", async Task<Results<Ok<FollowUpView>, NotFound>> ([Description("Uppföljningens id. / Id of the follow-up.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } followUp) return TypedResults.NotFound();
            http.Response.SetETag(followUp.Version);
            return TypedResults.Ok(followUp);
        })
        .RequireAuthorization(Permissions.FollowUp)
        .TakesIfMatch()
        .GivesETag()
        .WithName("holdFollowUp")
        .WithSummary("Fyll i checklistan / Fill in the checklist")
        .WithDescription("Del för del så många gånger som behövs, tills uppföljningen är klar. / Part by part as many times as needed, until the follow-up is completed.");

    public sealed class Handler(FollowUpWork work, AddFinding.Handler findings)
    {
        /// <summary>Null when there is no such follow-up.</summary>
        /// <exception cref="RuleViolation">`follow-up.completed`</exception>
        /// <exception cref="InvalidField">400: a day to come, or an item that is not in the checklist.</exception>
        public Task<FollowUpView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(id, checkVersion, (followUp, _, _) =>
        {
            Hold(followUp, request);
            return Task.CompletedTask;
        }, ct);

        /// <summary>The same for what is seen and found at once, which is saved together or not at all.</summary>
        public Task<FollowUpView?> Handle(Guid id, Request request, AddFinding.Request? finding, CancellationToken ct) => work.Change(id, _ => { }, async (followUp, by, now) =>
        {
            Hold(followUp, request);
            if (finding is not null) await findings.Find(followUp, finding, by, now, ct);
        }, ct);

        private void Hold(FollowUp followUp, Request request)
        {
            if (request.Items!.Exists(item => item is null)) throw new InvalidField("items", "An item is null.");
            followUp.Hold(request.HeldOn!.Value, [.. request.Items.Select(item => (item.ItemId!.Value, item.Verdict, item.Note))], work.Today);
        }
    }
}
