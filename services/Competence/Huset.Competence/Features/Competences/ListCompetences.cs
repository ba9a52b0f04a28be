using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Competences;

/// <summary>The municipality's own list of competences.</summary>
public static class ListCompetences
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "kind"), StringLength(64), Example("kurs"), Description("Slag, en kod ur competence-kinds. / Kind, a code of competence-kinds.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "on"), Description("Bara de som får krävas och registreras den dagen. / Only those that may be required and registered that day.")]
        public DateOnly? On { get; set; }
    }

    public sealed record View(
        [property: Description("Koden; ändras aldrig. / The code; never changes.")][property: Example("hygien")] string Code,
        [property: Description("Namnet. / The name.")][property: Example("Basala hygienrutiner")] string Name,
        [property: Description("Slag, en kod ur competence-kinds. / Kind, a code of competence-kinds.")][property: Example("kurs")] string Kind,
        [property: Description("Så många månader den gäller; saknas när den inte går ut. / Months that it holds; absent when it does not run out.")][property: Example("12")] int? Months,
        [property: Description("Första dagen som den får krävas och registreras. / First day that it may be required and registered.")] DateOnly? ValidFrom,
        [property: Description("Första dagen som den inte längre får det. / First day that it no longer may.")] DateOnly? ValidTo,
        [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")] int Version)
    {
        public static View Of(CompetenceType type) => new(type.Code, type.Name, type.Kind, type.Months, type.ValidFrom, type.ValidTo, type.Version);
    }

    public static void Map(RouteGroupBuilder competences)
    {
        competences.MapGet("/", async Task<Ok<ListOf<View>>> ([AsParameters] Query query, CompetenceDb db, HttpRequest request, CancellationToken ct) =>
            {
                var types = db.CompetenceTypes.AsNoTracking();
                if (query.Kind is { Length: > 0 } kind) types = types.Where(type => type.Kind == kind);
                if (query.On is { } day) types = types.Where(type => (type.ValidFrom == null || type.ValidFrom <= day) && (type.ValidTo == null || day < type.ValidTo));
                return TypedResults.Ok((await types.OrderBy(type => type.Name).ThenBy(type => type.Code).ToListOf(query, request, ct)).Select(View.Of));
            })
            .RequireAuthorization(Permissions.ReadRequirements)
            .WithSummary("Lista kompetenser / List competences")
            .WithDescription("Kommunens egen lista, i namnordning. / The municipality's own list, in order of name.");
        competences.MapGet("/{code}", async Task<Results<Ok<View>, NotFound>> ([Description("Kompetensens kod. / Code of the competence."), Example("hygien")] string code, CompetenceDb db, HttpResponse response, CancellationToken ct) =>
            {
                if (await db.CompetenceTypes.AsNoTracking().FirstOrDefaultAsync(type => type.Code == code, ct) is not { } type) return TypedResults.NotFound();
                response.SetETag(type.Version);
                return TypedResults.Ok(View.Of(type));
            })
            .RequireAuthorization(Permissions.ReadRequirements)
            .GivesETag()
            .WithName("readCompetence")
            .WithSummary("Läs en kompetens / Read a competence")
            .WithDescription("En rad ur kommunens egen lista. / A row of the municipality's own list.");
    }
}
