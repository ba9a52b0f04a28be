using Huset.Processes.Features.Documents;
using Huset.Processes.Features.Maps;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

/// <summary>Gives a demonstration that is empty the invented municipality, by the same import as everyone's, and what its people have written.</summary>
public sealed class ImportDemo(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock, ILogger<ImportDemo> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration["Huset:Demo"] != "true") return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Import(stoppingToken);
                await MakeProcesses(stoppingToken);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The demonstration municipality waits for the database: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
            }
        }
    }

    private async Task Import(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new ProcessesDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<ProcessesDb>>(), CurrentUser.System("demo"));
        if (!await db.Units.AnyAsync(ct)) await ImportOrganisation(db, ct);
        await QualitySystems.DemoQualitySystems.Seed(db, clock.GetUtcNow(), ct);
    }

    private async Task ImportOrganisation(ProcessesDb db, CancellationToken ct)
    {
        // Two replicas may both come here: changes wait for each other, and to the second nothing is new.
        var file = UnitsFile.Of(Catalogue.Read<ImportUnits.Document>("demo-organisation.json"));
        var result = await new ImportUnits.Handler(db, clock).Handle(file.Rows, dryRun: false, ct);
        if (result.Refused is [var refused, ..]) throw new InvalidOperationException($"Row {refused.Row}: {refused.Reason}");
        log.LogInformation("The demonstration municipality has {Units} units", result.Created);
    }

    private async Task MakeProcesses(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var user = CurrentUser.System("demo");
        await using var db = new ProcessesDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<ProcessesDb>>(), user);
        if (await DemoProcesses.Make(db, user, clock, ct) is > 0 and var made) log.LogInformation("The demonstration has {Processes} processes", made);
        await DemoDocuments.Make(db, clock, ct);
    }
}
