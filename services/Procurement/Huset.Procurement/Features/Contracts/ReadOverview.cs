using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.Contracts;

/// <summary>All that is known of how a contract goes, in one answer: what stands out, follow-ups, findings, and the cases at its units.</summary>
public static class ReadOverview
{
    public sealed record View(
        [property: Description("Avtalet, med det som sticker ut. / The contract, with what stands out.")] ContractView Contract,
        [property: Description("Antal uppföljningar och de senaste. / Number of follow-ups, and the latest.")] FollowUps FollowUps,
        [property: Description("Antal brister och de som ska åtgärdas först. / Number of findings, and those to remedy first.")] Findings Findings,
        [property: Description("Avvikelser och synpunkter på enheterna: antal och slag, aldrig ord; saknas för leverantören. / Deviations and complaints at the units: counts and kinds, never words; absent for the supplier.")] Cases? Cases);

    public sealed record FollowUps(
        [property: Description("Planerade. / Planned.")][property: Example("1")] int Planned,
        [property: Description("Gjorda men inte klara. / Held but not completed.")][property: Example("0")] int Held,
        [property: Description("Klara. / Completed.")][property: Example("2")] int Completed,
        [property: Description("De senaste, senaste dagen först. / The latest, latest day first.")] IReadOnlyList<FollowUpRow> Latest);

    public sealed record FollowUpRow(
        [property: Description("Uppföljningens id. / Id of the follow-up.")] Guid Id,
        [property: Description("Nummer. / Number.")][property: Example("UPP-2026-0001")] string Reference,
        [property: Description("Enheten som besöks; saknas när det gäller hela avtalet. / The unit that is visited; absent when it is about the whole contract.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Slag, en kod ur follow-up-kinds. / Kind, a code of follow-up-kinds.")][property: Example("planerad")] string Kind,
        [property: Description("Var den står. / Where it stands.")] FollowUpStatus Status,
        [property: Description("Planerad dag. / Planned day.")] DateOnly PlannedOn,
        [property: Description("Dagen den gjordes. / Day it was held.")] DateOnly? HeldOn);

    public sealed record Findings(
        [property: Description("Ska åtgärdas. / To be remedied.")][property: Example("1")] int Open,
        [property: Description("Av dem de vars sista dag har varit. / Those of them whose last day has been.")][property: Example("0")] int Overdue,
        [property: Description("Åtgärdade, väntar på kontroll. / Remedied, wait for a check.")][property: Example("0")] int Remedied,
        [property: Description("Kontrollerade och klara. / Checked and closed.")][property: Example("3")] int Closed,
        [property: Description("De som inte är klara, tidigaste sista dagen först, sedan de senaste av de klara. / Those that are not closed, earliest last day first, then the latest of the closed.")] IReadOnlyList<FindingRow> Latest);

    public sealed record FindingRow(
        [property: Description("Bristens id. / Id of the finding.")] Guid Id,
        [property: Description("Nummer. / Number.")][property: Example("BRI-2026-0001")] string Reference,
        [property: Description("Enheten; saknas när det gäller hela avtalet. / The unit; absent when it is about the whole contract.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Det som brister. / What is lacking.")][property: Example("Två av fem genomförandeplaner saknas.")] string Text,
        [property: Description("Hur allvarligt. / How severe.")] Severity Severity,
        [property: Description("Var den står. / Where it stands.")] FindingStatus Status,
        [property: Description("Sista dagen att åtgärda. / Last day to remedy it.")] DateOnly RemedyDueOn);

    public sealed record Cases(
        [property: Description("Första dagen som räknas. / First day that is counted.")] DateOnly From,
        [property: Description("Första dagen som inte räknas. / First day that is not counted.")] DateOnly To,
        [property: Description("Per månad, äldst först. / By month, oldest first.")] IReadOnlyList<MonthRow> Months,
        [property: Description("Per enhet, i namnordning. / By unit, in order of name.")] IReadOnlyList<UnitRow> Units,
        [property: Description("De senaste. / The latest.")] IReadOnlyList<CaseRow> Latest);

    public sealed record MonthRow(
        [property: Description("Första dagen i månaden. / First day of the month.")][property: Example("2026-11-01")] DateOnly Month,
        [property: Description("Avvikelser som hände då. / Deviations that happened then.")][property: Example("4")] int Deviations,
        [property: Description("Synpunkter som kom då. / Complaints and comments that came then.")][property: Example("2")] int Complaints);

    public sealed record UnitRow(
        [property: Description("Enheten. / The unit.")][property: Example("norrangen")] string UnitCode,
        [property: Description("Avvikelser. / Deviations.")][property: Example("12")] int Deviations,
        [property: Description("Synpunkter. / Complaints and comments.")][property: Example("5")] int Complaints);

    public static void Map(RouteGroupBuilder contracts) => contracts
        .MapGet("/{id:guid}/overview", async Task<Results<Ok<View>, NotFound>> ([Description("Avtalets id. / Id of the contract.")] Guid id, Handler handler, CancellationToken ct) =>
            await handler.Handle(id, ct) is { } overview ? TypedResults.Ok(overview) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.Read)
        .WithName("readContractOverview")
        .WithSummary("Hur går avtalet? / How does the contract go?")
        .WithDescription("Allt på en gång: det som sticker ut, uppföljningar, brister, och avvikelser och synpunkter på enheterna under ett år. / All at once: what stands out, follow-ups, findings, and a year's deviations and complaints at the units.");

    public sealed class Handler(ProcurementDb db, ListContracts.Handler contracts, ContractStandings standings, UnitTree units, CurrentUser user)
    {
        private const int Months = 12, MostRows = 10;

        /// <summary>Null when there is no such contract that the user may see.</summary>
        public async Task<View?> Handle(Guid id, CancellationToken ct)
        {
            if (await contracts.Find(id, ct) is not { } contract) return null;
            return new(contract, await FollowUpsOf(id, ct), await FindingsOf(contract, ct), user.May(Permissions.ReadUnitCases) ? await CasesAt(contract.UnitCodes, ct) : null);
        }

        private async Task<FollowUps> FollowUpsOf(Guid id, CancellationToken ct)
        {
            var rows = db.FollowUps.AsNoTracking().Where(followUp => followUp.ContractId == id);
            var counts = await rows.GroupBy(followUp => followUp.Status).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, ct);
            var latest = await rows.OrderByDescending(followUp => followUp.HeldOn ?? followUp.PlannedOn).ThenByDescending(followUp => followUp.Id).Take(MostRows)
                .Select(followUp => new FollowUpRow(followUp.Id, followUp.Reference, followUp.UnitCode, followUp.Kind, followUp.Status, followUp.PlannedOn, followUp.HeldOn)).ToListAsync(ct);
            return new(counts.GetValueOrDefault(FollowUpStatus.Planned), counts.GetValueOrDefault(FollowUpStatus.Held), counts.GetValueOrDefault(FollowUpStatus.Completed), latest);
        }

        private async Task<Findings> FindingsOf(ContractView contract, CancellationToken ct)
        {
            var rows = db.Findings.AsNoTracking().Where(finding => finding.ContractId == contract.Id);
            var closed = await rows.CountAsync(finding => finding.Status == FindingStatus.Closed, ct);
            var latest = await rows.OrderBy(finding => finding.Status == FindingStatus.Open ? 0 : finding.Status == FindingStatus.Remedied ? 1 : 2)
                .ThenBy(finding => finding.Status == FindingStatus.Closed ? DateOnly.MaxValue : finding.RemedyDueOn).ThenByDescending(finding => finding.Id).Take(MostRows)
                .Select(finding => new FindingRow(finding.Id, finding.Reference, finding.UnitCode, finding.Text, finding.Severity, finding.Status, finding.RemedyDueOn)).ToListAsync(ct);
            var standing = contract.Standing;
            return new(standing.OpenFindings, standing.OverdueFindings, standing.RemediedFindings, closed, latest);
        }

        private async Task<Cases> CasesAt(IReadOnlyList<string> unitCodes, CancellationToken ct)
        {
            var to = new DateOnly(standings.Today.Year, standings.Today.Month, 1).AddMonths(1);
            var from = to.AddMonths(-Months);
            var codes = units.WithBelow(unitCodes);
            var cases = db.UnitCases.AsNoTracking().Where(known => codes.Contains(known.UnitCode!) && known.Day >= from && known.Day < to);
            var counts = await cases.GroupBy(known => new { known.Day.Year, known.Day.Month, known.UnitCode, known.Type }).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);
            var latest = await CaseRow.Of(cases).Take(MostRows).ToListAsync(ct);
            var counted = counts.Select(row => (Month: new DateOnly(row.Key.Year, row.Key.Month, 1), Unit: row.Key.UnitCode!, row.Key.Type, row.Count)).ToList();
            int Sum(UnitCaseType type, Func<DateOnly, string, bool> where) => counted.Where(row => row.Type == type && where(row.Month, row.Unit)).Sum(row => row.Count);
            return new(
                from, to,
                [.. Enumerable.Range(0, Months).Select(number => from.AddMonths(number)).Select(month => new MonthRow(month, Sum(UnitCaseType.Deviation, (at, _) => at == month), Sum(UnitCaseType.Complaint, (at, _) => at == month)))],
                [.. unitCodes.Union(counted.Select(row => row.Unit)).Where(SeesCasesOf).OrderBy(units.NameOf, Words.Order).Select(code => new UnitRow(code, Sum(UnitCaseType.Deviation, (_, at) => at == code), Sum(UnitCaseType.Complaint, (_, at) => at == code)))],
                latest);
        }

        private bool SeesCasesOf(string code) => user.ReachesAll(Permissions.ReadUnitCases) || user.UnitsOf(Permissions.ReadUnitCases).Contains(code);
    }
}

/// <summary>A deviation or complaint at a unit: what, how bad and where it stands, never a word of it.</summary>
public sealed record CaseRow(
    [property: Description("Ärendets id i det rum som äger det. / The case's id in the room that owns it.")] Guid Id,
    [property: Description("deviation eller complaint. / deviation or complaint.")] UnitCaseType Type,
    [property: Description("Enheten. / The unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Dagen det hände, eller kom in. / Day it happened, or came in.")] DateOnly Day,
    [property: Description("Vad det gäller, en kod hos ägaren. / What it concerns, a code of its owner's.")][property: Example("health-care")] string Kind,
    [property: Description("En avvikelses skada: none, minor, serious eller unknown. / A deviation's harm: none, minor, serious or unknown.")][property: Example("minor")] string? Harm,
    [property: Description("Var det står hos ägaren. / Where it stands at its owner's.")][property: Example("reported")] string Status)
{
    /// <summary>What may be known of the cases, the latest first.</summary>
    internal static IQueryable<CaseRow> Of(IQueryable<UnitCase> cases) => cases.AsNoTracking().OrderByDescending(known => known.Day).ThenByDescending(known => known.Id)
        .Select(known => new CaseRow(known.Id, known.Type, known.UnitCode!, known.Day, known.Kind, known.Harm, known.Status));
}
