using System.ComponentModel;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations;

/// <summary>A deviation as this reader may see it.</summary>
public sealed record DeviationView(
    [property: Description("Ärendets id. / Id of the case.")] Guid Id,
    [property: Description("Ärendets nummer, till exempel AVV-2026-0001. / The case's number.")] string Reference,
    [property: Description("Var ärendet står. / Where the case stands.")] DeviationStatus Status,
    [property: Description("Rapportens första mening; saknas för den som inte får läsa fritext. / The report's first sentence; absent for who may not read free text.")] string? Title,
    [property: Description("Enhetens kod. / Code of the unit.")] string UnitCode,
    [property: Description("Vad det gäller. / What it concerns.")] DeviationKind Kind,
    [property: Description("Om någon kom till skada, enligt rapportören. / Harm, as the reporter saw it.")] Harm Harm,
    [property: Description("När det hände, UTC. / When it happened, UTC.")] DateTimeOffset OccurredAt,
    [property: Description("När det rapporterades, UTC. / When it was reported, UTC.")] DateTimeOffset ReportedAt,
    [property: Description("Rapportörens misstanke om något allvarligt. / The reporter suspects something serious.")] bool SuspectedSerious,
    [property: Description("Steget i processen, om det valts. / Step of the process, when chosen.")] Guid? ActivityId,
    [property: Description("Rapportörens egna ord. / The reporter's own words.")] string? Description,
    [property: Description("Vad som gjordes genast. / What was done at once.")] string? ImmediateAction,
    [property: Description("Rapportörens namn. / The reporter's name.")] string? ReportedBy,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static DeviationView Of(Deviation deviation, CurrentUser reader)
    {
        var readsText = Opens(deviation, reader) is not Permissions.ReadWithoutText;
        return new DeviationView(
            deviation.Id, deviation.Reference, deviation.Status, readsText ? deviation.Title : null, deviation.UnitCode, deviation.Kind,
            deviation.Harm, deviation.OccurredAt, deviation.ReportedAt, deviation.SuspectedSerious, deviation.ActivityId,
            readsText ? deviation.Description : null, readsText ? deviation.ImmediateAction : null, readsText ? deviation.ReporterName : null,
            deviation.Version);
    }

    /// <summary>Why the case is open to the reader, for the access log: the permission and how far it reaches.</summary>
    public static string Why(Deviation deviation, CurrentUser reader) => Opens(deviation, reader) switch
    {
        Permissions.Read when deviation.ReporterId == reader.Id => $"{Permissions.Read}/own",
        Permissions.Read => $"{Permissions.Read}/units",
        var permission => $"{permission}/all",
    };

    // The strongest permission that opens the case; the row filter has let it through by one of them.
    private static string Opens(Deviation deviation, CurrentUser reader) =>
        reader.IsSystem
        || (reader.ReachesOwn(Permissions.Read) && deviation.ReporterId == reader.Id)
        || reader.UnitsOf(Permissions.Read).Contains(deviation.UnitCode) ? Permissions.Read
        : deviation.Kind == DeviationKind.HealthCare && reader.ReachesAll(Permissions.ReadHealthCare) ? Permissions.ReadHealthCare
        : deviation.Kind == DeviationKind.WorkEnvironment && reader.ReachesAll(Permissions.ReadWorkEnvironment) ? Permissions.ReadWorkEnvironment
        : Permissions.ReadWithoutText;
}
