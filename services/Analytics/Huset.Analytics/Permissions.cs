using Huset.ServiceDefaults.Identity;

namespace Huset.Analytics;

public static class Permissions
{
    public const string ReadCounts = "analytics.read-counts";
    public const string ReadEvents = "analytics.read-events";
    public const string ReadRules = "analytics.read-rules";
    public const string EditRules = "analytics.edit-rules";

    public static readonly Rights Table = new Rights()
        .Give(ReadCounts, Reach.Units, Roles.Enhetschef)
        .Give(ReadCounts, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(ReadEvents, Reach.All, Roles.Analytiker)
        .Give(ReadRules, Reach.All, Roles.Enhetschef, Roles.Analytiker, Roles.Kvalitetsutvecklare, Roles.Systemadministrator)
        .Give(EditRules, Reach.All, Roles.Systemadministrator)
        .GiveCommon();
}
