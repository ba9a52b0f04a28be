using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Subscriptions;

public static class ListSubscriptions
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "status"), OneOf<SubscriptionStatus>, Description("Bara de som står så; annars alla utom de som är slut. / Only those of this status; else all but the ended.")]
        public string? Status { get; set; }
    }

    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapGet("/", async Task<Ok<ListOf<SubscriptionView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadSubscriptions)
        .WithSummary("Lista prenumerationer / List subscriptions")
        .WithDescription("Vart händelser skickas som webhooks, i vilket läge och hur långt efter, nyaste först. / Where events are sent as webhooks, in which state and how far behind, the newest first.");

    public sealed class Handler(AnalyticsDb db, EventLog events, SubscriptionWork work)
    {
        /// <exception cref="InvalidField">400: status.</exception>
        public async Task<ListOf<SubscriptionView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var status = Lists.Choice<SubscriptionStatus>(query.Status, "status");
            var page = await db.Subscriptions.AsNoTracking()
                .Where(subscription => status == null ? subscription.Status != SubscriptionStatus.Ended : subscription.Status == status)
                .OrderByDescending(subscription => subscription.Id)
                .ToListOf(query, request, ct);
            var last = await events.Last(ct);
            var lags = new Dictionary<Guid, LagView?>();
            foreach (var subscription in page.Items) lags[subscription.Id] = await work.LagOf(subscription, last, ct);
            return page.Select(subscription => SubscriptionView.Of(subscription, lags[subscription.Id], work.Now));
        }
    }
}

public static class ReadSubscription
{
    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapGet("/{id:guid}", async Task<Results<Ok<SubscriptionView>, NotFound>> ([Description("Prenumerationens id. / Id of the subscription.")] Guid id, SubscriptionWork work, HttpResponse response, CancellationToken ct) =>
        {
            if (await work.Read(id, ct) is not { } subscription) return TypedResults.NotFound();
            response.SetETag(subscription.Version);
            return TypedResults.Ok(await work.View(subscription, ct));
        })
        .RequireAuthorization(Permissions.ReadSubscriptions)
        .GivesETag()
        .WithSummary("Läs en prenumeration / Read a subscription")
        .WithDescription("Läge, urval, plats i loggen och hur långt efter den är. / State, choice, place in the log and how far behind it is.");
}
