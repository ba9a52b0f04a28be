using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

/// <summary>The foundation of the house: what all else rests on.</summary>
public sealed class ReadRoom(ProcessesDb db, CurrentUser user, TimeProvider clock) : IRoom
{
    private static readonly Texts T = Texts.Of<ReadRoom>();

    public async Task<RoomAnswer> Read(CancellationToken ct)
    {
        var stones = new List<RoomView>();
        if (user.May(Permissions.ReadQualityAreas))
        {
            var areas = await db.QualityAreas.LongCountAsync(ct);
            stones.Add(new("quality-areas", RoomPlace.Stone, T["Areas"], "/processer/", RoomState.Calm, [new(T.Plural("Areas.Count", areas), areas, "/processer/")]));
        }
        if (user.May(Permissions.ReadUnits))
        {
            var today = SwedishTime.Today(clock);
            var units = await db.UnitPeriods.LongCountAsync(period => period.ValidFrom <= today && (period.Until == null || period.Until > today), ct);
            stones.Add(new("units", RoomPlace.Stone, T["Units"], "/processer/enheter", RoomState.Calm, [new(T.Plural("Units.Count", units), units, "/processer/enheter")]));
        }
        return new(stones, []);
    }
}
