using System.ComponentModel;
using Huset.Processes.Contracts;

namespace Huset.Processes;

/// <summary>One of the areas that a unit's own quality system must answer for (SOSFS 2011:9 in a social services department's own order).</summary>
public sealed class QualityArea
{
    public string Code { get; private set; } = "";
    public int Number { get; private set; }
    public string Name { get; private set; } = "";
    public List<QualityPoint> Points { get; private set; } = [];
    public int Version { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    public static QualityArea Create(string code, int number, string name, List<QualityPoint> points, DateTimeOffset now) =>
        new() { Code = code, Number = number, Name = name, Points = points, Version = 1, ChangedAt = now };

    public QualityAreaChanged ToChanged() => new(Code, Number, Name, Version, ChangedAt);
}

/// <summary>A point of an area: what is demanded, and what a unit writes about.</summary>
public sealed record QualityPoint(
    [property: Description("Punktens nummer, till exempel 1a. / Number of the point.")] string Code,
    [property: Description("Punktens namn. / Name of the point.")] string Name,
    [property: Description("Vad som krävs. / What is demanded.")] string Demand,
    [property: Description("Exempel till hjälp för den som skriver. / Examples that help who writes.")] IReadOnlyList<string> Examples,
    [property: Description("Det som enheten fyller i. / What the unit fills in.")] IReadOnlyList<string> Fields);
