using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

public static class ReadDifference
{
    public sealed class Query
    {
        [FromQuery(Name = "from"), Range(1, int.MaxValue), Example("1"), Description("Numret på den tidigare versionen; versionen före `to` om den utelämnas. / Number of the earlier version; the one before `to` when left out.")]
        public int? From { get; set; }

        [FromQuery(Name = "to"), Range(1, int.MaxValue), Example("2"), Description("Numret på den senare versionen; den senaste som du får se om den utelämnas. / Number of the later version; the latest that you may see when left out.")]
        public int? To { get; set; }
    }

    [Description("Vad som skiljer två versioner. / How two versions differ.")]
    public sealed record View(
        [property: Description("Numret på den tidigare versionen; saknas när den senare är den första. / Number of the earlier version; absent when the later is the first.")][property: Example("1")] int? From,
        [property: Description("Numret på den senare versionen. / Number of the later version.")][property: Example("2")] int To,
        [property: Description("Stegen som skiljer. / The steps that differ.")] IReadOnlyList<StepDifference> Steps,
        [property: Description("Alla delar av ritningen som skiljer, också stegen. / Every part of the drawing that differs, the steps too.")] IReadOnlyList<DiagramDifference> Parts);

    public static void Map(RouteGroupBuilder processes) => processes
        .MapGet("/{id:guid}/difference", async Task<Results<Ok<View>, NotFound>> ([Description("Processens id. / Id of the process.")] Guid id, [AsParameters] Query query, Handler handler, CancellationToken ct) =>
            await handler.Handle(id, query, ct) is { } difference ? TypedResults.Ok(difference) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.ReadProcesses)
        .WithName("readProcessDifference")
        .WithSummary("Läs vad som skiljer två versioner / Read how two versions differ")
        .WithDescription("Steg som är nya, borta, omdöpta, flyttade eller görs av någon annan, och varje del av ritningen som är ny, borta, ändrad eller flyttad. / Steps that are new, gone, renamed, moved or done by someone else, and every part of the drawing that is new, gone, changed or moved.");

    public sealed class Handler(ProcessesDb db)
    {
        /// <summary>Null when there is no such process or version that the reader may see.</summary>
        public async Task<View?> Handle(Guid id, Query query, CancellationToken ct)
        {
            if (!await db.Processes.AnyAsync(process => process.Id == id, ct)) return null;
            var versions = db.ProcessVersions.AsNoTracking().Where(version => version.ProcessId == id);
            var after = await versions.Where(version => query.To == null || version.Number == query.To).OrderByDescending(version => version.Number).FirstOrDefaultAsync(ct);
            if (after is null) return null;
            var before = await versions.Where(version => query.From == null ? version.Number < after.Number : version.Number == query.From).OrderByDescending(version => version.Number).FirstOrDefaultAsync(ct);
            if (before is null && query.From is not null) return null;
            var (old, now) = (before is null ? null : Bpmn.Read(before.Diagram), Bpmn.Read(after.Diagram));
            return new(before?.Number, after.Number, StepDifference.Between(old?.Steps ?? [], now.Steps), DiagramDifference.Between(old?.Document, now.Document));
        }
    }
}
