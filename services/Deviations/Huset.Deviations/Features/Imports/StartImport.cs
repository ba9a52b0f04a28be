using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Huset.Deviations.Features.Imports;

/// <summary>Takes the cases of an old system from a CSV file: the file is received, then read row by row in the background (<see cref="TakeIn"/>).</summary>
public static partial class StartImport
{
    /// <summary>Rows in a file.</summary>
    public const int MaxRows = 200_000;

    /// <summary>What fifty thousand cases with their words need, three times over; the gateway's routes of imports say the same.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The old system that is meant when none is named.</summary>
    public const string AnySource = "csv";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25), Pace = TimeSpan.FromMilliseconds(200);

    public static void Map(RouteGroupBuilder imports)
    {
        imports.MapPost("/", async Task<Results<Ok<ImportView>, Accepted<ImportView>, PushStreamHttpResult>> (
                Body file, Handler handler, ReadImport.Handler reader, HttpRequest http, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, CancellationToken ct,
                [Description("Det gamla systemet, med bokstäver, siffror och bindestreck. Samma ärendenummer från samma system blir ett ärende. / The old system, in letters, digits and hyphens. The same case number of the same system becomes one case."), Example("gamla-systemet")] string source = AnySource,
                [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false,
                [Description("Ta bort nummer som pekar ut någon ur texterna. / Take numbers that point somebody out from the texts.")] bool mask = false,
                [FromQuery(Name = "format"), OneOf("json", "ndjson"), Description("json: svaret när allt är läst; ndjson: en rad då och då medan det läses. Utan format gäller Accept. / json: the answer when all is read; ndjson: a line now and then while it is read. Without it, Accept decides.")] string? format = null) =>
            {
                var shape = http.FormatOf(format, "json", "ndjson");
                var id = await handler.Receive(source, file.Stream, ct);
                await handler.Run(id, dryRun, mask, ct);
                return await Answer(id, shape, reader, json.Value, ct);
            })
            .RequireAuthorization(Permissions.Import)
            .Accepts<string>("text/csv")
            .Produces<string>(200, "application/x-ndjson")
            .WithName("startImport")
            .WithExample("text/csv", "externalReference;unitCode;occurredAt;kind;harm;description\nLC-2019-17;norrangen;2019-03-04 07:30;health-care;none;Morgondosen gavs två timmar för sent.\n")
            .WithExample("application/x-ndjson", "{\"id\":\"0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f\",\"source\":\"csv\",\"state\":\"running\",\"rows\":50000,\"handled\":500,\"created\":500,\"refused\":0}\n")
            // The answer would hold a transaction open that the work must see the end of; the same file again makes no case twice.
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes), new KeepsNoAnswer())
            .WithSummary("Läs in ett äldre systems avvikelser / Import an old system's deviations")
            .WithDescription($"CSV med rubrikrad, UTF-8, semikolon eller komma, högst {MaxRows} rader och 64 MB. Kolumnerna heter som fälten ({string.Join(", ", ImportField.All.Select(field => field.Name))}) eller som systemets inställning säger (import-sources). En rad som är fel avvisas för sig; resten läses in. Samma ärendenummer från samma system läses in en gång. Är filen inte färdigläst inom {Patience.TotalSeconds} sekunder svarar anropet 202, och Location säger var det går att följa. / CSV with a header, UTF-8, semicolon or comma. The columns are called as the fields or as the system's settings say (import-sources). A row that is wrong is refused by itself; the rest is taken in. The same case number of the same system is taken in once. When the file is not read to its end within {Patience.TotalSeconds} seconds the answer is 202, and Location says where it can be followed.");
        imports.MapPost("/{importId:guid}/runs", async Task<Results<Ok<ImportView>, Accepted<ImportView>, PushStreamHttpResult, NotFound>> (
                [Description("Filens id. / Id of the file.")] Guid importId, Handler handler, ReadImport.Handler reader, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, CancellationToken ct,
                [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false,
                [Description("Ta bort nummer som pekar ut någon ur texterna. / Take numbers that point somebody out from the texts.")] bool mask = false) =>
            {
                if (!await handler.Run(importId, dryRun, mask, ct)) return TypedResults.NotFound();
                return (await Answer(importId, "json", reader, json.Value, ct)).Result switch
                {
                    Ok<ImportView> ok => ok,
                    IResult later => (Accepted<ImportView>)later,
                };
            })
            .RequireAuthorization(Permissions.Import)
            .WithName("runImport")
            .WithMetadata(new KeepsNoAnswer())
            .WithSummary("Läs en mottagen fil igen / Read a received file again")
            .WithDescription("Efter en prövning: läs in filen, eller pröva den igen med systemets nya inställningar. Raderna behöver inte skickas om. / After a try: take the file in, or try it again with the system's new settings. The rows need not be sent again.");
    }

    /// <summary>The file as it comes.</summary>
    public sealed record Body(Stream Stream)
    {
        public static ValueTask<Body> BindAsync(HttpContext http) => ValueTask.FromResult(new Body(http.Request.Body));
    }

    private static async Task<Results<Ok<ImportView>, Accepted<ImportView>, PushStreamHttpResult>> Answer(Guid id, string shape, ReadImport.Handler reader, Microsoft.AspNetCore.Http.Json.JsonOptions json, CancellationToken ct)
    {
        if (shape == "ndjson") return Formats.LinesInParts("inlasning.ndjson", Follow(id, reader, ct), json.SerializerOptions, ct);
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var import = (await reader.Handle(id, ct))!;
            if (import.State is not (ImportState.Waiting or ImportState.Running)) return TypedResults.Ok(import);
            if (waited.Elapsed > Patience) return TypedResults.Accepted($"/deviations/v1/imports/{id}", import);
            await Task.Delay(Pace, ct);
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<ImportView>> Follow(Guid id, ReadImport.Handler reader, [EnumeratorCancellation] CancellationToken ct)
    {
        var told = -1;
        while (await reader.Handle(id, ct) is { } import)
        {
            var isOver = import.State is not (ImportState.Waiting or ImportState.Running);
            if (isOver || import.Handled != told) yield return [isOver ? import : import with { RefusedRows = null }];
            if (isOver) yield break;
            told = import.Handled;
            await Task.Delay(Pace, ct);
        }
    }

    public sealed class Handler(DeviationsDb db, TakeIn work, CurrentUser user, TimeProvider clock)
    {
        private const string Before = "before_the_file";

        /// <summary>Stores the file's rows as they come; a part is in memory at a time.</summary>
        /// <exception cref="InvalidField">400: a heading is missing, or there are too many rows.</exception>
        public async Task<Guid> Receive(string source, Stream file, CancellationToken ct)
        {
            MustBeSource(source);
            await using var own = await db.OwnTransaction(ct);
            // A form's transaction goes on when the file is refused, to show the form again.
            if (own is null) await db.Database.CurrentTransaction!.CreateSavepointAsync(Before, ct);
            try
            {
                var id = await Store(source, file, ct);
                if (own is not null) await own.CommitAsync(ct);
                return id;
            }
            catch when (own is null)
            {
                db.ChangeTracker.Clear();
                await db.Database.CurrentTransaction!.RollbackToSavepointAsync(Before, ct);
                throw;
            }
        }

        private async Task<Guid> Store(string source, Stream file, CancellationToken ct)
        {
            CaseImport? import = null;
            var rows = 0;
            await using (var records = CsvRecords.Read(file, ct).GetAsyncEnumerator(ct))
            {
                if (!await records.MoveNextAsync() || records.Current.Broken) throw new InvalidField("header", "The file must begin with its columns' names.");
                import = CaseImport.Receive(source, records.Current.Cells, Person.Of(user), clock.GetUtcNow());
                db.Add(import);
                await db.SaveChangesAsync(ct);
                await using var copy = await ((NpgsqlConnection)db.Database.GetDbConnection()).BeginBinaryImportAsync("copy import_rows (import_id, number, cells, broken) from stdin (format binary)", ct);
                while (await records.MoveNextAsync())
                {
                    if (rows == MaxRows) throw new InvalidField("rows", $"At most {MaxRows} rows at a time.");
                    rows++;
                    await copy.StartRowAsync(ct);
                    await copy.WriteAsync(import.Id, NpgsqlDbType.Uuid, ct);
                    await copy.WriteAsync(rows + 1, NpgsqlDbType.Integer, ct);
                    await copy.WriteAsync(records.Current.Cells, NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
                    await copy.WriteAsync(records.Current.Broken, NpgsqlDbType.Boolean, ct);
                }
                if (rows == 0) throw new InvalidField("rows", "The file has no rows.");
                await copy.CompleteAsync(ct);
            }
            import.Hold(rows);
            await db.SaveChangesAsync(ct);
            return import.Id;
        }

        /// <summary>Lets the file be read by what is known of its source; false when the user has sent no such file.</summary>
        /// <exception cref="InvalidField">400: no column is one of the fields that every row must have.</exception>
        public async Task<bool> Run(Guid id, bool dryRun, bool mask, CancellationToken ct)
        {
            if (await db.Imports.FirstOrDefaultAsync(import => import.Id == id, ct) is not { } import) return false;
            var mapping = (await db.Set<ImportSource>().AsNoTracking().FirstOrDefaultAsync(source => source.Code == import.Source, ct))?.Mapping ?? ImportMapping.None;
            if (ReadCase.Missing(mapping, import.Headings) is [var missing, ..]) throw new InvalidField(missing.Name, "The column is missing.");
            import.Ask(mapping, dryRun, mask);
            await db.SaveChangesAsync(ct);
            work.Wake();
            return true;
        }
    }

    /// <exception cref="InvalidField">400: source.</exception>
    internal static void MustBeSource(string source)
    {
        if (source.Length is 0 or > 64 || !SourceName().IsMatch(source)) throw new InvalidField("source", "It must be letters, digits and hyphens.");
    }

    [GeneratedRegex($@"\A{CodeFields.CodePattern}\z")]
    private static partial Regex SourceName();
}
