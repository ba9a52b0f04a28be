using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

/// <summary>What is written of a process beside its steps, the same when it is new and when it is changed.</summary>
public abstract class ProcessFields
{
    [Description("Processens namn. / Name of the process.")]
    [Example("Hemtjänst: från beslut till uppföljning")]
    [Required, StringLength(Bpmn.MaxName), RegularExpression(@"\P{Cc}*")]
    public string? Name { get; set; }

    [Description("Ledande, huvud eller stöd. / Management, main or support.")]
    [Required, EnumDataType(typeof(ProcessKind))]
    public ProcessKind? Kind { get; set; }

    [Description("Ägarens id i personkatalogen; utelämnas om ingen är utsedd, och då får varje processägare skriva i den. / The owner's id in the people directory; left out when nobody is chosen, and then every process owner may write in it.")]
    [Example("8f1c2d3e-0000-4000-8000-000000000001"), StringLength(100)]
    public string? OwnerId { get; set; }

    [Description("Ägarens roll; den står kvar när människor byts. / The owner's role; it stays when people change.")]
    [Example("Chef för hemtjänsten"), StringLength(100), RegularExpression(@"\P{Cc}*")]
    public string? OwnerRole { get; set; }

    [Description("Steget i en annan process som den berättar mer om. / The step of another process that it tells more of.")]
    public Guid? ParentActivityId { get; set; }
}

/// <summary>What every write of a process has in common: who may, its owner, its place among the others.</summary>
public sealed class ProcessWork(ProcessesDb db, CurrentUser user)
{
    /// <summary>
    /// Changes a process that the query gives the user, one writer at a time, so that of two who write at once the second sees what the
    /// first wrote. Null when the query does not give it, or the change finds nothing.
    /// </summary>
    /// <exception cref="RuleViolation">`process.closed`, unless a closed one is what is to be changed.</exception>
    public async Task<T?> Change<T>(IQueryable<Process> open, Guid id, Func<Process, Task<T?>> change, CancellationToken ct, bool closed = false) where T : class
    {
        await using var own = await db.OwnTransaction(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from processes where id = {id} for update", ct);
        if (await open.FirstOrDefaultAsync(process => process.Id == id, ct) is not { } process) return null;
        if (process.IsClosed && !closed) throw new RuleViolation("process.closed", "The process is closed; open it again first.");
        var result = await change(process);
        await db.SaveChangesAsync(ct);
        if (own is not null) await own.CommitAsync(ct);
        return result;
    }

    public Task<ProcessVersion?> Numbered(Guid processId, int number, CancellationToken ct) =>
        db.ProcessVersions.FirstOrDefaultAsync(version => version.ProcessId == processId && version.Number == number, ct);

    /// <summary>The version that is written or judged; null when there is none.</summary>
    public Task<ProcessVersion?> Coming(Guid processId, CancellationToken ct) => db.ProcessVersions.FirstOrDefaultAsync(version => version.ProcessId == processId
        && (version.Lifecycle.Status == VersionStatus.Draft || version.Lifecycle.Status == VersionStatus.Submitted || version.Lifecycle.Status == VersionStatus.Approved), ct);

    public Task<ProcessVersion?> InForce(Guid processId, CancellationToken ct) =>
        db.ProcessVersions.FirstOrDefaultAsync(version => version.ProcessId == processId && version.Lifecycle.Status == VersionStatus.Published, ct);

    /// <summary>The version that was in force when the process was closed; null when it is open.</summary>
    public Task<ProcessVersion?> Last(Guid processId, CancellationToken ct) =>
        db.ProcessVersions.FirstOrDefaultAsync(version => version.ProcessId == processId && version.Lifecycle.Status == VersionStatus.Withdrawn, ct);

    /// <summary>The version that an address asks for: a number, `draft` for the one that is coming, or nothing for the one in force or last so, else the one that is coming.</summary>
    /// <exception cref="InvalidField">`version` is neither.</exception>
    public async Task<ProcessVersion?> Find(Guid processId, string? version, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(version)) return await InForce(processId, ct) ?? await Last(processId, ct) ?? await Coming(processId, ct);
        if (version == "draft") return await Coming(processId, ct);
        if (!int.TryParse(version, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)) throw new InvalidField("version", "It must be a number or draft.");
        return await Numbered(processId, number, ct);
    }

    /// <summary>What the form or request says, checked against what there is.</summary>
    /// <param name="request">What is written.</param>
    /// <param name="process">The process as it is; null for a new one.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<ProcessFacts> Facts(ProcessFields request, Process? process, CancellationToken ct)
    {
        var owner = await Owner(request.OwnerId, process, ct);
        if (request.ParentActivityId is { } step && step != process?.ParentActivityId)
        {
            if (await db.Activities.AnyAsync(activity => activity.Id == step && db.Processes.Any(other => other.Id == activity.ProcessId && other.ClosedOn != null), ct))
                throw new InvalidField("parentActivityId", "The step's process is closed.");
            await MustBeAbove(step, process, ct);
        }
        var role = Bpmn.OneLine(request.OwnerRole);
        return new(Bpmn.OneLine(request.Name), request.Kind!.Value, owner?.Id, owner?.Name, role.Length == 0 ? null : role, request.ParentActivityId);
    }

    private async Task<Person?> Owner(string? id, Process? process, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(id)) return null;
        if (process is { OwnerId: { } known, OwnerName: { } name } && known == id) return new(known, name);
        if (Guid.TryParse(id, out var personId) && await db.People.AsNoTracking().FirstOrDefaultAsync(person => person.IsActive && (person.Id == personId || person.AccountId == id), ct) is { } person) return new(person.Id.ToString(), person.Name);
        return id == user.Id ? new(user.Id, user.Name) : throw new InvalidField("ownerId", "There is no such person in the directory.");
    }

    // What lies above is followed up to the top, so that no process can lie below itself.
    private async Task MustBeAbove(Guid step, Process? process, CancellationToken ct)
    {
        var parents = await db.Processes.AsNoTracking().Where(other => other.ParentActivityId != null).ToDictionaryAsync(other => other.Id, other => other.ParentActivityId!.Value, ct);
        var seen = new HashSet<Guid>();
        for (Guid? at = step; at is { } activity;)
        {
            if (await db.Activities.AsNoTracking().Where(known => known.Id == activity).Select(known => (Guid?)known.ProcessId).FirstOrDefaultAsync(ct) is not { } above)
            {
                if (activity == step) throw new InvalidField("parentActivityId", "There is no such step.");
                return;
            }
            if (above == process?.Id) throw new RuleViolation("process.below-itself", "A process cannot tell more of its own step, or of a step that lies below it.");
            if (!seen.Add(above)) return;
            at = parents.TryGetValue(above, out var next) ? next : null;
        }
    }
}
