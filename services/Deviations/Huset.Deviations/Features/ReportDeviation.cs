using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class ReportDeviation
{
    public sealed class Request
    {
        [Description("Enhetens kod; din egen enhet om den utelämnas. / Code of the unit; your own unit when left out.")]
        [Example("norrangen"), StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Vad det gäller. / What it concerns.")]
        [Required, EnumDataType(typeof(DeviationKind))]
        public DeviationKind? Kind { get; set; }

        [Description("Vad som hände, med egna ord och utan namn. / What happened, in own words and without names.")]
        [Example("Morgondosen gavs två timmar för sent. Passet hade två personer i stället för tre.")]
        [Required, StringLength(20_000)]
        public string? Description { get; set; }

        [Description("När det hände, med tidszon. / When it happened, with time zone.")]
        [Required]
        public DateTimeOffset? OccurredAt { get; set; }

        [Description("Om någon kom till skada. / Whether someone came to harm.")]
        [Required, EnumDataType(typeof(Harm))]
        public Harm? Harm { get; set; }

        [Description("Vad som gjordes genast. / What was done at once.")]
        [Example("Sjuksköterskan ringdes."), StringLength(20_000)]
        public string? ImmediateAction { get; set; }

        [Description("Misstanke om något allvarligt. / Something serious is suspected.")]
        public bool SuspectedSerious { get; set; }

        [Description("Steget i processen. / Step of the process.")]
        public Guid? ActivityId { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/", async Task<Created<DeviationView>> (Request request, Handler handler, CurrentUser user, HttpResponse response, CancellationToken ct) =>
        {
            var deviation = await handler.Handle(request, ct);
            response.SetETag(deviation.Version);
            return TypedResults.Created($"/deviations/v1/deviations/{deviation.Id}", DeviationView.Of(deviation, user));
        })
        .RequireAuthorization(Permissions.Report)
        .GivesETag()
        .WithSummary("Rapportera en avvikelse / Report a deviation")
        .WithDescription("Sparar rapporten och berättar om den för övriga tjänster. Skicka Idempotency-Key så blir det en rapport även om anropet görs om. / Stores the report and tells the other services. Send Idempotency-Key and a repeated call makes no second report.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        public async Task<Deviation> Handle(Request request, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var occurredAt = request.OccurredAt!.Value;
            if (occurredAt > now.AddMinutes(5)) throw new InvalidField("occurredAt", "It cannot have happened in the future.");
            if (occurredAt < now.AddYears(-20)) throw new InvalidField("occurredAt", "It is too long ago.");
            var unit = request.UnitCode ?? user.HomeUnit ?? throw new InvalidField("unitCode", "You have no unit of your own; say which unit.");
            if (!units.Existed(unit, SwedishTime.Day(occurredAt))) throw new InvalidField("unitCode", "There is no such unit.");

            var deviation = Deviation.Report(
                await db.NextReferenceNumber(ct), unit, occurredAt, request.Kind!.Value, request.Harm!.Value, request.Description!,
                request.ImmediateAction, request.SuspectedSerious, request.ActivityId, user.Id, user.Name, now);
            db.Add(deviation);
            db.Publish(deviation.ToReported(now));
            access.Add(AccessAction.Create, deviation, $"{Permissions.Report}/all");
            await db.SaveChangesAsync(ct); // the row, its event and the log's row commit together or not at all
            return deviation;
        }
    }
}
