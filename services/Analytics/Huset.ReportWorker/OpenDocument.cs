using System.IO.Compression;
using System.Xml.Linq;

namespace Huset.ReportWorker;

/// <summary>LibreOffice's own document on its way to PDF.</summary>
internal static class OpenDocument
{
    private static readonly XNamespace Draw = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", Svg = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0";

    /// <summary>Says in words what each of its frames shows, in their order; false when they are not as many as the words.</summary>
    public static bool Describe(string file, IReadOnlyList<string> words)
    {
        using var package = ZipFile.Open(file, ZipArchiveMode.Update);
        XDocument content;
        using (var stream = package.GetEntry("content.xml")!.Open()) content = XDocument.Load(stream, LoadOptions.PreserveWhitespace);
        var frames = content.Descendants(Draw + "frame").ToList();
        if (frames.Count != words.Count) return false;
        foreach (var (frame, said) in frames.Zip(words))
        {
            frame.Elements(Svg + "desc").Remove();
            frame.Add(new XElement(Svg + "desc", said));
        }
        package.GetEntry("content.xml")!.Delete();
        using var written = package.CreateEntry("content.xml").Open();
        content.Save(written, SaveOptions.DisableFormatting);
        return true;
    }
}
