using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Actions;

/// <summary>
/// Whom an action can be given to: employees in the people directory, also those who have never signed in, and employees who have signed in
/// without being in it; nobody who has left. Of a restricted case its investigators alone.
/// </summary>
public sealed class Owners(DeviationsDb db, CurrentUser user, UnitTree units)
{
    private const int MostNear = 8, MostFound = 20;
    private static readonly string[] Doers = With(Permissions.DoActions);

    /// <summary>The person by the id; without an id the one given, who is not asked about.</summary>
    /// <exception cref="InvalidField">400 `ownerId`: nobody by that id can do the action.</exception>
    public async Task<Person> Find(string? id, Deviation deviation, Person otherwise, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(id) || id == otherwise.Id) return otherwise;
        if (id == user.Id) return Person.Of(user);
        return await Among(For(deviation.RestrictedTo), id, ct) ?? throw new InvalidField("ownerId", "There is nobody by that id who can do the action.");
    }

    /// <summary>The employee by the id, for an assignment; null when there is none.</summary>
    public Task<Person?> Employee(string id, CancellationToken ct) => Among(For([]), id, ct);

    /// <summary>
    /// Everyone who can own an action and whose name, or the name of whose home unit, holds the words: the unit's people and managers first, then
    /// all, by Swedish order of name.
    /// </summary>
    public IQueryable<KnownPerson> Search(string? words, string? unitCode, IEnumerable<TrackKind> restrictedTo)
    {
        var (unit, above) = (unitCode ?? "", units.WithAbove(unitCode ?? "").ToArray());
        var people = For(restrictedTo);
        if (words?.Trim().ToLower(Huset.Ui.Texts.Swedish) is { Length: > 0 } part)
        {
            var named = units.Units.Where(known => known.Name.ToLower(Huset.Ui.Texts.Swedish).Contains(part, StringComparison.Ordinal)).Select(known => known.Code).ToArray();
            people = people.Where(p => p.Name.ToLower().Contains(part) || named.Contains(p.HomeUnit));
        }
        return people
            .OrderByDescending(p => p.HomeUnit == unit || p.Units.Any(code => above.Contains(code)))
            .ThenBy(p => EF.Functions.Collate(p.Name, ServiceDbContext.SwedishCollation)).ThenBy(p => p.Id);
    }

    /// <summary>Those near the unit, for a form to begin with.</summary>
    public async Task<IReadOnlyList<KnownPerson>> Near(string unitCode, IEnumerable<TrackKind> restrictedTo, CancellationToken ct)
    {
        var above = units.WithAbove(unitCode).ToArray();
        return await Search(null, unitCode, restrictedTo).Where(p => p.HomeUnit == unitCode || p.Units.Any(code => above.Contains(code))).Take(MostNear).ToListAsync(ct);
    }

    /// <summary>As many of those found as a form can offer, and how many there are.</summary>
    public async Task<(IReadOnlyList<KnownPerson> People, int Total)> Found(string words, string unitCode, IEnumerable<TrackKind> restrictedTo, CancellationToken ct)
    {
        var found = Search(words, unitCode, restrictedTo);
        return (await found.Take(MostFound).ToListAsync(ct), await found.CountAsync(ct));
    }

    /// <summary>Name of the one by the id, when an action can be given to that person.</summary>
    public Task<string?> Named(string id, IEnumerable<TrackKind> restrictedTo, CancellationToken ct) =>
        For(restrictedTo).Where(p => p.Id == id).Select(p => p.Name).FirstOrDefaultAsync(ct);

    // The id in the directory stands for the person also when the account has become known meanwhile.
    private static Task<Person?> Among(IQueryable<KnownPerson> people, string id, CancellationToken ct)
    {
        var listed = Guid.TryParse(id, out var read) ? read : (Guid?)null;
        return people.Where(p => p.Id == id || (listed != null && p.DirectoryId == listed)).Select(p => (Person?)new Person(p.Id, p.Name)).FirstOrDefaultAsync(ct);
    }

    private IQueryable<KnownPerson> For(IEnumerable<TrackKind> restrictedTo)
    {
        var investigators = restrictedTo.SelectMany(track => With(CaseRights.ToRead(track))).ToArray();
        var people = db.People.AsNoTracking().Where(p => !p.HasLeft);
        return investigators.Length > 0
            ? people.Where(p => p.Roles.Any(role => investigators.Contains(role)) && p.Roles.Any(role => Doers.Contains(role)))
            : people.Where(p => p.Roles.Any(role => Doers.Contains(role)) || (p.DirectoryId != null && p.SeenAt == null));
    }

    private static string[] With(string permission) => [.. Roles.All.Where(role => Permissions.Table.Of(permission, role) != Reach.None)];
}
