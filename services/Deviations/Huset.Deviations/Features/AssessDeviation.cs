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
        [Description("Hur allvarligt det kunde ha blivit: 1 mindre, 2 måttlig, 3 betydande, 4 katastrofal. / How bad it could have been: 1 minor, 2 moderate, 3 considerable, 4 catastrophic.")]
        [Example("2")]
        [Required, Range(1, 4)]
        public int? Severity { get; set; }

        [Description("Hur allvarligt det faktiskt blev, på samma skala; utelämnad: inte sagt. Räknas inte in i riskpoängen. / How bad it really was, on the same scale; left out: not said. Not part of the risk score.")]
        [Example("1"), Range(1, 4)]
        public int? ActualSeverity { get; set; }

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
        .WithDescription("Möjligt allvar gånger sannolikhet ger riskpoängen, 1 till 16. Poängen ersätter aldrig den skrivna bedömningen. Bedöms den igen gäller den senaste bedömningen. / Possible severity times probability gives the risk score, 1 to 16. The score never takes the place of the written judgement. Assessed again, the latest assessment counts.");

    public sealed class Handler(DeviationsDb db, RuleShelf rules, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<DeviationView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToWork(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            var (isFirst, book) = (deviation.FirstAssessedAt is null, await rules.Get(db, ct));
            deviation.Assess(request.Severity!.Value, request.Probability!.Value, request.Motivation!, Person.Of(user), now, request.ActualSeverity);
            if (isFirst && !deviation.IsRestricted && SecondAssessment.Draw(deviation, book.Find(Measure.SecondAssessmentShare, SwedishTime.Day(now))?.Value ?? 0, now) is { } drawn) db.Add(drawn);
            db.Publish(deviation.ToAssessed(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Work, deviation));
            await db.SaveChangesAsync(ct);
            return DeviationView.Of(deviation, user, book.LimitsOn(SwedishTime.Day(now))) with { History = null };
        }
    }
}
