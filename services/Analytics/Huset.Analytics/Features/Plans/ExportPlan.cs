using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Plans;

public static class ExportPlan
{
    public sealed class Query
    {
        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json eller csv (öppnas i Excel). Utan format gäller Accept. / json or csv (opens in Excel). Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    public static void Map(RouteGroupBuilder plans) => plans
        .MapGet("/{id:guid}/rows", async Task<Results<Ok<ImportPlans.Document>, FileContentHttpResult, NotFound>> (
            [Description("Planens id. / Id of the plan.")] Guid id, [AsParameters] Query query, AnalyticsDb db, ReadPlan.Handler reader, HttpRequest request, CancellationToken ct) =>
        {
            var format = request.FormatOf(query.Format, "json", "csv");
            if (await reader.Find(id, ct) is not { } plan) return TypedResults.NotFound();
            var goals = await reader.Goals(plan, ct);
            Guid[] above = [.. goals.Select(goal => goal.ServesId).OfType<Guid>()];
            var codes = await db.Goals.AsNoTracking().Where(goal => above.Contains(goal.Id)).ToDictionaryAsync(goal => goal.Id, goal => goal.Code, ct);
            var rows = PlanRows.Of(plan, goals, codes);
            return format == "csv"
                ? TypedResults.File(Formats.ToCsv(PlanRows.Columns, rows.Select(row => PlanRows.Columns.Select(column => (object?)row[column]))), Formats.Csv, $"plan-{plan.UnitCode}-{plan.Year}.csv")
                : TypedResults.Ok(ImportPlans.Document.Of(rows));
        })
        .RequireAuthorization(Permissions.ReadGoals)
        .WithName("exportPlan")
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "unitCode;year;type;code;under;words\nnorrangen;2026;commitment;svar-varje-mandag;svar-inom-30-dagar-2026;Öppna avvikelser delas ut varje måndag\n")
        .WithSummary("Hämta en årsplan som rader / Download a yearly plan as rows")
        .WithDescription("Samma rader som läses in, så att inget skrivs två gånger. / The same rows that are imported, so that nothing is typed twice.");
}
