using Huset.Competence.Features.Competences;
using Huset.Competence.Features.People;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features;

/// <summary>Gives a demonstration that has nobody in its directory yet the invented people, with what is asked of them and what they have.</summary>
public sealed class ImportDemo(IServiceScopeFactory scopes, UnitTree units, Accounts accounts, IConfiguration configuration, TimeProvider clock, ILogger<ImportDemo> log) : BackgroundService
{
    /// <summary>What the file of people's competences is, days counted back from today so that some always run out.</summary>
    private static readonly string[] Held = ["number", "competence", "daysAgo", "evidence"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration["Huset:Demo"] != "true") return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // They come by events, and nobody works in a unit that is not known.
                if (units is { IsSettled: true, Units.Count: > 0 })
                {
                    await Import(stoppingToken);
                    return;
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The demonstration's people wait: {Reason}", e.Message);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    private sealed record Catalogued(List<EditCompetence.NewCompetence> Competences, List<SetRequirement.NewRequirement> Requirements);

    private async Task Import(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = new CompetenceDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<CompetenceDb>>(), CurrentUser.System("demo"));
        // All of it or nothing, and the second of two replicas finds it done.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727581)", ct);
        if (await db.Employees.AnyAsync(ct)) return;
        var tried = await new ImportPeople.Handler(db, units, accounts, clock).Handle(new(Catalogue.Text("demo-people.csv")), new(), ct);
        if (tried.Rows.FirstOrDefault(row => row.Refused is not null) is { } refused) throw new InvalidOperationException($"Row {refused.Row.Number}: {refused.Refused!.Reason}");
        await AddCompetences(db, ct);
        await transaction.CommitAsync(ct);
        log.LogInformation("The demonstration has {People} people", tried.Rows.Count);
    }

    private async Task AddCompetences(CompetenceDb db, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = SwedishTime.Day(now);
        var file = Catalogue.Read<Catalogued>("demo-competences.json");
        var types = file.Competences.Select(type => CompetenceType.Create(type.Code!, new(type.Name!, type.Kind!, type.Months, null, null))).ToDictionary(type => type.Code);
        db.AddRange(types.Values);
        db.AddRange(file.Requirements.Select(r => Requirement.Set(r.Competence!, r.Role, r.UnitCode, r.Level!.Value, r.ValidFrom!.Value, null, r.Source!)));
        var people = await db.Employees.ToDictionaryAsync(employee => employee.Number, employee => employee.Id, ct);
        var lists = await db.CodeLists(today, ct);
        foreach (var row in new ImportFile(Catalogue.Text("demo-held.csv")).Rows(Held, Held))
        {
            var acquired = today.AddDays(-int.Parse(row["daysAgo"]!, System.Globalization.CultureInfo.InvariantCulture));
            db.Add(HeldCompetence.Register(people[row["number"]!], types[row["competence"]!], acquired, null, lists.Find(CodeLists.EvidenceKinds, row["evidence"])!, null, "Huset", today, now));
        }
        await db.SaveChangesAsync(ct);
    }
}
