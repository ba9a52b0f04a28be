using System.IO.Compression;
using System.Xml;

namespace Huset.ReportWorker;

/// <summary>Tells what is a document of ours and what is something else that a converter would have to be careful with.</summary>
internal static class WordFile
{
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
            // A picture or a template at an address elsewhere would be fetched.
            return package.Entries.Where(part => part.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)).Any(LeadsOut) ? "It refers to a file outside itself." : null;
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or NotSupportedException or IOException)
        {
            return "It is not a document that can be read.";
        }
    }

    private static bool LeadsOut(ZipArchiveEntry relations)
    {
        using var content = relations.Open();
        using var xml = XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (xml.Read())
        {
            if (xml.GetAttribute("TargetMode") == "External" && xml.GetAttribute("Type")?.EndsWith("/hyperlink", StringComparison.Ordinal) != true) return true;
        }
        return false;
    }
}
