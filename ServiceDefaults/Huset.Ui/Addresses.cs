using Microsoft.AspNetCore.Components;

namespace Huset.Ui;

public static class Addresses
{
    /// <summary>
    /// A link to a place on the page being shown. A bare "#place" would leave the page, because the document has a base address.
    /// </summary>
    public static string Here(this NavigationManager nav, string place) => $"{new Uri(nav.Uri).PathAndQuery}#{place}";
}
