using Huset.Events;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>What is said of a steering document as a whole; its text lies in its versions.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Kind">Code of the list document-kinds.</param>
/// <param name="UnitCode">The unit that it applies to, with every unit below; null when it applies to all.</param>
/// <param name="LawAreas">Codes of the list law-areas.</param>
/// <param name="Owner">Who answers for it; null when the role alone does.</param>
/// <param name="OwnerRole">The owner's role in words, for who comes after.</param>
public sealed record DocumentFacts(string Title, string Kind, string? UnitCode, string[] LawAreas, Person? Owner, string? OwnerRole);

/// <summary>What is written in a version.</summary>
/// <param name="Text">Markdown.</param>
/// <param name="ChangeNote">What is new, for those who have read the version before.</param>
/// <param name="ReviewOn">Day by which it is to be looked over again.</param>
/// <param name="RequiresReading">Those concerned are to read it; false for a change of wording only.</param>
/// <param name="ActivityIds">The steps that it applies to.</param>
public sealed record DocumentDraft(string Text, string? ChangeNote, DateOnly? ReviewOn, bool RequiresReading, Guid[] ActivityIds);

/// <summary>A routine, guideline, instruction, checklist or plan: what those who work are to follow, in versions of which one at a time is in force.</summary>
public sealed class Document
{
    private readonly List<DocumentVersion> versions = [];

    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Title { get; private set; } = "";
    public string Kind { get; private set; } = "";
    public string? UnitCode { get; private set; }
    public string[] LawAreas { get; private set; } = [];

    /// <summary>Id of the person in the directory, or at sign-in for one who is not there; null while nobody has been chosen.</summary>
    public string? OwnerId { get; private set; }

    public string? OwnerName { get; private set; }
    public string? OwnerRole { get; private set; }

    /// <summary>Number of the version in force.</summary>
    public int? InForce { get; private set; }

    /// <summary>The first version that those concerned must have read, or a later one; null when none asks for it.</summary>
    public int? ReadFrom { get; private set; }

    /// <summary>When the version in force is to be looked over.</summary>
    public DateOnly? ReviewOn { get; private set; }

    /// <summary>Anyone may know of it: a version is or has been in force.</summary>
    public bool IsKnown { get; private set; }

    public string? WithdrawnReason { get; private set; }
    public int Version { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Every version that the reader may see, oldest first.</summary>
    public IEnumerable<DocumentVersion> Versions => versions.OrderBy(version => version.Number);

    public static Document Create(DocumentFacts facts, DocumentDraft draft, Person by, DateTimeOffset now)
    {
        var document = new Document();
        document.Describe(facts);
        document.versions.Add(DocumentVersion.Begin(document, 1, draft, by, now));
        document.Changed(now);
        return document;
    }

    public void Change(DocumentFacts facts, DateTimeOffset now)
    {
        Describe(facts);
        Changed(now);
    }

    public DocumentVersion? Find(int number) => versions.Find(version => version.Number == number);

    /// <summary>Writes in the draft; begins one when the last version is no longer written in.</summary>
    /// <exception cref="RuleViolation">`version.not-draft`: the last version waits for approval or publication.</exception>
    public DocumentVersion Write(DocumentDraft draft, Person by, DateTimeOffset now)
    {
        var last = Versions.Last();
        if (last.Lifecycle.Status is VersionStatus.Published or VersionStatus.Replaced or VersionStatus.Withdrawn)
            versions.Add(last = DocumentVersion.Begin(this, last.Number + 1, draft, by, now));
        else last.Write(draft, by, now);
        Changed(now);
        return last;
    }

    /// <exception cref="RuleViolation">`document.text-missing`, `document.review-date-missing`, `document.change-note-missing`, `version.not-draft`</exception>
    public void Submit(DocumentVersion version, Person by, DateOnly today, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(version.Text)) throw new RuleViolation("document.text-missing", "A version without text cannot be submitted.");
        if (version.ReviewOn is not { } review || review <= today) throw new RuleViolation("document.review-date-missing", "Say by which day to come it is to be looked over again.");
        if (version.Number > 1 && string.IsNullOrWhiteSpace(version.ChangeNote)) throw new RuleViolation("document.change-note-missing", "Say what is new in this version.");
        version.Lifecycle.Submit(by, now);
        Changed(now);
    }

    public void Approve(DocumentVersion version, Person by, DateTimeOffset now)
    {
        version.Lifecycle.Approve(by, now);
        Changed(now);
    }

    public void Return(DocumentVersion version, Person by, string reason, DateTimeOffset now)
    {
        version.Lifecycle.Return(by, reason);
        Changed(now);
    }

    public void TakeBack(DocumentVersion version, Person by, string reason, DateTimeOffset now)
    {
        version.Lifecycle.TakeBack(by, reason);
        Changed(now);
    }

    public void Publish(DocumentVersion version, Person by, DateTimeOffset now)
    {
        version.Lifecycle.Publish(by, now);
        if (InForce is { } before) Find(before)!.Lifecycle.Replace(now);
        (InForce, ReviewOn, IsKnown, WithdrawnReason) = (version.Number, version.ReviewOn, true, null);
        if (version.RequiresReading) ReadFrom = version.Number;
        Changed(now);
    }

    /// <exception cref="RuleViolation">`document.not-in-force`</exception>
    public void Withdraw(string reason, DateTimeOffset now)
    {
        if (InForce is not { } number) throw new RuleViolation("document.not-in-force", "No version of it is in force.");
        Find(number)!.Lifecycle.Withdraw(now);
        (InForce, ReadFrom, ReviewOn, WithdrawnReason) = (null, null, null, reason.Trim());
        Changed(now);
    }

    /// <param name="answered">The revision tasks that the version in force answers.</param>
    public RoutineChanged ToChanged(IEnumerable<Guid> answered) => new(
        Id, Title, Kind, UnitCode, InForce, ReviewOn,
        [
            .. (InForce is { } number ? Find(number)!.ActivityIds : []).Select(activity => new Link("steers", "activity", activity.ToString())),
            .. answered.Select(task => new Link("answers", "revision-task", task.ToString())),
        ], Version, ChangedAt);

    private void Describe(DocumentFacts facts) =>
        (Title, Kind, UnitCode, LawAreas, OwnerId, OwnerName, OwnerRole) = (facts.Title.Trim(), facts.Kind, facts.UnitCode, facts.LawAreas, facts.Owner?.Id, facts.Owner?.Name, facts.OwnerRole?.Trim());

    private void Changed(DateTimeOffset now) => (Version, ChangedAt) = (Version + 1, now);
}

/// <summary>A numbered text of a document, with how it came to be.</summary>
public sealed class DocumentVersion
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid DocumentId { get; private set; }
    public Document Document { get; private set; } = null!;
    public int Number { get; private set; }
    public string Text { get; private set; } = "";
    public string? ChangeNote { get; private set; }
    public DateOnly? ReviewOn { get; private set; }
    public bool RequiresReading { get; private set; }
    public Guid[] ActivityIds { get; private set; } = [];
    public Lifecycle Lifecycle { get; private set; } = new();

    internal static DocumentVersion Begin(Document document, int number, DocumentDraft draft, Person by, DateTimeOffset now)
    {
        var version = new DocumentVersion { DocumentId = document.Id, Document = document, Number = number, Lifecycle = Lifecycle.Begin(by, now) };
        version.Take(draft);
        return version;
    }

    internal void Write(DocumentDraft draft, Person by, DateTimeOffset now)
    {
        Lifecycle.Write(by, now);
        Take(draft);
    }

    private void Take(DocumentDraft draft) =>
        (Text, ChangeNote, ReviewOn, RequiresReading, ActivityIds) = (draft.Text, string.IsNullOrWhiteSpace(draft.ChangeNote) ? null : draft.ChangeNote.Trim(), draft.ReviewOn, draft.RequiresReading, draft.ActivityIds);
}

/// <summary>That someone has read and understood a version; once signed it stays.</summary>
public sealed class ReadReceipt
{
    public Guid DocumentId { get; private set; }
    public int Number { get; private set; }
    public string AccountId { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>Where the person worked then.</summary>
    public string? UnitCode { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }
}
