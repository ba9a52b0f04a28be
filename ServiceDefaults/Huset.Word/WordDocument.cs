using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Huset.Word;

/// <summary>
/// A document for Word as the house writes them: Swedish, A4, real heading styles, tables with header rows that are read aloud as such, and page numbers. The services
/// give the content; how it looks is decided here.
/// </summary>
public static class WordDocument
{
    /// <summary>The document's language, as Word names it.</summary>
    public const string Language = "sv-SE";

    private const string Font = "Calibri";

    // Between the margins, in twentieths of a point.
    private const int Width = 9072;

    /// <summary>The whole document as a file.</summary>
    /// <param name="title">Its title, as its properties have it.</param>
    /// <param name="author">Who gives it out; null when nobody is named.</param>
    /// <param name="page">What stands before the page's number.</param>
    /// <param name="pageOf">What stands between it and the number of pages.</param>
    /// <param name="content">Its paragraphs and tables; the part is for what lies beside the text, such as charts.</param>
    /// <param name="more">Styles beside those that every document has.</param>
    public static byte[] Write(string title, string? author, string page, string pageOf, Func<MainDocumentPart, IEnumerable<OpenXmlElement>> content, params IEnumerable<Style> more)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            document.PackageProperties.Title = Clean(title);
            document.PackageProperties.Creator = Clean(author ?? "");
            document.PackageProperties.Language = Language;
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = Styles(more);
            main.AddNewPart<DocumentSettingsPart>().Settings = new Settings(new DefaultTabStop { Val = 1304 }, new Compatibility(new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }), new ThemeFontLanguages { Val = Language });
            var footer = main.AddNewPart<FooterPart>();
            footer.Footer = new Footer(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "Footer" }), Run(page), Number("PAGE"), Run(pageOf), Number("NUMPAGES")));
            main.Document = new Document(new Body([.. content(main), new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(footer) },
                new PageSize { Width = 11906, Height = 16838 },
                new PageMargin { Top = 1417, Right = 1417, Bottom = 1417, Left = 1417, Header = 708, Footer = 708, Gutter = 0 })]));
        }
        return file.ToArray();
    }

    /// <summary>A paragraph in a style, such as `Heading1`, `Title`, `Subtitle` or `Caption`; null is plain text.</summary>
    public static Paragraph Paragraph(string? style, string text) =>
        style is null ? new(Run(text)) : new(new ParagraphProperties(new ParagraphStyleId { Val = style }), Run(text));

    /// <summary>Text that someone has written: each line is a paragraph, and an empty one is the space that paragraphs have anyway.</summary>
    public static IEnumerable<Paragraph> Paragraphs(string text) =>
        text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => Paragraph(null, line));

    /// <summary>A table across the page, whose head is repeated on each.</summary>
    /// <param name="caption">What it is a table of, for who does not see it.</param>
    /// <param name="head">The names of its columns.</param>
    /// <param name="rows">Its rows, of as many cells.</param>
    /// <param name="widths">How wide the columns are beside each other; alike when none are given.</param>
    public static Table Table(string caption, IReadOnlyList<string> head, IEnumerable<IEnumerable<TableCell>> rows, params int[] widths)
    {
        var shares = widths.Length > 0 ? widths : [.. head.Select(_ => 1)];
        var table = new Table(
            new TableProperties(
                new TableStyle { Val = "TableGrid" }, new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct },
                new TableLook { Val = "0420", FirstRow = true, LastRow = false, FirstColumn = false, LastColumn = false, NoHorizontalBand = false, NoVerticalBand = true },
                new TableCaption { Val = Clean(caption) }),
            new TableGrid(shares.Select(share => new GridColumn { Width = (Width * share / shares.Sum()).ToString(CultureInfo.InvariantCulture) })),
            Row(true, head.Select(text => Cell(new Run(new RunProperties(new Bold()), Text(text))))));
        table.Append(rows.Select(row => Row(false, row)));
        return table;

        static TableRow Row(bool isHead, IEnumerable<TableCell> cells)
        {
            var row = new TableRow(new TableRowProperties(isHead ? [new CantSplit(), new TableHeader()] : [new CantSplit()]));
            row.Append(cells);
            return row;
        }
    }

    /// <summary>A cell with text.</summary>
    public static TableCell Cell(string text) => Cell(Run(text));

    /// <summary>A cell with what is given, such as a link.</summary>
    public static TableCell Cell(OpenXmlElement content) => new(new Paragraph(new ParagraphProperties(new SpacingBetweenLines { Before = "40", After = "40" }), content));

    /// <summary>Words in a paragraph, in a style of characters such as `Hyperlink` when one is given.</summary>
    public static Run Run(string text, string? style = null) => style is null ? new(Text(text)) : new(new RunProperties(new RunStyle { Val = style }), Text(text));

    /// <summary>The text without the control characters that it may hold and XML has no room for.</summary>
    public static string Clean(string text) => string.Concat(text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));

    private static Text Text(string text) => new(Clean(text)) { Space = SpaceProcessingModeValues.Preserve };

    private static SimpleField Number(string field) => new(Run("1")) { Instruction = $" {field} " };

    private static Styles Styles(IEnumerable<Style> more)
    {
        var styles = new Styles(new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(new RunFonts { Ascii = Font, HighAnsi = Font, EastAsia = Font, ComplexScript = Font }, new FontSize { Val = "22" }, new Languages { Val = Language, EastAsia = Language })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "120", Line = "276", LineRule = LineSpacingRuleValues.Auto }))));
        styles.Append(
            new Style(new StyleName { Val = "Normal" }, new PrimaryStyle()) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true },
            new Style(new StyleName { Val = "Default Paragraph Font" }) { Type = StyleValues.Character, StyleId = "DefaultParagraphFont", Default = true },
            Named("Title", "Title", 44, null, "0", "120"),
            Named("Subtitle", "Subtitle", 28, null, "0", "240"),
            Named("Heading1", "heading 1", 32, 0, "360", "120"),
            Named("Heading2", "heading 2", 26, 1, "240", "80"),
            Named("Heading3", "heading 3", 23, 2, "160", "60"),
            Named("Caption", "caption", 22, null, "120", "80"),
            new Style(new StyleName { Val = "footer" }, new BasedOn { Val = "Normal" }, new StyleParagraphProperties(new Justification { Val = JustificationValues.Center }), new StyleRunProperties(new FontSize { Val = "18" })) { Type = StyleValues.Paragraph, StyleId = "Footer" },
            new Style(new StyleName { Val = "Hyperlink" }, new StyleRunProperties(new Color { Val = "0B5A6F" }, new Underline { Val = UnderlineValues.Single })) { Type = StyleValues.Character, StyleId = "Hyperlink" },
            new Style(
                new StyleName { Val = "Table Grid" },
                new StyleTableProperties(new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 }, new BottomBorder { Val = BorderValues.Single, Size = 4 },
                    new RightBorder { Val = BorderValues.Single, Size = 4 }, new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 })))
            { Type = StyleValues.Table, StyleId = "TableGrid" });
        styles.Append(more);
        return styles;
    }

    private static Style Named(string id, string name, int halfPoints, int? outline, string before, string after)
    {
        var paragraph = new StyleParagraphProperties(new KeepNext(), new SpacingBetweenLines { Before = before, After = after });
        if (outline is { } level) paragraph.Append(new OutlineLevel { Val = level });
        return new Style(
            new StyleName { Val = name }, new BasedOn { Val = "Normal" }, new NextParagraphStyle { Val = "Normal" }, new PrimaryStyle(),
            paragraph, new StyleRunProperties(new Bold(), new FontSize { Val = $"{halfPoints}" }))
        { Type = StyleValues.Paragraph, StyleId = id };
    }
}
