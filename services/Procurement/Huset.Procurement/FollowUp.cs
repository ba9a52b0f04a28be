using Huset.Events;
using Huset.Procurement.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Procurement;

public enum FollowUpStatus { Planned, Held, Completed }

/// <summary>How a requirement was found to be met.</summary>
public enum Verdict { Met, Partly, NotMet, NotApplicable }

public enum Severity { Minor, Major }

public enum FindingStatus { Open, Remedied, Closed }

/// <summary>A contract followed up (KL 2017:725 ch. 10 § 8): planned, held by a checklist of the contract's requirements, completed when each has its verdict.</summary>
public sealed class FollowUp
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Reference { get; private set; } = "";
    public Guid ContractId { get; private set; }
    public Contract Contract { get; private set; } = null!;

    /// <summary>The unit that is visited; null when it is about the whole contract.</summary>
    public string? UnitCode { get; private set; }

    /// <summary>Code of the list `follow-up-kinds`.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Why now, and what is looked at in particular.</summary>
    public string? Purpose { get; private set; }

    /// <summary>The supplier is not told before it is held.</summary>
    public bool Unannounced { get; private set; }

    public DateOnly PlannedOn { get; private set; }
    public DateOnly? HeldOn { get; private set; }
    public string LeaderId { get; private set; } = "";
    public string LeaderName { get; private set; } = "";
    public FollowUpStatus Status { get; private set; }
    public List<CheckItem> Checklist { get; private set; } = [];
    public List<Finding> Findings { get; private set; } = [];

    /// <summary>The deviations and complaints at the units that it is held because of.</summary>
    public List<PromptingCase> PromptedBy { get; private set; } = [];

    /// <summary>What the visit came to.</summary>
    public string? Summary { get; private set; }

    public string? CompletedByName { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public int Version { get; private set; }

    public static FollowUp Plan(long number, Contract contract, FollowUpPlan plan, Person leader, DateTimeOffset now)
    {
        var followUp = new FollowUp { Reference = $"UPP-{SwedishTime.Day(now).Year}-{number:0000}", ContractId = contract.Id, LeaderId = leader.Id, LeaderName = leader.Name };
        followUp.Checklist.AddRange(contract.Requirements.Where(requirement => !requirement.IsDropped).OrderBy(requirement => requirement.Number).Select(CheckItem.Of));
        followUp.Move(contract, plan);
        return followUp;
    }

    /// <exception cref="InvalidField">400: the contract is not for the unit.</exception>
    /// <exception cref="RuleViolation">`follow-up.held`</exception>
    public void Move(Contract contract, FollowUpPlan plan)
    {
        if (Status != FollowUpStatus.Planned) throw new RuleViolation("follow-up.held", "It has been held; its plan can no longer change.");
        if (plan.UnitCode is not null && !contract.UnitCodes.Contains(plan.UnitCode)) throw new InvalidField("unitCode", "The contract is not for that unit.");
        (UnitCode, Kind, Purpose, Unannounced, PlannedOn) = (plan.UnitCode, plan.Kind, Contract.Line(plan.Purpose), plan.Unannounced, plan.PlannedOn);
        PromptedBy.RemoveAll(known => plan.PromptedBy.All(prompting => prompting.Id != known.CaseId));
        PromptedBy.AddRange(plan.PromptedBy.Where(prompting => PromptedBy.TrueForAll(known => known.CaseId != prompting.Id)).Select(prompting => PromptingCase.Of(Id, prompting)).ToList());
        Version++;
    }

    /// <summary>Writes what was seen, so much of it as there is; the first time makes it held.</summary>
    /// <exception cref="RuleViolation">`follow-up.completed`</exception>
    /// <exception cref="InvalidField">400: a day to come, or a requirement that is not in the checklist.</exception>
    public void Hold(DateOnly heldOn, IReadOnlyList<(Guid ItemId, Verdict? Verdict, string? Note)> seen, DateOnly today)
    {
        MustBeOpen();
        if (heldOn > today) throw new InvalidField("heldOn", "It cannot have been held on a day to come.");
        foreach (var (itemId, verdict, note) in seen)
        {
            var item = Checklist.Find(item => item.Id == itemId) ?? throw new InvalidField("items", "The checklist has no such item.");
            item.Judge(verdict, note);
        }
        (HeldOn, Status) = (heldOn, FollowUpStatus.Held);
        Version++;
    }

    /// <summary>Something is lacking, and is to be remedied by the day; the supplier sees it at once.</summary>
    /// <exception cref="RuleViolation">`follow-up.completed`</exception>
    /// <exception cref="InvalidField">400: the day has been, or the item is not in the checklist.</exception>
    public Finding Find(long number, Guid? itemId, string text, Severity severity, DateOnly remedyDueOn, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        var today = SwedishTime.Day(now);
        if (remedyDueOn < today) throw new InvalidField("remedyDueOn", "It must be today or later.");
        if (itemId is not null && !Checklist.Exists(item => item.Id == itemId)) throw new InvalidField("itemId", "The checklist has no such item.");
        var finding = Finding.Of(number, this, itemId, text, severity, remedyDueOn, by, now);
        Findings.Add(finding);
        if (Status == FollowUpStatus.Planned) (HeldOn, Status) = (today, FollowUpStatus.Held);
        Version++;
        return finding;
    }

    /// <exception cref="RuleViolation">`follow-up.completed`, `follow-up.not-held`, `follow-up.unjudged`: an item has no verdict, `follow-up.finding-missing`: one that is not met has no finding.</exception>
    public void Complete(string summary, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (Status == FollowUpStatus.Planned) throw new RuleViolation("follow-up.not-held", "It has not been held yet.");
        if (Checklist.Exists(item => item.Verdict is null)) throw new RuleViolation("follow-up.unjudged", "Every item of the checklist needs a verdict first.");
        if (Checklist.Exists(item => item.Verdict == Verdict.NotMet && !Findings.Exists(finding => finding.ItemId == item.Id)))
            throw new RuleViolation("follow-up.finding-missing", "What is not met needs a finding with a day to be remedied.");
        (Summary, CompletedByName, CompletedAt, Status) = (summary.Trim(), by.Name, now, FollowUpStatus.Completed);
        Version++;
    }

    public FollowUpChanged ToChanged(DateTimeOffset at) => new(
        Id, ContractId, UnitCode, Kind, Kebab.Of(Status), PlannedOn, HeldOn, Count(Verdict.Met), Count(Verdict.Partly), Count(Verdict.NotMet), Visibility.Analyst,
        [new("follows-up", "contract", ContractId.ToString()), .. PromptedBy.OrderBy(prompting => prompting.CaseId).Select(prompting => new Link("follows-from", Kebab.Of(prompting.Type), prompting.CaseId.ToString()))], Version, at);

    private int Count(Verdict verdict) => Checklist.Count(item => item.Verdict == verdict);

    private void MustBeOpen()
    {
        if (Status == FollowUpStatus.Completed) throw new RuleViolation("follow-up.completed", "It is completed; plan a new one.");
    }
}

/// <summary>What a follow-up is planned as.</summary>
/// <param name="UnitCode">The unit that is visited; null when it is about the whole contract.</param>
/// <param name="Kind">Code of the list `follow-up-kinds`.</param>
/// <param name="Purpose">Why now, and what is looked at in particular.</param>
/// <param name="Unannounced">The supplier is not told before it is held.</param>
/// <param name="PlannedOn">Planned day.</param>
/// <param name="PromptedBy">The cases that it is held because of.</param>
public sealed record FollowUpPlan(string? UnitCode, string Kind, string? Purpose, bool Unannounced, DateOnly PlannedOn, IReadOnlyCollection<(Guid Id, UnitCaseType Type)> PromptedBy);

/// <summary>A deviation or complaint at a unit that a follow-up is held because of.</summary>
public sealed class PromptingCase
{
    public Guid FollowUpId { get; private set; }

    /// <summary>The case's own id in Deviations or Complaints.</summary>
    public Guid CaseId { get; private set; }

    public UnitCaseType Type { get; private set; }

    internal static PromptingCase Of(Guid followUp, (Guid Id, UnitCaseType Type) prompting) => new() { FollowUpId = followUp, CaseId = prompting.Id, Type = prompting.Type };
}

/// <summary>One of the contract's requirements as it was worded when the follow-up was planned, and how it was met.</summary>
public sealed class CheckItem
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid FollowUpId { get; private set; }
    public Guid RequirementId { get; private set; }
    public int Number { get; private set; }
    public string Area { get; private set; } = "";
    public string Text { get; private set; } = "";
    public Verdict? Verdict { get; private set; }
    public string? Note { get; private set; }

    internal static CheckItem Of(ContractRequirement requirement) => new() { RequirementId = requirement.Id, Number = requirement.Number, Area = requirement.Area, Text = requirement.Text };

    internal void Judge(Verdict? verdict, string? note) => (Verdict, Note) = (verdict, Contract.Line(note));
}

/// <summary>Something that is lacking: what, by when it is to be remedied, how the supplier has remedied it and what the re-checks showed.</summary>
public sealed class Finding
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Reference { get; private set; } = "";
    public Guid FollowUpId { get; private set; }
    public FollowUp FollowUp { get; private set; } = null!;
    public Guid ContractId { get; private set; }
    public string? UnitCode { get; private set; }

    /// <summary>The checklist's item that is not met; null for something else.</summary>
    public Guid? ItemId { get; private set; }

    public string Text { get; private set; } = "";
    public Severity Severity { get; private set; }
    public FindingStatus Status { get; private set; }

    /// <summary>Last day to remedy it; a failed re-check sets a new one.</summary>
    public DateOnly RemedyDueOn { get; private set; }

    public string FoundByName { get; private set; } = "";
    public DateTimeOffset FoundAt { get; private set; }

    /// <summary>Each remedy that has been told and each check of one, in order.</summary>
    public List<FindingStep> Steps { get; private set; } = [];

    public int Version { get; private set; }

    internal static Finding Of(long number, FollowUp followUp, Guid? itemId, string text, Severity severity, DateOnly remedyDueOn, Person by, DateTimeOffset now) => new()
    {
        Reference = $"BRI-{SwedishTime.Day(now).Year}-{number:0000}",
        FollowUpId = followUp.Id,
        ContractId = followUp.ContractId,
        UnitCode = followUp.UnitCode,
        ItemId = itemId,
        Text = text.Trim(),
        Severity = severity,
        RemedyDueOn = remedyDueOn,
        FoundByName = by.Name,
        FoundAt = now,
        Version = 1,
    };

    /// <summary>It is said to be remedied, and waits for a check.</summary>
    /// <exception cref="RuleViolation">`finding.closed`, `finding.remedied`</exception>
    public void Remedy(string text, bool bySupplier, Person by, DateTimeOffset now)
    {
        if (Status == FindingStatus.Closed) throw new RuleViolation("finding.closed", "It is closed.");
        if (Status == FindingStatus.Remedied) throw new RuleViolation("finding.remedied", "A remedy has been told already, and waits for its check.");
        Steps.Add(FindingStep.Remedied(text, bySupplier, by, now));
        Status = FindingStatus.Remedied;
        Version++;
    }

    /// <summary>The remedy is checked: it holds, and the finding is closed; or it does not, and has a new last day.</summary>
    /// <exception cref="RuleViolation">`finding.closed`, `finding.not-remedied`</exception>
    /// <exception cref="InvalidField">400: a failed check needs a new last day, today or later.</exception>
    public void ReCheck(bool passed, string note, DateOnly? newDueOn, Person by, DateTimeOffset now)
    {
        if (Status == FindingStatus.Closed) throw new RuleViolation("finding.closed", "It is closed.");
        if (Status == FindingStatus.Open) throw new RuleViolation("finding.not-remedied", "No remedy has been told yet; there is nothing to check.");
        if (!passed && (newDueOn is null || newDueOn < SwedishTime.Day(now))) throw new InvalidField("newDueOn", "What does not hold needs a new last day, today or later.");
        Steps.Add(FindingStep.Checked(passed, note, passed ? null : newDueOn, by, now));
        (Status, RemedyDueOn) = passed ? (FindingStatus.Closed, RemedyDueOn) : (FindingStatus.Open, newDueOn!.Value);
        Version++;
    }

    public FindingChanged ToChanged(DateTimeOffset at) => new(
        Id, FollowUpId, ContractId, UnitCode, Kebab.Of(Severity), Kebab.Of(Status), RemedyDueOn, Steps.Count(step => step.Passed is not null), Visibility.Analyst,
        [new("found-in", "follow-up", FollowUpId.ToString()), new("follows-up", "contract", ContractId.ToString())], Version, at);
}

/// <summary>A remedy that was told, or a check of one.</summary>
public sealed class FindingStep
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid FindingId { get; private set; }

    /// <summary>What the check showed; null for a remedy.</summary>
    public bool? Passed { get; private set; }

    public string Text { get; private set; } = "";
    public DateOnly? NewDueOn { get; private set; }

    /// <summary>The supplier said it; otherwise someone at the municipality.</summary>
    public bool BySupplier { get; private set; }

    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    internal static FindingStep Remedied(string text, bool bySupplier, Person by, DateTimeOffset now) => new() { Text = text.Trim(), BySupplier = bySupplier, ByName = by.Name, At = now };

    internal static FindingStep Checked(bool passed, string note, DateOnly? newDueOn, Person by, DateTimeOffset now) => new() { Passed = passed, Text = note.Trim(), NewDueOn = newDueOn, ByName = by.Name, At = now };
}
