using Huset.Processes.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Revisions;

/// <summary>Opens the revision task that another service asks for, with who owns the routine or else the process; asked twice it is one task.</summary>
public sealed class OpenRevision(ProcessesDb db) : IConsumer<AskForRevision>
{
    public async Task Consume(ConsumeContext<AskForRevision> context)
    {
        var (asked, ct) = (context.Message, context.CancellationToken);
        if (await db.RevisionTasks.AnyAsync(task => task.Id == asked.TaskId, ct)) return;
        var document = await db.Documents.AsNoTracking().FirstOrDefaultAsync(d => d.Id == asked.RoutineId, ct);
        var process = await db.Activities.AsNoTracking().Where(activity => activity.Id == asked.ActivityId)
            .Join(db.Processes.AsNoTracking(), activity => activity.ProcessId, process => process.Id, (_, process) => process).FirstOrDefaultAsync(ct);
        var (id, name, role) = document is not null ? (document.OwnerId, document.OwnerName, document.OwnerRole) : (process?.OwnerId, process?.OwnerName, process?.OwnerRole);
        var task = RevisionTask.Open(asked, document, process?.Id, id is null ? null : new(id, name ?? ""), role);
        db.Add(task);
        db.Publish(task.ToChanged());
    }
}
