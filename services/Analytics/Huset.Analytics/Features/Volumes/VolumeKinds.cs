using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Volumes;

/// <summary>What volumes are of: the municipality's own list.</summary>
public sealed class VolumeKinds(AnalyticsDb db, TimeProvider clock)
{
    public const string List = "volume-kinds";

    public static readonly CodeListTable Table = new(Permissions.ReadRules, Permissions.EditRules, "hours", new CodeList(List));

    public static Task Seed(ServiceDbContext db) => db.AddMissingCodes<CodeListItem>(
        [Of("care-days", "Vårddygn"), Of("hours", "Utförda timmar"), Of("service-users", "Brukare")]);

    /// <summary>The kinds as they are today.</summary>
    public async Task<CodesOfDay<CodeListItem>> Read(CancellationToken ct) => new(await db.Set<CodeListItem>().AsNoTracking().Where(item => item.List == List).ToListAsync(ct), SwedishTime.Today(clock));

    /// <summary>What a kind is called within a sentence.</summary>
    public async Task<Func<string, string>> Names(CancellationToken ct)
    {
        var kinds = await Read(ct);
        return code => kinds.NameOf(List, code).ToLower(Ui.Texts.Swedish);
    }

    private static CodeListItem Of(string code, string name) => new() { List = List, Code = code, Name = name };
}
