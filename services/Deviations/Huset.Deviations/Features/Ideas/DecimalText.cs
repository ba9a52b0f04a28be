using System.Globalization;
using Huset.Ui;

namespace Huset.Deviations.Features.Ideas;

/// <summary>Numbers as people type them, with comma or point; a form's own binding knows only one of the two.</summary>
internal static class DecimalText
{
    public static string? Of(decimal? number) => number?.ToString("0.####", Texts.Swedish);

    /// <summary>The field as it was posted; null when it is empty or no number.</summary>
    public static decimal? Read(HttpContext? posted, string field) =>
        posted is { Request.HasFormContentType: true } && decimal.TryParse(posted.Request.Form[field].ToString().Trim().Replace(',', '.'), NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
