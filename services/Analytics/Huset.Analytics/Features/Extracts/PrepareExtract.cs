using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Indicators;
using Huset.Analytics.Features.Subscriptions;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Extracts;

public static class PrepareExtract
{
    public const int MostTypes = 50, MostIndicators = 50, MostUnits = 50;

    public sealed class Request
    {
        [Required, StringLength(1000, MinimumLength = 10), Example("Samband mellan bemanning och fallolyckor."), Description("Vad uppgifterna ska användas till; inga personnamn behövs. / What the data are for; no person's name is needed.")]
        public string? Purpose { get; set; }

        [Required, StringLength(200, MinimumLength = 2), Example("Göteborgs universitet"), Description("Organisationen som tar emot uttaget. / The organisation that receives the extract.")]
        public string? Recipient { get; set; }

        [StringLength(200), Example("Etikprövningsmyndigheten, dnr 2026-01234-01"), Description("Mottagarens beslut om etikprövning, om det behövs ett. / The receiver's decision on ethics approval, if one is needed.")]
        public string? Ethics { get; set; }

        [MaxLength(MostTypes), EachMatches("[a-z0-9.-]{1,199}[*]?"), Example("se.huset.deviations.*"), Description("Händelsetyperna; en som slutar med * är alla typer som börjar så. Tom lista är inga händelser. / The types of events; one that ends with * is every type that begins so. An empty list is no events.")]
        public List<string>? Types { get; set; }

        [MaxLength(MostIndicators), Example("deviations-harm"), Description("Koder för nyckeltal vars serier ska med. Tom lista är inga serier. / Codes of the indicators whose series are wanted. An empty list is no series.")]
        public List<string>? Indicators { get; set; }

        [MaxLength(MostUnits), Example("norrangen"), Description("Koder för enheter, var och en med alla under den. Tom lista är alla enheter, och serierna är då hela kommunens. / Codes of units, each with all below it. An empty list is all units, and the series are then the whole municipality's.")]
        public List<string>? Units { get; set; }

        [Description("Om också enheternas koder ska bytas ut. / Whether the codes of units too are to be replaced.")]
        public bool CodesUnits { get; set; }

        [Required, RegularExpression("[0-9]{4}-[0-9]{2}"), Example("2025-01"), Description("Första månaden. / First month.")]
        public string? From { get; set; }

        [Required, RegularExpression("[0-9]{4}-[0-9]{2}"), Example("2026-01"), Description("Första månaden som inte är med. / First month that is not in it.")]
        public string? To { get; set; }

        [Required, Description("Sista dagen som uttaget kan hämtas, högst fem år framåt. / Last day that the extract can be fetched, at most five years ahead.")]
        public DateOnly? EndsOn { get; set; }
    }

    public static void Map(RouteGroupBuilder extracts) => extracts
        .MapPost("/", async Task<Created<ExtractView>> (Request request, Handler handler, ListExtracts.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            var extract = await handler.Handle(request, ct);
            http.Response.SetETag(extract.Version);
            return TypedResults.Created($"/analytics/v1/extracts/{extract.Id}", await reader.View(extract, ct));
        })
        .RequireAuthorization(Permissions.PrepareExtracts)
        .GivesETag()
        .WithName("prepareExtract")
        .WithSummary("Förbered ett uttag / Prepare an extract")
        .WithDescription("Urvalet, ändamålet och mottagaren. Ingenting kan hämtas förrän någon annan har beslutat. / The choice, the purpose and the receiver. Nothing can be fetched until someone else has decided.");

    public sealed class Handler(AnalyticsDb db, IndicatorCatalogue catalogue, SubscriptionWork work, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: types, indicators, units, from, to, endsOn.</exception>
        public async Task<Extract> Handle(Request request, CancellationToken ct)
        {
            var (from, to) = MonthPeriod.Of(request.From, request.To, clock);
            string[] types = SubscriptionWork.Types(request.Types), indicators = SubscriptionWork.Types(request.Indicators);
            if (types.Length == 0 && indicators.Length == 0) throw new InvalidField("types", "Choose a type of events or an indicator.");
            foreach (var code in indicators)
                if (await catalogue.Find(code, ct) is null) throw new InvalidField("indicators", "There is no such indicator.");
            var endsOn = request.EndsOn!.Value;
            if (endsOn < work.Today || endsOn > work.Today.AddYears(Extract.MostYears)) throw new InvalidField("endsOn", "It must be today or later, at most five years ahead.");
            var choice = new ExtractChoice(types, indicators, work.Units(request.Units), request.CodesUnits, from, to);
            var extract = Extract.Prepare(choice, request.Purpose!.Trim(), request.Recipient!.Trim(), string.IsNullOrWhiteSpace(request.Ethics) ? null : request.Ethics.Trim(), endsOn, work.Me, work.Now);
            db.Add(extract);
            await db.SaveChangesAsync(ct);
            return extract;
        }
    }
}
