using Huset.ServiceDefaults;

namespace Huset.Procurement.Features.FollowUps;

/// <summary>A demonstration's follow-ups of a contract: one completed with a finding that was remedied at the second try, one that goes on, one to come.</summary>
internal static class DemoFollowUps
{
    public static async Task Make(ProcurementDb db, Contract contract, Person controller, DateTimeOffset now, CancellationToken ct)
    {
        // Of a supplier's nobody is in the directory.
        var supplier = new Person("", "Leif Rantzow");
        var (unit, today) = (contract.UnitCodes[0], SwedishTime.Day(now));

        var then = now.AddDays(-150);
        var completed = await Plan("planerad", "Årlig uppföljning av hela avtalet.", false, today.AddDays(-150), then.AddDays(-30));
        Hold(completed, today.AddDays(-150), number => number == 6 ? Verdict.NotMet : number == 10 ? Verdict.Partly : Verdict.Met, number => number switch
        {
            1 => "Personalen berättade utan att tveka hur de rapporterar. Rutinen låg framme.",
            6 => "Två av fem genomförandeplaner som granskades var äldre än sex månader.",
            10 => "Gäller egen personal. Underleverantörens avtal visades inte på plats.",
            _ => null,
        });
        var closed = await Find(completed, 6, "Två av fem granskade genomförandeplaner är äldre än sex månader.", Severity.Minor, today.AddDays(-120), then);
        completed.Complete("Avtalet följs i stort. Bemanning, kompetens och hygien är i god ordning. Genomförandeplanerna ska hållas aktuella, och underleverantörens villkor redovisas i efterhand.", controller, then.AddDays(2));
        closed.Remedy("De två planerna är skrivna på nytt.", bySupplier: true, supplier, then.AddDays(20));
        closed.ReCheck(passed: false, "De två är klara, men två andra planer har hunnit bli för gamla. Ni behöver ett sätt att hålla alla aktuella.", today.AddDays(-95), controller, then.AddDays(27));
        closed.Remedy("Samordnaren får en påminnelse en månad innan en plan blir för gammal. Alla 41 planer är genomgångna.", bySupplier: true, supplier, then.AddDays(50));
        closed.ReCheck(passed: true, "Tio planer granskade, alla aktuella. Påminnelserna visades.", null, controller, then.AddDays(58));

        then = now.AddDays(-9);
        var held = await Plan("handelse", "Uteblivna besök i oktober. Bemanningen på kvällar och helger.", true, today.AddDays(-9), then.AddDays(-5));
        Hold(held, today.AddDays(-9), number => number switch { 2 => Verdict.NotMet, 3 or 4 => Verdict.Met, _ => null }, number => number == 2 ? "Schemat för oktober har tre kvällar med en person efter 21.00." : null);
        await Find(held, 2, "Tre kvällar i oktober var bara en person i tjänst efter 21.00.", Severity.Major, today.AddDays(12), then);

        await Plan("planerad", "Årlig uppföljning av hela avtalet.", false, today.AddDays(45), now.AddDays(-2));
        await db.SaveChangesAsync(ct);
        foreach (var entry in db.ChangeTracker.Entries<FollowUp>()) db.Publish(entry.Entity.ToChanged(now));
        foreach (var entry in db.ChangeTracker.Entries<Finding>()) db.Publish(entry.Entity.ToChanged(now));
        await db.SaveChangesAsync(ct);

        async Task<FollowUp> Plan(string kind, string purpose, bool unannounced, DateOnly plannedOn, DateTimeOffset at)
        {
            var followUp = FollowUp.Plan(await db.Next("follow_up_reference", ct), contract, new(unit, kind, purpose, unannounced, plannedOn, []), controller, at);
            db.Add(followUp);
            return followUp;
        }

        void Hold(FollowUp followUp, DateOnly day, Func<int, Verdict?> verdict, Func<int, string?> note) =>
            followUp.Hold(day, [.. followUp.Checklist.Select(item => (item.Id, verdict(item.Number), note(item.Number)))], today);

        async Task<Finding> Find(FollowUp followUp, int number, string text, Severity severity, DateOnly dueOn, DateTimeOffset at) =>
            followUp.Find(await db.Next("finding_reference", ct), followUp.Checklist.Single(item => item.Number == number).Id, text, severity, dueOn, controller, at);
    }
}
