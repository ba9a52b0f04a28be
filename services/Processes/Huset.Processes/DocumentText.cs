using Huset.Ui;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace Huset.Processes;

/// <summary>
/// A document's Markdown as HTML. Whoever writes a document is trusted with words, not with the page: HTML is shown as text, links lead
/// to web pages only, and nothing is loaded from elsewhere.
/// </summary>
public static class DocumentText
{
    private static readonly Texts T = Texts.Of(typeof(DocumentText));
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    public static MarkupString ToHtml(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        // The page's own heading is the first; the text's begin below it wherever its author began, and no level is left out.
        var (highest, above) = (document.Descendants<HeadingBlock>().Select(heading => heading.Level).DefaultIfEmpty().Min(), 1);
        foreach (var part in document.Descendants().ToList())
        {
            switch (part)
            {
                case HeadingBlock heading:
                    above = heading.Level = Math.Min(heading.Level - highest + 2, Math.Min(6, above + 1));
                    break;
                case LinkInline link:
                    // A picture would be fetched from who knows where.
                    link.IsImage = false;
                    if (!LeadsToPage(link.GetDynamicUrl?.Invoke() ?? link.Url)) link.Url = "";
                    break;
                case AutolinkInline { IsEmail: false } link when !LeadsToPage(link.Url):
                    link.Url = "";
                    break;
                case Table table:
                    // Alignment would be an inline style.
                    foreach (var column in table.ColumnDefinitions) column.Alignment = null;
                    break;
                default:
                    break;
            }
        }
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new ScrollingTable());
        renderer.Render(document);
        return new(text.ToString());
    }

    private static bool LeadsToPage(string? address) =>
        Uri.TryCreate(address, UriKind.RelativeOrAbsolute, out var uri)
        // A rooted path is an absolute file address to some systems' eyes, and a page of this site to ours.
        && (address!.StartsWith('/') || address.StartsWith('#') || !uri.IsAbsoluteUri ? !address.Contains(':', StringComparison.Ordinal) && !address.StartsWith("//", StringComparison.Ordinal) : uri.Scheme is "http" or "https");

    /// <summary>A wide table scrolls by itself, so that the page fits a phone.</summary>
    private sealed class ScrollingTable : HtmlTableRenderer
    {
        protected override void Write(HtmlRenderer renderer, Table table)
        {
            renderer.Write($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{T["Table"]}\">");
            base.Write(renderer, table);
            renderer.WriteLine("</div>");
        }
    }
}

/// <summary>How a line of a text stands to another text.</summary>
public enum LineChange { Same, Removed, Added }

/// <summary>What differs between two texts, line by line: the longest common subsequence stays, the rest is removed or added.</summary>
public static class TextDifference
{
    // Beyond this a table of all pairs would take too long; texts that differ so much are read whole.
    private const long MostPairs = 4_000_000;

    public static IReadOnlyList<(LineChange Change, string Line)> Of(string before, string after)
    {
        var (a, b) = (Lines(before), Lines(after));
        var first = 0;
        while (first < a.Length && first < b.Length && a[first] == b[first]) first++;
        var last = 0;
        while (last < a.Length - first && last < b.Length - first && a[^(last + 1)] == b[^(last + 1)]) last++;
        return
        [
            .. a[..first].Select(line => (LineChange.Same, line)),
            .. Middle(a[first..(a.Length - last)], b[first..(b.Length - last)]),
            .. a[(a.Length - last)..].Select(line => (LineChange.Same, line)),
        ];
    }

    private static List<(LineChange, string)> Middle(string[] a, string[] b)
    {
        if ((long)a.Length * b.Length > MostPairs) return [.. a.Select(line => (LineChange.Removed, line)), .. b.Select(line => (LineChange.Added, line))];
        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--) common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        var lines = new List<(LineChange, string)>();
        var (x, y) = (0, 0);
        while (x < a.Length || y < b.Length)
        {
            if (x < a.Length && y < b.Length && a[x] == b[y])
            {
                lines.Add((LineChange.Same, a[x++]));
                y++;
            }
            else
            {
                var removed = y == b.Length || (x < a.Length && common[x + 1, y] >= common[x, y + 1]);
                lines.Add(removed ? (LineChange.Removed, a[x++]) : (LineChange.Added, b[y++]));
            }
        }
        return lines;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
