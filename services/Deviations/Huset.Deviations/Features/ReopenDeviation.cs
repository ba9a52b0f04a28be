using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class ReopenDeviation
{
    public sealed class Request
    {
        [Description("Varför ärendet tas upp igen. / Why the case is taken up again.")]
        [Example("Samma sak hände igen.")]
        [Required, StringLength(20_000)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/reopening", async Task<Results<Ok<DeviationView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.CheckIfMatch, ct) is not { } deviation) return TypedResults.NotFound();
            response.SetETag(deviation.Version);
            return TypedResults.Ok(deviation);
        })
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Öppna en avslutad avvikelse igen / Reopen a closed deviation")
        .WithDescription("Svaret till rapportören står kvar tills ett nytt ges, och rapportören får veta att ärendet är öppet igen. / The answer to the reporter stays until a new one is given, and the reporter is told that the case is open again.");

    public sealed class Handler(DeviationsDb db, RuleShelf rules, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<DeviationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            deviation.Reopen(request.Reason!, Person.Of(user), now);
            // The reporter of a restricted case is told nothing of what comes after the report.
            if (deviation.TellsReporter(user.Id) && !deviation.IsRestricted) db.Add(Notice.To(deviation.ReporterId, NoticeKind.Reopened, deviation.Id, deviation.Reference, null, now));
            db.Publish(deviation.ToReopened(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return DeviationView.Of(deviation, user, (await rules.Get(db, ct)).LimitsOn(SwedishTime.Day(now))) with { History = null };
        }
    }
}
