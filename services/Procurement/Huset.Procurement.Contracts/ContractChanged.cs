using Huset.Events;

namespace Huset.Procurement.Contracts;

/// <summary>Published when a contract is registered, changed or ended; never its name, nor the supplier's.</summary>
/// <param name="ContractId">The contract.</param>
/// <param name="SupplierId">The supplier, by its own id and no name or number.</param>
/// <param name="UnitCodes">The units that it is for.</param>
/// <param name="Form">Code of the list contract-forms: how it was procured.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">First day that it no longer holds; null until further notice.</param>
/// <param name="Requirements">How many quality requirements it has.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">applies-to → unit.</param>
/// <param name="SubjectVersion">Counts the contract's changes from 1.</param>
/// <param name="At">When it changed, UTC.</param>
public sealed record ContractChanged(
    Guid ContractId,
    Guid SupplierId,
    IReadOnlyList<string> UnitCodes,
    string Form,
    DateOnly ValidFrom,
    DateOnly? ValidTo,
    int Requirements,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => ContractId.ToString();

    /// <summary>The unit, when it is for one only.</summary>
    public string? UnitCode => UnitCodes is [var only] ? only : null;
}
