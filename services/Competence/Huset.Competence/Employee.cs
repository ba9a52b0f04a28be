using Huset.Competence.Contracts;
using Huset.ServiceDefaults;

namespace Huset.Competence;

/// <summary>Someone who works for the municipality, as the personnel system tells (decision 16).</summary>
public sealed class Employee
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();

    /// <summary>The personnel system's own number; never a personal identity number.</summary>
    public string Number { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Name at sign-in; by it the account is known when the person first signs in.</summary>
    public string? Username { get; private set; }

    /// <summary>Id at sign-in (`sub`); null until it is known.</summary>
    public string? AccountId { get; private set; }

    public string? Email { get; private set; }

    /// <summary>Code of the list `roles`.</summary>
    public string Role { get; private set; } = "";

    public string HomeUnit { get; private set; } = "";
    public DateOnly EmployedFrom { get; private set; }

    /// <summary>First day that the person no longer works here; null as long as no end is known.</summary>
    public DateOnly? EmployedTo { get; private set; }

    /// <summary>Whether the person was employed when the others were last told.</summary>
    public bool IsActive { get; private set; }

    public int Version { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    public bool IsEmployed(DateOnly day) => EmployedFrom <= day && (EmployedTo is null || day < EmployedTo);

    public static Employee Import(string number, EmployeeFacts facts, DateTimeOffset now)
    {
        var employee = new Employee { Number = number };
        employee.Change(facts, now);
        return employee;
    }

    /// <summary>True when something changed.</summary>
    public bool Change(EmployeeFacts facts, DateTimeOffset now)
    {
        if (Version > 0 && Facts == facts) return false;
        // Another sign-in name is another account.
        if (Username is not null && !string.Equals(Username, facts.Username, StringComparison.OrdinalIgnoreCase)) AccountId = null;
        (Name, Username, Email, Role, HomeUnit, EmployedFrom, EmployedTo) = facts;
        Changed(now);
        return true;
    }

    /// <summary>The personnel system no longer has the person: the employment ends with yesterday.</summary>
    public bool End(DateTimeOffset now) => Change(Facts with { EmployedTo = SwedishTime.Day(now) }, now);

    /// <summary>True when the employment has begun or ended since the others were told.</summary>
    public bool KeepsTime(DateTimeOffset now)
    {
        if (IsActive == IsEmployed(SwedishTime.Day(now))) return false;
        Changed(now);
        return true;
    }

    /// <summary>True when the account was not known before.</summary>
    public bool HasSignedIn(string accountId, DateTimeOffset now)
    {
        if (AccountId == accountId) return false;
        AccountId = accountId;
        Changed(now);
        return true;
    }

    /// <summary>The account has another's name now.</summary>
    public void LoseAccount(DateTimeOffset now)
    {
        AccountId = null;
        Changed(now);
    }

    public EmployeeFacts Facts => new(Name, Username, Email, Role, HomeUnit, EmployedFrom, EmployedTo);

    public PersonChanged ToChanged() => new(Id, AccountId, Name, Role, HomeUnit, IsActive, Version, ChangedAt, Username);

    private void Changed(DateTimeOffset now) => (IsActive, Version, ChangedAt) = (IsEmployed(SwedishTime.Day(now)), Version + 1, now);
}

/// <summary>What the personnel system tells of someone.</summary>
public sealed record EmployeeFacts(string Name, string? Username, string? Email, string Role, string HomeUnit, DateOnly EmployedFrom, DateOnly? EmployedTo);
