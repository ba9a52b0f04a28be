using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.QualitySystems;

/// <summary>What waits for who answers for a unit's quality system; nothing for who only reads them.</summary>
public sealed class QualitySystemRoom(ProcessesDb db, CurrentUser user, TimeProvider clock)
{
    private static readonly Texts T = Texts.Of<QualitySystemRoom>();

    /// <summary>Those that wait for the reader's approval.</summary>
    public IQueryable<QualitySystem> Waiting()
    {
        var (all, approvable) = (user.ReachesAll(Permissions.ApproveQualitySystem), user.UnitsOf(Permissions.ApproveQualitySystem));
        return db.QualitySystems.AsNoTracking().Where(system => system.Lifecycle.Status == VersionStatus.Submitted && !system.Lifecycle.Writers.Contains(user.Id) && (all || approvable.Contains(system.UnitCode)));
    }

    public async Task<RoomView?> Read(CancellationToken ct)
    {
        if (!user.May(Permissions.EditQualitySystem) && !user.May(Permissions.ApproveQualitySystem)) return null;
        var today = SwedishTime.Today(clock);
        var mine = user.UnitsOf(Permissions.EditQualitySystem);
        var submitted = Waiting();
        var (waiting, lacking) = await db.OneRow.Select(_ => new ValueTuple<long, long>(
            submitted.LongCount(_ => true),
            db.UnitPeriods.LongCount(period => period.ValidFrom <= today && (period.Until == null || period.Until > today) && period.LawAreas.Length > 0 && period.Provider == Provider.Own && mine.Contains(period.UnitCode)
                && !db.QualitySystems.Any(system => system.UnitCode == period.UnitCode && system.Year == today.Year && system.Lifecycle.Status == VersionStatus.Published)))).SingleAsync(ct);
        List<RoomFact> facts = [];
        if (waiting > 0) facts.Add(new(T.Plural("Waiting", waiting), waiting, "/processer/kvalitetssystem?lage=submitted", NeedsYou: true));
        if (lacking > 0) facts.Add(new(T[lacking == 1 ? "Lacking.One" : "Lacking.Many"].Replace("{year}", $"{today.Year}", StringComparison.Ordinal), lacking, "/processer/kvalitetssystem", NeedsYou: true));
        if (facts.Count == 0) facts.Add(new(T["Calm"], Href: "/processer/kvalitetssystem"));
        return new("quality-systems", RoomPlace.Stone, T["Title"], "/processer/kvalitetssystem", waiting + lacking > 0 ? RoomState.Attention : RoomState.Calm, facts);
    }
}
