using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Analytics.Features;

public static class ListEvents
{
    private const int DefaultLimit = 100;

    public sealed class Query
    {
        [FromQuery(Name = "after"), DefaultValue("0"), Description("Händelser efter detta nummer, med eller utan inledande nollor. / Events after this sequence, padded or not.")]
        public string? After { get; set; }

        [FromQuery(Name = "limit"), Range(1, 1_000), DefaultValue(DefaultLimit), Description("Högst så många händelser, 1 till 1000. / At most so many events, 1 to 1000.")]
        public int? Limit { get; set; }

        [FromQuery(Name = "type"), Example("se.huset.deviations.deviation-reported.v1"), Description("Bara händelser av dessa typer, med komma emellan; en som slutar med * är alla typer som börjar så. / Only events of these types, with commas between; one that ends with * is every type that begins so.")]
        public string? Type { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Bara händelser på enheterna, med komma emellan, och på alla under dem. / Only events of the units, with commas between, and of all below them.")]
        public string? UnitCode { get; set; }
    }

    public sealed record EventPage(
        [property: Description("Händelserna som CloudEvents 1.0, äldst först. / The events as CloudEvents 1.0, oldest first.")] IReadOnlyList<LoggedJson> Events,
        [property: Description("Ge detta som after för nästa sida; det ändras inte när du har kommit ikapp. / Give this as after for the next page; it stays when you have caught up.")][property: Example("0000000000000000042")] string NextAfter);

    /// <summary>An event as it lies in the log, which is JSON already.</summary>
    [JsonConverter(typeof(AsItIs))]
    [Description("En händelse som CloudEvents 1.0. / An event as CloudEvents 1.0."), Example(CloudEvent.Example)]
    public sealed record LoggedJson(string Body);

    private sealed class AsItIs : JsonConverter<LoggedJson>
    {
        public override LoggedJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, LoggedJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Body, skipInputValidation: true);
    }

    public static void Map(RouteGroupBuilder events) => events
        .MapGet("/events", async Task<Ok<EventPage>> ([AsParameters] Query query, Handler handler, CancellationToken ct) =>
            TypedResults.Ok(await handler.Handle(query, ct)))
        .RequireAuthorization(Permissions.ReadEvents)
        .WithSummary("Läs händelser sida för sida / Read events page by page")
        .WithDescription("Loggen från början, i ordning och utan luckor i numren. / The log from its beginning, in order and without gaps in the numbers.");

    /// <summary>What the parameters `type` and `unitCode` ask for: one or several, with commas between them.</summary>
    public static LogFilter FilterOf(string? type, string? unitCode, UnitTree units) => LogFilter.Of(Several(type), Several(unitCode), units);

    private static string[] Several(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public sealed class Handler(EventLog log, UnitTree units)
    {
        public async Task<EventPage> Handle(Query query, CancellationToken ct)
        {
            var after = Sequence.Parse(query.After, "after") ?? 0;
            // Read first, so that nothing before it can be missed and a filtered reader need not look at it again.
            var last = await log.Last(ct);
            var limit = query.Limit ?? DefaultLimit;
            var entries = await log.Read(after, last, limit, FilterOf(query.Type, query.UnitCode, units), ct);
            var next = entries.Count == limit ? entries[^1].Sequence : Math.Max(after, last);
            return new([.. entries.Select(entry => new LoggedJson(entry.Body))], Sequence.Text(next));
        }
    }
}
