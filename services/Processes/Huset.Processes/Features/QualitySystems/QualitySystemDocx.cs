using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Huset.Ui;

namespace Huset.Processes.Features.QualitySystems;

/// <summary>The document for Word: real heading styles, language, a table of the points with links, and page numbers.</summary>
public static class QualitySystemDocx
{
    private const string Language = "sv-SE";
    private const string Font = "Calibri";
    private static readonly Texts T = QualitySystemDocument.T;

    public static byte[] Write(QualitySystem system, string unitName, string? municipality)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            document.PackageProperties.Title = Clean(T["Title", system.Year, unitName]);
            document.PackageProperties.Creator = Clean(municipality ?? "");
            document.PackageProperties.Language = Language;
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = Styles();
            main.AddNewPart<DocumentSettingsPart>().Settings = new Settings(new DefaultTabStop { Val = 1304 }, new Compatibility(new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }), new ThemeFontLanguages { Val = Language });
            var footer = main.AddNewPart<FooterPart>();
            footer.Footer = new Footer(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "Footer" }), Run(T["Page"]), Number("PAGE"), Run(T["PageOf"]), Number("NUMPAGES")));
            main.Document = new DocumentFormat.OpenXml.Wordprocessing.Document(new Body([.. Content(system, unitName, municipality), new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(footer) },
                new PageSize { Width = 11906, Height = 16838 },
                new PageMargin { Top = 1417, Right = 1417, Bottom = 1417, Left = 1417, Header = 708, Footer = 708, Gutter = 0 })]));
        }
        return file.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Content(QualitySystem system, string unitName, string? municipality)
    {
        yield return Paragraph("Title", T["Heading", system.Year]);
        yield return Paragraph("Subtitle", string.IsNullOrEmpty(municipality) ? unitName : $"{unitName}, {municipality}");
        yield return Paragraph(null, QualitySystemDocument.StateOf(system));
        yield return Paragraph("Caption", T["Points"]);
        yield return Points(system);
        foreach (var area in system.Areas)
        {
            yield return Heading(1, $"{area.Number}. {area.Name}", area.Points.Count == 1 ? area.Points[0].Code : null);
            foreach (var point in area.Points)
            {
                if (area.Points.Count > 1) yield return Heading(2, $"{point.Code} {point.Name}", point.Code);
                yield return Paragraph("Demand", $"{T["Demand"]} {point.Demand}");
                if (point.NotApplicable is { } reason)
                {
                    foreach (var line in Paragraphs($"{T["NotApplicable"]} {reason}")) yield return line;
                    continue;
                }
                foreach (var field in point.Fields)
                {
                    yield return Heading(area.Points.Count > 1 ? 3 : 2, field.Name);
                    foreach (var line in Paragraphs(string.IsNullOrWhiteSpace(field.Text) ? T["Empty"] : field.Text)) yield return line;
                }
            }
        }
    }

    private static Table Points(QualitySystem system)
    {
        var table = new Table(
            new TableProperties(
                new TableStyle { Val = "TableGrid" }, new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct },
                new TableLook { Val = "0420", FirstRow = true, LastRow = false, FirstColumn = false, LastColumn = false, NoHorizontalBand = false, NoVerticalBand = true },
                new TableCaption { Val = T["Points"] }),
            new TableGrid(new GridColumn { Width = "3400" }, new GridColumn { Width = "3400" }, new GridColumn { Width = "2272" }),
            Row(true, Cell(T["Points.Area"], true), Cell(T["Points.Point"], true), Cell(T["Points.State"], true)));
        foreach (var (area, point) in system.Areas.SelectMany(area => area.Points.Select(point => (area, point))))
        {
            var state = point.NotApplicable is not null ? "Points.NotApplicable" : point.Missing().Any() ? "Points.Missing" : "Points.Answered";
            table.Append(Row(false, Cell($"{area.Number}. {area.Name}"), Cell(new Hyperlink(Run($"{point.Code} {point.Name}", "Hyperlink")) { Anchor = Bookmark(point.Code), History = true }), Cell(T[state])));
        }
        return table;

        static TableRow Row(bool header, params IEnumerable<TableCell> cells)
        {
            var row = new TableRow(new TableRowProperties(header ? [new CantSplit(), new TableHeader()] : [new CantSplit()]));
            row.Append(cells);
            return row;
        }
    }

    private static TableCell Cell(string text, bool isBold = false) => Cell(isBold ? new Run(new RunProperties(new Bold()), Text(text)) : Run(text));

    private static TableCell Cell(OpenXmlElement content) => new(new Paragraph(new ParagraphProperties(new SpacingBetweenLines { Before = "40", After = "40" }), content));

    private static Paragraph Heading(int level, string text, string? point = null)
    {
        var heading = new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = $"Heading{level}" }));
        if (point is null)
        {
            heading.Append(Run(text));
            return heading;
        }
        var id = Bookmark(point);
        var number = $"{Math.Abs(string.GetHashCode(id, StringComparison.Ordinal)) % 1_000_000}";
        heading.Append(new BookmarkStart { Id = number, Name = id }, Run(text), new BookmarkEnd { Id = number });
        return heading;
    }

    private static Paragraph Paragraph(string? style, string text) =>
        style is null ? new(Run(text)) : new(new ParagraphProperties(new ParagraphStyleId { Val = style }), Run(text));

    // A line of the unit's text is a paragraph, and an empty one is the space that paragraphs have anyway.
    private static IEnumerable<Paragraph> Paragraphs(string text) =>
        text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => Paragraph(null, line));

    private static Run Run(string text, string? style = null) => style is null ? new(Text(text)) : new(new RunProperties(new RunStyle { Val = style }), Text(text));

    private static Text Text(string text) => new(Clean(text)) { Space = SpaceProcessingModeValues.Preserve };

    private static SimpleField Number(string field) => new(Run("1")) { Instruction = $" {field} " };

    private static string Bookmark(string point) => $"punkt_{string.Concat(point.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'))}";

    // XML has no room for the control characters that a text may hold.
    private static string Clean(string text) => string.Concat(text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));

    private static Styles Styles()
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
            new Style(new StyleName { Val = "Demand" }, new BasedOn { Val = "Normal" }, new StyleRunProperties(new Italic())) { Type = StyleValues.Paragraph, StyleId = "Demand", CustomStyle = true },
            new Style(new StyleName { Val = "footer" }, new BasedOn { Val = "Normal" }, new StyleParagraphProperties(new Justification { Val = JustificationValues.Center }), new StyleRunProperties(new FontSize { Val = "18" })) { Type = StyleValues.Paragraph, StyleId = "Footer" },
            new Style(new StyleName { Val = "Hyperlink" }, new StyleRunProperties(new Color { Val = "0B5A6F" }, new Underline { Val = UnderlineValues.Single })) { Type = StyleValues.Character, StyleId = "Hyperlink" },
            new Style(
                new StyleName { Val = "Table Grid" },
                new StyleTableProperties(new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 }, new BottomBorder { Val = BorderValues.Single, Size = 4 },
                    new RightBorder { Val = BorderValues.Single, Size = 4 }, new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 })))
            { Type = StyleValues.Table, StyleId = "TableGrid" });
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
