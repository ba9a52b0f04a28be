using System.Globalization;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>Places in the log as the outside spells them: 19 digits, so that they sort as text (CloudEvents' sequence extension).</summary>
public static class Sequence
{
    public const int Digits = 19;

    public static string Text(long sequence) => sequence.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The place that the text spells, padded or not; null when there is no text.</summary>
    /// <exception cref="InvalidField">It is not a place.</exception>
    public static long? Parse(string? text, string field)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return text.Length <= Digits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw new InvalidField(field, "It must be an event's sequence: digits only.");
    }
}
