using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Complaints.Features.Public;

public static class LeaveComplaint
{
    public sealed class Request
    {
        [Description("Vad det är. / What it is.")]
        [Required, EnumDataType(typeof(ComplaintKind))]
        public ComplaintKind? Kind { get; set; }

        [Description("Vad du vill säga, med egna ord och utan andras namn. / What you have to say, in your own words and without the names of others.")]
        [Example("Hemtjänsten kom två timmar för sent i tisdags, och ingen ringde.")]
        [Required, StringLength(20_000)]
        public string? Text { get; set; }

        [Description("Kod för enheten det gäller, om du vet. / Code of the unit that it is about, if you know.")]
        [Example("norrangen"), StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Du vill ha svar. Svaret läses med koden. / You want an answer. It is read by the code.")]
        public bool WantsAnswer { get; set; }

        [Description("Namn, telefon eller e-post; den som är anonym utelämnar det. / Name, telephone or e-mail; who is anonymous leaves it out.")]
        [Example("Anna, 070-174 06 05"), StringLength(500)]
        public string? Contact { get; set; }
    }

    /// <summary>What who left it takes along.</summary>
    public sealed record Receipt(
        [property: Description("Ärendets nummer. / The complaint's number.")][property: Example("SYN-2026-0001")] string Reference,
        [property: Description("Koden som svaret läses med. Den visas bara här och kan inte tas fram igen. / The code that the answer is read by. It is shown only here and cannot be found again.")][property: Example("4T9Q0-7KX2M-8")] string Code,
        [property: Description("Senaste dag för svar, om du vill ha ett. / Last day for an answer, when you want one.")] DateOnly? AnswerOn)
    {
        internal static Receipt Of(Complaint complaint, string code) => new(complaint.Reference, code, complaint.AnswerOn);
    }

    public static void Map(RouteGroupBuilder open) => open
        .MapPost("/complaints", async Task<Created<Receipt>> (Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Created("/complaints/v1/public/dialogue", await handler.Handle(request, KeyOf(http.Request, ""), ct));
        })
        .WithSummary("Lämna en synpunkt eller ett klagomål / Leave a comment or a complaint")
        .WithDescription("Öppet för alla, utan inloggning. Svaret har koden som ärendet följs med. Skicka Idempotency-Key så blir det en även om anropet görs om, med samma kvitto. / Open to all, without signing in. The answer has the code that it is followed by. Send Idempotency-Key and a repeated call makes no second one, and gives the same receipt.");

    /// <summary>The call's Idempotency-Key as a form's key; null when it has none.</summary>
    /// <param name="request">The call.</param>
    /// <param name="whose">Whose key it is; empty where it is nobody's.</param>
    public static Guid? KeyOf(HttpRequest request, string whose)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var key)) return null;
        return key.ToString() is { Length: > 0 and <= 200 } text ? KeyOf("api", whose, text) : throw new BadHttpRequestException("Idempotency-Key must be 1 to 200 characters.");
    }

    /// <summary>One key of what makes a form the same form.</summary>
    public static Guid KeyOf(params IEnumerable<string?> parts)
    {
        var text = string.Concat(parts.Select(part => $"{part?.Length ?? 0}:{part},"));
        return new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    public sealed class Handler(ComplaintsDb db, Promises promises, Receipts receipts, AccessLog access, ReceiptCodes codes, UnitTree units, TimeProvider clock)
    {
        /// <summary>Takes it in, or gives the same receipt again to who sends the same once more.</summary>
        /// <param name="request">What is said.</param>
        /// <param name="formKey">The same for a form or a call that is sent again; null when that is not to be noticed.</param>
        /// <param name="ct">Ends the waiting.</param>
        /// <exception cref="InvalidField">400: there is no such unit.</exception>
        /// <exception cref="IdempotencyKeyReused">422: the key is of other words.</exception>
        public async Task<Receipt> Handle(Request request, Guid? formKey, CancellationToken ct)
        {
            receipts.Enter();
            var unit = string.IsNullOrWhiteSpace(request.UnitCode) ? null : request.UnitCode;
            if (unit is not null && units.Find(unit) is null) throw new InvalidField("unitCode", "There is no such unit.");
            var incoming = new Incoming(request.Kind!.Value, Channel.Web, request.Text!, unit, null, null, request.Contact, request.WantsAnswer, clock.GetUtcNow(), formKey);
            await using var transaction = await db.OwnTransaction(ct);
            var earlier = formKey is { } key ? await receipts.Sent(key, ct) : null;
            if (earlier is not null && !earlier.IsSaid(incoming)) throw new IdempotencyKeyReused();
            var receipt = earlier is not null ? Receipt.Of(earlier, codes.Of(earlier.Id)) : await Take(incoming, ct);
            if (transaction is not null) await transaction.CommitAsync(ct);
            return receipt;
        }

        private async Task<Receipt> Take(Incoming incoming, CancellationToken ct)
        {
            var promise = await promises.Of(incoming.WantsAnswer, incoming.UnitCode, incoming.Category, incoming.ReceivedAt, ct);
            var complaint = Complaint.Receive(await db.NextReferenceNumber(ct), incoming, codes, promise?.Deadline.DueAt, by: null, incoming.ReceivedAt);
            db.Add(complaint);
            db.Publish(complaint.ToChanged(incoming.ReceivedAt));
            access.Add(AccessAction.Create, complaint, Receipts.Why);
            await db.SaveChangesAsync(ct); // the row, its event and the log's row commit together or not at all
            return Receipt.Of(complaint, codes.Of(complaint.Id));
        }
    }
}
