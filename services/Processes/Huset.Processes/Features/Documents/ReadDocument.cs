using System.ComponentModel;
using System.Globalization;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Documents;

public static class ReadDocument
{
    public static void Map(RouteGroupBuilder documents)
    {
        documents
            .MapGet("/{id:guid}", async Task<Results<Ok<DocumentView>, NotFound>> (
                [Description("Dokumentets id. / Id of the document.")] Guid id,
                [Description("Versionens nummer, eller draft för den som är på väg; den som gäller om den utelämnas. / Number of the version, or draft for the one on its way; the one in force when left out.")][Example("1")] string? version,
                Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Handle(id, version, ct) is not { } document) return TypedResults.NotFound();
                response.SetETag(document.Version);
                return TypedResults.Ok(document);
            })
            .RequireAuthorization(Permissions.ReadDocuments)
            .GivesETag()
            .WithName("readDocument")
            .WithSummary("Läs ett styrande dokument / Read a steering document")
            .WithDescription("Versionen som gäller, eller en annan. Det som är på väg läses av den som skriver eller godkänner. / The version in force, or another. What is on its way is read by who writes or approves.");
        documents
            .MapGet("/{id:guid}/versions", async Task<Results<Ok<ListOf<DocumentVersionView>>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, [AsParameters] VersionsQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
                await handler.Versions(id, query, request, ct) is { } list ? TypedResults.Ok(list) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.ReadDocuments)
            .WithName("listDocumentVersions")
            .WithSummary("Lista ett dokuments versioner / List a document's versions")
            .WithDescription("Den senaste först, utan text; eller bara det som gällde en dag. / The latest first, without text; or only what applied on a day.");
    }

    public sealed class Handler(ProcessesDb db, Readers readers)
    {
        /// <summary>Null when there is no such document or version that the user may read.</summary>
        public async Task<DocumentView?> Handle(Guid id, string? version, CancellationToken ct)
        {
            if (await db.Documents.AsNoTracking().Include(d => d.Versions).FirstOrDefaultAsync(d => d.Id == id, ct) is not { } document) return null;
            var shown = version switch
            {
                null or "" => document.InForce is { } number ? document.Find(number) : document.Versions.LastOrDefault(),
                "draft" => document.Versions.LastOrDefault(v => v.Lifecycle.Status is VersionStatus.Draft or VersionStatus.Submitted or VersionStatus.Approved),
                _ => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? document.Find(number) : throw new InvalidField("version", "It must be a number, or draft."),
            };
            return shown is null ? null : await View(document, shown, ct);
        }

        public async Task<ListOf<DocumentVersionView>?> Versions(Guid id, VersionsQuery query, HttpRequest? request, CancellationToken ct)
        {
            if (!await db.Documents.AnyAsync(d => d.Id == id, ct)) return null;
            var versions = db.DocumentVersions.AsNoTracking().Where(v => v.DocumentId == id);
            if (query.Day() is var (from, to)) versions = versions.Where(v => v.Lifecycle.PublishedAt < to && (v.Lifecycle.EndedAt == null || v.Lifecycle.EndedAt >= from));
            var list = await versions.OrderByDescending(v => v.Number).ToListOf(query, request, ct);
            return list.Select(version => DocumentVersionView.Of(version) with { Text = null });
        }

        internal async Task<DocumentView> View(Document document, DocumentVersion shown, CancellationToken ct)
        {
            var row = await (await readers.Rows(db.Documents.AsNoTracking().Where(d => d.Id == document.Id), ct)).FirstAsync(ct);
            return row with { Shown = DocumentVersionView.Of(shown) };
        }
    }
}
