using System.Globalization;

namespace Huset.Analytics.Features.Goals;

/// <summary>A number as people in Sweden type it, with a comma; the form's own reading would take 6,5 for 65.</summary>
public static class DecimalText
{
    /// <summary>The number that was typed in the field; null for none, and for what is no number, which the form then tells.</summary>
    public static decimal? Read(HttpContext context, string field) =>
        decimal.TryParse(
            context.Request.Form[$"Request.{field}"].ToString().Replace(',', '.').Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal).Replace('−', '-'),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static string? Write(decimal? value) => value?.ToString("0.####", Ui.Texts.Swedish);
}
