using Huset.Competence.Features.Competences;
using Huset.Competence.Features.People;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features;

/// <summary>A demonstration's people, with what is asked of them and what they have.</summary>
internal static class DemoPeople
{
    /// <summary>What the file of people's competences is, days counted back from today so that some always run out.</summary>
    private static readonly string[] Held = ["number", "competence", "daysAgo", "evidence"];

    public static async Task<string?> Make(CompetenceDb db, IServiceProvider services, CancellationToken ct)
    {
        // Nobody works in a unit that is not known.
        if (services.GetRequiredService<UnitTree>() is not { IsSettled: true, Units.Count: > 0 }) return "the units have not come";
        if (await db.Employees.AnyAsync(ct)) return null;
        var tried = await services.GetRequiredService<ImportPeople.Handler>().Handle(new(Catalogue.Text("demo-people.csv")), new(), ct);
        if (tried.Rows.FirstOrDefault(row => row.Refused is not null) is { } refused) throw new InvalidOperationException($"Row {refused.Row.Number}: {refused.Refused!.Reason}");
        await AddCompetences(db, services.GetRequiredService<TimeProvider>().GetUtcNow(), ct);
        return null;
    }

    private sealed record Catalogued(List<EditCompetence.NewCompetence> Competences, List<SetRequirement.NewRequirement> Requirements);

    private static async Task AddCompetences(CompetenceDb db, DateTimeOffset now, CancellationToken ct)
    {
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
