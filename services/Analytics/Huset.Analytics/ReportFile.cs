namespace Huset.Analytics;

public enum ReportFormat { Html, Docx }

/// <summary>A document of a frozen report, as it was made then.</summary>
public sealed record ReportFile(Guid ReportId, ReportFormat Format, byte[] Body);
