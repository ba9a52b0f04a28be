using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Features.RiskAnalyses;

/// <summary>What a risk analysis is about, the same whether it is begun or changed.</summary>
public abstract class RiskAnalysisFields
{
    [Description("Enheten som ändringen gäller. / The unit that the change is in.")]
    [Example("norrangen"), Required, StringLength(64)]
    public string? UnitCode { get; set; }

    [Description("Vad som ändras, ur kodlistan risk-occasions. / What is changed, from the code list risk-occasions.")]
    [Example("new-system"), Required, StringLength(64)]
    public string? Occasion { get; set; }

    [Description("Rubrik. / Title.")]
    [Example("Nytt journalsystem i hemtjänsten"), Required, StringLength(200)]
    public string? Title { get; set; }

    [Description("Vad som ska ändras, för vilka och när. / What is to be changed, for whom and when.")]
    [Example("Systemet byts den 1 mars."), Required, StringLength(20_000)]
    public string? Change { get; set; }

    [Description("Vilka som gör analysen, med roll; behövs innan riskerna är bedömda. / Who makes the analysis, with role; needed before the risks are judged.")]
    [Example("Karin Testsson, enhetschef"), MaxLength(50)]
    public List<string>? Team { get; set; }

    [Description("Processen som den gäller; utelämnad: ingen. En som inte är känd här tas emot. / The process that it is about; left out: none. One that is not known here is taken.")]
    public Guid? ProcessId { get; set; }

    [Description("Steget i en process som den gäller; utelämnat: inget. / The step of a process that it is about; left out: none.")]
    public Guid? ActivityId { get; set; }

    [Description("Rutinen som den gäller; utelämnad: ingen. / The routine that it is about; left out: none.")]
    public Guid? RoutineId { get; set; }

    internal RiskAnalysisPlan ToPlan() => new(UnitCode!, Occasion!, Title!, Change!, Lines(Team, "team"), ProcessId, ActivityId, RoutineId);

    /// <summary>Each line trimmed; empty ones are none.</summary>
    /// <exception cref="InvalidField">A line is too long.</exception>
    internal static List<string> Lines(IEnumerable<string?>? lines, string field)
    {
        List<string> written = [.. (lines ?? []).Select(line => line?.Trim() ?? "").Where(line => line.Length > 0)];
        if (written.Exists(line => line.Length > 500)) throw new InvalidField(field, "Each is at most 500 characters.");
        return written;
    }
}

/// <summary>A risk as it is judged.</summary>
public abstract class RiskFields
{
    [Description("Vad som kan hända. / What may happen.")]
    [Example("En delegering syns inte i det nya systemet."), Required, StringLength(2_000)]
    public string? What { get; set; }

    [Description("Varför det kan hända. / Why it may happen.")]
    [Example("Uppgifterna flyttas för hand."), MaxLength(20)]
    public List<string>? Causes { get; set; }

    [Description("Allvarlighetsgrad: 1 mindre, 2 måttlig, 3 betydande, 4 katastrofal. / Severity: 1 minor, 2 moderate, 3 considerable, 4 catastrophic.")]
    [Example("3"), Required, Range(1, 4)]
    public int? Severity { get; set; }

    [Description("Sannolikhet: 1 mycket liten, 2 liten, 3 stor, 4 mycket stor. / Probability: 1 very small, 2 small, 3 large, 4 very large.")]
    [Example("3"), Required, Range(1, 4)]
    public int? Probability { get; set; }

    [Description("Allvarlighetsgrad som den beräknas bli när åtgärderna är gjorda. / Severity as it is reckoned to be when the actions are done.")]
    [Example("3"), Range(1, 4)]
    public int? SeverityAfter { get; set; }

    [Description("Sannolikhet som den beräknas bli när åtgärderna är gjorda. / Probability as it is reckoned to be when the actions are done.")]
    [Example("1"), Range(1, 4)]
    public int? ProbabilityAfter { get; set; }

    [Description("Varför inget görs åt risken, om den godtas. / Why nothing is done about the risk, when it is accepted.")]
    [Example("Systemet används bara på dagtid."), StringLength(2_000)]
    public string? AcceptedReason { get; set; }

    internal RiskJudgement ToJudgement() => new(What!, RiskAnalysisFields.Lines(Causes, "causes"), Severity!.Value, Probability!.Value, SeverityAfter, ProbabilityAfter, AcceptedReason);
}

/// <summary>A risk that is told together with its analysis.</summary>
public sealed class NewRisk : RiskFields;
