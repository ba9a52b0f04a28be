using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features;

public static class ChangeRule
{
    public sealed class Request
    {
        [Required, Description("Talet; 0 stänger av en regel som kan stängas av. / The figure; 0 turns off a rule that can be off."), Example("8")]
        public long? Value { get; set; }

        [Description("Talet från vilket det är bråttom, för regler som har ett sådant. / The figure from which it is urgent, for rules that have one."), Example("600")]
        public long? Urgent { get; set; }

        [Required, Description("Första dagen som det gäller, i dag eller senare. / First day that it applies, today or later.")]
        public DateOnly? ValidFrom { get; set; }

        [Required, StringLength(500, MinimumLength = 3), Description("Vem som har bestämt det och varför; inga personnamn behövs. / Who decided it and why; no person's name is needed."), Example("Kvalitetsrådet, oktober 2026: åtta gav för sena signaler")]
        public string Source { get; set; } = "";
    }

    public static void Map(RouteGroupBuilder rules) => rules
        .MapPost("/{measure}/versions", async Task<Results<Ok<RuleView>, NotFound>> ([Description("Regelns kod. / Code of the rule."), Example("signal-shift")] string measure, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(measure, request, http.Request.RequireIfMatch, ct) is not { } rule) return TypedResults.NotFound();
            http.Response.SetETag(rule.Version);
            return TypedResults.Ok(rule);
        })
        .RequireAuthorization(Permissions.EditRules)
        .NeedsIfMatch()
        .GivesETag()
        .WithSummary("Ändra en regel från en dag / Change a rule from a day on")
        .WithDescription("Lägger till en version; en som börjar samma dag ersätts. Skicka If-Match med den ETag du läste. / Adds a version; one that begins the same day is replaced. Send If-Match with the ETag that you read.");

    public sealed class Handler(AnalyticsDb db, TimeProvider clock)
    {
        public async Task<RuleView?> Handle(string measure, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Rules.FirstOrDefaultAsync(rule => rule.Measure == measure, ct) is not { } rule) return null;
            checkVersion(rule.Version);
            var today = SwedishTime.Today(clock);
            rule.Change(new(measure, request.ValidFrom!.Value, request.Value!.Value, request.Urgent, request.Source.Trim()), today);
            await db.SaveChangesAsync(ct);
            await IndicatorRollup.CountAgainFrom(db, request.ValidFrom.Value, ct);
            return RuleView.Of(rule, today);
        }
    }
}
