using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Huset.Analytics.Features.Reports;

/// <summary>Makes the board's documents of a report. A frozen report keeps those that were made when it was frozen: a later Huset writes it no other way.</summary>
public sealed class ReportFiles(IServiceProvider services, ILoggerFactory log, IConfiguration configuration)
{
    private string? Municipality => configuration["Huset:MunicipalityName"];

    /// <summary>Every document of a report that is being frozen.</summary>
    public async Task<IEnumerable<ReportFile>> Write(Report report) =>
    [
        new(report.Id, ReportFormat.Html, await Write(report, report.Frozen!, ReportFormat.Html)),
        new(report.Id, ReportFormat.Docx, await Write(report, report.Frozen!, ReportFormat.Docx)),
    ];

    public async Task<byte[]> Write(Report report, FrozenReport content, ReportFormat format)
    {
        if (format == ReportFormat.Docx) return ReportDocx.Write(report, content, Municipality);
        await using var renderer = new HtmlRenderer(services, log);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ReportDocument>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ReportDocument.Report)] = report,
            [nameof(ReportDocument.Content)] = content,
            [nameof(ReportDocument.Municipality)] = Municipality,
        }))).ToHtmlString());
        return Encoding.UTF8.GetBytes(html);
    }
}
