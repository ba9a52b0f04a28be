using System.Text.RegularExpressions;
using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Thread;

/// <summary>Something that a person points at by its id or the address of its page.</summary>
public static partial class ThreadAddress
{
    /// <summary>The id, as links have it; null when nothing is written.</summary>
    /// <param name="db">Where events have told of it: a slip of the pen would stand in the thread for ever.</param>
    /// <param name="type">What it is, as links name it.</param>
    /// <param name="text">An id, or an address whose last id is it; what stands before is where the thing belongs.</param>
    /// <param name="field">The field that it is written in.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="InvalidField">400: there is no id in it, or no event has told of it.</exception>
    public static async Task<string?> Find(AnalyticsDb db, string type, string? text, string field, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (Uuid().Matches(text) is not [.., var last]) throw new InvalidField(field, "It must be an id, or an address with one.");
        var id = last.Value.ToLowerInvariant();
        return await db.Subjects.AnyAsync(subject => subject.Type == type && subject.Id == id, ct) ? id : throw new InvalidField(field, "No event has told of it.");
    }

    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", RegexOptions.None, 1000)]
    private static partial Regex Uuid();
}
