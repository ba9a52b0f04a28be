using DocumentFormat.OpenXml;
using Huset.Ui;
using Huset.Word;
using static Huset.Word.WordDocument;

namespace Huset.Deviations.Features.Authorities;

/// <summary>What an authority is told, for Word.</summary>
public static class AuthorityDocx
{
    private static readonly Texts T = Texts.Of<AuthorityBody>();

    public static byte[] Write(AuthorityNotice notice, string? municipality) => WordDocument.Write(notice.Title, municipality, T["Page"], T["PageOf"], _ => Content(notice, municipality));

    private static IEnumerable<OpenXmlElement> Content(AuthorityNotice notice, string? municipality)
    {
        yield return Paragraph("Title", notice.Title);
        yield return Paragraph("Subtitle", string.IsNullOrEmpty(municipality) ? notice.Unit : $"{notice.Unit}, {municipality}");
        yield return Paragraph(null, T["Made", notice.Reference, Words.When(notice.At)]);
        if (notice.Missing.Count > 0)
        {
            yield return Paragraph("Heading1", T["Missing"]);
            foreach (var missing in notice.Missing) yield return Paragraph(null, $"– {missing}");
        }
        foreach (var section in notice.Sections)
        {
            yield return Paragraph("Heading1", section.Heading);
            foreach (var line in section.Lines)
            {
                var text = Paragraphs(line.Text).ToList();
                if (line.Label is null)
                {
                    foreach (var paragraph in text) yield return paragraph;
                }
                else if (text.Count == 1)
                {
                    yield return Paragraph(null, T["Line", line.Label, line.Text.Trim()]);
                }
                else
                {
                    yield return Paragraph("Heading2", line.Label);
                    foreach (var paragraph in text) yield return paragraph;
                }
            }
        }
        if (notice.Attachments.Count == 0) yield break;
        yield return Paragraph("Heading1", T["Attachments"]);
        yield return Table(
            T["Attachments"], [T["Number"], T["Name"], T["MediaType"], T["Size"]],
            notice.Attachments.Select(file => (IEnumerable<DocumentFormat.OpenXml.Wordprocessing.TableCell>)[Cell($"{file.Number}"), Cell(file.Name), Cell(AuthorityBody.TypeOf(file)), Cell(AuthorityBody.SizeOf(file))]), 1, 6, 2, 2);
    }
}
