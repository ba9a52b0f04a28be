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
        [property: Description("Första dagen som den inte längre får användas. / First day that it may no longer be used.")] DateOnly? ValidTo);

    public static void Map(RouteGroupBuilder lists)
    {
        lists.MapGet("/", async (Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.Names(ct)))
            .RequireAuthorization(Permissions.ReadCodeLists)
            .WithSummary("Lista kodlistorna / List the code lists")
            .WithDescription("Namnet på varje kodlista som tjänstens fält använder. / The name of every code list that the service's fields use.");
        lists.MapGet("/{name}", async Task<Results<Ok<ListOf<Item>>, NotFound>> ([Description("Kodlistans namn. / Name of the code list."), Example("cause-areas")] string name, Handler handler, CancellationToken ct) =>
                await handler.Handle(name, ct) is { Total: > 0 } list ? TypedResults.Ok(list) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.ReadCodeLists)
            .WithSummary("Läs en kodlista / Read a code list")
            .WithDescription("Koderna i ordning, med svensk text och giltighet. Hela listan i ett svar. / The codes in order, with Swedish text and validity. The whole list in one answer.");
    }

    public sealed class Handler(DeviationsDb db)
    {
        public async Task<ListOf<ListName>> Names(CancellationToken ct)
        {
            var names = await db.CodeListItems.Select(item => item.List).Distinct().ToListAsync(ct);
            return Whole([.. names.Concat(CodeLists.Fixed.Keys).Order(StringComparer.Ordinal).Select(name => new ListName(name))]);
        }

        public async Task<ListOf<Item>> Handle(string name, CancellationToken ct)
        {
            var items = CodeLists.Fixed.GetValueOrDefault(name) ?? await db.CodeListItems.AsNoTracking().Where(item => item.List == name).OrderBy(item => item.Number).ToListAsync(ct);
            return Whole([.. items.Select(item => new Item(item.Code, item.Name, item.Hint, item.ValidFrom, item.ValidTo))]);
        }

        private static ListOf<T> Whole<T>(IReadOnlyList<T> items) => new(items, 1, items.Count, items.Count, null);
    }
}
