using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Imports;

public static class ReadImport
{
    public static void Map(RouteGroupBuilder imports)
    {
        imports.MapGet("/", async Task<Ok<ListOf<ImportView>>> ([AsParameters] ListQuery query, DeviationsDb db, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok((await db.Imports.AsNoTracking().OrderByDescending(import => import.Id).ToListOf(query, request, ct)).Select(import => ImportView.Of(import))))
            .RequireAuthorization(Permissions.Import)
            .WithName("listImports")
            .WithSummary("Lista inlästa filer / List imported files")
            .WithDescription("De som du själv har skickat, nyast först. / Those that you have sent yourself, newest first.");
        imports.MapGet("/{importId:guid}", async Task<Results<Ok<ImportView>, NotFound>> ([Description("Filens id. / Id of the file.")] Guid importId, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Handle(importId, ct) is not { } import) return TypedResults.NotFound();
                // What changes of a file is how far it has come.
                response.SetETag((import.Handled * 10) + (int)import.State);
                return TypedResults.Ok(import);
            })
            .RequireAuthorization(Permissions.Import)
            .GivesETag()
            .WithName("readImport")
            .WithSummary("Läs hur det gått med en fil / Read how a file has fared")
            .WithDescription("En fil som du själv har skickat. / A file that you have sent yourself.");
        imports.MapGet("/{importId:guid}/refused-rows", async Task<Results<PushStreamHttpResult, NotFound>> ([Description("Filens id. / Id of the file.")] Guid importId, Handler handler, CancellationToken ct) =>
                await handler.Find(importId, ct) is { } import
                    ? Formats.CsvInParts("avvisade-rader.csv", [.. import.Headings, "rad", "kolumn", "fel"], handler.RefusedRows(import, ct), row => Cells(row, import), ct)
                    : TypedResults.NotFound())
            .RequireAuthorization(Permissions.Import)
            .WithName("listRefusedRows")
            .Produces<string>(200, "text/csv")
            .WithExample("text/csv", "Ärendenummer;Enhet;rad;kolumn;fel\r\nLC-2019-17;Okänd;2;Enhet;Enheten finns inte den dagen.\r\n")
            .WithSummary("Hämta raderna som inte kan läsas in / Download the rows that cannot be taken in")
            .WithDescription("Raderna som de kom, med radens nummer, kolumnen och felet sist. Rätta och läs in filen igen. / The rows as they came, with the row's number, the column and the error last. Correct them and import the file again.");
    }

    private static IEnumerable<object?> Cells(StagedRow row, CaseImport import) =>
    [
        .. import.Headings.Select((_, place) => place < row.Cells.Length ? row.Cells[place] : null), row.Number, ImportWords.Heading(row.Field!), ImportWords.Reason(row.Field!, row.Code!),
    ];

    public sealed class Handler(DeviationsDb db)
    {
        private const int MostRows = 100, Part = 1000;

        public Task<CaseImport?> Find(Guid id, CancellationToken ct) => db.Imports.AsNoTracking().FirstOrDefaultAsync(import => import.Id == id, ct);

        /// <summary>Null when the user has sent no such file.</summary>
        public async Task<ImportView?> Handle(Guid id, CancellationToken ct)
        {
            if (await Find(id, ct) is not { } import) return null;
            return ImportView.Of(import, import.Refused == 0 ? [] : [.. (await Refused(id, 0, MostRows, ct)).Select(row => new RefusedRow(row.Number, row.Field!, row.Code!, row.Reason!))]);
        }

        /// <summary>Every row that cannot be taken in, a part in memory at a time.</summary>
        public async IAsyncEnumerable<IReadOnlyList<StagedRow>> RefusedRows(CaseImport import, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            var last = 0;
            while (await Refused(import.Id, last, Part, ct) is { Count: > 0 } part)
            {
                yield return part;
                last = part[^1].Number;
            }
        }

        private Task<List<StagedRow>> Refused(Guid id, int after, int most, CancellationToken ct) =>
            db.Set<StagedRow>().AsNoTracking().Where(row => row.ImportId == id && row.Code != null && row.Number > after).OrderBy(row => row.Number).Take(most).ToListAsync(ct);
    }
}
