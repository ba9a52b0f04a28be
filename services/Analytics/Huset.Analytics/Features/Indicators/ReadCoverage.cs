using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Indicators;

/// <summary>What of the quality work has measures, and what no measure covers.</summary>
public static class ReadCoverage
{
    public sealed record View(
        [property: Description("De nio kvalitetsområdena. / The nine quality areas.")] IReadOnlyList<AreaView> Areas,
        [property: Description("Nyckeltal som inte är placerade. / Indicators that are not placed.")] IReadOnlyList<MeasureView> Unplaced);

    public sealed record AreaView(
        [property: Description("Områdets kod. / Code of the area.")][property: Example("synpunkter")] string Code,
        [property: Description("Områdets namn. / Name of the area.")][property: Example("Synpunkter och klagomål")] string Name,
        [property: Description("De mått som finns. / The measures that there are.")] IReadOnlyList<MeasureView> Measures,
        [property: Description("Par av dimension och perspektiv som inget mått täcker. / Pairs of dimension and perspective that no measure covers.")] IReadOnlyList<GapView> Gaps);

    public sealed record MeasureView(
        [property: Description("Nyckeltalets kod. / Code of the indicator.")][property: Example("complaints-answered-in-time")] string Code,
        [property: Description("Dess namn. / Its name.")][property: Example("Klagomål besvarade i tid")] string Name,
        [property: Description("Dimensionen; saknas när det inte är placerat. / The dimension; absent when it is not placed.")][property: Example("accessibility")] string? Dimension,
        [property: Description("Perspektivet. / The perspective.")][property: Example("user")] string? Perspective,
        [property: Description("Nivån. / The level.")][property: Example("unit")] string? Level,
        [property: Description("Funktionen som svarar för det. / The function that answers for it.")][property: Example("Kvalitetschefen")] string? Owner);

    public sealed record GapView(
        [property: Description("Dimensionen. / The dimension.")][property: Example("continuity")] string Dimension,
        [property: Description("Perspektivet. / The perspective.")][property: Example("user")] string Perspective);

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/indicator-coverage", async Task<Ok<View>> (Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.Handle(ct)))
        .RequireAuthorization(Permissions.ReadRules)
        .WithName("readIndicatorCoverage")
        .WithSummary("Läs vad som har mått och inte / Read what has measures and what has none")
        .WithDescription("Kvalitetsområde för kvalitetsområde, med dimension och perspektiv: vilka nyckeltal som följs i dag, och vad inget mått täcker. / Quality area by quality area, with dimension and perspective: which indicators are followed today, and what no measure covers.");

    public sealed class Handler(IndicatorCatalogue catalogue, TimeProvider clock)
    {
        public async Task<View> Handle(CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var placed = new List<(Indicator Indicator, IndicatorPlacement? Placement)>();
            foreach (var indicator in await catalogue.Followed(ct)) placed.Add((indicator, (await catalogue.Profile(indicator.Code, ct))?.PlacedOn(today)));
            return new(
                [.. QualityWork.Areas.Select(area =>
                {
                    var within = placed.Where(measure => measure.Placement?.QualityArea == area).ToList();
                    return new AreaView(area, Words.Area(area), [.. within.Select(measure => Of(measure.Indicator, measure.Placement))],
                        [.. QualityWork.Dimensions.SelectMany(dimension => QualityWork.Perspectives.Where(perspective => !within.Exists(measure => measure.Placement!.Dimension == dimension && measure.Placement.Perspective == perspective)).Select(perspective => new GapView(dimension, perspective)))]);
                })],
                [.. placed.Where(measure => measure.Placement is null).Select(measure => Of(measure.Indicator, null))]);
        }

        private static MeasureView Of(Indicator indicator, IndicatorPlacement? placement) => new(indicator.Code, indicator.Name, placement?.Dimension, placement?.Perspective, placement?.Level, placement?.Owner);
    }
}
