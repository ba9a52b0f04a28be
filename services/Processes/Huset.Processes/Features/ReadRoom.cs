using Huset.Processes.Features.Documents;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

/// <summary>The foundation of the house: what all else rests on.</summary>
public sealed class ReadRoom(ProcessesDb db, CurrentUser user, Readers readers, TimeProvider clock, QualitySystems.QualitySystemRoom systems) : IRoom
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
                if (waiting > 0) facts.Insert(0, new(T.Plural("Processes.Waiting", waiting), waiting, "/processer/att-godkanna", NeedsYou: true));
            }
            stones.Add(new("processes", RoomPlace.Stone, T["Processes"], "/processer/", facts.Count > 1 ? RoomState.Attention : RoomState.Calm, facts));
        }
        if (user.May(Permissions.ReadDocuments)) stones.Add(await Routines(ct));
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

    private async Task<RoomView> Routines(CancellationToken ct)
    {
        var today = SwedishTime.Today(clock);
        var facts = new List<RoomFact>();
        await Add("Routines.ToRead", (await readers.ToRead(ct)).LongCountAsync(ct), "/processer/att-lasa");
        await Add("Routines.ToApprove", ListDocuments.Waiting(db, user.Id).LongCountAsync(ct), "/processer/att-godkanna");
        if (user.May(Permissions.HandleRevisions)) await Add("Routines.ToRevise", db.RevisionTasks.LongCountAsync(task => task.Status == RevisionStatus.Open, ct), "/processer/revidera");
        if (user.May(Permissions.EditDocuments)) await Add("Routines.ToReview", db.EditableDocuments.LongCountAsync(d => d.InForce != null && d.ReviewOn <= today, ct), "/processer/rutiner?lage=oversyn");
        var waits = facts.Count > 0;
        var all = await db.Documents.LongCountAsync(d => d.InForce != null, ct);
        facts.Add(new(T.Plural("Routines.Count", all), all, "/processer/rutiner"));
        return new("routines", RoomPlace.Stone, T["Routines"], "/processer/rutiner", waits ? RoomState.Attention : RoomState.Calm, facts);

        async Task Add(string text, Task<long> counting, string href)
        {
            if (await counting is > 0 and var count) facts.Add(new(T.Plural(text, count), count, href, NeedsYou: true));
        }
    }
}
