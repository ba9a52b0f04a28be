using System.Text.RegularExpressions;

namespace Huset.ServiceDefaults;

/// <summary>
/// Swedish identity and coordination numbers in text (folkbokföringslagen 1991:481 § 18; lagen 2022:1697 om samordningsnummer): right date (a
/// coordination number's day is 60 more) and right check digit. What looks like one may be an article number: in running text they are pointed out and not refused.
/// </summary>
public static partial class IdentityNumbers
{
    /// <summary>Each number that the text holds, without its last four digits: "19121212-••••".</summary>
    public static IEnumerable<string> In(string? text) =>
        Looks().Matches(text ?? "").Where(match => IsRight(match.Value)).Select(match => $"{match.Groups["date"].Value}-••••");

    /// <summary>Whether the text holds any.</summary>
    public static bool AreIn(string? text) => In(text).Any();

    /// <summary>The text with the words given instead of each number.</summary>
    public static string? Without(string? text, string instead) =>
        text is null ? null : Looks().Replace(text, match => IsRight(match.Value) ? instead : match.Value);

    private static bool IsRight(string number)
    {
        var digits = number.Where(char.IsAsciiDigit).Select(digit => digit - '0').ToArray();
        var sum = digits[^10..].Select((digit, place) => place % 2 == 0 ? digit * 2 : digit).Sum(product => product / 10 + product % 10);
        int Two(int fromEnd) => digits[^fromEnd] * 10 + digits[^(fromEnd - 1)];
        var (month, day) = (Two(8), Two(6) > 60 ? Two(6) - 60 : Two(6));
        // With two digits the century is not known; only the leap day of 1900 would tell it apart.
        var year = digits.Length == 12 ? Two(12) * 100 + Two(10) : 2000 + Two(10);
        return sum % 10 == 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    // In a hexadecimal id such digits come by chance.
    [GeneratedRegex(@"(?<![\da-fA-F])(?<date>(?:18|19|20)?\d{6})\s?[-–+]?\s?\d{4}(?![\da-fA-F])", RegexOptions.CultureInvariant)]
    private static partial Regex Looks();
}
