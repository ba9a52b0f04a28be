using Huset.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.SelfInspections;

/// <summary>A demonstration's checklists, each with self-inspections that are completed and one to be done.</summary>
internal static class DemoSelfInspections
{
    private const string Unit = "norrangen";
    private const int DaysBetween = 90;

    public static async Task<string?> Make(ProcessesDb db, IServiceProvider services, CancellationToken ct)
    {
        // A checklist is about a routine.
        if (!await db.Documents.AnyAsync(ct)) return "the documents have not come";
        if (await db.Checklists.AnyAsync(ct)) return null;
        var (manager, now) = (new Person("demo:manager", "Karin Lind"), services.GetRequiredService<TimeProvider>().GetUtcNow());
        foreach (var example in Catalogue.Read<List<Example>>("demo-checklists.json"))
        {
            var document = await db.Documents.Where(d => d.Title == example.Document).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(ct);
            var questions = example.Questions.Select(question => new ChecklistQuestion(
                Guid.CreateVersion7(now), question.Text, question.Help, question.OffersDeviation is { } kind ? Enum.Parse<OfferedDeviation>(kind) : null, question.Counts)).ToList();
            var checklist = Checklist.Create(new(example.Name, example.UnitCode, document, [], questions, false), manager, now);
            db.Add(checklist);
            foreach (var (index, answers) in example.Done.Index())
            {
                var at = now.AddDays(-DaysBetween * (example.Done.Length - index));
                var done = SelfInspection.Start(checklist, Unit, SwedishTime.Day(at), null, "Samordnare", manager, at);
                done.Write([.. questions.Zip(answers, (question, answer) => (question.Id, new WrittenAnswer(Enum.Parse<InspectionAnswer>(answer), answer == "No" ? "Brister hos några. Vi går igenom rutinen på mötet." : null, null, null, null, question.Counts ? 5 : null, question.Counts ? answer == "No" ? 3 : 5 : null)))], at);
                done.Complete(manager, at);
                db.Add(done);
                db.Publish(done.ToChanged());
            }
            // As a year's plan would have it, from the next on.
            var plan = InspectionPlan.Create(new(checklist.Id, Unit, InspectionFrequency.Quarterly, SwedishTime.Day(now).AddDays(75), "Samordnare", false), manager, now);
            db.Add(plan);
            var next = SelfInspection.Start(checklist, Unit, SwedishTime.Day(now).AddDays(14), null, "Samordnare", manager, now);
            db.Add(next);
            db.Publish(next.ToChanged());
        }
        await db.SaveChangesAsync(ct);
        return null;
    }

    private sealed record Example(string Name, string? UnitCode, string Document, Question[] Questions, string[][] Done);

    private sealed record Question(string Text, string? Help, string? OffersDeviation, bool Counts);
}
