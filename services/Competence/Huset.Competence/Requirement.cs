using Huset.ServiceDefaults.Http;

namespace Huset.Competence;

/// <summary>How much a competence is asked for.</summary>
public enum RequirementLevel
{
    /// <summary>Without it something is wrong: law, or the municipality's own decision.</summary>
    Must,

    /// <summary>Good to have.</summary>
    Should,
}

/// <summary>A role, in a unit with everything below it or everywhere, asks for a competence from a day.</summary>
public sealed class Requirement
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Competence { get; private set; } = "";

    /// <summary>Code of the list roles; null for every role.</summary>
    public string? Role { get; private set; }

    /// <summary>Null for every unit.</summary>
    public string? UnitCode { get; private set; }

    public RequirementLevel Level { get; private set; }
    public DateOnly ValidFrom { get; private set; }

    /// <summary>First day that it is no longer asked for.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Where it is written, or whose it is.</summary>
    public string Source { get; private set; } = "";

    public int Version { get; private set; } = 1;

    public bool AppliesOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day < ValidTo);

    public static Requirement Set(string competence, string? role, string? unitCode, RequirementLevel level, DateOnly from, DateOnly? to, string source) => new()
    {
        Competence = competence,
        Role = role,
        UnitCode = unitCode,
        Level = level,
        ValidFrom = from,
        ValidTo = After(from, to),
        Source = source.Trim(),
    };

    /// <summary>What it asks of whom stays; another is set for another.</summary>
    public void Change(RequirementLevel level, DateOnly from, DateOnly? to, string source)
    {
        (Level, ValidFrom, ValidTo, Source) = (level, from, After(from, to), source.Trim());
        Version++;
    }

    private static DateOnly? After(DateOnly from, DateOnly? to) => to is null || to > from ? to : throw new InvalidField("validTo", "It must be after validFrom.");
}
