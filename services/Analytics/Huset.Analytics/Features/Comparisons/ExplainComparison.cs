using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Comparisons;

/// <summary>What the municipality says of another's measure: what it is here, how it is read, and why the value differs.</summary>
public static class ExplainComparison
{
    public sealed class Request
    {
        [StringLength(40), Example("nojda-brukare"), Description("Koden för nyckeltalet som mäter samma sak här. / Code of the indicator that measures the same here.")]
        public string? Indicator { get; set; }

        [Required, Description("Vilket håll som är bättre. / Which way is better.")]
        public Better? Better { get; set; }

        [StringLength(2_000), Example("Jämför med kommuner med lika många i hemtjänsten."), Description("Hur det är överenskommet att läsas. / How it is agreed to be read.")]
        public string? Reading { get; set; }
    }

    public sealed class AnalysisRequest
    {
        [Required, StringLength(4_000, MinimumLength = 3), Example("Svarsfrekvensen var låg på två enheter."), Description("Varför värdet skiljer sig; inga personer. / Why the value differs; no persons.")]
        public string? Text { get; set; }

        [Required, StringLength(120, MinimumLength = 2), Example("Kvalitetschefen"), Description("Funktionen som skriver; ingen persons namn. / The function that writes; no person's name.")]
        public string? Function { get; set; }
    }

    public static void Map(RouteGroupBuilder comparisons)
    {
        comparisons.MapPut("/{code}", async Task<Results<Ok<ReadComparisons.MeasureView>, NotFound>> ([Description("Nyckeltalets id. / Id of the measure."), Example("U21468")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Read(code, request, http.Request.RequireIfMatch, ct) is not { } measure) return TypedResults.NotFound();
                http.Response.SetETag(measure.Version);
                return TypedResults.Ok(ReadComparisons.MeasureView.Of(measure));
            })
            .RequireAuthorization(Permissions.EditComparisons)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("explainComparison")
            .WithSummary("Säg hur en jämförelse läses / Say how a comparison is read")
            .WithDescription("Vilket eget nyckeltal som mäter samma sak, vilket håll som är bättre, och hur det är överenskommet att läsas. / Which own indicator measures the same, which way is better, and how it is agreed to be read.");
        comparisons.MapPost("/{code}/analyses", async Task<Results<Ok<ReadComparisons.MeasureView>, NotFound>> ([Description("Nyckeltalets id. / Id of the measure."), Example("U21468")] string code, AnalysisRequest request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Analyse(code, request, http.Request.RequireIfMatch, ct) is not { } measure) return TypedResults.NotFound();
                http.Response.SetETag(measure.Version);
                return TypedResults.Ok(ReadComparisons.MeasureView.Of(measure));
            })
            .RequireAuthorization(Permissions.EditComparisons)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("analyseComparison")
            .WithSummary("Skriv en analys av skillnaden / Write an analysis of the difference")
            .WithDescription("Läggs till de tidigare, med dagens datum och funktionen. / Is added to the earlier ones, with today's date and the function.");
    }

    public sealed class Handler(AnalyticsDb db, IndicatorCatalogue catalogue, TimeProvider clock)
    {
        /// <summary>Null when there is no such measure.</summary>
        /// <exception cref="InvalidField">400: indicator</exception>
        public async Task<ComparedMeasure?> Read(string code, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            var indicator = string.IsNullOrWhiteSpace(request.Indicator) ? null : request.Indicator.Trim();
            if (indicator is not null && await catalogue.Find(indicator, ct) is null) throw new InvalidField("indicator", "There is no such indicator.");
            return await Change(code, checkVersion, measure => measure.Read(indicator, request.Better!.Value, string.IsNullOrWhiteSpace(request.Reading) ? null : request.Reading.Trim()), ct);
        }

        /// <summary>Null when there is no such measure.</summary>
        /// <exception cref="RuleViolation">`comparison.too-many-analyses`</exception>
        public Task<ComparedMeasure?> Analyse(string code, AnalysisRequest request, Action<int> checkVersion, CancellationToken ct) =>
            Change(code, checkVersion, measure => measure.Analyse(new(code, measure.Analyses.Count + 1, SwedishTime.Today(clock), request.Function!.Trim(), request.Text!.Trim())), ct);

        private async Task<ComparedMeasure?> Change(string code, Action<int> checkVersion, Action<ComparedMeasure> change, CancellationToken ct)
        {
            // One at a time, so that no two analyses get the same number.
            await using var own = await db.OwnTransaction(ct);
            await db.Database.ExecuteSqlAsync($"select 1 from compared_measures where code = {code} for update", ct);
            if (await db.ComparedMeasures.FirstOrDefaultAsync(known => known.Code == code, ct) is not { } measure) return null;
            checkVersion(measure.Version);
            change(measure);
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return measure;
        }
    }
}
