using Huset.ServiceDefaults.Identity;

namespace Huset.Complaints;

/// <summary>What a user may do with a complaint that the row filter (ComplaintsDb) has let through.</summary>
public static class ComplaintRights
{
    /// <summary>One's own, those of one's units, or all: the permission's reach to the complaint.</summary>
    public static bool May(this CurrentUser user, string permission, Complaint complaint) => user.WayTo(permission, complaint) is not null;

    /// <summary>Why the complaint is open to be read, for the access log: the permission and how far it reaches.</summary>
    public static string WhyRead(this CurrentUser user, Complaint complaint) =>
        user.WayTo(Permissions.Read, complaint) is { } way ? $"{Permissions.Read}/{way}" : $"{Permissions.ReadWithoutText}/all";

    /// <summary>The same of a work.</summary>
    public static string Why(this CurrentUser user, string permission, Complaint complaint) => $"{permission}/{user.WayTo(permission, complaint)}";

    private static string? WayTo(this CurrentUser user, string permission, Complaint complaint) =>
        user.ReachesOwn(permission) && (complaint.OwnerId == user.Id || complaint.RegisteredById == user.Id) ? "own"
        : complaint.UnitCode is { } unit && user.UnitsOf(permission).Contains(unit) ? "units"
        : user.ReachesAll(permission) ? "all"
        : null;
}
