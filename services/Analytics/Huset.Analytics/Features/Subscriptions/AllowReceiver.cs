using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.Analytics.Features.Subscriptions;

/// <summary>The hosts that events may be sent to: who answers for the network allows them and takes them back.</summary>
public static class AllowReceiver
{
    public sealed class Request
    {
        [Required, StringLength(255), Example("mottagare.ekstad.se"), Description("Värdens namn, med port om den inte är den vanliga (443). / The host's name, with its port when that is not the usual (443).")]
        public string? Host { get; set; }

        [Description("Om värden står i kommunens eget nät: då får namnet leda till interna adresser och http räcker. / Whether the host stands in the municipality's own network: then its name may lead to internal addresses and http will do.")]
        public bool Inside { get; set; }

        [Required, StringLength(499, MinimumLength = 3), RegularExpression(@"\P{Cc}*"), Example("IT-rådet 2026-11-20: kommunens beslutsstöd, personuppgifter följer inte med"), Description("Vem som har bestämt det och varför. / Who decided it and why.")]
        public string? Source { get; set; }
    }

    public sealed record View(
        [property: Description("Beslutets id. / Id of the decision.")] Guid Id,
        [property: Description("Värdens namn. / The host's name.")][property: Example("mottagare.ekstad.se")] string Host,
        [property: Description("Om värden står i kommunens eget nät. / Whether the host stands in the municipality's own network.")] bool Inside,
        [property: Description("Vem som har bestämt det och varför. / Who decided it and why.")][property: Example("IT-rådet 2026-11-20")] string Source,
        [property: Description("Vem som skrev in det. / Who entered it.")][property: Example("Ulla Testsson")] string AddedByName,
        [property: Description("När det skrevs in. / When it was entered.")] DateTimeOffset AddedAt,
        [property: Description("Vem som tog tillbaka det; saknas medan det gäller. / Who took it back; absent while it holds.")][property: Example("Ulla Testsson")] string? EndedByName,
        [property: Description("När det togs tillbaka. / When it was taken back.")] DateTimeOffset? EndedAt,
        [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")][property: Example("1")] int Version)
    {
        public static View Of(Receiver r) => new(r.Id, r.Host, r.IsInside, r.Source, r.AddedByName, r.AddedAt, r.EndedByName, r.EndedAt, r.Version);
    }

    public static void Map(RouteGroupBuilder receivers)
    {
        receivers.MapGet("/", async Task<Ok<ListOf<View>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.List(query, request, ct)))
            .RequireAuthorization(Permissions.ReadSubscriptions)
            .WithName("listReceivers")
            .WithSummary("Lista godkända mottagare / List allowed receivers")
            .WithDescription("Värdarna som händelser får skickas till, först de som gäller. Finns ingen kan inget skickas. / The hosts that events may be sent to, first those that hold. Without any nothing can be sent.");
        receivers.MapPost("/", async Task<Created<View>> (Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                var allowed = await handler.Allow(request, ct);
                http.Response.SetETag(allowed.Version);
                return TypedResults.Created("/events/v1/receivers", View.Of(allowed));
            })
            .RequireAuthorization(Permissions.EditReceivers)
            .GivesETag()
            .WithName("allowReceiver")
            .WithSummary("Godkänn en mottagare / Allow a receiver")
            .WithDescription("Gäller från nu, för alla adresser på värden. / Holds from now on, for every address of the host.");
        receivers.MapPost("/{id:guid}/end", async Task<Results<Ok<View>, NotFound>> ([Description("Beslutets id. / Id of the decision.")] Guid id, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.End(id, http.Request.CheckIfMatch, ct) is not { } ended) return TypedResults.NotFound();
                http.Response.SetETag(ended.Version);
                return TypedResults.Ok(View.Of(ended));
            })
            .RequireAuthorization(Permissions.EditReceivers)
            .TakesIfMatch()
            .GivesETag()
            .WithName("endReceiver")
            .WithSummary("Ta tillbaka en mottagare / Take a receiver back")
            .WithDescription("Prenumerationer till värden stängs av när de nästa gång har något att skicka. / Subscriptions to the host are disabled when they next have something to send.");
    }

    public sealed class Handler(AnalyticsDb db, SubscriptionWork work)
    {
        public async Task<ListOf<View>> List(ListQuery query, HttpRequest? request, CancellationToken ct) =>
            (await db.Receivers.AsNoTracking().OrderBy(receiver => receiver.EndedAt != null).ThenBy(receiver => receiver.Host).ThenBy(receiver => receiver.Id).ToListOf(query, request, ct)).Select(View.Of);

        /// <exception cref="InvalidField">400: host.</exception>
        /// <exception cref="RuleViolation">`receiver.taken`</exception>
        public async Task<Receiver> Allow(Request request, CancellationToken ct)
        {
            var host = Receiver.ParseHost(request.Host!) ?? throw new InvalidField("host", "It must be a host's name, with or without a port, and nothing else.");
            if (await db.Receivers.AnyAsync(receiver => receiver.Host == host && receiver.EndedAt == null, ct)) throw Taken();
            var allowed = Receiver.Allow(host, request.Inside, request.Source!.Trim(), work.Me, work.Now);
            db.Add(allowed);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                throw Taken();
            }
            return allowed;
        }

        /// <summary>Null when there is none.</summary>
        /// <exception cref="RuleViolation">`receiver.ended`</exception>
        public async Task<Receiver?> End(Guid id, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Receivers.FirstOrDefaultAsync(receiver => receiver.Id == id, ct) is not { } receiver) return null;
            checkVersion(receiver.Version);
            receiver.End(work.Me, work.Now);
            await db.SaveChangesAsync(ct);
            return receiver;
        }

        private static RuleViolation Taken() => new("receiver.taken", "The host is allowed already; take it back first to change it.");
    }
}
