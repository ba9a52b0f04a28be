using System.ComponentModel;
using System.Text.Json;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Subscriptions;

public static class TrySubscription
{
    /// <summary>The type of a message that tells nothing but that the way is open; it lies in no log.</summary>
    public const string Type = "se.huset.analytics.subscription-tested.v1";

    public sealed record Outcome(
        [property: Description("Om mottagaren tog emot det (2xx). / Whether the receiver took it (2xx).")] bool Delivered,
        [property: Description("Mottagarens HTTP-status; saknas när den inte gav något svar. / The receiver's HTTP status; absent when it gave no answer.")][property: Example("204")] int? Status,
        [property: Description("Varför inget svar kom: timed-out, unreachable, untrusted eller address-refused. / Why no answer came.")] DeliveryFault? Fault,
        [property: Description("Hur länge det tog, millisekunder. / How long it took, milliseconds.")][property: Example("85")] int Milliseconds,
        [property: Description("Meddelandets id, det som står i webhook-id. / Id of the message, as in webhook-id.")] Guid Id);

    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapPost("/{id:guid}/test", async Task<Results<Ok<Outcome>, NotFound>> ([Description("Prenumerationens id. / Id of the subscription.")] Guid id, Handler handler, CancellationToken ct) =>
            await handler.Handle(id, ct) is { } outcome ? TypedResults.Ok(outcome) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.MakeSubscriptions)
        // It waits for the receiver, which no transaction is to be held open for; made again it is another message.
        .WithMetadata(new KeepsNoAnswer())
        .WithSummary("Skicka ett provmeddelande / Send a test message")
        .WithDescription($"En händelse av typen {Type}, underskriven som de andra, skickas nu och en gång. Den finns inte i loggen. Går också när prenumerationen är pausad. / An event of the type {Type}, signed as the others, is sent now and once. It is not in the log. Works while paused too.");

    public sealed class Handler(SubscriptionWork work, WebhookSender sender, WebhookSecrets secrets, IConfiguration configuration)
    {
        /// <summary>Null when there is none.</summary>
        /// <exception cref="RuleViolation">`subscription.ended`, `receiver.not-allowed`, `receiver.needs-https`</exception>
        public async Task<Outcome?> Handle(Guid id, CancellationToken ct)
        {
            if (await work.Read(id, ct) is not { } subscription) return null;
            if (subscription.Status == SubscriptionStatus.Ended) throw new RuleViolation("subscription.ended", "It has ended and sends no more.");
            var (address, isInside) = await work.Check(subscription.Address, ct);
            var (message, now, rules) = (Guid.CreateVersion7(), work.Now, await work.Rules(ct));
            var body = JsonSerializer.Serialize(new
            {
                specversion = "1.0",
                id = message,
                source = $"/huset/{configuration["Huset:Municipality"]}/analytics",
                type = Type,
                subject = subscription.Id,
                time = now.UtcDateTime,
                datacontenttype = "application/json",
                data = new { },
            });
            var answer = await sender.Post(address, isInside, $"{message}", now, secrets.Sign(subscription, $"{message}", now, body), body, rules.Limit, ct);
            return new(answer.IsDelivered, answer.Status, answer.Fault, answer.Milliseconds, message);
        }
    }
}
