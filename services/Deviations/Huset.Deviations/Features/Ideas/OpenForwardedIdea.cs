using Huset.Complaints.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Ideas;

/// <summary>Puts the idea that a complaint held on the board; asked twice it is one.</summary>
public sealed class OpenForwardedIdea(DeviationsDb db, TimeProvider clock) : IConsumer<ForwardIdea>
{
    public async Task Consume(ConsumeContext<ForwardIdea> context)
    {
        var (asked, ct) = (context.Message, context.CancellationToken);
        if (await db.Ideas.AnyAsync(idea => idea.Id == asked.IdeaId, ct)) return;
        var now = clock.GetUtcNow();
        var idea = Idea.FromComplaint(await db.NextIdeaNumber(ct), asked, now);
        db.Add(idea);
        db.Publish(idea.ToChanged(now));
    }
}
