using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/tracks", async Task<Results<Ok<TrackReceipt>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, CancellationToken ct) =>
            await handler.Handle(id, request, http.RequireIfMatch, ct) is { } receipt ? TypedResults.Ok(receipt) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.HandOver)
        .NeedsIfMatch()
        .WithSummary("Lämna över en avvikelse till lex Sarah eller lex Maria / Hand over a deviation to lex Sarah or lex Maria")
        .WithDescription("I samma stund ser bara spårets utredare ärendet; den som lämnar över ser det inte längre. Skicka If-Match med den ETag du läste. / From that moment only the track's investigators see the case; who hands it over sees it no longer. Send If-Match with the ETag that you read.");

    public sealed class Handler(DeviationsDb db, AccessLog access, Managers managers, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may hand over.</summary>
        public async Task<TrackReceipt?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Deviations.Include(d => d.Tracks).Include(d => d.Causes).ThenInclude(c => c.Actions).AsSplitQuery().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation || !user.MayHandOver(deviation)) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            var why = user.WhyWork(Permissions.HandOver, deviation);
            deviation.HandOver(request.Track!.Value, request.Reason!, user.Id, user.Name, now, request.OwnReport, units.Find(deviation.UnitCode)?.Provider == "private");
            db.Publish(deviation.ToTracksChanged(now));
            db.Add(LexCount.Begin(deviation, request.Track.Value, units, now));
            // What is serious is notified to IVO as soon as can be, so it does not wait for somebody to look in the list.
            foreach (var investigator in (await managers.With(request.Track == TrackKind.LexSarah ? Roles.LexUtredare : Roles.Mas, ct)).Where(person => person != user.Id))
                db.Add(Notice.To(investigator, NoticeKind.HandedOver, deviation.Id, deviation.Reference, null, now));
            access.Add(AccessAction.Change, deviation, why);
            await db.SaveChangesAsync(ct); // one write: nobody sees it half handed over
            return new(deviation.Reference, request.Track.Value, now);
        }
    }
}
