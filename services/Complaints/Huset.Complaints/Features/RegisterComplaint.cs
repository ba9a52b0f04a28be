using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Complaints.Features.Public;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints.Features;

public static class RegisterComplaint
{
    public sealed class Request
    {
        [Description("Vad som sagts, helst med den andras egna ord. / What was said, best in the other's own words.")]
        [Example("Maten är kall när den kommer. Det har hänt tre gånger den här veckan."), Required, StringLength(20_000)]
        public string? Text { get; set; }

        [Description("Vad det är. / What it is.")]
        [Required, EnumDataType(typeof(ComplaintKind))]
        public ComplaintKind? Kind { get; set; }

        [Description("Hur den kom. / How it came.")]
        [Required, EnumDataType(typeof(Channel))]
        public Channel? Channel { get; set; }

        [Description("Enheten som den gäller; utelämnad: ingen vet än, och bara registratorn ser den. / The unit that it is about; left out: nobody knows yet, and the registrar alone sees it.")]
        [Example("norrangen"), StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Den som lämnar den vill ha svar. / Who leaves it wants an answer.")]
        public bool WantsAnswer { get; set; }

        [Description("Hur den som lämnar den går att nå, med egna ord; utelämnad för den som är anonym. / How who leaves it can be reached, in own words; left out for who is anonymous.")]
        [Example("Telefon 070-000 00 00"), StringLength(500)]
        public string? Contact { get; set; }

        [Description("Vem som säger det, som grupp, kod i kodlistan senders. / Who says it, as a group, code of the list senders.")]
        [Example("narstaende"), StringLength(64)]
        public string? Sender { get; set; }

        [Description("Vad den handlar om, kod i kodlistan categories. / What it is about, code of the list categories.")]
        [Example("mat"), StringLength(64)]
        public string? Category { get; set; }

        [Description("Vad som gjordes direkt, om det redan är åtgärdat. Vill ingen ha svar är synpunkten därmed avslutad. / What was done at once, if it is fixed already. When nobody wants an answer the complaint is thereby closed.")]
        [Example("Köket värmer nu lådorna innan de går ut."), StringLength(20_000)]
        public string? FixedHow { get; set; }

        [Description("När den kom, med tidszon; utelämnat: nu. / When it came, with time zone; left out: now.")]
        public DateTimeOffset? ReceivedAt { get; set; }
    }

    /// <summary>What who registers is told; the code is shown here alone.</summary>
    public sealed record Receipt(
        [property: Description("Synpunktens id. / Id of the complaint.")] Guid Id,
        [property: Description("Synpunktens nummer. / The complaint's number.")][property: Example("SYN-2026-0001")] string Reference,
        [property: Description("Koden som den som lämnade synpunkten läser svaret med. Den visas bara här. / The code by which who left the complaint reads the answer. It is shown here alone.")][property: Example("4T9Q0-7KX2M-8")] string Code,
        [property: Description("Var den står. / Where it stands.")] ComplaintStatus Status,
        [property: Description("Första tidpunkt som är för sen för svaret, UTC; saknas när inget svar är lovat. / The first instant that is too late for the answer, UTC; absent when none is promised.")] DateTimeOffset? AnswerBy,
        [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version);

    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapPost("/", async Task<Created<Receipt>> (Request request, Handler handler, ReceiptCodes codes, CurrentUser user, HttpContext http, CancellationToken ct) =>
        {
            var complaint = await handler.Handle(request, ct, LeaveComplaint.KeyOf(http.Request, user.Id));
            http.Response.SetETag(complaint.Version);
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Created(
                $"/complaints/v1/complaints/{complaint.Id}",
                new Receipt(complaint.Id, complaint.Reference, codes.Of(complaint.Id), complaint.Status, complaint.AnswerBy, complaint.Version));
        })
        .RequireAuthorization(Permissions.Register)
        .WithMetadata(new KeepsNoAnswer())
        .GivesETag()
        .WithName("registerComplaint")
        .WithSummary("Skriv ner en synpunkt / Register a complaint")
        .WithDescription("För det som kommit per telefon, vid ett besök, på papper eller genom en e-tjänst. / For what has come by telephone, at a visit, on paper or through an e-service.");

    public sealed class Handler(ComplaintsDb db, AccessLog access, CurrentUser user, UnitTree units, Promises promises, ReceiptCodes codes, TimeProvider clock)
    {
        /// <param name="request">What was said.</param>
        /// <param name="ct">Ends the waiting.</param>
        /// <param name="formKey">The same for a call that is made again: the complaint is then the one that it made.</param>
        /// <exception cref="IdempotencyKeyReused">422: the key is of other words.</exception>
        public async Task<Complaint> Handle(Request request, CancellationToken ct, Guid? formKey = null)
        {
            var now = clock.GetUtcNow();
            var incoming = await Check(request, now, ct) with { FormKey = formKey };
            await using var transaction = await db.OwnTransaction(ct);
            var complaint = await Earlier(incoming, ct) ?? await Take(request, incoming, now, ct);
            if (transaction is not null) await transaction.CommitAsync(ct);
            return complaint;
        }

        // Made by the same caller, who may be a system that reads nothing. One call with the key at a time, so that the second sees the first's.
        private async Task<Complaint?> Earlier(Incoming incoming, CancellationToken ct)
        {
            if (incoming.FormKey is not { } key) return null;
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({key.ToString()}, 7251))", ct);
            if (await db.Complaints.IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(complaint => complaint.FormKey == key, ct) is not { } earlier) return null;
            await access.Append(AccessAction.Read, [earlier], _ => $"{Permissions.Register}/all", [], ct);
            return earlier.IsSaid(incoming) ? earlier : throw new IdempotencyKeyReused();
        }

        private async Task<Complaint> Take(Request request, Incoming incoming, DateTimeOffset now, CancellationToken ct)
        {
            var promise = await promises.Of(incoming.WantsAnswer, incoming.UnitCode, incoming.Category, incoming.ReceivedAt, ct);
            // Another system is nobody to ask.
            var by = user.May(Permissions.Read) ? Person.Of(user) : null;
            var complaint = Complaint.Receive(await db.NextReferenceNumber(ct), incoming, codes, promise?.Deadline.DueAt, by, now);
            if (!string.IsNullOrWhiteSpace(request.FixedHow)) complaint.Fix(request.FixedHow, Person.Of(user), now);
            db.Add(complaint);
            db.Publish(complaint.ToChanged(now));
            access.Add(AccessAction.Create, complaint, $"{Permissions.Register}/all");
            await db.SaveChangesAsync(ct);
            return complaint;
        }

        /// <summary>What only the state can tell of it.</summary>
        /// <exception cref="InvalidField">400 `receivedAt`, `unitCode`, `sender`, `category`.</exception>
        public async Task<Incoming> Check(Request request, DateTimeOffset now, CancellationToken ct)
        {
            var receivedAt = request.ReceivedAt ?? now;
            Complaint.MustHaveBeen(receivedAt, now, "receivedAt");
            var unit = string.IsNullOrEmpty(request.UnitCode) ? null : request.UnitCode;
            if (unit is not null && !units.Existed(unit, SwedishTime.Day(receivedAt))) throw new InvalidField("unitCode", "There is no such unit.");
            var lists = await db.CodeLists(SwedishTime.Day(now), ct);
            string? Code(string list, string? text, string field) => string.IsNullOrEmpty(text) ? null : lists.Code(list, text, field);
            return new(
                request.Kind!.Value, request.Channel!.Value, request.Text!, unit, Code(CodeLists.Senders, request.Sender, "sender"), Code(CodeLists.Categories, request.Category, "category"),
                request.Contact, request.WantsAnswer, receivedAt);
        }
    }
}
