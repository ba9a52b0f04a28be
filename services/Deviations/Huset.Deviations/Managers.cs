using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>Who is told of what waits in a unit.</summary>
public sealed class Managers(DeviationsDb db, UnitTree units)
{
    /// <summary>Of a unit, the managers of the nearest one upwards that has any; theirs above are not told of everything below.</summary>
    public async Task<Func<string, IEnumerable<string>>> Nearest(CancellationToken ct)
    {
        var managers = (await db.People.AsNoTracking().Where(person => !person.HasLeft && person.Roles.Contains(Roles.Enhetschef)).ToListAsync(ct))
            .SelectMany(person => person.Units.Select(unit => (Unit: unit, person.Id))).ToLookup(pair => pair.Unit, pair => pair.Id);
        return unitCode => units.WithAbove(unitCode).FirstOrDefault(managers.Contains) is { } nearest ? managers[nearest].Distinct() : [];
    }
}
