using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Ideas;

public static class ReadIdea
{
    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapGet("/{id:guid}", async Task<Results<Ok<IdeaView>, NotFound>> ([Description("Idéns id. / Id of the idea.")] Guid id, IdeaWork work, HttpResponse response, CancellationToken ct) =>
        {
            if (await work.Find(id, ct) is not { } idea) return TypedResults.NotFound();
            response.SetETag(idea.Version);
            return TypedResults.Ok(await work.View(idea, ct));
        })
        .RequireAuthorization(Permissions.ReadIdeas)
        .GivesETag()
        .WithName("readIdea")
        .WithSummary("Läs en förbättringsidé / Read an idea for improvement")
        .WithDescription("Med proven, effekten och alla som ska ha tack för den. / With the trials, the effect and everyone who is to be thanked for it.");
}
