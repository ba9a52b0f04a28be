using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Indicators;

/// <summary>Where an indicator belongs, as the API tells it.</summary>
public sealed record PlacementView(
    [property: Description("Första dagen som det gäller. / First day that it applies.")] DateOnly ValidFrom,
    [property: Description("Kvalitetsområdets kod. / Code of the quality area.")][property: Example("fel-och-brister")] string QualityArea,
    [property: Description("Kvalitetsdimensionen. / The quality dimension.")][property: Example("safety")] string Dimension,
    [property: Description("Ur vems perspektiv det mäts. / From whose perspective it measures.")][property: Example("user")] string Perspective,
    [property: Description("Nivån som det följs på. / The level that it is followed at.")][property: Example("unit")] string Level,
    [property: Description("Funktionen som svarar för det. / The function that answers for it.")][property: Example("Kvalitetschefen")] string? Owner,
    [property: Description("Vem som har bestämt det och varför. / Who decided it and why.")][property: Example("Kvalitetsrådet, januari 2027")] string Source)
{
    public static PlacementView Of(IndicatorPlacement placement) => new(placement.ValidFrom, placement.QualityArea, placement.Dimension, placement.Perspective, placement.Level, placement.Owner, placement.Source);
}

/// <summary>A target, as the API tells it.</summary>
public sealed record TargetView(
    [property: Description("Enhetens kod; saknas när målet gäller hela kommunen. / Code of the unit; absent when it is of the whole municipality.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Första dagen som det gäller. / First day that it applies.")] DateOnly ValidFrom,
    [property: Description("Målet, i procent för en andel; saknas när målet upphör. / The target, of a share in per cent; absent when the target ends.")][property: Example("90")] decimal? Value,
    [property: Description("Vem som har bestämt det och varför. / Who decided it and why.")][property: Example("Äldrenämnden, december 2026")] string Source)
{
    public static TargetView Of(IndicatorTarget target) => new(target.UnitCode.Length > 0 ? target.UnitCode : null, target.ValidFrom, target.Value?.Plain(), target.Source);
}

/// <summary>What is decided about an indicator, as the API tells it.</summary>
public sealed record IndicatorDetail(
    [property: Description("Nyckeltalet. / The indicator.")] ListIndicators.IndicatorView Indicator,
    [property: Description("Vad täljaren är, eller vad som mäts; saknas för det som räknas ur händelser. / What the numerator is, or what is measured; absent for what is counted of events.")][property: Example("De som svarade att de är nöjda")] string? NumeratorMeans,
    [property: Description("Vad nämnaren är. / What the denominator is.")][property: Example("Alla som svarade")] string? DenominatorMeans,
    [property: Description("Vad värdena är i; för ett tal per något det som talet är per. / What the values are of; of a rate what it is per.")][property: Example("%")] string? Unit,
    [property: Description("Om det bedöms mot gränser; annars är det ett seriediagram. / Whether it is judged by limits; else it is a run chart.")] bool Judged,
    [property: Description("Källan som den ska anges. / The source as it must be told.")][property: Example("Källa: Kolada")] string? Attribution,
    [property: Description("Sista dagen som det följs. / Last day that it is followed.")] DateOnly? EndsOn,
    [property: Description("Var det hör hemma i dag. / Where it belongs today.")] PlacementView? Placement,
    [property: Description("Alla placeringar, äldst först. / Every placement, oldest first.")] IReadOnlyList<PlacementView> Placements,
    [property: Description("Alla mål, efter enhet och dag. / Every target, by unit and day.")] IReadOnlyList<TargetView> Targets,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")][property: Example("3")] int Version)
{
    public static IndicatorDetail Of(Indicator indicator, IndicatorProfile profile, DateOnly today) => new(
        ListIndicators.IndicatorView.Of(indicator), profile.Own?.NumeratorMeans, profile.Own?.DenominatorMeans, profile.Own?.Unit, profile.Own?.IsJudged ?? true, profile.Own?.Attribution, profile.Own?.EndsOn,
        profile.PlacedOn(today) is { } placed ? PlacementView.Of(placed) : null, [.. profile.Placements.OrderBy(placement => placement.ValidFrom).Select(PlacementView.Of)],
        [.. profile.Targets.OrderBy(target => target.UnitCode, StringComparer.Ordinal).ThenBy(target => target.ValidFrom).Select(TargetView.Of)], profile.Version);
}

public static class ReadIndicator
{
    public static void Map(RouteGroupBuilder indicators) => indicators
        .MapGet("/{code}", async Task<Results<Ok<IndicatorDetail>, NotFound>> ([Description("Nyckeltalets kod. / Code of the indicator."), Example("deviations-harm")] string code, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(code, ct) is not { } detail) return TypedResults.NotFound();
            response.SetETag(detail.Version);
            return TypedResults.Ok(detail);
        })
        .RequireAuthorization(Permissions.ReadRules)
        .GivesETag()
        .WithName("readIndicator")
        .WithSummary("Läs vad som är bestämt om ett nyckeltal / Read what is decided about an indicator")
        .WithDescription("Vad det är, var det hör hemma i kvalitetsarbetet och vilka mål det har, med dagar och källor. / What it is, where it belongs in the quality work and which targets it has, with days and sources.");

    public sealed class Handler(IndicatorCatalogue catalogue, TimeProvider clock)
    {
        /// <summary>Null when there is no such indicator.</summary>
        public async Task<IndicatorDetail?> Handle(string code, CancellationToken ct) =>
            await catalogue.Find(code, ct) is { } indicator && await catalogue.Profile(code, ct) is { } profile ? IndicatorDetail.Of(indicator, profile, SwedishTime.Today(clock)) : null;
    }
}
