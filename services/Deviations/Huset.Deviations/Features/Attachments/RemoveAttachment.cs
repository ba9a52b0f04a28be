using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Attachments;

public static class RemoveAttachment
{
    public sealed class Request
    {
        [Description("Varför. / Why.")]
        [Example("Bilden visar en annan person."), Required, StringLength(Attachment.MaxReason)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapDelete("/{id:guid}/attachments/{attachmentId:guid}", async Task<Results<NoContent, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Bilagans id. / Id of the attachment.")] Guid attachmentId, [FromBody] Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, attachmentId, request, http.Request.CheckIfMatch, ct) is not { } version) return TypedResults.NotFound();
            http.Response.SetETag(version);
            return TypedResults.NoContent();
        })
        .RequireAuthorization(Permissions.Report)
        .TakesIfMatch()
        .GivesETag()
        .WithName("removeAttachment")
        .WithSummary("Ta bort en bilaga / Remove an attachment")
        .WithDescription("Innehåll och namn tas bort för gott; att det skett, av vem och varför står kvar i ärendets historik. Den som handlägger tar bort vilken som helst, den som rapporterade sina egna så länge ärendet inte är överlämnat. Svarets ETag är ärendets. / Content and name are removed for good; that it was done, by whom and why stays in the case's history. Who handles the case removes any, its reporter the own ones until the case is handed over. The answer's ETag is the case's.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>The case's new version; null when there is no such attachment that the user may remove.</summary>
        public async Task<int?> Handle(Guid id, Guid attachmentId, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Deviations.FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation
                || await db.Attachments.FirstOrDefaultAsync(a => a.DeviationId == id && a.Id == attachmentId && a.RemovedAt == null, ct) is not { } attachment
                || !AttachmentRights.Sees(attachment, deviation, user) || !user.MayRemove(attachment, deviation))
            {
                return null;
            }
            checkVersion(deviation.Version);
            deviation.Remove(attachment, request.Reason!, Person.Of(user), clock.GetUtcNow());
            access.Add(AccessAction.Change, deviation, AttachmentRights.Why(deviation, user));
            await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
            await db.SaveChangesAsync(ct);
            await db.Database.ExecuteSqlAsync($"delete from attachment_contents where attachment_id = {attachmentId}", ct);
            if (transaction is not null) await transaction.CommitAsync(ct);
            return deviation.Version;
        }
    }
}
