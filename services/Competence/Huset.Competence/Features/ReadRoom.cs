using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
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
        var today = SwedishTime.Today(clock);
        var (limits, me) = (await LimitsOfDay.Read(db, today, ct), await work.Me(ct));
        var facts = new List<RoomFact>();
        var urgent = await AddGaps(facts, me, today, limits, ct);
        await work.Add(facts, me, limits, ct);
        if (CompetenceTabs.SeesOthers(user) || user.ReachesAll(Permissions.ReadPeople))
        {
            var people = await db.Employees.LongCountAsync(e => e.EmployedFrom <= today && (e.EmployedTo == null || today < e.EmployedTo), ct);
            facts.Add(new(T.Plural("People.Count", people), people, "/kompetens/personal"));
        }
        if (facts.Count == 0) facts.Add(new(T["Empty"]));
        var state = urgent ? RoomState.Urgent : facts.Exists(fact => fact.NeedsYou) ? RoomState.Attention : RoomState.Calm;
        return new([new("competence", RoomPlace.Room, T["Title"], Start, state, facts)], []);
    }

    private async Task<bool> AddGaps(List<RoomFact> facts, Employee? me, DateOnly today, LimitsOfDay limits, CancellationToken ct)
    {
        var all = user.ReachesAll(Permissions.ReadCompetences);
        var scope = CompetenceMatrix.Scope(all ? [] : user.UnitsOf(Permissions.ReadCompetences), today, limits);
        var (sums, own) = await matrix.Sum(scope, user.ReachesOwn(Permissions.ReadCompetences) ? me : null, ct);
        if (all) sums = await known.Of(async () => (await matrix.Sum(scope with { Units = [.. units.Units.Select(unit => unit.Code)] }, null, ct)).Units);

        // Who has units of one's own is the one to do something; others look on.
        if (sums.MustGaps > 0) facts.Add(new(T.Plural("Gaps", sums.MustGaps), sums.MustGaps, Start, NeedsYou: !all));
        if (sums.Expiring > 0) facts.Add(new(T.Plural("Expiring", sums.Expiring).Replace("{days}", $"{scope.Soon.DayNumber - scope.Day.DayNumber}", StringComparison.Ordinal), sums.Expiring, Start, NeedsYou: !all));
        if (own.MustGaps > 0) facts.Add(new(T.Plural("Own.Gaps", own.MustGaps), own.MustGaps, "/kompetens/mig", NeedsYou: true));
        if (own.Expiring > 0) facts.Add(new(T.Plural("Own.Expiring", own.Expiring), own.Expiring, "/kompetens/mig", NeedsYou: true));
        return sums.MustGaps > 0 && !all;
    }
}

/// <summary>The whole municipality's sums, which take long to reckon and are the same for all who see them: kept for a minute.</summary>
public sealed class RoomSums(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private volatile Kept? known;

    private sealed record Kept(DateTimeOffset At, Sums Sums);

    public async Task<Sums> Of(Func<Task<Sums>> reckon)
    {
        if (known is { } kept && clock.GetUtcNow() - kept.At < Fresh) return kept.Sums;
        var fresh = await reckon();
        known = new(clock.GetUtcNow(), fresh);
        return fresh;
    }
}
