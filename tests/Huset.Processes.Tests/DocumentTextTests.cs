namespace Huset.Processes.Tests;

public sealed class DocumentTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("Text <img src=x onerror=alert(1)> text")]
    [InlineData("[tryck](javascript:alert(1))")]
    [InlineData("[tryck](JaVaScRiPt:alert(1))")]
    [InlineData("[tryck](java\tscript:alert(1))")]
    [InlineData("[tryck](&#106;avascript:alert(1))")]
    [InlineData("[tryck](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[tryck](vbscript:x)")]
    [InlineData("[tryck](//annan.example/x)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![bild](https://annan.example/spion.png)")]
    [InlineData("[a]: javascript:alert(1)\n\n[a]")]
    [InlineData("[tryck](https://a.example \"x\\\" onmouseover=alert(1) \\\"\")")]
    public void Nothing_that_runs_or_is_fetched_gets_through(string markdown)
    {
        var html = DocumentText.ToHtml(markdown).Value;
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(?i)href=\"(?!https?://|\"|[/#][^/])", html);
        Assert.DoesNotMatch("(?i)<[^>]* on[a-z]+=[^&]*>", html.Replace("&quot;", "", StringComparison.Ordinal).Replace("title=\"x onmouseover=alert(1) \"", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Links_to_pages_stay()
    {
        var html = DocumentText.ToHtml("[IVO](https://www.ivo.se/), [rapportera](/avvikelser/ny), [längre ned](#steg)").Value;
        Assert.Contains("href=\"https://www.ivo.se/\"", html);
        Assert.Contains("href=\"/avvikelser/ny\"", html);
        Assert.Contains("href=\"#steg\"", html);
    }

    [Fact]
    public void Headings_come_below_the_page_s_own_and_a_table_scrolls_by_itself_without_style()
    {
        var html = DocumentText.ToHtml("# Syfte\n\n| Tid | Dos |\n|:---:|---:|\n| 8 | 1 |\n").Value;
        Assert.Contains("<h2>Syfte</h2>", html);
        Assert.Matches("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Tabell\">\\s*<table>", html);
        Assert.DoesNotContain("style=", html);
    }

    [Fact]
    public void Headings_begin_at_the_second_level_and_leave_none_out()
    {
        var html = DocumentText.ToHtml("## Syfte\n\n#### Ansvar\n\n## Gör så här\n").Value;
        Assert.Contains("<h2>Syfte</h2>", html);
        Assert.Contains("<h3>Ansvar</h3>", html);
        Assert.Contains("<h2>Gör så här</h2>", html);
    }

    [Fact]
    public void The_difference_keeps_what_is_alike_and_tells_the_rest_in_order()
    {
        var lines = TextDifference.Of("Ett\n\nTvå\nTre\nFyra", "Ett\nTvå och en halv\nTre\nFyra\nFem");
        Assert.Equal(
            [(LineChange.Same, "Ett"), (LineChange.Removed, "Två"), (LineChange.Added, "Två och en halv"), (LineChange.Same, "Tre"), (LineChange.Same, "Fyra"), (LineChange.Added, "Fem")], lines);
        Assert.All(TextDifference.Of("a\nb", "a\nb"), line => Assert.Equal(LineChange.Same, line.Change));
    }

    [Fact]
    public void Two_long_texts_that_have_nothing_alike_are_told_whole()
    {
        var (before, after) = (string.Join('\n', Enumerable.Range(0, 5_000).Select(number => $"a{number}")), string.Join('\n', Enumerable.Range(0, 5_000).Select(number => $"b{number}")));
        Assert.Equal(10_000, TextDifference.Of(before, after).Count);
    }
}
