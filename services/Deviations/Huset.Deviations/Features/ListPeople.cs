using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deviations.Features.Actions;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Deviations.Features;

public static class ListPeople
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "q"), StringLength(100), Example("Karin"), Description("En del av namnet, eller av namnet på enheten där personen arbetar. / A part of the name, or of the name of the unit where the person works.")]
        public string? Q { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("De som arbetar i enheten eller ansvarar för den kommer först. / Those who work in the unit or answer for it come first.")]
        public string? UnitCode { get; set; }
    }

    public sealed record PersonView(
        [property: Description("Personens id, till ownerId. / Id of the person, for ownerId.")][property: Example("8f1c2d3e-0000-4000-8000-000000000001")] string PersonId,
        [property: Description("Namnet. / The name.")][property: Example("Karin Testsson")] string Name,
        [property: Description("Kod för enheten där personen arbetar. / Code of the unit where the person works.")][property: Example("norrangen")] string? HomeUnit);

    public static void Map(RouteGroupBuilder service) => service
        .MapGet("/people", async Task<Ok<ListOf<PersonView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.Handle)
        .WithTags("people")
        .WithSummary("Lista dem som kan äga en åtgärd / List those who can own an action")
        .WithDescription("Medarbetare i personalkatalogen, även de som aldrig har loggat in, och de som har loggat in utan att stå där; inte de som har slutat. För den som hanterar ärenden. / Employees of the people directory, also those who have never signed in, and those who have signed in without being in it; not those who have left. For who handles cases.");

    public sealed class Handler(Owners owners)
    {
        public async Task<ListOf<PersonView>> Handle(Query query, HttpRequest? request, CancellationToken ct) =>
            (await owners.Search(query.Q, query.UnitCode, []).ToListOf(query, request, ct)).Select(p => new PersonView(p.Id, p.Name, p.HomeUnit));
    }
}
