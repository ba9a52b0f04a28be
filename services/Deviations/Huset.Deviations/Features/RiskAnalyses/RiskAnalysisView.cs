using System.ComponentModel;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Features.RiskAnalyses;

/// <summary>A risk analysis as it is read.</summary>
public sealed record RiskAnalysisView(
    [property: Description("Riskanalysens id. / Id of the risk analysis.")] Guid Id,
    [property: Description("Riskanalysens nummer. / The risk analysis's number.")][property: Example("RA-2026-0001")] string Reference,
    [property: Description("Enheten som ändringen gäller. / The unit that the change is in.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vad som ändras, ur kodlistan risk-occasions. / What is changed, from the code list risk-occasions.")][property: Example("new-system")] string Occasion,
    [property: Description("Rubrik. / Title.")][property: Example("Nytt journalsystem i hemtjänsten")] string Title,
    [property: Description("Vad som ska ändras, för vilka och när. / What is to be changed, for whom and when.")][property: Example("Systemet byts den 1 mars.")] string Change,
    [property: Description("Vilka som gör analysen, med roll. / Who makes the analysis, with role.")][property: Example("Karin Testsson, enhetschef")] IReadOnlyList<string> Team,
    [property: Description("Processen som den gäller. / The process that it is about.")] Guid? ProcessId,
    [property: Description("Steget i processen som den gäller. / The step of a process that it is about.")] Guid? ActivityId,
    [property: Description("Rutinen som den gäller. / The routine that it is about.")] Guid? RoutineId,
    [property: Description("Var den står. / Where it stands.")] RiskAnalysisStatus Status,
    [property: Description("Högsta riskpoängen före åtgärderna. / The highest risk score before the actions.")][property: Example("12")] int? HighestScore,
    [property: Description("Högsta riskpoängen som den beräknas bli efter åtgärderna. / The highest risk score as it is reckoned to be after the actions.")][property: Example("4")] int? HighestScoreAfter,
    [property: Description("Riskerna med orsaker, poäng och åtgärder. / The risks with causes, scores and actions.")] IReadOnlyList<AnalysedRiskView> Risks,
    [property: Description("Arbetsmiljön, om den är bedömd. / The work environment, when it is judged.")] WorkEnvironmentView? WorkEnvironment,
    [property: Description("Samverkan med de fackliga organisationerna, om den är gjord. / Cooperation with the unions, when it is done.")] CooperationView? Cooperation,
    [property: Description("Det som saknas innan den kan godkännas, tills den är godkänd. / What is missing before it can be approved, until it is.")] IReadOnlyList<LackView>? Missing,
    [property: Description("Vem som godtar de risker som är kvar. / Who accepts the risks that are left.")] ApprovalView? Approval,
    [property: Description("Hur det blev. / How it came out.")] OutcomeView? FollowUp,
    [property: Description("Vem som började den. / Who began it.")][property: Example("Karin Testsson")] string CreatedBy,
    [property: Description("När den började, UTC. / When it was begun, UTC.")] DateTimeOffset CreatedAt,
    [property: Description("När teamet hade bedömt riskerna, UTC. / When the team had judged the risks, UTC.")] DateTimeOffset? AssessedAt,
    [property: Description("När den avslutades, UTC. / When it was closed, UTC.")] DateTimeOffset? ClosedAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    /// <summary>From then on only what is done and what came of it is written.</summary>
    [JsonIgnore]
    public bool ApprovedNow => Approval is not null;

    public static RiskAnalysisView Of(RiskAnalysis analysis, InvestigationLimits limits) => new(
        analysis.Id, analysis.Reference, analysis.UnitCode, analysis.Occasion, analysis.Title, analysis.Change, analysis.Team, analysis.ProcessId, analysis.ActivityId, analysis.RoutineId, analysis.Status,
        analysis.Risks.Count == 0 ? null : analysis.Risks.Max(risk => risk.Score), analysis.Risks.Max(risk => risk.ScoreAfter), [.. analysis.Risks.OrderBy(risk => risk.Id).Select(risk => AnalysedRiskView.Of(risk, limits))],
        analysis.WorkEnvironment is { } consequences ? new(consequences, analysis.SafetyRepresentative!, analysis.SafetyOpinion!) : null,
        analysis.CooperationForm is { } form ? new(form, analysis.CooperationOn!.Value, analysis.CooperationOutcome!) : null,
        analysis.ApprovedAt is null ? [.. analysis.Missing(limits).Select(LackView.Of)] : null,
        analysis.ApprovedAt is { } approved ? new(analysis.ApprovedByName!, analysis.ApprovedRole!, analysis.ApprovedReason!, approved, analysis.FollowUpOn!.Value) : null,
        analysis.FollowedUpAt is { } followed ? new(analysis.Outcome!.Value, analysis.OutcomeNote!, analysis.FollowedUpByName!, followed) : null,
        analysis.CreatedByName, analysis.CreatedAt, analysis.AssessedAt, analysis.ClosedAt, analysis.Version);
}

/// <summary>A risk as it is read.</summary>
public sealed record AnalysedRiskView(
    [property: Description("Riskens id. / Id of the risk.")] Guid Id,
    [property: Description("Vad som kan hända. / What may happen.")][property: Example("En delegering syns inte i det nya systemet.")] string What,
    [property: Description("Varför det kan hända. / Why it may happen.")][property: Example("Uppgifterna flyttas för hand.")] IReadOnlyList<string> Causes,
    [property: Description("Allvarlighetsgrad, 1 till 4. / Severity, 1 to 4.")][property: Example("3")] int Severity,
    [property: Description("Sannolikhet, 1 till 4. / Probability, 1 to 4.")][property: Example("3")] int Probability,
    [property: Description("Riskpoäng före åtgärderna. / Risk score before the actions.")][property: Example("9")] int Score,
    [property: Description("Allvarlighetsgrad efter åtgärderna, som den beräknas. / Severity after the actions, as it is reckoned.")][property: Example("3")] int? SeverityAfter,
    [property: Description("Sannolikhet efter åtgärderna, som den beräknas. / Probability after the actions, as it is reckoned.")][property: Example("1")] int? ProbabilityAfter,
    [property: Description("Riskpoäng efter åtgärderna. / Risk score after the actions.")][property: Example("3")] int? ScoreAfter,
    [property: Description("Risken når en gräns, så att den behöver en åtgärd eller ett skäl för att godtas. / The risk reaches a limit, so that it needs an action or a reason for accepting it.")] bool OverLimit,
    [property: Description("Varför inget görs åt den. / Why nothing is done about it.")][property: Example("Systemet används bara på dagtid.")] string? AcceptedReason,
    [property: Description("Vad som görs åt den. / What is done about it.")] IReadOnlyList<RiskActionView> Actions)
{
    public static AnalysedRiskView Of(AnalysedRisk risk, InvestigationLimits limits) => new(
        risk.Id, risk.What, risk.Causes, risk.Severity, risk.Probability, risk.Score, risk.SeverityAfter, risk.ProbabilityAfter, risk.ScoreAfter, risk.Demands(limits), risk.AcceptedReason,
        [.. risk.Actions.OrderBy(action => action.Id).Select(RiskActionView.Of)]);
}

/// <summary>An action against a risk.</summary>
public sealed record RiskActionView(
    [property: Description("Åtgärdens id. / Id of the action.")] Guid Id,
    [property: Description("Vad som ska göras. / What is to be done.")][property: Example("Två jämför listorna innan systemet byts.")] string What,
    [property: Description("Vem som gör det, id. / Who does it, id.")][property: Example("8f1c2d3e-0000-4000-8000-000000000001")] string OwnerId,
    [property: Description("Vem som gör det. / Who does it.")][property: Example("Karin Testsson")] string Owner,
    [property: Description("Ska vara gjord, svensk dag. / Is to be done by, Swedish day.")] DateOnly DueAt,
    [property: Description("När den blev gjord, UTC. / When it was done, UTC.")] DateTimeOffset? CompletedAt)
{
    public static RiskActionView Of(RiskAction action) => new(action.Id, action.What, action.OwnerId, action.OwnerName, action.DueAt, action.CompletedAt);
}

/// <summary>What the change does to the work environment, and what the safety representative says.</summary>
public sealed record WorkEnvironmentView(
    [property: Description("Vad ändringen betyder för arbetsmiljön. / What the change does to the work environment.")][property: Example("Mer tid vid skärm under inlärningen.")] string Consequences,
    [property: Description("Skyddsombudet som har deltagit. / The safety representative who took part.")][property: Example("Stina Testsson")] string SafetyRepresentative,
    [property: Description("Vad skyddsombudet anser. / What the safety representative says.")][property: Example("Behöver två extra timmar i veckan under mars.")] string Opinion);

/// <summary>Cooperation with the unions about the change.</summary>
public sealed record CooperationView(
    [property: Description("Hur det är gjort, ur kodlistan cooperation-forms. / How it is done, from the code list cooperation-forms.")][property: Example("mbl-11")] string Form,
    [property: Description("Vilken dag. / Which day.")] DateOnly On,
    [property: Description("Vad det ledde till. / What it came to.")][property: Example("Parterna är eniga.")] string Outcome);

/// <summary>That the risk that is left is accepted.</summary>
public sealed record ApprovalView(
    [property: Description("Vem. / Who.")][property: Example("Karin Testsson")] string By,
    [property: Description("I vilken roll. / In which role.")][property: Example("Enhetschef")] string Role,
    [property: Description("Varför. / Why.")][property: Example("Riskerna är låga när åtgärderna är gjorda.")] string Reason,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At,
    [property: Description("När det ska följas upp, svensk dag. / When it is to be followed up, Swedish day.")] DateOnly FollowUpOn);

/// <summary>How it came out.</summary>
public sealed record OutcomeView(
    [property: Description("Blev det som det var beräknat. / Whether it came out as was reckoned.")] Effect Outcome,
    [property: Description("Vad som visar det. / What shows it.")][property: Example("Inga missade delegeringar på två månader.")] string Note,
    [property: Description("Vem som följde upp. / Who followed up.")][property: Example("Karin Testsson")] string By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At);

/// <summary>Something that is missing before a risk analysis can be approved.</summary>
public sealed record LackView(
    [property: Description("Vad. / What.")] RiskAnalysisLack Code,
    [property: Description("I ord. / In words.")][property: Example("Skyddsombudets synpunkt")] string Name)
{
    public static LackView Of(RiskAnalysisLack lack) => new(lack, Words.Of(lack));
}
