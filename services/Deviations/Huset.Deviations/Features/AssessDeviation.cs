using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class AssessDeviation
{
    public sealed class Request
    {
        [Description("Allvarlighetsgrad: 1 mindre, 2 måttlig, 3 betydande, 4 katastrofal. / Severity: 1 minor, 2 moderate, 3 considerable, 4 catastrophic.")]
        [Example("2")]
        [Required, Range(1, 4)]
        public int? Severity { get; set; }

        [Description("Sannolikhet att det händer igen: 1 mycket liten, 2 liten, 3 stor, 4 mycket stor. / Probability that it happens again: 1 very small, 2 small, 3 large, 4 very large.")]
        [Example("3")]
        [Required, Range(1, 4)]
        public int? Probability { get; set; }

        [Description("Varför. / Why.")]
        [Example("Har hänt förut på helger. Ingen kom till skada.")]
        [Required, StringLength(20_000)]
        public string? Motivation { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/assessment", async Task<Results<Ok<DeviationView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.CheckIfMatch, ct) is not { } deviation) return TypedResults.NotFound();
            response.SetETag(deviation.Version);
            return TypedResults.Ok(deviation);
        })
        .RequireAuthorization(Permissions.Work)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Bedöm en avvikelse / Assess a deviation")
        .WithDescription("Allvar gånger sannolikhet ger riskpoängen, 1 till 16. Bedöms den igen gäller den senaste bedömningen. / Severity times probability gives the risk score, 1 to 16. Assessed again, the latest assessment counts.");

    public sealed class Handler(DeviationsDb db, RuleShelf rules, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<DeviationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToWork(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            deviation.Assess(request.Severity!.Value, request.Probability!.Value, request.Motivation!, Person.Of(user), now);
            db.Publish(deviation.ToAssessed(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Work, deviation));
            await db.SaveChangesAsync(ct);
            return DeviationView.Of(deviation, user, (await rules.Get(db, ct)).LimitsOn(SwedishTime.Day(now))) with { History = null };
        }
    }
}
