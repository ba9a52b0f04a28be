using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Subscriptions;

public static class ReplaySubscription
{
    public sealed class Request
    {
        [StringLength(20), Example("0"), Description("Skicka igen allt efter detta nummer; 0 är från början. / Send again all after this sequence; 0 is from the beginning.")]
        public string? After { get; set; }

        [Description("Skicka igen det som har hänt från denna tidpunkt; något äldre kan följa med. Ge after eller from. / Send again what has happened from this time on; something older may come with it. Give after or from.")]
        public DateTimeOffset? From { get; set; }
    }

    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapPost("/{id:guid}/replay", async Task<Results<Ok<SubscriptionView>, NotFound>> ([Description("Prenumerationens id. / Id of the subscription.")] Guid id, Request request, Handler handler, SubscriptionWork work, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } moved) return TypedResults.NotFound();
            http.Response.SetETag(moved.Version);
            return TypedResults.Ok(await work.View(moved, ct));
        })
        .RequireAuthorization(Permissions.MakeSubscriptions)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Skicka om från en plats / Replay from a place")
        .WithDescription("Händelserna har samma id som första gången, så att mottagaren kan känna igen dem. En pausad prenumeration flyttas men skickar inget. / The events have the same ids as the first time, so that the receiver can tell them. A paused subscription is moved but sends nothing.");

    public sealed class Handler(SubscriptionWork work)
    {
        /// <summary>Null when there is none.</summary>
        /// <exception cref="InvalidField">400: after, from.</exception>
        /// <exception cref="RuleViolation">`subscription.ended`</exception>
        public Task<Subscription?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(id, checkVersion, async subscription =>
            subscription.Replay(await work.Place(request.After, request.From, ct) ?? throw new InvalidField("from", "Give after or from.")), ct);
    }
}
