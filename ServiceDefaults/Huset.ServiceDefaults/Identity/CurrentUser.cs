using System.Security.Claims;

namespace Huset.ServiceDefaults.Identity;

/// <summary>
/// Who acts in this scope: the signed-in user of the request, or in background work a system user that is asked for by name.
/// Until one of them is set it is nobody, who may see and do nothing.
/// </summary>
public sealed class CurrentUser
{
    private readonly Rights rights;
    private readonly UnitTree? tree;

    internal CurrentUser(Rights rights, UnitTree? tree) => (this.rights, this.tree) = (rights, tree);

    /// <summary>The person's id (`sub`); empty for nobody.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The person's name, for showing in the service that owns the case; never for events or logs.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The person's name at sign-in, in lower case; empty for nobody and for systems.</summary>
    public string Username { get; private set; } = "";

    /// <summary>Code of the unit where the person works, if any.</summary>
    public string? HomeUnit { get; private set; }

    /// <summary>Codes of the units where the roles apply, as the token says, without those below.</summary>
    public IReadOnlyList<string> ClaimedUnits { get; private set; } = [];

    /// <summary>The realm's roles, as the token says.</summary>
    public IReadOnlyList<string> Roles { get; private set; } = [];

    /// <summary>
    /// What the service's own data gives the user beside the roles, such as an assignment in a unit (<see cref="Reach.Assigned"/>), in the
    /// service's own shape; null when it gives nothing.
    /// </summary>
    public object? Assigned { get; private set; }

    /// <summary>True for background work; every row is open to it.</summary>
    public bool IsSystem { get; private set; }

    /// <summary>The units where the roles apply and every unit below them by today's tree; expanded once per request.</summary>
    public string[] Units => field ??= tree?.WithBelow(ClaimedUnits) ?? [];

    /// <summary>True when the user has the permission with any reach.</summary>
    public bool May(string permission) => IsSystem || rights.Of(permission, Roles) != Reach.None;

    /// <summary>True when the permission opens every row to the user.</summary>
    public bool ReachesAll(string permission) => IsSystem || rights.Of(permission, Roles).HasFlag(Reach.All);

    /// <summary>True when the permission opens the user's own rows.</summary>
    public bool ReachesOwn(string permission) => rights.Of(permission, Roles).HasFlag(Reach.Own);

    /// <summary>The units whose rows the permission opens; empty when it opens none by unit.</summary>
    public string[] UnitsOf(string permission) => rights.Of(permission, Roles).HasFlag(Reach.Units) ? Units : [];

    /// <summary>True when the user has the role.</summary>
    public bool IsIn(string role) => Roles.Contains(role);

    /// <summary>A system user for work outside a request, named after what it does.</summary>
    public static CurrentUser System(string work)
    {
        var user = new CurrentUser(new Rights(), null);
        user.ActAsSystem(work);
        return user;
    }

    /// <summary>A system user that goes on with what someone has asked for, who is the one that the access log names.</summary>
    /// <param name="id">The person's id (`sub`).</param>
    /// <param name="name">The person's name.</param>
    public static CurrentUser SystemFor(string id, string name)
    {
        var user = new CurrentUser(new Rights(), null);
        (user.Id, user.Name, user.IsSystem) = (id, name, true);
        return user;
    }

    /// <summary>
    /// Nobody in particular who holds something that opens a row, such as a receipt: a name for the access log, and no rights at all.
    /// </summary>
    /// <param name="what">What is held, for the log: `receipt`.</param>
    /// <param name="name">Who that is, in Swedish: `Den som har kvittot`.</param>
    /// <exception cref="InvalidOperationException">Someone is signed in, whose reading is not to be logged as nobody's.</exception>
    public void ActAsHolder(string what, string name)
    {
        if (Roles.Count > 0 || IsSystem) throw new InvalidOperationException("Who is someone does not act as nobody in particular.");
        (Id, Name) = ($"holder:{what}", name);
    }

    /// <summary>Gives the user what the service's own data says, once per request and before any row is asked for.</summary>
    public void Assign(object assigned) => Assigned = assigned;

    internal void ActAsSystem(string work) => (Id, Name, IsSystem) = ($"system:{work}", "Huset", true);

    internal void SignIn(ClaimsPrincipal principal)
    {
        Id = principal.FindFirstValue("sub") ?? "";
        Name = principal.FindFirstValue("name") ?? principal.FindFirstValue("preferred_username") ?? "";
        Username = principal.FindFirstValue("preferred_username")?.ToLowerInvariant() ?? "";
        HomeUnit = principal.FindFirstValue("homeUnit");
        ClaimedUnits = [.. principal.FindAll("units").Select(claim => claim.Value)];
        Roles = [.. principal.FindAll(HusetIdentity.RoleClaim).Select(claim => claim.Value)];
    }
}
