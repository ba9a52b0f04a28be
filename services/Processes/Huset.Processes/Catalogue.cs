using System.Text.Json;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes;

/// <summary>What every installation starts with: the quality areas and the code lists, from the product's own files in Data.</summary>
public static class Catalogue
{
    /// <summary>Adds what is missing; what a municipality has is left as it is.</summary>
    public static async Task Seed(IServiceProvider services, ServiceDbContext db)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var areas = await db.Set<QualityArea>().Select(area => area.Code).ToListAsync();
        foreach (var area in Read<List<AreaFile>>("quality-areas.json").Where(area => !areas.Contains(area.Code)))
        {
            var added = QualityArea.Create(area.Code, area.Number, area.Name, area.Points, now);
            db.Add(added);
            db.Publish(added.ToChanged());
        }

        await Measure.Seed(db, now);

        await db.AddMissingCodes(Read<List<CodeListItem>>("code-lists.json"));
    }

    /// <summary>Reads one of the files that lie in Data.</summary>
    public static T Read<T>(string file)
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream(file)!;
        return JsonSerializer.Deserialize<T>(stream, Options)!;
    }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    private sealed record AreaFile(string Code, int Number, string Name, List<QualityPoint> Points);
}
