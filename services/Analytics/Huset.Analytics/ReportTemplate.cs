using System.Globalization;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>What a kind of report is made of: the quarterly one, the yearly quality report and others. A municipality that wants another writes a version from a day on; reports that are begun keep the sections that they began with.</summary>
public sealed class ReportTemplate
{
    /// <summary>The one that a report is made of when no other is named.</summary>
    public const string Quarterly = "quarterly";

    public const int MaxSections = 20;

    public string Code { get; private set; } = "";

    /// <summary>What its reports are called: "Kvartalsrapport".</summary>
    public string Name { get; private set; } = "";

    /// <summary>How long time its reports are of.</summary>
    public PeriodLength Period { get; private set; }

    /// <summary>Its place in the list.</summary>
    public int Place { get; private set; }

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
        if (change.ReadyBy is { } ready && ReadyOn(ready, 2023) is null) throw new InvalidField("readyBy", "It must be a day of the year after, such as 03-01.");
        Versions.RemoveAll(version => version.ValidFrom == change.ValidFrom);
        Versions.Add(change);
        Versions.Sort((a, b) => a.ValidFrom.CompareTo(b.ValidFrom));
        Version++;
    }

    /// <summary>The day of the year that "03-01" spells; null when it is none.</summary>
    public static DateOnly? ReadyOn(string? readyBy, int year) => DateOnly.TryParseExact($"{year:0000}-{readyBy}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>A template's sections from a day on, in the order that they are read.</summary>
/// <param name="Template">Code of the template.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="Sections">The sections.</param>
/// <param name="Source">Who decided it and why.</param>
/// <param name="ReadyBy">The day of the year after by which a report is to be ready, such as 03-01; null when none is set.</param>
public sealed record ReportTemplateVersion(string Template, DateOnly ValidFrom, IReadOnlyList<TemplateSection> Sections, string Source, string? ReadyBy = null);

/// <summary>A section of the template.</summary>
/// <param name="Code">Its code, for example `avvikelser`.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Guidance">What to write about, for who writes; no part of the finished report.</param>
/// <param name="Indicators">Codes of the indicators whose figures and charts stand in it.</param>
/// <param name="Goals">The goals of the report's unit for the year stand in it.</param>
public sealed record TemplateSection(string Code, string Heading, string Guidance, IReadOnlyList<string> Indicators, bool Goals = false);
