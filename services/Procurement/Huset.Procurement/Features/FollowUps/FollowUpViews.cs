using System.ComponentModel;
using Huset.Procurement.Features.Contracts;
using Huset.ServiceDefaults.Http;

namespace Huset.Procurement.Features.FollowUps;

/// <summary>A follow-up as a row of a list.</summary>
public sealed record FollowUpRow(
    [property: Description("Uppföljningens id. / The follow-up's id.")] Guid Id,
    [property: Description("Uppföljningens nummer. / The follow-up's number.")][property: Example("UPP-2026-0007")] string Reference,
    [property: Description("Avtalet. / The contract.")] Guid ContractId,
    [property: Description("Avtalets namn. / The contract's name.")][property: Example("Hemtjänst kväll och natt")] string Contract,
    [property: Description("Leverantören. / The supplier.")][property: Example("Kvällspatrullen Omsorg AB")] string Supplier,
    [property: Description("Enheten som besöks; saknas när det gäller hela avtalet. / The unit that is visited; absent when it is about the whole contract.")][property: Example("kvallen")] string? UnitCode,
    [property: Description("Varför den görs, en kod ur follow-up-kinds. / Why it is held, a code of follow-up-kinds.")][property: Example("planerad")] string Kind,
    [property: Description("Leverantören får inte veta det i förväg. / The supplier is not told beforehand.")] bool Unannounced,
    [property: Description("Planerad dag. / Planned day.")] DateOnly PlannedOn,
    [property: Description("Dagen då den gjordes. / The day it was held.")] DateOnly? HeldOn,
    [property: Description("Vem som leder den. / Who leads it.")][property: Example("Ulla Testsson")] string Leader,
    [property: Description("Var den står. / Where it stands.")] FollowUpStatus Status,
    [property: Description("Brister som inte är åtgärdade än. / Findings that are not closed yet.")][property: Example("1")] int OpenFindings,
    [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")] int Version)
{
    /// <summary>When it was held, or is to be.</summary>
    internal DateOnly Day => HeldOn ?? PlannedOn;
}

/// <summary>A follow-up as the reader may see it.</summary>
public sealed record FollowUpView(
    [property: Description("Uppföljningens id. / The follow-up's id.")] Guid Id,
    [property: Description("Uppföljningens nummer. / The follow-up's number.")][property: Example("UPP-2026-0007")] string Reference,
    [property: Description("Avtalet. / The contract.")] Guid ContractId,
    [property: Description("Avtalets nummer. / The contract's number.")][property: Example("AVT-2026-0003")] string ContractReference,
    [property: Description("Avtalets namn. / The contract's name.")][property: Example("Hemtjänst kväll och natt")] string Contract,
    [property: Description("Leverantören. / The supplier.")][property: Example("Kvällspatrullen Omsorg AB")] string Supplier,
    [property: Description("Enheten som besöks; saknas när det gäller hela avtalet. / The unit that is visited; absent when it is about the whole contract.")][property: Example("kvallen")] string? UnitCode,
    [property: Description("Varför den görs, en kod ur follow-up-kinds. / Why it is held, a code of follow-up-kinds.")][property: Example("planerad")] string Kind,
    [property: Description("Varför nu, och vad som granskas särskilt. / Why now, and what is looked at in particular.")][property: Example("Bemanningen på kvällar och helger.")] string? Purpose,
    [property: Description("Leverantören får inte veta det i förväg. / The supplier is not told beforehand.")] bool Unannounced,
    [property: Description("Planerad dag. / Planned day.")] DateOnly PlannedOn,
    [property: Description("Dagen då den gjordes. / The day it was held.")] DateOnly? HeldOn,
    [property: Description("Vem som leder den. / Who leads it.")][property: Example("Ulla Testsson")] string Leader,
    [property: Description("Var den står. / Where it stands.")] FollowUpStatus Status,
    [property: Description("Bedömningarna visas. Leverantören och enhetens chef ser dem först när uppföljningen är klar. / The verdicts are shown. The supplier and the unit's manager see them once it is completed.")] bool ShowsVerdicts,
    [property: Description("Avtalets krav som de löd när uppföljningen planerades. / The contract's requirements as they were worded when it was planned.")] IReadOnlyList<CheckItemView> Checklist,
    [property: Description("Brister som den har visat. / What it has found lacking.")] IReadOnlyList<FindingView> Findings,
    [property: Description("Avvikelser och synpunkter som den görs på grund av, de som du får veta om. / Deviations and complaints that it is held because of, those that you may know of.")] IReadOnlyList<CaseRow> Cases,
    [property: Description("Vad den kom fram till. / What it came to.")][property: Example("Avtalet följs i stort. En brist i bemanningen ska åtgärdas.")] string? Summary,
    [property: Description("Vem som avslutade den. / Who completed it.")][property: Example("Ulla Testsson")] string? CompletedBy,
    [property: Description("När den avslutades, UTC. / When it was completed, UTC.")] DateTimeOffset? CompletedAt,
    [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")] int Version)
{
    public static FollowUpView Of(FollowUp followUp, bool showsVerdicts, IReadOnlyList<CaseRow> cases, DateOnly today) => new(
        followUp.Id, followUp.Reference, followUp.ContractId, followUp.Contract.Reference, followUp.Contract.Name, followUp.Contract.Supplier.Name, followUp.UnitCode, followUp.Kind, followUp.Purpose, followUp.Unannounced, followUp.PlannedOn,
        followUp.HeldOn, followUp.LeaderName, followUp.Status, showsVerdicts, [.. followUp.Checklist.OrderBy(item => item.Number).Select(item => CheckItemView.Of(item, showsVerdicts))],
        [.. followUp.Findings.OrderBy(finding => finding.FoundAt).ThenBy(finding => finding.Id).Select(finding => FindingView.Of(finding, followUp, followUp.Checklist.Find(item => item.Id == finding.ItemId), today))], cases,
        followUp.Summary, followUp.CompletedByName, followUp.CompletedAt, followUp.Version);

    /// <summary>The first item without a verdict, in order; null when all have one.</summary>
    internal CheckItemView? FirstUnjudged => Checklist.FirstOrDefault(item => item.Verdict is null);

    /// <summary>Those that are not met and have no finding, which it cannot be completed with.</summary>
    internal IEnumerable<CheckItemView> WithoutFinding => Checklist.Where(item => item.Verdict == Verdict.NotMet && Findings.All(finding => finding.ItemId != item.Id));
}

/// <summary>One item of the checklist.</summary>
public sealed record CheckItemView(
    [property: Description("Punktens id. / The item's id.")] Guid Id,
    [property: Description("Kravets nummer i avtalet. / The requirement's number in the contract.")][property: Example("3")] int Number,
    [property: Description("Vad kravet gäller, en kod ur requirement-areas. / What the requirement is about, a code of requirement-areas.")][property: Example("bemanning")] string Area,
    [property: Description("Kravet. / The requirement.")][property: Example("Minst två undersköterskor arbetar varje kväll.")] string Text,
    [property: Description("Hur det uppfylls; saknas tills det är bedömt. / How it is met; absent until judged.")] Verdict? Verdict,
    [property: Description("Vad som sågs. / What was seen.")][property: Example("Scheman för oktober visar två luckor.")] string? Note)
{
    public static CheckItemView Of(CheckItem item, bool showsVerdicts) => new(item.Id, item.Number, item.Area, item.Text, showsVerdicts ? item.Verdict : null, showsVerdicts ? item.Note : null);
}

/// <summary>A finding with what has been done about it.</summary>
public sealed record FindingView(
    [property: Description("Bristens id. / The finding's id.")] Guid Id,
    [property: Description("Bristens nummer. / The finding's number.")][property: Example("BRI-2026-0004")] string Reference,
    [property: Description("Uppföljningen som visade den. / The follow-up that found it.")] Guid FollowUpId,
    [property: Description("Uppföljningens nummer. / The follow-up's number.")][property: Example("UPP-2026-0007")] string FollowUpReference,
    [property: Description("Avtalet. / The contract.")] Guid ContractId,
    [property: Description("Avtalets namn. / The contract's name.")][property: Example("Hemtjänst kväll och natt")] string Contract,
    [property: Description("Leverantören. / The supplier.")][property: Example("Kvällspatrullen Omsorg AB")] string Supplier,
    [property: Description("Enheten; saknas när det gäller hela avtalet. / The unit; absent when it is about the whole contract.")][property: Example("kvallen")] string? UnitCode,
    [property: Description("Punkten i checklistan som inte är uppfylld; saknas för något annat. / The checklist's item that is not met; absent for something else.")] Guid? ItemId,
    [property: Description("Kravet som bristen gäller. / The requirement that it is about.")][property: Example("Minst två undersköterskor arbetar varje kväll.")] string? Requirement,
    [property: Description("Vad som brister. / What is lacking.")][property: Example("Två kvällar i oktober arbetade en ensam.")] string Text,
    [property: Description("Hur allvarlig den är. / How serious it is.")] Severity Severity,
    [property: Description("Var den står. / Where it stands.")] FindingStatus Status,
    [property: Description("Sista dagen att åtgärda den. / Last day to remedy it.")] DateOnly RemedyDueOn,
    [property: Description("Dagen har gått och den är inte åtgärdad. / The day has passed and it is not remedied.")] bool Overdue,
    [property: Description("Vem som fann den. / Who found it.")][property: Example("Ulla Testsson")] string FoundBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset FoundAt,
    [property: Description("Varje åtgärd och varje kontroll, i ordning. / Each remedy and each check, in order.")] IReadOnlyList<FindingStepView> Steps,
    [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")] int Version)
{
    public static FindingView Of(Finding finding, FollowUp followUp, CheckItem? item, DateOnly today) => new(
        finding.Id, finding.Reference, finding.FollowUpId, followUp.Reference, finding.ContractId, followUp.Contract.Name, followUp.Contract.Supplier.Name, finding.UnitCode, finding.ItemId, item?.Text, finding.Text, finding.Severity,
        finding.Status, finding.RemedyDueOn, finding.Status == FindingStatus.Open && finding.RemedyDueOn < today, finding.FoundByName, finding.FoundAt,
        [.. finding.Steps.OrderBy(step => step.At).ThenBy(step => step.Id).Select(FindingStepView.Of)], finding.Version);
}

/// <summary>A remedy that was told, or a check of one.</summary>
public sealed record FindingStepView(
    [property: Description("Vad kontrollen visade; saknas för en åtgärd. / What the check showed; absent for a remedy.")] bool? Passed,
    [property: Description("Vad som har gjorts, eller vad kontrollen visade. / What has been done, or what the check showed.")][property: Example("Schemat har alltid två undersköterskor från och med den 1 december.")] string Text,
    [property: Description("Ny sista dag efter en kontroll som inte höll. / New last day after a check that did not hold.")] DateOnly? NewDueOn,
    [property: Description("Leverantören skrev det själv. / The supplier wrote it itself.")] bool BySupplier,
    [property: Description("Vem som skrev. / Who wrote it.")][property: Example("Lena Testsson")] string By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At)
{
    public static FindingStepView Of(FindingStep step) => new(step.Passed, step.Text, step.NewDueOn, step.BySupplier, step.ByName, step.At);
}
