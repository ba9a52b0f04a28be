using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Huset.Gateway.Tests;

/// <summary>The house on the front page, from what the services say of their rooms.</summary>
public sealed class FrontTests(House house) : IDisposable
{
    public void Dispose()
    {
        foreach (var service in new[] { house.Deviations, house.Processes, house.Analytics }) (service.Room, service.RoomTakes, service.Hangs) = (null, default, false);
    }

    [Fact]
    public async Task What_needs_you_comes_first_and_the_rest_is_said_to_be_calm()
    {
        house.Deviations.Room = _ => Rooms(Room("attention", Fact("{value} rapporter väntar på bedömning", 3, "/avvikelser/?lage=reported", needsYou: true), Fact("{value} avvikelse hände i november", 1)));
        house.Processes.Room = _ => Rooms(Room("calm", Fact("{value} enheter finns i dag", 1077)) with { place = "stone", title = "Enheter" });
        var text = await Page();
        Assert.Contains("En sak behöver dig. Resten av huset är lugnt.", text);
        Assert.Equal(2, Regex.Count(text, "<a href=\"/avvikelser/\\?lage=reported\"><b>3</b> rapporter väntar på bedömning</a>"));
        Assert.True(text.IndexOf("Det här behöver dig", StringComparison.Ordinal) < text.IndexOf("class=\"house\"", StringComparison.Ordinal));
        Assert.Contains("<b>1&#xA0;077</b> enheter", text);
        Assert.Contains("<span class=\"tag attention\">Behöver dig</span>", text);
        Assert.Contains("Ekstads kommun", text);
    }

    [Fact]
    public async Task It_tells_how_far_the_demonstrations_autumn_has_come_while_it_is_read_in_and_only_there()
    {
        const string words = "Demonstrationens höst läses in: 180 av 400 ärenden.";
        var file = Path.GetTempFileName();
        var (another, url) = await house.Another(new() { ["Huset__Demo"] = "true", ["Huset__DemoAutumn"] = "true", ["Autumn__File"] = file });
        await using var _ = another;
        using var client = new HttpClient();
        foreach (var (state, told) in new[] { ("loading", true), ("done", false) })
        {
            await File.WriteAllTextAsync(file, $$"""{"state":"{{state}}","seed":1,"until":"2026-11-20T14:05:00Z","cases":180,"of":400,"refused":0,"why":null}""");
            Assert.Equal(told, WebUtility.HtmlDecode(await client.GetStringAsync(url)).Contains(words, StringComparison.Ordinal));
        }
        File.Delete(file);
        Assert.DoesNotContain("Demonstrationens höst", WebUtility.HtmlDecode(await client.GetStringAsync(url)));
    }

    [Fact]
    public async Task Nothing_is_said_to_be_calm_that_is_not_and_the_most_urgent_stands_first()
    {
        house.Deviations.Room = _ => Rooms(Room("attention", Fact("Två gula", null, "/avvikelser/", true)));
        house.Analytics.Room = _ => Rooms(Room("urgent", Fact("Ett rött", null, "/analys/", true)));
        house.Processes.Room = _ => Rooms(Room("attention", Fact("Ett ord", null)));
        var text = await Page();
        Assert.Contains("<p class=\"lead\">Två saker behöver dig.</p>", text);
        Assert.True(text.IndexOf("Ett rött", StringComparison.Ordinal) < text.IndexOf("Två gula", StringComparison.Ordinal));
        Assert.Contains("<span class=\"tag attention\">Se över</span>", text);
        Assert.Contains("<span class=\"tag urgent\">Bråttom</span>", text);
    }

    [Fact]
    public async Task A_person_without_a_right_is_not_shown_the_button_and_who_has_no_room_is_told_so()
    {
        house.Deviations.Room = _ => Rooms(Room("calm", Fact("Lugnt här", null)));
        Assert.DoesNotContain("<a class=\"button", await Page());
        house.Deviations.Room = _ => new { rooms = Array.Empty<object>(), actions = new[] { new { title = "Rapportera avvikelse", href = "/avvikelser/ny" } } };
        Assert.Contains("<a class=\"button \" href=\"/avvikelser/ny\">Rapportera avvikelse</a>", await Page());
        house.Deviations.Room = null;
        var text = await Page();
        Assert.Contains("Det finns inget rum för dig i Huset än", text);
        Assert.DoesNotContain("class=\"house\"", text);
        Assert.DoesNotContain("<li><a href=\"/avvikelser\"", text);
    }

    [Fact]
    public async Task A_slow_service_costs_a_third_of_a_second_and_is_shown_as_it_was()
    {
        using var browser = await Browser.SignedIn(house);
        house.Deviations.Room = _ => Rooms(Room("calm", Fact("{value} rapporter", 7)));
        house.Analytics.Room = _ => Rooms(Room("calm", Fact("{value} diagram", 4)));
        Assert.Contains("<b>7</b> rapporter", await Page(browser));

        (house.Deviations.Room, house.Deviations.RoomTakes) = (_ => Rooms(Room("calm", Fact("{value} rapporter", 8))), TimeSpan.FromSeconds(1));
        await Page(browser, "/analys/varm");
        var watch = Stopwatch.StartNew();
        var text = await Page(browser);
        watch.Within(0.8, "the front page with a slow service");
        Assert.Contains("<b>7</b> rapporter", text);
        Assert.Matches("Så var det klockan \\d\\d\\.\\d\\d\\.", text);
        Assert.Equal(1, Regex.Count(text, "Så var det klockan"));
        Assert.Contains("<b>4</b> diagram", text);

        // What came too late for that page is there for the next.
        await Task.Delay(1000);
        Assert.Contains("<b>8</b> rapporter", await Page(browser));
    }

    [Fact]
    public async Task A_slow_service_that_nothing_is_known_of_has_a_room_that_says_so()
    {
        (house.Deviations.Room, house.Deviations.RoomTakes) = (_ => Rooms(Room("calm", Fact("{value} rapporter", 7))), TimeSpan.FromSeconds(1));
        var text = await Page();
        Assert.Contains("Det här rummet svarar långsamt.", text);
        Assert.Contains("Ett rum svarar inte just nu.", text);
        Assert.DoesNotContain("är lugnt", text);
        // A browser asks again by itself, only then.
        Assert.Contains("data-waits", text);
        Assert.Contains("gateway/front", text);
        (house.Deviations.Room, house.Deviations.RoomTakes) = (_ => Rooms(Room("calm", Fact("{value} rapporter", 7))), default);
        Assert.DoesNotContain("data-waits", await Page());
    }

    [Fact]
    public async Task A_service_that_is_down_sleeps_and_wakes_and_the_others_do_not_notice()
    {
        using var browser = await Browser.SignedIn(house);
        house.Deviations.Room = _ => Rooms(Room("calm", Fact("{value} rapporter", 7)));
        house.Analytics.Room = _ => Rooms(Room("calm", Fact("{value} diagram", 4)));
        await house.Analytics.Stop();
        try
        {
            var watch = Stopwatch.StartNew();
            var text = await Page(browser);
            watch.Within(0.8);
            Assert.Contains("Det här rummet är inte igång just nu.", text);
            Assert.Contains("<span class=\"tag \">Sover</span>", text);
            Assert.Contains("<b>7</b> rapporter", text);
            // It is in the menu all the same: that it sleeps is no word on rights.
            Assert.Contains("<li><a href=\"/analys\"", text);
        }
        finally
        {
            await house.Analytics.Start();
        }
        await house.Eventually("/analys/vaken", browser);
        Assert.Contains("<b>4</b> diagram", await Page(browser));
    }

    [Fact]
    public async Task Each_person_sees_the_own_house_and_nobody_the_house_of_who_has_signed_out()
    {
        house.Deviations.Room = token => Rooms(Room("calm", Fact($"Rummet för {SubjectOf(token)}", null)));
        using var one = await Browser.SignedIn(house);
        using var other = await Browser.SignedIn(house, "enhetschef");
        var (first, second) = (Whose(await Page(one)), Whose(await Page(other)));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Whose(await Page(one)));

        using var signedOut = await one.Send(HttpMethod.Post, "/bff/logout", new FormUrlEncodedContent([]), ("Sec-Fetch-Site", "same-origin"));
        Assert.True(signedOut.IsSuccessStatusCode);
        house.Deviations.RoomTakes = TimeSpan.FromSeconds(1);
        Assert.Contains("Du loggar in med ditt vanliga arbetskonto", await Page(one));
        (await one.SignIn("medarbetare", "/")).Dispose();
        var text = await Page(one);
        Assert.DoesNotContain("Rummet för", text);
        Assert.Contains("Det här rummet svarar långsamt.", text);
    }

    [Fact]
    public async Task What_a_service_says_is_text_and_leads_nowhere_else()
    {
        var bad = new[]
        {
            Fact("<script>alert(1)</script> {value} & {value}", 2, "javascript:alert(1)"), Fact("Bort", null, "//evil.example/"), Fact("Bort två", null, "https://evil.example/"), Fact("Bort tre", null, "/\\evil.example"),
            Fact(new string('x', 5_000), null, "/avvikelser/?a=\"><b>"),
        };
        house.Deviations.Room = _ => Rooms(Room("calm", bad) with { title = "<i>Titel</i>", href = "https://evil.example/" });
        var text = await Page();
        Assert.DoesNotContain("<script>alert", text);
        Assert.DoesNotContain("evil.example", text);
        Assert.DoesNotContain("javascript:", text);
        Assert.DoesNotContain("<i>Titel", text);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; <b>2</b> &amp; {value}", text);
        Assert.DoesNotContain("\"><b>", text);
        Assert.DoesNotContain(new string('x', 201), text);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("null")]
    [InlineData("{\"rooms\":[{\"place\":\"cellar\"}]}")]
    [InlineData("{\"rooms\":[{}]}")]
    public async Task An_answer_that_is_none_is_a_room_that_does_not_answer(string answer)
    {
        house.Deviations.Room = _ => JsonSerializer.Deserialize<JsonElement>(answer);
        Assert.Contains("Det här rummet svarar långsamt.", await Page());
    }

    [Fact]
    public async Task The_menu_of_every_page_has_the_readers_rooms_and_no_others()
    {
        house.Deviations.Room = _ => Rooms(Room("calm", Fact("Lugnt", null)));
        house.Analytics.Room = _ => Rooms(Room("calm", Fact("Drift", null)) with { href = "/analys/drift" });
        using var browser = await Browser.SignedIn(house, path: "/avvikelser/forst");
        Assert.Equal("deviations,analytics=/analys/drift", (await browser.VisitEcho("/avvikelser/sida"))["X-Huset-Rooms"]);
        var text = await Page(browser);
        Assert.Contains("<li><a href=\"/analys/drift\"", text);
        Assert.DoesNotContain("<li><a href=\"/processer", text);

        // A page waits but once for its menu, and not for long.
        house.Processes.RoomTakes = TimeSpan.FromSeconds(4);
        using var late = await Browser.SignedIn(house, "enhetschef", "/avvikelser/forst");
        var watch = Stopwatch.StartNew();
        Assert.Equal("deviations,analytics=/analys/drift,processes", (await late.VisitEcho("/avvikelser/sida"))["X-Huset-Rooms"]);
        watch.Within(0.5, "a page while a room is slow");
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_what_huset_is_and_is_offered_no_complaint_without_the_service()
    {
        using var browser = new Browser(house);
        var text = await Page(browser);
        Assert.Contains("<a class=\"button\" href=\"/bff/login\">Logga in</a>", text);
        Assert.DoesNotContain("/synpunkter", text);
        var (another, url) = await house.Another(new() { ["services__complaints__http__0"] = house.Processes.Url });
        await using (another)
        {
            using var client = new HttpClient();
            Assert.Contains("href=\"/synpunkter/ny\"", await client.GetStringAsync(url));
        }
    }

    private async Task<string> Page()
    {
        using var browser = await Browser.SignedIn(house);
        return await Page(browser);
    }

    private static async Task<string> Page(Browser browser, string path = "/")
    {
        using var page = await browser.Visit(path);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return Regex.Replace(await page.Content.ReadAsStringAsync(), @">\s+<", "><");
    }

    private static string SubjectOf(string bearer) => new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(bearer["Bearer ".Length..]).Subject;

    private static string Whose(string text) => Regex.Match(text, "Rummet för ([0-9a-f-]+)").Groups[1].Value;

    private static object Rooms(params RoomJson[] rooms) => new { rooms, actions = Array.Empty<object>() };

    private static RoomJson Room(string state, params object[] facts) => new("r", "room", "Rummet", "/avvikelser/", state, facts.Length, facts);

    private static object Fact(string text, long? value, string? href = null, bool needsYou = false) => new { text, value, href, needsYou };

#pragma warning disable IDE1006, CA1812 // named as in the answer
    private sealed record RoomJson(string key, string place, string title, string href, string state, int needsYou, object[] facts);
#pragma warning restore IDE1006, CA1812
}
