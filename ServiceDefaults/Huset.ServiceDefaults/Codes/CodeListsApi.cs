using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.ServiceDefaults.Codes;

/// <summary>A code list.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Fixed">Whether nothing of it can be changed.</param>
public sealed record CodeListView(
    [property: Description("Kodlistans namn. / Name of the code list."), Example("unit-types")] string Name,
    [property: Description("Om listan är fast, så att inget i den kan ändras. / Whether the list is fixed, so that nothing in it can be changed.")] bool Fixed);

/// <summary>The same four operations in every service that has lists, at `/{service}/v1/code-lists`; the pages are thin ones around Huset.Ui's `CodeTables` and `CodeForm`.</summary>
public static class CodeListsApi
{
    /// <summary>Gives the service the lists of the table.</summary>
    public static void AddCodeLists<TItem>(this IServiceCollection services, CodeListTable table) where TItem : CodeListItem, new()
    {
        services.AddSingleton(table);
        services.AddScoped<EditCodes<TItem>>();
    }

    /// <summary>Maps the lists of a service whose codes say no more than others do.</summary>
    public static void MapCodeLists(this WebApplication app) => app.MapCodeLists<CodeListItem, CodeChange, NewCode>();

    /// <summary>Maps the lists of a service whose codes say more.</summary>
    public static void MapCodeLists<TItem, TChange, TNew>(this WebApplication app) where TItem : CodeListItem, new() where TChange : CodeFields where TNew : CodeFields, INewCode
    {
        var (service, table) = (app.Services.GetRequiredService<HusetService>(), app.Services.GetRequiredService<CodeListTable>());
        // Named first, because the framework's analyzer cannot read a generic handler where it is mapped.
        Delegate read = Read<TItem>, add = Add<TItem, TNew>, change = Change<TItem, TChange>;
        var lists = app.MapGroup($"/{service.Name}/v1/code-lists").WithTags("code-lists").WithParameterExample("name", table.Lists[0].Name).WithParameterExample("code", table.Example);
        lists.MapGet("/", Ok<ListOf<CodeListView>> ([AsParameters] ListQuery query, HttpRequest request) =>
                TypedResults.Ok(table.Lists.Select(list => new CodeListView(list.Name, list.IsFixed)).OrderBy(list => list.Name, StringComparer.Ordinal).ToList().ToListOf(query, request)))
            .RequireAuthorization(table.Read)
            .WithName("listCodeLists")
            .WithSummary("Lista kodlistorna / List the code lists")
            .WithDescription("Namnet på varje kodlista som tjänstens fält använder. / The name of every code list that the service's fields use.");
        lists.MapGet("/{name}", read)
            .RequireAuthorization(table.Read)
            .WithName("readCodeList")
            .WithSummary("Läs en kodlista / Read a code list")
            .WithDescription($"Koderna i ordning, med svensk text och giltighet. Listorna är {table.Names}. / The codes in order, with Swedish text and validity. The lists are {table.Names}.");
        lists.MapPost("/{name}", add)
            .RequireAuthorization(table.Edit)
            .GivesETag()
            .WithName("addCode")
            .WithSummary("Lägg till en kod / Add a code")
            .WithDescription("Sist i listan. En fast lista kan inte ändras. / Last in the list. A fixed list cannot be changed.");
        lists.MapPut("/{name}/{code}", change)
            .RequireAuthorization(table.Edit)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("changeCode")
            .WithSummary("Ändra en kods text eller giltighet / Change a code's text or validity")
            .WithDescription("Det som redan har koden behåller den. Skicka If-Match med version ur listan. / What has the code keeps it. Send If-Match with version from the list.");
    }

    private static async Task<Results<Ok<ListOf<TItem>>, NotFound>> Read<TItem>(
        [Description("Kodlistans namn. / Name of the code list.")] string name, [AsParameters] ListQuery query, EditCodes<TItem> codes, HttpRequest request, CancellationToken ct) where TItem : CodeListItem, new() =>
        await codes.Read(name, ct) is { } items ? TypedResults.Ok(items.ToListOf(query, request)) : TypedResults.NotFound();

    private static async Task<Results<Created<TItem>, NotFound>> Add<TItem, TNew>(
        [Description("Kodlistans namn. / Name of the code list.")] string name, TNew code, EditCodes<TItem> codes, HusetService service, HttpResponse response, CancellationToken ct)
        where TItem : CodeListItem, new() where TNew : CodeFields, INewCode
    {
        if (await codes.Add(name, Sent(code), ct) is not { } added) return TypedResults.NotFound();
        response.SetETag(added.Version);
        return TypedResults.Created($"/{service.Name}/v1/code-lists/{name}", added);
    }

    private static async Task<Results<Ok<TItem>, NotFound>> Change<TItem, TChange>(
        [Description("Kodlistans namn. / Name of the code list.")] string name, [Description("Koden. / The code.")] string code, TChange change, EditCodes<TItem> codes, HttpContext http, CancellationToken ct)
        where TItem : CodeListItem, new() where TChange : CodeFields
    {
        if (await codes.Change(name, code, Sent(change), http.Request.RequireIfMatch, ct) is not { } changed) return TypedResults.NotFound();
        http.Response.SetETag(changed.Version);
        return TypedResults.Ok(changed);
    }

    // A parameter whose type is a type parameter counts as one that may be left out.
    private static TBody Sent<TBody>(TBody? body) where TBody : class => body ?? throw new BadHttpRequestException("A body of JSON is needed.");
}
