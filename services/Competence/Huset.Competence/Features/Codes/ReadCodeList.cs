using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Codes;

public static class ReadCodeList
{
    public sealed record Item(
        [property: Description("Koden. / The code.")][property: Example("underskoterska")] string Code,
        [property: Description("Svensk text. / Swedish text.")][property: Example("Undersköterska")] string Name,
        [property: Description("Första dagen som den får användas. / First day that it may be used.")] DateOnly? ValidFrom,
        [property: Description("Första dagen som den inte längre får användas. / First day that it may no longer be used.")] DateOnly? ValidTo,
        [property: Description("För en roll: ett legitimerat yrke, som får delegera. / Of a role: a licensed profession, which may delegate.")] bool Licensed,
        [property: Description("För ett slag av bevis: sista dagen som något som visas så gäller. / Of a kind of evidence: the last day that anything shown by it holds.")][property: Example("2033-06-30")] DateOnly? LastDay,
        [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")] int Version)
    {
        public static Item Of(CodeListItem item) => new(item.Code, item.Name, item.ValidFrom, item.ValidTo, item.Licensed, item.LastDay, item.Version);
    }

    public static void Map(RouteGroupBuilder lists) => lists
        .MapGet("/{name}", async Task<Results<Ok<ListOf<Item>>, NotFound>> ([Description("Kodlistans namn. / Name of the code list."), Example("roles")] string name, [AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
            await handler.Handle(name, query, request, ct) is { Total: > 0 } list ? TypedResults.Ok(list) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.ReadCodeLists)
        .WithSummary("Läs en kodlista / Read a code list")
        .WithDescription("roles, competence-kinds, evidence-kinds eller delegation-tasks, med svensk text och giltighet. / roles, competence-kinds, evidence-kinds or delegation-tasks, with Swedish text and validity.");

    public sealed class Handler(CompetenceDb db)
    {
        public async Task<ListOf<Item>> Handle(string name, ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            var list = await db.CodeListItems.AsNoTracking().Where(item => item.List == name).OrderBy(item => item.Number).ToListOf(query, request, ct);
            return list.Select(Item.Of);
        }
    }
}
