using System.ComponentModel;
using Huset.Deviations.Features.Ideas;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Features.Meetings;

/// <summary>An action as the meeting sees it: without its owner.</summary>
public sealed record MeetingAction(
    [property: Description("Vad som görs eller har gjorts; saknas när texten inte kan visas för alla. / What is done or has been; absent when the text cannot be shown to all.")][property: Example("Minst två delegerade på varje morgonpass.")] string? What,
    [property: Description("Var åtgärden står. / Where the action stands.")] ActionStatus Status,
    [property: Description("Hur mycket den går att lita på. / How much it may be trusted.")] Strength? Strength,
    [property: Description("Gav den önskad effekt. / Whether it had the wanted effect.")] Effect? Effect);

/// <summary>An event of the month, without anything that tells who it was about or who reported it.</summary>
public sealed record MeetingCase(
    [property: Description("Avvikelsens id; bara för den som leder mötet. / Id of the deviation; only for who leads the meeting.")] Guid? Id,
    [property: Description("Dagen det hände. / The day it happened.")] DateOnly OccurredOn,
    [property: Description("Vad det gäller. / What it concerns.")] DeviationKind Kind,
    [property: Description("Kod för kategorin (categories). / Code of the category (categories).")][property: Example("dose-late")] string? Category,
    [property: Description("Om någon kom till skada. / Whether someone came to harm.")] Harm Harm,
    [property: Description("Var ärendet står. / Where the case stands.")] DeviationStatus Status,
    [property: Description("Bedömd allvarlighetsgrad, 1 till 4. / Judged severity, 1 to 4.")][property: Example("2")] int? Severity,
    [property: Description("Orsakernas områden (cause-areas). / Areas of the causes (cause-areas).")][property: Example("staffing")] IReadOnlyList<string> CauseAreas,
    [property: Description("Vad vi lärde oss, i chefens egna ord för mötet. / What was learned, in the manager's own words for the meeting.")][property: Example("Två ska ha delegering på varje morgonpass.")] string? Learned,
    [property: Description("Åtgärderna. / The actions.")] IReadOnlyList<MeetingAction> Actions);

/// <summary>How many events there were of a kind.</summary>
public sealed record MeetingCount(
    [property: Description("Vad det gäller. / What it concerns.")] DeviationKind Kind,
    [property: Description("Antal. / Number.")][property: Example("4")] int Count,
    [property: Description("Varav någon kom till skada. / Of which someone came to harm.")][property: Example("1")] int WithHarm);

/// <summary>Something that a meeting decided.</summary>
public sealed record MeetingDecisionView(
    [property: Description("Beslutets id. / Id of the decision.")] Guid Id,
    [property: Description("Mötets månad. / The meeting's month.")][property: Example("2026-11")] string Month,
    [property: Description("Vad som beslutades. / What was decided.")][property: Example("Nyckeltavla provas i två veckor.")] string Text,
    [property: Description("Vem som ser till att det blir gjort. / Who sees to it.")][property: Example("Karin Testsson")] string? Owner,
    [property: Description("Till vilken dag. / By which day.")] DateOnly? DueOn,
    [property: Description("Gjort. / Done.")] bool Done,
    [property: Description("Åtgärden i ett ärende som gör det; saknas för den som inte får se den. / The action of a case that does it; absent for who may not see it.")] Guid? ActionId,
    [property: Description("Förbättringsidén som det har blivit. / The idea for improvement that it has become.")] Guid? IdeaId)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public string? OwnerId { get; init; }
}

/// <summary>A month's events of a unit, ready for its workplace meeting.</summary>
public sealed record MeetingView(
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Månaden. / The month.")][property: Example("2026-11")] string Month,
    [property: Description("Dagen då mötet hölls. / The day that the meeting was held.")] DateOnly? HeldOn,
    [property: Description("Vem som skrev. / Who wrote.")][property: Example("Karin Testsson")] string? Secretary,
    [property: Description("Chefens egen sammanfattning av månaden. / The manager's own summary of the month.")][property: Example("En lugn månad, två läkemedelshändelser utan skada.")] string? Summary,
    [property: Description("Anteckningar från mötet. / Notes of the meeting.")][property: Example("Vi pratade om morgonpassen.")] string? Notes,
    [property: Description("Hur många händelser, per slag. / How many events, by kind.")] IReadOnlyList<MeetingCount> Counts,
    [property: Description("Händelserna i tidsordning, högst limit. / The events in order of time, limit at most.")] IReadOnlyList<MeetingCase> Cases,
    [property: Description("Skicka som after för de följande; saknas när det inte finns fler. / Send as after for those that follow; absent when there are no more.")][property: Example("2026-11-14_0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")] string? Next,
    [property: Description("Åtgärder från tidigare månader vars effekt kontrollerades denna månad. / Actions of earlier months whose effect was checked this month.")] IReadOnlyList<MeetingAction> Checked,
    [property: Description("Enhetens idéer som det händer något med, senast ändrade först. / The unit's ideas that something happens to, lately changed first.")] IReadOnlyList<IdeaRow> Ideas,
    [property: Description("Vad som beslutades på mötet. / What the meeting decided.")] IReadOnlyList<MeetingDecisionView> Decisions,
    [property: Description("Beslut från tidigare möten som inte är gjorda. / Decisions of earlier meetings that are not done.")] IReadOnlyList<MeetingDecisionView> Open,
    [property: Description("Ökar vid varje ändring; 0 när inget är skrivet. / Grows with each change; 0 when nothing is written.")] int Version)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public bool MayKeep { get; init; }

    /// <summary>What the ideas that are introduced have given, by idea.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyDictionary<Guid, IdeaEffect> Effects { get; init; } = new Dictionary<Guid, IdeaEffect>();
}
