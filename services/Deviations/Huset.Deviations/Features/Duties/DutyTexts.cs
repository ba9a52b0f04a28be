namespace Huset.Deviations.Features.Duties;

/// <summary>The Swedish texts that the pages about duties share.</summary>
public sealed class DutyTexts;
