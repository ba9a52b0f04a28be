using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features;

public static class ReadCodeList
{
    public sealed record Item(
        [property: Description("Koden. / The code.")][property: Example("enhet")] string Code,
        [property: Description("Svensk text. / Swedish text.")][property: Example("Enhet")] string Name,
        [property: Description("Första dagen som den får användas. / First day that it may be used.")] DateOnly? ValidFrom,
        [property: Description("Första dagen som den inte längre får användas. / First day that it may no longer be used.")] DateOnly? ValidTo,
        [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")] int Version)
    {
        public static Item Of(CodeListItem item) => new(item.Code, item.Name, item.ValidFrom, item.ValidTo, item.Version);
    }

    public static void Map(RouteGroupBuilder processes) => processes
        .MapGet("/code-lists/{name}", async Task<Results<Ok<ListOf<Item>>, NotFound>> ([Description("Kodlistans namn. / Name of the code list."), Example("unit-types")] string name, [AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
            await handler.Handle(name, query, request, ct) is { Total: > 0 } list ? TypedResults.Ok(list) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.ReadUnits)
        .WithTags("code-lists")
        .WithSummary("Läs en kodlista / Read a code list")
        .WithDescription("unit-types, law-areas, providers eller document-kinds, med svensk text och giltighet. / unit-types, law-areas, providers or document-kinds, with Swedish text and validity.");

    public sealed class Handler(ProcessesDb db)
    {
        public async Task<ListOf<Item>> Handle(string name, ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            var list = await db.CodeListItems.AsNoTracking().Where(item => item.List == name).OrderBy(item => item.Number).ToListOf(query, request, ct);
            return list.Select(Item.Of);
        }
    }
}
