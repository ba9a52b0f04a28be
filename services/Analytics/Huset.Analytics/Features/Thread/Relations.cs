using Huset.ServiceDefaults.Http;
using Huset.Ui;

namespace Huset.Analytics.Features.Thread;

/// <summary>Which question a part of the thread answers: why the start is here, or what it led to.</summary>
public enum ThreadSide { Why, LedTo }

/// <summary>How a subject is tied to what its link points at.</summary>
/// <param name="Rel">As docs/events.md names it.</param>
/// <param name="Up">The target is why the subject is here; otherwise it is what the subject led to.</param>
/// <param name="OfPlaces">It ties what stands (steps, processes, routines, contracts, units) to each other, and nothing that has happened.</param>
/// <param name="Shortcut">It goes past what came between, which has ties of its own.</param>
public sealed record Relation(string Rel, bool Up, bool OfPlaces = false, bool Shortcut = false);

/// <summary>
/// Every rel that events have, with its direction: the closed list of docs/events.md. Of two that tell the same tie from its two ends the
/// first is the one that is shown.
/// </summary>
public static class Relations
{
    public static readonly IReadOnlyList<Relation> All =
    [
        new("arose-in", Up: true), new("concerns", Up: true), new("found-in", Up: true), new("answers", Up: true), new("caused-by", Up: true), new("follows-from", Up: true, Shortcut: true),
        new("escalated-from", Up: true), new("spread-from", Up: true), new("counts", Up: true), new("follows-up", Up: true, Shortcut: true), new("part-of", Up: true, OfPlaces: true), new("serves", Up: true), new("goes-on-from", Up: true), new("shows", Up: true), new("measured-by", Up: true, OfPlaces: true), new("steers", Up: true, OfPlaces: true), new("applies-to", Up: true, OfPlaces: true), new("checks", Up: true),
        new("asked-for", Up: false), new("led-to", Up: false), new("met-by", Up: false), new("revises", Up: false), new("escalated-to", Up: false), new("joined-into", Up: false), new("replaced-by", Up: false, OfPlaces: true),
    ];

    /// <summary>
    /// The rels whose links are followed on the way up or down: those of a thing's own links, and those of others' links to it. From a place
    /// that is met on the way only places are reached: what else has happened there is a thread of its own.
    /// </summary>
    public static (string[] Own, string[] Others) Followed(ThreadSide side, bool placesOnly)
    {
        var followed = All.Where(relation => relation.OfPlaces || !placesOnly).ToLookup(relation => relation.Up == (side == ThreadSide.Why), relation => relation.Rel);
        return ([.. followed[true]], [.. followed[false]]);
    }

    public static bool IsShortcut(string rel) => All.Any(relation => relation.Rel == rel && relation.Shortcut);

    /// <summary>A number for the rel's place in the list; last for one that is not in it.</summary>
    public static int Order(string rel) => All.Index().Where(relation => relation.Item.Rel == rel).Select(relation => relation.Index).FirstOrDefault(All.Count);
}

/// <summary>A kind of thing that the thread goes through, and who owns it.</summary>
public sealed record Kind(string Type, string Service, bool IsPlace = false);

/// <summary>Every type of docs/events.md.</summary>
public sealed class Kinds : IOneOf
{
    private static readonly Texts T = Texts.Of<Kinds>();

    public static readonly IReadOnlyList<Kind> All =
    [
        new("deviation", "deviations"), new("cause", "deviations"), new("action", "deviations"), new("idea", "deviations"), new("risk-analysis", "deviations"), new("council-case", "deviations"), new("council-proposal", "deviations"), new("complaint", "complaints"),
        new("activity", "processes", IsPlace: true), new("process", "processes", IsPlace: true), new("routine", "processes", IsPlace: true), new("revision-task", "processes"), new("self-inspection", "processes"),
        new("quality-area", "processes", IsPlace: true), new("unit", "processes", IsPlace: true), new("competence-need", "competence"), new("delegation", "competence"),
        new("contract", "procurement", IsPlace: true), new("follow-up", "procurement"), new("finding", "procurement"),
        new("report-paragraph", "analytics"), new("report", "analytics"), new("signal", "analytics"), new("pattern", "analytics"), new("goal", "analytics"), new("plan", "analytics"), new("plan-activity", "analytics"), new("indicator", "analytics", IsPlace: true), new("publication", "analytics"), new("improvement", "analytics"), new("method-follow-up", "analytics"),
    ];

    public IReadOnlyList<string> Values { get; } = [.. All.Select(kind => kind.Type)];

    /// <summary>Null for a type that nobody owns.</summary>
    public static Kind? Find(string type) => All.FirstOrDefault(kind => kind.Type == type);

    /// <summary>"Avvikelse".</summary>
    public static string Name(string type) => T[$"Type.{type}"];

    /// <summary>"och 38 avvikelser till".</summary>
    public static string More(string type, int count, bool atLeast) =>
        T[atLeast ? "More.AtLeast" : "More", count, T.Plural($"Type.{type}", count)];

    /// <summary>The tie as it is read from one end to the other: "uppstod i" from a case to its step, "här uppstod" back.</summary>
    public static string Word(string rel, bool fromTeller) => T[fromTeller ? $"Rel.{rel}" : $"Rel.{rel}.Back"];

    /// <summary>The room that a service has.</summary>
    public static string Room(string service) => T[$"Room.{service}"];
}
