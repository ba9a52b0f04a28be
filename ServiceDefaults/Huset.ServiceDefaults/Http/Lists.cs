using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults.Http;

/// <summary>Which part of a list is asked for.</summary>
public class ListQuery
{
    /// <summary>Page, from 1.</summary>
    [FromQuery(Name = "page"), Range(1, 10_000), DefaultValue(1), Description("Sida, från 1. / Page, from 1.")]
    public int? Page { get; set; }

    /// <summary>Rows a page, 1 to 100.</summary>
    [FromQuery(Name = "limit"), Range(1, 100), DefaultValue(20), Description("Rader per sida, 1 till 100. / Rows a page, 1 to 100.")]
    public int? Limit { get; set; }

    /// <summary>Names of the list's own parameters that have a value, for the access log: that one looked by unit, not for which.</summary>
    public IEnumerable<string> FiltersUsed() => GetType().GetProperties()
        .Where(property => property.DeclaringType != typeof(ListQuery) && property.GetValue(this) is not (null or ""))
        .Select(property => property.GetCustomAttribute<FromQueryAttribute>()?.Name ?? property.Name);
}

/// <summary>The envelope of every list.</summary>
/// <param name="Items">The page's rows.</param>
/// <param name="Page">Which page it is, from 1.</param>
/// <param name="Limit">Rows a page.</param>
/// <param name="Total">How many rows there are in all.</param>
/// <param name="Next">Address of the next page; absent on the last.</param>
public sealed record ListOf<T>(
    [property: Description("Sidans rader. / The page's rows.")] IReadOnlyList<T> Items,
    [property: Description("Vilken sida det är, från 1. / Which page it is, from 1.")] int Page,
    [property: Description("Rader per sida. / Rows a page.")][property: Example("20")] int Limit,
    [property: Description("Antal rader i allt. / How many rows there are in all.")][property: Example("42")] long Total,
    [property: Description("Nästa sidas adress; saknas på den sista. / Address of the next page; absent on the last.")][property: Example("/deviations/v1/deviations?page=2")] string? Next)
{
    /// <summary>The same page with each row as the reader may see it.</summary>
    public ListOf<TView> Select<TView>(Func<T, TView> view) => new([.. Items.Select(view)], Page, Limit, Total, Next);
}

/// <summary>Reads one page of an ordered query.</summary>
public static class Lists
{
    // Rows of a file that are in memory at once.
    private const int PartOfFile = 500;

    /// <summary>Counts the rows, unless it is known how many they are, and reads the page that was asked for; the query must be ordered by an index.</summary>
    public static async Task<ListOf<T>> ToListOf<T>(this IQueryable<T> ordered, ListQuery query, HttpRequest? request, CancellationToken ct, long? known = null)
    {
        var (page, limit) = (query.Page ?? 1, query.Limit ?? 20);
        var skip = (page - 1) * limit;
        var total = known ?? await ordered.LongCountAsync(ct);
        var items = skip >= total ? [] : await ordered.Skip(skip).Take(limit).ToListAsync(ct);
        return new ListOf<T>(items, page, limit, total, skip + limit < total && request is not null ? request.AddressWith("page", page + 1) : null);
    }

    /// <summary>The page that was asked for of a list that is in memory.</summary>
    public static ListOf<T> ToListOf<T>(this IReadOnlyList<T> all, ListQuery query, HttpRequest request)
    {
        var (page, limit) = (query.Page ?? 1, query.Limit ?? 20);
        return new([.. all.Skip((page - 1) * limit).Take(limit)], page, limit, all.Count, page * limit < all.Count ? request.AddressWith("page", page + 1) : null);
    }

    /// <summary>Reads a whole selection a part at a time: all ids first, in their order, then the rows of each part.</summary>
    /// <param name="ids">The selection's ids, ordered.</param>
    /// <param name="read">The rows of a part, by id; one that has gone meanwhile is left out.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> InParts<T>(this IQueryable<Guid> ids, Func<Guid[], Task<Dictionary<Guid, T>>> read, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var part in (await ids.ToListAsync(ct)).Chunk(PartOfFile))
        {
            var rows = await read(part);
            yield return [.. part.Where(rows.ContainsKey).Select(id => rows[id])];
        }
    }

    /// <summary>The code that a parameter names; null for none.</summary>
    /// <exception cref="InvalidField">400: it is none of them.</exception>
    public static TEnum? Choice<TEnum>(string? text, string field) where TEnum : struct, Enum =>
        string.IsNullOrEmpty(text) ? null
        : Kebab.TryParse<TEnum>(text, out var value) ? value : throw new InvalidField(field, $"It must be one of {string.Join(", ", Enum.GetValues<TEnum>().Select(Kebab.Of))}.");

    /// <summary>The request's own address with one parameter of the query set, for a list's `next`.</summary>
    public static string AddressWith(this HttpRequest request, string parameter, long value)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value)
            .Where(pair => pair.Key != parameter)
            .SelectMany(pair => pair.Value.Select(text => KeyValuePair.Create(pair.Key, text)))
            .Append(KeyValuePair.Create(parameter, (string?)value.ToString(CultureInfo.InvariantCulture)));
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, query);
    }
}
