using Huset.Deviations.Features;
using Huset.ServiceDefaults;
using Huset.Ui;
using Huset.Ui.Forms;

namespace Huset.Deviations;

/// <summary>Swedish words for the service's fixed codes, from Words.resx: "Kind.social-care".</summary>
public sealed class Words
{
    private static readonly Texts All = Texts.Of<Words>();

    public static string Of(DeviationKind kind) => All[$"Kind.{Kebab.Of(kind)}"];
    public static string Of(Nature nature) => All[$"Nature.{Kebab.Of(nature)}"];
    public static string Of(Harm harm) => All[$"Harm.{Kebab.Of(harm)}"];
    public static string Of(DeviationStatus status) => All[$"Status.{Kebab.Of(status)}"];
    public static string Of(ListOrder order) => All[$"Order.{Kebab.Of(order)}"];
    public static string Of(TrackKind track) => All[$"Track.{Kebab.Of(track)}"];

    public static string Of(PartnerType type) => All[$"Partner.{Kebab.Of(type)}"];
    public static string Of(CooperationStatus status) => All[$"Cooperation.{Kebab.Of(status)}"];
    public static string Of(SendingWay way) => All[$"Way.{Kebab.Of(way)}"];
    public static string Of(SharedPart part) => All[$"Part.{Kebab.Of(part)}"];
    public static IEnumerable<Choice> PartnerTypes => Enum.GetValues<PartnerType>().Select(type => new Choice(type.ToString(), Of(type)));
    public static IEnumerable<Choice> Ways => Enum.GetValues<SendingWay>().Select(way => new Choice(way.ToString(), Of(way)));
    public static IEnumerable<Choice> SharedParts => Enum.GetValues<SharedPart>().Select(part => new Choice(part.ToString(), Of(part)));

    public static string Of(CouncilCaseStatus status) => All[$"CouncilCase.{Kebab.Of(status)}"];
    public static string Of(ProposalAnswer answer) => All[$"ProposalAnswer.{Kebab.Of(answer)}"];
    public static IEnumerable<Choice> ProposalAnswers => Enum.GetValues<ProposalAnswer>().Select(answer => new Choice(answer.ToString(), Of(answer)));

    /// <summary>Someone's principal: "Region Prov", or the house's own.</summary>
    public static string Principal(string? partner) => partner ?? All["Principal.House"];

    public static string Of(AssignmentKind kind) => All[$"Assignment.{Kebab.Of(kind)}"];
    public static IEnumerable<Choice> AssignmentKinds => Enum.GetValues<AssignmentKind>().Select(kind => new Choice(kind.ToString(), Of(kind), All[$"Assignment.{Kebab.Of(kind)}.Hint"]));

    public static string Of(ActionStatus status) => All[$"ActionStatus.{Kebab.Of(status)}"];
    public static string Of(UnitTaskKind kind) => All[$"UnitTaskKind.{Kebab.Of(kind)}"];
    public static string Of(UnitTaskStatus status) => All[$"UnitTaskStatus.{Kebab.Of(status)}"];
    public static IEnumerable<Choice> UnitTaskStatuses => Enum.GetValues<UnitTaskStatus>().Select(status => new Choice(Kebab.Of(status), Of(status)));
    public static string Of(Strength strength) => All[$"Strength.{Kebab.Of(strength)}"];
    public static string Of(Effect effect) => All[$"Effect.{Kebab.Of(effect)}"];

    public static string Of(RiskAnalysisStatus status) => All[$"RiskAnalysisStatus.{Kebab.Of(status)}"];
    public static string Of(RiskAnalysisLack lack) => All[$"RiskAnalysisLack.{Kebab.Of(lack)}"];
    public static string Of(Duty duty) => All[$"Duty.{Kebab.Of(duty)}"];
    public static string Of(DutyStatus status) => All[$"DutyStatus.{Kebab.Of(status)}"];

    public static string Of(Degree degree) => All[$"Degree.{Kebab.Of(degree)}"];
    public static string Of(NoteKind kind) => All[$"NoteKind.{Kebab.Of(kind)}"];
    public static string Of(IvoStatus status) => All[$"IvoStatus.{Kebab.Of(status)}"];
    public static string Of(IvoStepKind kind) => All[$"IvoStep.{Kebab.Of(kind)}"];
    public static string Of(PatientPoint point) => All[$"PatientPoint.{Kebab.Of(point)}"];
    public static string Of(InformedParty party) => All[$"Informed.{Kebab.Of(party)}"];

    /// <summary>With what each means and what it leads to, for who decides.</summary>
    public static IEnumerable<Choice> DegreesOf(TrackKind track) => Degrees.Of(track).Select(degree => new Choice(degree.ToString(), Of(degree), All[$"Degree.{Kebab.Of(degree)}.Hint"]));

    public static IEnumerable<Choice> NoteKinds => Enum.GetValues<NoteKind>().Select(kind => new Choice(kind.ToString(), Of(kind), All[$"NoteKind.{Kebab.Of(kind)}.Hint"]));
    public static IEnumerable<Choice> InformedParties => Enum.GetValues<InformedParty>().Select(party => new Choice(party.ToString(), Of(party)));

    public static IEnumerable<Choice> Kinds => Enum.GetValues<DeviationKind>().Select(kind => new Choice(kind.ToString(), Of(kind)));
    /// <summary>What one report may be of.</summary>
    public static IEnumerable<Choice> Natures => new[] { Nature.Happened, Nature.NearMiss, Nature.Risk, Nature.Good }.Select(nature => new Choice(nature.ToString(), All[$"Nature.{Kebab.Of(nature)}.Ask"]));

    public static IEnumerable<Choice> Harms => Enum.GetValues<Harm>().Select(harm => new Choice(harm.ToString(), Of(harm)));

    public static IEnumerable<Choice> Tracks => Enum.GetValues<TrackKind>().Select(track => new Choice(track.ToString(), Of(track), All[$"Track.{Kebab.Of(track)}.Hint"]));

    /// <summary>With what each means and examples, for who decides an action.</summary>
    public static IEnumerable<Choice> Strengths => Enum.GetValues<Strength>().Select(strength => new Choice(strength.ToString(), Of(strength), All[$"Strength.{Kebab.Of(strength)}.Hint"]));

    public static IEnumerable<Choice> Effects => Enum.GetValues<Effect>().Select(effect => new Choice(effect.ToString(), Of(effect), All[$"Effect.{Kebab.Of(effect)}.Hint"]));

    /// <summary>What may be answered to a proposed action.</summary>
    public static IEnumerable<Choice> Approvals => new[] { Approval.Approved, Approval.Partly, Approval.Rejected }.Select(answer => new Choice(answer.ToString(), All[$"Approval.{Kebab.Of(answer)}"], All[$"Approval.{Kebab.Of(answer)}.Hint"]));

    /// <summary>"Uppgift att skriva om öppen hos Processer".</summary>
    public static string Of(AskedView asked) => All[$"Asked.{Kebab.Of(asked.Kind)}.{Kebab.Of(asked.Status)}"];

    /// <summary>"Besvarad av version 3 av rutinen Delegering".</summary>
    public static string AnsweredBy(AskedView asked, string? document) => All[asked.RoutineId is null ? "Asked.By.Process" : "Asked.By.Routine", asked.AnsweredByVersion, document];

    /// <summary>"1 december 2026".</summary>
    public static string Day(DateOnly day) => Texts.Day(day);

    /// <summary>"1 december 2026 kl. 02.15".</summary>
    public static string Clock(DateOnly day, string clock) => All["Clock", Day(day), clock];

    public static string Of(ChangeKind change) => All[$"Change.{Kebab.Of(change)}"];

    /// <summary>A line of the history: "Karin Testsson bedömde ärendet", or without a name what was done.</summary>
    public static string Of(ChangeView change) => change.By is null ? Of(change.Kind) : All[$"Change.{Kebab.Of(change.Kind)}.By", change.By];

    /// <summary>"måttlig", of 1 to 4.</summary>
    public static string Severity(int severity) => All[$"Severity.{severity}"];

    /// <summary>"stor", of 1 to 4.</summary>
    public static string Probability(int probability) => All[$"Probability.{probability}"];

    public static IEnumerable<Choice> Severities => Scale("Severity");
    public static IEnumerable<Choice> Probabilities => Scale("Probability");

    private static IEnumerable<Choice> Scale(string name) => Enumerable.Range(1, 4).Select(step => new Choice($"{step}", All[$"{name}.{step}"], All[$"{name}.{step}.Hint"]));

    /// <summary>"20 november 2026"; what is due at midnight is due the day before.</summary>
    public static string LastDay(DateTimeOffset tooLate) => Day(SwedishTime.Day(tooLate.AddTicks(-1)));

    /// <summary>"20 november 2026 08.12", on a Swedish clock.</summary>
    public static string When(DateTimeOffset instant) => SwedishTime.Local(instant).ToString("d MMMM yyyy HH.mm", Texts.Swedish);
}
