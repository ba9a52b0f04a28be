using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Huset.Deviations;

/// <summary>Days when the case had to wait for someone else, so that the municipality's own targets stand still; the law's times do not.</summary>
/// <param name="From">First day that does not count.</param>
/// <param name="To">First day that counts again.</param>
/// <param name="Reason">What it waits for.</param>
/// <param name="ByName">Who paused it.</param>
/// <param name="At">When.</param>
public sealed record CasePause(DateOnly From, DateOnly To, string Reason, string ByName, DateTimeOffset At)
{
    /// <summary>The longest that is asked for at once.</summary>
    public const int LongestDays = 180;

    /// <exception cref="InvalidField">400: until is not a day to come, or lies too far ahead.</exception>
    internal static CasePause Until(DateOnly until, string reason, Person by, DateTimeOffset now)
    {
        var today = SwedishTime.Day(now);
        if (until <= today || until > today.AddDays(LongestDays)) throw new InvalidField("until", $"It must be a day to come, at most {LongestDays} days ahead.");
        return new(today, until, reason.Trim(), by.Name, now);
    }

    public bool Has(DateOnly day) => From <= day && day < To;
}

internal static class CasePauses
{
    /// <summary>In the case's own row; the list is replaced and never changed in place.</summary>
    public static void HasPauses(this EntityTypeBuilder<Deviation> deviation) => deviation.Property(d => d.Pauses).HasColumnType("jsonb").HasDefaultValueSql("'[]'").HasConversion(
        pauses => JsonSerializer.Serialize(pauses, JsonSerializerOptions.Web), json => JsonSerializer.Deserialize<List<CasePause>>(json, JsonSerializerOptions.Web)!,
        new ValueComparer<IReadOnlyList<CasePause>>((a, b) => ReferenceEquals(a, b), pauses => pauses.Count, pauses => pauses));
}
