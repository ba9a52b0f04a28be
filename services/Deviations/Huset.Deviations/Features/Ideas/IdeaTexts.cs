using Huset.ServiceDefaults;
using Huset.Ui;
using Huset.Ui.Forms;

namespace Huset.Deviations.Features.Ideas;

/// <summary>Swedish words for the fixed codes of ideas, and what several of their pages say alike.</summary>
public sealed class IdeaTexts
{
    public static readonly Texts T = Texts.Of<IdeaTexts>();

    public static string Of(IdeaStatus status) => T[$"Status.{Kebab.Of(status)}"];
    public static string Of(IdeaLevel level) => T[$"Level.{Kebab.Of(level)}"];
    public static string Of(IdeaPriority priority) => T[$"Priority.{Kebab.Of(priority)}"];
    public static string Of(CycleOutcome outcome) => T[$"Outcome.{Kebab.Of(outcome)}"];
    public static string Of(IdeaOrder order) => T[$"Order.{Kebab.Of(order)}"];

    /// <summary>What the reader does to move an idea there: "Börja arbeta".</summary>
    public static string To(IdeaStatus status) => T[$"To.{Kebab.Of(status)}"];

    public static IEnumerable<Choice> Levels => Enum.GetValues<IdeaLevel>().Select(level => new Choice(level.ToString(), Of(level)));
    public static IEnumerable<Choice> Priorities => Enum.GetValues<IdeaPriority>().Select(priority => new Choice(priority.ToString(), Of(priority)));
    public static IEnumerable<Choice> Outcomes => Enum.GetValues<CycleOutcome>().Select(outcome => new Choice(outcome.ToString(), Of(outcome), T[$"Outcome.{Kebab.Of(outcome)}.Hint"]));

    /// <summary>"Ingen letar efter nycklar. Sparar 90 minuter i veckan och 12 000 kronor om året."</summary>
    public static IEnumerable<string> Of(IdeaEffectView? effect)
    {
        if (effect?.Quality is { } quality) yield return quality;
        if (effect?.MinutesPerWeek is { } minutes) yield return T[minutes < 0 ? "Minutes.Cost" : "Minutes.Saved", Math.Abs(minutes).ToString("N0", Texts.Swedish)];
        if (effect?.KronorPerYear is { } kronor) yield return T[kronor < 0 ? "Kronor.Cost" : "Kronor.Saved", Math.Abs(kronor).ToString("N0", Texts.Swedish)];
    }

    /// <summary>"Karin Testsson, Norrängens hemtjänst".</summary>
    public static string Of(IdeaCreditView credit, string unit) => T["Credit", credit.Name ?? T[credit.FromOutside ? "Credit.Outside" : "Credit.Unnamed"], unit];
}
