using System.ComponentModel;
using Huset.Deviations.Features.Authorities;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Lex;

/// <summary>The notification to IVO as it can be sent, for who investigates in the track.</summary>
public static class ReadIvoNotice
{
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/{id:guid}/ivo-notification/document", async Task<Results<Ok<AuthorityNotice>, FileContentHttpResult, RazorComponentResult<AuthorityDocument>, PushStreamHttpResult, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id,
            [FromQuery, OneOf<TrackKind>, Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett. / The track; may be left out when you investigate the case in one only.")] string? track,
            Handler handler, AuthorityFiles files, HttpContext http, CancellationToken ct,
            [FromQuery(Name = "format"), OneOf("json", "html", "docx", "zip"), Description("json, html, docx eller zip (docx, html och bilagorna). Utan format gäller Accept. / json, html, docx or zip (docx, html and the attachments). Without it, Accept decides.")] string? format = null) =>
        {
            var form = http.Request.FormatOf(format, "json", "html", "docx", "zip");
            return files.Answer(await handler.Handle(id, Lists.Choice<TrackKind>(track, "track"), AuthorityFiles.ActionOf(form), ct), form, http);
        })
        .RequireAuthorization(Permissions.Investigate)
        .ProducesNotice("application/zip")
        .WithName("readIvoNotice")
        .WithSummary("Läs underlaget till anmälan till IVO / Read the notification to IVO as it can be sent")
        .WithDescription("Det som är skrivet i spåret, ordnat för IVO: ärendet, rapporten, utredningens delar med källa och befattning, beslutet, orsaker och åtgärder, vem som informerats, tidsfrister och bilagor. missing säger vad som saknas; det hindrar inte att underlaget hämtas, för en anmälan får skickas innan utredningen är klar. Ett skyddat namn på den som rapporterade finns inte med. / What is written in the track, ordered for IVO. missing tells what is lacking, which does not hinder it from being read: a notification may be sent before the investigation is done. A reporter's protected name is not there.");

    public sealed class Handler(DeviationsDb db, ReadDeadlines.Handler deadlines, AuthorityFiles files, AccessLog access, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <summary>Null when there is no such investigation.</summary>
        public async Task<AuthorityNotice?> Handle(Guid id, TrackKind? track, AccessAction action, CancellationToken ct) => (await Read(id, tracks => tracks.Meant(track), action, ct))?.Notice;

        /// <summary>For a page, with the track that its address means (<see cref="InvestigationWork.Shown"/>).</summary>
        public Task<(TrackKind Track, AuthorityNotice Notice)?> Handle(Guid id, string? spar, CancellationToken ct) => Read(id, tracks => InvestigationWork.Shown(tracks, spar), AccessAction.Read, ct);

        private async Task<(TrackKind Track, AuthorityNotice Notice)?> Read(Guid id, Func<IReadOnlyList<TrackKind>, TrackKind?> meant, AccessAction action, CancellationToken ct)
        {
            if (await db.Investigations.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation || meant(user.TracksOf(deviation)) is not { } track) return null;
            await access.Append(action, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            var investigation = InvestigationView.Of(deviation, track, await ReadInvestigation.Handler.Required(db, deviation, track, ct));
            var own = (await deadlines.Beside(id, ct))!.Deadlines.Where(deadline => CaseDeadlines.TrackOf(deadline.Rule) == track).ToList();
            var attached = await db.Attachments.AsNoTracking().Where(file => file.DeviationId == id && file.RemovedAt == null).OrderBy(file => file.Id).ToListAsync(ct);
            var areas = (await db.CodesOf(CodeLists.CauseAreas, ct)).ToDictionary(area => area.Code, area => area.Name);
            var notice = IvoNotice.Of(
                deviation, investigation, own, attached, investigation.Notification?.RegistryNumber ?? DeviationView.RegistryNumberOf(deviation, user), units, code => areas.GetValueOrDefault(code, code), files.Municipality, clock.GetUtcNow());
            return (track, notice);
        }
    }
}
