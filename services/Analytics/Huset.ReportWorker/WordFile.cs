using System.IO.Compression;
using System.Xml;

namespace Huset.ReportWorker;

/// <summary>Tells what is a document of ours and what is something else that a converter would have to be careful with.</summary>
internal static class WordFile
{
    private static readonly XmlReaderSettings Careful = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private const int MostParts = 2_000;
    private const long MostUnpacked = 200 * 1024 * 1024;

    /// <summary>Why it is not taken; null when it is. The stream stands anywhere before and after.</summary>
    public static string? WhyNot(Stream file)
    {
        try
        {
            using var package = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (package.Entries.Count > MostParts || package.Entries.Sum(part => part.Length) > MostUnpacked) return "The document is too large when it is unpacked.";
            if (package.GetEntry("[Content_Types].xml") is null || package.GetEntry("word/document.xml") is null) return "It is a zip file but no document.";
            if (package.Entries.Any(part => part.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) return "It holds macros.";
            _ = Drawings(package);
            // A picture or a template at an address elsewhere would be fetched.
            return package.Entries.Where(part => part.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)).Any(LeadsOut) ? "It refers to a file outside itself." : null;
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or NotSupportedException or IOException)
        {
            return "It is not a document that can be read.";
        }
    }

    /// <summary>What each drawing of the document shows, in words, in their order.</summary>
    public static List<string> Drawings(byte[] docx)
    {
        using var package = new ZipArchive(new MemoryStream(docx), ZipArchiveMode.Read);
        return Drawings(package);
    }

    private static List<string> Drawings(ZipArchive package)
    {
        using var content = package.GetEntry("word/document.xml")!.Open();
        using var xml = XmlReader.Create(content, Careful);
        var words = new List<string>();
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "docPr" }) words.Add(xml.GetAttribute("descr") ?? "");
        }
        return words;
    }

    private static bool LeadsOut(ZipArchiveEntry relations)
    {
        using var content = relations.Open();
        using var xml = XmlReader.Create(content, Careful);
        while (xml.Read())
        {
            if (xml.GetAttribute("TargetMode") == "External" && xml.GetAttribute("Type")?.EndsWith("/hyperlink", StringComparison.Ordinal) != true) return true;
        }
        return false;
    }
}
