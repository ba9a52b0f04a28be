using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Procurement.Features.Contracts;

/// <summary>A contract as who may see it reads it.</summary>
public sealed record ContractView(
    [property: Description("Avtalets id. / Id of the contract.")] Guid Id,
    [property: Description("Avtalets nummer här. / The contract's number here.")][property: Example("AVT-2026-0001")] string Reference,
    [property: Description("Namnet. / The name.")][property: Example("Hemtjänst på kvällar och nätter")] string Name,
    [property: Description("Leverantörens id. / Id of the supplier.")] Guid SupplierId,
    [property: Description("Leverantörens namn. / Name of the supplier.")][property: Example("Exempelvård AB")] string SupplierName,
    [property: Description("Numret i kommunens diarium. / Number in the municipality's register of documents.")][property: Example("SN 2025/123")] string? DiaryNumber,
    [property: Description("Hur det upphandlades, en kod ur contract-forms. / How it was procured, a code of contract-forms.")][property: Example("lov")] string Form,
    [property: Description("Första dagen. / First day.")] DateOnly ValidFrom,
    [property: Description("Första dagen som det inte längre gäller; saknas tills vidare. / First day that it no longer holds; absent until further notice.")] DateOnly? ValidTo,
    [property: Description("Om det gäller i dag. / Whether it applies today.")] ContractState State,
    [property: Description("Enheterna som det gäller. / The units that it is for.")][property: Example("norrangen")] IReadOnlyList<string> UnitCodes,
    [property: Description("Ägarens id. / Id of its owner.")][property: Example("8f1c2d3e-0000-4000-8000-000000000001")] string? OwnerId,
    [property: Description("Ägarens namn. / Name of its owner.")][property: Example("Ulf Hanell")] string? OwnerName,
    [property: Description("Kraven, i ordning. / The requirements, in order.")] IReadOnlyList<RequirementView> Requirements,
    [property: Description("Hur uppföljningen står, av det som du ser. / How following it up stands, of what you see.")] StandingView Standing,
    [property: Description("Vem som ändrade senast. / Who changed it last.")][property: Example("Ulf Hanell")] string ChangedByName,
    [property: Description("När det senast ändrades. / When it was last changed.")] DateTimeOffset ChangedAt,
    [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")] int Version)
{
    public static ContractView Of(Contract contract, StandingView standing, DateOnly today) => new(
        contract.Id, contract.Reference, contract.Name, contract.SupplierId, contract.Supplier.Name, contract.DiaryNumber, contract.Form, contract.ValidFrom, contract.ValidTo, contract.StateOn(today), contract.UnitCodes,
        contract.OwnerId, contract.OwnerName, [.. contract.Requirements.Where(requirement => !requirement.IsDropped).OrderBy(requirement => requirement.Number).Select(RequirementView.Of)], standing, contract.ChangedByName,
        contract.ChangedAt, contract.Version);
}

/// <summary>One thing that a contract asks for.</summary>
public sealed record RequirementView(
    [property: Description("Kravets id. / Id of the requirement.")] Guid Id,
    [property: Description("Platsen i avtalet; ändras aldrig. / Its place in the contract; never changes.")][property: Example("1")] int Number,
    [property: Description("Vad det handlar om, en kod ur requirement-areas. / What it is about, a code of requirement-areas.")][property: Example("bemanning")] string Area,
    [property: Description("Kravet. / The requirement.")][property: Example("Samma personal hela veckan så långt det går.")] string Text,
    [property: Description("Var det står. / Where it stands.")][property: Example("Avtalet 4.2")] string? Source)
{
    public static RequirementView Of(ContractRequirement requirement) => new(requirement.Id, requirement.Number, requirement.Area, requirement.Text, requirement.Source);
}

/// <summary>How following up a contract stands.</summary>
public sealed record StandingView(
    [property: Description("Brister att åtgärda. / Findings to remedy.")][property: Example("1")] int OpenFindings,
    [property: Description("Av dem de vars sista dag har varit. / Those of them whose last day has been.")][property: Example("0")] int OverdueFindings,
    [property: Description("Åtgärder som väntar på kontroll. / Remedies that wait for a check.")][property: Example("0")] int RemediedFindings,
    [property: Description("Dagen då det senast följdes upp. / The day that it was last followed up.")] DateOnly? LastHeldOn,
    [property: Description("Dagen för nästa planerade uppföljning. / The day of the next one planned.")] DateOnly? NextPlannedOn,
    [property: Description("Det som sticker ut, viktigast först. / What stands out, most important first.")] IReadOnlyList<ContractSignal> Signals);
