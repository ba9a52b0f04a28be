using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Analytics.Features;

public static class ExportEvents
{
    private const int PageSize = 1_000;

    public sealed class Query
    {
        [FromQuery(Name = "format"), DefaultValue("ndjson"), OneOf("ndjson", "csv"), Description("ndjson eller csv; annars det som Accept ber om, annars ndjson. / ndjson or csv; else what Accept asks for, else ndjson.")]
        public string? Format { get; set; }

        [FromQuery(Name = "after"), DefaultValue("0"), Description("Händelser efter detta nummer. / Events after this sequence.")]
        public string? After { get; set; }

        [FromQuery(Name = "type"), Example("se.huset.deviations.deviation-reported.v1"), Description("Bara händelser av dessa typer, med komma emellan; en som slutar med * är alla typer som börjar så. / Only events of these types, with commas between; one that ends with * is every type that begins so.")]
        public string? Type { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Bara händelser på enheterna, med komma emellan, och på alla under dem. / Only events of the units, with commas between, and of all below them.")]
        public string? UnitCode { get; set; }
    }

    public static void Map(RouteGroupBuilder events) => events
        .MapGet("/export", async Task ([AsParameters] Query query, EventLog log, UnitTree units, HttpContext http, CancellationToken ct) =>
        {
            var csv = http.Request.FormatOf(query.Format, "ndjson", "csv") == "csv";
            var after = Sequence.Parse(query.After, "after") ?? 0;
            var filter = ListEvents.FilterOf(query.Type, query.UnitCode, units);
            var last = await log.Last(ct);

            http.Response.ContentType = csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8";
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"handelser.{(csv ? "csv" : "ndjson")}\"";
            var body = http.Response.BodyWriter;
            if (csv) Encoding.UTF8.GetBytes(EventRow.Header, body);
            // A page in memory at a time, and no transaction kept open while a slow reader takes it.
            while (after < last)
            {
                var page = await log.Read(after, last, PageSize, filter, ct);
                foreach (var entry in page) Encoding.UTF8.GetBytes(csv ? EventRow.Of(entry.Body) : $"{entry.Body}\n", body);
                await body.FlushAsync(ct);
                after = page.Count < PageSize ? last : page[^1].Sequence;
            }
        })
        .RequireAuthorization(Permissions.ReadEvents)
        .Produces<string>(200, "application/x-ndjson", "text/csv")
        .WithExample("application/x-ndjson", $"{CloudEvent.Example}\n")
        .WithExample("text/csv", $"{EventRow.Header}{EventRow.Of(CloudEvent.Example)}")
        .WithSummary("Hämta hela loggen / Download the log")
        .WithDescription("Alla händelser fram till nu: NDJSON med en CloudEvent per rad, eller CSV med de vanligaste fälten. / All events until now: NDJSON with one CloudEvent a line, or CSV with the commonest fields.");
}

/// <summary>An event as one row of a table: the envelope, then what most events of cases tell (RFC 4180).</summary>
internal static class EventRow
{
    private static readonly string[] Envelope = ["sequence", "id", "time", "type", "source", "subject", "subjectversion", "unitcode"];
    private static readonly string[] Data = ["occurredOn", "occurredHour", "kind", "harm", "status", "severity", "probability", "name"];

    public static readonly string Header = $"{string.Join(',', [.. Envelope, .. Data, "links"])}\r\n";

    public static string Of(string body)
    {
        using var json = JsonDocument.Parse(body);
        var data = json.RootElement.GetProperty("data");
        var links = data.TryGetProperty("links", out var all) && all.ValueKind == JsonValueKind.Array
            ? string.Join(' ', all.EnumerateArray().Select(link => $"{Text(link, "rel")}:{Text(link, "type")}:{Text(link, "id")}"))
            : "";
        return string.Join(',', [
            .. Envelope.Select(member => Cell(Text(json.RootElement, member))),
            .. Data.Select(member => Cell(Text(data, member))),
            Cell(links),
        ]) + "\r\n";
    }

    private static string Text(JsonElement parent, string member) =>
        parent.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            ? value.ToString()
            : "";

    internal static string Cell(string text)
    {
        // A spreadsheet would run it as a formula.
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n') text = $"'{text}";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }
}
