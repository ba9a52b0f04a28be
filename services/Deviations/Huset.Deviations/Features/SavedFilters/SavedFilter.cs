using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.SavedFilters;

/// <summary>A selection of the list that someone has named, to come back to.</summary>
public sealed class SavedFilter
{
    /// <summary>So many a person may have; more would be no help in finding anything.</summary>
    public const int Most = 50;

    // What the list's page may be asked for, but for which page of it.
    private static readonly string[] Parts = ["sok", "enhet", "slag", "kategori", "amne", "lage", "risk", "vantar", "fran", "till", "steg", "rutin", "ordning"];

    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string PersonId { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>As the list's own address has it: `lage=reported&amp;risk=over`.</summary>
    public string Query { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>Where the list is shown so.</summary>
    public string Address => $"./?{Query}";

    public static SavedFilter Of(string personId, string name, string query, DateTimeOffset now) => new() { PersonId = personId, Name = name, Query = query, At = now };

    public void Set(string query, DateTimeOffset now) => (Query, At) = (query, now);

    /// <summary>The selection as it is kept: its own parts, in one order; empty when it selects nothing.</summary>
    public static string Clean(string? query)
    {
        var asked = QueryHelpers.ParseQuery(query?.Split('?')[^1]);
        return QueryHelpers.AddQueryString("", Parts.Where(asked.ContainsKey).Select(part => KeyValuePair.Create(part, (string?)asked[part].ToString())).Where(part => !string.IsNullOrEmpty(part.Value))).TrimStart('?');
    }

    internal static void Configure(ModelBuilder model, System.Linq.Expressions.Expression<Func<SavedFilter, bool>> own) => model.Entity<SavedFilter>(filter =>
    {
        filter.ToTable("saved_filters");
        filter.Property(f => f.Id).ValueGeneratedNever();
        filter.Ignore(f => f.Address);
        filter.HasIndex(f => new { f.PersonId, f.Name }).IsUnique();
        filter.Property(f => f.Name).UseCollation(ServiceDefaults.Persistence.ServiceDbContext.SwedishCollation);
        filter.HasQueryFilter(own);
    });
}
