using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Complaints.Features.Public;

public static class AddToDialogue
{
    public sealed class Request
    {
        [Description("Koden på kvittot, med eller utan bindestreck. / The code on the receipt, with or without hyphens.")]
        [Example("4T9Q0-7KX2M-8"), Required, StringLength(40)]
        public string? Code { get; set; }

        [Description("Vad du vill säga mer. / What more you have to say.")]
        [Example("Tack för svaret. Det har blivit bättre."), Required, StringLength(20_000)]
        public string? Text { get; set; }
    }

    public static void Map(RouteGroupBuilder open) => open
        .MapPost("/dialogue/messages", async Task<Results<Ok<DialogueView>, NotFound>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            response.Headers.CacheControl = "no-store";
            return await handler.Handle(request.Code!, request.Text!, ct) is { } dialogue ? TypedResults.Ok(dialogue) : TypedResults.NotFound();
        })
        .WithSummary("Skriv mer med koden / Write more by the code")
        .WithDescription("Öppet för alla, utan inloggning. Samma ord två gånger i rad blir en kommentar. Ett avslutat ärende tas upp igen. / Open to all, without signing in. The same words twice in a row are one comment. A closed complaint is taken up again.");

    public sealed class Handler(ComplaintsDb db, Receipts receipts, ReadDialogue.Handler reading, AccessLog access, TimeProvider clock)
    {
        /// <summary>The dialogue with what was added; null when no receipt has the code.</summary>
        /// <exception cref="InvalidField">400: the code is mistyped.</exception>
        public async Task<DialogueView?> Handle(string code, string text, CancellationToken ct)
        {
            await using var transaction = await db.OwnTransaction(ct);
            if (await receipts.Hold(code, ct) is not { } complaint) return null;
            // The last words once more are a second press on the button.
            if (complaint.Messages.MaxBy(message => message.Id) is not { FromSender: true, Text: var last } || last != text.Trim())
            {
                var now = clock.GetUtcNow();
                complaint.Comment(text, now);
                db.Publish(complaint.ToChanged(now));
                access.Add(AccessAction.Change, complaint, Receipts.Why);
                await db.SaveChangesAsync(ct);
            }
            var dialogue = await reading.View(complaint, ct);
            if (transaction is not null) await transaction.CommitAsync(ct);
            return dialogue;
        }
    }
}
