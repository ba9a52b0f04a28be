using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Identity;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints;

/// <summary>Which deviations have come of complaints.</summary>
public static class Escalated
{
    /// <summary>False for a deviation that comes from no complaint.</summary>
    public static bool Concerns(IDeviationState told) => told.Links.Any(link => link is { Rel: "escalated-from", Type: "complaint" });

    /// <summary>It lies in a legal track. That tracks changed is always told in private, also when it no longer does.</summary>
    public static bool IsHidden(IDeviationState told) => told is DeviationTracksChanged tracks ? tracks.Tracks.Count > 0 : told.Visibility == Visibility.Internal;
}

/// <summary>Keeps where the deviation that a complaint led to stands.</summary>
public sealed class FollowDeviation<TEvent>(ComplaintsDb db, AccessLog access, CurrentUser user, TimeProvider clock) : IConsumer<TEvent> where TEvent : class, IDeviationState
{
    public async Task Consume(ConsumeContext<TEvent> context)
    {
        var (told, ct, now) = (context.Message, context.CancellationToken, clock.GetUtcNow());
        if (await db.Complaints.Include(c => c.Messages).FirstOrDefaultAsync(c => c.Escalation!.DeviationId == told.DeviationId, ct) is not { } complaint) return;
        if (!complaint.Follow(told, told.Status, Escalated.IsHidden(told), now)) return;
        db.Publish(complaint.ToChanged(now));
        access.Add(AccessAction.Change, complaint, user.Why(Permissions.Handle, complaint));
    }
}

/// <summary>Keeps where the idea that a complaint led to stands.</summary>
public sealed class FollowIdea(ComplaintsDb db, AccessLog access, CurrentUser user, TimeProvider clock) : IConsumer<IdeaChanged>
{
    /// <summary>False for an idea that comes from no complaint.</summary>
    public static bool Concerns(IdeaChanged told) => told.Links.Any(link => link is { Rel: "follows-from", Type: "complaint" });

    public async Task Consume(ConsumeContext<IdeaChanged> context)
    {
        var (told, ct, now) = (context.Message, context.CancellationToken, clock.GetUtcNow());
        if (await db.Complaints.Include(c => c.Messages).FirstOrDefaultAsync(c => c.Idea!.IdeaId == told.IdeaId, ct) is not { } complaint) return;
        if (!complaint.Follow(told, now)) return;
        db.Publish(complaint.ToChanged(now));
        access.Add(AccessAction.Change, complaint, user.Why(Permissions.Handle, complaint));
    }
}

/// <summary>Keeps the actions of such deviations; of those in a legal track nothing.</summary>
public sealed class FollowActions(ComplaintsDb db) : IConsumer<ActionChanged>
{
    public static bool Concerns(ActionChanged told) => told.Visibility != Visibility.Internal;

    public async Task Consume(ConsumeContext<ActionChanged> context)
    {
        var (told, ct) = (context.Message, context.CancellationToken);
        if (!await db.Complaints.AnyAsync(c => c.Escalation!.DeviationId == told.DeviationId, ct)) return;
        var known = await db.FollowedActions.FindAsync([told.ActionId], ct);
        if (known is null) db.Add(known = FollowedAction.Of(told.ActionId, told.DeviationId));
        known.Apply(told);
    }
}
