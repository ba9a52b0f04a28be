using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Delegations;

public static class WithdrawDelegation
{
    public sealed class Request
    {
        [Description("Varför; den som har delegeringen läser det. / Why; who has the delegation reads it.")]
        [Example("Två doser gavs fel. Ny utbildning behövs först."), Required, StringLength(2_000)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder delegations) => delegations
        .MapPost("/{id:guid}/withdrawal", async Task<Results<Ok<DelegationView>, NotFound>> ([Description("Delegeringens id. / Id of the delegation.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } delegation) return TypedResults.NotFound();
            http.Response.SetETag(delegation.Version);
            return TypedResults.Ok(delegation);
        })
        .RequireAuthorization(Permissions.WithdrawDelegation)
        .TakesIfMatch()
        .GivesETag()
        .WithName("withdrawDelegation")
        .WithSummary("Återkalla en delegering / Withdraw a delegation")
        .WithDescription("För den som gav den, chefen och MAS: när uppgiften inte längre utförs säkert. Den slutar gälla genast. / For who gave it, the manager and MAS: when the task is no longer done safely. It stops applying at once.");

    public sealed class Handler(CompetenceDb db, DelegationWork work, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such delegation that the user may see.</summary>
        /// <exception cref="RuleViolation">`delegation.not-yours-to-withdraw`, `delegation.over`</exception>
        public async Task<DelegationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Delegations.FirstOrDefaultAsync(d => d.Id == id, ct) is not { } delegation) return null;
            checkVersion(delegation.Version);
            if (!await May(delegation, ct)) throw new RuleViolation("delegation.not-yours-to-withdraw", "Who has it does not withdraw it; who gave it, the manager and MAS do.");
            var now = clock.GetUtcNow();
            delegation.Withdraw(request.Reason!, user.Name, now);
            db.Publish(delegation.ToChanged(now));
            await db.SaveChangesAsync(ct);
            return DelegationView.Of(delegation, await work.Rules(ct), work.Today);
        }

        /// <summary>MAS, who gave it, and the manager of the unit or of who has it.</summary>
        public async Task<bool> May(Delegation delegation, CancellationToken ct) =>
            user.ReachesAll(Permissions.WithdrawDelegation)
            || user.UnitsOf(Permissions.WithdrawDelegation).Contains(delegation.UnitCode)
            || (await work.Me(ct))?.Id == delegation.DelegatorId
            || (await work.Find(delegation.EmployeeId, ct) is { } recipient && user.UnitsOf(Permissions.WithdrawDelegation).Contains(recipient.HomeUnit));
    }
}
