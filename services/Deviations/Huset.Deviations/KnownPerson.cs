using Huset.Competence.Contracts;
using Huset.ServiceDefaults;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>
/// Someone whom an action can be given to (decision 16): who has signed in, as the token told it last, and everyone in the people directory
/// that Competence owns. The id is that of the account; until it is known, that of the directory.
/// </summary>
public sealed class KnownPerson
{
    public string Id { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string? HomeUnit { get; private set; }
    public string[] Units { get; private set; } = [];
    public string[] Roles { get; private set; } = [];

    /// <summary>When the token was last seen; null for who has never signed in.</summary>
    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>Name at sign-in, in lower case, as the token or the directory tells it: by it the two are known to be one person before the directory knows the account.</summary>
    public string? Username { get; private set; }

    /// <summary>Id in the people directory; null for who is not in it.</summary>
    public Guid? DirectoryId { get; private set; }

    /// <summary>Is no longer employed, says the directory.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Version of the directory's newest message applied.</summary>
    public int DirectoryVersion { get; private set; }

    internal static KnownPerson With(string id) => new() { Id = id };

    internal void Apply(PersonChanged person) =>
        (Name, HomeUnit, Username, DirectoryId, HasLeft, DirectoryVersion) = (person.Name, person.HomeUnit, person.Username ?? Username, person.PersonId, !person.IsActive, person.SubjectVersion);

    /// <summary>What the directory has told of the person before the account was known.</summary>
    internal void TakeOver(KnownPerson listed) =>
        (Name, HomeUnit, DirectoryId, HasLeft, DirectoryVersion) = (listed.Name, listed.HomeUnit, listed.DirectoryId, listed.HasLeft, listed.DirectoryVersion);
}

/// <summary>
/// Keeps `people` in step with the directory. When an account becomes known, what was owned under the directory's id becomes the account's;
/// when someone leaves, the open actions say so and the unit's manager is told. All in the message's own transaction.
/// </summary>
public sealed class KeepPeople(DeviationsDb db, Managers managers, TimeProvider clock) : IConsumer<PersonChanged>
{
    public async Task Consume(ConsumeContext<PersonChanged> context)
    {
        var (told, ct) = (context.Message, context.CancellationToken);
        await OneAtATime(db, told.PersonId, ct);
        var known = await db.People.FirstOrDefaultAsync(person => person.DirectoryId == told.PersonId, ct);
        // The same again may bring the sign-in name, which was not always told.
        if (known is not null && (known.DirectoryVersion > told.SubjectVersion || (known.DirectoryVersion == told.SubjectVersion && known.Username == (told.Username ?? known.Username)))) return;
        var hadLeft = known?.HasLeft ?? false;
        var id = told.AccountId ?? (known?.SeenAt is null ? await Account(told.Username, ct) : null) ?? known?.Id ?? told.PersonId.ToString();
        if (known is not null && known.Id != id)
        {
            await Rekey(db, known, id, ct);
            known = null;
        }
        known ??= await db.People.FindAsync([id], ct);
        if (known is null) db.Add(known = KnownPerson.With(id));
        known.Apply(told);
        if (known.HasLeft == hadLeft) return;
        await db.Actions.Where(action => action.OwnerId == id).ExecuteUpdateAsync(set => set.SetProperty(action => action.OwnerHasLeft, known.HasLeft), ct);
        if (!known.HasLeft) return;
        // Who has left represents nobody; who comes back is appointed anew.
        var today = SwedishTime.Today(clock);
        await db.Assignments.Where(assignment => assignment.PersonId == id && (assignment.ValidTo == null || assignment.ValidTo > today)).ExecuteUpdateAsync(set => set
            .SetProperty(assignment => assignment.ValidTo, assignment => assignment.ValidFrom > today ? assignment.ValidFrom : today).SetProperty(assignment => assignment.EndedAt, clock.GetUtcNow())
            .SetProperty(assignment => assignment.Version, assignment => assignment.Version + 1), ct);
        await db.Set<CouncilMember>().IgnoreQueryFilters().Where(member => member.PersonId == id && member.ValidTo > today).ExecuteUpdateAsync(set => set
            .SetProperty(member => member.ValidTo, member => member.ValidFrom > today ? member.ValidFrom : today).SetProperty(member => member.EndedAt, clock.GetUtcNow()), ct);
        await TellManagers(id, ct);
        await LeaveTasks(id, ct);
    }

    /// <summary>Makes one person of an account that was seen here first and the one whom the directory has told of by the same sign-in name.</summary>
    internal static async Task Join(DeviationsDb db, string account, string username, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var person = await db.People.Where(known => known.Username == username && known.DirectoryId != null && known.SeenAt == null).Select(known => known.DirectoryId).FirstOrDefaultAsync(ct);
        if (person is null) return;
        await OneAtATime(db, person.Value, ct);
        // A message may have joined them meanwhile.
        if (await db.People.FirstOrDefaultAsync(known => known.DirectoryId == person && known.SeenAt == null, ct) is not { } listed) return;
        if (await db.People.FirstOrDefaultAsync(known => known.Id == account && known.DirectoryId == null, ct) is not { } seen) return;
        await Rekey(db, listed, account, ct);
        seen.TakeOver(listed);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    // Of a person: what is owned is moved in several statements.
    private static Task OneAtATime(DeviationsDb db, Guid person, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({person.ToString()}, 727567))", ct);

    private Task<string?> Account(string? username, CancellationToken ct) =>
        db.People.Where(person => username != null && person.Username == username && person.DirectoryId == null && person.SeenAt != null).Select(person => (string?)person.Id).FirstOrDefaultAsync(ct);

    private static async Task Rekey(DeviationsDb db, KnownPerson before, string id, CancellationToken ct)
    {
        var old = before.Id;
        await db.Actions.Where(action => action.OwnerId == old).ExecuteUpdateAsync(set => set.SetProperty(action => action.OwnerId, id), ct);
        await db.UnitTasks.Where(task => task.OwnerId == old).ExecuteUpdateAsync(set => set.SetProperty(task => task.OwnerId, id), ct);
        await db.Set<RiskAction>().Where(action => action.OwnerId == old).ExecuteUpdateAsync(set => set.SetProperty(action => action.OwnerId, id), ct);
        await db.Assignments.Where(assignment => assignment.PersonId == old).ExecuteUpdateAsync(set => set.SetProperty(assignment => assignment.PersonId, id), ct);
        await db.Set<CouncilMember>().IgnoreQueryFilters().Where(member => member.PersonId == old).ExecuteUpdateAsync(set => set.SetProperty(member => member.PersonId, id), ct);
        await db.MeetingDecisions.Where(decision => decision.OwnerId == old).ExecuteUpdateAsync(set => set.SetProperty(decision => decision.OwnerId, id), ct);
        await db.Notices.Where(notice => notice.PersonId == old).ExecuteUpdateAsync(set => set.SetProperty(notice => notice.PersonId, id), ct);
        db.Remove(before);
        // Before the account's row takes over the directory's id, which is unique.
        await db.SaveChangesAsync(ct);
    }

    // What the unit was to do is its manager's when there is nobody else to do it.
    private async Task LeaveTasks(string id, CancellationToken ct)
    {
        var left = await db.UnitTasks.AsNoTracking().Where(task => task.OwnerId == id && task.CompletedAt == null).ToListAsync(ct);
        if (left.Count == 0) return;
        await db.UnitTasks.Where(task => task.OwnerId == id && task.CompletedAt == null).ExecuteUpdateAsync(set => set
            .SetProperty(task => task.OwnerId, (string?)null).SetProperty(task => task.OwnerName, (string?)null).SetProperty(task => task.Version, task => task.Version + 1), ct);
        var (now, nearest) = (clock.GetUtcNow(), await managers.Nearest(ct));
        foreach (var task in left) db.AddRange(nearest(task.UnitCode).Where(manager => manager != id).Select(manager => Notice.Of(manager, NoticeKind.UnitTaskGiven, task, now)));
    }

    private async Task TellManagers(string id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var left = await db.Actions.AsNoTracking().Where(action => !action.Restricted && action.OwnerId == id && action.IsApproved && action.CompletedAt == null && action.EffectCheckedAt == null).ToListAsync(ct);
        if (left.Count == 0) return;
        var nearest = await managers.Nearest(ct);
        foreach (var action in left)
        {
            foreach (var manager in nearest(action.UnitCode).Where(manager => manager != id))
                db.Add(Notice.To(manager, NoticeKind.OwnerLeft, action.DeviationId, action.CaseReference, action.Id, now));
        }
    }
}
