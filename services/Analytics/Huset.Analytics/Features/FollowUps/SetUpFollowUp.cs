using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.FollowUps;

/// <summary>The local follow-up of a method is set up, and said anew.</summary>
public static class SetUpFollowUp
{
    public const int MaxText = 2_000;

    public sealed class Request
    {
        [Required, StringLength(120, MinimumLength = 3), Example("Motiverande samtal i boendestödet"), Description("Vad uppföljningen heter. / What the follow-up is called.")]
        public string? Name { get; set; }

        [Required, StringLength(200, MinimumLength = 2), Example("Motiverande samtal (MI)"), Description("Metoden eller tjänsten som följs upp. / The method or service that is followed up.")]
        public string? Method { get; set; }

        [Required, StringLength(64), Example("ao"), Description("Enheten som svarar för den; de under den mäter också. / The unit that answers for it; those below it measure too.")]
        public string? UnitCode { get; set; }

        [Required, StringLength(MaxText, MinimumLength = 3), Example("Se om de som får samtalen klarar mer av sin vardag."), Description("Vad man vill veta. / What one wants to know.")]
        public string? Purpose { get; set; }

        [Required, StringLength(MaxText, MinimumLength = 3), Example("Visst stöd i systematiska översikter; svagare för äldre."), Description("Vad som är känt om metoden: dess evidens och vad den vilar på. / What is known of the method: its evidence and what it rests on.")]
        public string? Evidence { get; set; }

        [StringLength(400), Example("https://www.socialstyrelsen.se/metodguiden"), Description("Adress till källan: http eller https. / Address of the source: http or https.")]
        public string? EvidenceLink { get; set; }

        [Required, Description("Första dagen som mäts. / First day that is measured.")]
        public DateOnly? From { get; set; }

        [Required, MinLength(1), MaxLength(MethodFollowUp.MaxScales), Description("Vad det mäts med. / What it is measured by.")]
        public List<Scale>? Scales { get; set; }

        [Description("Steget i en process där metoden används. / The step of a process where the method is used.")]
        public Guid? ActivityId { get; set; }

        [StringLength(40), Example("complaints"), Description("Kod för ett nyckeltal som hör ihop med den. / Code of an indicator that belongs with it.")]
        public string? Indicator { get; set; }
    }

    public sealed class Scale
    {
        [Required, StringLength(20, MinimumLength = 1), RegularExpression("[a-z0-9]+(-[a-z0-9]+)*"), Example("gaf"), Description("Skalans kod: små bokstäver, siffror och bindestreck. / Code of the scale: lower-case letters, digits and hyphens.")]
        public string? Code { get; set; }

        [Required, StringLength(120, MinimumLength = 2), Example("GAF, global funktionsskattning"), Description("Vad den heter. / What it is called.")]
        public string? Name { get; set; }

        [Required, Range(-100_000, 100_000), Example("1"), Description("Lägsta värdet. / The lowest value.")]
        public decimal? Lowest { get; set; }

        [Required, Range(-100_000, 100_000), Example("100"), Description("Högsta värdet. / The highest value.")]
        public decimal? Highest { get; set; }

        [Required, Description("Om ett högre värde är bättre. / Whether a higher value is better.")]
        public bool? HigherIsBetter { get; set; }

        [StringLength(200), Example("Socialstyrelsens metodguide"), Description("Var skalan kommer ifrån. / Where the scale comes from.")]
        public string? Source { get; set; }
    }

    public static void Map(RouteGroupBuilder followUps)
    {
        followUps.MapPost("/", async Task<Created<FollowUpView>> (Request request, Handler handler, FollowUpWork work, HttpResponse response, CancellationToken ct) =>
            {
                var followUp = await handler.SetUp(request, ct);
                response.SetETag(followUp.Version);
                return TypedResults.Created($"/analytics/v1/follow-ups/{followUp.Id}", work.View(followUp));
            })
            .RequireAuthorization(Permissions.SetUpFollowUps)
            .GivesETag()
            .WithName("setUpMethodFollowUp")
            .WithSummary("Lägg upp uppföljningen av en metod / Set up the follow-up of a method")
            .WithDescription("Lokal uppföljning: metoden eller tjänsten, vad man vill veta, vad som är känt om den och vad det mäts med vid start, under tiden och vid avslut. / Local follow-up: the method or service, what one wants to know, what is known of it and what it is measured by at start, on the way and at end.");
        followUps.MapPut("/{id:guid}", async Task<Results<Ok<FollowUpView>, NotFound>> ([Description("Uppföljningens id. / Id of the follow-up.")] Guid id, Request request, Handler handler, FollowUpWork work, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(id, request, http.Request.RequireIfMatch, ct) is not { } followUp) return TypedResults.NotFound();
                http.Response.SetETag(followUp.Version);
                return TypedResults.Ok(work.View(followUp));
            })
            .RequireAuthorization(Permissions.SetUpFollowUps)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("changeMethodFollowUp")
            .WithSummary("Ändra uppföljningen av en metod / Change the follow-up of a method")
            .WithDescription("Det som mätningar vilar på går inte att ändra: enheten och skalornas kod, ändar och riktning. Skicka If-Match med den ETag du läste. / What measurements rest on cannot change: the unit and the scales' codes, ends and direction. Send If-Match with the ETag that you read.");
    }

    public sealed class Handler(AnalyticsDb db, FollowUpWork work, GoalMeasures measures, UnitTree units)
    {
        /// <exception cref="InvalidField">400: something that it names is not there, or a scale is none.</exception>
        public async Task<MethodFollowUp> SetUp(Request request, CancellationToken ct)
        {
            var followUp = MethodFollowUp.SetUp(await TextOf(request, null, ct), work.Now);
            db.Add(followUp);
            db.Publish(followUp.ToChanged(work.Now));
            await db.SaveChangesAsync(ct);
            return followUp;
        }

        /// <summary>Null when there is none.</summary>
        /// <exception cref="InvalidField">400: something that it names is not there, or a scale is none.</exception>
        /// <exception cref="RuleViolation">`method-follow-up.concluded`, `method-follow-up.measured`</exception>
        public Task<MethodFollowUp?> Change(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(id, async followUp =>
        {
            checkVersion(followUp.Version);
            // Whoever sets it up may have no rights to the units' cases.
            var measured = await db.Measurements.IgnoreQueryFilters().Where(measurement => measurement.FollowUpId == id).Select(measurement => measurement.Scale).Distinct().ToListAsync(ct);
            followUp.Change(await TextOf(request, followUp, ct), measured);
            db.Publish(followUp.ToChanged(work.Now));
        }, ct);

        private async Task<MethodFollowUpText> TextOf(Request request, MethodFollowUp? before, CancellationToken ct)
        {
            if (request.UnitCode != before?.UnitCode && units.Find(request.UnitCode) is null) throw new InvalidField("unitCode", "It must be a unit of today.");
            if (request.From!.Value > work.Today.AddYears(1) || request.From.Value.Year < 2000) throw new InvalidField("from", "It must be a day from 2000 to a year ahead.");
            var link = Clean(request.EvidenceLink);
            if (link is not null && !(Uri.TryCreate(link, UriKind.Absolute, out var address) && address is { Scheme: "https" or "http", UserInfo: "", Host.Length: > 0 })) throw new InvalidField("evidenceLink", "It must be an address that begins with https:// or http://.");
            if (request.ActivityId is { } activity && activity != before?.ActivityId && !await db.Subjects.AnyAsync(subject => subject.Type == "activity" && subject.Id == activity.ToString(), ct)) throw new InvalidField("activityId", "There is no such step.");
            var indicator = Clean(request.Indicator);
            if (indicator is not null && indicator != before?.Indicator && !(await measures.Offered(ct)).Any(known => known.Code == indicator)) throw new InvalidField("indicator", "There is no such indicator.");
            if (request.Scales!.Exists(scale => scale.Lowest != Math.Round(scale.Lowest!.Value, 2) || scale.Highest != Math.Round(scale.Highest!.Value, 2))) throw new InvalidField("scales", "The ends of a scale have two decimals at most.");
            return new(
                Clean(request.Name)!, Clean(request.Method)!, request.UnitCode!, Clean(request.Purpose)!, Clean(request.Evidence)!, link, request.From.Value,
                [.. request.Scales.Select(scale => new MeasureScale(scale.Code!, Clean(scale.Name)!, scale.Lowest!.Value, scale.Highest!.Value, scale.HigherIsBetter!.Value, Clean(scale.Source)))], request.ActivityId, indicator);
        }

        private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings("\n").Trim();
    }
}
