using Huset.ServiceDefaults.Http;

namespace Huset.Competence;

/// <summary>Someone has a competence, shown by something. It is never deleted: what was wrong is ended with the reason.</summary>
public sealed class HeldCompetence
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid EmployeeId { get; private set; }
    public string Competence { get; private set; } = "";
    public DateOnly AcquiredOn { get; private set; }

    /// <summary>The last day that it holds; null when it does not run out.</summary>
    public DateOnly? ExpiresOn { get; private set; }

    /// <summary>Code of the list evidence-kinds.</summary>
    public string Evidence { get; private set; } = "";

    /// <summary>Where the evidence is, such as a diary number; never an identity number.</summary>
    public string? Note { get; private set; }

    public string RegisteredByName { get; private set; } = "";
    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>First day that it does not count, though its time had not run out.</summary>
    public DateOnly? EndedOn { get; private set; }

    public string? EndedReason { get; private set; }
    public string? EndedByName { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>It counts that day.</summary>
    public bool Holds(DateOnly day) => AcquiredOn <= day && (ExpiresOn is null || day <= ExpiresOn) && (EndedOn is null || day < EndedOn);

    /// <param name="expiresOn">An earlier last day than the rules give; null for theirs.</param>
    /// <exception cref="InvalidField">400: acquiredOn or expiresOn.</exception>
    public static HeldCompetence Register(Guid employeeId, CompetenceType type, DateOnly acquiredOn, DateOnly? expiresOn, WorkCode evidence, string? note, string byName, DateOnly today, DateTimeOffset now)
    {
        if (acquiredOn > today) throw new InvalidField("acquiredOn", "It is not acquired yet.");
        var last = type.LastDay(acquiredOn, evidence);
        if (expiresOn < acquiredOn) throw new InvalidField("expiresOn", "It must not be before acquiredOn.");
        if (expiresOn > last) throw new InvalidField("expiresOn", $"So shown it holds until {last:yyyy-MM-dd} at the longest.");
        return new()
        {
            EmployeeId = employeeId,
            Competence = type.Code,
            AcquiredOn = acquiredOn,
            ExpiresOn = expiresOn ?? last,
            Evidence = evidence.Code,
            Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(),
            RegisteredByName = byName,
            RegisteredAt = now,
        };
    }

    /// <exception cref="RuleViolation">409 `held-competence.ended`.</exception>
    public void End(string reason, string byName, DateOnly today)
    {
        if (EndedOn is not null) throw new RuleViolation("held-competence.ended", "It has ended already.");
        (EndedOn, EndedReason, EndedByName, Version) = (today, reason.Trim(), byName, Version + 1);
    }
}
