using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Subscriptions;

public static class ChangeSubscription
{
    public sealed class Request : MakeSubscription.Fields;

    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapPut("/{id:guid}", async Task<Results<Ok<SubscriptionView>, NotFound>> ([Description("Prenumerationens id. / Id of the subscription.")] Guid id, Request request, Handler handler, SubscriptionWork work, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.RequireIfMatch, ct) is not { } changed) return TypedResults.NotFound();
            http.Response.SetETag(changed.Version);
            return TypedResults.Ok(await work.View(changed, ct));
        })
        .RequireAuthorization(Permissions.MakeSubscriptions)
        .NeedsIfMatch()
        .GivesETag()
        .WithSummary("Ändra en prenumeration / Change a subscription")
        .WithDescription("Namn, adress och urval; platsen i loggen och hemligheten är kvar. / Name, address and choice; the place in the log and the secret stay.");

    public sealed class Handler(SubscriptionWork work)
    {
        /// <summary>Null when there is none.</summary>
        /// <exception cref="InvalidField">400: address, units.</exception>
        /// <exception cref="RuleViolation">`subscription.ended`, `receiver.not-allowed`, `receiver.needs-https`</exception>
        public Task<Subscription?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(id, checkVersion, async subscription =>
        {
            var address = request.Address!.Trim();
            await work.Check(address, ct);
            subscription.Change(request.Name!.Trim(), address, SubscriptionWork.Types(request.Types), work.Units(request.Units), work.Me, work.Now);
        }, ct);
    }
}
