using System.ComponentModel;
using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Reports;

public static class ReadFigure
{
    /// <summary>What a figure counts, as far as the reader may see it.</summary>
    public sealed record View(
        [property: Description("Siffran. / The figure.")] FigureView Figure,
        [property: Description("Vad den betyder. / What it means.")][property: Example("Antalet avvikelser som har rapporterats, efter dagen då de hände.")] string Means,
        [property: Description("Vad den inte säger. / What it does not tell.")][property: Example("Fler rapporter är inte sämre.")] string MeansNot,
        [property: Description("Om du får se vad som är räknat. / Whether you may see what is counted.")] bool MayOpen,
        [property: Description("Det som är räknat, nyast först. Av en andel också de andra. / What is counted, newest first. Of a share also the others.")] IReadOnlyList<CaseView> Cases);

    public sealed record CaseView(
        [property: Description("Vad det är, som länkar benämner det. / What it is, as links name it.")][property: Example("deviation")] string Type,
        [property: Description("Dess id. / Its id.")][property: Example("0199c1d2-0000-7000-8000-000000000001")] string Key,
        [property: Description("Dess enhet. / Its unit.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Månaden som det räknas i. / The month that it is counted in.")][property: Example("2026-09")] string Month,
        [property: Description("Hur många av täljaren det är; 0 för en av de andra. / How many of the numerator it is; 0 for one of the others.")][property: Example("1")] long Numerator,
        [property: Description("Adressen till dess röda tråd; saknas för det som ingen tråd får leda till. / Address of its thread; absent where no thread may lead.")][property: Example("/analys/trad/deviation/0199c1d2-0000-7000-8000-000000000001")] string? Thread);

    public static void Map(RouteGroupBuilder reports) => reports
        .MapGet("/{id:guid}/sections/{code}/figures/{indicator}", async Task<Results<Ok<View>, NotFound>> (
            [Description("Rapportens id. / Id of the report.")] Guid id, [Description("Avsnittets kod. / Code of the section."), Example("avvikelser")] string code,
            [Description("Nyckeltalets kod. / Code of the indicator."), Example("deviations-reported")] string indicator, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, code, indicator, ct) is not var (report, _, figure, cases)) return TypedResults.NotFound();
            response.SetETag(report.Version);
            return TypedResults.Ok(new View(
                FigureView.Of(figure, report, code, cases is not null), figure.Means, figure.MeansNot, cases is not null,
                [.. (cases ?? []).Select(one => new CaseView(one.Type, one.Id, one.UnitCode, Words.MonthCode(one.Month), one.Numerator, ListIndicators.ThreadOf(one)))]));
        })
        .RequireAuthorization(Permissions.ReadReports)
        .GivesETag()
        .WithName("readReportFigure")
        .WithSummary("Läs vad en siffra räknar / Read what a figure counts")
        .WithDescription("Siffran med vad den betyder, och för den som får räkna ärendena vilka de är, som de var när rapporten frystes. / The figure with what it means, and for who may count the cases which they are, as they were when the report was frozen.");

    public sealed class Handler(ReportWork work, ReportFigures figures, ReadReport.Handler reader)
    {
        /// <summary>Null when there is no such figure in a report that the reader may see; its cases are null when the reader may not know them.</summary>
        public async Task<(Report Report, FrozenSection Section, ReportFigure Figure, IReadOnlyList<IndicatorCase>? Cases)?> Handle(Guid id, string code, string indicator, CancellationToken ct)
        {
            if (await work.Read(id, ct) is not { } report || report.Section(code) is not { } asked || !asked.Indicators.Contains(indicator)) return null;
            var section = (await reader.Content(report, ct)).Sections.Single(known => known.Code == code);
            if (section.Figures.FirstOrDefault(known => known.Indicator == indicator) is not { } figure) return null;
            return (report, section, figure, work.SeesSmall(report.UnitCode) ? await figures.Cases(report, indicator, ct) : null);
        }
    }
}
