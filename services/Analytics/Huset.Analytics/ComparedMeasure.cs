using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>
/// A measure that others count for many municipalities: of Kolada, Öppna jämförelser, a quality register or neighbours. Its values are theirs and
/// are public; what the municipality says of them, how they are read and why they differ, is its own.
/// </summary>
public sealed class ComparedMeasure
{
    /// <summary>Its code at its origin, such as `U21468`.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Counts what the municipality has changed, so that two who change at the same time are told.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Whose it is: "Kolada".</summary>
    public string Origin { get; private set; } = "";

    public string Title { get; private set; } = "";
    public string Definition { get; private set; } = "";

    /// <summary>When its newest values were published, as its origin says; null when it does not.</summary>
    public DateOnly? PublishedOn { get; private set; }

    public DateTimeOffset FetchedAt { get; private set; }

    /// <summary>Code of the indicator that measures the same here; null when none does.</summary>
    public string? Indicator { get; private set; }

    public Better Better { get; private set; } = Better.None;

    /// <summary>How it is agreed to be read; null when nothing is.</summary>
    public string? Reading { get; private set; }

    /// <summary>What has been written of the difference, oldest first.</summary>
    public List<MeasureAnalysis> Analyses { get; private set; } = [];

    /// <summary>"Källa: Kolada".</summary>
    public string Attribution => $"Källa: {Origin}";

    /// <summary>The measure as its origin first told of it.</summary>
    public static ComparedMeasure Begin(MeasureFacts facts, DateTimeOffset now) =>
        new() { Code = facts.Code, Origin = facts.Origin, Title = facts.Title, Definition = facts.Definition, PublishedOn = facts.PublishedOn, FetchedAt = now };

    /// <summary>
    /// Its origin tells of it again. A title that has changed may mean that another thing is measured under the same code, so a person must
    /// have said that it is the same.
    /// </summary>
    /// <returns>False when the title has changed and nobody has said so: its values are then not to be taken.</returns>
    public bool TellAgain(MeasureFacts facts, bool acceptsTitle, DateTimeOffset now)
    {
        if (facts.Title != Title && !acceptsTitle) return false;
        (Title, Definition, PublishedOn, FetchedAt) = (facts.Title, facts.Definition, facts.PublishedOn ?? PublishedOn, now);
        return true;
    }

    /// <summary>Says what it is here, and how it is agreed to be read.</summary>
    public void Read(string? indicator, Better better, string? reading)
    {
        (Indicator, Better, Reading) = (indicator, better, reading);
        Version++;
    }

    /// <summary>Adds what is written of the difference; what is written stays.</summary>
    public void Analyse(MeasureAnalysis analysis)
    {
        if (Analyses.Count >= 200) throw new RuleViolation("comparison.too-many-analyses", "The measure has as many analyses as it may.");
        Analyses.Add(analysis);
        Version++;
    }
}

/// <summary>What somebody wrote of why the own value differs.</summary>
/// <param name="Measure">Code of the measure.</param>
/// <param name="Number">From 1.</param>
/// <param name="On">The day.</param>
/// <param name="Function">The function that wrote it; no person's name.</param>
/// <param name="Text">What is written.</param>
public sealed record MeasureAnalysis(string Measure, int Number, DateOnly On, string Function, string Text);

/// <summary>A municipality, a group of them, the country, or a unit of one, as the origin calls it.</summary>
public sealed class ComparedArea
{
    public string Id { get; private set; } = "";
    public string Title { get; private set; } = "";

    public static ComparedArea Of(AreaFacts facts) => new() { Id = facts.Id, Title = facts.Title };

    public void Rename(string title) => Title = title;
}

/// <summary>A value of a measure, every version that was fetched; the newest counts. Without a value it is missing at its origin.</summary>
public sealed class ComparedValue
{
    public string Measure { get; private set; } = "";
    public string Area { get; private set; } = "";
    public int Year { get; private set; }
    public Gender Gender { get; private set; }
    public int Version { get; private set; }
    public decimal? Value { get; private set; }

    /// <summary>As the origin spells it, such as `Missing` or `Private`; empty when it says nothing.</summary>
    public string Status { get; private set; } = "";

    public DateTimeOffset FetchedAt { get; private set; }

    public ComparedFacts Facts => new(Measure, Area, Year, Gender, Value, Status);

    public static ComparedValue After(ComparedValue? before, ComparedFacts facts, DateTimeOffset now) => new()
    {
        Measure = facts.Measure,
        Area = facts.Area,
        Year = facts.Year,
        Gender = facts.Gender,
        Version = (before?.Version ?? 0) + 1,
        Value = facts.Value,
        Status = facts.Status,
        FetchedAt = now,
    };
}

public sealed record MeasureFacts(string Code, string Origin, string Title, string Definition, DateOnly? PublishedOn);

public sealed record AreaFacts(string Id, string Title);

public sealed record ComparedFacts(string Measure, string Area, int Year, Gender Gender, decimal? Value, string Status);
