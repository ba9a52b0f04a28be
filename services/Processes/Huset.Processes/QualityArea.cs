using System.ComponentModel;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults.Http;

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
    [property: Description("Punktens nummer, till exempel 1a. / Number of the point.")][property: Example("1a")] string Code,
    [property: Description("Punktens namn. / Name of the point.")][property: Example("Ansvar och roller")] string Name,
    [property: Description("Vad som krävs. / What is demanded.")][property: Example("Det framgår vem som ansvarar för kvaliteten på enheten.")] string Demand,
    [property: Description("Exempel till hjälp för den som skriver. / Examples that help who writes.")][property: Example("Ansvarsbeskrivning", "Delegationsordning")] IReadOnlyList<string> Examples,
    [property: Description("Det som enheten fyller i. / What the unit fills in.")][property: Example("Ansvarig", "Beskrivning")] IReadOnlyList<string> Fields,
    [property: Description("Text som ett fält börjar med, fält för fält; saknas när alla börjar tomma. / Text that a field begins with, field by field; absent when all begin empty.")][property: Example("{\"Beskrivning\":\"Enheten arbetar efter kommunens riktlinjer.\"}")] IReadOnlyDictionary<string, string>? StartsWith = null);

/// <summary>A field of a unit's quality system that is not answered.</summary>
public sealed record UnansweredField(
    [property: Description("Områdets kod. / Code of the area.")][property: Example("tjanster")] string Area,
    [property: Description("Punktens nummer. / Number of the point.")][property: Example("1a")] string Point,
    [property: Description("Fältets namn. / Name of the field.")][property: Example("Ansvarsfördelning")] string Field);
