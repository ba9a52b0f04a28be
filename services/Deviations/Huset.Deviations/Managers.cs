using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>Who is told of what waits in a unit.</summary>
public sealed class Managers(DeviationsDb db, UnitTree units)
{
    /// <summary>Of a unit, the managers of the nearest one upwards that has any; theirs above are not told of everything below.</summary>
    public async Task<Func<string, IEnumerable<string>>> Nearest(CancellationToken ct)
    {
        var managed = await Managed(ct);
        return unitCode => managed(unitCode).FirstOrDefault() ?? [];
    }

    /// <summary>Of a unit, those of the nearest one upwards that has any and those of the next that has others: who is told first, and who when nothing is done.</summary>
    public async Task<Func<string, (IReadOnlyList<string> Nearest, IReadOnlyList<string> Above)>> NearestAndAbove(CancellationToken ct)
    {
        var managed = await Managed(ct);
        return unitCode =>
        {
            var upwards = managed(unitCode).ToList();
            var nearest = upwards.FirstOrDefault() ?? [];
            return (nearest, upwards.Skip(1).Select(above => above.Except(nearest).ToList()).FirstOrDefault(above => above.Count > 0) ?? []);
        };
    }

    /// <summary>Everyone with the role, wherever it applies.</summary>
    public async Task<IReadOnlyList<string>> With(string role, CancellationToken ct) =>
        await db.People.AsNoTracking().Where(person => !person.HasLeft && person.Roles.Contains(role)).Select(person => person.Id).ToListAsync(ct);

    // From the unit upwards, the managers of each that has any.
    private async Task<Func<string, IEnumerable<IReadOnlyList<string>>>> Managed(CancellationToken ct)
    {
        var managers = (await db.People.AsNoTracking().Where(person => !person.HasLeft && person.Roles.Contains(Roles.Enhetschef)).ToListAsync(ct))
            .SelectMany(person => person.Units.Select(unit => (Unit: unit, person.Id))).ToLookup(pair => pair.Unit, pair => pair.Id);
        return unitCode => units.WithAbove(unitCode).Where(managers.Contains).Select(unit => managers[unit].Distinct().ToList());
    }
}
