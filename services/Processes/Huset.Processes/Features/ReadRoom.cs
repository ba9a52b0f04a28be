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
        var today = SwedishTime.Today(clock);
        var (seesProcesses, approves, seesDocuments, revises, edits, seesAreas, seesUnits) = (
            user.May(Permissions.ReadProcesses), user.May(Permissions.ApproveProcesses), user.May(Permissions.ReadDocuments), user.May(Permissions.HandleRevisions),
            user.May(Permissions.EditDocuments), user.May(Permissions.ReadQualityAreas), user.May(Permissions.ReadUnits));
        var (toRead, toApprove, editable) = (seesDocuments ? await readers.ToRead(ct) : db.Documents, ListDocuments.Waiting(db, user.Id), db.EditableDocuments);
        var counts = await db.OneRow.Select(_ => new
        {
            Processes = seesProcesses ? db.Processes.LongCount(process => process.VersionInForce != null) : 0,
            Waiting = seesProcesses && approves ? db.ProcessVersions.LongCount(version => version.Lifecycle.Status == VersionStatus.Submitted && !version.Lifecycle.Writers.Contains(user.Id)) : 0,
            Routines = seesDocuments ? db.Documents.LongCount(d => d.InForce != null) : 0,
            ToRead = seesDocuments ? toRead.LongCount(_ => true) : 0,
            ToApprove = seesDocuments ? toApprove.LongCount(_ => true) : 0,
            ToRevise = seesDocuments && revises ? db.RevisionTasks.LongCount(task => task.Status == RevisionStatus.Open) : 0,
            ToReview = seesDocuments && edits ? editable.LongCount(d => d.InForce != null && d.ReviewOn <= today) : 0,
            ToInspect = db.WaitingInspections.LongCount(_ => true),
            Areas = seesAreas ? db.QualityAreas.LongCount(_ => true) : 0,
            Units = seesUnits ? db.UnitPeriods.LongCount(period => period.ValidFrom <= today && (period.Until == null || period.Until > today)) : 0,
        }).SingleAsync(ct);

        var stones = new List<RoomView>();
        if (seesProcesses)
        {
            stones.Add(Stone("processes", "Processes", "/processer/", [
                .. Waits("Processes.Waiting", counts.Waiting, "/processer/att-godkanna"),
                new(T.Plural("Processes.Count", counts.Processes), counts.Processes, "/processer/")]));
        }
        if (seesDocuments)
        {
            stones.Add(Stone("routines", "Routines", "/processer/rutiner", [
                .. Waits("Routines.ToRead", counts.ToRead, "/processer/att-lasa"),
                .. Waits("Routines.ToApprove", counts.ToApprove, "/processer/att-godkanna"),
                .. Waits("Routines.ToRevise", counts.ToRevise, "/processer/revidera"),
                .. Waits("Routines.ToInspect", counts.ToInspect, "/processer/egenkontroll"),
                .. Waits("Routines.ToReview", counts.ToReview, "/processer/rutiner?lage=oversyn"),
                new(T.Plural("Routines.Count", counts.Routines), counts.Routines, "/processer/rutiner")]));
        }
        if (seesAreas) stones.Add(Stone("quality-areas", "Areas", "/processer/kvalitetsomraden", [new(T.Plural("Areas.Count", counts.Areas), counts.Areas, "/processer/kvalitetsomraden")]));
        if (seesUnits) stones.Add(Stone("units", "Units", "/processer/enheter", [new(T.Plural("Units.Count", counts.Units), counts.Units, "/processer/enheter")]));
        if (await systems.Read(ct) is { } system) stones.Add(system);
        return new(stones, []);
    }

    private static RoomView Stone(string key, string title, string href, List<RoomFact> facts) =>
        new(key, RoomPlace.Stone, T[title], href, facts.Exists(fact => fact.NeedsYou) ? RoomState.Attention : RoomState.Calm, facts);

    private static IEnumerable<RoomFact> Waits(string text, long count, string href) =>
        count > 0 ? [new(T.Plural(text, count), count, href, NeedsYou: true)] : [];
}
