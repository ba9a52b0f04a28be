using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>
/// As much of a BPMN 2.0 diagram as the service needs to know. What it does not understand it leaves alone: the text is stored as it came.
/// </summary>
public sealed partial class Bpmn
{
    /// <summary>A drawing of a hundred steps is about 150 kB.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    public const int MaxElements = 20_000;
    public const int MaxDepth = 64;
    public const int MaxSteps = 500;
    public const int MaxName = 200;

    public static readonly XNamespace Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    private static readonly HashSet<string> StepKinds =
    [
        "task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "scriptTask", "callActivity", "subProcess", "adHocSubProcess", "transaction",
    ];

    // What tools write beside UTF-8, by the name that the file gives it.
    private static readonly Dictionary<string, Encoding> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["iso-8859-1"] = Encoding.Latin1,
        ["us-ascii"] = Encoding.Latin1,
        ["windows-1252"] = CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
    };

    private Bpmn(XDocument document, IReadOnlyList<XElement> processes, IReadOnlyList<Step> steps) => (Document, Processes, Steps) = (document, processes, steps);

    public XDocument Document { get; }

    /// <summary>The process elements that have steps: one, or one for each pool.</summary>
    public IReadOnlyList<XElement> Processes { get; }

    /// <summary>In the order that the flows lead; those of one pool after those of another.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The bytes of a file as text; nothing of them is lost. What is written in another way than UTF-8 says afterwards that it is UTF-8.</summary>
    /// <exception cref="InvalidFile">`diagram.too-large`, `diagram.not-utf8`</exception>
    public static string Decode(ReadOnlySpan<byte> file)
    {
        if (file.Length > MaxBytes) throw new InvalidFile("diagram.too-large", $"The diagram may be {MaxBytes / 1024 / 1024} MB at most.");
        if (file is [0xFF, 0xFE, ..]) return SaysUtf8(Encoding.Unicode.GetString(file[2..]));
        if (file is [0xFE, 0xFF, ..]) return SaysUtf8(Encoding.BigEndianUnicode.GetString(file[2..]));
        if (Declared().Match(Encoding.Latin1.GetString(file[..Math.Min(file.Length, 200)])) is { Success: true } said && Others.TryGetValue(said.Groups["name"].Value, out var other))
            return SaysUtf8(other.GetString(file));
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidFile("diagram.not-utf8", "The diagram must be written in UTF-8.");
        }
    }

    /// <summary>Reads a diagram.</summary>
    /// <exception cref="InvalidFile">It is not one that the service takes; the code says why and the line where.</exception>
    public static Bpmn Read(string text)
    {
        var document = Parse(text);
        var root = document.Root!;
        if (root.Name != Model + "definitions") throw At(root, "diagram.not-bpmn", $"The root must be definitions of BPMN 2.0 ({Model.NamespaceName}), not {Shown(root.Name.LocalName)}.");
        CheckIds(root);
        var withSteps = root.Elements(Model + "process").Where(process => process.Descendants().Any(IsStep)).ToList();
        if (withSteps.Count == 0) throw At(root, "diagram.no-steps", "The diagram has no process with a step: a task, a call or a sub-process.");
        var (order, lanes) = (new List<XElement>(), new Dictionary<string, string>());
        foreach (var process in withSteps)
        {
            var before = order.Count;
            Walk(process, order);
            Lanes(process, lanes);
            // Of many pools, the name of each tells who does its steps where no lane does.
            if (withSteps.Count > 1 && PoolOf(root, process) is { } pool)
                foreach (var step in order.Skip(before)) lanes.TryAdd(IdOf(step), pool);
        }
        if (order.Count > MaxSteps) throw At(withSteps[0], "diagram.too-many-steps", $"The process has {order.Count} steps; {MaxSteps} is the most. Draw a part of it as a process of its own.");
        return new(document, withSteps, [.. order.Select((element, index) => StepOf(element, index + 1, lanes))]);
    }

    public static bool IsStep(XElement element) => element.Name.Namespace == Model && StepKinds.Contains(element.Name.LocalName);

    /// <summary>A name in one line.</summary>
    public static string OneLine(string? name) => string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string SaysUtf8(string text) => Declared().Replace(text, said => said.Value.Replace(said.Groups["name"].Value, "UTF-8", StringComparison.Ordinal), 1);

    [GeneratedRegex("""^\s*<\?xml[^>]*?\sencoding\s*=\s*["'](?<name>[A-Za-z0-9._-]{1,40})["']""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Declared();

    private static XDocument Parse(string text)
    {
        if (!Json.IsStorable(text)) throw new InvalidFile("diagram.not-xml", "The diagram holds a character that XML cannot.");
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxBytes, CheckCharacters = true };
        try
        {
            CheckShape(text, settings);
            using var reader = XmlReader.Create(new StringReader(WithoutMark(text)), settings);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            throw text.Contains("<!DOCTYPE", StringComparison.Ordinal)
                ? new InvalidFile("diagram.has-dtd", "A document type (DTD) is never read; take away <!DOCTYPE …>.", e.LineNumber)
                : new InvalidFile("diagram.not-xml", $"The file is not XML that can be read: it breaks at line {e.LineNumber}, position {e.LinePosition}.", e.LineNumber);
        }
    }

    // Before the tree is built, so that what is too much takes no memory.
    private static void CheckShape(string text, XmlReaderSettings settings)
    {
        using var reader = XmlReader.Create(new StringReader(WithoutMark(text)), settings);
        var elements = 0;
        while (reader.Read())
        {
            var line = (reader as IXmlLineInfo)?.LineNumber;
            if (reader.NodeType == XmlNodeType.XmlDeclaration && reader.GetAttribute("encoding") is { } encoding && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                throw new InvalidFile("diagram.not-utf8", $"The file says that it is written in {Shown(encoding)}; it must be UTF-8.", line);
            if (reader is { NodeType: XmlNodeType.ProcessingInstruction, LocalName: "xml-stylesheet" }) throw new InvalidFile("diagram.has-script", "The file names a style sheet, which could run as a program; take away <?xml-stylesheet …?>.", line);
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (CarriesScript(reader)) throw new InvalidFile("diagram.has-script", $"<{Shown(reader.Name)}> at line {line} is or holds a program for a browser; take it away.", line);
            if (++elements > MaxElements) throw new InvalidFile("diagram.too-large", $"The diagram has more than {MaxElements} elements.", line);
            if (reader.Depth > MaxDepth) throw new InvalidFile("diagram.too-deep", $"Elements lie in each other deeper than {MaxDepth} levels.", line);
        }
    }

    // A page or a picture within a diagram, with a program in it. What a tool for running processes calls script is text to us, and stays.
    private static bool CarriesScript(XmlReader reader)
    {
        var shown = reader.NamespaceURI is "http://www.w3.org/1999/xhtml" or "http://www.w3.org/2000/svg";
        if (shown && reader.LocalName is "script" or "iframe" or "object" or "embed") return true;
        var found = false;
        while (reader.MoveToNextAttribute())
            found |= (shown && reader.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)) || reader.Value.AsSpan().TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase);
        reader.MoveToElement();
        return found;
    }

    private static string WithoutMark(string text) => text.StartsWith('\uFEFF') ? text[1..] : text;

    private static void CheckIds(XElement root)
    {
        var known = new HashSet<string>();
        foreach (var element in root.Descendants().Where(IsStep))
        {
            if (element.Attribute("id")?.Value is not { Length: > 0 } id) throw At(element, "diagram.step-without-id", "A step has no id, so it could not be known again.");
            // Of other elements many tools give two the same.
            if (!known.Add(id)) throw At(element, "diagram.id-twice", $"Two steps have the id {Shown(id)}.");
            if (id.Length > MaxName) throw At(element, "diagram.name-too-long", $"A step's id may have {MaxName} characters.");
        }
    }

    private static Step StepOf(XElement element, int number, Dictionary<string, string> lanes)
    {
        var name = OneLine(element.Attribute("name")?.Value);
        if (name.Length > MaxName) throw At(element, "diagram.name-too-long", $"A step's name may have {MaxName} characters.");
        return new(IdOf(element), name, number, LaneOf(element, lanes));
    }

    // What lies in a sub-process is in the lane of that.
    private static string? LaneOf(XElement element, Dictionary<string, string> lanes) =>
        element.AncestorsAndSelf().Select(above => lanes.GetValueOrDefault(IdOf(above))).FirstOrDefault(lane => lane is not null);

    private static string? PoolOf(XElement root, XElement process)
    {
        var name = OneLine(root.Descendants(Model + "participant").FirstOrDefault(pool => pool.Attribute("processRef")?.Value == IdOf(process))?.Attribute("name")?.Value);
        if (name.Length > MaxName) throw At(process, "diagram.name-too-long", $"A pool's name may have {MaxName} characters.");
        return name.Length == 0 ? null : name;
    }

    private static void Lanes(XElement process, Dictionary<string, string> lanes)
    {
        // A lane within a lane comes after it and is the more exact.
        foreach (var lane in process.Descendants(Model + "lane"))
        {
            var name = OneLine(lane.Attribute("name")?.Value);
            if (name.Length > MaxName) throw At(lane, "diagram.name-too-long", $"A lane's name may have {MaxName} characters.");
            if (name.Length == 0) continue;
            foreach (var node in lane.Elements(Model + "flowNodeRef")) lanes[node.Value.Trim()] = name;
        }
    }

    /// <summary>
    /// Adds a process's steps in the order that the flows lead from the start: each after all that leads to it, the first drawn branch
    /// before the next, a way back to what has been passed left out; what no flow reaches comes last. A sub-process is followed by what lies in it.
    /// </summary>
    private static void Walk(XElement scope, List<XElement> steps)
    {
        var nodes = scope.Elements().Where(element => element.Name.Namespace == Model && element.Name.LocalName is not ("sequenceFlow" or "laneSet" or "dataObject" or "dataObjectReference" or "association" or "textAnnotation") && IdOf(element).Length > 0).DistinctBy(IdOf).ToList();
        var byId = nodes.ToDictionary(IdOf);
        var ways = new List<(string From, string To)>();
        foreach (var flow in scope.Elements(Model + "sequenceFlow")) Lead(flow.Attribute("sourceRef")?.Value, flow.Attribute("targetRef")?.Value);
        // An event on the edge of a step leads on from it, after its ordinary way.
        foreach (var edge in nodes.Where(node => node.Name.LocalName == "boundaryEvent")) Lead(edge.Attribute("attachedToRef")?.Value, IdOf(edge));
        var next = ways.ToLookup(way => way.From, way => way.To);
        var reached = ways.Select(way => way.To).ToHashSet();

        // The order in which a walk leaves the nodes, turned round, is one where each comes after what leads to it.
        var seen = new HashSet<string>();
        var left = new List<string>();
        foreach (var start in nodes.Where(node => !reached.Contains(IdOf(node))).OrderBy(node => node.Name.LocalName != "startEvent").Reverse()) Visit(IdOf(start));
        var order = left.AsEnumerable().Reverse().ToList();
        foreach (var lost in nodes.Where(node => !seen.Contains(IdOf(node))).ToList())
        {
            left.Clear();
            Visit(IdOf(lost));
            order.AddRange(left.AsEnumerable().Reverse());
        }
        foreach (var node in order.Select(id => byId[id]).Where(IsStep))
        {
            steps.Add(node);
            Walk(node, steps);
        }

        void Visit(string start)
        {
            var path = new Stack<(string Node, Queue<string> Ways)>();
            Enter(start);
            while (path.TryPeek(out var at))
            {
                if (at.Ways.TryDequeue(out var way)) Enter(way);
                else left.Add(path.Pop().Node);
            }

            void Enter(string node)
            {
                if (seen.Add(node)) path.Push((node, new(next[node].Reverse())));
            }
        }

        void Lead(string? from, string? to)
        {
            if (from is not null && to is not null && byId.ContainsKey(from) && byId.ContainsKey(to)) ways.Add((from, to));
        }
    }

    private static string IdOf(XElement element) => element.Attribute("id")?.Value ?? "";

    private static string Shown(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    private static InvalidFile At(XElement element, string code, string detail) =>
        new(code, $"Line {((IXmlLineInfo)element).LineNumber}: {detail}", ((IXmlLineInfo)element).LineNumber);
}

/// <summary>A step of a diagram: a task, a call or a sub-process.</summary>
/// <param name="ElementId">The element's id.</param>
/// <param name="Name">Its name in one line; empty when it has none.</param>
/// <param name="Number">Its place in the order that the flows lead, from 1.</param>
/// <param name="Lane">Name of the innermost lane that it lies in.</param>
public sealed record Step(string ElementId, string Name, int Number, string? Lane);
