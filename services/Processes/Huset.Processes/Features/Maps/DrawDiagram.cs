using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

/// <summary>A diagram as a body: its text to the letter.</summary>
public sealed record DiagramFile(string Text)
{
    /// <exception cref="InvalidFile">It is too large or not UTF-8.</exception>
    public static async ValueTask<DiagramFile> BindAsync(HttpContext http) => new(await Read(http.Request.Body, http.RequestAborted));

    /// <exception cref="InvalidFile">It is too large or not UTF-8.</exception>
    public static async Task<string> Read(Stream file, CancellationToken ct)
    {
        using var read = new MemoryStream();
        var chunk = new byte[64 * 1024];
        // A byte too many is enough to know.
        while (read.Length <= Bpmn.MaxBytes && await file.ReadAsync(chunk, ct) is > 0 and var count) read.Write(chunk, 0, count);
        return Bpmn.Decode(read.GetBuffer().AsSpan(0, (int)read.Length));
    }
}

public static class DrawDiagram
{
    public const string MediaType = "application/xml";

    public static void Map(RouteGroupBuilder processes)
    {
        processes.MapPut("/{id:guid}/diagram", async Task<Results<Ok<VersionView>, NotFound>> ([Description("Processens id. / Id of the process.")] Guid id, DiagramFile file, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, file.Text, http.Request.RequireIfMatch, http.Request.CheckIfMatch, ct) is not { } version) return TypedResults.NotFound();
            http.Response.SetETag(version.Revision);
            return TypedResults.Ok(VersionView.Of(version));
        })
            .RequireAuthorization(Permissions.EditProcesses)
            .Accepts<string>(MediaType, "text/xml")
            .TakesIfMatch(demandedLater: true)
            .GivesETag()
            .WithExample(MediaType, Example)
            .WithExample("text/xml", Example)
            .WithSummary("Skriv processens diagram / Write the process's diagram")
            .WithDescription("BPMN 2.0, högst 2 MB, utan DTD och utan program för webbläsare. En fil i en annan teckenkodning, som den själv anger, görs om till UTF-8. Skriver i utkastet, eller börjar nästa version när inget finns. Allt sparas som det kom, också det som Huset inte förstår. Finns ett utkast krävs If-Match med dess ETag. / BPMN 2.0, 2 MB at most, without DTD and without programs for browsers. A file in another encoding, which it names itself, is made UTF-8. Writes in the draft, or begins the next version when there is none. All is stored as it came, also what Huset does not understand. When there is a draft, If-Match with its ETag is demanded.");
        processes.MapGet("/{id:guid}/diagram", async Task<Results<Utf8ContentHttpResult, NotFound>> (
            [Description("Processens id. / Id of the process.")] Guid id,
            [Description("En versions nummer, eller draft för den som är på väg; utelämnat: den som gäller. / Number of a version, or draft for the one that is coming; left out: the one in force."), Example("1")] string? version,
            ProcessWork work, ProcessesDb db, HttpResponse response, CancellationToken ct) =>
        {
            if (!await db.Processes.AnyAsync(process => process.Id == id, ct) || await work.Find(id, version, ct) is not { } found) return TypedResults.NotFound();
            response.SetETag(found.Revision);
            // Someone else's XML: a browser that is led here must neither draw nor run it.
            response.Headers.ContentDisposition = "attachment; filename=\"process.bpmn\"";
            response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            return TypedResults.Text(System.Text.Encoding.UTF8.GetBytes(found.Diagram), MediaType);
        })
            .RequireAuthorization(Permissions.ReadProcesses)
            .Produces<string>(200, MediaType)
            .WithExample(MediaType, Example)
            .GivesETag()
            .WithName("readDiagram")
            .WithSummary("Läs processens diagram / Read the process's diagram")
            .WithDescription("BPMN 2.0, till bokstaven som det kom. / BPMN 2.0, to the letter as it came.");
    }

    public sealed class Handler(ProcessesDb db, ProcessWork work, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Writes the draft, or begins the next version.</summary>
        /// <param name="id">The process.</param>
        /// <param name="diagram">BPMN as text.</param>
        /// <param name="checkDraft">Refuses when the draft's revision is not the one that was read.</param>
        /// <param name="checkInForce">The same for the version in force, when that is what was read.</param>
        /// <param name="ct">Cancels.</param>
        /// <returns>The draft; null when there is no process that the user may edit.</returns>
        public Task<ProcessVersion?> Handle(Guid id, string diagram, Action<int> checkDraft, Action<int> checkInForce, CancellationToken ct) => work.Change(db.EditableProcesses, id, async process =>
        {
            var steps = Bpmn.Read(diagram).Steps;
            var (by, now) = (Person.Of(user), clock.GetUtcNow());
            var version = await work.Coming(id, ct);
            if (version is not null)
            {
                checkDraft(version.Revision);
                version.Draw(process, diagram, by, now);
            }
            else
            {
                if (await work.InForce(id, ct) is { } read) checkInForce(read.Revision);
                var number = await db.ProcessVersions.Where(known => known.ProcessId == id).MaxAsync(known => (int?)known.Number, ct) ?? 0;
                db.Add(version = ProcessVersion.Begin(process, number + 1, diagram, by, now));
            }
            var known = await db.Activities.Where(activity => activity.ProcessId == id).ToDictionaryAsync(activity => activity.ElementId, ct);
            foreach (var step in steps)
            {
                if (known.TryGetValue(step.ElementId, out var activity)) activity.Sketch(step, now);
                else db.Add(Activity.Of(id, step, now));
            }
            return version;
        }, ct);
    }

    /// <summary>The least that is a process.</summary>
    public const string Example = """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="Definitions_1" targetNamespace="urn:huset">
          <bpmn:process id="Process_1">
            <bpmn:startEvent id="Start" />
            <bpmn:task id="Activity_planera" name="Planera insatserna" />
            <bpmn:endEvent id="Slut" />
            <bpmn:sequenceFlow id="Flow_1" sourceRef="Start" targetRef="Activity_planera" />
            <bpmn:sequenceFlow id="Flow_2" sourceRef="Activity_planera" targetRef="Slut" />
          </bpmn:process>
        </bpmn:definitions>
        """;
}
