using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Features.Meetings;

/// <summary>Whose meetings a user reads and keeps.</summary>
public static class MeetingRights
{
    /// <summary>Everyone where they work, a manager the own units, a quality developer all; the permission and its reach for the access log, or null.</summary>
    public static string? WhyMeetings(this CurrentUser user, string unitCode) =>
        user.ReachesAll(Permissions.ReadMeetings) ? $"{Permissions.ReadMeetings}/all"
        : user.UnitsOf(Permissions.ReadMeetings).Contains(unitCode) ? $"{Permissions.ReadMeetings}/units"
        : user.ReachesOwn(Permissions.ReadMeetings) && user.HomeUnit == unitCode ? $"{Permissions.ReadMeetings}/own"
        : null;

    /// <summary>A manager writes what the own units' meetings say and decide.</summary>
    public static bool MayKeepMeetingsOf(this CurrentUser user, string unitCode) => user.ReachesAll(Permissions.KeepMeetings) || user.UnitsOf(Permissions.KeepMeetings).Contains(unitCode);
}
