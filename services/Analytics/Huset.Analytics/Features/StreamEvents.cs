using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Analytics.Features;

public static class StreamEvents
{
    private const int ReplayPage = 500;
    private static readonly TimeSpan LongestStream = TimeSpan.FromDays(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly byte[] Greeting = "retry: 3000\n\n"u8.ToArray();
    private static readonly byte[] Beat = ": lever\n\n"u8.ToArray();

    public sealed class Query
    {
        [FromQuery(Name = "after"), DefaultValue("0"), Description("Börja efter detta nummer; 0 ger hela loggen, utan värde bara det som händer från nu. Last-Event-ID går före. / Start after this sequence; 0 gives the whole log, nothing only what happens from now. Last-Event-ID goes first.")]
        public string? After { get; set; }

        [FromQuery(Name = "type"), Example("se.huset.deviations.deviation-reported.v1"), Description("Bara händelser av dessa typer, med komma emellan; en som slutar med * är alla typer som börjar så. / Only events of these types, with commas between; one that ends with * is every type that begins so.")]
        public string? Type { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Bara händelser på enheterna, med komma emellan, och på alla under dem. / Only events of the units, with commas between, and of all below them.")]
        public string? UnitCode { get; set; }
    }

    public static void Map(RouteGroupBuilder events) => events
        .MapGet("/stream", async Task<IResult> ([AsParameters] Query query, Handler handler, HttpContext http) =>
        {
            var after = Sequence.Parse(http.Request.Headers["Last-Event-ID"], "Last-Event-ID") ?? Sequence.Parse(query.After, "after");
            return await handler.Serve(after, query, http);
        })
        .RequireAuthorization(Permissions.ReadEvents)
        // How long someone listens is not how long an answer takes.
        .DisableHttpMetrics()
        .Produces(200, contentType: "text/event-stream")
        .WithExample("text/event-stream", $"id: 0000000000000000042\nevent: se.huset.deviations.deviation-reported.v1\ndata: {CloudEvent.Example}\n\n")
        .WithSummary("Följ händelseströmmen / Follow the event stream")
        .WithDescription("Server-sent events. Varje id är händelsens nummer; skicka det som Last-Event-ID och strömmen fortsätter där, utan lucka och utan dubbletter. Strömmen stängs när åtkomsttoken går ut. Är tjänsten nere får den som skickar Accept: text/event-stream en tom ström som ber klienten komma tillbaka, så att en EventSource går vidare av sig själv; andra får 503. / Server-sent events. Each id is the event's sequence; send it as Last-Event-ID and the stream goes on from there, without gap or duplicate. The stream closes when the access token expires. While the service is down, who sends Accept: text/event-stream is given an empty stream that asks the client to come back, so that an EventSource goes on by itself; others get 503.");

    public sealed class Handler(EventLog log, EventTail tail, UnitTree units, TimeProvider clock, IHostApplicationLifetime host)
    {
        public async Task<IResult> Serve(long? after, Query query, HttpContext http)
        {
            if (!tail.HasRoom)
            {
                http.Response.Headers.RetryAfter = "3";
                return Results.Problem(statusCode: 503, detail: "There are as many listeners as the service bears; try again.");
            }
            var filter = ListEvents.FilterOf(query.Type, query.UnitCode, units);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
            EndWithToken(end, http);
            try
            {
                var reached = await log.Last(end.Token);
                await Begin(http, end.Token);
                // What was before is read at the reader's own pace, before a place among the listeners is taken.
                var sent = await Replay(http.Response, after ?? reached, reached, filter, end.Token);
                if (tail.Listen() is { } live) await Follow(http, live, sent, filter, end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The reader has gone, the token has expired or the service stops: the stream just ends.
            }
            return Results.Empty;
        }

        private void EndWithToken(CancellationTokenSource end, HttpContext http)
        {
            if (!long.TryParse(http.User.FindFirst("exp")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var expires)) return;
            var left = DateTimeOffset.FromUnixTimeSeconds(expires) - clock.GetUtcNow();
            // A timer takes no more than some weeks; the reader comes back by Last-Event-ID.
            end.CancelAfter(left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestStream ? LongestStream : left);
        }

        private static async Task Begin(HttpContext http, CancellationToken ct)
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            // Asks proxies in between not to gather.
            http.Response.Headers["X-Accel-Buffering"] = "no";
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await http.Response.BodyWriter.WriteAsync(Greeting, ct);
        }

        private async Task<long> Replay(HttpResponse response, long after, long upTo, LogFilter filter, CancellationToken ct)
        {
            while (after < upTo)
            {
                var page = await log.Read(after, upTo, ReplayPage, filter, ct);
                foreach (var entry in page) response.BodyWriter.Write(Frame.Of(entry).Bytes);
                await response.BodyWriter.FlushAsync(ct);
                after = page.Count < ReplayPage ? upTo : page[^1].Sequence;
            }
            return after;
        }

        private async Task Follow(HttpContext http, Listener live, long after, LogFilter filter, CancellationToken ct)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, live.SentAway);
            try
            {
                after = await Replay(http.Response, after, live.Position, filter, end.Token);
                await Listen(http.Response.BodyWriter, live, after, filter, end.Token);
            }
            catch (OperationCanceledException) when (live.SentAway.IsCancellationRequested)
            {
                http.Abort();
            }
            finally
            {
                tail.Leave(live);
            }
        }

        private static async Task Listen(PipeWriter body, Listener live, long after, LogFilter filter, CancellationToken ct)
        {
            var lastWrite = Stopwatch.GetTimestamp();
            while (true)
            {
                var wrote = false;
                if (await FrameOrQuiet(live, Heartbeat - Stopwatch.GetElapsedTime(lastWrite), ct))
                {
                    while (live.Frames.TryRead(out var frame))
                    {
                        if (frame.Entry.Sequence <= after || !filter.Lets(frame.Entry)) continue;
                        body.Write(frame.Bytes);
                        wrote = true;
                    }
                }
                else
                {
                    body.Write(Beat);
                    wrote = true;
                }
                if (!wrote) continue;
                await body.FlushAsync(ct);
                lastWrite = Stopwatch.GetTimestamp();
            }
        }

        private static async Task<bool> FrameOrQuiet(Listener live, TimeSpan atMost, CancellationToken ct)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(ct);
            quiet.CancelAfter(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero);
            try
            {
                return await live.Frames.WaitToReadAsync(quiet.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}
