using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Huset.Ui.Forms;
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

    /// <summary>Whom a form offers, how many of them are near the unit or found, and how many the search fits.</summary>
    /// <param name="first">Those who come first whoever they are.</param>
    /// <param name="chosen">Who was chosen among others found before, and stays to be chosen.</param>
    /// <param name="search">The search as it was sent.</param>
    /// <param name="unitCode">The unit that it is about.</param>
    /// <param name="restrictedTo">The tracks of a restricted case.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<(List<Choice> People, int Offered, int Total)> Offer(IEnumerable<Choice> first, string? chosen, PersonSearch? search, string unitCode, IReadOnlyList<TrackKind> restrictedTo, CancellationToken ct)
    {
        List<Choice> people = [.. first];
        if (chosen is { Length: > 0 } && IsNew(chosen) && await For(restrictedTo).Where(p => p.Id == chosen).Select(p => p.Name).FirstOrDefaultAsync(ct) is { } name) people.Add(new(chosen, name));
        var (found, total) = search?.Sought is { } words ? await Found(words, unitCode, restrictedTo, ct) : (await Near(unitCode, restrictedTo, ct), 0);
        people.AddRange(found.Where(person => IsNew(person.Id)).Select(person => new Choice(person.Id, person.HomeUnit is { } unit ? $"{person.Name}, {units.NameOf(unit)}" : person.Name)));
        return (people, found.Count, total);

        bool IsNew(string id) => people.TrueForAll(known => known.Value != id);
    }

    private async Task<IReadOnlyList<KnownPerson>> Near(string unitCode, IEnumerable<TrackKind> restrictedTo, CancellationToken ct)
    {
        var above = units.WithAbove(unitCode).ToArray();
        return await Search(null, unitCode, restrictedTo).Where(p => p.HomeUnit == unitCode || p.Units.Any(code => above.Contains(code))).Take(MostNear).ToListAsync(ct);
    }

    // As many as a form can offer, and how many there are.
    private async Task<(IReadOnlyList<KnownPerson> People, int Total)> Found(string words, string unitCode, IEnumerable<TrackKind> restrictedTo, CancellationToken ct)
    {
        var found = Search(words, unitCode, restrictedTo);
        return (await found.Take(MostFound).ToListAsync(ct), await found.CountAsync(ct));
    }

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
