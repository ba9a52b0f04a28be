using System.ComponentModel;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Features.Documents;

/// <summary>A steering document as its reader may see it.</summary>
public sealed record DocumentView(
    [property: Description("Dokumentets id. / Id of the document.")] Guid Id,
    [property: Description("Dokumentets titel. / Title of the document.")][property: Example("Läkemedel i hemtjänsten")] string Title,
    [property: Description("Slag av dokument, ur kodlistan document-kinds. / Kind of document, from the code list document-kinds.")][property: Example("rutin")] string Kind,
    [property: Description("Enheten som det gäller för, med alla enheter under; saknas när det gäller alla. / The unit that it applies to, with every unit below; absent when it applies to all.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Lagar som det rör, ur kodlistan law-areas. / Laws that it concerns, from the code list law-areas.")][property: Example("SoL", "HSL")] IReadOnlyList<string> LawAreas,
    [property: Description("Ägarens id, om en person är vald. / Id of the owner, when a person is chosen.")][property: Example("0199a0c2-5f1e-7c3a-9d54-1b2c3d4e5f60")] string? OwnerId,
    [property: Description("Ägarens namn. / Name of the owner.")][property: Example("Petra Ek")] string? OwnerName,
    [property: Description("Ägarens roll i ord; står kvar när människor byts. / The owner's role in words; it stays when people change.")][property: Example("Processägare hemtjänst")] string? OwnerRole,
    [property: Description("Numret på versionen som gäller; saknas när ingen gör det. / Number of the version in force; absent when none is.")][property: Example("2")] int? VersionInForce,
    [property: Description("Dagen då versionen som gäller senast ska ses över. / Day by which the version in force is to be looked over.")] DateOnly? ReviewOn,
    [property: Description("Om du ska läsa det och inte har signerat. / Whether you are to read it and have not signed.")] bool ToRead,
    [property: Description("Läget för en version på väg; bara för den som skriver eller godkänner. / Status of a version on its way; only for who writes or approves.")] VersionStatus? Coming,
    [property: Description("Varför det drogs tillbaka. / Why it was withdrawn.")][property: Example("Ersätts av en gemensam rutin.")] string? WithdrawnReason,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")] int Version)
{
    [Description("Versionen som läses; bara när ett dokument läses. / The version that is read; only when one document is read.")]
    public DocumentVersionView? Shown { get; init; }

    /// <summary>The first version that those concerned must have read, or a later one.</summary>
    [JsonIgnore]
    public int? ReadFrom { get; init; }
}

/// <summary>A version of a document, with how it came to be.</summary>
public sealed record DocumentVersionView(
    [property: Description("Versionens nummer, från 1. / Number of the version, from 1.")][property: Example("2")] int Number,
    [property: Description("Var versionen är. / Where the version stands.")] VersionStatus Status,
    [property: Description("Texten som Markdown; bara när en version läses. / The text as Markdown; only when one version is read.")][property: Example("## Så gör du\n\n1. Kontrollera signeringslistan.")] string? Text,
    [property: Description("Vad som är nytt. / What is new.")][property: Example("Tiden för signering är tydligare.")] string? ChangeNote,
    [property: Description("Dagen då den senast ska ses över. / Day by which it is to be looked over.")] DateOnly? ReviewOn,
    [property: Description("Om de berörda ska läsa den på nytt; falskt när bara ordalydelsen är ändrad. / Whether those concerned are to read it anew; false when only the wording is changed.")] bool RequiresReading,
    [property: Description("Stegen i processerna som den styr. / The steps of the processes that it steers.")] IReadOnlyList<Guid> ActivityIds,
    [property: Description("Vem som skrev sist. / Who wrote last.")][property: Example("Petra Ek")] string WrittenByName,
    [property: Description("När det skrevs sist. / When it was written last.")] DateTimeOffset WrittenAt,
    [property: Description("Vem som lämnade in. / Who submitted.")][property: Example("Petra Ek")] string? SubmittedByName,
    [property: Description("När den lämnades in. / When it was submitted.")] DateTimeOffset? SubmittedAt,
    [property: Description("Varför den senast skickades eller togs tillbaka. / Why it was sent or taken back, the last time.")][property: Example("Det framgår inte vem som signerar.")] string? ReturnedReason,
    [property: Description("Vem som skickade eller tog tillbaka den. / Who sent or took it back.")][property: Example("Karin Lind")] string? ReturnedByName,
    [property: Description("Vem som godkände. / Who approved.")][property: Example("Karin Lind")] string? ApprovedByName,
    [property: Description("När den godkändes. / When it was approved.")] DateTimeOffset? ApprovedAt,
    [property: Description("Vem som publicerade. / Who published.")][property: Example("Petra Ek")] string? PublishedByName,
    [property: Description("När den publicerades. / When it was published.")] DateTimeOffset? PublishedAt,
    [property: Description("När den slutade gälla. / When it ceased to be in force.")] DateTimeOffset? EndedAt)
{
    public static DocumentVersionView Of(DocumentVersion v) => new(
        v.Number, v.Lifecycle.Status, v.Text, v.ChangeNote, v.ReviewOn, v.RequiresReading, v.ActivityIds, v.Lifecycle.WrittenByName, v.Lifecycle.WrittenAt, v.Lifecycle.SubmittedByName, v.Lifecycle.SubmittedAt,
        v.Lifecycle.ReturnedReason, v.Lifecycle.ReturnedByName, v.Lifecycle.ApprovedByName, v.Lifecycle.ApprovedAt, v.Lifecycle.PublishedByName, v.Lifecycle.PublishedAt, v.Lifecycle.EndedAt);
}
