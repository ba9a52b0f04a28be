using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Subscriptions;

public static class MakeSubscription
{
    /// <summary>What may be changed later too.</summary>
    public abstract class Fields
    {
        public const int MostTypes = 50, MostUnits = 200;

        [Required, StringLength(100, MinimumLength = 2), RegularExpression(@"\P{Cc}*"), Example("Beslutsstödet"), Description("Vad den ska kallas; inga personnamn behövs. / What it is to be called; no person's name is needed.")]
        public string? Name { get; set; }

        [Required, StringLength(500), Example("https://mottagare.ekstad.se/huset"), Description("Dit händelserna skickas. Värden ska vara en som systemadministratören har godkänt. / Where events are sent. The host must be one that the system administrator has allowed.")]
        public string? Address { get; set; }

        [MaxLength(MostTypes), EachMatches("[a-z0-9.-]{1,199}[*]?"), Example("se.huset.deviations.*"), Description("Typerna; en som slutar med * är alla typer som börjar så. Tom lista är alla. / The types; one that ends with * is every type that begins so. An empty list is all.")]
        public List<string>? Types { get; set; }

        [MaxLength(MostUnits), Example("norrangen"), Description("Koder för enheter, var och en med alla under den. Tom lista är alla. / Codes of units, each with all below it. An empty list is all.")]
        public List<string>? Units { get; set; }
    }

    public sealed class Request : Fields
    {
        [StringLength(20), Example("0"), Description("Börja efter detta nummer i loggen; 0 är från början. Utan after och from börjar den med det som händer från nu. / Begin after this sequence of the log; 0 is from the beginning. Without after and from it begins with what happens from now.")]
        public string? After { get; set; }

        [Description("Börja med det som har hänt från denna tidpunkt. / Begin with what has happened from this time on.")]
        public DateTimeOffset? From { get; set; }

        [Description("Skicka inget förrän den startas. / Send nothing until it is started.")]
        public bool Paused { get; set; }
    }

    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapPost("/", async Task<Created<SecretView>> (Request request, Handler handler, SubscriptionWork work, CurrentUser user, HttpContext http, CancellationToken ct) =>
        {
            var (made, secret) = await handler.Handle(request, showsSecret: true, ct, KeyOf(http.Request, user.Id));
            http.Response.SetETag(made.Version);
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Created($"/events/v1/subscriptions/{made.Id}", new SecretView(secret, await work.View(made, ct)));
        })
        .RequireAuthorization(Permissions.MakeSubscriptions)
        .WithMetadata(new KeepsNoAnswer())
        .GivesETag()
        .WithSummary("Gör en prenumeration / Make a subscription")
        .WithDescription("Varje händelse i urvalet skickas som ett eget anrop, i loggens ordning och minst en gång, underskrivet enligt Standard Webhooks. Svaret är det enda som visar hemligheten. / Each event of the choice is sent as a call of its own, in the log's order and at least once, signed as Standard Webhooks asks. The answer is the only one that shows the secret.");

    // The answer is stored nowhere, so a repeated call is known by its key and gets the same secret reckoned again.
    private static Guid? KeyOf(HttpRequest request, string userId)
    {
        if (request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 } key) return request.Headers.ContainsKey("Idempotency-Key") ? throw Wrong() : null;
        if (key.Length > 200) throw Wrong();
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"subscription {userId} {key}")).AsSpan(0, 16));

        static BadHttpRequestException Wrong() => new("Idempotency-Key must be 1 to 200 characters.");
    }

    public sealed class Handler(AnalyticsDb db, EventLog events, SubscriptionWork work, WebhookSecrets secrets)
    {
        /// <summary>With the secret when it is to be shown now; null when it was changed since the call was made first.</summary>
        /// <exception cref="InvalidField">400: address, units, after, from.</exception>
        /// <exception cref="RuleViolation">`receiver.not-allowed`, `receiver.needs-https`, `subscription.too-many`</exception>
        /// <exception cref="IdempotencyKeyReused">422: the key is of another subscription.</exception>
        public async Task<(Subscription Made, string? Secret)> Handle(Request request, bool showsSecret, CancellationToken ct, Guid? key = null)
        {
            var (address, types, units) = (request.Address!.Trim(), SubscriptionWork.Types(request.Types), work.Units(request.Units));
            await using var own = await db.OwnTransaction(ct);
            // One at a time, so that a call made twice at once makes one, and the most are not passed.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727565)", ct);
            if (key is not null && await db.Subscriptions.AsNoTracking().FirstOrDefaultAsync(subscription => subscription.MadeKey == key, ct) is { } earlier)
            {
                var isSame = earlier.ChangedAt is not null || (earlier.Name == request.Name!.Trim() && earlier.Address == address && earlier.Types.SequenceEqual(types) && earlier.Units.SequenceEqual(units));
                return isSame ? (earlier, earlier.OldSecretId is null && earlier.Status != SubscriptionStatus.Ended ? secrets.Shown(earlier) : null) : throw new IdempotencyKeyReused();
            }
            await work.Check(address, ct);
            if (await db.Subscriptions.CountAsync(subscription => subscription.Status != SubscriptionStatus.Ended, ct) >= Subscription.MostOpen)
                throw new RuleViolation("subscription.too-many", $"There are {Subscription.MostOpen} already; end one first.");
            var position = await work.Place(request.After, request.From, ct) ?? await events.Last(ct);
            var made = Subscription.Make(request.Name!.Trim(), address, types, units, position, request.Paused, work.Me, key, work.Now);
            if (showsSecret) made.ShowSecret();
            db.Add(made);
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return (made, showsSecret ? secrets.Shown(made) : null);
        }
    }
}

/// <summary>Every text of the list must match; an empty one counts as left out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EachMatchesAttribute(string pattern) : ValidationAttribute("Each must match the pattern of the field.")
{
    private readonly RegularExpressionAttribute each = new(pattern);

    public override bool IsValid(object? value) => value is not IEnumerable<string?> texts || texts.All(text => string.IsNullOrWhiteSpace(text) || each.IsValid(text.Trim()));
}
