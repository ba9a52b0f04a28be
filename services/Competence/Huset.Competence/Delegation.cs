using Huset.Competence.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Limits;

namespace Huset.Competence;

/// <summary>Where a delegation stands. A draft waits for the recipient's signature.</summary>
public enum DelegationStatus { Draft, Active, Withdrawn, Ended, Expired }

/// <summary>Why a delegation ended by itself: it is personal, and its delegator must be able to follow it up (PSL 2010:659 ch. 6 § 3, SOSFS 1997:14).</summary>
public enum DelegationEnd { RecipientMoved, RecipientLeft, DelegatorLeft, DelegatorMoved, DelegatorNotLicensed }

/// <summary>What a delegation says, beside who gives and who gets it.</summary>
/// <param name="Task">Code of the list delegation-tasks.</param>
/// <param name="UnitCode">Where it applies, with everything below.</param>
/// <param name="ClientScope">For whom, when not for everyone in the unit; never a name or an identity number.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">First day that it no longer applies.</param>
/// <param name="CoursePassedOn">When the recipient passed the course.</param>
/// <param name="TestPassedOn">When the recipient passed the test.</param>
/// <param name="PracticalCheckOn">When the delegator saw the recipient do it.</param>
/// <param name="Instructions">How it is done, and when the recipient must call.</param>
public sealed record DelegationTerms(
    string Task, string UnitCode, string? ClientScope, DateOnly ValidFrom, DateOnly ValidTo, DateOnly? CoursePassedOn, DateOnly? TestPassedOn, DateOnly? PracticalCheckOn, string Instructions);

/// <summary>
/// A health-care task that a licensed professional gives someone else in writing: personal, for a task, a place and a time, signed by both
/// (PSL 2010:659 ch. 6 § 3, SOSFS 1997:14). Names stand as they were when it was written.
/// </summary>
public sealed class Delegation
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid EmployeeId { get; private set; }
    public string EmployeeName { get; private set; } = "";
    public string EmployeeRole { get; private set; } = "";

    /// <summary>Where the recipient worked when it was written.</summary>
    public string EmployeeUnit { get; private set; } = "";

    public Guid DelegatorId { get; private set; }
    public string DelegatorName { get; private set; } = "";
    public string DelegatorRole { get; private set; } = "";

    /// <summary>Where the delegator worked when it was written.</summary>
    public string DelegatorUnit { get; private set; } = "";

    public string Task { get; private set; } = "";
    public string UnitCode { get; private set; } = "";
    public string? ClientScope { get; private set; }
    public DateOnly ValidFrom { get; private set; }

    /// <summary>First day that it no longer applies.</summary>
    public DateOnly ValidTo { get; private set; }

    public DateOnly CoursePassedOn { get; private set; }
    public DateOnly TestPassedOn { get; private set; }
    public DateOnly? PracticalCheckOn { get; private set; }
    public string Instructions { get; private set; } = "";

    /// <summary>As it was last written; what it is today is <see cref="StatusOn"/>.</summary>
    public DelegationStatus Status { get; private set; }

    public DateTimeOffset DelegatorSignedAt { get; private set; }
    public DateTimeOffset? RecipientSignedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it ended by itself; null when it was withdrawn or its time ran out.</summary>
    public DelegationEnd? EndedBecause { get; private set; }

    public string? WithdrawnByName { get; private set; }
    public string? WithdrawnReason { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>True when it is a draft or has been signed by both, whatever the day.</summary>
    public bool IsOpen => Status is DelegationStatus.Draft or DelegationStatus.Active;

    /// <summary>Its status on the day, also before anyone has written down that its time has run out.</summary>
    public DelegationStatus StatusOn(DateOnly day) => IsOpen && ValidTo <= day ? DelegationStatus.Expired : Status;

    /// <summary>The recipient may do the task that day.</summary>
    public bool IsInForce(DateOnly day) => Status == DelegationStatus.Active && ValidFrom <= day && day < ValidTo;

    /// <summary>The recipient might do the task that day, as it is known now: also of a day that has been.</summary>
    public bool AppliedOn(DateOnly day) => RecipientSignedAt is not null && ValidFrom <= day && day < ValidTo && (EndedAt is not { } ended || day < SwedishTime.Day(ended));

    /// <summary>Written and signed by the delegator, in one act.</summary>
    /// <exception cref="RuleViolation">`delegation.not-licensed`, `delegation.to-oneself`, `delegation.recipient-elsewhere`, `delegation.no-test`, `delegation.test-too-old`, `delegation.too-long`</exception>
    public static Delegation Write(DelegationTerms terms, Employee recipient, Employee? delegator, DelegationRules rules, DateTimeOffset now)
    {
        var today = SwedishTime.Day(now);
        if (delegator is null || !rules.MayDelegate(delegator, today)) throw new RuleViolation("delegation.not-licensed", "Only someone who is employed in a licensed profession by the people directory can delegate.");
        if (recipient.Id == delegator.Id) throw new RuleViolation("delegation.to-oneself", "Nobody delegates to oneself.");
        rules.CheckPlace(recipient, terms.UnitCode, today);
        if (terms.CoursePassedOn is not { } course || terms.TestPassedOn is not { } test || course > today || test > today) throw new RuleViolation("delegation.no-test", "The recipient must have passed the course and the test first.");
        rules.CheckTest(test, today);
        rules.CheckTime(terms.ValidFrom, terms.ValidTo);
        return new()
        {
            EmployeeId = recipient.Id,
            EmployeeName = recipient.Name,
            EmployeeRole = recipient.Role,
            EmployeeUnit = recipient.HomeUnit,
            DelegatorId = delegator.Id,
            DelegatorName = delegator.Name,
            DelegatorRole = delegator.Role,
            DelegatorUnit = delegator.HomeUnit,
            Task = terms.Task,
            UnitCode = terms.UnitCode,
            ClientScope = string.IsNullOrWhiteSpace(terms.ClientScope) ? null : terms.ClientScope.Trim(),
            ValidFrom = terms.ValidFrom,
            ValidTo = terms.ValidTo,
            CoursePassedOn = course,
            TestPassedOn = test,
            PracticalCheckOn = terms.PracticalCheckOn,
            Instructions = terms.Instructions.Trim(),
            DelegatorSignedAt = now,
        };
    }

    /// <summary>Signed by the recipient, who must be the one that it was written for; from then on it applies. The delegator has signed by writing, and signs no more.</summary>
    /// <returns>False when there was nothing to sign: it is the delegator, who has.</returns>
    /// <exception cref="RuleViolation">`delegation.wrong-signer`, `delegation.over`, `delegation.not-licensed`, `delegation.recipient-elsewhere`, `delegation.test-too-old`</exception>
    public bool Sign(Employee? signer, Employee delegator, DelegationRules rules, DateTimeOffset now)
    {
        var today = SwedishTime.Day(now);
        if (signer is null || (signer.Id != EmployeeId && signer.Id != DelegatorId)) throw new RuleViolation("delegation.wrong-signer", "Only the recipient and the delegator sign, each for oneself.");
        if (!IsOpen || ValidTo <= today) throw new RuleViolation("delegation.over", "The delegation is over.");
        if (signer.Id == DelegatorId || Status == DelegationStatus.Active) return false;
        if (!rules.MayDelegate(delegator, today)) throw new RuleViolation("delegation.not-licensed", "The delegator is no longer employed in a licensed profession.");
        rules.CheckPlace(signer, UnitCode, today);
        rules.CheckTest(TestPassedOn, today);
        (Status, RecipientSignedAt, Version) = (DelegationStatus.Active, now, Version + 1);
        return true;
    }

    /// <exception cref="RuleViolation">`delegation.over`</exception>
    public void Withdraw(string reason, string byName, DateTimeOffset now)
    {
        if (StatusOn(SwedishTime.Day(now)) is not (DelegationStatus.Draft or DelegationStatus.Active)) throw new RuleViolation("delegation.over", "The delegation is over.");
        (Status, EndedAt, WithdrawnByName, WithdrawnReason, Version) = (DelegationStatus.Withdrawn, now, byName, reason.Trim(), Version + 1);
    }

    /// <summary>Ends it when its time has run out, or when who has it or who gave it can no longer answer for it. True when it ended.</summary>
    public bool EndByRule(Employee recipient, Employee delegator, DelegationRules rules, DateTimeOffset now)
    {
        var today = SwedishTime.Day(now);
        if (!IsOpen) return false;
        if (ValidTo <= today)
        {
            (Status, EndedAt, Version) = (DelegationStatus.Expired, SwedishTime.StartOf(ValidTo), Version + 1);
            return true;
        }
        DelegationEnd? why =
            recipient.EmployedTo <= today ? DelegationEnd.RecipientLeft
            // Who stays where it was given has not moved, however the organisation does.
            : recipient.HomeUnit != EmployeeUnit && !rules.WorksIn(recipient, UnitCode) ? DelegationEnd.RecipientMoved
            : delegator.EmployedTo <= today ? DelegationEnd.DelegatorLeft
            : delegator.HomeUnit != DelegatorUnit ? DelegationEnd.DelegatorMoved
            : !rules.IsLicensed(delegator) ? DelegationEnd.DelegatorNotLicensed
            : null;
        if (why is null) return false;
        (Status, EndedAt, EndedBecause, Version) = (DelegationStatus.Ended, now, why, Version + 1);
        return true;
    }

    public DelegationChanged ToChanged(DateTimeOffset now) => new(Id, UnitCode, Task, Kebab.Of(Status), ValidFrom, ValidTo, Version, now);
}

/// <summary>What delegations are judged by, as it is at one moment: the rules of the day, the licensed professions, and the organisation.</summary>
/// <param name="book">The day's rules.</param>
/// <param name="codes">The code lists.</param>
/// <param name="withBelow">Codes of a unit and everything below it.</param>
public sealed class DelegationRules(LimitsOfDay book, CodeLists codes, Func<string, IReadOnlyCollection<string>> withBelow)
{
    public LimitsOfDay Book => book;

    /// <summary>Works as one of the professions that the list `roles` says are licensed.</summary>
    public bool IsLicensed(Employee employee) => codes.Find(CodeLists.Roles, employee.Role)?.Licensed == true;

    public bool MayDelegate(Employee employee, DateOnly today) => employee.IsEmployed(today) && IsLicensed(employee);

    public bool WorksIn(Employee employee, string unitCode) => withBelow(unitCode).Contains(employee.HomeUnit);

    internal void CheckPlace(Employee recipient, string unitCode, DateOnly today)
    {
        if (!recipient.IsEmployed(today) || !WorksIn(recipient, unitCode)) throw new RuleViolation("delegation.recipient-elsewhere", "The recipient does not work in the unit or below it.");
    }

    internal void CheckTest(DateOnly test, DateOnly today)
    {
        if (test < today.AddMonths(-book[Measure.TestMonths].Value)) throw new RuleViolation("delegation.test-too-old", $"The test is older than {book[Measure.TestMonths].Value} months ({book[Measure.TestMonths].Source}).");
    }

    internal void CheckTime(DateOnly from, DateOnly to)
    {
        if (to > from.AddMonths(book[Measure.DelegationMonths].Value)) throw new RuleViolation("delegation.too-long", $"A delegation applies at most {book[Measure.DelegationMonths].Value} months ({book[Measure.DelegationMonths].Source}).");
    }

    /// <summary>Days of the nearest reminder that has come for what ends on the day, such as 30; null when none has.</summary>
    public int? Reminder(DateOnly validTo, DateOnly today)
    {
        var left = validTo.DayNumber - today.DayNumber;
        return new[] { Measure.LastReminderDays, Measure.SecondReminderDays, Measure.FirstReminderDays }.Select(measure => (int?)book[measure].Value).FirstOrDefault(days => left <= days);
    }
}
