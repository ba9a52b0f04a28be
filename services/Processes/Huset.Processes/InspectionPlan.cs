namespace Huset.Processes;

/// <summary>How often.</summary>
public enum InspectionFrequency { Monthly, Quarterly, HalfYearly, Yearly }

/// <summary>
/// How often units look at their own work by a checklist during a year: a unit, or all that lie lowest below it, as the organisation is when
/// each day comes near. The self-inspections are started by <see cref="Features.SelfInspections.StartPlanned"/>.
/// </summary>
public sealed class InspectionPlan
{
    public Guid Id { get; private set; }
    public Guid ChecklistId { get; private set; }
    public string UnitCode { get; private set; } = "";
    public InspectionFrequency Frequency { get; private set; }

    /// <summary>The others follow from it, to the end of its year.</summary>
    public DateOnly FirstDueOn { get; private set; }

    public int Year { get; private set; }
    public string ResponsibleRole { get; private set; } = "";

    /// <summary>Starts no more; what is started is done as it was to be.</summary>
    public bool IsClosed { get; private set; }

    public string ChangedByName { get; private set; } = "";
    public DateTimeOffset ChangedAt { get; private set; }
    public int Version { get; private set; }

    public static InspectionPlan Create(InspectionPlanFacts facts, Person by, DateTimeOffset now)
    {
        var plan = new InspectionPlan { Id = Guid.CreateVersion7(now) };
        plan.Change(facts, by, now);
        return plan;
    }

    public void Change(InspectionPlanFacts facts, Person by, DateTimeOffset now)
    {
        (ChecklistId, UnitCode, Frequency, FirstDueOn, Year, ResponsibleRole, IsClosed) =
            (facts.ChecklistId, facts.UnitCode, facts.Frequency, facts.FirstDueOn, facts.FirstDueOn.Year, facts.ResponsibleRole.Trim(), facts.IsClosed);
        (ChangedByName, ChangedAt, Version) = (by.Name, now, Version + 1);
    }

    /// <summary>The days of the year by which it is to be done, in order. Counted from the first, so that the last of a month stays the last of a month.</summary>
    public IEnumerable<DateOnly> DueDays()
    {
        var months = Frequency switch
        {
            InspectionFrequency.Monthly => 1,
            InspectionFrequency.Quarterly => 3,
            InspectionFrequency.HalfYearly => 6,
            _ => 12,
        };
        for (var day = FirstDueOn; day.Year == Year; day = FirstDueOn.AddMonths(months * (((day.Month - FirstDueOn.Month) / months) + 1))) yield return day;
    }
}

/// <summary>What is said of a plan.</summary>
public sealed record InspectionPlanFacts(Guid ChecklistId, string UnitCode, InspectionFrequency Frequency, DateOnly FirstDueOn, string ResponsibleRole, bool IsClosed);
