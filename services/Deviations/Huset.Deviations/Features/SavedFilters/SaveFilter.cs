using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.SavedFilters;

/// <summary>A named selection, for its owner.</summary>
public sealed record SavedFilterView(
    [property: Description("Urvalets id. / Id of the selection.")] Guid Id,
    [property: Description("Urvalets namn. / Name of the selection.")][property: Example("Nya på Norrängen")] string Name,
    [property: Description("Urvalet, som listans adress har det. / The selection, as the list's address has it.")][property: Example("enhet=norrangen&lage=reported")] string Query,
    [property: Description("När det sparades, UTC. / When it was saved, UTC.")] DateTimeOffset SavedAt)
{
    public static SavedFilterView Of(SavedFilter filter) => new(filter.Id, filter.Name, filter.Query, filter.At);
}

public static class SaveFilter
{
    public sealed class Request
    {
        [Description("Urvalets namn; finns det redan byts urvalet. / Name of the selection; when there is one already it is replaced.")]
        [Example("Nya på Norrängen"), Required, StringLength(60)]
        public string? Name { get; set; }

        [Description("Urvalet, som listans adress har det. / The selection, as the list's address has it.")]
        [Example("enhet=norrangen&lage=reported"), Required, StringLength(2000)]
        public string? Query { get; set; }
    }

    public static void Map(RouteGroupBuilder filters)
    {
        filters.MapGet("/", async Task<Ok<ListOf<SavedFilterView>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok((await handler.Own(ct)).ToListOf(query, request).Select(SavedFilterView.Of)))
            .RequireAuthorization(Permissions.Read)
            .WithName("listSavedFilters")
            .WithSummary("Lista sparade urval / List saved selections")
            .WithDescription("Dina egna, i bokstavsordning. / Your own, by name.");
        filters.MapPost("/", async Task<Created<SavedFilterView>> (Request request, Handler handler, CancellationToken ct) =>
            {
                var saved = await handler.Save(request, ct);
                return TypedResults.Created("/deviations/v1/saved-filters", SavedFilterView.Of(saved));
            })
            .RequireAuthorization(Permissions.Read)
            .WithName("saveFilter")
            .WithSummary("Spara ett urval / Save a selection")
            .WithDescription($"Under ett namn, bara för dig. Högst {SavedFilter.Most}. / Under a name, for you alone. {SavedFilter.Most} at most.");
        filters.MapPost("/{filterId:guid}/removal", async Task<Results<NoContent, NotFound>> ([Description("Urvalets id. / Id of the selection.")] Guid filterId, Handler handler, CancellationToken ct) =>
                await handler.Remove(filterId, ct) ? TypedResults.NoContent() : TypedResults.NotFound())
            .RequireAuthorization(Permissions.Read)
            .WithName("removeSavedFilter")
            .WithSummary("Ta bort ett sparat urval / Remove a saved selection")
            .WithDescription("Ett av dina egna. / One of your own.");
    }

    public sealed class Handler(DeviationsDb db, CurrentUser user, TimeProvider clock)
    {
        public Task<List<SavedFilter>> Own(CancellationToken ct) => db.SavedFilters.AsNoTracking().OrderBy(filter => filter.Name).ToListAsync(ct);

        /// <exception cref="InvalidField">400: nothing is selected.</exception>
        /// <exception cref="RuleViolation">409 `saved-filter.too-many`.</exception>
        public async Task<SavedFilter> Save(Request request, CancellationToken ct)
        {
            var (name, query, now) = (request.Name!.Trim(), SavedFilter.Clean(request.Query), clock.GetUtcNow());
            if (query.Length == 0) throw new InvalidField("query", "It selects nothing.");
            var own = await db.SavedFilters.ToListAsync(ct);
            var saved = own.Find(filter => filter.Name == name);
            if (saved is null && own.Count >= SavedFilter.Most) throw new RuleViolation("saved-filter.too-many", $"At most {SavedFilter.Most} selections; remove one first.");
            if (saved is null) db.Add(saved = SavedFilter.Of(user.Id, name, query, now));
            else saved.Set(query, now);
            await db.SaveChangesAsync(ct);
            return saved;
        }

        /// <summary>False when the user has no such selection.</summary>
        public async Task<bool> Remove(Guid id, CancellationToken ct) => await db.SavedFilters.Where(filter => filter.Id == id).ExecuteDeleteAsync(ct) == 1;
    }
}
