using Huset.ServiceDefaults.Identity;

namespace Huset.Analytics;

public static class Permissions
{
    public const string ReadCounts = "analytics.read-counts";
    public const string ReadEvents = "analytics.read-events";

    public static readonly Rights Table = new Rights()
        .Give(ReadCounts, Reach.Units, Roles.Enhetschef)
        .Give(ReadCounts, Reach.All, Roles.Analytiker, Roles.Kvalitetsutvecklare)
        .Give(ReadEvents, Reach.All, Roles.Analytiker)
        .GiveCommon();
}
