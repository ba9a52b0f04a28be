using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Indicators;

/// <summary>What is to be reached, in a unit or in the whole, from a day on.</summary>
public static class SetTarget
{
    public sealed class Request
    {
        [StringLength(64), Example("norrangen"), Description("Enheten; utelämnas för hela kommunen, och gäller då också enheter utan eget mål. / The unit; left out for the whole municipality, and then also of units without a target of their own.")]
        public string? UnitCode { get; set; }

        [Example("90"), Description("Målet, i procent för en andel; utelämnas när det inte längre finns något mål. / The target, of a share in per cent; left out when there is no target any more.")]
        public decimal? Value { get; set; }

        [Required, Description("Första dagen, i dag eller senare; enhetens första mål får börja tidigare. / First day, today or later; the unit's first target may begin earlier.")]
        public DateOnly? ValidFrom { get; set; }

        [Required, StringLength(500, MinimumLength = 3), Example("Äldrenämnden, december 2026"), Description("Vem som har bestämt det och varför; inga personnamn behövs. / Who decided it and why; no person's name is needed.")]
        public string? Source { get; set; }
    }

    public static void Map(RouteGroupBuilder indicators) => indicators
        .MapPost("/{code}/targets", async Task<Results<Ok<IndicatorDetail>, NotFound>> ([Description("Nyckeltalets kod. / Code of the indicator."), Example("deviations-harm")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(code, request, http.Request.RequireIfMatch, ct) is not { } detail) return TypedResults.NotFound();
            http.Response.SetETag(detail.Version);
            return TypedResults.Ok(detail);
        })
        .RequireAuthorization(Permissions.EditIndicators)
        .NeedsIfMatch()
        .GivesETag()
        .WithName("setIndicatorTarget")
        .WithSummary("Sätt ett mål från en dag / Set a target from a day on")
        .WithDescription("Minst så mycket när högre är bättre, högst när lägre är det. Ett antal utan bättre håll, som hur mycket som rapporteras, får inget mål. / At least so much when higher is better, at most when lower is. A figure of which neither way is better, such as how much is reported, gets no target.");

    public sealed class Handler(AnalyticsDb db, UnitTree units, TimeProvider clock)
    {
        /// <summary>Null when there is no such indicator.</summary>
        /// <exception cref="InvalidField">400: unitCode, value or validFrom</exception>
        /// <exception cref="RuleViolation">`indicator.no-direction`</exception>
        public async Task<IndicatorDetail?> Handle(string code, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var changed = await db.Change(code, profile =>
            {
                checkVersion(profile.Version);
                var unit = request.UnitCode?.Trim() ?? "";
                if (unit.Length > 0 && units.Find(unit) is null) throw new InvalidField("unitCode", "There is no such unit today.");
                var (indicator, value) = (IndicatorOf(profile), request.Value is { } typed ? Math.Round(typed, 4) : (decimal?)null);
                profile.Aim(new(code, unit, request.ValidFrom!.Value, value, request.Source!.Trim()), indicator.Better, indicator.Chart, today);
                return Task.CompletedTask;
            }, ct);
            return changed is null ? null : IndicatorDetail.Of(IndicatorOf(changed), changed, today);
        }

        private static Indicator IndicatorOf(IndicatorProfile profile) => profile.Own is { } own ? Indicator.Of(profile.Code, own) : Indicators.Find(profile.Code)!;
    }
}
