using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features;

/// <summary>The competence room of the house: what is lacking and runs out among the reader's people, and in oneself.</summary>
public sealed class ReadRoom(CompetenceDb db, CompetenceMatrix matrix, RoomSums known, WorkFacts work, UnitTree units, CurrentUser user, TimeProvider clock) : IRoom
{
    private const string Start = "/kompetens/";
    private static readonly Texts T = Texts.Of<ReadRoom>();

    public async Task<RoomAnswer> Read(CancellationToken ct)
    {
        if (!user.May(Permissions.ReadPeople)) return RoomAnswer.Nothing;
        var facts = new List<RoomFact>();
        var urgent = await AddUnits(facts, ct) | await AddOwn(facts, ct);
        await work.Add(facts, ct);
        if (CompetenceTabs.SeesOthers(user) || user.ReachesAll(Permissions.ReadPeople))
        {
            var today = SwedishTime.Today(clock);
            var people = await db.Employees.LongCountAsync(e => e.EmployedFrom <= today && (e.EmployedTo == null || today < e.EmployedTo), ct);
            facts.Add(new(T.Plural("People.Count", people), people, "/kompetens/personal"));
        }
        if (facts.Count == 0) facts.Add(new(T["Empty"]));
        var state = urgent ? RoomState.Urgent : facts.Exists(fact => fact.NeedsYou) ? RoomState.Attention : RoomState.Calm;
        return new([new("competence", RoomPlace.Room, T["Title"], Start, state, facts)], []);
    }

    private async Task<bool> AddUnits(List<RoomFact> facts, CancellationToken ct)
    {
        if (!CompetenceTabs.SeesOthers(user)) return false;
        var all = user.ReachesAll(Permissions.ReadCompetences);
        var seen = all ? units.Units.Select(unit => unit.Code) : user.UnitsOf(Permissions.ReadCompetences);
        var scope = await matrix.Scope(seen, null, ct);
        var sums = all ? await known.Of(() => matrix.Units(scope, ct)) : await matrix.Units(scope, ct);
        var mustGaps = sums.Values.Sum(unit => unit.MustGaps);
        var expiring = sums.Values.Sum(unit => unit.Expiring);
        // Who has units of one's own is the one to do something; others look on.
        if (mustGaps > 0) facts.Add(new(T.Plural("Gaps", mustGaps), mustGaps, Start, NeedsYou: !all));
        if (expiring > 0) facts.Add(new(T.Plural("Expiring", expiring).Replace("{days}", $"{scope.Soon.DayNumber - scope.Day.DayNumber}", StringComparison.Ordinal), expiring, Start, NeedsYou: !all));
        return mustGaps > 0 && !all;
    }

    private async Task<bool> AddOwn(List<RoomFact> facts, CancellationToken ct)
    {
        var id = user.Id;
        if (!user.ReachesOwn(Permissions.ReadCompetences) || await db.Employees.AsNoTracking().FirstOrDefaultAsync(e => e.AccountId == id, ct) is not { } me) return false;
        var own = await matrix.Of(me, ct);
        if (own.MustGaps > 0) facts.Add(new(T.Plural("Own.Gaps", own.MustGaps), own.MustGaps, "/kompetens/mig", NeedsYou: true));
        if (own.Expiring > 0) facts.Add(new(T.Plural("Own.Expiring", own.Expiring), own.Expiring, "/kompetens/mig", NeedsYou: true));
        return false;
    }
}

/// <summary>The whole municipality's sums, which take long to reckon and are the same for all who see them: kept for a minute.</summary>
public sealed class RoomSums(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private volatile Kept? known;

    private sealed record Kept(DateTimeOffset At, IReadOnlyDictionary<string, Sums> Sums);

    public async Task<IReadOnlyDictionary<string, Sums>> Of(Func<Task<IReadOnlyDictionary<string, Sums>>> reckon)
    {
        if (known is { } kept && clock.GetUtcNow() - kept.At < Fresh) return kept.Sums;
        var fresh = await reckon();
        known = new(clock.GetUtcNow(), fresh);
        return fresh;
    }
}
