using System.Globalization;

namespace Huset.Ui;

/// <summary>What a list's address says, typed by hand or by a form.</summary>
public static class ListFilter
{
    // As many as the API's own lists have (ListQuery).
    private const int LastPage = 10_000;

    /// <summary>False when the text is no day; an empty one is none.</summary>
    public static bool Day(string? text, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(text, "yyyy-MM-dd", out var read) ? read : null;
        return day is not null || string.IsNullOrEmpty(text);
    }

    /// <summary>False when the text is no id; an empty one is none.</summary>
    public static bool Id(string? text, out Guid? id)
    {
        id = Guid.TryParse(text, out var read) ? read : null;
        return id is not null || string.IsNullOrEmpty(text);
    }

    /// <summary>A number from 1 to the highest; null for anything else.</summary>
    public static int? Number(string? text, int highest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= highest ? number : null;

    /// <summary>The page of the list, from 1; the first for anything else.</summary>
    public static int Page(string? text) => Number(text, LastPage) ?? 1;
}
