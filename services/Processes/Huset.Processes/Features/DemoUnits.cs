using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

/// <summary>A demonstration's invented municipality, by the same import as everyone's.</summary>
internal static class DemoUnits
{
    public static async Task<string?> Make(ProcessesDb db, IServiceProvider services, CancellationToken ct)
    {
        if (await db.Units.AnyAsync(ct)) return null;
        var file = UnitsFile.Of(Catalogue.Read<ImportUnits.Document>("demo-organisation.json"));
        var result = await services.GetRequiredService<ImportUnits.Handler>().Handle(file.Rows, dryRun: false, ct);
        return result.Refused is [var refused, ..] ? throw new InvalidOperationException($"Row {refused.Row}: {refused.Reason}") : null;
    }
}
