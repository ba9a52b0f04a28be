using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints;

/// <summary>What every write of a complaint has in common: row, event and the access log's row commit together or not at all.</summary>
public sealed class ComplaintWork(ComplaintsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
{
    /// <summary>Null when there is no such complaint that the permission opens to the user.</summary>
    public Task<Complaint?> Do(string permission, Guid id, Action<int> checkVersion, Action<Complaint, Person, DateTimeOffset> work, CancellationToken ct) =>
        Do(permission, id, checkVersion, (complaint, by, now) =>
        {
            work(complaint, by, now);
            return Task.CompletedTask;
        }, ct);

    /// <summary>The same where the work asks more of the database.</summary>
    public async Task<Complaint?> Do(string permission, Guid id, Action<int> checkVersion, Func<Complaint, Person, DateTimeOffset, Task> work, CancellationToken ct)
    {
        if (await db.Complaints.Include(c => c.Messages).FirstOrDefaultAsync(c => c.Id == id, ct) is not { } complaint || !user.May(permission, complaint)) return null;
        checkVersion(complaint.Version);
        // Afterwards it may be another's.
        var why = user.Why(permission, complaint);
        var now = clock.GetUtcNow();
        await work(complaint, Person.Of(user), now);
        db.Publish(complaint.ToChanged(now));
        access.Add(AccessAction.Change, complaint, why);
        await db.SaveChangesAsync(ct);
        return complaint;
    }
}
