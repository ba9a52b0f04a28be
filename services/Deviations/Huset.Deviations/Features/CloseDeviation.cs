using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class CloseDeviation
{
    public sealed class Request
    {
        [Description("Svaret till den som rapporterade: vad som hände sedan och vad ni gjort. Ersätter ett tidigare svar; utelämnas om det gäller. / The answer to the reporter: what happened then and what was done. Takes the place of an earlier answer; left out when that stands.")]
        [Example("Tack. Två på passet har nu delegering, och vi följer upp i mars.")]
        [StringLength(20_000)]
        public string? Feedback { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/closure", async Task<Results<Ok<DeviationView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } deviation) return TypedResults.NotFound();
            http.Response.SetETag(deviation.Version);
            return TypedResults.Ok(DeviationView.Of(deviation, user));
        })
        .RequireAuthorization(Permissions.Handle)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Avsluta en avvikelse och svara rapportören / Close a deviation and answer its reporter")
        .WithDescription("Nekas med regelns kod så länge något saknas: bedömning, orsaker vid hög risk, åtgärder eller effektkontroller. / Refused with the rule's code as long as anything is missing: assessment, causes of a high risk, actions or effect checks.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, RuleShelf rules, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<Deviation?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            deviation.Close(request.Feedback, (await rules.Get(db, ct)).LimitsOn(SwedishTime.Day(now)), Person.Of(user), now);
            db.Publish(deviation.ToClosed(now));
            // The reporter of a restricted case sees nothing of what comes after the report, not even that it came.
            if (deviation.TellsReporter(user.Id) && !deviation.IsRestricted) db.Add(Notice.To(deviation.ReporterId, NoticeKind.Answered, deviation.Id, deviation.Reference, null, now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return deviation;
        }
    }
}
