using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Subscriptions;

/// <summary>Pauses, resumes and ends.</summary>
public static class StopSubscription
{
    public static void Map(RouteGroupBuilder subscriptions)
    {
        Step("pause", Permissions.StopSubscriptions, (handler, id, check, ct) => handler.Pause(id, check, ct), "pauseSubscription",
            "Pausa en prenumeration / Pause a subscription",
            "Inget skickas förrän den startas igen; då fortsätter den där den stod. / Nothing is sent until it is resumed; then it goes on where it stood.");
        Step("resume", Permissions.MakeSubscriptions, (handler, id, check, ct) => handler.Resume(id, check, ct), "resumeSubscription",
            "Starta en prenumeration igen / Resume a subscription",
            "Fortsätter där den stod, också efter att Huset har stängt av den. / Goes on where it stood, also after the house has disabled it.");
        Step("end", Permissions.StopSubscriptions, (handler, id, check, ct) => handler.End(id, check, ct), "endSubscription",
            "Avsluta en prenumeration / End a subscription",
            "För gott: den skickar inget mer och hemligheten gäller inte. / For good: it sends no more and its secret signs nothing.");

        void Step(string path, string permission, Func<Handler, Guid, Action<int>, CancellationToken, Task<Subscription?>> take, string name, string summary, string description) => subscriptions
            .MapPost($"/{{id:guid}}/{path}", async Task<Results<Ok<SubscriptionView>, NotFound>> ([Description("Prenumerationens id. / Id of the subscription.")] Guid id, Handler handler, SubscriptionWork work, HttpContext http, CancellationToken ct) =>
            {
                if (await take(handler, id, http.Request.CheckIfMatch, ct) is not { } taken) return TypedResults.NotFound();
                http.Response.SetETag(taken.Version);
                return TypedResults.Ok(await work.View(taken, ct));
            })
            .RequireAuthorization(permission)
            .TakesIfMatch()
            .GivesETag()
            .WithName(name)
            .WithSummary(summary)
            .WithDescription(description);
    }

    /// <summary>Each is null when there is no such subscription.</summary>
    public sealed class Handler(SubscriptionWork work)
    {
        /// <exception cref="RuleViolation">`subscription.ended`, `subscription.not-active`</exception>
        public Task<Subscription?> Pause(Guid id, Action<int> checkVersion, CancellationToken ct) => work.Change(id, checkVersion, subscription =>
        {
            subscription.Pause(work.Me, work.Now);
            return Task.CompletedTask;
        }, ct);

        /// <exception cref="RuleViolation">`subscription.ended`, `subscription.active`, `receiver.not-allowed`, `receiver.needs-https`</exception>
        public Task<Subscription?> Resume(Guid id, Action<int> checkVersion, CancellationToken ct) => work.Change(id, checkVersion, async subscription =>
        {
            subscription.Resume();
            await work.Check(subscription.Address, ct);
        }, ct);

        /// <exception cref="RuleViolation">`subscription.ended`</exception>
        public Task<Subscription?> End(Guid id, Action<int> checkVersion, CancellationToken ct) => work.Change(id, checkVersion, subscription =>
        {
            subscription.End(work.Me, work.Now);
            return Task.CompletedTask;
        }, ct);
    }
}
