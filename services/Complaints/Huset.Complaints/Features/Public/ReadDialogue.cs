using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints.Features.Public;

public static class ReadDialogue
{
    public sealed class Request
    {
        [Description("Koden på kvittot, med eller utan bindestreck. / The code on the receipt, with or without hyphens.")]
        [Example("4T9Q0-7KX2M-8"), Required, StringLength(40)]
        public string? Code { get; set; }
    }

    public static void Map(RouteGroupBuilder open) => open
        .MapPost("/dialogue", async Task<Results<Ok<DialogueView>, NotFound>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            response.Headers.CacheControl = "no-store";
            return await handler.Handle(request.Code!, ct) is { } dialogue ? TypedResults.Ok(dialogue) : TypedResults.NotFound();
        })
        .WithSummary("Läs svaret med koden / Read the answer by the code")
        .WithDescription("Öppet för alla, utan inloggning. Koden sänds i kroppen så att den inte hamnar i någon adress eller logg. En felskriven kod svarar 400, en som inget kvitto har 404. / Open to all, without signing in. The code is sent in the body so that it ends up in no address or log. A mistyped code answers 400, one that no receipt has 404.");

    public sealed class Handler(ComplaintsDb db, Receipts receipts, UnitTree units)
    {
        /// <summary>Null when no receipt has the code.</summary>
        /// <exception cref="InvalidField">400: the code is mistyped.</exception>
        public async Task<DialogueView?> Handle(string code, CancellationToken ct) => await receipts.Find(code, ct) is { } complaint ? await View(complaint, ct) : null;

        internal async Task<DialogueView> View(Complaint complaint, CancellationToken ct)
        {
            var deviation = complaint.Escalation?.DeviationId;
            var actions = deviation is null ? [] : await db.FollowedActions.AsNoTracking().Where(action => action.DeviationId == deviation).ToListAsync(ct);
            return DialogueView.Of(complaint, complaint.UnitCode is null ? null : units.NameOf(complaint.UnitCode), actions);
        }
    }
}
