using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Actions;

/// <summary>Whom an action can be given to: employees who have signed in here, and of a restricted case its investigators alone.</summary>
public sealed class Owners(DeviationsDb db, CurrentUser user, UnitTree units)
{
    private const int MostInForm = 1_000;
    private static readonly string[] Doers = With(Permissions.DoActions);

    /// <summary>The person by the id; without an id the one given, who is not asked about.</summary>
    /// <exception cref="InvalidField">400 `ownerId`: nobody by that id can do the action.</exception>
    public async Task<Person> Find(string? id, Deviation deviation, Person otherwise, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(id) || id == otherwise.Id) return otherwise;
        if (id == user.Id) return Person.Of(user);
        return await For(deviation.RestrictedTo).Where(p => p.Id == id).Select(p => (Person?)new Person(p.Id, p.Name)).FirstOrDefaultAsync(ct)
            ?? throw new InvalidField("ownerId", "There is nobody by that id who can do the action.");
    }

    /// <summary>Everyone who can own an action in the unit: its people and managers first, then all, by Swedish order of name.</summary>
    public IQueryable<KnownPerson> Near(string? unitCode, IEnumerable<TrackKind> restrictedTo)
    {
        var (unit, above) = (unitCode ?? "", Above(unitCode));
        return For(restrictedTo)
            .OrderByDescending(p => p.HomeUnit == unit || p.Units.Any(code => above.Contains(code)))
            .ThenBy(p => EF.Functions.Collate(p.Name, ServiceDbContext.SwedishCollation)).ThenBy(p => p.Id);
    }

    /// <summary>As many of them as a form can offer.</summary>
    public async Task<IReadOnlyList<KnownPerson>> First(string unitCode, IEnumerable<TrackKind> restrictedTo, CancellationToken ct) =>
        await Near(unitCode, restrictedTo).Take(MostInForm).ToListAsync(ct);

    private IQueryable<KnownPerson> For(IEnumerable<TrackKind> restrictedTo)
    {
        var investigators = restrictedTo.SelectMany(track => With(CaseRights.ToRead(track))).ToArray();
        var people = db.People.AsNoTracking().Where(p => p.Roles.Any(role => Doers.Contains(role)));
        return investigators.Length == 0 ? people : people.Where(p => p.Roles.Any(role => investigators.Contains(role)));
    }

    private string[] Above(string? unitCode)
    {
        var codes = new List<string>();
        for (var unit = units.Find(unitCode); unit is not null && !codes.Contains(unit.Code); unit = units.Find(unit.Parent)) codes.Add(unit.Code);
        return [.. codes];
    }

    private static string[] With(string permission) => [.. Roles.All.Where(role => Permissions.Table.Of(permission, role) != Reach.None)];
}
