using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults.Limits;

/// <summary>One version of a figure that the law or the municipality may change.</summary>
public sealed class Limit : DatedVersion
{
    /// <summary>What applied from the beginning of an installation has this first day.</summary>
    public static readonly DateOnly Beginning = new(2000, 1, 1);

    /// <summary>What it is a figure of: the code of one of the service's measures.</summary>
    public string Measure { get; private init; } = "";

    /// <summary>The figure, in the unit that the measure says.</summary>
    public int Value { get; private init; }

    /// <summary>A version from a day on.</summary>
    public static Limit From(DateOnly validFrom, string measure, int value, string source, string byName, DateTimeOffset now) => new()
    {
        Measure = measure,
        Value = value,
        Source = source.Trim(),
        ValidFrom = validFrom,
        SetByName = byName,
        SetAt = now,
    };
}

/// <summary>What a service has a figure of.</summary>
/// <param name="Code">Its code in addresses, rows and texts: `delegation-months`.</param>
/// <param name="Least">The lowest figure that it takes.</param>
/// <param name="Most">The highest.</param>
public sealed record LimitMeasure(string Code, int Least, int Most);

/// <summary>Which figures a service has, and who may read and change them.</summary>
/// <param name="Name">What they are called in addresses, a plural in -s, and their table's name: `thresholds`.</param>
/// <param name="Read">The permission to read them.</param>
/// <param name="Edit">The permission to set and verify them.</param>
/// <param name="Measures">The figures, in the order that the page shows them.</param>
public sealed record LimitTable(string Name, string Read, string Edit, params LimitMeasure[] Measures) : IOneOf
{
    /// <summary>The codes of the measures.</summary>
    public IReadOnlyList<string> Values => [.. Measures.Select(measure => measure.Code)];

    /// <summary>The measure, or null when the service has none by the code.</summary>
    public LimitMeasure? Find(string? code) => Array.Find(Measures, measure => measure.Code == code);
}

/// <summary>The figures that apply on a day.</summary>
/// <param name="limits">Every version, or those of the day.</param>
/// <param name="day">The day.</param>
public sealed class LimitsOfDay(IEnumerable<Limit> limits, DateOnly day)
{
    private readonly Dictionary<string, Limit> all = limits.Where(limit => limit.AppliesOn(day)).ToDictionary(limit => limit.Measure);

    /// <summary>The version of the day; every measure has one, because `prepare` adds what is missing.</summary>
    public Limit this[string measure] => all[measure];

    /// <summary>Reads those of the day.</summary>
    public static async Task<LimitsOfDay> Read(DbContext db, DateOnly day, CancellationToken ct) =>
        new(await db.Set<Limit>().AsNoTracking().Where(limit => limit.ValidFrom <= day && (limit.ValidTo == null || limit.ValidTo > day)).ToListAsync(ct), day);
}

/// <summary>Where the figures lie.</summary>
public static class LimitRows
{
    /// <summary>The table that <see cref="LimitTable.Name"/> says.</summary>
    public static void HasLimits(this ModelBuilder model, LimitTable table) => model.Entity<Limit>(limit =>
    {
        limit.ToTable(table.Name);
        limit.Property(l => l.Id).ValueGeneratedNever();
        limit.Property(l => l.Version).IsConcurrencyToken();
        // Who sets the first version of a day is decided here when two do it at once.
        limit.HasIndex(l => new { l.Measure, l.ValidFrom }).IsUnique().HasFilter("valid_to is null or valid_to > valid_from");
    });

    /// <summary>Gives each measure that has no figure the one that an installation begins with, which nobody has verified.</summary>
    public static async Task AddMissingLimits(this DbContext db, DateTimeOffset now, params (string Measure, int Value, string Source)[] first)
    {
        var known = await db.Set<Limit>().Select(limit => limit.Measure).Distinct().ToListAsync();
        db.AddRange(first.Where(limit => !known.Contains(limit.Measure)).Select(limit => Limit.From(Limit.Beginning, limit.Measure, limit.Value, limit.Source, "Huset", now)));
    }
}
