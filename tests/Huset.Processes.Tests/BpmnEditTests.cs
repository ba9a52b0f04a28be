using System.Globalization;
using System.Xml.Linq;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Tests;

/// <summary>What the form for steps does to a diagram.</summary>
public sealed class BpmnEditTests
{
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI", Dc = "http://www.omg.org/spec/DD/20100524/DC", Dd = "http://www.omg.org/spec/DD/20100524/DI";

    [Fact]
    public void A_process_is_written_from_nothing_and_drawn_from_left_to_right()
    {
        var text = Drawn("A", "B", "C");
        Assert.Equal(["A", "B", "C"], Names(text));
        Assert.Equal(["Start", "A", "B", "C", "End"], FromLeft(text));
        AssertDrawnWell(text);
    }

    [Fact]
    public void A_step_is_added_first_between_and_last()
    {
        var text = Drawn("B", "D");
        var edit = BpmnEdit.Open(text);
        edit.Add("A", null, null);
        edit.Add("C", null, Element(text, "B"));
        edit.Add("E", null, Element(text, "D"));
        Assert.Equal(["A", "B", "C", "D", "E"], Names(edit.ToText()));
        Assert.Equal(["Start", "A", "B", "C", "D", "E", "End"], FromLeft(edit.ToText()));
        AssertDrawnWell(edit.ToText());
    }

    [Fact]
    public void Moving_and_removing_keep_every_other_step_and_its_id()
    {
        var text = Drawn("A", "B", "C", "D");
        var edit = BpmnEdit.Open(text);
        edit.Move(Element(text, "C"), earlier: true);
        Assert.Equal(["A", "C", "B", "D"], Names(edit.ToText()));
        edit.Move(Element(text, "A"), earlier: false);
        Assert.Equal(["C", "A", "B", "D"], Names(edit.ToText()));
        AssertDrawnWell(edit.ToText());
        Assert.Equal(["Start", "C", "A", "B", "D", "End"], FromLeft(edit.ToText()));
        edit.Remove(Element(text, "B"));
        edit.Remove(Element(text, "D"));
        Assert.Equal(["C", "A"], Names(edit.ToText()));
        Assert.Equal([Element(text, "C"), Element(text, "A")], Bpmn.Read(edit.ToText()).Steps.Select(step => step.ElementId));
        AssertDrawnWell(edit.ToText());
    }

    [Fact]
    public void Who_does_a_step_is_a_lane_that_is_made_when_it_is_not_there()
    {
        var edit = BpmnEdit.New("Start", "End");
        var a = edit.Add("A", "Planerare", null);
        var b = edit.Add("B", "Omsorgskontakt", a);
        edit.Add("C", null, b);
        edit.Add("D", "Planerare", b);
        Assert.Equal(["Planerare", "Omsorgskontakt"], edit.Lanes);
        Assert.Equal([("A", "Planerare"), ("B", "Omsorgskontakt"), ("D", "Planerare"), ("C", "Omsorgskontakt")], Bpmn.Read(edit.ToText()).Steps.Select(step => (step.Name, step.Lane)));
        AssertDrawnWell(edit.ToText());
        edit.PutInLane(a, "Enhetschef");
        Assert.Equal("Enhetschef", Bpmn.Read(edit.ToText()).Steps[0].Lane);
        AssertDrawnWell(edit.ToText());
    }

    [Fact]
    public void Steps_without_a_lane_are_nobodys_when_the_first_lane_is_made()
    {
        var text = Drawn("A", "B");
        var edit = BpmnEdit.Open(text);
        edit.Add("C", "Planerare", Element(text, "B"));
        Assert.Equal([("A", null), ("B", null), ("C", "Planerare")], Bpmn.Read(edit.ToText()).Steps.Select(step => (step.Name, step.Lane)));
        AssertDrawnWell(edit.ToText());
    }

    [Fact]
    public void What_another_tool_has_written_is_kept()
    {
        const string notes = "<bpmn:documentation>Läs \n detta</bpmn:documentation><bpmn:extensionElements><x:tid enhet=\"min\">5</x:tid></bpmn:extensionElements>";
        var text = Drawn("A", "B").Replace("<bpmn:definitions ", "<!-- vår --><bpmn:definitions xmlns:x=\"urn:x\" ", StringComparison.Ordinal).Replace("name=\"A\">", $"name=\"A\" x:färg=\"röd\">{notes}", StringComparison.Ordinal);
        var edit = BpmnEdit.Open(text);
        edit.Rename(Element(text, "A"), "Anna");
        edit.Add("C", null, Element(text, "A"));
        var after = edit.ToText();
        Assert.Contains(notes, after);
        Assert.Contains("<!-- vår -->", after);
        Assert.Contains("x:färg=\"röd\"", after);
        Assert.Equal(["Anna", "C", "B"], Names(after));
        // Notes come before the flows, as the standard orders them.
        var a = XDocument.Parse(after).Descendants(Bpmn.Model + "task").First(task => (string?)task.Attribute("name") == "Anna");
        Assert.Equal(["documentation", "extensionElements", "incoming", "outgoing"], a.Elements().Select(element => element.Name.LocalName));
    }

    [Fact]
    public void Nothing_changed_is_nothing_to_save()
    {
        var text = Drawn("A", "B");
        var edit = BpmnEdit.Open(text);
        edit.Rename(Element(text, "A"), " A ");
        Assert.False(edit.IsChanged);
        Assert.Equal(text, edit.ToText());
    }

    [Fact]
    public void What_hangs_together_with_more_is_left_to_the_drawing()
    {
        var text = $"""
            <definitions xmlns="{Bpmn.Model}"><process id="p"><startEvent id="s"/><task id="a" name="A"/><exclusiveGateway id="g"/><task id="b" name="B"/><task id="c" name="C"/><boundaryEvent id="e" attachedToRef="b"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="g"/><sequenceFlow id="f3" sourceRef="g" targetRef="b"/><sequenceFlow id="f4" sourceRef="g" targetRef="c"/><sequenceFlow id="f5" sourceRef="a" targetRef="c"/></process></definitions>
            """;
        Refused(edit => edit.Remove("b"));
        Refused(edit => edit.Remove("a"));
        Refused(edit => edit.Move("c", earlier: true));
        Refused(edit => edit.Move("b", earlier: true));
        Refused(edit => edit.Add("X", null, "a"));
        Refused(edit => edit.Remove("okänt"));
        // A step at the end of a branch and a new name are simple.
        var simple = BpmnEdit.Open(text);
        simple.Rename("b", "Bo");
        simple.Add("X", null, "c");
        Assert.Contains("X", Names(simple.ToText()));

        void Refused(Action<BpmnEdit> change) => Assert.Equal("diagram.not-simple", Assert.Throws<RuleViolation>(() => change(BpmnEdit.Open(text))).Code);
    }

    private static string Drawn(params string[] names)
    {
        var edit = BpmnEdit.New("Start", "End");
        string? last = null;
        foreach (var name in names) last = edit.Add(name, null, last);
        return edit.ToText();
    }

    private static string[] Names(string text) => [.. Bpmn.Read(text).Steps.Select(step => step.Name)];

    private static string Element(string text, string name) => Bpmn.Read(text).Steps.Single(step => step.Name == name).ElementId;

    // What is drawn, from left to right, by name or id; without pools and lanes.
    private static IEnumerable<string> FromLeft(string text)
    {
        var document = XDocument.Parse(text);
        var names = document.Descendants().Where(element => element.Name.Namespace == Bpmn.Model && element.Attribute("id") is not null).ToDictionary(element => element.Attribute("id")!.Value, element => (string?)element.Attribute("name") ?? element.Attribute("id")!.Value);
        return Shapes(document).Where(shape => !shape.Holds).OrderBy(shape => shape.X).Select(shape => names[shape.Id]);
    }

    // Nothing drawn lies on another, every flow begins and ends at its steps, and every step lies within its lane.
    private static void AssertDrawnWell(string text)
    {
        var document = XDocument.Parse(text);
        var shapes = Shapes(document).ToDictionary(shape => shape.Id);
        var nodes = shapes.Values.Where(shape => !shape.Holds).ToList();
        foreach (var (index, a) in nodes.Index())
            foreach (var b in nodes.Skip(index + 1)) Assert.False(a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height, $"{a} lies on {b}\n{text}");
        var flows = document.Descendants(Bpmn.Model + "sequenceFlow").ToList();
        Assert.Equal(flows.Count, document.Descendants(Di + "BPMNEdge").Count());
        foreach (var flow in flows)
        {
            var points = document.Descendants(Di + "BPMNEdge").Single(edge => edge.Attribute("bpmnElement")!.Value == flow.Attribute("id")!.Value).Elements(Dd + "waypoint").Select(point => (X: Number(point, "x"), Y: Number(point, "y"))).ToList();
            Assert.True(shapes[flow.Attribute("sourceRef")!.Value].Touches(points[0]), $"{flow} does not begin at its step\n{text}");
            Assert.True(shapes[flow.Attribute("targetRef")!.Value].Touches(points[^1]), $"{flow} does not end at its step\n{text}");
            Assert.Single(document.Descendants(Bpmn.Model + "outgoing"), told => told.Value == flow.Attribute("id")!.Value && told.Parent!.Attribute("id")!.Value == flow.Attribute("sourceRef")!.Value);
            Assert.Single(document.Descendants(Bpmn.Model + "incoming"), told => told.Value == flow.Attribute("id")!.Value && told.Parent!.Attribute("id")!.Value == flow.Attribute("targetRef")!.Value);
        }
        foreach (var lane in document.Descendants(Bpmn.Model + "lane"))
            foreach (var node in lane.Elements(Bpmn.Model + "flowNodeRef")) Assert.True(shapes[lane.Attribute("id")!.Value].Contains(shapes[node.Value]), $"{node.Value} does not lie in its lane\n{text}");
    }

    private static IEnumerable<Drawing> Shapes(XDocument document) => document.Descendants(Di + "BPMNShape").Select(shape =>
    {
        var bounds = shape.Element(Dc + "Bounds")!;
        return new Drawing(shape.Attribute("bpmnElement")!.Value, Number(bounds, "x"), Number(bounds, "y"), Number(bounds, "width"), Number(bounds, "height"), shape.Attribute("isHorizontal") is not null);
    });

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private sealed record Drawing(string Id, double X, double Y, double Width, double Height, bool Holds)
    {
        public bool Touches((double X, double Y) point) => point.X >= X && point.X <= X + Width && point.Y >= Y && point.Y <= Y + Height && (point.X == X || point.X == X + Width || point.Y == Y || point.Y == Y + Height);

        public bool Contains(Drawing other) => other.X >= X && other.Y >= Y && other.X + other.Width <= X + Width && other.Y + other.Height <= Y + Height;
    }
}
