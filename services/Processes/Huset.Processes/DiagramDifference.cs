using System.ComponentModel;
using System.Globalization;
using System.Xml.Linq;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>What has happened to a part of a drawing between two versions.</summary>
public enum PartChange { Added, Changed, Moved, Gone }

/// <summary>What a part of a drawing is, for who reads of it.</summary>
public enum PartKind { Step, Flow, Gateway, Event, Lane, Pool, Other }

/// <summary>A part of a drawing that is not the same in two versions.</summary>
public sealed record DiagramDifference(
    [property: Description("Elementets id i diagrammet. / Id of the element in the diagram.")][property: Example("Flow_1")] string Element,
    [property: Description("Vad det är: steg, flöde, grind, händelse, bana, bassäng eller annat. / What it is.")] PartKind Kind,
    [property: Description("Elementets slag i BPMN. / The element's kind in BPMN.")][property: Example("sequenceFlow")] string Type,
    [property: Description("Namnet; saknas när det inget har. / Its name; absent when it has none.")][property: Example("Ja")] string? Name,
    [property: Description("Vad som har hänt: changed är dess innehåll, moved bara dess plats på ritningen. / What has happened: changed is its content, moved only its place in the drawing.")] PartChange Change)
{
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    private static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    private static readonly XNamespace Dd = "http://www.omg.org/spec/DD/20100524/DI";

    /// <summary>Everything that differs, in the order of the later drawing and then what is gone.</summary>
    /// <param name="before">The earlier diagram; null when there is none.</param>
    /// <param name="after">The later.</param>
    public static IReadOnlyList<DiagramDifference> Between(XDocument? before, XDocument after)
    {
        var (old, now) = (before is null ? [] : Parts(before), Parts(after));
        var (oldPlaces, places) = (before is null ? [] : Places(before), Places(after));
        var differences = new List<DiagramDifference>();
        foreach (var (id, element) in now)
        {
            if (!old.TryGetValue(id, out var known)) differences.Add(Of(element, PartChange.Added));
            else if (Content(known) != Content(element)) differences.Add(Of(element, PartChange.Changed));
            else if (oldPlaces.GetValueOrDefault(id) != places.GetValueOrDefault(id)) differences.Add(Of(element, PartChange.Moved));
        }
        differences.AddRange(old.Where(part => !now.ContainsKey(part.Key)).Select(part => Of(part.Value, PartChange.Gone)));
        return differences;
    }

    private static DiagramDifference Of(XElement element, PartChange change)
    {
        var name = Bpmn.OneLine(element.Attribute("name")?.Value);
        return new(element.Attribute("id")!.Value, KindOf(element), element.Name.LocalName, name.Length == 0 ? null : name, change);
    }

    private static PartKind KindOf(XElement element) => element.Name.LocalName switch
    {
        _ when Bpmn.IsStep(element) => PartKind.Step,
        "sequenceFlow" or "messageFlow" or "association" or "dataInputAssociation" or "dataOutputAssociation" => PartKind.Flow,
        "lane" => PartKind.Lane,
        "participant" => PartKind.Pool,
        var type when type.EndsWith("Gateway", StringComparison.Ordinal) => PartKind.Gateway,
        var type when type.EndsWith("Event", StringComparison.Ordinal) => PartKind.Event,
        _ => PartKind.Other,
    };

    // What is drawn or can be; two elements with one id are told as the first of them.
    private static Dictionary<string, XElement> Parts(XDocument diagram)
    {
        var parts = new Dictionary<string, XElement>();
        foreach (var element in diagram.Root!.Descendants().Where(element => element.Name.Namespace == Bpmn.Model && element.Attribute("id")?.Value is { Length: > 0 }))
            parts.TryAdd(element.Attribute("id")!.Value, element);
        return parts;
    }

    // Flows tell of themselves, and so do the parts that lie in it.
    private static string Content(XElement element) => string.Concat(
        element.Name.LocalName, string.Concat(element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).OrderBy(attribute => attribute.Name.ToString(), StringComparer.Ordinal).Select(attribute => $"\n{attribute.Name}={attribute.Value}")),
        string.Concat(element.Nodes().Select(node => node switch
        {
            XText text when !string.IsNullOrWhiteSpace(text.Value) => $"\n{text.Value.Trim()}",
            XElement child when child.Name == Bpmn.Model + "incoming" || child.Name == Bpmn.Model + "outgoing" || (child.Name.Namespace == Bpmn.Model && child.Attribute("id") is not null) => "",
            XElement child => $"\n<{child.Name}{Content(child)}>",
            _ => "",
        })));

    // The numbers of where it is drawn: its bounds, or the points of its way.
    private static Dictionary<string, string> Places(XDocument diagram)
    {
        var places = new Dictionary<string, string>();
        foreach (var drawn in diagram.Descendants().Where(element => element.Name == Di + "BPMNShape" || element.Name == Di + "BPMNEdge"))
        {
            if (drawn.Attribute("bpmnElement")?.Value is { } id)
                places.TryAdd(id, string.Join(' ', drawn.Elements().Where(part => part.Name == Dc + "Bounds" || part.Name == Dd + "waypoint").SelectMany(part => part.Attributes().OrderBy(attribute => attribute.Name.LocalName, StringComparer.Ordinal).Select(Number))));
        }
        return places;
    }

    private static string Number(XAttribute attribute) =>
        double.TryParse(attribute.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Math.Round(number, 2).ToString(CultureInfo.InvariantCulture) : attribute.Value;
}
