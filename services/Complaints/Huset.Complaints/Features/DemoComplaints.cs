using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints.Features;

/// <summary>A demonstration's complaints, made by the same rules as everyone's.</summary>
internal static class DemoComplaints
{
    private const string Registrar = "Roger Isaksson";

    public static async Task<string?> Make(ComplaintsDb db, IServiceProvider services, CancellationToken ct)
    {
        // What is promised depends on them.
        if (services.GetRequiredService<UnitTree>() is not { IsSettled: true, Units.Count: > 0 }) return "the units have not come";
        if (await db.Complaints.AnyAsync(ct)) return null;
        var examples = Catalogue.Read<List<Example>>("demo-complaints.json");
        var names = examples.Select(example => example.AnsweredBy).OfType<string>().Append(Registrar).Distinct().ToArray();
        var people = await db.People.Where(person => person.IsActive && names.Contains(person.Name)).ToDictionaryAsync(person => person.Name, person => person.AsOwner(), ct);
        if (people.Count < names.Length) return "the people have not come";
        var registrar = people[Registrar];
        var (promises, codes, now) = (services.GetRequiredService<Promises>(), services.GetRequiredService<ReceiptCodes>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        foreach (var example in examples.OrderByDescending(example => example.DaysAgo))
        {
            var came = now.AddDays(-example.DaysAgo).AddHours(-1);
            var promise = await promises.Of(example.WantsAnswer, example.Unit, example.Category, came, ct);
            var complaint = Complaint.Receive(
                await db.NextReferenceNumber(ct), new(Read<ComplaintKind>(example.Kind), Read<Channel>(example.Channel), example.Text, example.Unit, example.Sender, example.Category, example.Contact, example.WantsAnswer, came),
                codes, promise?.Deadline.DueAt, example.Channel == "web" ? null : registrar, came);
            if (example.Fixed is { } how) complaint.Fix(how, registrar, came.AddMinutes(2));
            if (example.Answer is { } answer) complaint.Answer(answer, people[example.AnsweredBy!], came.AddDays(1));
            if (example.Comment is { } comment) complaint.Comment(comment, came.AddDays(2));
            if (example.Outcome is { } outcome) complaint.Close(outcome, registrar, came.AddDays(2));
            db.Add(complaint);
            db.Publish(complaint.ToChanged(now));
        }
        await db.SaveChangesAsync(ct);
        return null;
    }

    private static TEnum Read<TEnum>(string code) where TEnum : struct, Enum => Kebab.TryParse<TEnum>(code, out var value) ? value : throw new InvalidOperationException($"There is no {typeof(TEnum).Name} {code}.");

    private sealed record Example(
        int DaysAgo, string Kind, string Channel, string Text, string? Unit, string? Category, string? Sender, string? Contact, bool WantsAnswer, string? Fixed, string? Answer, string? AnsweredBy, string? Comment, string? Outcome);
}
