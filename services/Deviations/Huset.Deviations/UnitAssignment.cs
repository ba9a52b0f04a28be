using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>What someone is appointed to in a unit.</summary>
public enum AssignmentKind { SafetyRepresentative, TopicRepresentative }

/// <summary>
/// Someone is appointed to something in a unit and every unit below it, for a time: as safety representative, or to represent a topic.
/// It opens rows beside the roles (<see cref="Mandate"/>); ended it opens none, and stays to tell who was.
/// </summary>
public sealed class UnitAssignment
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public AssignmentKind Kind { get; private set; }
    public string UnitCode { get; private set; } = "";

    /// <summary>The topic that a topic representative has, of the code list topics.</summary>
    public string? Topic { get; private set; }

    public string PersonId { get; private set; } = "";
    public string PersonName { get; private set; } = "";
    public DateOnly ValidFrom { get; private set; }

    /// <summary>First day that it no longer applies; null while nothing has ended it. On its first day: it has never applied.</summary>
    public DateOnly? ValidTo { get; private set; }

    public string SetByName { get; private set; } = "";
    public DateTimeOffset SetAt { get; private set; }
    public string? EndedByName { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public int Version { get; private set; } = 1;

    public bool AppliesOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day < ValidTo);

    public static UnitAssignment Of(AssignmentKind kind, string unitCode, string? topic, Person person, DateOnly validFrom, DateOnly? validTo, Person by, DateTimeOffset now)
    {
        if (validTo <= validFrom) throw new InvalidField("validTo", "It must end after its first day.");
        return new()
        {
            Kind = kind,
            UnitCode = unitCode,
            Topic = topic,
            PersonId = person.Id,
            PersonName = person.Name,
            ValidFrom = validFrom,
            ValidTo = validTo,
            SetByName = by.Name,
            SetAt = now,
        };
    }

    /// <exception cref="RuleViolation">`assignment.ended`</exception>
    public void End(DateOnly validTo, Person by, DateTimeOffset now)
    {
        if (ValidTo <= validTo) throw new RuleViolation("assignment.ended", "It has ended by then.");
        (ValidTo, EndedByName, EndedAt, Version) = (validTo < ValidFrom ? ValidFrom : validTo, by.Name, now, Version + 1);
    }

    internal static void Configure(ModelBuilder model) => model.Entity<UnitAssignment>(assignment =>
    {
        assignment.ToTable("unit_assignments");
        assignment.Property(a => a.Id).ValueGeneratedNever();
        assignment.Property(a => a.Version).IsConcurrencyToken();
        assignment.HasIndex(a => a.PersonId);
        assignment.HasIndex(a => new { a.UnitCode, a.Kind });
    });
}
