using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features;

public static class ReadRule
{
    public static void Map(RouteGroupBuilder rules) => rules
        .MapGet("/{measure}", async Task<Results<Ok<RuleView>, NotFound>> ([Description("Regelns kod. / Code of the rule."), Example("signal-shift")] string measure, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(measure, ct) is not { } rule) return TypedResults.NotFound();
            response.SetETag(rule.Version);
            return TypedResults.Ok(rule);
        })
        .RequireAuthorization(Permissions.ReadRules)
        .GivesETag()
        .WithSummary("Läs en regel / Read a rule")
        .WithDescription("Talet som gäller i dag, med källa och historik. / The figure that applies today, with source and history.");

    public sealed class Handler(AnalyticsDb db, TimeProvider clock)
    {
        public async Task<RuleView?> Handle(string measure, CancellationToken ct) =>
            await db.Rules.AsNoTracking().FirstOrDefaultAsync(rule => rule.Measure == measure, ct) is { } rule ? RuleView.Of(rule, SwedishTime.Today(clock)) : null;
    }
}
