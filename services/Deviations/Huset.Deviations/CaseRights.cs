using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations;

/// <summary>What a user may do with a case that the row filter (DeviationsDb) has let through.</summary>
public static class CaseRights
{
    /// <summary>A manager hands over the units' cases, MAS health care's, and an investigator a case that belongs to the other track too.</summary>
    public static bool MayHandOver(this CurrentUser user, Deviation deviation) => user.MayHandOver(deviation.UnitCode, deviation.Kind, [.. deviation.RestrictedTo]);

    /// <summary>The same, asked by a page; and there is a track left to hand it over to.</summary>
    public static bool MayHandOver(this CurrentUser user, DeviationView deviation) =>
        !deviation.IsReceipt && deviation.RestrictedTo?.Count != Enum.GetValues<TrackKind>().Length
        && user.MayHandOver(deviation.UnitCode, deviation.Kind, deviation.RestrictedTo ?? []);

    /// <summary>True for the track's investigators.</summary>
    public static bool Investigates(this CurrentUser user, TrackKind track) => user.ReachesAll(ToRead(track));

    /// <summary>The permission that opens the track's cases.</summary>
    public static string ToRead(TrackKind track) => track == TrackKind.LexSarah ? Permissions.ReadLexSarah : Permissions.ReadLexMaria;

    private static bool MayHandOver(this CurrentUser user, string unitCode, DeviationKind kind, IReadOnlyList<TrackKind> restrictedTo) =>
        restrictedTo.Count > 0
            ? user.ReachesAll(Permissions.HandOver) && restrictedTo.Any(user.Investigates)
            : user.UnitsOf(Permissions.HandOver).Contains(unitCode)
                || (user.ReachesAll(Permissions.HandOver) && kind == DeviationKind.HealthCare && user.ReachesAll(Permissions.ReadHealthCare));
}
