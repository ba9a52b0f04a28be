using System.Text.RegularExpressions;

namespace Huset.Competence;

/// <summary>Swedish identity and coordination numbers: right date (a coordination number's day is 60 more) and right check digit.</summary>
internal static partial class IdentityNumbers
{
    public static bool AreIn(string? text) => text is not null && Looks().Matches(text).Any(match => IsRight(match.Value));

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

    [GeneratedRegex(@"(?<!\d)(?:18|19|20)?\d{6}\s?[-–+]?\s?\d{4}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Looks();
}
