using System.ComponentModel;
using System.Text.Json.Serialization;
using Huset.Deviations.Features.CaseFiles;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Features.Authorities;

/// <summary>What an authority is to be told of a case, as it is written now: what is missing first, then part by part.</summary>
public sealed record AuthorityNotice(
    [property: Description("Ärendets id. / Id of the case.")] Guid DeviationId,
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Vad det är för anmälan. / Which notification it is.")][property: Example("Anmälan till IVO enligt lex Sarah")] string Title,
    [property: Description("Enheten. / The unit.")][property: Example("Norrängens hemtjänst")] string Unit,
    [property: Description("När underlaget togs fram, UTC. / When it was made, UTC.")] DateTimeOffset At,
    [property: Description("Det som saknas, med ord; tom lista när inget saknas. / What is missing, in words; an empty list when nothing is.")][property: Example("Orsaker är inte skriven.")] IReadOnlyList<string> Missing,
    [property: Description("Innehållet, i ordning. / The content, in order.")] IReadOnlyList<AuthoritySection> Sections,
    [property: Description("Bilagorna, i ordning. / The attachments, in order.")] IReadOnlyList<AuthorityAttachment> Attachments)
{
    /// <summary>What its files are called, before the dot.</summary>
    [JsonIgnore]
    public string FileName { get; init; } = "";

    /// <summary>What the attachments are read from.</summary>
    [JsonIgnore]
    public IReadOnlyList<Attachment> Files { get; init; } = [];

    /// <summary>The same without a name that is kept from others than who investigates by law.</summary>
    public AuthorityNotice Without(Masking masking) => this with
    {
        Sections = [.. Sections.Select(section => section with { Lines = [.. section.Lines.Select(line => line with { Text = masking.WithoutNames(line.Text) })] })],
    };
}

public sealed record AuthoritySection(
    [property: Description("Rubriken. / The heading.")][property: Example("Konsekvenser för den enskilde")] string Heading,
    [property: Description("Raderna. / The lines.")] IReadOnlyList<AuthorityLine> Lines);

public sealed record AuthorityLine(
    [property: Description("Vad texten är; saknas när rubriken säger det. / What the text is; absent when the heading says so.")][property: Example("Källa")] string? Label,
    [property: Description("Texten. / The text.")][property: Example("Fakta: larmloggen")] string Text);

public sealed record AuthorityAttachment(
    [property: Description("Bilagans nummer. / Number of the attachment.")][property: Example("1")] int Number,
    [property: Description("Filens namn. / Name of the file.")][property: Example("golvet.jpg")] string Name,
    [property: Description("Vad den är: image/jpeg, image/png, image/webp eller application/pdf. / What it is.")][property: Example("image/jpeg")] string MediaType,
    [property: Description("Byte. / Bytes.")][property: Example("482113")] int Size);
