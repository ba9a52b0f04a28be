using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.FollowUps;

/// <summary>A demonstration's concluded follow-up of a method, in two units and on two scales. Its cases and figures are invented, and it says so.</summary>
internal static class DemoFollowUps
{
    private const string Branch = "ao";

    // So many of each that no number is small; who has no end has left the area.
    private static readonly (string Unit, string Key, int Better, int Same, int Worse, int WithoutEnd)[] Units = [("norrangen", "N", 18, 7, 6, 5), ("kullen", "K", 11, 6, 5, 0)];

    public static async Task<string?> Make(AnalyticsDb db, IServiceProvider services, CancellationToken ct)
    {
        var tree = services.GetRequiredService<UnitTree>();
        if (tree is not { IsSettled: true, Units.Count: > 0 }) return "the units have not come";
        if (tree.Find(Branch) is null || Units.Any(unit => tree.Find(unit.Unit) is null) || await db.MethodFollowUps.AnyAsync(ct)) return null;
        var clock = services.GetRequiredService<TimeProvider>();
        var (now, today) = (clock.GetUtcNow(), SwedishTime.Today(clock));
        var from = today.AddMonths(-10);
        var followUp = MethodFollowUp.SetUp(
            new(
                "Motiverande samtal i hemtjänsten (demonstration)", "Motiverande samtal (MI)", Branch,
                "Se om de som får samtalen klarar mer av sin vardag och oroar sig mindre. Ärendena och siffrorna är påhittade.",
                "Metoden har visst stöd i systematiska översikter när det gäller levnadsvanor. För äldre med hemtjänst är stödet svagare. Därför följer vi upp hos oss.",
                null, from,
                [
                    new("vardag", "Klarar min vardag", 1, 10, true, "Egen skala, frågas av kontaktpersonen"),
                    new("oro", "Oro den senaste veckan", 0, 21, false, "Egen skala, frågas av kontaktpersonen"),
                ],
                null, null),
            now);
        db.Add(followUp);
        db.Publish(followUp.ToChanged(now));
        foreach (var (unit, key, better, same, worse, withoutEnd) in Units)
        {
            for (var number = 0; number < better + same + worse + withoutEnd; number++)
            {
                var sign = number < better ? 1 : number < better + same ? 0 : -1;
                var (begun, ended) = (from.AddDays(3 * number), from.AddMonths(5).AddDays(2 * number));
                foreach (var (scale, start, change) in new[] { ("vardag", 3 + (number % 4), sign * (1 + (number % 3))), ("oro", 8 + (number % 6), -sign * (2 + (number % 4))) })
                {
                    Measure(unit, scale, $"{key}-{number + 1:000}", MeasureMoment.Start, begun, start);
                    if (number < better + same + worse) Measure(unit, scale, $"{key}-{number + 1:000}", MeasureMoment.End, ended, start + change);
                }
            }
        }
        followUp.Conclude(
            MethodOutcome.GoesOn, "Fler klarar mer av sin vardag och färre är oroliga, mest i Norrängen där två i personalen har gått utbildningen. Vi fortsätter och utbildar två i Kullen. Påhittat exempel.",
            today.AddDays(-20), new("system:demo", "Huset"));
        db.Publish(followUp.ToChanged(now));
        await db.SaveChangesAsync(ct);
        return null;

        void Measure(string unit, string scale, string key, MeasureMoment moment, DateOnly on, int value) => db.Add(Measurement.Of(followUp.Id, new(unit, scale, key, moment, on, value), now));
    }
}
