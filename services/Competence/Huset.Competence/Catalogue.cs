using System.Text.Json;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Persistence;

namespace Huset.Competence;

/// <summary>What every installation starts with, from the product's own files in Data.</summary>
public static class Catalogue
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerOptions.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    /// <summary>Adds what is missing; what a municipality has is left as it is.</summary>
    public static async Task Seed(IServiceProvider services, ServiceDbContext db)
    {
        await Measure.Seed(db, services.GetRequiredService<TimeProvider>().GetUtcNow());
        await db.AddMissingCodes(Read<List<WorkCode>>("code-lists.json"));
    }

    /// <summary>The text of one of the files that lie in Data.</summary>
    public static string Text(string file)
    {
        using var reader = new StreamReader(typeof(Catalogue).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }

    /// <summary>Reads one of the files that lie in Data.</summary>
    public static T Read<T>(string file)
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream(file)!;
        return JsonSerializer.Deserialize<T>(stream, Reading)!;
    }
}
