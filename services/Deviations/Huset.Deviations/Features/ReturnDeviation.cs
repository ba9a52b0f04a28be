using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

public static class ReturnDeviation
{
    public sealed class Request
    {
        [Description("Varför; enhetens chef läser det. / Why; the unit's manager reads it.")]
        [Example("Bedömd som avvikelse, inte missförhållande.")]
        [Required, StringLength(20_000)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/tracks/{track}/return", async Task<Results<Ok<TrackReceipt>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Spåret: lex-sarah eller lex-maria. / The track: lex-sarah or lex-maria."), OneOf<TrackKind>] string track, Request request, Handler handler, HttpRequest http, CancellationToken ct) =>
            await handler.Handle(id, track, request, http.RequireIfMatch, ct) is { } receipt ? TypedResults.Ok(receipt) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.Return)
        .NeedsIfMatch()
        .WithSummary("Lämna tillbaka en avvikelse från lex Sarah eller lex Maria / Return a deviation from lex Sarah or lex Maria")
        .WithDescription("För ett ärende som bedöms inte höra till spåret. Det blir en vanlig avvikelse igen, om det inte ligger i det andra spåret. Det som är beslutat att höra dit eller anmält till IVO lämnas inte tillbaka. Skicka If-Match med den ETag du läste. / For a case that is judged not to belong to the track. It becomes an ordinary deviation again, unless it lies in the other track. What is decided to belong there or notified to IVO is not returned. Send If-Match with the ETag that you read.");

    public sealed class Handler(DeviationsDb db, AccessLog access, Managers managers, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such case in a track of the user's own.</summary>
        public async Task<TrackReceipt?> Handle(Guid id, string track, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (!Kebab.TryParse<TrackKind>(track, out var kind) || !user.Investigates(kind)) return null;
            if (await db.Deviations.Include(d => d.Tracks).Include(d => d.Causes).ThenInclude(c => c.Actions).AsSplitQuery().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation || !deviation.RestrictedTo.Contains(kind)) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            deviation.Return(kind, request.Reason!, user.Id, user.Name, now);
            db.Publish(deviation.ToTracksChanged(now));
            foreach (var count in await db.LexCounts.Where(count => count.DeviationId == id && count.Track == kind && count.Counts).ToListAsync(ct)) count.TakeBack(now);
            if (!deviation.IsRestricted)
            {
                foreach (var manager in (await managers.Nearest(ct))(deviation.UnitCode).Where(person => person != user.Id))
                    db.Add(Notice.To(manager, NoticeKind.Returned, deviation.Id, deviation.Reference, null, now));
            }
            access.Add(AccessAction.Change, deviation, $"{Permissions.Return}/all");
            await db.SaveChangesAsync(ct);
            return new(deviation.Reference, kind, now);
        }
    }
}
