using Huset.Deviations.Features.Ideas;
using Huset.Deviations.Features.RiskAnalyses;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>What cases, causes and actions are called on the red thread: with words for who may read them, else by number and code.</summary>
public sealed class TellThread(DeviationsDb db, AccessLog access, CurrentUser user, RiskAnalysisWork risks) : IThreadTexts
{
    private static readonly string[] Filters = ["ids"];
    private static readonly Texts T = Texts.Of<TellThread>();

    public IQueryable<Guid> Seen(string type) => type switch
    {
        "deviation" => db.Deviations.Select(d => d.Id),
        "cause" => db.Causes.Select(c => c.Id),
        "idea" => db.Ideas.Select(i => i.Id),
        "risk-analysis" => db.RiskAnalyses.Select(a => a.Id),
        "council-case" => db.CouncilCases.Select(c => c.Id),
        "council-proposal" => db.CouncilProposals.Select(p => p.Id),
        _ => Seen().Select(a => a.Id),
    };

    public Task<IReadOnlyList<ThreadText>> Tell(string type, string[] ids, CancellationToken ct)
    {
        Guid[] asked = [.. ids.Select(Guid.Parse)];
        return type switch { "deviation" => Deviations(asked, ct), "cause" => Causes(asked, ct), "idea" => Ideas(asked, ct), "risk-analysis" => RiskAnalyses(asked, ct), "council-case" => CouncilCases(asked, ct), "council-proposal" => CouncilProposals(asked, ct), _ => Actions(asked, ct) };
    }

    private async Task<IReadOnlyList<ThreadText>> Ideas(Guid[] ids, CancellationToken ct) =>
        [.. (await db.Ideas.AsNoTracking().Where(i => ids.Contains(i.Id)).ToListAsync(ct)).Select(idea => new ThreadText(
            $"{idea.Id}", $"{idea.Reference} {idea.Title}", IdeaTexts.Of(idea.Status), $"/avvikelser/forbattringar/{idea.Id}", SwedishTime.Day(idea.LeftAt)))];

    private async Task<IReadOnlyList<ThreadText>> Deviations(Guid[] ids, CancellationToken ct)
    {
        var rows = await db.Deviations.AsNoTracking().Where(d => ids.Contains(d.Id)).ToListAsync(ct);
        await access.Append(AccessAction.List, rows, deviation => DeviationView.Why(deviation, user), Filters, ct);
        return [.. rows.Select(deviation => DeviationView.Of(deviation, user)).Select(view => new ThreadText(
            $"{view.Id}", $"{view.Reference} {view.Title ?? Words.Of(view.Kind)}", Words.Of(view.Status), $"/avvikelser/{view.Id}", SwedishTime.Day(view.OccurredAt)))];
    }

    private async Task<IReadOnlyList<ThreadText>> Causes(Guid[] ids, CancellationToken ct)
    {
        var rows = await db.Causes.AsNoTracking().Include(c => c.Deviation).Where(c => ids.Contains(c.Id)).ToListAsync(ct);
        await access.AppendParts<Deviation, Cause>(AccessAction.List, rows, cause => (cause.Deviation.Id, cause.Deviation.Reference, DeviationView.Why(cause.Deviation, user)), Filters, ct);
        var areas = await db.CodeListItems.AsNoTracking().Where(item => item.List == CodeLists.CauseAreas).ToDictionaryAsync(item => item.Code, item => item.Name, ct);
        return [.. rows.Select(cause => (View: CauseView.Of(cause, DeviationView.SightOf(cause.Deviation, user)), cause.DeviationId)).Select(row => new ThreadText(
            $"{row.View.Id}", row.View.Text is { } text ? ThreadText.Short(text) : areas.GetValueOrDefault(row.View.Area, row.View.Area), row.View.Accepted ? T["Accepted"] : null,
            $"/avvikelser/{row.DeviationId}", SwedishTime.Day(row.View.FoundAt)))];
    }

    private async Task<IReadOnlyList<ThreadText>> RiskAnalyses(Guid[] ids, CancellationToken ct)
    {
        var rows = await db.RiskAnalyses.AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync(ct);
        await access.Append(AccessAction.List, rows, risks.WhyRead, Filters, ct);
        return [.. rows.Select(analysis => new ThreadText($"{analysis.Id}", $"{analysis.Reference} {analysis.Title}", Words.Of(analysis.Status), $"/avvikelser/riskanalyser/{analysis.Id}", SwedishTime.Day(analysis.CreatedAt)))];
    }

    private async Task<IReadOnlyList<ThreadText>> CouncilCases(Guid[] ids, CancellationToken ct)
    {
        var rows = await db.CouncilCases.AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(ct);
        await access.Append(AccessAction.List, rows, user.WhyCouncil, Filters, ct);
        return [.. rows.Select(shared => new ThreadText($"{shared.Id}", $"{shared.Reference} {shared.Title}", Words.Of(shared.Status), $"/avvikelser/rad/arende/{shared.Id}", SwedishTime.Day(shared.SharedAt)))];
    }

    private async Task<IReadOnlyList<ThreadText>> CouncilProposals(Guid[] ids, CancellationToken ct) =>
        [.. (await db.CouncilProposals.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync(ct)).Select(proposal => new ThreadText(
            $"{proposal.Id}", proposal.Title, proposal.CouncilName, $"/avvikelser/rad/forslag/{proposal.Id}", SwedishTime.Day(proposal.SentAt)))];

    // An action is its owner's also without its case, for who may have actions to do.
    private bool HasActions => user.May(Permissions.DoActions);

    private IQueryable<CorrectiveAction> Seen() => HasActions ? db.Actions : db.Actions.Where(a => db.Deviations.Any(d => d.Id == a.DeviationId));

    // Who owns an action sees it without its case; who sees the case sees as much of the action as the case's page tells.
    private async Task<IReadOnlyList<ThreadText>> Actions(Guid[] ids, CancellationToken ct)
    {
        var rows = await Seen().AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync(ct);
        var of = rows.Select(action => action.DeviationId).Distinct().ToArray();
        var cases = await db.Deviations.AsNoTracking().Where(d => of.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        await access.AppendParts<Deviation, CorrectiveAction>(AccessAction.List, rows, action => (action.DeviationId, action.CaseReference,
            cases.TryGetValue(action.DeviationId, out var opened) ? DeviationView.Why(opened, user) : $"{Permissions.DoActions}/own"), Filters, ct);
        return [.. rows.Select(action =>
        {
            var opened = cases.GetValueOrDefault(action.DeviationId);
            var view = ActionView.Of(action, opened is null || (HasActions && action.OwnerId == user.Id) ? Sight.Full : DeviationView.SightOf(opened, user));
            return new ThreadText(
                $"{view.Id}", view.What is { } what ? ThreadText.Short(what) : T["Action", view.CaseReference], view.Effect is { } effect ? T["Effect", Words.Of(effect).ToLower(Texts.Swedish)] : Words.Of(view.Status),
                opened is null ? $"/avvikelser/atgarder/{view.Id}" : $"/avvikelser/{view.DeviationId}", view.DueAt);
        })];
    }
}
