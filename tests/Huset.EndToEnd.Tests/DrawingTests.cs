using System.Xml.Linq;
using Microsoft.Playwright;

namespace Huset.EndToEnd.Tests;

/// <summary>Whoever draws with a mouse and whoever writes the steps with a keyboard say the same.</summary>
public sealed class DrawingTests(Platform platform, Browser browser)
{
    private static readonly (string Name, string Lane)[] Rehabilitation =
    [
        ("Ta emot överlämningen", "Samordnare"),
        ("Besök hemma och bedöm behoven", "Arbetsterapeut"),
        ("Sätt mål tillsammans", "Fysioterapeut"),
        ("Träna i vardagen", "Undersköterska"),
        ("Följ upp målen", "Arbetsterapeut"),
        ("Avsluta och lämna över", "Samordnare"),
    ];

    private static readonly string[] Lanes = [.. Rehabilitation.Select(step => step.Lane).Distinct()];
    private static readonly XNamespace Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    [Fact]
    public async Task A_process_written_with_the_keyboard_alone_means_the_same_as_one_drawn_with_the_mouse()
    {
        using var owner = await platform.As("processagare");
        var (written, drawn) = (await New(owner), await New(owner));
        await Write(written);
        await Draw(drawn);
        var meaning = await Meaning(owner, written);
        Assert.Equal(Rehabilitation.Length, meaning.Count(part => part.StartsWith("task ", StringComparison.Ordinal)));
        Assert.Contains("Följ upp målen → Avsluta och lämna över", meaning);
        Assert.Equal(meaning, await Meaning(owner, drawn));
    }

    private static async Task<string> New(HttpClient owner) =>
        (await owner.Post("/processes/v1/processes", new { name = $"Rehabilitering {Guid.NewGuid():N}", kind = "main" }).Json(System.Net.HttpStatusCode.Created)).GetProperty("id").GetString()!;

    // Tab, arrows, letters and Enter: no click. One step is named anew and one is put right.
    private async Task Write(string process)
    {
        var page = await browser.SignedIn(platform, "processagare", 1280);
        await page.GotoAsync($"{platform.Url}/processer/process/{process}/steg");
        (string Name, string Lane)[] begun = [Rehabilitation[0] with { Name = "Ta emot" }, Rehabilitation[1], Rehabilitation[3], Rehabilitation[2], Rehabilitation[4], Rehabilitation[5]];
        foreach (var (index, (name, lane)) in begun.Index())
        {
            await TabTo(page, "Step.NewName");
            await page.Keyboard.TypeAsync(name);
            await TabTo(page, "Step.NewLane");
            await page.Keyboard.TypeAsync(lane);
            await TabTo(page, "Do", "add");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("ol.flow > li")).ToHaveCountAsync(index + 1);
        }
        await page.GotoAsync($"{platform.Url}/processer/process/{process}/steg");
        await TabTo(page, "Step.Name-");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(Rehabilitation[0].Name);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("Steg 1", new() { Exact = true })).ToHaveValueAsync(Rehabilitation[0].Name);
        var later = await page.Locator("ol.flow > li").Nth(3).Locator("button[value^='up:']").GetAttributeAsync("value");
        await TabTo(page, "Do", later);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByLabel("Steg 3", new() { Exact = true })).ToHaveValueAsync(Rehabilitation[2].Name);
        await page.Context.CloseAsync();
    }

    private static async Task TabTo(IPage page, string name, string? value = null)
    {
        for (var presses = 0; presses < 150; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("([name, value]) => (document.activeElement.name ?? '').startsWith(name) && (value === null || document.activeElement.value === value)", new[] { name, value })) return;
        }
        throw new InvalidOperationException($"The keyboard does not reach {name} {value}.");
    }

    private async Task Draw(string process)
    {
        var page = await browser.SignedIn(platform, "processagare", 1600);
        await page.SetViewportSizeAsync(1600, 1200);
        await page.GotoAsync($"{platform.Url}/processer/process/{process}/rita");
        await page.Locator("[data-ready=true]").First.WaitForAsync();
        var paper = new Paper(page);
        await paper.Has("Activity_1");

        // A pool around what is there, with a lane for each who takes part.
        await page.Locator(".djs-palette [data-action='create.participant-expanded']").ClickAsync();
        var (x, y) = await paper.Centre("Activity_1");
        await page.Mouse.MoveAsync(x, y, new() { Steps = 5 });
        await page.Mouse.ClickAsync(x, y);
        await page.Keyboard.PressAsync("Escape");
        await paper.Whole();
        await paper.ChooseByEdge(await paper.Has("Participant_"));
        await paper.Pad("lane-divide-two");
        for (var lanes = 2; lanes < Lanes.Length; lanes++)
        {
            await paper.Leave();
            await paper.ChooseByEdge((await paper.Lanes())[^1]);
            await paper.Pad("lane-insert-below");
        }
        await paper.Whole();
        foreach (var (lane, name) in (await paper.Lanes()).Zip(Lanes)) await paper.NameByEdge(lane, name);

        // One step after the other, then each to who does it.
        await paper.Choose("End_1");
        await paper.Pad("delete");
        await paper.Name("Activity_1", Rehabilitation[0].Name);
        List<string> steps = ["Activity_1"];
        foreach (var (name, _) in Rehabilitation.Skip(1))
        {
            steps.Add(await paper.Append(steps[^1], "append.append-task", "Activity_"));
            await paper.Name(steps[^1], name);
        }
        var end = await paper.Append(steps[^1], "append.end-event", "Event_");
        await paper.Name(end, "Slut");
        var rooms = await paper.Lanes();
        foreach (var (element, lane) in steps.Zip(Rehabilitation, (element, step) => (element, step.Lane)).Append(("Start_1", Lanes[0])).Append((end, Lanes[0])))
            await paper.DragTo(element, rooms[Array.IndexOf(Lanes, lane)]);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Spara utkast", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Utkastet sparades")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    // Who does what, and what follows on what, by names: ids and places are each drawing's own.
    private static async Task<IReadOnlyList<string>> Meaning(HttpClient owner, string process)
    {
        var diagram = XDocument.Parse(await owner.GetStringAsync($"/processes/v1/processes/{process}/diagram?version=draft"));
        var lanes = (from lane in diagram.Descendants(Model + "lane") from node in lane.Elements(Model + "flowNodeRef") select (Node: node.Value.Trim(), Name: Text(lane))).ToDictionary(part => part.Node, part => part.Name);
        var nodes = diagram.Descendants(Model + "process").Single().Elements().Where(element => element.Attribute("id") is not null && element.Name.LocalName is not ("laneSet" or "sequenceFlow")).ToDictionary(element => element.Attribute("id")!.Value);
        return
        [
            .. nodes.Select(node => $"{node.Value.Name.LocalName} {Text(node.Value)} ({lanes[node.Key]})").Order(StringComparer.Ordinal),
            .. diagram.Descendants(Model + "sequenceFlow").Select(flow => $"{Text(nodes[flow.Attribute("sourceRef")!.Value])} → {Text(nodes[flow.Attribute("targetRef")!.Value])}").Order(StringComparer.Ordinal),
            .. diagram.Descendants(Model + "lane").Select(lane => $"lane {Text(lane)}").Order(StringComparer.Ordinal),
            .. diagram.Descendants(Model + "participant").Select(pool => $"pool {Text(pool)}"),
        ];

        static string Text(XElement element) => element.Attribute("name")?.Value ?? "";
    }

    /// <summary>The drawing as a hand with a mouse has it.</summary>
    private sealed class Paper(IPage page)
    {
        private readonly HashSet<string> known = [];

        public async Task<(float X, float Y)> Centre(string element) => await page.Locator($".djs-element[data-element-id='{element}']").First.BoundingBoxAsync() is { } box ? (box.X + (box.Width / 2), box.Y + (box.Height / 2)) : throw new InvalidOperationException($"{element} is not drawn.");

        /// <summary>The one that is new and begins so.</summary>
        public async Task<string> Has(string prefix)
        {
            string? found = null;
            await Platform.Eventually(async () =>
            {
                var all = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.djs-element')].map(element => element.dataset.elementId)");
                found = all.FirstOrDefault(id => id.StartsWith(prefix, StringComparison.Ordinal) && !id.EndsWith("_label", StringComparison.Ordinal) && !known.Contains(id));
                return found is not null;
            }, TimeSpan.FromSeconds(10), $"{prefix} is drawn");
            known.Add(found!);
            return found!;
        }

        /// <summary>From the top.</summary>
        public Task<string[]> Lanes() => page.EvaluateAsync<string[]>("[...document.querySelectorAll('.djs-element[data-element-id^=Lane_]')].sort((a, b) => a.getBoundingClientRect().y - b.getBoundingClientRect().y).map(lane => lane.dataset.elementId)");

        public async Task Choose(string element)
        {
            await Leave();
            var (x, y) = await Centre(element);
            await page.Mouse.ClickAsync(x, y);
        }

        // Where the name of a pool or a lane stands.
        public async Task ChooseByEdge(string element)
        {
            var (x, y) = await Edge(element);
            await page.Mouse.ClickAsync(x, y);
        }

        public Task Pad(string action) => page.Locator($".djs-context-pad.open [data-action='{action}']").First.ClickAsync();

        public async Task<string> Append(string after, string action, string prefix)
        {
            await Choose(after);
            await Pad(action);
            await page.Keyboard.PressAsync("Escape");
            var made = await Has(prefix);
            await Whole();
            return made;
        }

        public async Task Name(string element, string name) => await Name(await Centre(element), name);

        public async Task NameByEdge(string lane, string name) => await Name(await Edge(lane), name);

        public async Task DragTo(string element, string lane)
        {
            await Leave();
            var ((x, y), room) = (await Centre(element), await Box(lane));
            await page.Mouse.MoveAsync(x, y);
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(x + 3, y + 3);
            await page.Mouse.MoveAsync(x, room.Y + (room.Height / 2), new() { Steps = 6 });
            await page.Mouse.UpAsync();
        }

        public async Task Whole()
        {
            await Leave();
            await page.Locator("[data-do=whole]").ClickAsync();
            // The first click after a button of the page only takes the drawing back in hand.
            await Leave();
        }

        // A click on empty paper ends what was begun.
        public async Task Leave()
        {
            var paper = (await page.Locator(".djs-container").BoundingBoxAsync())!;
            await page.Mouse.ClickAsync(paper.X + paper.Width - 30, paper.Y + 15);
        }

        private async Task Name((float X, float Y) at, string name)
        {
            await page.Mouse.DblClickAsync(at.X, at.Y);
            await page.Keyboard.PressAsync("Control+A");
            await page.Keyboard.TypeAsync(name);
            await Leave();
        }

        private async Task<LocatorBoundingBoxResult> Box(string element) => (await page.Locator($".djs-element[data-element-id='{element}'] > .djs-visual > rect").First.BoundingBoxAsync())!;

        private async Task<(float X, float Y)> Edge(string element)
        {
            var box = await Box(element);
            return (box.X + 8, box.Y + (box.Height / 2));
        }
    }
}
