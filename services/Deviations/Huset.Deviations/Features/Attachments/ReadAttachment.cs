using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Attachments;

public static class ReadAttachment
{
    private const int Piece = 256 * 1024;

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/{id:guid}/attachments/{attachmentId:guid}", async Task<Results<PushStreamHttpResult, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Bilagans id. / Id of the attachment.")] Guid attachmentId, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, attachmentId, ct) is not var (attachment, first)) return TypedResults.NotFound();
            // Saved and never shown by the browser, and if it is all the same then as nothing that can act.
            response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.CacheControl = "no-store";
            response.SetETag(1); // It never changes.
            response.ContentLength = attachment.Size;
            return TypedResults.Stream(body => handler.Write(attachment, body, ct, first), attachment.MediaType, attachment.Name);
        })
        .RequireAuthorization(Permissions.Read)
        .Produces<string>(200, "image/jpeg", "image/png", "image/webp", "application/pdf")
        .GivesETag()
        .WithExample("image/jpeg", "(en bild / a picture)")
        .WithExample("image/png", "(en bild / a picture)")
        .WithExample("image/webp", "(en bild / a picture)")
        .WithExample("application/pdf", "%PDF-1.7 …")
        .WithName("readAttachment")
        .WithSummary("Hämta en bilaga / Download an attachment")
        .WithDescription("Filens innehåll, att spara. Hämtningen loggas. / The file's content, to be saved. The download is logged.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user)
    {
        /// <summary>The attachment and the first piece of its content; null when there is no such attachment that the user may see, or it is removed in the same moment.</summary>
        public async Task<(Attachment Attachment, byte[] First)?> Handle(Guid id, Guid attachmentId, CancellationToken ct)
        {
            if (await db.Deviations.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation
                || await db.Attachments.AsNoTracking().FirstOrDefaultAsync(a => a.DeviationId == id && a.Id == attachmentId && a.RemovedAt == null, ct) is not { } attachment
                || !AttachmentRights.Sees(attachment, deviation, user)
                || await PieceAt(0, attachment, ct) is not { } first)
            {
                return null;
            }
            await access.Append(AccessAction.Export, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            return (attachment, first);
        }

        /// <summary>In pieces, so that a slow reader holds neither much memory nor a connection to the database.</summary>
        public async Task Write(Attachment attachment, Stream body, CancellationToken ct, byte[]? first = null)
        {
            for (var at = 0; at < attachment.Size; at += Piece)
            {
                var piece = at == 0 && first is not null ? first : await PieceAt(at, attachment, ct);
                await body.WriteAsync(piece ?? throw new InvalidOperationException("An attachment was removed while it was read."), ct);
            }
        }

        private async Task<byte[]?> PieceAt(int at, Attachment attachment, CancellationToken ct)
        {
            var found = await db.Database.SqlQuery<byte[]>($"select substring(content from {at + 1} for {Piece}) as \"Value\" from attachment_contents where attachment_id = {attachment.Id}").ToListAsync(ct);
            return found is [{ Length: > 0 } piece] ? piece : null;
        }
    }
}
