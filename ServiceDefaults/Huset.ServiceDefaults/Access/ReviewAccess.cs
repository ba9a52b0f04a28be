using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults.Access;

/// <summary>The recurring, documented check of the access log (HSLF-FS 2016:40 ch. 4; SoLPuL 10 §): what was looked at and found, signed.</summary>
public static class ReviewAccess
{
    /// <summary>What the responsible person signs.</summary>
    public sealed class Request
    {
        /// <summary>First Swedish day looked at.</summary>
        [Required, Description("Första dagen som granskades, svensk tid. / First day looked at, Swedish time.")]
        public DateOnly? From { get; set; }

        /// <summary>The day after the last looked at.</summary>
        [Required, Description("Dagen efter den sista som granskades, svensk tid. / The day after the last looked at, Swedish time.")]
        public DateOnly? To { get; set; }

        /// <summary>What was looked at.</summary>
        [Required, StringLength(2_000), Example("Ett stickprov på 20 rader."), Description("Vad som granskades, till exempel ett stickprov på 20 rader. / What was looked at, for example a sample of 20 rows.")]
        public string? LookedAt { get; set; }

        /// <summary>What it came to.</summary>
        [Required, EnumDataType(typeof(AccessFinding)), Description("Vad det ledde till: none eller follow-up. / What it came to: none or follow-up.")]
        public AccessFinding? Finding { get; set; }

        /// <summary>What must be followed up.</summary>
        [StringLength(4_000), Example("Två läsningar utan känt ärende; chefen frågar."), Description("Vad som ska följas upp; krävs för follow-up. / What must be followed up; needed for follow-up.")]
        public string? Note { get; set; }
    }

    /// <summary>A signed review.</summary>
    public sealed record View(
        [property: Description("Granskningens id. / Id of the review.")] Guid Id,
        [property: Description("Första dagen som granskades. / First day looked at.")] DateOnly From,
        [property: Description("Dagen efter den sista. / The day after the last.")] DateOnly To,
        [property: Description("Vad som granskades. / What was looked at.")][property: Example("Ett stickprov på 20 rader.")] string LookedAt,
        [property: Description("Vad det ledde till. / What it came to.")] AccessFinding Finding,
        [property: Description("Vad som ska följas upp; tom om inget. / What must be followed up; empty for nothing.")][property: Example("Två läsningar utan känt ärende; chefen frågar.")] string Note,
        [property: Description("Vem som signerade. / Who signed.")][property: Example("Karin Testsson")] string SignedBy,
        [property: Description("När, UTC. / When, UTC.")] DateTimeOffset SignedAt,
        [property: Description("Kedjans sista plats vid signeringen, månad och nummer. / The chain's last place at signing, month and number.")][property: Example("2026-11/42")] string Seal,
        [property: Description("Kontrollsumman där (SHA-256): den låser alla rader dittills. / The hash there (SHA-256): it pins every row until then.")][property: Example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")] string SealHash)
    {
        internal static View Of(AccessReview review) => new(
            review.Id, review.PeriodFrom, review.PeriodTo, review.LookedAt, review.Finding, review.Note, review.SignedByName, review.SignedAt,
            string.Create(CultureInfo.InvariantCulture, $"{review.SealMonth:yyyy-MM}/{review.SealNumber}"), Convert.ToHexStringLower(review.SealHash));
    }

    internal static void Map(RouteGroupBuilder log, HusetService service)
    {
        log.MapGet("/reviews", async Task<Ok<ListOf<View>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok(await handler.List(query, request, ct)))
            .RequireAuthorization(CommonPermissions.ReadAccessLog)
            .WithName("listAccessReviews")
            .WithSummary("Lista granskningar / List reviews")
            .WithDescription("Signerade granskningar av åtkomstloggen, nyast först. / Signed reviews of the access log, newest first.");
        log.MapGet("/reviews/{id:guid}", async Task<Results<Ok<View>, NotFound>> ([Description("Granskningens id. / Id of the review.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } review) return TypedResults.NotFound();
                // What is signed has one version.
                response.SetETag(1);
                return TypedResults.Ok(review);
            })
            .RequireAuthorization(CommonPermissions.ReadAccessLog)
            .WithName("readAccessReview")
            .GivesETag()
            .WithSummary("Läs en granskning / Read a review")
            .WithDescription("En signerad granskning. Den ändras aldrig. / A signed review. It never changes.");
        log.MapPost("/reviews", async Task<Created<View>> (Request body, Handler handler, CancellationToken ct) =>
            {
                var review = await handler.Sign(body, ct);
                return TypedResults.Created($"/{service.Name}/v1/access-log/reviews/{review.Id}", review);
            })
            .RequireAuthorization(CommonPermissions.SignAccessLog)
            .WithName("signAccessReview")
            .WithSummary("Signera en granskning / Sign a review")
            .WithDescription("Sparar granskningen med kedjans senaste kontrollsumma. Den går inte att ändra efteråt. / Stores the review with the chain's latest hash. It cannot be changed afterwards.");
    }

    /// <summary>Signs and lists reviews for page and API.</summary>
    public sealed class Handler(ServiceDbContext db, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Newest first.</summary>
        public async Task<ListOf<View>> List(ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            var list = await db.Set<AccessReview>().AsNoTracking().OrderByDescending(review => review.SignedAt).ToListOf(query, request, ct);
            return list.Select(View.Of);
        }

        /// <summary>One review; null when there is none.</summary>
        public async Task<View?> Read(Guid id, CancellationToken ct) =>
            await db.Set<AccessReview>().AsNoTracking().FirstOrDefaultAsync(review => review.Id == id, ct) is { } review ? View.Of(review) : null;

        /// <summary>Stores it for good.</summary>
        /// <exception cref="InvalidField">400: the period is none or not over yet, or a follow-up has no note.</exception>
        /// <exception cref="RuleViolation">409 `review.nothing-sealed`: the log is empty.</exception>
        public async Task<View> Sign(Request request, CancellationToken ct)
        {
            var (from, to, now) = (request.From!.Value, request.To!.Value, clock.GetUtcNow());
            if (string.IsNullOrWhiteSpace(request.LookedAt)) throw new InvalidField("lookedAt", "Say what was looked at.");
            if (to <= from) throw new InvalidField("to", "It must be after from.");
            if (to > SwedishTime.Day(now).AddDays(1)) throw new InvalidField("to", "It cannot lie in the future.");
            if (request.Finding == AccessFinding.FollowUp && string.IsNullOrWhiteSpace(request.Note)) throw new InvalidField("note", "Say what must be followed up.");
            var last = await db.Set<AccessSeal>().AsNoTracking().OrderByDescending(seal => seal.Month).ThenByDescending(seal => seal.Number).FirstOrDefaultAsync(ct)
                ?? throw new RuleViolation("review.nothing-sealed", "The log has no sealed row to review.");
            var review = AccessReview.Sign(from, to, request.LookedAt, request.Finding!.Value, request.Note ?? "", last, user, now);
            db.Add(review);
            await db.SaveChangesAsync(ct);
            return View.Of(review);
        }
    }
}

/// <summary>What a service with cases maps beside its own.</summary>
public static class AccessLogExtensions
{
    internal static void AddAccessLog(this IServiceCollection services)
    {
        // The services' own calls see only their own requests.
        services.AddValidation();
        services.AddScoped<AccessLog>();
        services.AddScoped<ListAccess.Handler>();
        services.AddScoped<ReviewAccess.Handler>();
        services.AddHostedService<AccessSealer>();
    }

    /// <summary>`/{service}/v1/access-log` with its reviews; the page `/logg` is Huset.Ui's.</summary>
    public static void MapAccessLog(this WebApplication app)
    {
        var service = app.Services.GetRequiredService<HusetService>();
        var log = app.MapGroup($"/{service.Name}/v1/access-log").WithTags("access-log");
        ListAccess.Map(log);
        ReviewAccess.Map(log, service);
    }
}
