using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Delegations;

public static class SignDelegation
{
    public static void Map(RouteGroupBuilder delegations) => delegations
        .MapPost("/{id:guid}/signature", async Task<Results<Ok<DelegationView>, NotFound>> ([Description("Delegeringens id. / Id of the delegation.")] Guid id, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, http.Request.CheckIfMatch, ct) is not { } delegation) return TypedResults.NotFound();
            http.Response.SetETag(delegation.Version);
            return TypedResults.Ok(delegation);
        })
        .RequireAuthorization(Permissions.SignDelegation)
        .TakesIfMatch()
        .GivesETag()
        .WithName("signDelegation")
        .WithSummary("Skriv under en delegering / Sign a delegation")
        .WithDescription("Den som får delegeringen skriver under sist, och då gäller den. Den som delegerar har redan skrivit under. Skriver någon annan under är svaret 409 delegation.wrong-signer. / The recipient signs last, and then it applies. The delegator has signed already. When anyone else signs the answer is 409 delegation.wrong-signer.");

    public sealed class Handler(CompetenceDb db, DelegationWork work, TimeProvider clock)
    {
        /// <summary>Null when there is no such delegation; anyone who is not one of its two is told that, and nothing of it.</summary>
        public async Task<DelegationView?> Handle(Guid id, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Delegations.IgnoreQueryFilters().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } delegation) return null;
            var (now, rules) = (clock.GetUtcNow(), await work.Rules(ct));
            var signer = await work.Me(ct);
            var delegator = await work.Find(delegation.DelegatorId, ct) ?? throw new InvalidOperationException("The directory forgets nobody.");
            if (signer?.Id == delegation.EmployeeId || signer?.Id == delegation.DelegatorId) checkVersion(delegation.Version);
            if (delegation.Sign(signer, delegator, rules, now))
            {
                db.Publish(delegation.ToChanged(now));
                await db.SaveChangesAsync(ct);
            }
            return DelegationView.Of(delegation, rules, work.Today);
        }
    }
}
