using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations;

/// <summary>What a user may do with a case that the row filter (DeviationsDb) has let through.</summary>
public static class CaseRights
{
    /// <summary>A manager hands over the units' cases, MAS health care's, and an investigator a case that belongs to the other track too.</summary>
    public static bool MayHandOver(this CurrentUser user, Deviation deviation) => user.MayWork(Permissions.HandOver, deviation.UnitCode, deviation.Kind, [.. deviation.RestrictedTo]);

    /// <summary>The same, asked by a page; and there is a track left to hand it over to.</summary>
    public static bool MayHandOver(this CurrentUser user, DeviationView deviation) =>
        !deviation.IsReceipt && deviation.RestrictedTo?.Count != Enum.GetValues<TrackKind>().Length
        && user.MayWork(Permissions.HandOver, deviation.UnitCode, deviation.Kind, deviation.RestrictedTo ?? []);

    /// <summary>A manager handles the units' cases, MAS health care's, and an investigator those of the own track.</summary>
    public static bool MayHandle(this CurrentUser user, Deviation deviation) => user.MayWork(Permissions.Handle, deviation.UnitCode, deviation.Kind, [.. deviation.RestrictedTo]);

    /// <summary>The same, asked by a page.</summary>
    public static bool MayHandle(this CurrentUser user, DeviationView deviation) =>
        !deviation.IsReceipt && user.MayWork(Permissions.Handle, deviation.UnitCode, deviation.Kind, deviation.RestrictedTo ?? []);

    /// <summary>
    /// The unit's manager decides which actions are done; what others who handle the case plan are proposals. In a restricted case, which the manager
    /// does not see, who investigates decides.
    /// </summary>
    public static bool MayDecideActions(this CurrentUser user, Deviation deviation) =>
        user.MayHandle(deviation) && (deviation.IsRestricted || user.UnitsOf(Permissions.Handle).Contains(deviation.UnitCode));

    /// <summary>The same, asked by a page.</summary>
    public static bool MayDecideActions(this CurrentUser user, DeviationView deviation) =>
        user.MayHandle(deviation) && (deviation.RestrictedTo?.Count > 0 || user.UnitsOf(Permissions.Handle).Contains(deviation.UnitCode));

    /// <summary>Who handles it, and of a topic's mild cases its representative: assesses, seeks causes, plans and follows actions.</summary>
    public static bool MayWork(this CurrentUser user, Deviation deviation) =>
        user.MayWork(Permissions.Work, deviation.UnitCode, deviation.Kind, [.. deviation.RestrictedTo]) || user.Mandate().Represents(deviation);

    /// <summary>The same, asked by a page.</summary>
    public static bool MayWork(this CurrentUser user, DeviationView deviation) =>
        !deviation.IsReceipt && (user.MayWork(Permissions.Work, deviation.UnitCode, deviation.Kind, deviation.RestrictedTo ?? []) || user.Mandate().Represents(deviation));

    /// <summary>A manager appoints in the units, and the work environment's coordinator safety representatives everywhere.</summary>
    public static bool MayAppoint(this CurrentUser user, AssignmentKind kind, string unitCode) =>
        user.UnitsOf(Permissions.Appoint).Contains(unitCode) || (kind == AssignmentKind.SafetyRepresentative && user.ReachesAll(Permissions.Appoint));

    /// <summary>Why a council case is shown, for the access log: as a member, or because one handles the case that it was written from.</summary>
    public static string WhyCouncil(this CurrentUser user, CouncilCase shared) =>
        user.Mandate().SeatIn(shared.CouncilId) is not null ? $"{Permissions.TakePartInCouncils}/assigned" : user.UnitsOf(Permissions.Handle).Length > 0 ? $"{Permissions.Handle}/units" : $"{Permissions.Handle}/all";

    /// <summary>The unit's manager, the coordinator of work environment and the unit's safety representative; nobody while the case is restricted.</summary>
    public static bool MayReadDuties(this CurrentUser user, Deviation deviation) => user.MayReadDuties(deviation.UnitCode, deviation.Kind, deviation.IsRestricted);

    /// <summary>The same, asked by a page.</summary>
    public static bool MayReadDuties(this CurrentUser user, DeviationView deviation) => !deviation.IsReceipt && user.MayReadDuties(deviation.UnitCode, deviation.Kind, deviation.HandedOver);

    /// <summary>The unit's manager and, of work environment, its coordinator.</summary>
    public static bool MayHandleDuties(this CurrentUser user, Deviation deviation) =>
        !deviation.IsRestricted && (user.UnitsOf(Permissions.HandleDuties).Contains(deviation.UnitCode) || (deviation.Kind == DeviationKind.WorkEnvironment && user.ReachesAll(Permissions.HandleDuties)));

    /// <summary>The unit's safety representative.</summary>
    public static bool MaySpeak(this CurrentUser user, Deviation deviation) =>
        !deviation.IsRestricted && deviation.Kind == DeviationKind.WorkEnvironment && user.May(Permissions.SpeakAsRepresentative) && user.Mandate().SafetyUnits.Contains(deviation.UnitCode);

    private static bool MayReadDuties(this CurrentUser user, string unitCode, DeviationKind kind, bool restricted) =>
        !restricted && OpenTrack.Of(kind) is not null
        && (user.UnitsOf(Permissions.ReadDuties).Contains(unitCode) || (kind == DeviationKind.WorkEnvironment && (user.ReachesAll(Permissions.ReadDuties) || user.Mandate().SafetyUnits.Contains(unitCode))));

    /// <summary>Why the case is open to be worked with, for the access log: the permission and how far it reaches.</summary>
    public static string WhyWork(this CurrentUser user, string permission, Deviation deviation) =>
        $"{permission}/{(!deviation.IsRestricted && user.UnitsOf(permission).Contains(deviation.UnitCode) ? "units" : user.ReachesAll(permission) ? "all" : "assigned")}";

    /// <summary>True for the track's investigators.</summary>
    public static bool Investigates(this CurrentUser user, TrackKind track) => user.ReachesAll(ToRead(track));

    /// <summary>The permission that opens the track's cases.</summary>
    public static string ToRead(TrackKind track) => track == TrackKind.LexSarah ? Permissions.ReadLexSarah : Permissions.ReadLexMaria;

    /// <summary>A protected name is told to nobody but the reporter and who investigates by law; of a tip there is none.</summary>
    public static bool KnowsReporter(this CurrentUser user, Deviation deviation) =>
        !deviation.IsTip && (!deviation.NameProtected || deviation.ReporterId == user.Id || deviation.RestrictedTo.Any(user.Investigates));

    /// <summary>Those of the case's tracks that the user investigates.</summary>
    public static IReadOnlyList<TrackKind> TracksOf(this CurrentUser user, Deviation deviation) => [.. deviation.RestrictedTo.Where(user.Investigates)];

    /// <summary>The one that is meant of those that the user investigates a case in; null when it is none of them.</summary>
    /// <exception cref="InvalidField">400: track.</exception>
    public static TrackKind? Meant(this IReadOnlyList<TrackKind> tracks, TrackKind? asked) =>
        asked is { } track ? (tracks.Contains(track) ? track : null)
        : tracks.Count > 1 ? throw new InvalidField("track", $"You investigate the case in several tracks; say which: {string.Join(", ", tracks.Select(Kebab.Of))}.")
        : tracks is [var only] ? only : null;

    private static bool MayWork(this CurrentUser user, string permission, string unitCode, DeviationKind kind, IReadOnlyList<TrackKind> restrictedTo) =>
        restrictedTo.Count > 0
            ? user.ReachesAll(permission) && restrictedTo.Any(user.Investigates)
            : user.UnitsOf(permission).Contains(unitCode)
                || (user.ReachesAll(permission) && kind == DeviationKind.HealthCare && user.ReachesAll(Permissions.ReadHealthCare));
}
