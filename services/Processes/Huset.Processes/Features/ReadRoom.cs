using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

/// <summary>The foundation of the house: what all else rests on.</summary>
public sealed class ReadRoom(ProcessesDb db, CurrentUser user, TimeProvider clock, QualitySystems.QualitySystemRoom systems) : IRoom
{
    private static readonly Texts T = Texts.Of<ReadRoom>();

    public async Task<RoomAnswer> Read(CancellationToken ct)
    {
        var stones = new List<RoomView>();
        if (user.May(Permissions.ReadProcesses))
        {
            var processes = await db.Processes.LongCountAsync(process => process.VersionInForce != null, ct);
            var facts = new List<RoomFact> { new(T.Plural("Processes.Count", processes), processes, "/processer/") };
            if (user.May(Permissions.ApproveProcesses))
            {
                var waiting = await db.ProcessVersions.LongCountAsync(version => version.Lifecycle.Status == VersionStatus.Submitted && !version.Lifecycle.Writers.Contains(user.Id), ct);
                if (waiting > 0) facts.Insert(0, new(T.Plural("Processes.Waiting", waiting), waiting, "/processer/", NeedsYou: true));
            }
            stones.Add(new("processes", RoomPlace.Stone, T["Processes"], "/processer/", facts.Count > 1 ? RoomState.Attention : RoomState.Calm, facts));
        }
        if (user.May(Permissions.ReadQualityAreas))
        {
            var areas = await db.QualityAreas.LongCountAsync(ct);
            stones.Add(new("quality-areas", RoomPlace.Stone, T["Areas"], "/processer/kvalitetsomraden", RoomState.Calm, [new(T.Plural("Areas.Count", areas), areas, "/processer/kvalitetsomraden")]));
        }
        if (user.May(Permissions.ReadUnits))
        {
            var today = SwedishTime.Today(clock);
            var units = await db.UnitPeriods.LongCountAsync(period => period.ValidFrom <= today && (period.Until == null || period.Until > today), ct);
            stones.Add(new("units", RoomPlace.Stone, T["Units"], "/processer/enheter", RoomState.Calm, [new(T.Plural("Units.Count", units), units, "/processer/enheter")]));
        }
        if (await systems.Read(ct) is { } system) stones.Add(system);
        return new(stones, []);
    }
}
