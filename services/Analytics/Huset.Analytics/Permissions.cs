using Huset.ServiceDefaults.Identity;

namespace Huset.Analytics;

public static class Permissions
{
    public const string ReadCounts = "analytics.read-counts";
    public const string ReadEvents = "analytics.read-events";

    /// <summary>Send in how much each unit did, so that counts become rates.</summary>
    public const string ImportVolumes = "analytics.import-volumes";

    /// <summary>Say what an indicator is, where it belongs and what its target is.</summary>
    public const string EditIndicators = "analytics.edit-indicators";

    /// <summary>Tell values of the municipality's own indicators.</summary>
    public const string WriteIndicatorValues = "analytics.write-indicator-values";

    /// <summary>See the municipality beside others; their figures are public.</summary>
    public const string ReadComparisons = "analytics.read-comparisons";

    /// <summary>Take in what others have measured, and say how it is read.</summary>
    public const string EditComparisons = "analytics.edit-comparisons";

    public const string ReadRules = "analytics.read-rules";
    public const string EditRules = "analytics.edit-rules";

    public const string ReadReports = "analytics.read-reports";
    public const string WriteReports = "analytics.write-reports";
    public const string MakeReports = "analytics.make-reports";
    public const string ReadReportTemplates = "analytics.read-report-templates";
    public const string EditReportTemplates = "analytics.edit-report-templates";

    public static readonly Rights Table = new Rights()
        .Give(ReadCounts, Reach.Units, Roles.Enhetschef)
        .Give(ReadCounts, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(ReadEvents, Reach.All, Roles.Analytiker)
        .Give(ImportVolumes, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Integration)
        .Give(EditIndicators, Reach.All, Roles.Kvalitetsutvecklare, Roles.Systemadministrator)
        .Give(WriteIndicatorValues, Reach.Units, Roles.Enhetschef)
        .Give(WriteIndicatorValues, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Integration)
        .Give(ReadComparisons, Reach.All, Roles.Enhetschef, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Fortroendevald)
        .Give(EditComparisons, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(ReadRules, Reach.All, Roles.Enhetschef, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Systemadministrator)
        .Give(EditRules, Reach.All, Roles.Systemadministrator)
        // All: every frozen report. Own: one with a section that is given to the reader.
        .Give(ReadReports, Reach.All, Roles.Enhetschef, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Fortroendevald)
        .Give(ReadReports, Reach.Own, Roles.Employees)
        .Give(WriteReports, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(WriteReports, Reach.Own, Roles.Employees)
        .Give(MakeReports, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(ReadReportTemplates, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Systemadministrator)
        .Give(EditReportTemplates, Reach.All, Roles.Kvalitetsutvecklare, Roles.Systemadministrator)
        .GiveCommon();
}
