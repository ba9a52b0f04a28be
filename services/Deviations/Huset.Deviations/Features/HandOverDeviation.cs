using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deviations.Features.UnitTasks;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

public static class HandOverDeviation
{
    public sealed class Request
    {
        [Description("Spåret som ärendet lämnas till. / The track that the case is handed over to.")]
        [Required, EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("Varför, för den som utreder. / Why, for who investigates.")]
        [Example("En omsorgstagare blev utan tillsyn en natt.")]
        [Required, StringLength(20_000)]
        public string? Reason { get; set; }

        [Description("Ett anonymt tips är ingen lex Sarah-rapport: true säger att den som lämnar över själv rapporterar, med skälet som sin rapport. / An anonymous tip is no lex Sarah report: true says that who hands it over reports it, with the reason as the report.")]
        public bool OwnReport { get; set; }

        [Description("De omedelbara åtgärder som enheten fortsätter med; enheten ser dem, och inget om ärendet. / The immediate measures that the unit goes on with; the unit sees them, and nothing of the case.")]
        [MaxLength(20)]
        public List<KeptMeasure>? Measures { get; set; }
    }

    public sealed class KeptMeasure
    {
        [Description("Vad enheten gör, skrivet för enheten: inget ur ärendet. / What the unit does, written for the unit: nothing of the case.")]
        [Example("Extra tillsyn på natten tills larmen är bytta."), Required, StringLength(2_000)]
        public string? What { get; set; }

        [Description("Vem som gör det, ur /people; utelämnas gör enhetens chef det. / Who does it, from /people; left out the unit's manager does.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000001"), StringLength(200)]
        public string? OwnerId { get; set; }

        [Description("Sista dagen, svensk tid; tidigast i dag. / Last day, Swedish time; today at the earliest.")]
        [Example("2099-01-01"), Required]
        public DateOnly? DueAt { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/tracks", async Task<Results<Ok<TrackReceipt>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, CancellationToken ct) =>
            await handler.Handle(id, request, http.RequireIfMatch, ct) is { } receipt ? TypedResults.Ok(receipt) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.HandOver)
        .NeedsIfMatch()
        .WithSummary("Lämna över en avvikelse till lex Sarah eller lex Maria / Hand over a deviation to lex Sarah or lex Maria")
        .WithDescription("I samma stund ser bara spårets utredare ärendet; den som lämnar över ser det inte längre. Enheten behåller det som står i measures. Skicka If-Match med den ETag du läste. / From that moment only the track's investigators see the case; who hands it over sees it no longer. The unit keeps what stands in measures. Send If-Match with the ETag that you read.");

    public sealed class Handler(DeviationsDb db, GiveUnitTask.Handler tasks, AccessLog access, Managers managers, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may hand over.</summary>
        public async Task<TrackReceipt?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Deviations.Include(d => d.Tracks).Include(d => d.Causes).ThenInclude(c => c.Actions).AsSplitQuery().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation || !user.MayHandOver(deviation)) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            var why = user.WhyWork(Permissions.HandOver, deviation);
            // Who sees the case no longer is not led to it by an old line; who reported it has the own report.
            if (!deviation.IsRestricted) db.RemoveRange(await db.Notices.IgnoreQueryFilters().Where(n => n.DeviationId == id && n.PersonId != deviation.ReporterId).ToListAsync(ct));
            deviation.HandOver(request.Track!.Value, request.Reason!, user.Id, user.Name, now, request.OwnReport, units.Find(deviation.UnitCode)?.Provider == "private");
            db.Publish(deviation.ToTracksChanged(now));
            db.Add(LexCount.Begin(deviation, request.Track.Value, units, now));
            // What is serious is notified to IVO as soon as can be, so it does not wait for somebody to look in the list.
            foreach (var investigator in (await managers.With(request.Track == TrackKind.LexSarah ? Roles.LexUtredare : Roles.Mas, ct)).Where(person => person != user.Id))
                db.Add(Notice.To(investigator, NoticeKind.HandedOver, deviation.Id, deviation.Reference, null, now));
            foreach (var (measure, number) in (request.Measures ?? []).Select((measure, number) => (measure, number)))
                await tasks.Add(deviation.KeepMeasure(new(measure.What!, await tasks.Owner(measure.OwnerId, $"measures[{number}].ownerId", ct), measure.DueAt!.Value), $"measures[{number}].dueAt", Person.Of(user), now), now, ct);
            access.Add(AccessAction.Change, deviation, why);
            await db.SaveChangesAsync(ct); // one write: nobody sees it half handed over
            return new(deviation.Reference, request.Track.Value, now);
        }
    }
}
