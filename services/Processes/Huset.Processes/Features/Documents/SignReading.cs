using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Documents;

/// <summary>Read and understood.</summary>
public static class SignReading
{
    public sealed record View(
        [property: Description("Dokumentets id. / Id of the document.")] Guid DocumentId,
        [property: Description("Versionens nummer. / Number of the version.")][property: Example("2")] int Number,
        [property: Description("När du signerade. / When you signed.")] DateTimeOffset ReadAt);

    public static void Map(RouteGroupBuilder documents) => documents
        .MapPost("/{id:guid}/versions/{n:int}/reading", async Task<Results<Ok<View>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, [Description("Versionens nummer. / Number of the version.")][Example("1")] int n, Handler handler, CancellationToken ct) =>
            await handler.Handle(id, n, ct) is { } receipt ? TypedResults.Ok(receipt) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.SignReading)
        .WithName("signReading")
        .WithSummary("Signera att du har läst och förstått / Sign that you have read and understood")
        .WithDescription("Gäller versionen som gäller nu. Den som signerar två gånger har signerat en gång. / For the version in force. Who signs twice has signed once.");

    public sealed class Handler(ProcessesDb db, Readers readers, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is no such document or version.</summary>
        /// <exception cref="RuleViolation">`reading.not-in-force`</exception>
        public async Task<View?> Handle(Guid id, int number, CancellationToken ct)
        {
            if (await db.DocumentVersions.AsNoTracking().Where(v => v.DocumentId == id && v.Number == number).Select(v => (VersionStatus?)v.Lifecycle.Status).FirstOrDefaultAsync(ct) is not { } status) return null;
            if (status != VersionStatus.Published) throw new RuleViolation("reading.not-in-force", "Only the version in force can be signed as read.");
            var (name, unit, now) = (user.Name, (await readers.MyUnits(ct)).FirstOrDefault(), clock.GetUtcNow());
            await db.Database.ExecuteSqlAsync(
                $"insert into read_receipts (document_id, number, account_id, name, unit_code, read_at) values ({id}, {number}, {user.Id}, {name}, {unit}, {now}) on conflict do nothing", ct);
            var readAt = await db.ReadReceipts.Where(r => r.DocumentId == id && r.Number == number && r.AccountId == user.Id).Select(r => r.ReadAt).FirstAsync(ct);
            return new(id, number, readAt);
        }
    }
}
