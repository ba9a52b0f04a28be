using Huset.Ui;

namespace Huset.Analytics.Features.Patterns;

/// <summary>Swedish words for patterns.</summary>
public sealed class PatternWords
{
    private static readonly Texts T = Texts.Of<PatternWords>();

    /// <summary>"Kommunikation och information"; a code that the municipality has added is shown as it is.</summary>
    public static string NameOf(PatternDimension dimension, string value) => dimension == PatternDimension.TimeOfWeek
        ? T["Time", T[$"Day.{value[..1]}"], T[$"Part.{value[2..]}"]]
        : T.Find($"{dimension}.{value}") ?? value;

    /// <summary>"Samma orsak: Bemanning".</summary>
    public static string Title(FoundPattern pattern) => Title(pattern.Dimension, pattern.Name);

    public static string Title(PatternDimension dimension, string name) => T[$"Title.{dimension}", name];

    public static string Verdict(PatternVerdict verdict) => T[$"Verdict.{verdict}"];

    public static string Service(string service) => T.Find($"Service.{service}") ?? service;

    /// <summary>"12", or what it lies between: "10–14".</summary>
    public static string Number(PatternNumber number) => number.Count is { } count ? Count(count) : T["Between", number.AtLeast, number.AtMost];

    /// <summary>What is seen, and what it is compared with.</summary>
    public static string Sentence(FoundPattern pattern, PatternNumber count, PatternNumber of, PatternNumber expected) =>
        T[$"Sentence.{pattern.Dimension}", Number(count), Number(of), Number(expected), Texts.Day(pattern.From), Texts.Day(pattern.To), pattern.Name];

    private static string Count(long count) => count.ToString("#,0", Texts.Swedish);
}
