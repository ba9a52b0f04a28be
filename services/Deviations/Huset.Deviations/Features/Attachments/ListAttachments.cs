using System.ComponentModel;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Attachments;

public static class ListAttachments
{
    /// <summary>The attachments of a case.</summary>
    public sealed record Attached(
        [property: Description("Bilagorna, äldst först; de som tagits bort är inte med. / The attachments, oldest first; without those that are removed.")] IReadOnlyList<AttachmentView> Attachments,
        [property: Description("Läsaren får lägga till fler. / The reader may add more.")] bool MayAttach)
    {
        /// <summary>The case's number, for the page.</summary>
        [JsonIgnore]
        public string Reference { get; init; } = "";
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/{id:guid}/attachments", async Task<Results<Ok<Attached>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Handler handler, CancellationToken ct) =>
            await handler.Handle(id, ct) is { } attached ? TypedResults.Ok(attached) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.Read)
        .WithName("listAttachments")
        .WithSummary("Lista ett ärendes bilagor / List a case's attachments")
        .WithDescription("Alla för den som läser ärendets ord, de egna för den som rapporterade, också när ärendet är överlämnat; inga för andra. / All to who reads the case's words, the own ones to its reporter, also when the case is handed over; none to others.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user)
    {
        /// <summary>Null when there is no such case that the user may see.</summary>
        /// <param name="logged">The page that shows them has told the access log of the case already.</param>
        public async Task<Attached?> Handle(Guid id, CancellationToken ct, bool logged = false)
        {
            if (await db.Deviations.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation) return null;
            if (!logged) await access.Append(AccessAction.Read, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            return Of(deviation, await db.Attachments.AsNoTracking().Where(a => a.DeviationId == id && a.RemovedAt == null).OrderBy(a => a.Id).ToListAsync(ct));
        }

        /// <summary>The attachment and its case; null when there is none that the user may see.</summary>
        public async Task<(AttachmentView Attachment, Deviation Deviation)?> Find(Guid id, Guid attachmentId, CancellationToken ct)
        {
            if (await db.Deviations.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation
                || await db.Attachments.AsNoTracking().FirstOrDefaultAsync(a => a.DeviationId == id && a.Id == attachmentId && a.RemovedAt == null, ct) is not { } attachment
                || !AttachmentRights.Sees(attachment, deviation, user))
            {
                return null;
            }
            await access.Append(AccessAction.Read, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            return (AttachmentView.Of(attachment, deviation, user), deviation);
        }

        private Attached Of(Deviation deviation, IEnumerable<Attachment> attachments) => new(
            [.. attachments.Where(a => AttachmentRights.Sees(a, deviation, user)).Select(a => AttachmentView.Of(a, deviation, user))],
            deviation.ClosedAt is null && user.MayAttach(deviation))
        {
            Reference = deviation.Reference,
        };
    }
}
