using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deviations.Features.UnitTasks;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.CaseFiles;

/// <summary>The case file ("akten"), for who may read all of the case; with names and numbers masked when it is to be given out.</summary>
public static class ReadCaseFile
{
    /// <summary>The form of the page, asked for the file.</summary>
    public sealed class Form
    {
        [Description("Namn och nummer maskeras. / Names and numbers are masked.")]
        [FromForm(Name = "Masked")]
        public bool Masked { get; set; }

        [Description("Fler ord att maskera, ett per rad. / More words to mask, one a line.")]
        [Example("Anna\nHus 3")]
        [FromForm(Name = "More"), StringLength(5000)]
        public string? More { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations)
    {
        deviations.MapGet("/{id:guid}/case-file", async Task<Results<Ok<CaseFile>, FileContentHttpResult, NotFound>> (
                [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Handler handler, HttpRequest request, CancellationToken ct,
                [FromQuery(Name = "masked"), Description("Maskera namn och nummer. / Mask names and numbers.")] bool masked = false,
                [FromQuery(Name = "format"), OneOf("json", "docx"), Description("json eller docx. Utan format gäller Accept. / json or docx. Without it, Accept decides.")] string? format = null) =>
            {
                var isDocument = request.FormatOf(format, "json", "docx") == "docx";
                if (await handler.Handle(id, masked, [], isDocument ? AccessAction.Export : AccessAction.Read, ct) is not { } file) return TypedResults.NotFound();
                return isDocument ? Document(file, handler) : TypedResults.Ok(file);
            })
            .RequireAuthorization(Permissions.Read)
            .Produces<string>(200, Formats.Docx)
            .WithExample(Formats.Docx, "PK…")
            .WithName("readCaseFile")
            .WithSummary("Läs akten / Read the case file")
            .WithDescription("Allt som hör till ärendet i tidsordning, utom åtkomstloggen, för den som får läsa hela ärendet. Maskerad saknar den namn, identitetsnummer, telefonnummer och e-postadresser som Huset känner igen; läs igenom den innan den lämnas ut. / Everything that belongs to the case in the order of time, but for the access log, for who may read all of the case. Masked, it lacks the names, identity numbers, phone numbers and e-mail addresses that Huset recognises; read it through before it is given out.");
        deviations.MapPost("/{id:guid}/case-file", async Task<Results<FileContentHttpResult, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, [AsParameters] Form form, Handler handler, CancellationToken ct) =>
                await handler.Handle(id, form.Masked, form.More?.Split('\n') ?? [], AccessAction.Export, ct) is { } file ? Document(file, handler) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.Read)
            // Stopped at the gateway, as for pages; and a file that is given out is kept nowhere.
            .DisableAntiforgery()
            .WithMetadata(new KeepsNoAnswer())
            .Produces<string>(200, Formats.Docx)
            .WithExample(Formats.Docx, "PK…")
            .WithName("writeCaseFile")
            .WithExample("application/x-www-form-urlencoded", "Masked=true&More=Anna%0AHus+3")
            .WithExample("multipart/form-data", "--x\r\nContent-Disposition: form-data; name=\"Masked\"\r\n\r\ntrue\r\n--x--\r\n")
            .WithSummary("Hämta akten som dokument / Download the case file as a document")
            .WithDescription("Som akten i docx, med fler ord att maskera. Orden står i kroppen och inte i adressen, så att de inte hamnar i någon logg. / As the case file in docx, with more words to mask. They are in the body and not in the address, so that they get into no log.");
    }

    private static FileContentHttpResult Document(CaseFile file, Handler handler) =>
        TypedResults.File(CaseFileDocx.Write(file, handler.Municipality), Formats.Docx, $"akt-{file.Reference}{(file.Masked ? "-maskerad" : "")}.docx");

    public sealed class Handler(DeviationsDb db, ListUnitTasks.Handler tasks, AccessLog access, CurrentUser user, UnitTree units, IConfiguration configuration, TimeProvider clock)
    {
        /// <summary>The municipality's name, as its documents have it.</summary>
        public string? Municipality => configuration["Huset:MunicipalityName"];

        /// <summary>Null when there is no such case that the user may read all of.</summary>
        public async Task<CaseFile?> Handle(Guid id, bool masked, IReadOnlyList<string> more, AccessAction action, CancellationToken ct)
        {
            var deviation = await db.Deviations.Include(d => d.Tracks).ThenInclude(t => t.Inquiries).Include(d => d.Tracks).ThenInclude(t => t.Parts).Include(d => d.Tracks).ThenInclude(t => t.Decisions).Include(d => d.Tracks).ThenInclude(t => t.Informed)
                .Include(d => d.Causes).ThenInclude(c => c.Actions).Include(d => d.Tracks).ThenInclude(t => t.PatientTold).Include(d => d.Tracks).ThenInclude(t => t.IvoSteps).Include(d => d.Changes).Include(d => d.Notes).Include(d => d.Timeline).Include(d => d.Cooperations).Include(d => d.OpenTrack).AsSplitQuery().AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct);
            if (deviation is null || DeviationView.SightOf(deviation, user) != Sight.Full) return null;
            await access.Append(action, [deviation], shown => DeviationView.Why(shown, user), masked ? ["masked"] : [], ct);
            var areas = (await db.CodesOf(CodeLists.CauseAreas, ct)).ToDictionary(area => area.Code, area => area.Name);
            var parts = (await db.RequiredParts.AsNoTracking().OrderBy(part => part.ValidFrom).ToListAsync(ct)).GroupBy(part => part.Code).ToDictionary(versions => versions.Key, versions => versions.Last().Name);
            var told = await db.CouncilCases.AsNoTracking().Where(c => db.CouncilTies.Any(tie => tie.CouncilCaseId == c.Id && tie.DeviationId == id)).ToListAsync(ct);
            await access.Append(action, told, user.WhyCouncil, masked ? ["masked"] : [], ct);
            var files = await db.Attachments.AsNoTracking().Where(file => file.DeviationId == id).OrderBy(file => file.Id).ToListAsync(ct);
            string[] dutyLists = [OpenTrackCodes.WorkParts, OpenTrackCodes.BreachParts];
            var dutyParts = deviation.OpenTrack is null ? [] : (await db.CodeListItems.AsNoTracking().Where(item => dutyLists.Contains(item.List)).Select(item => new { item.Code, item.Name }).ToListAsync(ct)).DistinctBy(item => item.Code).ToDictionary(item => item.Code, item => item.Name);
            var file = CaseFile.Of(
                deviation, told, units, code => areas.GetValueOrDefault(code, code), code => parts.GetValueOrDefault(code, code), DeviationView.RegistryNumberOf(deviation, user),
                user.TracksOf(deviation).Count > 0 ? await tasks.Told(id, ct) : [], user.KnowsReporter(deviation), files,
                code => dutyParts.GetValueOrDefault(code, code), clock.GetUtcNow());
            if (!masked) return file;
            var involved = file.Entries.Select(entry => entry.By).OfType<string>().Concat(deviation.Actions.Select(planned => planned.OwnerName)).Concat(files.Select(attached => attached.AddedByName)).Append(deviation.ReporterName).Where(name => name != deviation.ImportedFrom?.Source);
            var text = string.Join('\n', file.Entries.SelectMany(entry => entry.Lines).Select(line => line.Text));
            var mentioned = (await db.People.AsNoTracking().Select(person => person.Name).ToListAsync(ct)).Where(name => name.Length > 0 && text.Contains(name, StringComparison.Ordinal));
            return file.Without(new(involved, mentioned, [.. more, deviation.OpenTrack?.Affected ?? ""]));
        }
    }
}
