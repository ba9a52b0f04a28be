using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The rules of saved selections for <see cref="RightsTests"/>: one's own, and nobody else's.</summary>
internal static class SavedFilterRights
{
    private const string Filters = "/deviations/v1/saved-filters", Page = "/avvikelser/urval";

    public static RightsMatrix WithSavedFilters(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition Saved(string name, bool own) => new(name, async reader => new(await host.Scalar<string>(
            "insert into saved_filters (id, person_id, name, query, at) values (gen_random_uuid(), $1, gen_random_uuid()::text, 'lage=closed', now()) returning id::text", own ? $"{reader.Id}" : $"{Guid.NewGuid()}"), []));
        (RowPosition, Opening[])[] filters = [(Saved("one's own selection", true), [Opening.By(Permissions.Read, Reach.Own), Opening.By(Permissions.Read, Reach.Units)]), (Saved("another's selection", false), [])];
        return matrix
            .List($"GET {Filters}/", Permissions.Read, _ => new(HttpMethod.Get, $"{Filters}/?limit=100"), filters)
            .Route($"GET {Page}", Permissions.Read)
            .Route($"POST {Filters}/", Permissions.Read, _ => Write($"{Filters}/", new { name = "Prov", query = "lage=closed" }), HttpStatusCode.Created)
            .Row($"POST {Filters}/{{filterId:guid}}/removal", Permissions.Read, row => new(HttpMethod.Post, $"{Filters}/{row.Id}/removal"), filters, HttpStatusCode.NoContent)
            .Row($"POST {Page}", Permissions.Read, row => Form(Page, "bort", ("Filter", row.Id)), filters, HttpStatusCode.Found);
    }
}
