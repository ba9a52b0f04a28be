using System.Globalization;
using Huset.Ui;
using Huset.Ui.Forms;

namespace Huset.Analytics;

/// <summary>Swedish words for the codes that events carry, from Words.resx: "Kind.social-care"; a code that has none is shown as it is.</summary>
public sealed class Words
{
    public static readonly IReadOnlyList<string> AllKinds = ["social-care", "health-care", "work-environment", "information-security", "cooperation", "other"];
    private static readonly Texts All = Texts.Of<Words>();

    /// <summary>What is about no unit in particular.</summary>
    public static string AllUnits => All["AllUnits"];

    public static string Kind(string code) => All.Find($"Kind.{code}") ?? code;

    public static IEnumerable<Choice> Kinds => AllKinds.Select(code => new Choice(code, Kind(code)));

    /// <summary>What a rule is about.</summary>
    public static string Rule(string code) => All[$"Rule.{code}"];

    /// <summary>What a rule is for, in a sentence.</summary>
    public static string RuleText(string code) => All[$"Rule.{code}.Text"];

    public static string Pattern(ChartPattern pattern) => All[$"Pattern.{pattern}"];

    /// <summary>"november 2026".</summary>
    public static string Month(DateOnly month) => month.ToString("MMMM yyyy", Texts.Swedish);

    /// <summary>"2026-11", as addresses and APIs spell a month.</summary>
    public static string MonthCode(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
