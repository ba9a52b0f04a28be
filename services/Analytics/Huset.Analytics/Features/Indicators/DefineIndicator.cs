using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Indicators;

/// <summary>An indicator that the municipality defines itself: begun, and described anew.</summary>
public static class DefineIndicator
{
    public sealed class NewRequest : Definition
    {
        [Required, StringLength(40, MinimumLength = 2), RegularExpression("[a-z0-9]+(-[a-z0-9]+)*"), Example("nojda-brukare"), Description("Dess kod: små bokstäver a–z, siffror och bindestreck; ändras aldrig. / Its code: lower-case letters a–z, digits and hyphens; never changes.")]
        public string? Code { get; set; }
    }

    public sealed class Request : Definition;

    public abstract class Definition
    {
        [Required, StringLength(120, MinimumLength = 3), Example("Nöjda brukare i hemtjänsten"), Description("Vad det heter. / What it is called.")]
        public string? Name { get; set; }

        [Required, StringLength(500, MinimumLength = 3), Example("Andelen av dem som svarade på enkäten som är nöjda med helheten."), Description("Vad det är. / What it is.")]
        public string? Means { get; set; }

        [Required, StringLength(500, MinimumLength = 3), Example("Det säger inget om dem som inte orkade svara."), Description("Vad det inte säger. / What it does not tell.")]
        public string? MeansNot { get; set; }

        [Required, StringLength(300, MinimumLength = 2), Example("De som svarade att de är nöjda"), Description("Täljaren i ord, eller vad som mäts. / The numerator in words, or what is measured.")]
        public string? NumeratorMeans { get; set; }

        [StringLength(300), Example("Alla som svarade"), Description("Nämnaren i ord; krävs för en andel och ett antal per något. / The denominator in words; needed for a share and a rate.")]
        public string? DenominatorMeans { get; set; }

        [Required, StringLength(40), Example("%"), Description("Vad värdena är i: %, antal, kronor, dagar; för ett antal per något det som det är per. / What values are of; of a rate what it is per.")]
        public string? Unit { get; set; }

        [Required, Description("Slag av tal: c antal, p andel, u antal per något, xmr mätvärde. / Kind of figure: c count, p share, u rate, xmr measurement.")]
        public ChartKind? Type { get; set; }

        [Description("Om det bedöms mot gränser; false ger ett seriediagram med bara medianen. / Whether it is judged by limits; false gives a run chart.")]
        public bool? Judged { get; set; }

        [Required, Description("Vilket håll som är bättre. / Which way is better.")]
        public Better? Better { get; set; }

        [Required, Description("Hur lång tid varje värde gäller. / How long time each value is of.")]
        public PeriodLength? Period { get; set; }

        [Required, Example("manual"), Description("Var värdena kommer ifrån: manual, import eller kolada. / Where the values come from: manual, import or kolada.")]
        public IndicatorSource? Source { get; set; }

        [StringLength(200), Example("Källa: Socialstyrelsen, Vad tycker de äldre om äldreomsorgen"), Description("Källan som den ska anges. / The source as it must be told.")]
        public string? Attribution { get; set; }

        [Description("Sista dagen som det följs; utelämnas medan det följs. / Last day that it is followed; left out while it is.")]
        public DateOnly? EndsOn { get; set; }

        /// <exception cref="InvalidField">400: type, denominatorMeans or source</exception>
        internal OwnIndicator ToOwn()
        {
            static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
            var own = new OwnIndicator(
                Name!.Trim(), Means!.Trim(), MeansNot!.Trim(), NumeratorMeans!.Trim(), Said(DenominatorMeans), Unit!.Trim(), Type!.Value, Judged ?? true, Better!.Value,
                Period!.Value, Source!.Value, Said(Attribution), EndsOn);
            // Between rare events there are no periods, which values are of; a run chart is one that is not judged.
            if (own.Chart is ChartKind.G or ChartKind.T or ChartKind.Run) throw new InvalidField("type", "It must be c, p, u or xmr.");
            if (own.Source == IndicatorSource.Events) throw new InvalidField("source", "It must be manual, import or kolada.");
            return own.NeedsDenominator && own.DenominatorMeans is null ? throw new InvalidField("denominatorMeans", "A share or a rate needs a denominator.") : own;
        }
    }

    public static void Map(RouteGroupBuilder indicators)
    {
        indicators.MapPost("/", async Task<Created<IndicatorDetail>> (NewRequest request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var detail = await handler.Begin(request, ct);
                response.SetETag(detail.Version);
                return TypedResults.Created($"/analytics/v1/indicators/{detail.Indicator.Code}", detail);
            })
            .RequireAuthorization(Permissions.EditIndicators)
            .GivesETag()
            .WithName("defineIndicator")
            .WithSummary("Bestäm ett eget nyckeltal / Define an indicator of your own")
            .WithDescription("Vad som mäts, av vad, hur ofta och vilket håll som är bättre. Värdena skrivs in eller läses in sedan, och läses i samma diagram som det som räknas ur händelser. / What is measured, of what, how often and which way is better. Its values are told later, and read in the same charts as what is counted of events.");
        indicators.MapPut("/{code}", async Task<Results<Ok<IndicatorDetail>, NotFound>> ([Description("Nyckeltalets kod. / Code of the indicator."), Example("nojda-brukare")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Describe(code, request, http.Request.RequireIfMatch, ct) is not { } detail) return TypedResults.NotFound();
                http.Response.SetETag(detail.Version);
                return TypedResults.Ok(detail);
            })
            .RequireAuthorization(Permissions.EditIndicators)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("describeIndicator")
            .WithSummary("Beskriv ett eget nyckeltal på nytt / Describe an indicator of your own anew")
            .WithDescription("Slag och period går inte att ändra när det finns värden: det är då ett annat nyckeltal. Skicka If-Match med den ETag du läste. / Kind and period cannot change when there are values: that is another indicator. Send If-Match with the ETag that you read.");
    }

    public sealed class Handler(AnalyticsDb db, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: type, denominatorMeans or source</exception>
        /// <exception cref="RuleViolation">`indicator.code-taken`</exception>
        public async Task<IndicatorDetail> Begin(NewRequest request, CancellationToken ct)
        {
            var profile = IndicatorProfile.Define(request.Code!, request.ToOwn());
            await using var own = await db.OwnTransaction(ct);
            // Two of the same code wait for each other.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({profile.Code}, 727593))", ct);
            if (Indicators.Find(profile.Code) is not null || await db.IndicatorProfiles.AnyAsync(known => known.Code == profile.Code, ct)) throw new RuleViolation("indicator.code-taken", "There is an indicator by that code.");
            db.Add(profile);
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return IndicatorDetail.Of(Indicator.Of(profile.Code, profile.Own!), profile, SwedishTime.Today(clock));
        }

        /// <summary>Null when there is no such indicator.</summary>
        /// <exception cref="InvalidField">400: type, denominatorMeans or source</exception>
        /// <exception cref="RuleViolation">`indicator.counted`, `indicator.has-values`</exception>
        public async Task<IndicatorDetail?> Describe(string code, Definition request, Action<int> checkVersion, CancellationToken ct)
        {
            var changed = await db.Change(code, async profile =>
            {
                checkVersion(profile.Version);
                profile.Describe(request.ToOwn(), await db.IndicatorValues.IgnoreQueryFilters().AnyAsync(value => value.Indicator == code, ct));
            }, ct);
            return changed is null ? null : IndicatorDetail.Of(Indicator.Of(code, changed.Own!), changed, SwedishTime.Today(clock));
        }
    }
}
