using System.Globalization;
using Huset.Ui;

namespace Huset.Analytics;

/// <summary>Three months of a year.</summary>
public readonly record struct Quarter(int Year, int Number)
{
    /// <summary>First day.</summary>
    public DateOnly From => new(Year, (3 * Number) - 2, 1);

    /// <summary>First day after it.</summary>
    public DateOnly To => From.AddMonths(3);

    public Quarter Before => Of(From.AddMonths(-3));

    /// <summary>"2026-Q3", as addresses and APIs spell it.</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Number}");

    /// <summary>"tredje kvartalet 2026".</summary>
    public string Name => Texts.Of<Words>()[$"Quarter.{Number}", Year];

    public static Quarter Of(DateOnly day) => new(day.Year, (day.Month + 2) / 3);

    /// <summary>The quarter that the code spells; null when it is none.</summary>
    public static Quarter? Parse(string? code) =>
        code is [_, _, _, _, '-', 'Q', >= '1' and <= '4'] && int.TryParse(code.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and < 2200
            ? new(year, code[6] - '0')
            : null;
}
