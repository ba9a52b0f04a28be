using System.Text;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Tests;

public sealed class BpmnTests
{
    [Fact]
    public void Steps_are_numbered_as_the_flows_lead_and_not_as_they_are_written() =>
        Assert.Equal(["Ett", "Två", "Tre"], Names("""<task id="c" name="Tre"/><task id="b" name="Två"/><startEvent id="s"/><task id="a" name="Ett"/>""", "s>a", "a>b", "b>c"));

    [Fact]
    public void Branches_come_one_after_the_other_and_what_joins_them_last() =>
        Assert.Equal(["Före", "Ja 1", "Ja 2", "Nej", "Efter"], Names(
            """<startEvent id="s"/><task id="e" name="Efter"/><task id="n" name="Nej"/><exclusiveGateway id="g"/><task id="j1" name="Ja 1"/><task id="j2" name="Ja 2"/><task id="f" name="Före"/>""",
            "s>f", "f>g", "g>j1", "j1>j2", "j2>e", "g>n", "n>e"));

    [Fact]
    public void A_way_back_does_not_move_what_has_been_passed() =>
        Assert.Equal(["Pröva", "Klart", "Ändra"], Names("""<startEvent id="s"/><task id="t" name="Pröva"/><task id="k" name="Klart"/><task id="a" name="Ändra"/>""", "s>t", "t>k", "t>a", "a>t"));

    [Fact]
    public void What_no_flow_reaches_comes_after_what_the_start_leads_to_and_a_ring_comes_last() =>
        Assert.Equal(["Ett", "Lös", "Ring a", "Ring b"], Names("""<task id="ra" name="Ring a"/><task id="rb" name="Ring b"/><task id="l" name="Lös"/><startEvent id="s"/><task id="e" name="Ett"/>""", "ra>rb", "rb>ra", "s>e"));

    [Fact]
    public void What_lies_in_a_sub_process_follows_it_and_an_event_on_its_edge_leads_on() =>
        Assert.Equal(["Besök", "Hälsa", "Hjälpa", "Larma", "Rapportera"], Names(
            """<startEvent id="s"/><task id="r" name="Rapportera"/><task id="l" name="Larma"/><boundaryEvent id="b" attachedToRef="v"/><subProcess id="v" name="Besök"><task id="h2" name="Hjälpa"/><task id="h1" name="Hälsa"/><sequenceFlow id="i" sourceRef="h1" targetRef="h2"/></subProcess>""",
            "s>v", "b>l", "v>r", "l>r"));

    [Fact]
    public void A_step_is_in_its_innermost_lane_and_what_lies_in_a_sub_process_in_that_of_it()
    {
        var steps = Bpmn.Read(Xml(
            """<laneSet id="ls"><lane id="l1" name="Hemtjänst"><flowNodeRef>a</flowNodeRef><flowNodeRef> v </flowNodeRef><childLaneSet id="cl"><lane id="l2" name=" Planerare &#10; dag"><flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane></laneSet><task id="a" name="A"/><subProcess id="v" name="V"><task id="i" name="I"/></subProcess><task id="x" name="X"/>""")).Steps;
        Assert.Equal([("A", "Planerare dag"), ("V", "Hemtjänst"), ("I", "Hemtjänst"), ("X", null)], steps.Select(step => (step.Name, step.Lane)));
    }

    [Fact]
    public void A_process_of_many_steps_is_read_and_more_than_that_is_refused()
    {
        string Row(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"""<task id="t{i}" name="Steg {i}"/>"""));
        string[] Flows(int count) => [.. Enumerable.Range(1, count - 1).Select(i => $"t{i - 1}>t{i}")];
        Assert.Equal(Bpmn.MaxSteps, Bpmn.Read(Xml(Row(Bpmn.MaxSteps), Flows(Bpmn.MaxSteps))).Steps.Count);
        Refused("diagram.too-many-steps", Xml(Row(Bpmn.MaxSteps + 1), Flows(Bpmn.MaxSteps + 1)));
    }

    [Theory]
    [InlineData("diagram.not-xml", "<a><b></a>")]
    [InlineData("diagram.not-xml", "")]
    [InlineData("diagram.not-xml", "Hej")]
    [InlineData("diagram.not-bpmn", "<definitions/>")]
    [InlineData("diagram.not-bpmn", "<html xmlns='http://www.w3.org/1999/xhtml'/>")]
    [InlineData("diagram.has-dtd", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>")]
    [InlineData("diagram.has-dtd", "<!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><lolz>&b;</lolz>")]
    [InlineData("diagram.not-utf8", "<?xml version='1.0' encoding='ISO-8859-1'?><a/>")]
    public void What_is_no_diagram_is_refused_with_its_reason(string code, string text) => Refused(code, text);

    [Fact]
    public void What_is_a_diagram_but_not_one_to_work_by_is_refused_with_its_line()
    {
        Refused("diagram.no-steps", Xml("""<startEvent id="s"/>"""));
        Refused("diagram.step-without-id", Xml("<task name='A'/>"));
        Assert.Equal(3, Refused("diagram.id-twice", Xml("<task id='a' name='A'/>\n\n<task id='a' name='B'/>")).Line);
        Refused("diagram.name-too-long", Xml($"<task id='a' name='{new string('x', 201)}'/>"));
        Refused("diagram.too-deep", Xml(string.Concat(Enumerable.Repeat("<subProcess>", 70)) + string.Concat(Enumerable.Repeat("</subProcess>", 70))));
        Refused("diagram.too-large", Xml(string.Concat(Enumerable.Repeat("<x/>", Bpmn.MaxElements))));
    }

    [Fact]
    public void Every_pool_of_a_diagram_has_its_steps_told_by_lane_or_else_by_the_pools_name()
    {
        var steps = Bpmn.Read($"""
            <definitions xmlns='{Bpmn.Model}'><collaboration id='c'><participant id='pa' name='Kommunen' processRef='p'/><participant id='pb' name=' Region &#10; ' processRef='q'/><participant id='pc' name='Den enskilde'/></collaboration>
            <process id='p'><laneSet id='l'><lane id='l1' name='Hemtjänst'><flowNodeRef>b</flowNodeRef></lane></laneSet><task id='b' name='B'/><task id='a' name='A'/><sequenceFlow id='f' sourceRef='a' targetRef='b'/></process>
            <process id='q'><task id='c1' name='C'/></process><process id='r'/></definitions>
            """).Steps;
        Assert.Equal([("A", 1, "Kommunen"), ("B", 2, "Hemtjänst"), ("C", 3, "Region")], steps.Select(step => (step.Name, step.Number, step.Lane)));
        Assert.Null(Assert.Single(Bpmn.Read($"<definitions xmlns='{Bpmn.Model}'><collaboration id='c'><participant id='pa' name='Kommunen' processRef='p'/></collaboration><process id='p'><task id='a' name='A'/></process></definitions>").Steps).Lane);
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void What_a_tool_has_written_in_another_way_is_kept_and_says_that_it_is_UTF_8(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] file = [.. encoding.GetPreamble(), .. encoding.GetBytes($"<?xml version=\"1.0\" encoding=\"{name}\" standalone=\"yes\"?>{Xml("<task id='a' name='Åtgärda'/>")}")];
        var text = Bpmn.Decode(file);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>", text, StringComparison.Ordinal);
        Assert.Equal("Åtgärda", Assert.Single(Bpmn.Read(text).Steps).Name);
    }

    [Theory]
    [InlineData("<documentation><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script></documentation>")]
    [InlineData("<documentation><p xmlns='http://www.w3.org/1999/xhtml' onclick='alert(1)'>Läs</p></documentation>")]
    [InlineData("<extensionElements><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg></extensionElements>")]
    [InlineData("<documentation><a xmlns='http://www.w3.org/1999/xhtml' href=' JavaScript:alert(1)'>Läs</a></documentation>")]
    public void What_carries_a_program_for_a_browser_is_refused(string carried) => Refused("diagram.has-script", Xml($"<task id='a' name='A'>{carried}</task>"));

    [Fact]
    public void A_style_sheet_is_refused_and_what_a_tool_for_running_processes_calls_script_stays()
    {
        Refused("diagram.has-script", $"<?xml-stylesheet href='x.xsl'?>{Xml("<task id='a' name='A'/>")}");
        Assert.Single(Bpmn.Read(Xml("<scriptTask id='a' name='A'><script>x = 1</script></scriptTask>")).Steps);
    }

    [Fact]
    public void In_a_diagram_of_many_pools_a_step_is_changed_in_its_own()
    {
        var edit = BpmnEdit.Open($"""
            <definitions xmlns='{Bpmn.Model}'><collaboration id='c'><participant id='pa' name='Kommunen' processRef='p'/><participant id='pb' name='Region' processRef='q'/></collaboration>
            <process id='p'><task id='a' name='A'/></process><process id='q'><laneSet id='l'><lane id='l1' name='Läkare'><flowNodeRef>b</flowNodeRef></lane></laneSet><task id='b' name='B'/></process></definitions>
            """);
        edit.Rename("b", "Bedöm");
        edit.Add("Sist", null, "b");
        Assert.Equal("diagram.not-simple", Assert.Throws<RuleViolation>(() => edit.PutInLane("a", "Läkare")).Code);
        Assert.Equal([("A", "Kommunen"), ("Bedöm", "Läkare"), ("Sist", "Läkare")], Bpmn.Read(edit.ToText()).Steps.Select(step => (step.Name, step.Lane)));
    }

    [Fact]
    public void A_file_is_UTF_8_of_two_megabytes_at_most_and_keeps_its_byte_order_mark()
    {
        byte[] file = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Xml("<task id='a' name='Å'/>"))];
        var text = Bpmn.Decode(file);
        Assert.Equal("Å", Assert.Single(Bpmn.Read(text).Steps).Name);
        Assert.Equal(file, Encoding.UTF8.GetBytes(text));
        Assert.Equal("diagram.not-utf8", Assert.Throws<InvalidFile>(() => Bpmn.Decode(Encoding.Latin1.GetBytes("<å/>"))).Code);
        Assert.Equal("diagram.too-large", Assert.Throws<InvalidFile>(() => Bpmn.Decode(new byte[Bpmn.MaxBytes + 1])).Code);
    }

    [Fact]
    public void Of_two_versions_it_is_told_what_was_added_renamed_moved_and_taken_away()
    {
        static Step[] Row(params string[] steps) => [.. steps.Select((step, index) => new Step(step.Split(':')[0], step.Split(':')[^1], index + 1, null))];
        var told = StepDifference.Between(Row("a", "b", "c", "d", "e"), Row("x", "a", "c", "d:D", "b"));
        Assert.Equal([("x", StepChange.Added, null), ("d", StepChange.Renamed, "d"), ("b", StepChange.Moved, "2"), ("e", StepChange.Gone, null)], told.Select(one => (one.Element, one.Change, one.Before)));
        Assert.Empty(StepDifference.Between(Row("a", "b"), Row("a", "b")));
        Assert.Equal([(StepChange.LaneChanged, "Dag")], StepDifference.Between([new("a", "A", 1, "Dag")], [new("a", "A", 1, "Natt")]).Select(one => (one.Change, one.Before)));
    }

    private static IEnumerable<string> Names(string elements, params string[] flows) => Bpmn.Read(Xml(elements, flows)).Steps.Select(step => step.Name);

    private static string Xml(string elements, params string[] flows) =>
        $"<definitions xmlns='{Bpmn.Model}'><process id='p'>{elements}{string.Concat(flows.Select((flow, index) => $"<sequenceFlow id='f{index}' sourceRef='{flow.Split('>')[0]}' targetRef='{flow.Split('>')[1]}'/>"))}</process></definitions>";

    private static InvalidFile Refused(string code, string text)
    {
        var refused = Assert.Throws<InvalidFile>(() => Bpmn.Read(text));
        Assert.Equal(code, refused.Code);
        return refused;
    }
}
