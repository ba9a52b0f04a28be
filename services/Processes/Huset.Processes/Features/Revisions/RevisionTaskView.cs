using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Features.Revisions;

/// <summary>A revision task as who handles it sees it; one from a restricted case does not tell which.</summary>
public sealed record RevisionTaskView(
    [property: Description("Uppgiftens id. / Id of the task.")] Guid Id,
    [property: Description("Hur långt den har kommit. / How far it has come.")] RevisionStatus Status,
    [property: Description("Enheten där avvikelsen hände. / The unit where the deviation happened.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vad som är otydligt. / What is unclear.")][property: Example("Rutinen säger inte när läkemedlet ska signeras.")] string Text,
    [property: Description("Dokumentet som ska revideras. / The document to revise.")] Guid? DocumentId,
    [property: Description("Dokumentets titel. / Title of the document.")][property: Example("Läkemedel i hemtjänsten")] string? DocumentTitle,
    [property: Description("Processen som ska revideras. / The process to revise.")] Guid? ProcessId,
    [property: Description("Processens namn. / Name of the process.")][property: Example("Hemtjänst: från beslut till uppföljning")] string? ProcessName,
    [property: Description("Steget där avvikelsen hände. / The step where the deviation happened.")] Guid? ActivityId,
    [property: Description("Stegets namn. / Name of the step.")][property: Example("Ge läkemedel")] string? ActivityName,
    [property: Description("Ärendet som den kommer ur; saknas när få får se ärendet. / The case that it comes from; absent when few may see the case.")] Guid? DeviationId,
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-00042")] string? DeviationReference,
    [property: Description("Orsaken som den ska svara på. / The cause that it is to answer.")] Guid? CauseId,
    [property: Description("Vem som bad om den. / Who asked for it.")][property: Example("Karin Lind")] string? AskedByName,
    [property: Description("När den begärdes. / When it was asked for.")] DateTimeOffset AskedAt,
    [property: Description("Den som ska göra det, om en person är vald. / Who is to do it, when a person is chosen.")][property: Example("Petra Ek")] string? OwnerName,
    [property: Description("Rollen som ska göra det. / The role that is to do it.")][property: Example("Processägare hemtjänst")] string? OwnerRole,
    [property: Description("Varför den avböjdes. / Why it was declined.")][property: Example("Rutinen säger det redan i punkt 4.")] string? DeclinedReason,
    [property: Description("Numret på versionen som besvarar den. / Number of the version that answers it.")][property: Example("2")] int? AnsweredByVersion,
    [property: Description("Vem som stängde den. / Who closed it.")][property: Example("Petra Ek")] string? ClosedByName,
    [property: Description("När den stängdes. / When it was closed.")] DateTimeOffset? ClosedAt,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")] int Version);
