using Microsoft.AspNetCore.Components;

namespace Huset.Analytics.Features.Looking;

/// <summary>Words within a picture: Razor takes a text element for its own.</summary>
internal static class ChartText
{
    public static RenderFragment Of(string x, string y, string anchor, string words, string? css = null) => builder =>
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", css);
        builder.AddAttribute(2, "x", x);
        builder.AddAttribute(3, "y", y);
        builder.AddAttribute(4, "dy", "5");
        builder.AddAttribute(5, "text-anchor", anchor);
        builder.AddContent(6, words);
        builder.CloseElement();
    };
}
