using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Documents;

/// <summary>Writes in the draft, or changes what is said of the document as a whole.</summary>
public static class WriteDocument
{
    /// <summary>As long as some fifty pages; longer than that nobody reads at work.</summary>
    public const int MaxText = 100_000;

    public sealed class Facts : DocumentFields;

    public sealed class Draft : IDraftFields
    {
        [Description("Texten som Markdown. / The text as Markdown.")]
        [Example("## Så gör du\n\n1. Kontrollera signeringslistan.")]
        [StringLength(MaxText)]
        public string? Text { get; set; }

        [Description("Vad som är nytt; behövs från version 2. / What is new; needed from version 2.")]
        [Example("Tiden för signering är tydligare.")]
        [StringLength(2000)]
        public string? ChangeNote { get; set; }

        [Description("Dagen då den senast ska ses över. / Day by which it is to be looked over.")]
        public DateOnly? ReviewOn { get; set; }

        [Description("Om de berörda ska läsa den på nytt; sant om den utelämnas. / Whether those concerned are to read it anew; true when left out.")]
        public bool? RequiresReading { get; set; }

        [Description("Stegen i processerna som den styr. / The steps of the processes that it steers.")]
        [MaxLength(100), Example]
        public List<Guid>? ActivityIds { get; set; }
    }

    public static void Map(RouteGroupBuilder documents)
    {
        documents
            .MapPut("/{id:guid}/draft", async Task<Results<Ok<DocumentView>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, Draft request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Write(id, request, http.Request.RequireIfMatch, ct) is not { } document) return TypedResults.NotFound();
                http.Response.SetETag(document.Version);
                return TypedResults.Ok(document);
            })
            .RequireAuthorization(Permissions.EditDocuments)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("writeDocument")
            .WithSummary("Skriv i utkastet / Write in the draft")
            .WithDescription("Börjar nästa version när den senaste inte längre är ett utkast. Skicka If-Match med den ETag du läste. / Begins the next version when the last is no longer a draft. Send If-Match with the ETag that you read.");
        documents
            .MapPut("/{id:guid}", async Task<Results<Ok<DocumentView>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, Facts request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(id, request, http.Request.RequireIfMatch, ct) is not { } document) return TypedResults.NotFound();
                http.Response.SetETag(document.Version);
                return TypedResults.Ok(document);
            })
            .RequireAuthorization(Permissions.EditDocuments)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("changeDocument")
            .WithSummary("Ändra titel, ägare och vem det gäller / Change title, owner and whom it applies to")
            .WithDescription("Texten ändras i en ny version. Skicka If-Match med den ETag du läste. / The text is changed in a new version. Send If-Match with the ETag that you read.");
    }

    public sealed class Handler(ProcessesDb db, DocumentInput input, ReadDocument.Handler reader, TimeProvider clock)
    {
        /// <summary>Null when there is none that the user may write.</summary>
        public async Task<DocumentView?> Write(Guid id, Draft request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.EditableDocuments.Include(d => d.Versions).FirstOrDefaultAsync(d => d.Id == id, ct) is not { } document) return null;
            checkVersion(document.Version);
            var written = document.Write(await input.Draft(request, ct), input.Me, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return await reader.View(document, written, ct);
        }

        /// <summary>Null when there is none that the user may write.</summary>
        public async Task<DocumentView?> Change(Guid id, DocumentFields request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.EditableDocuments.Include(d => d.Versions).FirstOrDefaultAsync(d => d.Id == id, ct) is not { } document) return null;
            checkVersion(document.Version);
            document.Change(await input.Facts(request, document, ct), clock.GetUtcNow());
            if (document.InForce is not null) await db.Tell(document, ct);
            await db.SaveChangesAsync(ct);
            return await reader.View(document, document.Versions.Last(), ct);
        }
    }
}
