using System.Text.Json.Serialization;

namespace Huset.Events;

/// <summary>
/// A fact that has happened, told by its owner only, with the whole state that counting needs (docs/events.md).
/// It never holds free text, names of people or suppliers, or anything that points to a person but opaque ids.
/// </summary>
public interface IEvent
{
    /// <summary>Id of what the event is about: a UUID, for units the code.</summary>
    string Subject { get; }

    /// <summary>Counts the subject's changes from 1; a consumer that knows a newer version ignores the event.</summary>
    int SubjectVersion { get; }

    /// <summary>When it happened in the publishing service, UTC.</summary>
    DateTimeOffset At { get; }

    /// <summary>The unit that it concerns, if any.</summary>
    string? UnitCode { get; }

    /// <summary>Who may read it outside the platform.</summary>
    Visibility Visibility { get; }

    /// <summary>What the subject is tied to: the red thread.</summary>
    IReadOnlyList<Link> Links { get; }
}

/// <summary>One tie of the red thread, from the event's subject to a target that need not exist yet.</summary>
/// <param name="Rel">How they are tied, from the closed list in docs/events.md.</param>
/// <param name="Type">What the target is, from the same list.</param>
/// <param name="Id">The target's UUID, for units the code.</param>
public sealed record Link(string Rel, string Type, string Id);

/// <summary>Who may read an event: only the services, or also the analysts' log.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Visibility>))]
public enum Visibility
{
    /// <summary>Between services only; restricted cases.</summary>
    [JsonStringEnumMemberName("internal")] Internal,

    /// <summary>Also in the analysts' log and streams.</summary>
    [JsonStringEnumMemberName("analyst")] Analyst,
}

/// <summary>Asks the owners of catalogues to publish their whole state again; sent by a service that is new or was restored. Never reaches the log.</summary>
/// <param name="Service">The service that asks.</param>
public sealed record CatalogueRequested(string Service);
