using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Processes.Features.Documents;

public static class CreateDocument
{
    public sealed class Request : DocumentFields, IDraftFields
    {
        [Description("Texten som Markdown; kan skrivas senare. / The text as Markdown; it may be written later.")]
        [Example("## Så gör du\n\n1. Kontrollera signeringslistan.")]
        [StringLength(WriteDocument.MaxText)]
        public string? Text { get; set; }

        [Description("Vad som är nytt. / What is new.")]
        [Example("Första versionen.")]
        [StringLength(2000)]
        public string? ChangeNote { get; set; }

        [Description("Dagen då den senast ska ses över. / Day by which it is to be looked over.")]
        public DateOnly? ReviewOn { get; set; }

        [Description("Om de berörda ska läsa den; sant om den utelämnas. / Whether those concerned are to read it; true when left out.")]
        public bool? RequiresReading { get; set; }

        [Description("Stegen i processerna som den styr. / The steps of the processes that it steers.")]
        [MaxLength(100), Example]
        public List<Guid>? ActivityIds { get; set; }
    }

    public static void Map(RouteGroupBuilder documents) => documents
        .MapPost("/", async Task<Created<DocumentView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            var document = await handler.Handle(request, ct);
            response.SetETag(document.Version);
            return TypedResults.Created($"/processes/v1/documents/{document.Id}", document);
        })
        .RequireAuthorization(Permissions.EditDocuments)
        .GivesETag()
        .WithName("createDocument")
        .WithSummary("Skapa ett styrande dokument / Create a steering document")
        .WithDescription("Blir version 1 som utkast. Den gäller när en annan har godkänt den och den är publicerad. / Becomes version 1 as a draft. It is in force when another has approved it and it is published.");

    public sealed class Handler(ProcessesDb db, DocumentInput input, ReadDocument.Handler reader, TimeProvider clock)
    {
        public async Task<DocumentView> Handle(Request request, CancellationToken ct)
        {
            var document = Document.Create(await input.Facts(request, null, ct), await input.Draft(request, ct), input.Me, clock.GetUtcNow());
            db.Add(document);
            await db.SaveChangesAsync(ct);
            return await reader.View(document, document.Versions.Last(), ct);
        }
    }
}
