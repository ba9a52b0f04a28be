using Huset.Events;

namespace Huset.Analytics.Contracts;

/// <summary>Published when a report is frozen; never its texts or figures.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Quarter">Its time: the quarter, such as 2026-Q3; the year, such as 2026, of a yearly report.</param>
/// <param name="UnitCode">The unit that it is about, with all below it; null when it is about all.</param>
/// <param name="Position">The last event of the log that its figures know of.</param>
/// <param name="Paragraphs">Its figures, each told by an event of its own.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">follows-up → each goal that stands in it; the paragraphs are part of it.</param>
/// <param name="SubjectVersion">1; what is frozen does not change.</param>
/// <param name="At">When it was frozen, UTC.</param>
/// <param name="Template">Code of the template that it is made of; quarterly when it is absent.</param>
public sealed record ReportFrozen(
    Guid ReportId,
    string Quarter,
    string? UnitCode,
    long Position,
    IReadOnlyList<Guid> Paragraphs,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At,
    string? Template = null) : IEvent
{
    /// <inheritdoc/>
    public string Subject => ReportId.ToString();
}

/// <summary>Published with <see cref="ReportFrozen"/> for each figure of the report: what it counts, so that one finds from a case the reports that tell of it.</summary>
/// <param name="ParagraphId">The figure in the report.</param>
/// <param name="ReportId">The report.</param>
/// <param name="Section">Code of the section where it stands.</param>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Quarter">The report's time: the quarter, such as 2026-Q3; the year, such as 2026, of a yearly report.</param>
/// <param name="UnitCode">The unit that the report is about; null when it is about all.</param>
/// <param name="Position">The last event of the log that it knows of.</param>
/// <param name="Visibility">analyst.</param>
/// <param name="Links">part-of → report; counts → each thing that is counted in it.</param>
/// <param name="SubjectVersion">1; what is frozen does not change.</param>
/// <param name="At">When it was frozen, UTC.</param>
public sealed record ReportParagraphFrozen(
    Guid ParagraphId,
    Guid ReportId,
    string Section,
    string Indicator,
    string Quarter,
    string? UnitCode,
    long Position,
    Visibility Visibility,
    IReadOnlyList<Link> Links,
    int SubjectVersion,
    DateTimeOffset At) : IEvent
{
    /// <inheritdoc/>
    public string Subject => ParagraphId.ToString();
}
