using Huset.Competence.Contracts;
using Huset.ServiceDefaults.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults.Identity;

/// <summary>Someone in the people directory, as Competence, which owns it, last told (decision 16): whom something can be given to, and whom it concerns.</summary>
public sealed class KnownPerson
{
    /// <summary>Id in the directory; never changes.</summary>
    public Guid Id { get; private set; }

    /// <summary>Id at sign-in; null until the person has signed in.</summary>
    public string? AccountId { get; private set; }

    /// <summary>The person's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Code of what the person works as, of the list `roles` that Competence owns.</summary>
    public string Role { get; private set; } = "";

    /// <summary>Code of the unit where the person works.</summary>
    public string HomeUnit { get; private set; } = "";

    /// <summary>The person is employed.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Version of the newest message applied.</summary>
    public int SubjectVersion { get; private set; }

    internal void Apply(PersonChanged told) =>
        (Id, AccountId, Name, Role, HomeUnit, IsActive, SubjectVersion) = (told.PersonId, told.AccountId, told.Name, told.Role, told.HomeUnit, told.IsActive, told.SubjectVersion);
}

/// <summary>Keeps a service's copy of the people in step with Competence.</summary>
public sealed class KeepPeople(ServiceDbContext db) : IConsumer<PersonChanged>
{
    /// <summary>Takes what is told, unless something newer is known.</summary>
    public Task Consume(ConsumeContext<PersonChanged> context) => db.Keep(context.Message, context.CancellationToken);
}

/// <summary>A service's copy of the people directory.</summary>
public static class KnownPeople
{
    /// <summary>Most people that a search offers.</summary>
    public const int MostFound = 20;

    /// <summary>The table `people`.</summary>
    public static void HasPeople(this ModelBuilder model) => model.Entity<KnownPerson>(person =>
    {
        person.ToTable("people");
        person.Property(p => p.Id).ValueGeneratedNever();
        person.Property(p => p.Name).UseCollation(ServiceDbContext.SwedishCollation);
        person.HasIndex(p => p.AccountId);
        person.HasIndex(p => new { p.HomeUnit, p.Name });
    });

    /// <summary>Takes what Competence tells of someone; false when something as new is known already.</summary>
    public static async Task<bool> Keep(this ServiceDbContext db, PersonChanged told, CancellationToken ct)
    {
        var known = await db.Set<KnownPerson>().FindAsync([told.PersonId], ct);
        if (known?.SubjectVersion >= told.SubjectVersion) return false;
        if (known is null) db.Add(known = new KnownPerson());
        known.Apply(told);
        return true;
    }

    /// <summary>Those whose name, or the name of whose unit, has the words in it: the first by name, and how many there are.</summary>
    public static async Task<(IReadOnlyList<KnownPerson> First, int Total)> Search(this IQueryable<KnownPerson> people, string words, UnitTree units, CancellationToken ct)
    {
        var part = Like.Part(words);
        var named = units.Units.Where(unit => unit.Name.Contains(words, StringComparison.OrdinalIgnoreCase)).Select(unit => unit.Code).ToArray();
        var found = people.Where(person => EF.Functions.ILike(person.Name, part, Like.Escape) || named.Contains(person.HomeUnit));
        return (await found.OrderBy(person => person.Name).ThenBy(person => person.Id).Take(MostFound).ToListAsync(ct), await found.CountAsync(ct));
    }
}
