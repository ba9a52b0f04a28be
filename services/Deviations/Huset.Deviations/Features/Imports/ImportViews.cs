using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Features.Imports;

/// <summary>A file of an old system's cases and what has come of it.</summary>
public sealed record ImportView(
    [property: Description("Filens id. / Id of the file.")] Guid Id,
    [property: Description("Det gamla systemet. / The old system.")][property: Example("gamla-systemet")] string Source,
    [property: Description("received: mottagen; waiting: i kö; running: rader läses; tried: prövad, inget sparat; done: inläst; failed: avbruten av ett fel i Huset. / How far it has come.")] ImportState State,
    [property: Description("Raderna prövas utan att sparas. / The rows are tried without being stored.")] bool DryRun,
    [property: Description("Identitetsnummer i texterna tas bort. / Identity numbers in the texts are taken away.")] bool MaskIdentityNumbers,
    [property: Description("Filens kolumner. / The file's columns.")][property: Example("Ärendenr")] IReadOnlyList<string> Headings,
    [property: Description("Antal rader i filen. / Number of rows in the file.")] int Rows,
    [property: Description("Antal rader som är lästa hittills. / Number of rows read so far.")] int Handled,
    [property: Description("Antal nya ärenden; vid prövning antalet som skulle bli det. / Number of new cases; when tried, of those that would be.")] int Created,
    [property: Description("Antal som redan var inlästa. / Number that were taken in already.")] int AlreadyThere,
    [property: Description("Antal rader som inte kan läsas in. / Number of rows that cannot be taken in.")] int Refused,
    [property: Description("Antal rader vars text har det som ser ut som identitetsnummer. / Number of rows whose text holds what looks like identity numbers.")] int WithIdentityNumbers,
    [property: Description("När filen kom, UTC. / When the file came, UTC.")] DateTimeOffset ReceivedAt,
    [property: Description("När den var färdigläst, UTC. / When it was read to its end, UTC.")] DateTimeOffset? FinishedAt,
    [property: Description("De första hundra raderna som inte kan läsas in; inte i listor. / The first hundred rows that cannot be taken in; not in lists.")] IReadOnlyList<RefusedRow>? RefusedRows)
{
    public static ImportView Of(CaseImport import, IReadOnlyList<RefusedRow>? refused = null) => new(
        import.Id, import.Source, import.State, import.DryRun, import.Mask, import.Headings, import.Rows, import.Handled, import.Created, import.AlreadyThere, import.Refused, import.WithIdentityNumbers, import.At,
        import.FinishedAt, refused);
}

/// <summary>A row that cannot be taken in.</summary>
public sealed record RefusedRow(
    [property: Description("Radens nummer som kalkylbladet visar det; rubriken är 1. / Number of the row as a spreadsheet shows it; the header is 1.")][property: Example("2")] int Row,
    [property: Description("Fältet som är fel; row när det är hela raden. / The field that is wrong; row when it is the whole row.")][property: Example("unitCode")] string Field,
    [property: Description("Regeln som säger nej. / The rule that says no.")][property: Example("import.unit-unknown")] string Code,
    [property: Description("Vad som är fel. / What is wrong.")][property: Example("There is no such unit on that day.")] string Reason);

/// <summary>How an old system's files are read.</summary>
public sealed record SourceView(
    [property: Description("Det gamla systemet. / The old system.")][property: Example("gamla-systemet")] string Source,
    [property: Description("Vilken kolumn som är vilket fält. / Which column is which field.")] IReadOnlyList<ColumnView> Columns,
    [property: Description("Vilka av dess koder som är vilka av våra. / Which of its codes are which of ours.")] IReadOnlyList<CodeView> Codes,
    [property: Description("Vem som senast ändrade. / Who changed it last.")][property: Example("Karin Testsson")] string SetBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset SetAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static SourceView Of(ImportSource source) => new(
        source.Code, [.. source.Mapping.Columns.Select(column => new ColumnView(column.Key, column.Value))],
        [.. source.Mapping.Codes.SelectMany(field => field.Value.Select(code => new CodeView(field.Key, code.Key, code.Value)))], source.SetByName, source.SetAt, source.Version);
}

public sealed record ColumnView(
    [property: Description("Fältet. / The field.")][property: Example("occurredAt")] string Field,
    [property: Description("Kolumnens rubrik i filen. / The column's heading in the file.")][property: Example("Händelsedatum")] string Heading);

public sealed record CodeView(
    [property: Description("Fältet. / The field.")][property: Example("kind")] string Field,
    [property: Description("Ordet i filen. / The word in the file.")][property: Example("läkemedel")] string Theirs,
    [property: Description("Vår kod. / Our code.")][property: Example("health-care")] string Ours);
