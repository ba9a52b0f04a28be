using Huset.Competence.Features.Delegations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features;

/// <summary>What competence needs and delegations are called on the red thread.</summary>
public sealed class TellThread(CompetenceDb db, CurrentUser user, DelegationWork work) : IThreadTexts
{
    public IQueryable<Guid> Seen(string type) => type == "competence-need" ? db.Needs.Select(n => n.Id) : db.Delegations.Select(d => d.Id);

    public async Task<IReadOnlyList<ThreadText>> Tell(string type, string[] ids, CancellationToken ct)
    {
        Guid[] asked = [.. ids.Select(Guid.Parse)];
        if (type == "competence-need")
        {
            return [.. (await db.Needs.AsNoTracking().Where(n => asked.Contains(n.Id)).ToListAsync(ct)).Select(need => new ThreadText(
                $"{need.Id}", ThreadText.Short(need.Text), Words.Of(need.Status), user.May(Permissions.ReadNeeds) ? $"/kompetens/behov/{need.Id}" : null, SwedishTime.Day(need.AskedAt)))];
        }
        var codes = await db.CodeLists(work.Today, ct);
        return [.. (await db.Delegations.AsNoTracking().Where(d => asked.Contains(d.Id)).ToListAsync(ct)).Select(delegation => new ThreadText(
            $"{delegation.Id}", $"{codes.NameOf(CodeLists.DelegationTasks, delegation.Task)}, {delegation.EmployeeName}", Words.Of(delegation.StatusOn(work.Today)), $"/kompetens/delegeringar/{delegation.Id}", delegation.ValidFrom))];
    }
}
