using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Features.SelfInspections;

/// <summary>A self-inspection in a list.</summary>
public sealed record SelfInspectionRow(
    [property: Description("Egenkontrollens id. / Id of the self-inspection.")] Guid Id,
    [property: Description("Enheten som kontrollerar sitt arbete. / The unit that looks at its own work.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Checklistans id. / Id of the checklist.")] Guid ChecklistId,
    [property: Description("Checklistans namn. / Name of the checklist.")][property: Example("Läkemedelshantering i hemtjänsten")] string ChecklistName,
    [property: Description("Hur långt den har kommit. / How far it has come.")] InspectionStatus Status,
    [property: Description("Dagen då den senast ska vara klar. / Day by which it is to be done.")] DateOnly DueOn,
    [property: Description("Den som ska göra den, om en person är vald. / Who is to do it, when a person is chosen.")][property: Example("Petra Ek")] string? ResponsibleName,
    [property: Description("Rollen som ska göra den. / The role that is to do it.")][property: Example("Samordnare")] string? ResponsibleRole,
    [property: Description("Antal ja. / Answers yes.")][property: Example("7")] int Yes,
    [property: Description("Antal nej. / Answers no.")][property: Example("1")] int No,
    [property: Description("Antal ej aktuellt. / Answers not applicable.")][property: Example("2")] int NotApplicable,
    [property: Description("Antal obesvarade. / Questions without an answer.")][property: Example("0")] int Unanswered,
    [property: Description("När den blev klar. / When it was completed.")] DateTimeOffset? CompletedAt);

/// <summary>A self-inspection as it is read, with its questions and what was found.</summary>
public sealed record SelfInspectionView(
    [property: Description("Egenkontrollens id. / Id of the self-inspection.")] Guid Id,
    [property: Description("Enheten som kontrollerar sitt arbete. / The unit that looks at its own work.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Checklistans id. / Id of the checklist.")] Guid ChecklistId,
    [property: Description("Checklistans namn när den startades. / Name of the checklist when it was started.")][property: Example("Läkemedelshantering i hemtjänsten")] string ChecklistName,
    [property: Description("Dokumentet som kontrolleras. / The document that is checked.")] Guid? DocumentId,
    [property: Description("Stegen som kontrolleras. / The steps that are checked.")] IReadOnlyList<Guid> ActivityIds,
    [property: Description("Hur långt den har kommit. / How far it has come.")] InspectionStatus Status,
    [property: Description("Dagen då den senast ska vara klar. / Day by which it is to be done.")] DateOnly DueOn,
    [property: Description("Den som ska göra den, om en person är vald. / Who is to do it, when a person is chosen.")][property: Example("Petra Ek")] string? ResponsibleName,
    [property: Description("Rollen som ska göra den. / The role that is to do it.")][property: Example("Samordnare")] string? ResponsibleRole,
    [property: Description("Frågorna i ordning med svaren. / The questions in order with the answers.")] IReadOnlyList<InspectedQuestionView> Questions,
    [property: Description("Antal ja. / Answers yes.")][property: Example("7")] int Yes,
    [property: Description("Antal nej. / Answers no.")][property: Example("1")] int No,
    [property: Description("Antal ej aktuellt. / Answers not applicable.")][property: Example("2")] int NotApplicable,
    [property: Description("Antal obesvarade. / Questions without an answer.")][property: Example("0")] int Unanswered,
    [property: Description("Vem som startade den. / Who started it.")][property: Example("Karin Lind")] string StartedByName,
    [property: Description("När den startades. / When it was started.")] DateTimeOffset StartedAt,
    [property: Description("Vem som gjorde den klar. / Who completed it.")][property: Example("Petra Ek")] string? CompletedByName,
    [property: Description("När den blev klar. / When it was completed.")] DateTimeOffset? CompletedAt,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")] int Version)
{
    public static SelfInspectionView Of(SelfInspection i) => new(
        i.Id, i.UnitCode, i.ChecklistId, i.ChecklistName, i.DocumentId, i.ActivityIds, i.Status, i.DueOn, i.ResponsibleName, i.ResponsibleRole,
        [.. i.Questions.Select(InspectedQuestionView.Of)], i.Yes, i.No, i.NotApplicable, i.Unanswered, i.StartedByName, i.StartedAt, i.CompletedByName, i.CompletedAt, i.Version);
}

[Description("En fråga med det som kontrollen visade. / A question with what the inspection showed.")]
public sealed record InspectedQuestionView(
    [property: Description("Frågans id. / Id of the question.")] Guid QuestionId,
    [property: Description("Frågan som den var skriven. / The question as it was worded.")][property: Example("Är signeringslistan ifylld?")] string Text,
    [property: Description("Vad man tittar på. / What to look at.")][property: Example("Titta på de tre senaste dagarna.")] string? Help,
    [property: Description("Slag av avvikelse som ett nej erbjuds som. / Kind of deviation that a no is offered as.")] OfferedDeviation? OffersDeviation,
    [property: Description("Om man också räknar hur många som var rätt. / Whether one also counts how many were right.")] bool Counts,
    [property: Description("Svaret; saknas tills det är bestämt. / The answer; absent until it is decided.")] InspectionAnswer? Answer,
    [property: Description("Vad man såg. / What was seen.")][property: Example("Två signaturer saknas.")] string? Comment,
    [property: Description("Vad som visar det. / What shows it.")][property: Example("Signeringslista oktober")] string? Evidence,
    [property: Description("Var underlaget finns, som webbadress. / Where the evidence is, as a web address.")][property: Example("https://intranat.example/listor/oktober")] string? EvidenceLink,
    [property: Description("Underlagets dag. / Day of the evidence.")] DateOnly? EvidenceOn,
    [property: Description("Hur många man tittade på. / How many were looked at.")][property: Example("15")] int? LookedAt,
    [property: Description("Hur många av dem som var rätt. / How many of them were right.")][property: Example("12")] int? Right)
{
    public static InspectedQuestionView Of(InspectedQuestion inspected) => new(
        inspected.Question.Id, inspected.Question.Text, inspected.Question.Help, inspected.Question.OffersDeviation, inspected.Question.Counts,
        inspected.Written?.Answer, inspected.Written?.Comment, inspected.Written?.Evidence, inspected.Written?.EvidenceLink, inspected.Written?.EvidenceOn, inspected.Written?.LookedAt, inspected.Written?.Right);
}
