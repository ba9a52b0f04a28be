using Huset.Events;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>What a process is for: to lead, to give those whom the municipality serves what they need, or to make the others possible.</summary>
public enum ProcessKind { Management, Main, Support }

/// <summary>
/// Steps in an order that do something for someone. What it looks like is in its versions; one of them at most is in force, and one at
/// most is being worked on.
/// </summary>
public sealed class Process
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Name { get; private set; } = "";
    public ProcessKind Kind { get; private set; }

    /// <summary>Id of the person in the directory, or at sign-in for one who is not there; null while nobody has been chosen.</summary>
    public string? OwnerId { get; private set; }

    public string? OwnerName { get; private set; }

    /// <summary>What the owner is by title, such as "Chef för hemtjänsten"; it stays when people change.</summary>
    public string? OwnerRole { get; private set; }

    /// <summary>The step of another process that it tells more of.</summary>
    public Guid? ParentActivityId { get; private set; }

    /// <summary>Number of the version in force; null when none is.</summary>
    public int? VersionInForce { get; private set; }

    /// <summary>Day from which nobody works by it; null as long as it is open.</summary>
    public DateOnly? ClosedOn { get; private set; }

    public string? ClosedReason { get; private set; }
    public string? ClosedByName { get; private set; }

    /// <summary>Number of the version that was in force when it was closed.</summary>
    public int? LastVersion { get; private set; }

    public bool IsClosed => ClosedOn is not null;

    public int Version { get; private set; } = 1;
    public DateTimeOffset ChangedAt { get; private set; }

    public static Process Create(ProcessFacts facts, DateTimeOffset now)
    {
        var process = new Process { ChangedAt = now };
        process.Set(facts);
        return process;
    }

    /// <summary>True when something is other than it was.</summary>
    public bool Change(ProcessFacts facts, DateTimeOffset now)
    {
        if (facts == new ProcessFacts(Name, Kind, OwnerId, OwnerName, OwnerRole, ParentActivityId)) return false;
        Set(facts);
        Changed(now);
        return true;
    }

    /// <summary>A version has been written in or has moved on.</summary>
    public void Changed(DateTimeOffset now) => (Version, ChangedAt) = (Version + 1, now);

    public void PutInForce(int number, DateTimeOffset now)
    {
        VersionInForce = number;
        Changed(now);
    }

    /// <summary>Nobody works by it any longer. Its steps stay as they were, for the deviations and documents that point at them.</summary>
    /// <param name="on">Swedish day.</param>
    /// <param name="reason">Why, for who finds it later.</param>
    /// <param name="by">Who closes it.</param>
    /// <param name="inForce">The version in force, which is withdrawn.</param>
    /// <param name="coming">The version that is coming: it waits for nobody's approval, and is a draft if the process is opened again.</param>
    /// <param name="now">The time.</param>
    public void Close(DateOnly on, string reason, Person by, ProcessVersion? inForce, ProcessVersion? coming, DateTimeOffset now)
    {
        (ClosedOn, ClosedReason, ClosedByName, LastVersion, VersionInForce) = (on, reason.Trim(), by.Name, VersionInForce, null);
        Changed(now);
        inForce?.Withdraw(this, now);
        if (coming is { Lifecycle.IsWaiting: true }) coming.TakeBack(this, ClosedReason, by, now);
    }

    /// <summary>It was closed too early, or by mistake.</summary>
    /// <exception cref="RuleViolation">`process.not-closed`</exception>
    public void Reopen(ProcessVersion? last, DateTimeOffset now)
    {
        if (!IsClosed) throw new RuleViolation("process.not-closed", "The process is open.");
        (VersionInForce, LastVersion, ClosedOn, ClosedReason, ClosedByName) = (LastVersion, null, null, null, null);
        Changed(now);
        last?.Reinstate(this);
    }

    public ProcessChanged ToChanged() => new(
        Id, Name, Kebab.Of(Kind), VersionInForce, ParentActivityId is { } step ? [new Link("part-of", "activity", step.ToString())] : [], Version, ChangedAt);

    private void Set(ProcessFacts facts) =>
        (Name, Kind, OwnerId, OwnerName, OwnerRole, ParentActivityId) = (facts.Name, facts.Kind, facts.OwnerId, facts.OwnerName, facts.OwnerRole, facts.ParentActivityId);
}

/// <summary>What is said of a process beside its steps.</summary>
public sealed record ProcessFacts(string Name, ProcessKind Kind, string? OwnerId, string? OwnerName, string? OwnerRole, Guid? ParentActivityId);

/// <summary>A process as it was drawn at one time.</summary>
public sealed class ProcessVersion
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid ProcessId { get; private set; }
    public int Number { get; private set; }
    public Lifecycle Lifecycle { get; private set; } = new();

    /// <summary>BPMN 2.0 as it came, to the letter.</summary>
    public string Diagram { get; private set; } = "";

    /// <summary>What is new in it, told when it was published.</summary>
    public string? ChangeNote { get; private set; }

    /// <summary>The process's version when this one last changed, so that no two states of its diagrams have the same ETag.</summary>
    public int Revision { get; private set; }

    public bool IsInForce => Lifecycle.Status == VersionStatus.Published;

    /// <summary>It is being written or judged and has never been in force.</summary>
    public bool IsComing => Lifecycle.Status is VersionStatus.Draft or VersionStatus.Submitted or VersionStatus.Approved;

    public static ProcessVersion Begin(Process process, int number, string diagram, Person by, DateTimeOffset now)
    {
        process.Changed(now);
        return new() { ProcessId = process.Id, Number = number, Diagram = diagram, Revision = process.Version, Lifecycle = Lifecycle.Begin(by, now) };
    }

    /// <exception cref="RuleViolation">`version.not-draft`</exception>
    public void Draw(Process process, string diagram, Person by, DateTimeOffset now)
    {
        Lifecycle.Write(by, now);
        Diagram = diagram;
        Changed(process, now);
    }

    /// <exception cref="RuleViolation">`version.not-draft`, `diagram.step-unnamed`</exception>
    public void Submit(Process process, Person by, DateTimeOffset now)
    {
        if (Lifecycle.Status == VersionStatus.Draft && Bpmn.Read(Diagram).Steps.FirstOrDefault(step => step.Name.Length == 0) is { } unnamed)
            throw new RuleViolation("diagram.step-unnamed", $"Every step must have a name before someone judges it; number {unnamed.Number} has none.");
        Lifecycle.Submit(by, now);
        Changed(process, now);
    }

    /// <summary>Approves it, or sends it back when there is a reason to.</summary>
    /// <exception cref="RuleViolation">`version.not-submitted`, `version.not-waiting`, `version.own-approval`</exception>
    public void Judge(Process process, string? returned, Person by, DateTimeOffset now)
    {
        if (returned is null) Lifecycle.Approve(by, now);
        else Lifecycle.Return(by, returned);
        Changed(process, now);
    }

    /// <exception cref="RuleViolation">`version.not-waiting`</exception>
    public void TakeBack(Process process, string reason, Person by, DateTimeOffset now)
    {
        Lifecycle.TakeBack(by, reason);
        Changed(process, now);
    }

    internal void Withdraw(Process process, DateTimeOffset now)
    {
        Lifecycle.Withdraw(now);
        Revision = process.Version;
    }

    internal void Reinstate(Process process)
    {
        Lifecycle.Reinstate();
        Revision = process.Version;
    }

    /// <exception cref="RuleViolation">`version.not-approved`</exception>
    public void Publish(Process process, ProcessVersion? earlier, string? changeNote, Person by, DateTimeOffset now)
    {
        Lifecycle.Publish(by, now);
        ChangeNote = changeNote;
        process.PutInForce(Number, now);
        Revision = process.Version;
        if (earlier is null) return;
        earlier.Lifecycle.Replace(now);
        earlier.Revision = process.Version;
    }

    private void Changed(Process process, DateTimeOffset now)
    {
        process.Changed(now);
        Revision = process.Version;
    }
}

/// <summary>
/// A step of a process. It is the same step in every version where its element lives; when that vanishes, who publishes says that it has
/// ended or which step took its place. Made when it is first drawn, so that a coming step can be named as another's successor.
/// </summary>
public sealed class Activity
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid ProcessId { get; private set; }

    /// <summary>The element's id in the diagram.</summary>
    public string ElementId { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Its place among the process's steps, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Who does it, by the lane that it lies in.</summary>
    public string? Lane { get; private set; }

    /// <summary>The first version in force that had it; null while it has only been drawn.</summary>
    public int? FirstVersion { get; private set; }

    /// <summary>The last version that had it; null while it is a step.</summary>
    public int? LastVersion { get; private set; }

    /// <summary>The step that took its place.</summary>
    public Guid? ReplacedById { get; private set; }

    public int SubjectVersion { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    public bool IsInForce => FirstVersion is not null && LastVersion is null;

    public static Activity Of(Guid processId, Step step, DateTimeOffset now) =>
        new() { ProcessId = processId, ElementId = step.ElementId, Name = step.Name, Number = step.Number, Lane = step.Lane, ChangedAt = now };

    /// <summary>It is drawn in a version that is not in force; what is in force stays as it is.</summary>
    public void Sketch(Step step, DateTimeOffset now)
    {
        if (FirstVersion is not null || (Name, Number, Lane) == (step.Name, step.Number, step.Lane)) return;
        (Name, Number, Lane, ChangedAt) = (step.Name, step.Number, step.Lane, now);
    }

    /// <summary>It is a step of the version that comes into force; true when something is other than it was.</summary>
    public bool Live(Step step, int version, DateTimeOffset now)
    {
        if (IsInForce && (Name, Number, Lane) == (step.Name, step.Number, step.Lane)) return false;
        (Name, Number, Lane, FirstVersion, LastVersion, ReplacedById) = (step.Name, step.Number, step.Lane, FirstVersion ?? version, null, null);
        (SubjectVersion, ChangedAt) = (SubjectVersion + 1, now);
        return true;
    }

    /// <summary>It is no step of the version that comes into force.</summary>
    public void End(int lastVersion, Guid? replacedBy, DateTimeOffset now) =>
        (LastVersion, ReplacedById, SubjectVersion, ChangedAt) = (lastVersion, replacedBy, SubjectVersion + 1, now);

    public ActivityChanged ToChanged()
    {
        var process = new Link("part-of", "process", ProcessId.ToString());
        return new(Id, ProcessId, Name, Number, Lane, LastVersion is not null, ReplacedById is { } other ? [process, new("replaced-by", "activity", other.ToString())] : [process], SubjectVersion, ChangedAt);
    }
}
