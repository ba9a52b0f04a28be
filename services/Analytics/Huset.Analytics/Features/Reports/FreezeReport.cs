using System.ComponentModel;
using Huset.Analytics.Features.Indicators;
using Huset.Events;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Reports;

public static class FreezeReport
{
    public static void Map(RouteGroupBuilder reports) => reports
        .MapPost("/{id:guid}/freeze", async Task<Results<Ok<ReportView>, NotFound, ProblemHttpResult>> (
            [Description("Rapportens id. / Id of the report.")] Guid id, Handler handler, ReadReport.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, http.Request.CheckIfMatch, ct) is not var (report, missing)) return TypedResults.NotFound();
            if (missing.Count > 0)
            {
                return TypedResults.Problem("Some sections are not written or not said to be done; see missing.", statusCode: 409,
                    extensions: new Dictionary<string, object?> { ["code"] = "report.incomplete", ["missing"] = missing });
            }
            http.Response.SetETag(report.Version);
            return TypedResults.Ok(await reader.View(report, ct));
        })
        .RequireAuthorization(Permissions.MakeReports)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Frys en rapport / Freeze a report")
        .WithDescription("Siffror, diagram, texter och platsen i händelseloggen sparas som de är och ändras inte mer. 409 med det som saknas i missing, om något avsnitt inte är klart. / Figures, charts, texts and the place in the event log are kept as they are and change no more. 409 with what is lacking in missing, if a section is not done.");

    public sealed class Handler(AnalyticsDb db, ReportWork work, ReportFigures figures, IndicatorSeries series, ReportFiles files)
    {
        /// <summary>Null when there is no such report that the user makes; not frozen when something is missing.</summary>
        /// <exception cref="RuleViolation">`report.frozen`</exception>
        public async Task<(Report Report, IReadOnlyList<MissingView> Missing)?> Handle(Guid id, Action<int> checkVersion, CancellationToken ct)
        {
            List<MissingView> missing = [];
            Report? asked = null;
            await work.Change(id, async report =>
            {
                if (!work.MayMake) return false;
                asked = report;
                checkVersion(report.Version);
                if (report.Status == ReportStatus.Draft) missing.AddRange(report.Missing().Select(MissingView.Of));
                if (missing.Count > 0) return false;
                // All up to the number is there: numbers are seen in their own order.
                var position = await series.Position(ct);
                var frozen = await figures.Of(report, position, ct);
                report.Freeze(frozen, position, work.Me, work.Now);
                db.AddRange(await files.Write(report));
                db.Publish(report.ToFrozen());
                foreach (var paragraph in report.ToParagraphs(await Counted(report, ct))) db.Publish(paragraph);
                return true;
            }, ct);
            return asked is null ? null : (asked, missing);
        }

        private async Task<Dictionary<Guid, IReadOnlyList<Link>>> Counted(Report report, CancellationToken ct)
        {
            var counted = new Dictionary<Guid, IReadOnlyList<Link>>();
            foreach (var figure in report.Frozen!.Sections.SelectMany(section => section.Figures))
                counted[figure.Id] = [.. (await figures.Cases(report, figure.Indicator, ct)).Where(one => ListIndicators.ThreadOf(one) is not null).Select(one => new Link("counts", one.Type, one.Id))];
            return counted;
        }
    }
}

/// <summary>What a section lacks before its report can be frozen.</summary>
public sealed record MissingView(
    [property: Description("Avsnittets kod. / Code of the section.")][property: Example("avvikelser")] string Section,
    [property: Description("Avsnittets rubrik. / Heading of the section.")][property: Example("Avvikelser")] string Heading,
    [property: Description("text: inget är skrivet; done: det är inte sagt att det är klart. / text: nothing is written; done: it is not said to be done.")] MissingPart What)
{
    public static MissingView Of((ReportSection Section, MissingPart What) lacks) => new(lacks.Section.Code, lacks.Section.Heading, lacks.What);
}
