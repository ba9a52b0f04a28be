using Huset.Analytics.Contracts;
using Huset.Events;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

public enum ReportStatus { Draft, Frozen }

/// <summary>How far the writing of a section has come.</summary>
public enum SectionState { Empty, Draft, Done }

/// <summary>What a section lacks before its report can be frozen.</summary>
public enum MissingPart { Text, Done }

/// <summary>Someone who did something or is to do it.</summary>
public sealed record Person(string Id, string Name);

/// <summary>
/// A board's or a unit's report of a quarter, a year or another time. While it is a draft its figures are those of today; when it is frozen it keeps them, the texts and its
/// place in the event log as they were, and changes no more.
/// </summary>
public sealed class Report
{
    public Guid Id { get; private set; }

    /// <summary>Code of the template that it is made of.</summary>
    public string Template { get; private set; } = "";

    /// <summary>What it is called, as the template was called when it was begun: "Kvartalsrapport".</summary>
    public string Kind { get; private set; } = "";

    /// <summary>How long time it is of.</summary>
    public PeriodLength Length { get; private set; }
    public int Year { get; private set; }

    /// <summary>Which of the year's periods, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The day by which it is to be ready; null when none is set.</summary>
    public DateOnly? ReadyOn { get; private set; }

    /// <summary>The unit that it is about, with all below it; null when it is about all.</summary>
    public string? UnitCode { get; private set; }

    public ReportStatus Status { get; private set; }
    public string MadeById { get; private set; } = "";
    public string MadeByName { get; private set; } = "";
    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>The last event of the log that the figures know of; null while they follow the log.</summary>
    public long? Position { get; private set; }
    public string? FrozenByName { get; private set; }
    public DateTimeOffset? FrozenAt { get; private set; }

    /// <summary>The report as it was frozen.</summary>
    public FrozenReport? Frozen { get; private set; }

    /// <summary>Grows with each change, of its sections too.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>In the order that they are read.</summary>
    public List<ReportSection> Sections { get; private set; } = [];

    public PlanPeriod Time => PlanPeriod.Of(Length, Year, Number);

    /// <summary>"Kvartalsrapport, tredje kvartalet 2026".</summary>
    public string Name => $"{Kind}, {Time.Name}";

    public static Report Begin(PlanPeriod period, string? unitCode, ReportTemplate template, ReportTemplateVersion version, Person by, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new()
        {
            Id = id,
            Template = template.Code,
            Kind = template.Name,
            Length = period.Length,
            Year = period.From.Year,
            Number = period.Number,
            ReadyOn = ReportTemplate.ReadyOn(version.ReadyBy, period.From.Year + 1),
            UnitCode = unitCode,
            MadeById = by.Id,
            MadeByName = by.Name,
            MadeAt = now,
            Sections = [.. version.Sections.Index().Select(section => ReportSection.Begin(id, section.Index + 1, section.Item))],
        };
    }

    public ReportSection? Section(string code) => Sections.Find(section => section.Code == code);

    /// <summary>Says who is to write the section and by when; null is nobody in particular, and no day.</summary>
    /// <exception cref="RuleViolation">`report.frozen`</exception>
    /// <exception cref="InvalidField">400: dueOn.</exception>
    public void HandOut(ReportSection section, Person? owner, DateOnly? dueOn, DateOnly today)
    {
        CheckDraft();
        if (dueOn is not null && owner is null) throw new InvalidField("dueOn", "A day is set for someone who is to write.");
        // What was late stays late when something else is put right.
        if (dueOn != section.DueOn && (dueOn < today || dueOn > today.AddYears(1))) throw new InvalidField("dueOn", "It must be a day from today to a year ahead.");
        section.Give(owner, dueOn);
        Version++;
    }

    /// <exception cref="RuleViolation">`report.frozen`</exception>
    /// <exception cref="InvalidField">It is said to be done and has no text.</exception>
    public void Write(ReportSection section, string text, bool isDone, Person by, DateTimeOffset now)
    {
        CheckDraft();
        if (isDone && string.IsNullOrWhiteSpace(text)) throw new InvalidField("text", "A section that is done has a text.");
        section.Write(text, isDone, by, now);
        Version++;
    }

    /// <summary>What must be written before it can be frozen.</summary>
    public IEnumerable<(ReportSection Section, MissingPart What)> Missing() =>
        Sections.Where(section => section.State != SectionState.Done).OrderBy(section => section.Number)
            .Select(section => (section, section.State == SectionState.Empty ? MissingPart.Text : MissingPart.Done));

    /// <summary>From now on it is as it is.</summary>
    /// <exception cref="RuleViolation">`report.frozen`</exception>
    public void Freeze(FrozenReport frozen, long position, Person by, DateTimeOffset now)
    {
        CheckDraft();
        (Status, Frozen, Position, FrozenByName, FrozenAt) = (ReportStatus.Frozen, frozen, position, by.Name, now);
        Version++;
    }

    /// <summary>What is told of it when it is frozen.</summary>
    public ReportFrozen ToFrozen() =>
        new(Id, Time.Code, UnitCode, Position!.Value, [.. Frozen!.Sections.SelectMany(section => section.Figures).Select(figure => figure.Id)], Visibility.Analyst,
            [.. Frozen.Sections.SelectMany(section => section.Goals ?? []).Select(goal => goal.Id).Distinct().Select(goal => new Link("follows-up", "goal", goal.ToString()))], 1, FrozenAt!.Value, Template);

    /// <summary>What is told of each figure of it, with what it counts.</summary>
    public IEnumerable<ReportParagraphFrozen> ToParagraphs(IReadOnlyDictionary<Guid, IReadOnlyList<Link>> counted) =>
        from section in Frozen!.Sections
        from figure in section.Figures
        select new ReportParagraphFrozen(
            figure.Id, Id, section.Code, figure.Indicator, Time.Code, UnitCode, Position!.Value, Visibility.Analyst, [new("part-of", "report", Id.ToString()), .. counted[figure.Id]], 1, FrozenAt!.Value);

    private void CheckDraft()
    {
        if (Status == ReportStatus.Frozen) throw new RuleViolation("report.frozen", "The report is frozen and changes no more; begin a new one if it must be put right.");
    }
}

/// <summary>A part of a report that someone writes.</summary>
public sealed class ReportSection
{
    public Guid ReportId { get; private set; }
    public string Code { get; private set; } = "";

    /// <summary>Its place, from 1.</summary>
    public int Number { get; private set; }
    public string Heading { get; private set; } = "";

    /// <summary>Help for who writes; no part of the finished report.</summary>
    public string Guidance { get; private set; } = "";

    /// <summary>Codes of the indicators whose figures stand in it.</summary>
    public string[] Indicators { get; private set; } = [];

    /// <summary>The goals of the report's unit stand in it.</summary>
    public bool Goals { get; private set; }

    /// <summary>Who is to write it: the id at sign-in, until that is known the directory's.</summary>
    public string? OwnerId { get; private set; }
    public string? OwnerName { get; private set; }

    /// <summary>The day by which it is to be done; null when none is set.</summary>
    public DateOnly? DueOn { get; private set; }
    public string Text { get; private set; } = "";
    public SectionState State { get; private set; }
    public string? WrittenByName { get; private set; }
    public DateTimeOffset? WrittenAt { get; private set; }

    /// <summary>Counts its own changes, so that two may write in a section each.</summary>
    public int Version { get; private set; } = 1;

    internal static ReportSection Begin(Guid report, int number, TemplateSection template) => new()
    {
        ReportId = report,
        Number = number,
        Code = template.Code,
        Heading = template.Heading,
        Guidance = template.Guidance,
        Indicators = [.. template.Indicators],
        Goals = template.Goals,
    };

    internal void Give(Person? owner, DateOnly? dueOn)
    {
        (OwnerId, OwnerName, DueOn) = (owner?.Id, owner?.Name, dueOn);
        Version++;
    }

    internal void Write(string text, bool isDone, Person by, DateTimeOffset now)
    {
        Text = text.ReplaceLineEndings("\n").Trim();
        State = Text.Length == 0 ? SectionState.Empty : isDone ? SectionState.Done : SectionState.Draft;
        (WrittenByName, WrittenAt) = (by.Name, now);
        Version++;
    }
}
