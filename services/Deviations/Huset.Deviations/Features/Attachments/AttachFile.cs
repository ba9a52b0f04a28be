using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Attachments;

public static class AttachFile
{
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/attachments", async Task<Results<Created<AttachmentView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Filen. / The file.")] IFormFile? file, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (file is null) throw new InvalidField("file", "Send the file as the part file.");
            if (await handler.Handle(id, [file], http.Request.CheckIfMatch, ct) is not var (attached, version)) return TypedResults.NotFound();
            http.Response.SetETag(version);
            return TypedResults.Created($"/deviations/v1/deviations/{id}/attachments/{attached[0].Id}", attached[0]);
        })
        .RequireAuthorization(Permissions.Report)
        .DisableAntiforgery()
        .TakesIfMatch()
        .GivesETag()
        .WithName("attachFile")
        .WithExample("multipart/form-data", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n%%EOF\n\r\n--x--\r\n")
        .WithSummary("Lägg till en bilaga / Attach a file")
        .WithDescription("JPEG, PNG, WebP eller PDF; innehållet avgör, inte namnet. Det en bild berättar utöver sig själv (plats, tid, kamera) skärs bort, en PDF sparas som den är. Den som rapporterade lägger till så länge ärendet inte är överlämnat, och den som handlägger. Svarets ETag är ärendets. / JPEG, PNG, WebP or PDF; the content tells, not the name. What a picture tells beside itself (place, time, camera) is cut away, a PDF is kept as it is. Its reporter adds until the case is handed over, and who handles it. The answer's ETag is the case's.");

    public sealed class Handler(DeviationsDb db, TakeFiles files, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>What was attached and the case's new version; null when there is no such case that the user may add to.</summary>
        public async Task<(IReadOnlyList<AttachmentView> Attached, int Version)?> Handle(Guid id, IEnumerable<IFormFile> sent, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Deviations.FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation || !user.MayAttach(deviation)) return null;
            checkVersion(deviation.Version);
            var before = await db.Attachments.IgnoreQueryFilters().CountAsync(a => a.DeviationId == id && a.RemovedAt == null, ct);
            return await files.With(sent, before, async chosen =>
            {
                var (by, now) = (Person.Of(user), clock.GetUtcNow());
                List<Attachment> attached = [.. chosen.Select(file => deviation.Attach(file, by, now))];
                db.AddRange(attached);
                access.Add(AccessAction.Change, deviation, AttachmentRights.Why(deviation, user));
                await db.SaveChangesAsync(ct);
                return ((IReadOnlyList<AttachmentView>)[.. attached.Select(added => AttachmentView.Of(added, deviation, user))], deviation.Version);
            }, ct);
        }
    }
}
