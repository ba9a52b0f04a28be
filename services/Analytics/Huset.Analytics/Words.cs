using System.Globalization;
using Huset.Ui;
using Huset.Ui.Forms;

namespace Huset.Analytics;

/// <summary>Swedish words for the codes that events carry, from Words.resx: "Kind.social-care"; a code that has none is shown as it is.</summary>
public sealed class Words
{
    public static readonly IReadOnlyList<string> AllKinds = ["social-care", "health-care", "work-environment", "information-security", "cooperation", "other"];
    public static readonly IReadOnlyList<string> AllHarms = ["none", "minor", "serious", "unknown"];
    private static readonly Texts All = Texts.Of<Words>();

    /// <summary>What is about no unit in particular.</summary>
    public static string AllUnits => All["AllUnits"];

    public static string Kind(string code) => All.Find($"Kind.{code}") ?? code;

    public static IEnumerable<Choice> Kinds => AllKinds.Select(code => new Choice(code, Kind(code)));

    public static string Harm(string code) => All.Find($"Harm.{code}") ?? code;

    /// <summary>"måndag" for 1.</summary>
    public static string Weekday(int weekday) => Texts.Swedish.DateTimeFormat.GetDayName((DayOfWeek)(weekday % 7));

    /// <summary>"07–08" for 7.</summary>
    public static string Hour(int hour) => $"{hour:00}–{(hour + 1) % 24:00}";

    /// <summary>What a rule is about.</summary>
    public static string Rule(string code) => All[$"Rule.{code}"];

    /// <summary>What a rule is for, in a sentence.</summary>
    public static string RuleText(string code) => All[$"Rule.{code}.Text"];

    public static string Area(string code) => All[$"Area.{code}"];

    public static string Dimension(string code) => All[$"Dimension.{code}"];

    public static string Perspective(string code) => All[$"Perspective.{code}"];

    public static string Level(string code) => All[$"Level.{code}"];

    /// <summary>A kind of figure, way, period, source, gender or status: "Figure.C" and the like.</summary>
    public static string Of(string kind, object value) => All[$"{kind}.{value}"];

    public static IEnumerable<Choice> Choices(IEnumerable<string> codes, Func<string, string> name) => codes.Select(code => new Choice(code, name(code)));

    public static IEnumerable<Choice> Choices<TEnum>(string kind, params TEnum[] values) where TEnum : struct, Enum => values.Select(value => new Choice($"{value}", Of(kind, value)));

    public static string Pattern(ChartPattern pattern) => All[$"Pattern.{pattern}"];

    /// <summary>"november 2026".</summary>
    public static string Month(DateOnly month) => month.ToString("MMMM yyyy", Texts.Swedish);

    /// <summary>"2026-11", as addresses and APIs spell a month.</summary>
    public static string MonthCode(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
