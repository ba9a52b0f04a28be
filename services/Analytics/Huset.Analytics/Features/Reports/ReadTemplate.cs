using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

/// <summary>A template, as the API tells it.</summary>
public sealed record TemplateView(
    [property: Description("Mallens kod. / Code of the template.")][property: Example("quarterly")] string Code,
    [property: Description("Vad dess rapporter heter. / What its reports are called.")][property: Example("Kvartalsrapport")] string Name,
    [property: Description("Hur lång tid de gäller. / How long time they are of.")] PeriodLength Period,
    [property: Description("Det som gäller i dag. / What applies today.")] TemplateVersionView? Current,
    [property: Description("Alla versioner, äldst först. / Every version, oldest first.")] IReadOnlyList<TemplateVersionView> Versions,
    [property: Description("Nyckeltal som ett avsnitt kan ha. / Indicators that a section may have.")][property: Example("deviations-reported", "complaints")] IReadOnlyList<string> Indicators,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")][property: Example("1")] int Version)
{
    public static TemplateView Of(ReportTemplate template, IEnumerable<Features.Indicators.Indicator> indicators, DateOnly today) => new(
        template.Code, template.Name, template.Period, template.On(today) is { } current ? TemplateVersionView.Of(current) : null, [.. template.Versions.OrderBy(version => version.ValidFrom).Select(TemplateVersionView.Of)],
        [.. indicators.Select(indicator => indicator.Code)], template.Version);
}

/// <summary>A template's sections from a day on.</summary>
public sealed record TemplateVersionView(
    [property: Description("Första dagen som den gäller. / First day that it applies.")] DateOnly ValidFrom,
    [property: Description("Avsnitten, i ordning. / The sections, in order.")] IReadOnlyList<TemplateSectionView> Sections,
    [property: Description("Vem som har bestämt det och varför. / Who decided it and why.")][property: Example("Socialnämnden, september 2026")] string Source,
    [property: Description("Dagen året efter då en rapport ska vara klar; saknas när ingen är satt. / The day of the year after by which a report is to be ready; absent when none is set.")][property: Example("03-01")] string? ReadyBy)
{
    public static TemplateVersionView Of(ReportTemplateVersion version) =>
        new(version.ValidFrom, [.. version.Sections.Select(section => new TemplateSectionView(section.Code, section.Heading, section.Guidance, section.Indicators, section.Goals))], version.Source, version.ReadyBy);
}

/// <summary>A section of the template.</summary>
public sealed record TemplateSectionView(
    [property: Description("Avsnittets kod. / Code of the section.")][property: Example("avvikelser")] string Code,
    [property: Description("Avsnittets rubrik. / Heading of the section.")][property: Example("Avvikelser")] string Heading,
    [property: Description("Vad det ska handla om, för den som skriver. / What it is to be about, for who writes.")][property: Example("Beskriv vad som har hänt och vad det berodde på.")] string Guidance,
    [property: Description("Nyckeltalen vars siffror står i det. / The indicators whose figures stand in it.")][property: Example("deviations-reported")] IReadOnlyList<string> Indicators,
    [property: Description("Om enhetens mål står i det. / Whether the unit's goals stand in it.")] bool Goals);

/// <summary>Which kinds of report there are.</summary>
public static class ListTemplates
{
    public sealed record Row(
        [property: Description("Mallens kod. / Code of the template.")][property: Example("quarterly")] string Code,
        [property: Description("Vad dess rapporter heter. / What its reports are called.")][property: Example("Kvartalsrapport")] string Name,
        [property: Description("Hur lång tid de gäller. / How long time they are of.")] PeriodLength Period);

    public static void Map(RouteGroupBuilder templates) => templates
        .MapGet("/", async Task<Ok<ListOf<Row>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok((await handler.Handle(ct)).ToListOf(query, request)))
        .RequireAuthorization(Permissions.ReadReportTemplates)
        .WithName("listReportTemplates")
        .WithSummary("Lista rapportmallar / List report templates")
        .WithDescription("Vilka slags rapporter som finns: kvartalsrapport, kvalitetsberättelse, patientsäkerhetsberättelse och andra. / Which kinds of report there are: quarterly, yearly quality, patient safety and others.");

    public sealed class Handler(AnalyticsDb db)
    {
        public async Task<IReadOnlyList<Row>> Handle(CancellationToken ct) =>
            [.. (await db.ReportTemplates.IgnoreAutoIncludes().AsNoTracking().OrderBy(template => template.Place).ThenBy(template => template.Code).ToListAsync(ct)).Select(template => new Row(template.Code, template.Name, template.Period))];
    }
}

public static class ReadTemplate
{
    public static void Map(RouteGroupBuilder templates) => templates
        .MapGet("/{code}", async Task<Results<Ok<TemplateView>, NotFound>> ([Description("Mallens kod. / Code of the template."), Example("quarterly")] string code, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(code, ct) is not { } template) return TypedResults.NotFound();
            response.SetETag(template.Version);
            return TypedResults.Ok(template);
        })
        .RequireAuthorization(Permissions.ReadReportTemplates)
        .GivesETag()
        .WithName("readReportTemplate")
        .WithSummary("Läs mallen för en rapport / Read the template of a report")
        .WithDescription("Avsnitten som en ny rapport får, med vad de ska handla om och vilka nyckeltal som står i dem. / The sections that a new report gets, with what they are to be about and which indicators stand in them.");

    public sealed class Handler(AnalyticsDb db, Features.Indicators.IndicatorCatalogue catalogue, TimeProvider clock)
    {
        public async Task<TemplateView?> Handle(string code, CancellationToken ct) =>
            await db.ReportTemplates.AsNoTracking().FirstOrDefaultAsync(template => template.Code == code, ct) is { } template ? TemplateView.Of(template, await catalogue.Followed(ct), SwedishTime.Today(clock)) : null;
    }
}
