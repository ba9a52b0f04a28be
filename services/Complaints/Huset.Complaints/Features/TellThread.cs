using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints.Features;

/// <summary>What complaints are called on the red thread: in own words for who may read them, else by number and kind.</summary>
public sealed class TellThread(ComplaintsDb db, AccessLog access, CurrentUser user) : IThreadTexts
{
    private static readonly string[] Filters = ["ids"];

    public IQueryable<Guid> Seen(string type) => db.Complaints.Select(c => c.Id);

    public async Task<IReadOnlyList<ThreadText>> Tell(string type, string[] ids, CancellationToken ct)
    {
        Guid[] asked = [.. ids.Select(Guid.Parse)];
        var rows = await db.Complaints.AsNoTracking().Where(c => asked.Contains(c.Id)).ToListAsync(ct);
        await access.Append(AccessAction.List, rows, user.WhyRead, Filters, ct);
        return [.. rows.Select(complaint => ComplaintView.Of(complaint, user)).Select(view => new ThreadText(
            $"{view.Id}", $"{view.Reference} {view.Title ?? Words.Of(view.Kind)}", Words.Of(view.Status), $"/synpunkter/{view.Id}", SwedishTime.Day(view.ReceivedAt)))];
    }
}
