using Microsoft.AspNetCore.Http;

namespace Huset.Ui;

/// <summary>One department's part of the site. `Service` is its resource name, `Stone` tells that it lies in the foundation of the house.</summary>
public sealed record Room(string Name, string Path, string Service, bool Stone = false)
{
    /// <summary>Where the menu leads: the room's own page, or the one in it that the reader may open.</summary>
    public string Href { get; init; } = Path;

    /// <summary>Whether the address belongs to this room.</summary>
    public bool Holds(PathString address) => address.StartsWithSegments(Path);
}

/// <summary>The site's menu. What a person may do inside a room is the room's own matter.</summary>
public static class Rooms
{
    /// <summary>
    /// The gateway's word to every page on which rooms its reader has: names with a comma between, `deviations,analytics=/analys/drift`.
    /// It draws the menu and is no right to anything.
    /// </summary>
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

    /// <summary>The reader's rooms; all of them when a page is read without the gateway.</summary>
    public static IEnumerable<Room> Here(HttpContext? context)
    {
        if (context?.Request.Headers.TryGetValue(Header, out var header) is not true) return All;
        var told = header.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=', 2)).ToDictionary(word => word[0], word => word.ElementAtOrDefault(1));
        return All.Where(room => told.ContainsKey(room.Service))
            .Select(room => told[room.Service] is { } href && href.StartsWith($"{room.Path}/", StringComparison.Ordinal) ? room with { Href = href } : room);
    }

    /// <summary>The header that tells of these rooms.</summary>
    public static string ToHeader(IEnumerable<Room> rooms) => string.Join(',', rooms.Select(room =>
        room.Href.TrimEnd('/') == room.Path || !room.Href.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-') ? room.Service : $"{room.Service}={room.Href}"));
}
