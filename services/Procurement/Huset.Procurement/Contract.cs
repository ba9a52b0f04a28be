using Huset.Events;
using Huset.Procurement.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Procurement;

public enum ContractState { Coming, Running, Ended }

/// <summary>What stands out of a contract, most important first.</summary>
public enum ContractSignal { FindingOverdue, RemedyToCheck, FollowUpOverdue, NotFollowedUp, NoRequirements, EndsSoon }

/// <summary>An agreement with a supplier: for which units, from when to when, and what quality is asked for (SOSFS 2011:9 ch. 4 § 6; KL 2017:725 ch. 10 § 8).</summary>
public sealed class Contract
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Reference { get; private set; } = "";
    public Guid SupplierId { get; private set; }
    public Supplier Supplier { get; private set; } = null!;
    public string Name { get; private set; } = "";

    /// <summary>Its number in the municipality's register of documents.</summary>
    public string? DiaryNumber { get; private set; }

    /// <summary>Code of the list `contract-forms`: how it was procured.</summary>
    public string Form { get; private set; } = "";

    public DateOnly ValidFrom { get; private set; }

    /// <summary>First day that it no longer holds; null until further notice.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Codes of the units that it is for.</summary>
    public string[] UnitCodes { get; private set; } = [];

    public List<ContractRequirement> Requirements { get; private set; } = [];
    public string? OwnerId { get; private set; }
    public string? OwnerName { get; private set; }
    public string ChangedByName { get; private set; } = "";
    public DateTimeOffset ChangedAt { get; private set; }
    public int Version { get; private set; }

    public ContractState StateOn(DateOnly day) => day < ValidFrom ? ContractState.Coming : ValidTo is { } end && day >= end ? ContractState.Ended : ContractState.Running;

    public static Contract Register(long number, Guid supplierId, ContractFacts facts, IEnumerable<Asked> requirements, Person by, DateTimeOffset now)
    {
        var contract = new Contract { Reference = $"AVT-{SwedishTime.Day(now).Year}-{number:0000}", SupplierId = supplierId };
        foreach (var asked in requirements) contract.Add(asked);
        contract.Change(facts, by, now);
        return contract;
    }

    /// <exception cref="InvalidField">400: it would end before it begins.</exception>
    public void Change(ContractFacts facts, Person by, DateTimeOffset now)
    {
        if (facts.ValidTo <= facts.ValidFrom) throw new InvalidField("validTo", "It must end after it begins.");
        (Name, DiaryNumber, Form, ValidFrom, ValidTo, UnitCodes) = (facts.Name.Trim(), Line(facts.DiaryNumber), facts.Form, facts.ValidFrom, facts.ValidTo, [.. facts.UnitCodes.Distinct()]);
        (OwnerId, OwnerName) = (facts.Owner?.Id, facts.Owner?.Name);
        Changed(by, now);
    }

    /// <summary>Asks for something; it stands at the end of the checklists of the follow-ups that are planned from now on.</summary>
    public void Ask(Asked asked, Person by, DateTimeOffset now)
    {
        Add(asked);
        Changed(by, now);
    }

    public void Reword(ContractRequirement requirement, Asked asked, Person by, DateTimeOffset now)
    {
        requirement.Write(asked);
        Changed(by, now);
    }

    /// <summary>Asks for it no longer; what has been found against it stays.</summary>
    public void Drop(ContractRequirement requirement, Person by, DateTimeOffset now)
    {
        requirement.Drop();
        Changed(by, now);
    }

    public ContractChanged ToChanged(DateTimeOffset at) => new(
        Id, SupplierId, UnitCodes, Form, ValidFrom, ValidTo, Requirements.Count(requirement => !requirement.IsDropped), Visibility.Analyst,
        [.. UnitCodes.Select(unit => new Link("applies-to", "unit", unit))], Version, at);

    private void Add(Asked asked) => Requirements.Add(ContractRequirement.Of(Requirements.Count == 0 ? 1 : Requirements.Max(known => known.Number) + 1, asked));

    private void Changed(Person by, DateTimeOffset now)
    {
        (ChangedByName, ChangedAt) = (by.Name, now);
        Version++;
    }

    internal static string? Line(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What a contract is registered with.</summary>
public sealed record ContractFacts(string Name, string? DiaryNumber, string Form, DateOnly ValidFrom, DateOnly? ValidTo, IReadOnlyList<string> UnitCodes, Person? Owner);

/// <summary>What a contract asks for, as it is written.</summary>
/// <param name="Area">Code of the list `requirement-areas`.</param>
/// <param name="Text">The requirement.</param>
/// <param name="Source">Where it stands: the contract's clause, or the law.</param>
public sealed record Asked(string Area, string Text, string? Source);

/// <summary>One thing that a contract asks for.</summary>
public sealed class ContractRequirement
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid ContractId { get; private set; }

    /// <summary>Its place in the contract, which never changes.</summary>
    public int Number { get; private set; }

    /// <summary>Code of the list `requirement-areas`.</summary>
    public string Area { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>Where it stands: the contract's clause, or the law.</summary>
    public string? Source { get; private set; }

    public bool IsDropped { get; private set; }

    internal static ContractRequirement Of(int number, Asked asked)
    {
        var requirement = new ContractRequirement { Number = number };
        requirement.Write(asked);
        return requirement;
    }

    internal void Write(Asked asked) => (Area, Text, Source) = (asked.Area, asked.Text.Trim(), Contract.Line(asked.Source));

    internal void Drop() => IsDropped = true;
}
