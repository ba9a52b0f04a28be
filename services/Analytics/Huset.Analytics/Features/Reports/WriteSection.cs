using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Reports;

public static class WriteSection
{
    public const int MaxText = 20_000;

    public sealed class Request
    {
        [Required(AllowEmptyStrings = true), StringLength(MaxText), Example("Avvikelserna blev fler i juli, när två vikarier saknade delegering. Sedan september är nivån den vanliga."), Description("Avsnittets text; en tom rad skiljer stycken. Skriv inga namn på brukare. / The section's text; an empty line parts paragraphs. No names of service users.")]
        public string? Text { get; set; }

        [DefaultValue(true), Description("Om avsnittet är färdigt att frysa; annars är det ett utkast. / Whether the section is ready to be frozen; else it is a draft.")]
        public bool? Done { get; set; }
    }

    public static void Map(RouteGroupBuilder reports) => reports
        .MapPut("/{id:guid}/sections/{code}", async Task<Results<Ok<SectionView>, NotFound>> (
            [Description("Rapportens id. / Id of the report.")] Guid id, [Description("Avsnittets kod. / Code of the section."), Example("avvikelser")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, code, request, http.Request.RequireIfMatch, ct) is not { } section) return TypedResults.NotFound();
            http.Response.SetETag(section.Version);
            return TypedResults.Ok(SectionView.Of(section));
        })
        .RequireAuthorization(Permissions.WriteReports)
        .NeedsIfMatch()
        .GivesETag()
        .WithName("writeReportSection")
        .WithSummary("Skriv ett avsnitt / Write a section")
        .WithDescription("Skrivs av den som avsnittet är utdelat till, eller av den som gör rapporten. If-Match är avsnittets version, så att två kan skriva i var sitt avsnitt. / Written by whom the section is given to, or by who makes the report. If-Match is the section's version, so that two may write in a section each.");

    public sealed class Handler(ReportWork work)
    {
        /// <summary>Null when there is no such section that the user writes.</summary>
        /// <exception cref="RuleViolation">`report.frozen`</exception>
        public async Task<ReportSection?> Handle(Guid id, string code, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            ReportSection? section = null;
            var report = await work.Change(id, report =>
            {
                section = report.Section(code);
                if (section is null || !work.MayWrite(section)) return Task.FromResult(false);
                checkVersion(section.Version);
                report.Write(section, request.Text!, request.Done ?? !string.IsNullOrWhiteSpace(request.Text), work.Me, work.Now);
                return Task.FromResult(true);
            }, ct);
            return report is null ? null : section;
        }
    }
}
