using Huset.Procurement.Features.FollowUps;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.Contracts;

/// <summary>A demonstration's suppliers and contracts, days counted from today so that one always soon ends.</summary>
internal static class DemoContracts
{
    public static async Task<string?> Make(ProcurementDb db, IServiceProvider services, CancellationToken ct)
    {
        // No contract is for a unit that is not known.
        if (services.GetRequiredService<UnitTree>() is not { IsSettled: true, Units.Count: > 0 }) return "the units have not come";
        if (await db.Suppliers.AnyAsync(ct)) return null;
        // As when someone chooses an owner: the directory's person, or who signs in and is found there would be somebody else.
        if (await db.People.FirstOrDefaultAsync(person => person.IsActive && person.Name == "Ulf Hanell", ct) is not { } owner) return "the people have not come";
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (today, controller) = (SwedishTime.Day(now), new Person(owner.Id.ToString(), owner.Name));
        var made = new List<Contract>();
        foreach (var example in Catalogue.Read<List<Example>>("demo-contracts.json"))
        {
            var supplier = Supplier.Register(example.OrganisationNumber, example.Supplier, example.Contact, controller, now);
            foreach (var account in example.Accounts) supplier.Admit(account, controller, now);
            var first = new DateOnly(today.Year, today.Month, 1).AddMonths(-example.BegunMonthsAgo);
            var contract = Contract.Register(
                await db.Next("contract_reference", ct), supplier.Id, new(example.Name, example.DiaryNumber, example.Form, first, first.AddMonths(example.Months), example.UnitCodes, controller), example.Requirements, controller, now);
            db.AddRange(supplier, contract);
            db.Publish(contract.ToChanged(now));
            made.Add(contract);
        }
        await db.SaveChangesAsync(ct);
        await DemoFollowUps.Make(db, made[0], controller, now, ct);
        return null;
    }

    private sealed record Example(
        string Supplier, string OrganisationNumber, string Contact, List<string> Accounts, string Name, string DiaryNumber, string Form, int BegunMonthsAgo, int Months, List<string> UnitCodes, List<Asked> Requirements);
}
