using System.Text.Json;

namespace Huset.Processes.Tests;

public sealed class SearchTests(ProcessesHost host)
{
    private const string Search = "/processes/v1/search";

    [Fact]
    public async Task A_word_is_found_in_every_form_and_names_come_before_texts()
    {
        var word = Word();
        await host.Document(VersionStatus.Published, title: $"Nycklar {word}", text: "Här står inget om det.");
        await host.Document(VersionStatus.Published, title: $"Annat {Word()}", text: $"## Så gör du\n\n1. Lämna **nyckelskåpen** {word} låsta.\n\n{string.Join(' ', Enumerable.Repeat("Mer att läsa.", 200))}");
        var hits = await Hits($"nyckel {word}");
        Assert.Equal([$"Nycklar {word}"], hits.Select(Title));
        hits = await Hits(word);
        Assert.Equal(2, hits.Length);
        Assert.Equal($"Nycklar {word}", Title(hits[0]));
        Assert.Empty(hits[0].GetProperty("excerpt").EnumerateArray());
        var excerpt = hits[1].GetProperty("excerpt").EnumerateArray().ToList();
        Assert.Equal([word], excerpt.Where(part => part.GetProperty("isHit").GetBoolean()).Select(part => part.GetProperty("text").GetString()));
        var text = string.Concat(excerpt.Select(part => part.GetProperty("text").GetString()));
        Assert.InRange(text.Length, 20, 500);
        Assert.DoesNotContain("**", text, StringComparison.Ordinal);
        Assert.Equal(($"/processer/rutiner/{Id(hits[1])}", "routine", "rutin"), (hits[1].GetProperty("page").GetString(), hits[1].GetProperty("type").GetString(), hits[1].GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("läkemedel", "Läkemedlen")]
    [InlineData("läkemedlet", "läkemedel")]
    [InlineData("nyckel", "Nycklarna")]
    [InlineData("regler", "regel")]
    [InlineData("hemmet", "hem")]
    [InlineData("hem", "hemmen")]
    [InlineData("hus", "huset")]
    [InlineData("mötet", "möten")]
    [InlineData("rutinerna", "rutin")]
    public async Task Another_form_of_the_word_finds_it(string sought, string written)
    {
        var word = Word();
        await host.Document(VersionStatus.Published, title: $"Rubrik {word}", text: $"{written} {word}.");
        Assert.Single(await Hits($"{sought} {word}"));
    }

    [Fact]
    public async Task A_part_of_a_name_is_enough_and_a_step_leads_to_its_place_in_the_process()
    {
        var word = Word();
        var process = await host.PublishedProcess($"Signeringslistan{word}:{word}", $"Annat:a{word}");
        var hit = Assert.Single(await Hits($"listan{word}"));
        Assert.Equal(("activity", "En process", $"/processer/process/{process}#steg-{Id(hit)}"), (hit.GetProperty("type").GetString(), hit.GetProperty("where").GetString(), hit.GetProperty("page").GetString()));
        Assert.Empty(await Hits($"listan{word}", "&type=process"));
    }

    [Fact]
    public async Task What_is_not_in_force_is_found_only_when_it_is_asked_for_and_a_draft_never()
    {
        var word = Word();
        var document = await host.Document(VersionStatus.Published, text: $"Gammalt {word}.");
        await host.As(TestUsers.QualityDeveloper).Post($"{DocumentRights.Documents}/{document.Id}/withdrawal", new { reason = "Behövs inte." }).Json();
        await host.Document(VersionStatus.Draft, title: $"Utkast {word}", text: $"Utkast {word}.");
        Assert.Empty(await Hits(word));
        foreach (var reader in new[] { TestUsers.Employee, TestUsers.QualityDeveloper })
        {
            var hit = Assert.Single(await Hits(word, "&withdrawn=true", reader));
            Assert.Equal((document.Id.ToString(), true), (Id(hit), hit.GetProperty("isEnded").GetBoolean()));
        }
    }

    [Fact]
    public async Task A_later_draft_of_what_is_in_force_is_not_sought_in()
    {
        var word = Word();
        var document = await host.Document(VersionStatus.Published, text: "Det som gäller.");
        var request = new HttpRequestMessage(HttpMethod.Put, $"{DocumentRights.Documents}/{document.Id}/draft") { Content = System.Net.Http.Json.JsonContent.Create(new { text = $"Nytt {word}." }) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        await host.As(TestUsers.QualityDeveloper).SendAsync(request).Json();
        Assert.Empty(await Hits(word, "", TestUsers.QualityDeveloper));
        Assert.Empty(await Hits(word, "&withdrawn=true", TestUsers.QualityDeveloper));
    }

    [Fact]
    public async Task A_units_documents_are_its_own_those_above_it_and_those_of_all()
    {
        var word = Word();
        await host.Document(VersionStatus.Published, TestUnits.Norrangen, title: $"Egen {word}");
        await host.Document(VersionStatus.Published, TestUnits.Hasselvagen, title: $"Annans {word}");
        await host.Document(VersionStatus.Published, unit: null, title: $"Allas {word}");
        await host.PublishedProcess($"Steg {word}:{word}");
        Assert.Equal([$"Allas {word}", $"Egen {word}"], (await Hits(word, $"&unitCode={TestUnits.Norrangen}")).Select(Title));
        await host.As(TestUsers.Employee).GetAsync($"{Search}?q=a&unitCode=finns-inte").NamesField("unitCode");
    }

    [Fact]
    public async Task Units_and_quality_areas_are_found_too()
    {
        Assert.Contains(await Hits("Norrängen"), hit => hit.GetProperty("type").GetString() == "unit" && Id(hit) == TestUnits.Norrangen);
        // A word of a point's demand, and not the name of a field of its JSON.
        Assert.Contains(await Hits("synpunkterna", "&type=quality-area"), hit => hit.GetProperty("page").GetString() == "/processer/kvalitetsomraden"
            && hit.GetProperty("excerpt").EnumerateArray().Any(part => part.GetProperty("isHit").GetBoolean() && part.GetProperty("text").GetString()!.StartsWith("synpunkt", StringComparison.OrdinalIgnoreCase)));
        Assert.Empty(await Hits("startsWith", "&type=quality-area"));
    }

    [Theory]
    [InlineData("'; drop table documents; --")]
    [InlineData("\"oavslutat citat")]
    [InlineData("& | ! ( ) : * <-> \\ %_")]
    [InlineData("och i att")]
    [InlineData("🏠 –")]
    [InlineData("-inte -något")]
    public async Task Any_words_are_borne(string words) => await host.As(TestUsers.Employee).GetAsync($"{Search}?q={Uri.EscapeDataString(words)}&withdrawn=true").Json();

    [Fact]
    public async Task Without_words_or_with_too_many_the_field_is_named()
    {
        await host.As(TestUsers.Employee).GetAsync(Search).NamesField("q");
        await host.As(TestUsers.Employee).GetAsync($"{Search}?q=%20").NamesField("q");
        await host.As(TestUsers.Employee).GetAsync($"{Search}?q={new string('x', 201)}").NamesField("q");
        await host.As(TestUsers.Employee).GetAsync($"{Search}?q=a&type=brev").NamesField("type");
    }

    [Fact]
    public async Task Pages_of_hits_follow_one_another()
    {
        var word = Word();
        for (var i = 0; i < 5; i++) await host.Document(VersionStatus.Published, title: $"Nummer {i} {word}");
        var first = await host.As(TestUsers.Employee).GetAsync($"{Search}?q={word}&limit=2").Json();
        Assert.Equal(5, first.GetProperty("total").GetInt64());
        var second = await host.As(TestUsers.Employee).GetAsync(first.GetProperty("next").GetString()!).Json();
        Assert.Equal([$"Nummer 2 {word}", $"Nummer 3 {word}"], second.GetProperty("items").EnumerateArray().Select(Title));
    }

    [Fact]
    public async Task The_page_marks_the_words_as_text_and_says_what_to_do_when_nothing_is_found()
    {
        var word = Word();
        await host.Document(VersionStatus.Published, title: $"<b>Fet</b> {word}", text: $"Läs <script>alert(1)</script> {word} här.");
        var page = await host.As(TestUsers.Employee).GetStringAsync($"/processer/sok?ord={word}");
        Assert.Contains($"<mark>{word}</mark>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("1 träff", page, StringComparison.Ordinal);
        Assert.Contains("även i det som har upphört", await host.As(TestUsers.Employee).GetStringAsync($"/processer/sok?ord={Word()}"), StringComparison.Ordinal);
        Assert.Contains("gick inte att läsa", await host.As(TestUsers.Employee).GetStringAsync($"/processer/sok?ord=a&slag=brev"), StringComparison.Ordinal);
        Assert.Contains("Hitta process", await host.As(TestUsers.Employee).GetStringAsync("/processer/"), StringComparison.Ordinal);
    }

    private async Task<JsonElement[]> Hits(string words, string rest = "", TestUser? reader = null) =>
        [.. (await host.As(reader ?? TestUsers.Employee).GetAsync($"{Search}?q={Uri.EscapeDataString(words)}{rest}").Json()).GetProperty("items").EnumerateArray()];

    private static string? Title(JsonElement hit) => hit.GetProperty("title").GetString();

    private static string? Id(JsonElement hit) => hit.GetProperty("key").GetString();

    // Letters alone, so that it is one word to the database.
    private static string Word() => string.Concat(Guid.NewGuid().ToString("N").Select(c => char.IsDigit(c) ? (char)('g' + (c - '0')) : c));
}
