using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Features.QualitySystems;

/// <summary>A version of a unit's quality system, as the API tells it.</summary>
public sealed record QualitySystemView(
    [property: Description("Versionens id. / Id of the version.")] Guid Id,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Enhetens namn i dag. / Name of the unit today.")][property: Example("Norrängens hemtjänst")] string UnitName,
    [property: Description("Året som dokumentet gäller. / The year that the document is for.")][property: Example("2026")] int Year,
    [property: Description("Vilken av årets versioner, från 1. / Which of the year's versions, from 1.")][property: Example("1")] int Number,
    [property: Description("Var versionen står. / Where the version stands.")] VersionStatus Status,
    [property: Description("De nio områdena med enhetens svar. / The nine areas with the unit's answers.")] IReadOnlyList<QualitySystemAreaView> Areas,
    [property: Description("Det som ännu inte är besvarat. / What is not answered yet.")] IReadOnlyList<UnansweredField> Missing,
    [property: Description("Den som skrev senast. / Who wrote last.")][property: Example("Karin Kvist")] string WrittenBy,
    [property: Description("När det skrevs. / When it was written.")] DateTimeOffset WrittenAt,
    [property: Description("Den som godkände; saknas tills det är gjort. / Who approved; absent until it is done.")][property: Example("Johan Valldén")] string? ApprovedBy,
    [property: Description("När det godkändes. / When it was approved.")] DateTimeOffset? ApprovedAt,
    [property: Description("När det publicerades. / When it was published.")] DateTimeOffset? PublishedAt,
    [property: Description("Varför det senast skickades eller togs tillbaka. / Why it was last sent or taken back.")][property: Example("Punkt 5b saknar vem som ansvarar.")] string? ReturnedReason,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")] int Version)
{
    public static QualitySystemView Of(QualitySystem system, string unitName) => new(
        system.Id, system.UnitCode, unitName, system.Year, system.Number, system.Lifecycle.Status,
        [.. system.Areas.Select(area => new QualitySystemAreaView(area.Code, area.Number, area.Name, [.. area.Points.Select(point => new QualitySystemPointView(
            point.Code, point.Name, point.Demand, [.. point.Fields.Select(field => new QualitySystemFieldView(field.Name, field.Text))], point.NotApplicable))]))],
        [.. system.Missing()],
        system.Lifecycle.WrittenByName, system.Lifecycle.WrittenAt, system.Lifecycle.ApprovedByName, system.Lifecycle.ApprovedAt, system.Lifecycle.PublishedAt, system.Lifecycle.ReturnedReason, system.Version);
}

/// <summary>An area of the document.</summary>
public sealed record QualitySystemAreaView(
    [property: Description("Områdets kod. / Code of the area.")][property: Example("tjanster")] string Code,
    [property: Description("Områdets nummer. / Number of the area.")][property: Example("1")] int Number,
    [property: Description("Områdets namn när dokumentet började skrivas. / Name of the area when the document was begun.")][property: Example("Kvalitetssäkring av de sociala tjänsterna")] string Name,
    [property: Description("Områdets punkter. / Points of the area.")] IReadOnlyList<QualitySystemPointView> Points);

/// <summary>A point of the document: what is demanded and what the unit answers.</summary>
public sealed record QualitySystemPointView(
    [property: Description("Punktens nummer. / Number of the point.")][property: Example("1a")] string Code,
    [property: Description("Punktens namn. / Name of the point.")][property: Example("Beskriva")] string Name,
    [property: Description("Vad som krävs. / What is demanded.")][property: Example("De viktigaste sociala tjänsterna beskrivs.")] string Demand,
    [property: Description("Enhetens svar. / The unit's answers.")] IReadOnlyList<QualitySystemFieldView> Fields,
    [property: Description("Varför punkten inte är aktuell för enheten; saknas när den är det. / Why the point does not concern the unit; absent when it does.")][property: Example("Enheten upphandlar inget.")] string? NotApplicable);

/// <summary>A field and the unit's own words.</summary>
public sealed record QualitySystemFieldView(
    [property: Description("Fältets namn. / Name of the field.")][property: Example("Beskrivning")] string Name,
    [property: Description("Enhetens text; tom när inget är skrivet. / The unit's text; empty when nothing is written.")][property: Example("Vi arbetar efter kommunens riktlinjer för hemtjänst.")] string Text);
