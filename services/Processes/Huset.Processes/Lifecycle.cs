using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Processes;

/// <summary>Where a version stands. One that is replaced or withdrawn has been in force.</summary>
[Description("Var en version står. / Where a version stands.")]
public enum VersionStatus { Draft, Submitted, Approved, Published, Replaced, Withdrawn }

/// <summary>Who does something, as the token tells: the account's id and the name to show.</summary>
public sealed record Person(string Id, string Name)
{
    public static Person Of(CurrentUser user) => new(user.Id, user.Name);
}

/// <summary>
/// The way of a version of what must be approved by another than who wrote it (a process, a steering document, a unit's quality system):
/// written, submitted, approved, published, replaced; and back to be written in as long as it is not in force.
/// </summary>
public sealed class Lifecycle
{
    public VersionStatus Status { get; private set; }

    /// <summary>Ids of everyone who has written in the version; none of them may approve it.</summary>
    public string[] Writers { get; private set; } = [];

    public string WrittenByName { get; private set; } = "";
    public DateTimeOffset WrittenAt { get; private set; }
    public string? SubmittedByName { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>Why it was sent or taken back to be worked on, the last time that it was; null from when it is submitted again.</summary>
    public string? ReturnedReason { get; private set; }

    public string? ReturnedByName { get; private set; }
    public string? ApprovedByName { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }
    public string? PublishedByName { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>When another version took its place, or it was withdrawn.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>It was in force some time of a Swedish day.</summary>
    public bool Applied(DateOnly on) => Applied(PublishedAt, EndedAt, on);

    /// <summary>What was put in force and ended at these times was in force some time of a Swedish day.</summary>
    public static bool Applied(DateTimeOffset? publishedAt, DateTimeOffset? endedAt, DateOnly on) =>
        publishedAt is { } from && SwedishTime.Day(from) <= on && (endedAt is not { } to || SwedishTime.Day(to) >= on);

    public static Lifecycle Begin(Person by, DateTimeOffset now) => new() { Writers = [by.Id], WrittenByName = by.Name, WrittenAt = now };

    /// <summary>Something is written in it.</summary>
    /// <exception cref="RuleViolation">`version.not-draft`</exception>
    public void Write(Person by, DateTimeOffset now)
    {
        if (Status != VersionStatus.Draft) throw new RuleViolation("version.not-draft", "Only a draft can be changed.");
        if (!Writers.Contains(by.Id)) Writers = [.. Writers, by.Id];
        (WrittenByName, WrittenAt) = (by.Name, now);
    }

    /// <exception cref="RuleViolation">`version.not-draft`</exception>
    public void Submit(Person by, DateTimeOffset now)
    {
        if (Status != VersionStatus.Draft) throw new RuleViolation("version.not-draft", "Only a draft can be submitted.");
        (Status, SubmittedByName, SubmittedAt) = (VersionStatus.Submitted, by.Name, now);
        (ReturnedReason, ReturnedByName) = (null, null);
    }

    /// <summary>True when the person is one who may judge it by this rule: it is submitted and the person has not written in it.</summary>
    public bool MayBeJudgedBy(string personId) => Status == VersionStatus.Submitted && !Writers.Contains(personId);

    /// <exception cref="RuleViolation">`version.not-submitted`, `version.own-approval`</exception>
    public void Approve(Person by, DateTimeOffset now)
    {
        if (Status != VersionStatus.Submitted) throw new RuleViolation("version.not-submitted", "Only a submitted version can be approved.");
        MustBeAnother(by);
        (Status, ApprovedByName, ApprovedAt) = (VersionStatus.Approved, by.Name, now);
    }

    /// <summary>It is handed in or approved and not yet in force, so that it can be made a draft again.</summary>
    public bool IsWaiting => Status is VersionStatus.Submitted or VersionStatus.Approved;

    /// <summary>
    /// Who writes may take it back. Who judges sends it back by the form of the judgement until it is approved, and after that may take back
    /// what someone else has written.
    /// </summary>
    public bool MayBeTakenBackBy(string personId, bool mayEdit, bool mayJudge) => IsWaiting && (mayEdit || (mayJudge && Status == VersionStatus.Approved && !Writers.Contains(personId)));

    /// <summary>Who judges it sends it back to be worked on, also when it has been approved.</summary>
    /// <exception cref="RuleViolation">`version.not-waiting`, `version.own-approval`</exception>
    public void Return(Person by, string reason)
    {
        MustWait();
        MustBeAnother(by);
        Redraft(by, reason);
    }

    /// <summary>Who writes it takes it back to work on it.</summary>
    /// <exception cref="RuleViolation">`version.not-waiting`</exception>
    public void TakeBack(Person by, string reason)
    {
        MustWait();
        Redraft(by, reason);
    }

    /// <exception cref="RuleViolation">`version.not-approved`</exception>
    public void Publish(Person by, DateTimeOffset now)
    {
        if (Status != VersionStatus.Approved) throw new RuleViolation("version.not-approved", "Only an approved version can be published.");
        (Status, PublishedByName, PublishedAt) = (VersionStatus.Published, by.Name, now);
    }

    /// <summary>Another version takes its place.</summary>
    public void Replace(DateTimeOffset now) => End(VersionStatus.Replaced, now);

    /// <summary>Nothing takes its place.</summary>
    public void Withdraw(DateTimeOffset now) => End(VersionStatus.Withdrawn, now);

    /// <summary>What was withdrawn is in force again.</summary>
    public void Reinstate() => (Status, EndedAt) = (VersionStatus.Published, null);

    private void End(VersionStatus status, DateTimeOffset now)
    {
        if (Status != VersionStatus.Published) throw new RuleViolation("version.not-published", "Only a version in force can end.");
        (Status, EndedAt) = (status, now);
    }

    private void Redraft(Person by, string reason)
    {
        (Status, SubmittedByName, SubmittedAt, ApprovedByName, ApprovedAt) = (VersionStatus.Draft, null, null, null, null);
        (ReturnedReason, ReturnedByName) = (reason.Trim(), by.Name);
    }

    private void MustWait()
    {
        if (!IsWaiting) throw new RuleViolation("version.not-waiting", "Only a version that waits to be approved or published can become a draft again.");
    }

    private void MustBeAnother(Person by)
    {
        if (Writers.Contains(by.Id)) throw new RuleViolation("version.own-approval", "Another than who wrote it must judge it.");
    }
}
