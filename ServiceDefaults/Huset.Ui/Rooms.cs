using Microsoft.AspNetCore.Http;

namespace Huset.Ui;

/// <summary>One department's part of the site. `Service` is its resource name, `Stone` tells that it lies in the foundation of the house.</summary>
public sealed record Room(string Name, string Path, string Service, bool Stone = false)
{
    /// <summary>Whether the address belongs to this room.</summary>
    public bool Holds(PathString address) => address.StartsWithSegments(Path);
}

/// <summary>The site's menu. What a person may do inside a room is the room's own matter.</summary>
public static class Rooms
{
    /// <summary>The gateway's word to every page on which rooms this installation has, as service names with a comma between.</summary>
    public const string Header = "X-Huset-Rooms";

    public static readonly IReadOnlyList<Room> All =
    [
        new("Avvikelser", "/avvikelser", "deviations"),
        new("Synpunkter", "/synpunkter", "complaints"),
        new("Kompetens", "/kompetens", "competence"),
        new("Upphandling", "/upphandling", "procurement"),
        new("Analys", "/analys", "analytics"),
        new("Processer", "/processer", "processes", Stone: true),
    ];

    /// <summary>The rooms of this installation; all of them when a page is read without the gateway.</summary>
    public static IEnumerable<Room> Here(HttpContext? context)
    {
        if (context?.Request.Headers.TryGetValue(Header, out var header) is not true) return All;
        var services = header.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        return All.Where(room => services.Contains(room.Service));
    }
}
