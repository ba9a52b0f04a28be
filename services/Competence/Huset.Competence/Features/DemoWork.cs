using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features;

/// <summary>A demonstration's delegations, requirements and three weeks of shifts, with some gaps in them.</summary>
internal static class DemoWork
{
    private const string Unit = "norrangen";

    public static async Task<string?> Make(CompetenceDb db, IServiceProvider services, CancellationToken ct)
    {
        var units = services.GetRequiredService<UnitTree>();
        var people = await db.Employees.Where(employee => employee.EmployedTo == null).OrderBy(employee => employee.Number).ToListAsync(ct);
        if (!units.IsSettled || people.Count == 0) return "the people have not come";
        if (await db.Delegations.AnyAsync(ct) || await db.StaffingRequirements.AnyAsync(ct)) return null;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var crew = people.Where(employee => employee.HomeUnit == Unit && employee.Role is "underskoterska" or "vardbitrade").ToList();
        var nurse = people.Find(employee => employee.Username == "mas");
        if (nurse is not null && crew.Count > 5) await AddDelegations(db, units, nurse, crew, now, ct);
        if (crew.Count > 5) AddStaffing(db, crew, now);
        await db.SaveChangesAsync(ct);
        return null;
    }

    // The crew's first is whoever signs in as an employee: one that applies, one that soon ends, one to sign.
    private static async Task AddDelegations(CompetenceDb db, UnitTree units, Employee nurse, List<Employee> crew, DateTimeOffset now, CancellationToken ct)
    {
        var today = SwedishTime.Day(now);
        var rules = new DelegationRules(await LimitsOfDay.Read(db, today, ct), await db.CodeLists(today, ct), unit => units.WithBelow([unit]));
        const string medicine = "Ta fram läkemedelslistan. Kontrollera namn, dag, tid och antal mot dosen. Stanna kvar tills läkemedlet är taget och signera direkt. Ring sjuksköterskan om något inte stämmer.";
        const string insulin = "Mät blodsockret först. Kontrollera namn, sort och dos mot ordinationen. Ge i magen och byt ställe varje gång. Ring sjuksköterskan om blodsockret är under 4 eller över 20.";
        const string drops = "Tvätta händerna. Kontrollera namn och sort. En droppe i varje öga, med fem minuter mellan olika sorter.";
        Delegation Write(Employee to, string task, string how, int daysAgo, int days)
        {
            var then = now.AddDays(-daysAgo);
            var day = SwedishTime.Day(then);
            return Delegation.Write(new(task, Unit, null, day, day.AddDays(days), day.AddDays(-20), day.AddDays(-14), day.AddDays(-7), how), to, nurse, rules, then);
        }
        Delegation Signed(Employee to, string task, string how, int daysAgo, int days)
        {
            var delegation = Write(to, task, how, daysAgo, days);
            delegation.Sign(to, nurse, rules, now.AddDays(-daysAgo).AddHours(5));
            return delegation;
        }
        var withdrawn = Signed(crew[3], "insulin", insulin, 120, 365);
        withdrawn.Withdraw("Två doser gavs vid fel tid. Ny utbildning först.", nurse.Name, now.AddDays(-20));
        var expired = Signed(crew[4], "lakemedel", medicine, 370, 364);
        expired.EndByRule(crew[4], nurse, rules, now);
        List<Delegation> all =
        [
            Signed(crew[0], "lakemedel", medicine, 100, 365), Signed(crew[0], "ogondroppar", drops, 345, 365), Write(crew[0], "insulin", insulin, 1, 365),
            Signed(crew[1], "lakemedel", medicine, 60, 365), Signed(crew[1], "insulin", insulin, 320, 365), Signed(crew[2], "lakemedel", medicine, 200, 365), Write(crew[5], "lakemedel", medicine, 2, 365), withdrawn, expired,
        ];
        db.AddRange(all);
        foreach (var delegation in all) db.Publish(delegation.ToChanged(now));
    }

    private static void AddStaffing(CompetenceDb db, List<Employee> crew, DateTimeOffset now)
    {
        var today = SwedishTime.Day(now);
        (string Name, TimeOnly From, TimeOnly To, int Heads, StaffingNeed[] Needs)[] slots =
        [
            ("Dag", new(7, 0), new(16, 0), 3, [new(NeedKind.Delegation, "lakemedel", 1)]),
            ("Kväll", new(15, 30), new(22, 0), 2, [new(NeedKind.Role, "underskoterska", 1)]),
            ("Natt", new(21, 30), new(7, 0), 1, [new(NeedKind.Role, "underskoterska", 1)]),
        ];
        db.AddRange(slots.Select(slot => StaffingRequirement.Set(new(Unit, slot.Name, [1, 2, 3, 4, 5, 6, 7], slot.From, slot.To, slot.Heads, slot.Needs, new DateOnly(2026, 1, 1), null), "Huset", now)));
        var (first, next) = (today.AddDays(-7 - (((int)today.DayOfWeek + 6) % 7)), 0);
        for (var day = first; day < first.AddDays(21); day = day.AddDays(1))
        {
            foreach (var slot in slots)
            {
                // One short on Saturday evenings, as it is.
                var heads = slot.Heads - (day.DayOfWeek == DayOfWeek.Saturday && slot.Name == "Kväll" ? 1 : 0);
                for (var place = 0; place < heads; place++)
                {
                    var who = crew[next++ % crew.Count];
                    var end = slot.To > slot.From ? day : day.AddDays(1);
                    db.Add(Shift.Import($"demo-{day:yyyyMMdd}-{slot.From:HHmm}-{place}", new(Unit, who.Id, who.Role, SwedishTime.Instant(day.ToDateTime(slot.From)), SwedishTime.Instant(end.ToDateTime(slot.To))), now));
                }
            }
        }
    }
}
