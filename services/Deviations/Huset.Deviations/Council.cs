using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>A joint deviation council of several principals: what each can learn of the others' cases (docs/adr/0017).</summary>
public sealed class Council
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Name { get; private set; } = "";

    /// <summary>The other principals, of the registry.</summary>
    public Guid[] PartnerIds { get; private set; } = [];

    public DateOnly ValidFrom { get; private set; }

    /// <summary>First day that it is no longer; null while nothing has ended it.</summary>
    public DateOnly? ValidTo { get; private set; }

    public List<CouncilMember> Members { get; private set; } = [];
    public int Version { get; private set; }

    public bool IsValid(DateOnly day) => ValidFrom <= day && (ValidTo is null || day < ValidTo);

    public void Set(string name, IEnumerable<Guid> partners, DateOnly validFrom, DateOnly? validTo)
    {
        if (validTo <= validFrom) throw new InvalidField("validTo", "It must end after its first day.");
        (Name, PartnerIds, ValidFrom, ValidTo, Version) = (name.Trim(), [.. partners.Distinct().Order()], validFrom, validTo, Version + 1);
    }

    /// <exception cref="RuleViolation">`council-member.exists`</exception>
    public void Seat(CouncilMember member)
    {
        if (Members.Exists(known => known.IsSameAs(member) && known.ValidFrom < member.ValidTo && known.ValidTo > member.ValidFrom))
            throw new RuleViolation("council-member.exists", "The person is a member already in that time.");
        Members.Add(member);
        Version++;
    }

    /// <exception cref="RuleViolation">`council-member.ended`</exception>
    public void Unseat(CouncilMember member, DateOnly validTo, Person by, DateTimeOffset now)
    {
        member.End(validTo, by, now);
        Version++;
    }

    /// <summary>The member sits that day: neither the time, the council nor its principal has come to an end.</summary>
    public bool Sits(CouncilMember member, DateOnly day) => IsValid(day) && member.AppliesOn(day) && (member.PartnerId is not { } partner || PartnerIds.Contains(partner));

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<Council>(council =>
        {
            council.ToTable("councils");
            council.Property(c => c.Id).ValueGeneratedNever();
            council.Property(c => c.Version).IsConcurrencyToken();
            council.Property(c => c.Name).UseCollation(ServiceDbContext.SwedishCollation);
            council.HasIndex(c => c.Name).IsUnique();
            council.HasMany(c => c.Members).WithOne().HasForeignKey(m => m.CouncilId);
        });
        model.Entity<CouncilMember>(member =>
        {
            member.ToTable("council_members");
            member.Property(m => m.Id).ValueGeneratedNever();
            member.HasIndex(m => m.PersonId);
            member.HasOne<Partner>().WithMany().HasForeignKey(m => m.PartnerId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}

/// <summary>
/// Who sits in a council and until when: someone of the house by the directory, or a guest of another principal by the account's sign-in name.
/// Ended it opens nothing, and stays to tell who sat.
/// </summary>
public sealed class CouncilMember
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid CouncilId { get; private set; }

    /// <summary>Of someone of the house; null of a guest.</summary>
    public string? PersonId { get; private set; }

    /// <summary>A guest's name at sign-in, in lower case; null of someone of the house.</summary>
    public string? Username { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>A guest's principal; null of someone of the house.</summary>
    public Guid? PartnerId { get; private set; }
    public string? PartnerName { get; private set; }
    public DateOnly ValidFrom { get; private set; }

    /// <summary>First day that the person is no longer a member; everyone has one, so that a membership ends by itself.</summary>
    public DateOnly ValidTo { get; private set; }

    public string SetByName { get; private set; } = "";
    public DateTimeOffset SetAt { get; private set; }
    public string? EndedByName { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    public bool AppliesOn(DateOnly day) => ValidFrom <= day && day < ValidTo;

    public static CouncilMember OfHouse(Person person, DateOnly validFrom, DateOnly validTo, Person by, DateTimeOffset now) => Of(new() { PersonId = person.Id, Name = person.Name }, validFrom, validTo, by, now);

    public static CouncilMember Guest(string username, string name, Partner partner, DateOnly validFrom, DateOnly validTo, Person by, DateTimeOffset now) =>
        Of(new() { Username = username.Trim().ToLowerInvariant(), Name = name.Trim(), PartnerId = partner.Id, PartnerName = partner.Name }, validFrom, validTo, by, now);

    internal bool IsSameAs(CouncilMember other) => PersonId == other.PersonId && Username == other.Username;

    internal bool Is(CurrentUser user) => PersonId is { } person ? person == user.Id : Username == user.Username && user.Username.Length > 0;

    internal void End(DateOnly validTo, Person by, DateTimeOffset now)
    {
        if (ValidTo <= validTo) throw new RuleViolation("council-member.ended", "It has ended by then.");
        (ValidTo, EndedByName, EndedAt) = (validTo < ValidFrom ? ValidFrom : validTo, by.Name, now);
    }

    private static CouncilMember Of(CouncilMember member, DateOnly validFrom, DateOnly validTo, Person by, DateTimeOffset now)
    {
        if (validTo <= validFrom) throw new InvalidField("validTo", "It must end after its first day.");
        (member.ValidFrom, member.ValidTo, member.SetByName, member.SetAt) = (validFrom, validTo, by.Name, now);
        return member;
    }
}

/// <summary>A seat that the user has today.</summary>
/// <param name="CouncilId">In which council.</param>
/// <param name="PartnerId">For which principal; null for the house.</param>
/// <param name="PartnerName">Its name.</param>
public sealed record CouncilSeat(Guid CouncilId, Guid? PartnerId, string? PartnerName);

/// <summary>Who sits where, in memory; read again when someone has changed it, so that rights by membership cost no query.</summary>
public sealed class CouncilShelf(Bells bells)
{
    private readonly Shelf<IReadOnlyList<Council>> shelf = new(bells, "councils");

    /// <summary>What the user sits in that day; a change is known here within a moment of its commit.</summary>
    public async ValueTask<IReadOnlyList<CouncilSeat>> SeatsOf(CurrentUser user, DateOnly day, DeviationsDb db, CancellationToken ct)
    {
        // Past the row filter, which is made of this.
        var councils = await shelf.Get(async () => await db.Councils.IgnoreQueryFilters().AsNoTracking().Include(council => council.Members).ToListAsync(ct), ct);
        return [.. councils.SelectMany(council => council.Members.Where(member => member.Is(user) && council.Sits(member, day)).Take(1).Select(member => new CouncilSeat(council.Id, member.PartnerId, member.PartnerName)))];
    }
}
