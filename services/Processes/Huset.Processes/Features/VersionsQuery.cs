using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Processes.Features;

/// <summary>Which versions of a process or a document are asked for.</summary>
public sealed class VersionsQuery : ListQuery
{
    private static readonly DateOnly First = new(1900, 1, 1), Last = new(9000, 1, 1);

    /// <summary>Swedish day that they applied.</summary>
    [FromQuery(Name = "on"), Example("2026-03-01"), Description("Bara det som gällde den dagen, svensk tid; två när den ena ersatte den andra. / Only what applied that day, Swedish time; two when one took the other's place.")]
    public DateOnly? On { get; set; }

    /// <summary>The day's beginning and the next one's; null when no day is asked for.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Day()
    {
        if (On is not { } asked) return null;
        var day = asked < First ? First : asked > Last ? Last : asked;
        return (SwedishTime.StartOf(day).ToUniversalTime(), SwedishTime.StartOf(day.AddDays(1)).ToUniversalTime());
    }
}
