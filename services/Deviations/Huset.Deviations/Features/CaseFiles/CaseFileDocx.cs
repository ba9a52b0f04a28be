using DocumentFormat.OpenXml;
using Huset.Ui;
using Huset.Word;
using static Huset.Word.WordDocument;

namespace Huset.Deviations.Features.CaseFiles;

/// <summary>The case file for Word.</summary>
public static class CaseFileDocx
{
    private static readonly Texts T = Texts.Of<CaseFilePage>();

    public static byte[] Write(CaseFile file, string? municipality) => WordDocument.Write(T["Title", file.Reference], municipality, T["Page"], T["PageOf"], _ => Content(file, municipality));

    private static IEnumerable<OpenXmlElement> Content(CaseFile file, string? municipality)
    {
        yield return Paragraph("Title", T["Title", file.Reference]);
        yield return Paragraph("Subtitle", string.IsNullOrEmpty(municipality) ? file.Unit : $"{file.Unit}, {municipality}");
        if (file.RegistryNumber is { } number) yield return Paragraph(null, T["Registry", number]);
        yield return Paragraph(null, T["Made", Words.When(file.At), file.Status]);
        if (file.Masked) yield return Paragraph(null, T["Masked.Note"]);
        foreach (var entry in file.Entries)
        {
            yield return Paragraph("Heading1", entry.Heading);
            yield return Paragraph(null, entry.By is null ? Words.When(entry.At) : $"{Words.When(entry.At)}, {entry.By}");
            foreach (var line in entry.Lines)
            {
                yield return Paragraph("Heading2", line.Label);
                foreach (var paragraph in Paragraphs(line.Text)) yield return paragraph;
            }
        }
    }
}
