using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints.Features;

public static class ReadComplaint
{
    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapGet("/{id:guid}", async Task<Results<Ok<ComplaintView>, NotFound>> ([Description("Synpunktens id. / Id of the complaint.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, ct) is not { } complaint) return TypedResults.NotFound();
            response.SetETag(complaint.Version);
            return TypedResults.Ok(complaint);
        })
        .RequireAuthorization(Permissions.Read)
        .GivesETag()
        .WithName("readComplaint")
        .WithSummary("Läs en synpunkt / Read a complaint")
        .WithDescription("En synpunkt utanför dina rättigheter svarar 404. / A complaint outside your rights answers 404.");

    public sealed class Handler(ComplaintsDb db, Promises promises, AccessLog access, CurrentUser user)
    {
        public async Task<ComplaintView?> Handle(Guid id, CancellationToken ct)
        {
            if (await db.Complaints.Include(c => c.Messages).Include(c => c.Changes).AsSplitQuery().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct) is not { } complaint) return null;
            await access.Append(AccessAction.Read, [complaint], user.WhyRead, [], ct);
            var view = ComplaintView.Of(complaint, user, whole: true);
            var promise = await promises.Of(complaint.WantsAnswer, complaint.UnitCode, complaint.Category, complaint.ReceivedAt, ct);
            return view with
            {
                Promise = promise is null ? null : PromiseView.Of(promise),
                Escalation = view.Escalation is { InvestigatedFurther: false } escalation ? escalation with { Actions = await Actions(escalation.DeviationId, ct) } : view.Escalation,
            };
        }

        private async Task<IReadOnlyList<FollowedActionView>> Actions(Guid deviationId, CancellationToken ct) =>
            await db.FollowedActions.AsNoTracking().Where(action => action.DeviationId == deviationId).OrderBy(action => action.DueOn).ThenBy(action => action.Id)
                .Select(action => new FollowedActionView(action.Status, action.DueOn, action.EffectCheckOn, action.Effect)).ToListAsync(ct);
    }
}
