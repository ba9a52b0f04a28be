using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Huset.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;

namespace Huset.Processes.Features.Documents;

public static class ListDocuments
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "q"), StringLength(200), Example("läkemedel"), Description("En del av titeln, eller ord i texten som gäller. / A part of the title, or words in the text in force.")]
        public string? Q { get; set; }

        [FromQuery(Name = "kind"), Example("rutin"), Description("Slag av dokument. / Kind of document.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Det som gäller på enheten: dess eget, det som gäller enheter ovanför, och det som gäller alla. / What applies at the unit: its own, that of units above it, and what applies to all.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "activityId"), Description("Det som styr ett steg i en process. / What steers a step of a process.")]
        public Guid? ActivityId { get; set; }

        [FromQuery(Name = "status"), OneOf("in-force", "coming", "withdrawn"), DefaultValue("in-force"), Description("Gällande, på väg, eller tillbakadragna. / In force, on its way, or withdrawn.")]
        public string? Status { get; set; }

        [FromQuery(Name = "toRead"), Description("Bara det som du ska läsa och inte har signerat. / Only what you are to read and have not signed.")]
        public bool? ToRead { get; set; }

        [FromQuery(Name = "toApprove"), Description("Bara det som väntar på att du godkänner. / Only what waits for your approval.")]
        public bool? ToApprove { get; set; }

        [FromQuery(Name = "toReview"), Description("Bara det som skulle ha setts över och som du kan skriva i. / Only what should have been looked over and that you may write in.")]
        public bool? ToReview { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json: en sida av listan; csv: hela urvalet. Utan format gäller Accept. / json: a page of the list; csv: the whole selection. Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    public static void Map(RouteGroupBuilder documents) => documents
        .MapGet("/", async Task<Results<Ok<ListOf<DocumentView>>, FileContentHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            request.FormatOf(query.Format, "json", "csv") == "csv"
                ? TypedResults.File(Csv(await handler.All(query, ct)), Formats.Csv, "dokument.csv")
                : TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadDocuments)
        .WithName("listDocuments")
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "title;kind;unitCode;owner;ownerRole;version;reviewOn;id\r\nLäkemedel i hemtjänsten;rutin;norrangen;Petra Ek;Processägare;2;2027-11-01;01a20050-0000-7000-8000-000000000000\r\n")
        .WithSummary("Lista styrande dokument / List steering documents")
        .WithDescription("Rutiner, riktlinjer, instruktioner, checklistor och planer, i titelordning. / Routines, guidelines, instructions, checklists and plans, in order of title.");

    private static byte[] Csv(IEnumerable<DocumentView> rows) => Formats.ToCsv(["title", "kind", "unitCode", "owner", "ownerRole", "version", "reviewOn", "id"], rows.Select(row => new object?[]
    {
        row.Title, row.Kind, row.UnitCode, row.OwnerName, row.OwnerRole, row.VersionInForce, row.ReviewOn, row.Id,
    }));

    public sealed class Handler(ProcessesDb db, Readers readers, StepDocuments steps, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        public async Task<ListOf<DocumentView>> Handle(Query query, HttpRequest? request, CancellationToken ct) =>
            await (await Select(query, ct)).ToListOf(query, request, ct);

        public async Task<List<DocumentView>> All(Query query, CancellationToken ct) => await (await Select(query, ct)).ToListAsync(ct);

        private async Task<IQueryable<DocumentView>> Select(Query query, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var documents = query switch
            {
                { ToRead: true } => await readers.ToRead(ct),
                { ToApprove: true } => Waiting(db, user.Id),
                { ToReview: true } => db.EditableDocuments.Where(d => d.InForce != null && d.ReviewOn <= today),
                { Status: null or "" or "in-force" } => db.Documents.Where(d => d.InForce != null),
                { Status: "withdrawn" } => db.Documents.Where(d => d.InForce == null && d.IsKnown),
                { Status: "coming" } => db.Documents.Where(d => d.Versions.Any(v => v.Lifecycle.Status == VersionStatus.Draft || v.Lifecycle.Status == VersionStatus.Submitted || v.Lifecycle.Status == VersionStatus.Approved)),
                _ => throw new InvalidField("status", "It must be in-force, coming or withdrawn."),
            };
            if (query.Kind is { Length: > 0 } kind)
            {
                // Also one that has ended: what has it keeps it.
                if (!await db.CodeListItems.AnyAsync(item => item.List == CodeLists.DocumentKinds && item.Code == kind, ct)) throw new InvalidField("kind", "It must be a code of the list document-kinds.");
                documents = documents.Where(d => d.Kind == kind);
            }
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var above = units.WithAbove(unit).ToArray();
                documents = documents.Where(d => d.UnitCode == null || above.Contains(d.UnitCode));
            }
            if (query.ActivityId is { } step)
            {
                var places = await steps.WithReplaced(step, ct);
                documents = documents.Where(d => d.Versions.Any(v => v.Number == d.InForce && v.ActivityIds.Any(id => places.Contains(id))));
            }
            if (query.Q?.Trim() is { Length: > 0 } q)
            {
                var part = Like.Part(q);
                documents = documents.Where(d => EF.Functions.ILike(d.Title, part, Like.Escape)
                    || d.Versions.Any(v => v.Number == d.InForce && EF.Functions.ToTsVector("swedish", v.Text).Matches(EF.Functions.WebSearchToTsQuery("swedish", q))));
            }
            return await readers.Rows(documents.AsNoTracking().OrderBy(d => d.Title).ThenBy(d => d.Id), ct);
        }
    }

    /// <summary>Documents with a version that waits for the person's approval.</summary>
    public static IQueryable<Document> Waiting(ProcessesDb db, string personId) =>
        db.ApprovableDocuments.Where(d => d.Versions.Any(v => v.Lifecycle.Status == VersionStatus.Submitted && !v.Lifecycle.Writers.Contains(personId)));
}
