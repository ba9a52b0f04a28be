using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Huset.Ui;
using Huset.Word;
using static Huset.Word.WordDocument;

namespace Huset.Processes.Features.QualitySystems;

/// <summary>The document for Word, with a table of the points that leads to them.</summary>
public static class QualitySystemDocx
{
    private static readonly Texts T = QualitySystemDocument.T;

    public static byte[] Write(QualitySystem system, string unitName, string? municipality) => WordDocument.Write(
        T["Title", system.Year, unitName], municipality, T["Page"], T["PageOf"], _ => Content(system, unitName, municipality),
        new Style(new StyleName { Val = "Demand" }, new BasedOn { Val = "Normal" }, new StyleRunProperties(new Italic())) { Type = StyleValues.Paragraph, StyleId = "Demand", CustomStyle = true });

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

    private static Table Points(QualitySystem system) => Table(
        T["Points"], [T["Points.Area"], T["Points.Point"], T["Points.State"]],
        system.Areas.SelectMany(area => area.Points.Select(point => (IEnumerable<TableCell>)
        [
            Cell($"{area.Number}. {area.Name}"),
            Cell(new Hyperlink(Run($"{point.Code} {point.Name}", "Hyperlink")) { Anchor = Bookmark(point.Code), History = true }),
            Cell(T[point.NotApplicable is not null ? "Points.NotApplicable" : point.Missing().Any() ? "Points.Missing" : "Points.Answered"]),
        ])),
        3, 3, 2);

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

    private static string Bookmark(string point) => $"punkt_{string.Concat(point.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'))}";
}
