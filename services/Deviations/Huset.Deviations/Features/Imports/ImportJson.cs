using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Huset.Deviations.Features.Imports;

/// <summary>How a mapping lies in its row.</summary>
internal static class ImportJson
{
    public static readonly ValueConverter<ImportMapping, string> Converter = new(mapping => Write(mapping), text => Read(text));

    public static readonly ValueComparer<ImportMapping> Comparer = new((a, b) => Write(a) == Write(b), mapping => Write(mapping).GetHashCode(StringComparison.Ordinal), mapping => mapping);

    private static string Write(ImportMapping? mapping) => mapping is null ? "" : JsonSerializer.Serialize(mapping, JsonSerializerOptions.Web);

    private static ImportMapping Read(string text) => JsonSerializer.Deserialize<ImportMapping>(text, JsonSerializerOptions.Web)!;
}
