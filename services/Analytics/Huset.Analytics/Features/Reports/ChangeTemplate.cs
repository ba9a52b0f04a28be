using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

public static class ChangeTemplate
{
    public sealed class Request
    {
        [Required, Description("Första dagen som mallen gäller, i dag eller senare. / First day that the template applies, today or later.")]
        public DateOnly? ValidFrom { get; set; }

        [Required, MinLength(1), MaxLength(ReportTemplate.MaxSections), Description("Avsnitten, i den ordning som de ska läsas. / The sections, in the order that they are to be read.")]
        public List<Section>? Sections { get; set; }

        [RegularExpression("[01][0-9]-[0-3][0-9]"), Example("03-01"), Description("Dagen året efter då en rapport ska vara klar; utelämnad när ingen är satt. / The day of the year after by which a report is to be ready; left out when none is set.")]
        public string? ReadyBy { get; set; }

        [Required, StringLength(500, MinimumLength = 3), Example("Socialnämnden, september 2026: eget avsnitt om kompetens"), Description("Vem som har bestämt det och varför; inga personnamn behövs. / Who decided it and why; no person's name is needed.")]
        public string? Source { get; set; }
    }

    public sealed class Section
    {
        [Required, StringLength(40), RegularExpression("[a-z0-9]+(-[a-z0-9]+)*"), Example("avvikelser"), Description("Avsnittets kod: små bokstäver, siffror och bindestreck. / Code of the section: lower-case letters, digits and hyphens.")]
        public string? Code { get; set; }

        [Required, StringLength(120), Example("Avvikelser"), Description("Avsnittets rubrik. / Heading of the section.")]
        public string? Heading { get; set; }

        [StringLength(2_000), Example("Beskriv vad som har hänt och vad det berodde på."), Description("Vad det ska handla om, för den som skriver. / What it is to be about, for who writes.")]
        public string? Guidance { get; set; }

        [MaxLength(20), Example("deviations-reported"), Description("Koder för nyckeltalen vars siffror står i det; vart och ett på ett ställe. / Codes of the indicators whose figures stand in it; each in one place.")]
        public List<string>? Indicators { get; set; }

        [DefaultValue(false), Description("Om enhetens mål för året ska stå i det. / Whether the unit's goals for the year are to stand in it.")]
        public bool? Goals { get; set; }
    }

    public static void Map(RouteGroupBuilder templates) => templates
        .MapPost("/{code}/versions", async Task<Results<Ok<TemplateView>, NotFound>> ([Description("Mallens kod. / Code of the template."), Example("quarterly")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(code, request, http.Request.RequireIfMatch, ct) is not { } template) return TypedResults.NotFound();
            http.Response.SetETag(template.Version);
            return TypedResults.Ok(template);
        })
        .RequireAuthorization(Permissions.EditReportTemplates)
        .NeedsIfMatch()
        .GivesETag()
        .WithName("changeReportTemplate")
        .WithSummary("Ändra rapportmallen från en dag / Change the report template from a day on")
        .WithDescription("Lägger till en version; en som börjar samma dag ersätts. Rapporter som redan har börjat behåller sina avsnitt. / Adds a version; one that begins the same day is replaced. Reports that are begun keep their sections.");

    public sealed class Handler(AnalyticsDb db, Indicators.IndicatorCatalogue catalogue, TimeProvider clock)
    {
        /// <summary>Null when there is no such template.</summary>
        /// <exception cref="InvalidField">400: validFrom or sections.</exception>
        public async Task<TemplateView?> Handle(string code, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ReportTemplates.FirstOrDefaultAsync(template => template.Code == code, ct) is not { } template) return null;
            checkVersion(template.Version);
            var today = SwedishTime.Today(clock);
            List<TemplateSection> sections = [.. request.Sections!.Select(section => new TemplateSection(section.Code!, section.Heading!.Trim(), section.Guidance?.Trim() ?? "", section.Indicators ?? [], section.Goals ?? false))];
            var indicators = await catalogue.Followed(ct);
            template.Change(new(code, request.ValidFrom!.Value, sections, request.Source!.Trim(), string.IsNullOrWhiteSpace(request.ReadyBy) ? null : request.ReadyBy), [.. indicators.Select(indicator => indicator.Code)], today);
            await db.SaveChangesAsync(ct);
            return TemplateView.Of(template, indicators, today);
        }
    }
}
