using Huset.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features;

/// <summary>What contracts, follow-ups and findings are called on the red thread.</summary>
public sealed class TellThread(ProcurementDb db, TimeProvider clock) : IThreadTexts
{
    public IQueryable<Guid> Seen(string type) => type switch
    {
        "contract" => db.Contracts.Select(c => c.Id),
        "follow-up" => db.FollowUps.Select(f => f.Id),
        _ => db.Findings.Select(f => f.Id),
    };

    public async Task<IReadOnlyList<ThreadText>> Tell(string type, string[] ids, CancellationToken ct)
    {
        Guid[] asked = [.. ids.Select(Guid.Parse)];
        var today = SwedishTime.Today(clock);
        switch (type)
        {
            case "contract":
                return [.. (await db.Contracts.AsNoTracking().Where(c => asked.Contains(c.Id)).ToListAsync(ct)).Select(contract => new ThreadText(
                    $"{contract.Id}", contract.Name, Words.Of(contract.StateOn(today)), $"/upphandling/avtal/{contract.Id}", contract.ValidFrom))];
            case "follow-up":
                var codes = await db.CodeLists(today, ct);
                return [.. (await db.FollowUps.AsNoTracking().Where(f => asked.Contains(f.Id)).ToListAsync(ct)).Select(followUp => new ThreadText(
                    $"{followUp.Id}", $"{followUp.Reference} {codes.NameOf(CodeLists.FollowUpKinds, followUp.Kind)}", Words.Of(followUp.Status), $"/upphandling/uppfoljningar/{followUp.Id}", followUp.HeldOn ?? followUp.PlannedOn))];
            default:
                return [.. (await db.Findings.AsNoTracking().Where(f => asked.Contains(f.Id)).ToListAsync(ct)).Select(finding => new ThreadText(
                    $"{finding.Id}", $"{finding.Reference} {ThreadText.Short(finding.Text)}", Words.Of(finding.Status), $"/upphandling/brister/{finding.Id}", SwedishTime.Day(finding.FoundAt)))];
        }
    }
}
