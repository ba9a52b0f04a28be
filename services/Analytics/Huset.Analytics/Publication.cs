using Huset.Analytics.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>What may be published.</summary>
public enum PublishedKind { Report, Goal, Improvement }

public enum PublicationStatus { Published, Withdrawn }

/// <summary>
/// A decision that everyone may see a report, a goal or an improvement. Nothing is shown without one, and what is withdrawn is shown no more; its address
/// remains and says so.
/// </summary>
public sealed class Publication
{
    public Guid Id { get; private set; }
    public PublishedKind Kind { get; private set; }

    /// <summary>The report, the goal or the improvement; its id is also the public address.</summary>
    public Guid SubjectId { get; private set; }

    /// <summary>Whose it is; null when it is about all.</summary>
    public string? UnitCode { get; private set; }

    /// <summary>What it is called, for lists.</summary>
    public string Title { get; private set; } = "";
    public bool IsPromise { get; private set; }
    public PublicationStatus Status { get; private set; }

    /// <summary>Whose decision it is, and which.</summary>
    public string Decision { get; private set; } = "";
    public string PublishedByName { get; private set; } = "";
    public DateTimeOffset PublishedAt { get; private set; }

    /// <summary>Why it was withdrawn; for those inside.</summary>
    public string? WithdrawnWhy { get; private set; }
    public string? WithdrawnByName { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }
    public int Version { get; private set; }

    public static Publication Of(PublishedKind kind, Guid subjectId, string? unitCode, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Kind = kind, SubjectId = subjectId, UnitCode = unitCode, Status = PublicationStatus.Withdrawn };

    /// <summary>From now on everyone may see it.</summary>
    /// <exception cref="RuleViolation">`publication.published`</exception>
    public void Publish(string title, bool isPromise, string decision, Person by, DateTimeOffset now)
    {
        if (Status == PublicationStatus.Published) throw new RuleViolation("publication.published", "It is published already.");
        (Status, Title, IsPromise, Decision, PublishedByName, PublishedAt) = (PublicationStatus.Published, title, isPromise, decision.Trim(), by.Name, now);
        Version++;
    }

    /// <summary>From now on nobody outside sees it.</summary>
    /// <exception cref="RuleViolation">`publication.withdrawn`</exception>
    public void Withdraw(string why, Person by, DateTimeOffset now)
    {
        if (Status == PublicationStatus.Withdrawn) throw new RuleViolation("publication.withdrawn", "It is withdrawn already.");
        (Status, WithdrawnWhy, WithdrawnByName, WithdrawnAt) = (PublicationStatus.Withdrawn, why.Trim(), by.Name, now);
        Version++;
    }

    public PublicationDecided ToDecided(DateTimeOffset now) => new(
        Id, ServiceDefaults.Kebab.Of(Kind), SubjectId, ServiceDefaults.Kebab.Of(Status), UnitCode, Visibility.Analyst, [new("shows", ServiceDefaults.Kebab.Of(Kind), SubjectId.ToString())], Version, now);
}
