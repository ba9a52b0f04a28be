using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Features.SelfInspections;

/// <summary>A checklist as it is read.</summary>
public sealed record ChecklistView(
    [property: Description("Checklistans id. / Id of the checklist.")] Guid Id,
    [property: Description("Checklistans namn. / Name of the checklist.")][property: Example("Läkemedelshantering i hemtjänsten")] string Name,
    [property: Description("Enheten som äger den; saknas när alla använder den. / The unit that owns it; absent when all use it.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Dokumentet som den kontrollerar. / The document that it checks.")] Guid? DocumentId,
    [property: Description("Stegen som den kontrollerar. / The steps that it checks.")] IReadOnlyList<Guid> ActivityIds,
    [property: Description("Frågorna i ordning. / The questions in order.")] IReadOnlyList<ChecklistQuestionView> Questions,
    [property: Description("Sant när den inte används längre. / True when it is used no more.")] bool IsClosed,
    [property: Description("Vem som senast ändrade den. / Who changed it last.")][property: Example("Karin Lind")] string ChangedByName,
    [property: Description("När den senast ändrades. / When it was last changed.")] DateTimeOffset ChangedAt,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")] int Version)
{
    public static ChecklistView Of(Checklist c) => new(
        c.Id, c.Name, c.UnitCode, c.DocumentId, c.ActivityIds, [.. c.Questions.Select(ChecklistQuestionView.Of)], c.IsClosed, c.ChangedByName, c.ChangedAt, c.Version);
}

[Description("En fråga i en checklista. / A question of a checklist.")]
public sealed record ChecklistQuestionView(
    [property: Description("Frågans id. / Id of the question.")] Guid Id,
    [property: Description("Frågan; ja är som det ska vara. / The question; yes is as it should be.")][property: Example("Är signeringslistan ifylld?")] string Text,
    [property: Description("Vad man tittar på. / What to look at.")][property: Example("Titta på de tre senaste dagarna.")] string? Help,
    [property: Description("Slag av avvikelse som ett nej erbjuds som; saknas när inget erbjuds. / Kind of deviation that a no is offered as; absent when none is.")] OfferedDeviation? OffersDeviation,
    [property: Description("Om man också räknar hur många som var rätt. / Whether one also counts how many were right.")] bool Counts)
{
    public static ChecklistQuestionView Of(ChecklistQuestion question) => new(question.Id, question.Text, question.Help, question.OffersDeviation, question.Counts);
}
