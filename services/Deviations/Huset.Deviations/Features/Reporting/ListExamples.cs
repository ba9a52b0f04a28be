using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Reporting;

/// <summary>Something that went well, as colleagues may read it.</summary>
public sealed record ExampleView(
    [property: Description("Exemplets id. / Id of the example.")] Guid Id,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Ämne, ur listan topics. / Topic, from the list topics.")][property: Example("food")] string? Topic,
    [property: Description("Vad som gick bra. / What went well.")][property: Example("Kvällspasset ringde dagen före hemkomsten. Allt var klart.")] string Text,
    [property: Description("Visas för alla enheter. / Shown to every unit.")] bool Everywhere,
    [property: Description("När det visades först, UTC. / When it was first shown, UTC.")] DateTimeOffset At);

public static class ListExamples
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "topic"), StringLength(64), Example("food"), Description("Ämne, ur listan topics. / Topic, from the list topics.")]
        public string? Topic { get; set; }
    }

    public static void Map(RouteGroupBuilder examples) => examples
        .MapGet("/", async Task<Ok<ListOf<ExampleView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadGoodExamples)
        .WithName("listGoodExamples")
        .WithSummary("Lista goda exempel / List good examples")
        .WithDescription("Din egen enhets, dina enheters och de som visas för alla, nyast först. / Those of your own unit, your units' and those shown to all, newest first.");

    // Nothing of it is personal: a manager has written it for others to read, and it tells no case. So it is not in the access log.
    public sealed class Handler(DeviationsDb db, UnitTree units)
    {
        public async Task<ListOf<ExampleView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.GoodExamples.AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(example => codes.Contains(example.UnitCode));
            }
            if (query.Topic is { Length: > 0 } topic) rows = rows.Where(example => example.Topic == topic);
            return (await rows.OrderByDescending(example => example.Id).ToListOf(query, request, ct)).Select(example => new ExampleView(example.Id, example.UnitCode, example.Topic, example.Text, example.Everywhere, example.At));
        }
    }
}
