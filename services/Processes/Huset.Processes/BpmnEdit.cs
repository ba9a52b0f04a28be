using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>
/// Changes a diagram without a drawing tool: adds, names, orders and removes steps that lie in a row. What is there stays as it is drawn;
/// a new step gets a place of its own, and what lies to the right of it is moved to make room. Where more than a row hangs together it
/// says no, and the change is made in the drawing.
/// </summary>
public sealed class BpmnEdit
{
    private const double Gap = 50, TaskWidth = 100, TaskHeight = 80, LaneHeight = 120;

    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI", Dc = "http://www.omg.org/spec/DD/20100524/DC", Dd = "http://www.omg.org/spec/DD/20100524/DI";
    private static readonly XNamespace Model = Bpmn.Model;
    private static readonly string[] BeforeFlows = ["documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef"];

    private readonly XDocument document;

    // The one that the step lies in: each pool has its own.
    private XElement process;

    private BpmnEdit(XDocument document, XElement process) => (this.document, this.process) = (document, process);

    /// <summary>True when something is other than it was.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>A diagram of a start and an end, for the first step to lie between.</summary>
    /// <param name="start">What the start is called.</param>
    /// <param name="end">What the end is called.</param>
    public static BpmnEdit New(string start, string end)
    {
        var document = XDocument.Parse($"""
            <bpmn:definitions xmlns:bpmn="{Model}" xmlns:bpmndi="{Di}" xmlns:dc="{Dc}" xmlns:di="{Dd}" id="Definitions_{NewId()}" targetNamespace="urn:huset">
              <bpmn:process id="Process_{NewId()}" isExecutable="false">
                <bpmn:startEvent id="Start"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
                <bpmn:endEvent id="End"><bpmn:incoming>Flow_1</bpmn:incoming></bpmn:endEvent>
                <bpmn:sequenceFlow id="Flow_1" sourceRef="Start" targetRef="End" />
              </bpmn:process>
              <bpmndi:BPMNDiagram id="Diagram_1">
                <bpmndi:BPMNPlane id="Plane_1">
                  <bpmndi:BPMNShape id="Start_di" bpmnElement="Start"><dc:Bounds x="182" y="102" width="36" height="36" /></bpmndi:BPMNShape>
                  <bpmndi:BPMNShape id="End_di" bpmnElement="End"><dc:Bounds x="268" y="102" width="36" height="36" /></bpmndi:BPMNShape>
                  <bpmndi:BPMNEdge id="Flow_1_di" bpmnElement="Flow_1"><di:waypoint x="218" y="120" /><di:waypoint x="268" y="120" /></bpmndi:BPMNEdge>
                </bpmndi:BPMNPlane>
              </bpmndi:BPMNDiagram>
            </bpmn:definitions>
            """, LoadOptions.PreserveWhitespace);
        document.Declaration = new("1.0", "UTF-8", null);
        var process = document.Root!.Element(Model + "process")!;
        process.Element(Model + "startEvent")!.SetAttributeValue("name", start);
        process.Element(Model + "endEvent")!.SetAttributeValue("name", end);
        document.Descendants(Di + "BPMNPlane").Single().SetAttributeValue("bpmnElement", Id(process));
        return new(document, process);
    }

    /// <exception cref="InvalidFile">It is no diagram that the service takes.</exception>
    public static BpmnEdit Open(string text)
    {
        var read = Bpmn.Read(text);
        return new(read.Document, read.Processes[0]);
    }

    /// <summary>Names of the lanes, in order.</summary>
    public IReadOnlyList<string> Lanes => [.. document.Descendants(Model + "lane").Select(lane => Bpmn.OneLine(lane.Attribute("name")?.Value)).Where(name => name.Length > 0).Distinct()];

    public string ToText()
    {
        using var text = new Utf8Text();
        using (var writer = XmlWriter.Create(text, new() { OmitXmlDeclaration = document.Declaration is null, NewLineHandling = NewLineHandling.Entitize })) document.Save(writer);
        return text.ToString();
    }

    public void Rename(string step, string name)
    {
        var element = Find(step);
        if (Bpmn.OneLine(element.Attribute("name")?.Value) == Bpmn.OneLine(name)) return;
        element.SetAttributeValue("name", Bpmn.OneLine(name));
        IsChanged = true;
    }

    /// <summary>Adds a step after another, or first when `after` is null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="lane">Who does it: the name of a lane, made when it is not there; null for the same as the step before.</param>
    /// <param name="after">The element that it comes after.</param>
    /// <returns>The new element's id.</returns>
    /// <exception cref="RuleViolation">`diagram.not-simple`: more than one way leads on from there.</exception>
    public string Add(string name, string? lane, string? after)
    {
        var before = after is null ? process.Elements(Model + "startEvent").FirstOrDefault(start => !Into(start).Any()) : Find(after);
        var first = before is null ? process.Descendants().First(Bpmn.IsStep) : null;
        var ways = before is null ? [] : OutOf(before).ToList();
        if (ways.Count > 1) throw NotSimple();
        var room = lane is null ? null : LaneOf(lane);
        var beside = before ?? first!;
        var step = new XElement(Model + "task", new XAttribute("id", $"Activity_{NewId()}"), new XAttribute("name", Bpmn.OneLine(name)));
        Insert(beside, step, after: before is not null);
        foreach (var chosen in room is null ? LanesOf(Id(beside)).ToList() : [room]) AddTo(chosen, Id(step));

        var target = ways is [var way] ? way.Attribute("targetRef")!.Value : null;
        Place(step, beside, target is null ? null : ShapeOf(target), room, after: before is not null);
        if (before is null)
        {
            Flow(Id(step), Id(first!), step);
        }
        else if (target is null)
        {
            Flow(Id(before), Id(step), step);
        }
        else
        {
            Lead(ways[0], ways[0].Attribute("sourceRef")!.Value, Id(step));
            Flow(Id(step), target, step);
        }
        IsChanged = true;
        return Id(step);
    }

    /// <summary>Takes a step away; what led to it leads to what came after it.</summary>
    /// <exception cref="RuleViolation">`diagram.not-simple`: something else hangs on it.</exception>
    public void Remove(string step)
    {
        var element = Find(step);
        var (into, outOf) = (Into(element).ToList(), OutOf(element).ToList());
        if (outOf.Count > 1 || IsTied(step) || element.Elements().Any(Bpmn.IsStep)) throw NotSimple();
        var after = outOf is [var only] ? only.Attribute("targetRef")!.Value : null;
        if (into.Exists(flow => flow.Attribute("sourceRef")!.Value == after) || outOf.Concat(after is null ? into : []).Any(flow => IsTied(Id(flow)))) throw NotSimple();
        foreach (var flow in outOf) Delete(flow);
        foreach (var flow in into)
        {
            if (after is null) Delete(flow);
            else Lead(flow, flow.Attribute("sourceRef")!.Value, after);
        }
        Delete(element);
        IsChanged = true;
    }

    /// <summary>Changes places with the step before or after.</summary>
    /// <exception cref="RuleViolation">`diagram.not-simple`: they do not lie in a row.</exception>
    public void Move(string step, bool earlier)
    {
        var element = Find(step);
        var other = earlier ? Into(element).Select(flow => flow.Attribute("sourceRef")!.Value).ToList() : [.. OutOf(element).Select(flow => flow.Attribute("targetRef")!.Value)];
        if (other is not [var neighbour]) throw NotSimple();
        var (first, second) = earlier ? (Find(neighbour), element) : (element, Find(neighbour));
        var (into, between, outOf) = (Into(first).ToList(), OutOf(first).ToList(), OutOf(second).ToList());
        if (into.Count > 1 || outOf.Count > 1 || between.Count != 1 || Into(second).Count() != 1 || HasEdgeEvents(first) || HasEdgeEvents(second)) throw NotSimple();
        if (ShapeOf(Id(first)) is { } a && ShapeOf(Id(second)) is { } b)
        {
            var alike = LanesOf(Id(first)).SequenceEqual(LanesOf(Id(second)));
            var (ax, ay) = (a.CentreX, a.CentreY);
            a.Centre(b.CentreX, alike ? b.CentreY : ay);
            b.Centre(ax, alike ? ay : b.CentreY);
        }
        foreach (var flow in into) Lead(flow, flow.Attribute("sourceRef")!.Value, Id(second));
        Lead(between[0], Id(second), Id(first));
        foreach (var flow in outOf) Lead(flow, Id(first), flow.Attribute("targetRef")!.Value);
        IsChanged = true;
    }

    /// <summary>Says who does a step: it is moved to the lane of that name, made when it is not there.</summary>
    public void PutInLane(string step, string name)
    {
        var element = Find(step);
        var lane = LaneOf(name);
        if (LanesOf(step).LastOrDefault() == lane) return;
        foreach (var reference in process.Descendants(Model + "flowNodeRef").Where(reference => reference.Value.Trim() == step).ToList()) RemoveWithSpace(reference);
        AddTo(lane, step);
        if (ShapeOf(step) is { } shape && ShapeOf(Id(lane)) is { } room) shape.Centre(shape.CentreX, room.CentreY);
        foreach (var flow in Into(element).Concat(OutOf(element))) Draw(flow);
        IsChanged = true;
    }

    // Elements and flows

    private XElement Find(string id)
    {
        var step = document.Descendants().FirstOrDefault(element => Bpmn.IsStep(element) && Id(element) == id) ?? throw NotSimple();
        process = step.Ancestors(Model + "process").First();
        return step;
    }

    private IEnumerable<XElement> Flows => process.Descendants(Model + "sequenceFlow");

    private IEnumerable<XElement> Into(XElement node) => Flows.Where(flow => flow.Attribute("targetRef")?.Value == Id(node));

    private IEnumerable<XElement> OutOf(XElement node) => Flows.Where(flow => flow.Attribute("sourceRef")?.Value == Id(node));

    private bool HasEdgeEvents(XElement node) => process.Descendants(Model + "boundaryEvent").Any(edge => edge.Attribute("attachedToRef")?.Value == Id(node));

    // Something beside flows and lanes points to it: an event on its edge, a message, a note, a gateway's usual way.
    private bool IsTied(string id) => document.Root!.Descendants().Where(element => element.Name.Namespace == Model && element.Name.LocalName != "sequenceFlow")
        .Any(element => element.Attributes().Any(attribute => attribute.Name.LocalName != "id" && attribute.Value == id)
            || (!element.HasElements && element.Name.LocalName is not ("flowNodeRef" or "incoming" or "outgoing") && element.Value.Trim() == id));

    private void Flow(string from, string to, XElement beside)
    {
        var flow = new XElement(Model + "sequenceFlow", new XAttribute("id", $"Flow_{NewId()}"));
        Insert(beside.Parent!.Elements(Model + "sequenceFlow").LastOrDefault() ?? beside, flow, after: true);
        Lead(flow, from, to);
    }

    private void Lead(XElement flow, string from, string to)
    {
        var id = Id(flow);
        foreach (var reference in process.Descendants().Where(element => element.Name == Model + "incoming" || element.Name == Model + "outgoing").Where(element => element.Value.Trim() == id).ToList()) RemoveWithSpace(reference);
        flow.SetAttributeValue("sourceRef", from);
        flow.SetAttributeValue("targetRef", to);
        Tell(from, "outgoing");
        Tell(to, "incoming");
        Draw(flow);

        void Tell(string node, string what)
        {
            var element = process.Descendants().First(other => other.Name.Namespace == Model && Id(other) == node);
            string[] earlier = what == "incoming" ? [.. BeforeFlows, "incoming"] : [.. BeforeFlows, "incoming", "outgoing"];
            var reference = new XElement(Model + what, id);
            if (element.Elements().LastOrDefault(child => child.Name.Namespace == Model && earlier.Contains(child.Name.LocalName)) is { } last) last.AddAfterSelf(reference);
            else element.AddFirst(reference);
        }
    }

    private void Delete(XElement element)
    {
        var id = Id(element);
        foreach (var reference in process.Descendants().Where(other => other.Name.Namespace == Model && other.Name.LocalName is "incoming" or "outgoing" or "flowNodeRef").Where(other => other.Value.Trim() == id).ToList()) RemoveWithSpace(reference);
        if (DrawnAs(id) is { } drawn) RemoveWithSpace(drawn);
        RemoveWithSpace(element);
    }

    private static void Insert(XElement beside, XElement element, bool after)
    {
        var space = beside.PreviousNode is XText text && string.IsNullOrWhiteSpace(text.Value) ? text.Value : "";
        if (after) beside.AddAfterSelf(new XText(space), element);
        else beside.AddBeforeSelf(element, new XText(space));
    }

    private static void RemoveWithSpace(XElement element)
    {
        if (element.PreviousNode is XText text && string.IsNullOrWhiteSpace(text.Value)) text.Remove();
        element.Remove();
    }

    // Lanes

    private IEnumerable<XElement> LanesOf(string node) => process.Descendants(Model + "lane").Where(lane => lane.Elements(Model + "flowNodeRef").Any(reference => reference.Value.Trim() == node));

    private static void AddTo(XElement lane, string node)
    {
        var reference = new XElement(Model + "flowNodeRef", node);
        if (lane.Elements(Model + "flowNodeRef").LastOrDefault() is { } last) Insert(last, reference, after: true);
        else if (lane.Element(Model + "childLaneSet") is { } deeper) deeper.AddBeforeSelf(reference);
        else lane.Add(reference);
    }

    private XElement LaneOf(string name)
    {
        name = Bpmn.OneLine(name);
        if (process.Descendants(Model + "lane").FirstOrDefault(lane => Bpmn.OneLine(lane.Attribute("name")?.Value) == name) is { } known) return known;
        // Who does the steps of another pool does none of this one's.
        if (Lanes.Contains(name)) throw NotSimple();
        IsChanged = true;
        if (process.Element(Model + "laneSet") is not { } lanes)
        {
            process.Elements().First(element => element.Name.Namespace == Model && element.Name.LocalName is not ("documentation" or "extensionElements" or "auditing" or "monitoring" or "property"))
                .AddBeforeSelf(lanes = new XElement(Model + "laneSet", new XAttribute("id", $"LaneSet_{NewId()}")), new XText("\n    "));
            Surround();
            // Whoever does the steps that are there is not known; a start and an end are nobody's, and lie in the first lane that is.
            var first = NewLane(process.Elements().Any(Bpmn.IsStep) ? "" : name);
            foreach (var node in Flows.SelectMany(flow => new[] { flow.Attribute("sourceRef")!.Value, flow.Attribute("targetRef")!.Value }).Concat(process.Elements().Where(Bpmn.IsStep).Select(Id)).Distinct().Where(id => process.Elements().Any(element => Id(element) == id)).ToList()) AddTo(first, node);
            if (ShapeOf(Id(Participant()!)) is { } pool) Draw(first, pool.X + 30, pool.Y, pool.Width - 30, pool.Height);
            if (Bpmn.OneLine(first.Attribute("name")!.Value) == name) return first;
        }
        var lane = NewLane(name);
        if (Participant() is { } around && ShapeOf(Id(around)) is { } whole)
        {
            var bottom = whole.Y + whole.Height;
            MakeRoom("y", bottom, LaneHeight);
            whole.Height += LaneHeight;
            Draw(lane, whole.X + 30, bottom, whole.Width - 30, LaneHeight);
        }
        return lane;

        XElement NewLane(string called)
        {
            var made = new XElement(Model + "lane", new XAttribute("id", $"Lane_{NewId()}"), new XAttribute("name", called));
            lanes.Add(made);
            return made;
        }
    }

    private XElement? Participant() => document.Descendants(Model + "participant").FirstOrDefault(pool => pool.Attribute("processRef")?.Value == Id(process));

    // Lanes are drawn in a pool only.
    private void Surround()
    {
        if (Participant() is not null) return;
        var pool = new XElement(Model + "participant", new XAttribute("id", $"Participant_{NewId()}"), new XAttribute("processRef", Id(process)));
        if (document.Root!.Element(Model + "collaboration") is { } together)
        {
            together.Add(pool);
        }
        else
        {
            together = new XElement(Model + "collaboration", new XAttribute("id", $"Collaboration_{NewId()}"), pool);
            process.AddBeforeSelf(together, new XText("\n  "));
        }
        if (Plane is null) return;
        Plane.SetAttributeValue("bpmnElement", Id(together));
        var shapes = Plane.Elements(Di + "BPMNShape").Select(Shape.Of).OfType<Shape>().ToList();
        if (shapes.Count == 0) return;
        var (left, top, right, bottom) = (shapes.Min(shape => shape.X), shapes.Min(shape => shape.Y), shapes.Max(shape => shape.X + shape.Width), shapes.Max(shape => shape.Y + shape.Height));
        var height = Math.Max(LaneHeight, bottom - top + 40);
        Draw(pool, left - 80, ((top + bottom) / 2) - (height / 2), right - left + 130, height);
    }

    // The drawing

    private XElement? Plane => document.Descendants(Di + "BPMNPlane").FirstOrDefault();

    private XElement? DrawnAs(string id) => Plane?.Elements().FirstOrDefault(drawn => drawn.Attribute("bpmnElement")?.Value == id);

    private Shape? ShapeOf(string id) => DrawnAs(id) is { } drawn ? Shape.Of(drawn) : null;

    private void Place(XElement step, XElement beside, Shape? target, XElement? lane, bool after)
    {
        if (ShapeOf(Id(beside)) is not { } near) return;
        var left = after ? near.X + near.Width + Gap : near.X;
        var needed = TaskWidth + (2 * Gap);
        if (!after) MakeRoom("x", near.X, TaskWidth + Gap);
        else if (target is not null && target.X >= near.X + near.Width) MakeRoom("x", target.X, Math.Max(0, needed - (target.X - near.X - near.Width)));
        else MakeRoom("x", near.X + near.Width + 1, Math.Max(0, left + TaskWidth + Gap - Around(near)));
        var room = lane is null ? null : ShapeOf(Id(lane));
        Draw(step, left, (room?.CentreY ?? near.CentreY) - (TaskHeight / 2), TaskWidth, TaskHeight);
    }

    /// <summary>The right edge of the narrowest that the shape lies in; no edge at all when it lies in none.</summary>
    private double Around(Shape shape) => Containers().Where(other => other.X < shape.X && other.X + other.Width > shape.X + shape.Width && other.Y <= shape.Y && other.Y + other.Height >= shape.Y + shape.Height)
        .Select(other => other.X + other.Width).DefaultIfEmpty(double.MaxValue).Min();

    private IEnumerable<Shape> Containers() => Plane!.Elements(Di + "BPMNShape").Where(IsContainer).Select(Shape.Of).OfType<Shape>();

    private bool IsContainer(XElement drawn) => drawn.Attribute("bpmnElement")?.Value is { } id
        && document.Root!.Descendants().Any(element => element.Name.Namespace == Model && element.Name.LocalName is "participant" or "lane" or "subProcess" or "transaction" or "adHocSubProcess" && Id(element) == id);

    /// <summary>Moves everything from a line on, and widens what the line goes through.</summary>
    private void MakeRoom(string axis, double at, double by)
    {
        if (Plane is null || by <= 0) return;
        var size = axis == "x" ? "width" : "height";
        foreach (var bounds in Plane.Descendants(Dc + "Bounds").ToList())
        {
            var (from, length) = (Number(bounds, axis), Number(bounds, size));
            var holds = bounds.Parent!.Name == Di + "BPMNShape" && IsContainer(bounds.Parent);
            if (from >= at || (!holds && from + (length / 2) >= at)) Set(bounds, axis, from + by);
            else if (holds && from + length > at) Set(bounds, size, length + by);
        }
        foreach (var point in Plane.Descendants(Dd + "waypoint").Where(point => Number(point, axis) >= at)) Set(point, axis, Number(point, axis) + by);
    }

    private void Draw(XElement element, double x, double y, double width, double height)
    {
        if (Plane is not { } plane) return;
        var bounds = new XElement(Dc + "Bounds");
        foreach (var (name, value) in new[] { ("x", x), ("y", y), ("width", width), ("height", height) }) Set(bounds, name, value);
        var drawn = new XElement(Di + "BPMNShape", new XAttribute("id", $"{Id(element)}_di"), new XAttribute("bpmnElement", Id(element)), bounds);
        if (element.Name.LocalName is not ("participant" or "lane"))
        {
            plane.Add(drawn);
            return;
        }
        drawn.SetAttributeValue("isHorizontal", "true");
        if (plane.Elements(Di + "BPMNShape").LastOrDefault(IsContainer) is { } last) last.AddAfterSelf(drawn);
        else plane.AddFirst(drawn);
    }

    private void Draw(XElement flow)
    {
        if (Plane is not { } plane || ShapeOf(flow.Attribute("sourceRef")!.Value) is not { } from || ShapeOf(flow.Attribute("targetRef")!.Value) is not { } to) return;
        var drawn = DrawnAs(Id(flow));
        if (drawn is null) plane.Add(drawn = new XElement(Di + "BPMNEdge", new XAttribute("id", $"{Id(flow)}_di"), new XAttribute("bpmnElement", Id(flow))));
        drawn.Elements(Dd + "waypoint").Remove();
        drawn.Elements(Di + "BPMNLabel").Remove();
        var (right, middle) = (from.X + from.Width, (from.X + from.Width + to.X) / 2);
        var below = Math.Max(from.Y + from.Height, to.Y + to.Height) + 30;
        (double X, double Y)[] points = to.X >= right
            ? from.CentreY == to.CentreY ? [(right, from.CentreY), (to.X, to.CentreY)] : [(right, from.CentreY), (middle, from.CentreY), (middle, to.CentreY), (to.X, to.CentreY)]
            : [(from.CentreX, from.Y + from.Height), (from.CentreX, below), (to.CentreX, below), (to.CentreX, to.Y + to.Height)];
        drawn.AddFirst(points.Select(point => new XElement(Dd + "waypoint", new XAttribute("x", Text(point.X)), new XAttribute("y", Text(point.Y)))));
    }

    private sealed class Shape(XElement bounds)
    {
        public static Shape? Of(XElement drawn) => drawn.Element(Dc + "Bounds") is { } bounds ? new(bounds) : null;

        public double X => Number(bounds, "x");
        public double Y => Number(bounds, "y");
        public double Width => Number(bounds, "width");
        public double Height { get => Number(bounds, "height"); set => Set(bounds, "height", value); }
        public double CentreX => X + (Width / 2);
        public double CentreY => Y + (Height / 2);

        public void Centre(double x, double y)
        {
            Set(bounds, "x", x - (Width / 2));
            Set(bounds, "y", y - (Height / 2));
        }
    }

    private static double Number(XElement element, string name) => double.TryParse(element.Attribute(name)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static void Set(XElement element, string name, double value) => element.SetAttributeValue(name, Text(value));

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Id(XElement element) => element.Attribute("id")?.Value ?? "";

    private static string NewId() => Guid.NewGuid().ToString("N")[..10];

    private static RuleViolation NotSimple() => new("diagram.not-simple", "The step does not lie in a row with one before and one after; change it in the drawing.");

    private sealed class Utf8Text : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
