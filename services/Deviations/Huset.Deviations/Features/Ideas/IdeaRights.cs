using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Features.Ideas;

/// <summary>What a user may do with an idea that the row filter (DeviationsDb) has let through.</summary>
public static class IdeaRights
{
    /// <summary>A manager leads the ideas of the own units, a quality developer all.</summary>
    public static bool MayLeadIdeasOf(this CurrentUser user, string unitCode) => user.ReachesAll(Permissions.LeadIdeas) || user.UnitsOf(Permissions.LeadIdeas).Contains(unitCode);

    /// <summary>Who left it may word it otherwise while nobody has begun to work with it.</summary>
    public static bool MayReword(this CurrentUser user, Idea idea) =>
        user.MayLeadIdeasOf(idea.UnitCode) || (idea.Status == IdeaStatus.New && idea.OriginatorId == user.Id);
}
