using Huset.Deviations.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>Whether the unit goes on with it since before the case was handed over, or the investigator has asked for it.</summary>
public enum UnitTaskKind { ImmediateMeasure, Task }

public enum UnitTaskStatus { Open, Done }

/// <summary>What a unit is to do: in own words written for the unit, by whom and when. Without an owner the unit's manager does it.</summary>
public sealed record UnitTaskPlan(string What, Person? Owner, DateOnly DueAt);

/// <summary>
/// What a unit keeps when its case is handed over to lex Sarah or lex Maria: a measure that goes on, or a task that the investigator gives. It is the unit's
/// own and stays so when the case is returned or closed; which case it came from is told to nobody but the case's investigators.
/// </summary>
public sealed class UnitTask : ICase
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();

    /// <summary>For the investigators' eyes: the unit is shown nothing of the case, nor which it is.</summary>
    public Guid DeviationId { get; private set; }

    public string UnitCode { get; private set; } = "";
    public UnitTaskKind Kind { get; private set; }
    public string What { get; private set; } = "";

    /// <summary>Who does it; null: the unit's manager.</summary>
    public string? OwnerId { get; private set; }

    public string? OwnerName { get; private set; }
    public DateOnly DueAt { get; private set; }
    public string GivenById { get; private set; } = "";
    public string GivenByName { get; private set; } = "";
    public DateTimeOffset GivenAt { get; private set; }
    public string? Outcome { get; private set; }
    public string? CompletedByName { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>In the access log; it has no number, which would tell when the case came.</summary>
    public string Reference => "Uppgift";

    public UnitTaskStatus Status => CompletedAt is null ? UnitTaskStatus.Open : UnitTaskStatus.Done;

    /// <exception cref="InvalidField">400: the field that tells the last day.</exception>
    internal static UnitTask Of(Deviation deviation, UnitTaskKind kind, UnitTaskPlan plan, string dueField, Person by, DateTimeOffset now) => new()
    {
        DeviationId = deviation.Id,
        UnitCode = deviation.UnitCode,
        Kind = kind,
        What = plan.What.Trim(),
        OwnerId = plan.Owner?.Id,
        OwnerName = plan.Owner?.Name,
        DueAt = plan.DueAt >= SwedishTime.Day(now) ? plan.DueAt : throw new InvalidField(dueField, "It is due today at the earliest."),
        GivenById = by.Id,
        GivenByName = by.Name,
        GivenAt = now,
    };

    /// <exception cref="RuleViolation">`unit-task.completed`</exception>
    public void Complete(string outcome, Person by, DateTimeOffset now)
    {
        if (CompletedAt is not null) throw new RuleViolation("unit-task.completed", "The task is reported as done already.");
        (Outcome, CompletedByName, CompletedAt) = (outcome.Trim(), by.Name, now);
        Version++;
    }

    public UnitTaskChanged ToChanged(DateTimeOffset at) => new(Id, UnitCode, Kebab.Of(Kind), Kebab.Of(Status), DueAt, Version, at);

    internal static void Configure(ModelBuilder model) => model.Entity<UnitTask>(task =>
    {
        task.ToTable("unit_tasks");
        task.Property(t => t.Id).ValueGeneratedNever();
        task.Property(t => t.Version).IsConcurrencyToken();
        task.Ignore(t => t.Reference).Ignore(t => t.Status);
        task.HasOne<Deviation>().WithMany().HasForeignKey(t => t.DeviationId);
        task.HasIndex(t => new { t.UnitCode, t.DueAt }, "unit_tasks_open_by_unit").HasFilter("completed_at is null");
        task.HasIndex(t => new { t.OwnerId, t.DueAt }, "unit_tasks_open_by_owner").HasFilter("completed_at is null and owner_id is not null");
        task.HasIndex(t => new { t.UnitCode, t.Id }).IsDescending(false, true);
    });
}
