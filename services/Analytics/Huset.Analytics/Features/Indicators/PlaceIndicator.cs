using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Indicators;

/// <summary>Where an indicator belongs in the quality work, from a day on.</summary>
public static class PlaceIndicator
{
    public sealed class Request
    {
        [Required, OneOf("tjanster", "tillganglighet", "samverkan", "handlaggning", "fel-och-brister", "synpunkter", "kompetens", "upphandling", "uppfoljning"), AllowedValues("tjanster", "tillganglighet", "samverkan", "handlaggning", "fel-och-brister", "synpunkter", "kompetens", "upphandling", "uppfoljning"), Example("synpunkter"), Description("Kvalitetsområdet. / The quality area.")]
        public string? QualityArea { get; set; }

        [Required, OneOf("self-determination", "continuity", "knowledge", "accessibility", "safety"), AllowedValues("self-determination", "continuity", "knowledge", "accessibility", "safety"), Example("accessibility"), Description("Kvalitetsdimensionen. / The quality dimension.")]
        public string? Dimension { get; set; }

        [Required, OneOf("user", "staff", "management", "citizen"), AllowedValues("user", "staff", "management", "citizen"), Example("user"), Description("Ur vems perspektiv det mäts. / From whose perspective it measures.")]
        public string? Perspective { get; set; }

        [Required, OneOf("board", "administration", "area", "unit"), AllowedValues("board", "administration", "area", "unit"), Example("unit"), Description("Nivån som det följs på. / The level that it is followed at.")]
        public string? Level { get; set; }

        [StringLength(120), Example("Kvalitetschefen"), Description("Funktionen som svarar för det; ingen persons namn. / The function that answers for it; no person's name.")]
        public string? Owner { get; set; }

        [Required, Description("Första dagen, i dag eller senare; den första placeringen får börja tidigare. / First day, today or later; the first placement may begin earlier.")]
        public DateOnly? ValidFrom { get; set; }

        [Required, StringLength(500, MinimumLength = 3), Example("Kvalitetsrådet, januari 2027"), Description("Vem som har bestämt det och varför; inga personnamn behövs. / Who decided it and why; no person's name is needed.")]
        public string? Source { get; set; }
    }

    public static void Map(RouteGroupBuilder indicators) => indicators
        .MapPost("/{code}/placements", async Task<Results<Ok<IndicatorDetail>, NotFound>> ([Description("Nyckeltalets kod. / Code of the indicator."), Example("deviations-harm")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(code, request, http.Request.RequireIfMatch, ct) is not { } detail) return TypedResults.NotFound();
            http.Response.SetETag(detail.Version);
            return TypedResults.Ok(detail);
        })
        .RequireAuthorization(Permissions.EditIndicators)
        .NeedsIfMatch()
        .GivesETag()
        .WithName("placeIndicator")
        .WithSummary("Placera ett nyckeltal från en dag / Place an indicator from a day on")
        .WithDescription("Vilket kvalitetsområde, vilken dimension, vems perspektiv, vilken nivå och vem som svarar för det. En placering som börjar samma dag ersätts. / Which quality area, dimension, perspective and level, and who answers for it. A placement that begins the same day is replaced.");

    public sealed class Handler(AnalyticsDb db, TimeProvider clock)
    {
        /// <summary>Null when there is no such indicator.</summary>
        /// <exception cref="InvalidField">400: validFrom</exception>
        public async Task<IndicatorDetail?> Handle(string code, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var changed = await db.Change(code, profile =>
            {
                checkVersion(profile.Version);
                profile.Place(new(code, request.ValidFrom!.Value, request.QualityArea!, request.Dimension!, request.Perspective!, request.Level!, string.IsNullOrWhiteSpace(request.Owner) ? null : request.Owner.Trim(), request.Source!.Trim()), today);
                return Task.CompletedTask;
            }, ct);
            return changed is null ? null : IndicatorDetail.Of(changed.Own is { } own ? Indicator.Of(code, own) : Indicators.Find(code)!, changed, today);
        }
    }
}
