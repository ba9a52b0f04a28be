using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>What a quarterly report is made of. A municipality that wants another writes a version from a day on; reports that are begun keep the sections that they began with.</summary>
public sealed class ReportTemplate
{
    /// <summary>The one template that there is so far.</summary>
    public const string Quarterly = "quarterly";

    public const int MaxSections = 20;

    public string Code { get; private set; } = "";

    /// <summary>Counts the changes, so that two who change at the same time are told.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Every dated version, oldest first.</summary>
    public List<ReportTemplateVersion> Versions { get; private set; } = [];

    /// <summary>The version that applies on the day; null before the first.</summary>
    public ReportTemplateVersion? On(DateOnly day) => Versions.Where(version => version.ValidFrom <= day).MaxBy(version => version.ValidFrom);

    /// <summary>Sets the sections from a day on; what that day has already is replaced.</summary>
    /// <exception cref="InvalidField">The day has passed, or the sections are not such that a report can be made of them.</exception>
    public void Change(ReportTemplateVersion change, IReadOnlyCollection<string> indicators, DateOnly today)
    {
        if (change.ValidFrom < today) throw new InvalidField("validFrom", "It must be today or later; reports that are begun keep their sections.");
        if (change.Sections.Count is 0 or > MaxSections) throw new InvalidField("sections", $"There must be 1 to {MaxSections} sections.");
        if (change.Sections.GroupBy(section => section.Code).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new InvalidField("sections", $"The section {twice.Key} is there twice.");
        if (change.Sections.SelectMany(section => section.Indicators).FirstOrDefault(code => !indicators.Contains(code)) is { } unknown) throw new InvalidField("sections", $"There is no indicator {unknown}.");
        if (change.Sections.SelectMany(section => section.Indicators).GroupBy(code => code).FirstOrDefault(group => group.Count() > 1) is { } again) throw new InvalidField("sections", $"The indicator {again.Key} stands in more than one place.");
        Versions.RemoveAll(version => version.ValidFrom == change.ValidFrom);
        Versions.Add(change);
        Versions.Sort((a, b) => a.ValidFrom.CompareTo(b.ValidFrom));
        Version++;
    }
}

/// <summary>A template's sections from a day on, in the order that they are read.</summary>
public sealed record ReportTemplateVersion(string Template, DateOnly ValidFrom, IReadOnlyList<TemplateSection> Sections, string Source);

/// <summary>A section of the template.</summary>
/// <param name="Code">Its code, for example `avvikelser`.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Guidance">What to write about, for who writes; no part of the finished report.</param>
/// <param name="Indicators">Codes of the indicators whose figures and charts stand in it.</param>
public sealed record TemplateSection(string Code, string Heading, string Guidance, IReadOnlyList<string> Indicators);
