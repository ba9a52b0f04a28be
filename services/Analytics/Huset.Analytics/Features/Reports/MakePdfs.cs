using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

/// <summary>
/// Has the PDF for the archive made of each frozen report that has none, also of those that were frozen before the installation had a worker. Which has one stands in the
/// database alone: what is interrupted is done again, and of two replicas that make the same the first one's is kept.
/// </summary>
public sealed class MakePdfs(IServiceScopeFactory scopes, ArchiveWorker worker, TimeProvider clock, ILogger<MakePdfs> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5), First = TimeSpan.FromSeconds(10), Longest = TimeSpan.FromHours(1);

    // When a report that was refused is tried again.
    private readonly Dictionary<Guid, (TimeSpan Wait, DateTimeOffset Next)> refused = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (worker.IsHere)
        {
            try
            {
                await Make(stoppingToken);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e))
            {
                log.LogWarning("PDF of reports wait: {Reason}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "PDF of reports could not be made");
            }
            await Task.Delay(Between, stoppingToken);
        }
    }

    /// <summary>Has those made that are due, one after the other, and tells how many were.</summary>
    public async Task<int> Make(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new AnalyticsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<AnalyticsDb>>(), CurrentUser.System("archive"));
        // Only what is frozen has documents.
        var lacking = await db.ReportFiles.Where(docx => docx.Format == ReportFormat.Docx && !db.ReportFiles.Any(pdf => pdf.ReportId == docx.ReportId && pdf.Format == ReportFormat.Pdf))
            .OrderBy(docx => docx.ReportId).Select(docx => docx.ReportId).ToListAsync(ct);
        var made = 0;
        foreach (var id in lacking.Where(id => !refused.TryGetValue(id, out var wait) || wait.Next <= clock.GetUtcNow()))
        {
            var docx = (await db.ReportFiles.AsNoTracking().SingleAsync(file => file.ReportId == id && file.Format == ReportFormat.Docx, ct)).Body;
            try
            {
                var pdf = await worker.Convert(docx, ct);
                made += await db.Database.ExecuteSqlAsync($"insert into report_files (report_id, format, body) values ({id}, {"pdf"}, {pdf}) on conflict do nothing", ct);
                refused.Remove(id);
            }
            catch (ArchiveRefused e)
            {
                var wait = refused.TryGetValue(id, out var before) ? before.Wait * 2 : First;
                if (wait > Longest) wait = Longest;
                refused[id] = (wait, clock.GetUtcNow() + wait);
                log.LogWarning("PDF of the report {Report} is tried again in {Wait}: {Reason}", id, wait, e.Message);
            }
        }
        return made;
    }
}
