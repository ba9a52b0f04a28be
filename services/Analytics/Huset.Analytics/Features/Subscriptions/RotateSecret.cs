using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Subscriptions;

public static class RotateSecret
{
    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapPost("/{id:guid}/secret", async Task<Results<Ok<SecretView>, NotFound>> ([Description("Prenumerationens id. / Id of the subscription.")] Guid id, Handler handler, SubscriptionWork work, WebhookSecrets secrets, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, showsSecret: true, http.Request.CheckIfMatch, ct) is not { } rotated) return TypedResults.NotFound();
            http.Response.SetETag(rotated.Version);
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(new SecretView(secrets.Shown(rotated), await work.View(rotated, ct)));
        })
        .RequireAuthorization(Permissions.MakeSubscriptions)
        // Made again it makes another secret, which does no harm: the answer of the first may have been lost.
        .WithMetadata(new KeepsNoAnswer())
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Byt hemlighet / Rotate the secret")
        .WithDescription("Svaret är det enda som visar den nya. Den förra gäller bredvid den så länge regeln webhook-overlap säger: då har varje anrop två underskrifter. / The answer is the only one that shows the new one. The one before signs beside it as long as the rule webhook-overlap says: each call then has two signatures.");

    public sealed class Handler(SubscriptionWork work)
    {
        /// <summary>Null when there is none.</summary>
        /// <exception cref="RuleViolation">`subscription.ended`</exception>
        public Task<Subscription?> Handle(Guid id, bool showsSecret, Action<int> checkVersion, CancellationToken ct) => work.Change(id, checkVersion, async subscription =>
        {
            subscription.Rotate(work.Now, (await work.Rules(ct)).Overlap);
            if (showsSecret) subscription.ShowSecret();
        }, ct);

        /// <summary>Marks the secret as shown; null when there is none.</summary>
        /// <exception cref="RuleViolation">`subscription.ended`, `subscription.secret-shown`</exception>
        public Task<Subscription?> Show(Guid id, CancellationToken ct) => work.Change(id, _ => { }, subscription =>
        {
            subscription.ShowSecret();
            return Task.CompletedTask;
        }, ct);
    }
}
