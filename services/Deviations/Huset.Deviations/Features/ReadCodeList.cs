using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

public static class ReadCodeList
{
    public sealed record ListName([property: Description("Kodlistans namn. / Name of the code list.")][property: Example("cause-areas")] string Name);

    public sealed record Item(
        [property: Description("Koden. / The code.")][property: Example("staffing")] string Code,
        [property: Description("Svensk text. / Swedish text.")][property: Example("Bemanning")] string Name,
        [property: Description("Vad som hör dit, på en rad. / What belongs there, in a line.")][property: Example("Antal på passet, vikarier, schema, tid för uppgiften.")] string? Hint,
        [property: Description("Första dagen som den får användas. / First day that it may be used.")] DateOnly? ValidFrom,
        [property: Description("Första dagen som den inte längre får användas. / First day that it may no longer be used.")] DateOnly? ValidTo,
        [property: Description("Till If-Match när koden ändras. / For If-Match when the code is changed.")] int Version);

    public static Item Of(CodeListItem item) => new(item.Code, item.Name, item.Hint, item.ValidFrom, item.ValidTo, item.Version);

    public static void Map(RouteGroupBuilder lists)
    {
        lists.MapGet("/", async ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(Page(await handler.Names(ct), query, request)))
            .RequireAuthorization(Permissions.ReadCodeLists)
            .WithName("listCodeLists")
            .WithSummary("Lista kodlistorna / List the code lists")
            .WithDescription("Namnet på varje kodlista som tjänstens fält använder. / The name of every code list that the service's fields use.");
        lists.MapGet("/{name}", async Task<Results<Ok<ListOf<Item>>, NotFound>> ([Description("Kodlistans namn. / Name of the code list."), Example("cause-areas")] string name, [AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
                await handler.Handle(name, ct) is { Count: > 0 } items ? TypedResults.Ok(Page(items, query, request)) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.ReadCodeLists)
            .WithSummary("Läs en kodlista / Read a code list")
            .WithDescription("Koderna i ordning, med svensk text och giltighet. / The codes in order, with Swedish text and validity.");
    }

    public sealed class Handler(DeviationsDb db)
    {
        public async Task<IReadOnlyList<ListName>> Names(CancellationToken ct)
        {
            var names = await db.CodeListItems.Select(item => item.List).Distinct().ToListAsync(ct);
            return [.. names.Concat(CodeLists.Fixed.Keys).Order(StringComparer.Ordinal).Select(name => new ListName(name))];
        }

        /// <summary>The whole list, in order; empty when there is none by the name.</summary>
        public async Task<IReadOnlyList<Item>> Handle(string name, CancellationToken ct)
        {
            var items = CodeLists.Fixed.GetValueOrDefault(name) ?? await db.CodeListItems.AsNoTracking().Where(item => item.List == name).OrderBy(item => item.Number).ToListAsync(ct);
            return [.. items.Select(Of)];
        }
    }

    private static ListOf<T> Page<T>(IReadOnlyList<T> all, ListQuery query, HttpRequest request)
    {
        var (page, limit) = (query.Page ?? 1, query.Limit ?? 20);
        return new([.. all.Skip((page - 1) * limit).Take(limit)], page, limit, all.Count, page * limit < all.Count ? request.AddressWith("page", page + 1) : null);
    }
}
