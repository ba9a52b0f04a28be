namespace Huset.Competence;

/// <summary>Something that one can have learnt or been found fit for; the municipality's own list.</summary>
public sealed class CompetenceType
{
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>Code of the list competence-kinds.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Months that it holds from the day it was acquired; null when it does not run out.</summary>
    public int? Months { get; private set; }

    public DateOnly? ValidFrom { get; private set; }

    /// <summary>First day that it may no longer be required or registered; who has it keeps it.</summary>
    public DateOnly? ValidTo { get; private set; }

    public int Version { get; private set; }

    public bool IsValid(DateOnly day) => (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || day < ValidTo);

    public static CompetenceType Create(string code, CompetenceFacts facts)
    {
        var type = new CompetenceType { Code = code };
        type.Change(facts);
        return type;
    }

    public void Change(CompetenceFacts facts)
    {
        if (Version > 0 && (Name, Kind, Months, ValidFrom, ValidTo) == (facts.Name, facts.Kind, facts.Months, facts.ValidFrom, facts.ValidTo)) return;
        (Name, Kind, Months, ValidFrom, ValidTo) = facts;
        Version++;
    }

    /// <summary>The last day that it holds when it was acquired on the day and is shown so; null when it does not run out.</summary>
    public DateOnly? LastDay(DateOnly acquiredOn, WorkCode evidence)
    {
        DateOnly? byTime = Months is { } months ? acquiredOn.AddMonths(months).AddDays(-1) : null;
        return byTime is null || evidence.LastDay < byTime ? evidence.LastDay : byTime;
    }
}

/// <summary>What is written of a competence.</summary>
public sealed record CompetenceFacts(string Name, string Kind, int? Months, DateOnly? ValidFrom, DateOnly? ValidTo);
