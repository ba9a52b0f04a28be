namespace Huset.Processes;

/// <summary>Who runs the unit: the municipality itself or a company on its behalf.</summary>
public enum Provider { Own, Private }

/// <summary>What is said of a unit, in the code lists' own spelling.</summary>
public sealed record UnitFacts(string Name, string? Parent, string Type, string? Board, Provider Provider, string[] LawAreas)
{
    public bool Equals(UnitFacts? other) =>
        other is not null
        && (Name, Parent, Type, Board, Provider) == (other.Name, other.Parent, other.Type, other.Board, other.Provider)
        && LawAreas.SequenceEqual(other.LawAreas);

    public override int GetHashCode() => HashCode.Combine(Name, Parent, Type, Board, Provider, LawAreas.Length);
}

/// <summary>How a unit looks from a day on, until it looks otherwise or ends.</summary>
public sealed class UnitPeriod
{
    public string UnitCode { get; private set; } = "";
    public Unit Unit { get; private set; } = null!;
    public DateOnly ValidFrom { get; private set; }

    /// <summary>First day that it no longer looks so; null while it does.</summary>
    public DateOnly? Until { get; internal set; }

    public string Name { get; private set; } = "";
    public string? Parent { get; private set; }
    public string Type { get; private set; } = "";
    public string? Board { get; private set; }
    public Provider Provider { get; private set; }
    public string[] LawAreas { get; private set; } = [];

    public UnitFacts Facts
    {
        get => new(Name, Parent, Type, Board, Provider, LawAreas);
        internal set => (Name, Parent, Type, Board, Provider, LawAreas) = (value.Name, value.Parent, value.Type, value.Board, value.Provider, value.LawAreas);
    }

    /// <summary>The first day after it, or the end of time.</summary>
    public DateOnly End => Until ?? DateOnly.MaxValue;

    public bool Holds(DateOnly day) => ValidFrom <= day && day < End;

    internal static UnitPeriod Of(string code, DateOnly from, UnitFacts facts) => new() { UnitCode = code, ValidFrom = from, Facts = facts };
}
