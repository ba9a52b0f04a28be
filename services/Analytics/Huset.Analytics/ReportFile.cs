namespace Huset.Analytics;

public enum ReportFormat { Html, Docx, Pdf }

/// <summary>A document of a frozen report, as it was made then; the PDF as it was made of the docx soon after.</summary>
public sealed record ReportFile(Guid ReportId, ReportFormat Format, byte[] Body);
