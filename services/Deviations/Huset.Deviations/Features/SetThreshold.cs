using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.Deviations.Features;

public static class SetThreshold
{
    public sealed class Request
    {
        [Description("Vad som mäts. / What is measured.")]
        [Required, EnumDataType(typeof(Measure))]
        public Measure? Measure { get; set; }

        [Description("Från och med detta värde: 1 till 16 för riskpoäng, 1 till 4 för allvarlighetsgrad. / From this figure on: 1 to 16 for the score, 1 to 4 for severity.")]
        [Example("4"), Required, Range(1, 16)]
        public int? Value { get; set; }

        [Description("Första dagen som lydelsen gäller; tidigast i dag. / First day of the version; today at the earliest.")]
        [Example("2099-01-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Var gränsen står, eller vems den är. / Where it is written, or whose it is.")]
        [Example("Socialnämndens beslut 2026-11-18 § 112"), Required, StringLength(500)]
        public string? Source { get; set; }
    }

    public static void Map(RouteGroupBuilder thresholds)
    {
        thresholds.MapPost("/", async Task<Created<ThresholdView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var threshold = await handler.Set(request, ct);
                response.SetETag(threshold.Version);
                return TypedResults.Created($"/deviations/v1/thresholds/{threshold.Id}", ThresholdView.Of(threshold));
            })
            .RequireAuthorization(Permissions.EditRules)
            .GivesETag()
            .WithName("setThreshold")
            .WithSummary("Sätt en ny gräns / Set a new threshold")
            .WithDescription("Gränsen gäller från sin första dag i stället för den som gällde då. / The threshold applies from its first day instead of the one that applied then.");
        thresholds.MapPost("/{id:guid}/verification", async Task<Results<Ok<ThresholdView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Verify(id, http.Request.RequireIfMatch, ct) is not { } threshold) return TypedResults.NotFound();
                http.Response.SetETag(threshold.Version);
                return TypedResults.Ok(ThresholdView.Of(threshold));
            })
            .RequireAuthorization(Permissions.EditRules)
            .NeedsIfMatch().GivesETag()
            .WithName("verifyThreshold")
            .WithSummary("Intyga att gränsen stämmer / Verify a threshold")
            .WithDescription("Du har läst källan och gränsen säger detsamma. / You have read the source and the threshold says the same.");
    }

    public sealed class Handler(DeviationsDb db, CurrentUser user, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: validFrom or value.</exception>
        /// <exception cref="RuleViolation">409 `rule.later-version`.</exception>
        public async Task<Threshold> Set(Request request, CancellationToken ct)
        {
            var (measure, from) = (request.Measure!.Value, request.ValidFrom!.Value);
            if (from < SwedishTime.Today(clock)) throw new InvalidField("validFrom", "A version begins today at the earliest.");
            if (measure == Measure.InvestigateFromSeverity && request.Value > 4) throw new InvalidField("value", "Severity is 1 to 4.");
            var same = await db.Thresholds.Where(known => known.Measure == measure).ToListAsync(ct);
            if (same.Exists(known => known.ValidFrom >= from && known.ValidTo != known.ValidFrom)) throw new RuleViolation("rule.later-version", "A version from that day or later is set already.");
            same.Find(known => known.AppliesOn(from))?.End(from);
            var threshold = Threshold.From(from, measure, request.Value!.Value, request.Source!, Person.Of(user), clock.GetUtcNow());
            db.Add(threshold);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Two who set the first version at once: the database decides who was first.
                throw new RuleViolation("rule.later-version", "A version from that day or later is set already.");
            }
            return threshold;
        }

        public Task<Threshold?> Find(Guid id, CancellationToken ct) => db.Thresholds.FirstOrDefaultAsync(threshold => threshold.Id == id, ct);

        public async Task<Threshold?> Verify(Guid id, Action<int> checkVersion, CancellationToken ct)
        {
            if (await Find(id, ct) is not { } threshold) return null;
            checkVersion(threshold.Version);
            threshold.Verify(Person.Of(user), clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return threshold;
        }
    }
}
