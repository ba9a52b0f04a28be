using System.Globalization;
using Huset.Deadlines;
using Huset.Deviations.Features;
using Huset.ServiceDefaults;
using Huset.Ui;

namespace Huset.Deviations;

/// <summary>Deadlines in Swedish: the rule, how it came to its day, and what is left.</summary>
public sealed class DeadlineWords
{
    private static readonly Texts T = Texts.Of<DeadlineWords>();

    public static string Of(DeadlineCode code) => T[$"Code.{Kebab.Of(code)}"];
    public static string Of(CaseEvent happened) => T[$"Event.{Kebab.Of(happened)}"];
    public static string Of(RuleKind kind) => T[$"Kind.{Kebab.Of(kind)}"];
    public static string Of(LastDay last) => T[$"LastDay.{Kebab.Of(last)}"];

    /// <summary>"3 veckor", "1 arbetsdag", "genast".</summary>
    public static string Of(Term term) => term.Kind == RuleKind.Immediate ? T["Term.immediate"] : T[$"Term.{Kebab.Of(term.Kind)}{(term.Amount == 1 ? ".one" : "")}", term.Amount];

    /// <summary>"20 november", with the year when it is another than that of the day it is told beside.</summary>
    public static string Of(DateOnly day, DateOnly beside) => day.ToString(day.Year == beside.Year ? "d MMMM" : "d MMMM yyyy", Texts.Swedish);

    public static string Of(DateOnly day) => day.ToString("d MMMM yyyy", Texts.Swedish);

    /// <summary>The explanation in a few sentences: "Enhetens eget mål: 3 veckor från rapporten 20 november. 11 december är en fredag och räknas med."</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="deadline">Its reckoning.</param>
    /// <param name="whose">Whose target it is: see <see cref="Whose"/>.</param>
    public static string Sentence(DeadlineRule rule, Deadline deadline, string whose)
    {
        var start = SwedishTime.Day(deadline.StartedAt);
        if (deadline.LastDay is not { } last) return T["Sentence.Immediate", whose, From(rule.StartsOn), Of(start, start)];
        var term = deadline.Rule.Term;
        if (term.Kind == RuleKind.Hours)
            return T["Sentence.Hours", whose, Of(term), From(rule.StartsOn), Moment(deadline.StartedAt, start), Moment(deadline.DueAt!.Value, start)] + Paused(deadline);
        var sentence = T["Sentence", whose, Of(term), From(rule.StartsOn), Of(start, start)];
        var skipped = deadline.Steps.Where(step => step.Kind == StepKind.SkipsDayOff).ToList();
        if (skipped.Count is > 0 and <= 4) sentence += " " + T["Sentence.Skips", Upper(List(skipped.Select(step => Named(step, start))))];
        if (skipped.Count > 4) sentence += " " + T["Sentence.SkipsMany", skipped.Count];
        if (deadline.Steps.FirstOrDefault(step => step.Kind == StepKind.EndsWithMonth) is { } ends) sentence += $" {Upper(Text(ends, start))}.";
        return $"{sentence}{Paused(deadline)} {Upper(Text(deadline.Steps.Last(step => step.Kind != StepKind.Extended), start))}.";
    }

    /// <summary>The target beside a rule: "Kommunens eget mål: 1 arbetsdag från beslutet att det är allvarligt 20 november. …"</summary>
    public static string Target(DeadlineRule rule, Deadline target) => Sentence(rule, target, T["Whose.Municipality"]);

    /// <summary>Why it is not today's wording that applies: "Det som gällde den 15 juni 2025, när det hände, gäller."</summary>
    public static string InForce(DateOnly occurred) => T["Sentence.InForce", Of(occurred)];

    /// <summary>"IVO har den 20 december 2026 gett längre tid, till och med 15 februari 2027 (8.1.2-99/2026)."</summary>
    public static string Granted(IvoGrant granted) => T["Sentence.Granted", Of(granted.On), Of(granted.Until), granted.Reference];

    /// <summary>When someone is told: "Påminner 3 dagar före sista dagen och när tiden har gått ut. Chefen ovanför får veta efter 5 dagar."; null when nobody ever is.</summary>
    public static string? Told(Reminders reminders)
    {
        string Days(string key, int days) => T[days switch { 0 => $"{key}.now", 1 => $"{key}.one", _ => key }, days];
        string?[] when = [reminders.Before is { } before ? Days("Told.Before", before) : null, reminders.After is { } after ? Days("Told.After", after) : null];
        var told = string.Join($" {T["And"]} ", when.OfType<string>());
        string?[] sentences = [told.Length > 0 ? T["Told", told] : null, reminders.Escalate is { } escalate ? Days("Told.Escalate", escalate) : null];
        return string.Join(' ', sentences.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    /// <summary>One step of the reckoning, as a line of a list.</summary>
    public static string Line(Step step, DeadlineRule rule, DateOnly start) => Upper(step.Kind switch
    {
        StepKind.Starts => T["Step.starts", Of(rule.StartsOn), Of(step.Day)],
        StepKind.Counts => T["Step.counts", Of(rule.Term), Of(step.Day, start)],
        _ => Text(step, start),
    }) + ".";

    /// <summary>"20 dagar kvar", "sista dagen är i dag", "3 dagar sen"; of what is met when that was.</summary>
    public static string Left(DeadlineState state, int? days, bool late) => (state, days) switch
    {
        (DeadlineState.Met, _) => T[late ? "Left.MetLate" : "Left.Met"],
        (_, null) => T["Left.Immediate"],
        (DeadlineState.Passed, 0) => T["Left.PassedToday"],
        (DeadlineState.Passed, -1) => T["Left.Passed.one"],
        (DeadlineState.Passed, { } past) => T["Left.Passed", -past],
        (_, 0) => T["Left.Today"],
        (_, 1) => T["Left.one"],
        (_, { } left) => T["Left", left],
    };

    /// <summary>Whose target a rule is, as seen from a unit.</summary>
    public static string Whose(DeadlineRule rule, string unitCode, Func<string, string> nameOf) =>
        rule.UnitCode is null ? T[CaseDeadlines.IsTheLaws(rule.Code) ? "Whose.Law" : "Whose.Municipality"] : rule.UnitCode == unitCode ? T["Whose.Unit"] : T["Whose.Above", nameOf(rule.UnitCode)];

    private static string Text(Step step, DateOnly start) => step.Kind switch
    {
        StepKind.SkipsDayOff => T["Step.skips-day-off", Named(step, start)],
        StepKind.EndsWithMonth => T["Step.ends-with-month", Of(step.Day, start)],
        StepKind.Pauses => T[step.Amount == 1 ? "Step.pauses.one" : "Step.pauses", step.Amount, Of(step.Day, start)],
        StepKind.IsWorkingDay => T["Step.is-working-day", Of(step.Day, start), Weekday(step.Day)],
        StepKind.IsDayOffAndCounts => T["Step.is-day-off-and-counts", Of(step.Day, start), step.DayOff],
        StepKind.Extended => T["Step.extended", Of(step.Day, start)],
        StepKind.MovesOn => T["Step.moves-on", Of(step.From!.Value, start), step.DayOff, Weekday(step.Day), Of(step.Day, start)],
        _ => T["Step.counts", step.Amount, Of(step.Day, start)],
    };

    private static string Paused(Deadline deadline) =>
        deadline.Steps.FirstOrDefault(step => step.Kind == StepKind.Pauses) is { } paused ? " " + T[paused.Amount == 1 ? "Sentence.Paused.one" : "Sentence.Paused", paused.Amount] : "";

    private static string Named(Step step, DateOnly start) => T["Named", step.DayOff!.StartsWith("en ", StringComparison.Ordinal) ? step.DayOff[3..] : step.DayOff, Of(step.Day, start)];

    private static string From(CaseEvent happened) => T[$"From.{Kebab.Of(happened)}"];

    private static string Moment(DateTimeOffset at, DateOnly beside) => $"{Of(SwedishTime.Day(at), beside)} {SwedishTime.Local(at).ToString("HH.mm", CultureInfo.InvariantCulture)}";

    private static string Weekday(DateOnly day) => day.ToString("dddd", Texts.Swedish);

    private static string List(IEnumerable<string> parts) => parts.ToList() is { Count: > 1 } many ? $"{string.Join(", ", many[..^1])} {T["And"]} {many[^1]}" : parts.First();

    private static string Upper(string text) => char.ToUpper(text[0], Texts.Swedish) + text[1..];
}
