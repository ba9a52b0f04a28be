using System.Text.Json;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Procurement.Tests;

/// <summary>Contracts, follow-ups and findings for tests, made by the entities themselves; each contract has a supplier of its own.</summary>
internal static class FollowUpArrange
{
    public const string FollowUps = "/procurement/v1/follow-ups", Findings = "/procurement/v1/findings";
    private static readonly Person Someone = new("test", "Ulla Testsson");
    private static int Made;

    public static DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm")).DateTime);

    public static string Day(int fromToday) => Today.AddDays(fromToday).ToString("O");

    /// <summary>Someone who signs in for a supplier, and no other test's.</summary>
    public static TestUser SupplierUser() => new($"lev{Interlocked.Increment(ref Made)}", [Roles.Leverantor]);

    /// <summary>A contract for the unit; `account` signs in for its supplier.</summary>
    public static async Task<Contract> ContractWith(this ProcurementHost host, string? account = null, string unit = TestUnits.Norrangen, int requirements = 2) => await host.InDatabase(async db =>
    {
        var number = Interlocked.Increment(ref Made);
        var supplier = Supplier.Register(ProcurementHost.Number(), $"Bolaget {number} AB", null, Someone, DateTimeOffset.UtcNow);
        if (account is not null) supplier.Admit(account, Someone, DateTimeOffset.UtcNow);
        db.Add(supplier);
        var contract = Contract.Register(await db.Next("contract_reference", default), supplier.Id, new($"Avtalet {number}", null, "lov", Today.AddYears(-1), null, [unit], null),
            Enumerable.Range(1, requirements).Select(i => new Asked("bemanning", $"Krav {i}: minst {i + 1} undersköterskor arbetar varje kväll.", null)), Someone, DateTimeOffset.UtcNow);
        db.Add(contract);
        await db.SaveChangesAsync();
        return contract;
    });

    /// <summary>A follow-up of the contract, planned in a week.</summary>
    public static Task<FollowUp> Planned(this ProcurementHost host, Contract contract, string kind = "planerad", string? purpose = null, bool unannounced = false, string? unit = null) => host.InDatabase(async db =>
    {
        var known = await db.Contracts.Include(one => one.Requirements).FirstAsync(one => one.Id == contract.Id);
        var followUp = FollowUp.Plan(await db.Next("follow_up_reference", default), known, new(unit, kind, purpose, unannounced, Today.AddDays(7), []), Someone, DateTimeOffset.UtcNow);
        db.Add(followUp);
        await db.SaveChangesAsync();
        return followUp;
    });

    /// <summary>A finding of a follow-up of the contract's, to be remedied in two weeks.</summary>
    public static async Task<Finding> Found(this ProcurementHost host, Contract contract, string text = "Två kvällar arbetade en ensam.", bool remedied = false, int dueIn = 14)
    {
        var planned = await host.Planned(contract);
        return await host.InDatabase(async db =>
        {
            var followUp = await db.FollowUps.Include(one => one.Checklist).Include(one => one.Findings).AsSplitQuery().OrderBy(one => one.Id).FirstAsync(one => one.Id == planned.Id);
            var then = DateTimeOffset.UtcNow.AddDays(Math.Min(0, dueIn));
            var finding = followUp.Find(await db.Next("finding_reference", default), followUp.Checklist.FirstOrDefault()?.Id, text, Severity.Major, Today.AddDays(dueIn), Someone, then);
            if (remedied) finding.Remedy("Schemat är ändrat.", bySupplier: true, Someone, DateTimeOffset.UtcNow);
            await db.SaveChangesAsync();
            return finding;
        });
    }

    public static async Task<T> InDatabase<T>(this ProcurementHost host, Func<ProcurementDb, Task<T>> work)
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        await using var db = new ProcurementDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<ProcurementDb>>(), CurrentUser.System("test"));
        return await work(db);
    }

    public static string Text(this JsonElement json, string property) => json.GetProperty(property).GetString()!;
}
