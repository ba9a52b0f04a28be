using System.Text.Json;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Persistence;

namespace Huset.Procurement;

/// <summary>What every installation starts with, from the product's own files in Data.</summary>
public static class Catalogue
{
    /// <summary>Adds what is missing; what a municipality has is left as it is.</summary>
    public static async Task Seed(IServiceProvider services, ServiceDbContext db)
    {
        await Measure.Seed(db, services.GetRequiredService<TimeProvider>().GetUtcNow());
        await db.AddMissingCodes(Read<List<ProcurementCode>>("code-lists.json"));
    }

    /// <summary>Reads one of the files that lie in Data.</summary>
    public static T Read<T>(string file)
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream(file)!;
        return JsonSerializer.Deserialize<T>(stream, JsonSerializerOptions.Web)!;
    }
}
