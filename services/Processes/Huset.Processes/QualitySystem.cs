using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>
/// A unit's own quality system for a year: what the unit answers on each point of the quality areas. It keeps the demands that it
/// answered, so that an old document reads as it was written when the areas are worded anew.
/// </summary>
public sealed class QualitySystem
{
    public Guid Id { get; private set; }
    public string UnitCode { get; private set; } = "";
    public int Year { get; private set; }

    /// <summary>Which of the year's versions it is, from 1.</summary>
    public int Number { get; private set; }

    public Lifecycle Lifecycle { get; private set; } = null!;

    /// <summary>Never changed in place: the list is another when anything in it is.</summary>
    public IReadOnlyList<AnsweredArea> Areas { get; private set; } = [];

    /// <summary>Codes of the areas where every point is answered.</summary>
    public string[] FilledAreas { get; private set; } = [];

    /// <summary>Grows with each change, over all of the year's versions.</summary>
    public int Version { get; private set; }

    /// <summary>True while someone works on it: written, submitted or approved, and not yet in force.</summary>
    public bool IsWorkedOn => Lifecycle.Status is VersionStatus.Draft or VersionStatus.Submitted or VersionStatus.Approved;

    /// <summary>The year's first version. Demands are today's; answers come from an earlier document where it has the same field, else as the area begins them.</summary>
    public static QualitySystem Begin(string unitCode, int year, IEnumerable<QualityArea> areas, QualitySystem? earlier, Person by, DateTimeOffset now)
    {
        var before = earlier?.Areas.SelectMany(area => area.Points).ToDictionary(point => point.Code) ?? [];
        return Create(unitCode, year, 1, 1, [.. areas.OrderBy(area => area.Number).Select(area => new AnsweredArea(
            area.Code, area.Number, area.Name, area.Version, [.. area.Points.Select(point => Begin(point, before.GetValueOrDefault(point.Code)))], 1))], by, now);
    }

    /// <summary>The next version of the same year, which begins as the one before it stands.</summary>
    public static QualitySystem Revise(QualitySystem before, Person by, DateTimeOffset now) =>
        Create(before.UnitCode, before.Year, before.Number + 1, before.Version + 1, before.Areas, by, now);

    /// <summary>What is not answered: every field, unless its point is told not to concern the unit.</summary>
    public IEnumerable<UnansweredField> Missing() =>
        from area in Areas
        from point in area.Points
        from field in point.Missing()
        select new UnansweredField(area.Code, point.Code, field.Name);

    /// <summary>Writes the answers; a point that is left out keeps what it has, and so does a field.</summary>
    /// <exception cref="InvalidField">There is no such point or field.</exception>
    /// <exception cref="RuleViolation">`version.not-draft`</exception>
    public void Write(IReadOnlyList<PointAnswer> answers, Person by, DateTimeOffset now)
    {
        foreach (var (index, answer) in answers.Index())
        {
            var point = Areas.SelectMany(area => area.Points).FirstOrDefault(point => point.Code == answer.Point)
                ?? throw new InvalidField($"answers[{index}].point", $"The document has no point {answer.Point}.");
            if (answer.Fields.Keys.FirstOrDefault(name => point.Fields.All(field => field.Name != name)) is { } unknown)
                throw new InvalidField($"answers[{index}].fields", $"The point {point.Code} has no field {unknown}.");
        }
        Lifecycle.Write(by, now);
        Version++;
        var byPoint = answers.GroupBy(answer => answer.Point).ToDictionary(group => group.Key, group => group.Last());
        Areas = [.. Areas.Select(area => Answered(area, byPoint))];
        Count();
    }

    /// <exception cref="RuleViolation">`version.not-draft`</exception>
    public void Submit(Person by, DateTimeOffset now)
    {
        Lifecycle.Submit(by, now);
        Version++;
    }

    /// <exception cref="RuleViolation">`version.not-submitted`, `version.own-approval`</exception>
    public void Approve(Person by, DateTimeOffset now)
    {
        Lifecycle.Approve(by, now);
        Version++;
    }

    /// <exception cref="RuleViolation">`version.not-waiting`, `version.own-approval`</exception>
    public void Return(Person by, string reason)
    {
        Lifecycle.Return(by, reason);
        Version++;
    }

    /// <exception cref="RuleViolation">`version.not-waiting`</exception>
    public void TakeBack(Person by, string reason)
    {
        Lifecycle.TakeBack(by, reason);
        Version++;
    }

    /// <summary>It is in force, in the place of the one that was.</summary>
    /// <exception cref="RuleViolation">`version.not-approved`</exception>
    public void Publish(QualitySystem? earlier, Person by, DateTimeOffset now)
    {
        Lifecycle.Publish(by, now);
        earlier?.Lifecycle.Replace(now);
        Version++;
    }

    private static QualitySystem Create(string unitCode, int year, int number, int version, IReadOnlyList<AnsweredArea> areas, Person by, DateTimeOffset now)
    {
        var system = new QualitySystem { Id = Guid.CreateVersion7(now), UnitCode = unitCode, Year = year, Number = number, Version = version, Areas = areas, Lifecycle = Lifecycle.Begin(by, now) };
        system.Count();
        return system;
    }

    private static AnsweredPoint Begin(QualityPoint point, AnsweredPoint? before) => new(
        point.Code, point.Name, point.Demand, point.Examples,
        [.. point.Fields.Select(name => new AnsweredField(name, before?.TextOf(name) ?? point.StartsWith?.GetValueOrDefault(name) ?? ""))], before?.NotApplicable);

    private AnsweredArea Answered(AnsweredArea area, Dictionary<string, PointAnswer> answers)
    {
        var points = area.Points.Select(point => answers.TryGetValue(point.Code, out var answer) ? point.With(answer) : point).ToList();
        return points.SequenceEqual(area.Points) ? area : area with { Points = points, ChangedIn = Version };
    }

    private void Count() => FilledAreas = [.. Areas.Where(area => area.Points.All(point => !point.Missing().Any())).Select(area => area.Code)];
}

/// <summary>An area as it was worded when the document began, with the unit's answers.</summary>
/// <param name="Code">Code of the area.</param>
/// <param name="Number">Its place in the order.</param>
/// <param name="Name">Its name.</param>
/// <param name="AreaVersion">Which version of the area it is a copy of.</param>
/// <param name="Points">Its points.</param>
/// <param name="ChangedIn">The document's version when an answer of the area last changed, so that two may write in an area each.</param>
public sealed record AnsweredArea(string Code, int Number, string Name, int AreaVersion, IReadOnlyList<AnsweredPoint> Points, int ChangedIn);

/// <summary>A point with what the unit writes.</summary>
/// <param name="Code">The point's number, for example 1a.</param>
/// <param name="Name">Its name.</param>
/// <param name="Demand">What is demanded.</param>
/// <param name="Examples">Help for who writes; no part of the finished document.</param>
/// <param name="Fields">What the unit fills in.</param>
/// <param name="NotApplicable">Why the point does not concern the unit; null when it does.</param>
public sealed record AnsweredPoint(string Code, string Name, string Demand, IReadOnlyList<string> Examples, IReadOnlyList<AnsweredField> Fields, string? NotApplicable)
{
    public IEnumerable<AnsweredField> Missing() => NotApplicable is null ? Fields.Where(field => string.IsNullOrWhiteSpace(field.Text)) : [];

    public string? TextOf(string field) => Fields.FirstOrDefault(known => known.Name == field)?.Text;

    // What is alike is the same one, so that it can be told whether anything changed.
    internal AnsweredPoint With(PointAnswer answer)
    {
        var fields = Fields.Select(field => answer.Fields.TryGetValue(field.Name, out var text) ? field with { Text = text.Trim() } : field).ToList();
        var reason = string.IsNullOrWhiteSpace(answer.NotApplicable) ? null : answer.NotApplicable.Trim();
        return reason == NotApplicable && fields.SequenceEqual(Fields) ? this : this with { Fields = fields, NotApplicable = reason };
    }
}

/// <summary>A field of a point and the unit's own words.</summary>
public sealed record AnsweredField(string Name, string Text);

/// <summary>What is written on a point.</summary>
/// <param name="Point">The point's code.</param>
/// <param name="Fields">Texts by the field's name.</param>
/// <param name="NotApplicable">Why the point does not concern the unit; null or blank when it does.</param>
public sealed record PointAnswer(string Point, IReadOnlyDictionary<string, string> Fields, string? NotApplicable);
