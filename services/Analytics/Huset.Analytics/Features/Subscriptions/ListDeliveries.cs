using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Subscriptions;

public static class ListDeliveries
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "delivered"), Description("Bara de som mottagaren har tagit emot (true) eller inte (false). / Only those that the receiver has taken (true) or not (false).")]
        public bool? Delivered { get; set; }
    }

    public sealed record Row(
        [property: Description("Händelsens nummer i loggen. / The event's sequence.")][property: Example("0000000000000000042")] string Sequence,
        [property: Description("Händelsens id, det som står i webhook-id. / The event's id, as in webhook-id.")] Guid EventId,
        [property: Description("Händelsens typ. / Type of the event.")][property: Example("se.huset.deviations.deviation-reported.v1")] string Type,
        [property: Description("Vilken omgång: ökar när prenumerationen skickas om. / Which run: grows when the subscription is replayed.")][property: Example("1")] int Run,
        [property: Description("Om mottagaren tog emot den (2xx). / Whether the receiver took it (2xx).")] bool Delivered,
        [property: Description("Mottagarens senaste HTTP-status; saknas när den inte gav något svar. / The receiver's latest HTTP status; absent when it gave no answer.")][property: Example("204")] int? Status,
        [property: Description("Varför inget svar kom: timed-out, unreachable, untrusted eller address-refused. / Why no answer came.")] DeliveryFault? Fault,
        [property: Description("Antal försök. / Number of tries.")][property: Example("1")] int Tries,
        [property: Description("Första försöket. / The first try.")] DateTimeOffset FirstAt,
        [property: Description("Senaste försöket. / The latest try.")] DateTimeOffset LastAt,
        [property: Description("Hur länge det senaste tog, millisekunder. / How long the latest took, milliseconds.")][property: Example("85")] int Milliseconds)
    {
        public static Row Of(SubscriptionDelivery d) => new(Analytics.Sequence.Text(d.Sequence), d.EventId, d.Type, d.Run, d.IsDelivered, d.Status, d.Fault, d.Tries, d.FirstAt, d.LastAt, d.Milliseconds);
    }

    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapGet("/{id:guid}/deliveries", async Task<Results<Ok<ListOf<Row>>, NotFound>> ([Description("Prenumerationens id. / Id of the subscription.")] Guid id, [AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            await handler.Handle(id, query, request, ct) is { } list ? TypedResults.Ok(list) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.ReadSubscriptions)
        .WithSummary("Lista leveranser / List deliveries")
        .WithDescription("Vad som har skickats, hur mottagaren svarade och efter hur många försök, nyaste först. Inget av händelsens innehåll eller svarets kropp sparas. / What has been sent, how the receiver answered and after how many tries, the newest first. Nothing of the event's content or the answer's body is kept.");

    public sealed class Handler(AnalyticsDb db)
    {
        /// <summary>Null when there is no such subscription.</summary>
        public async Task<ListOf<Row>?> Handle(Guid id, Query query, HttpRequest? request, CancellationToken ct)
        {
            if (!await db.Subscriptions.AnyAsync(subscription => subscription.Id == id, ct)) return null;
            var deliveries = db.SubscriptionDeliveries.AsNoTracking().Where(delivery => delivery.SubscriptionId == id);
            if (query.Delivered is { } delivered) deliveries = deliveries.Where(delivery => delivery.IsDelivered == delivered);
            return (await deliveries.OrderByDescending(delivery => delivery.Run).ThenByDescending(delivery => delivery.Sequence).ToListOf(query, request, ct)).Select(Row.Of);
        }
    }
}
