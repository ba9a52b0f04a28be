using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Persistence;
using Huset.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;

namespace Huset.Processes.Features;

public static class ListUnits
{
    public sealed class Query
    {
        [FromQuery(Name = "on"), Description("Dagen som det gäller, svensk tid; i dag om den utelämnas. / The day asked for, Swedish time; today when left out.")]
        public DateOnly? On { get; set; }

        [FromQuery(Name = "type"), Example("enhet"), Description("Slag av enhet. / Kind of unit.")]
        public string? Type { get; set; }

        [FromQuery(Name = "parent"), Example("aldreomsorg"), Description("Alla enheter under denna, i alla led. / Every unit below this one, at any depth.")]
        public string? Parent { get; set; }

        [FromQuery(Name = "q"), StringLength(200), Example("hemtjänst"), Description("En del av namnet, eller koden. / A part of the name, or the code.")]
        public string? Q { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv", "export"), Description("json: en sida av listan; csv eller export: alla enheter i urvalet, i den form som importen tar. Utan format gäller Accept. / json: a page of the list; csv or export: every unit of the selection, as the import takes them. Without it, Accept decides.")]
        public string? Format { get; set; }

        [FromQuery(Name = "page"), Range(1, 10_000), DefaultValue(1), Description("Sida, från 1. / Page, from 1.")]
        public int? Page { get; set; }

        // Higher than elsewhere: who chooses a unit needs to see all of them.
        [FromQuery(Name = "limit"), Range(1, 500), DefaultValue(20), Description("Rader per sida, 1 till 500. / Rows a page, 1 to 500.")]
        public int? Limit { get; set; }
    }

    public static void Map(RouteGroupBuilder units) => units
        .MapGet("/", async Task<Results<Ok<ListOf<UnitView>>, Ok<ImportUnits.Document>, FileContentHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            request.FormatOf(query.Format, "json", "csv", "export") switch
            {
                "csv" => TypedResults.File(UnitsCsv.Write(await handler.All(query, ct)), Formats.Csv, "enheter.csv"),
                "export" => TypedResults.Ok(ImportUnits.Document.Of(await handler.All(query, ct))),
                _ => TypedResults.Ok(await handler.Handle(query, request, ct)),
            })
        .RequireAuthorization(Permissions.ReadUnits)
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "code;name;parent;type;board;provider;lawAreas;validFrom\r\nnorrangen;Norrängens hemtjänst;aldreomsorg;enhet;socialnamnden;own;SoL HSL;2026-01-01\r\n")
        .WithSummary("Lista enheter / List units")
        .WithDescription("Enheterna som de ser ut en dag, i namnordning. / The units as they look on a day, in order of name.");

    public sealed class Handler(ProcessesDb db, TimeProvider clock)
    {
        public async Task<ListOf<UnitView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var list = await (await Rows(query, ct)).ToListOf(new ListQuery { Page = query.Page, Limit = query.Limit }, request, ct);
            return list.Select(UnitView.Of);
        }

        public async Task<List<UnitPeriod>> All(Query query, CancellationToken ct) => await (await Rows(query, ct)).ToListAsync(ct);

        private async Task<IQueryable<UnitPeriod>> Rows(Query query, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var day = query.On ?? today;
            var rows = db.UnitPeriods.AsNoTracking().Include(p => p.Unit).Where(p => p.ValidFrom <= day && (p.Until == null || p.Until > day));
            if (query.Type is { Length: > 0 } type)
            {
                var code = (await db.CodeLists(today, ct)).Code(CodeLists.UnitTypes, type, "type");
                rows = rows.Where(p => p.Type == code);
            }
            if (query.Parent is { Length: > 0 } parent)
            {
                var below = await Below(parent, day, ct);
                rows = rows.Where(p => below.Contains(p.UnitCode));
            }
            if (query.Q?.Trim() is { Length: > 0 } q)
            {
                var part = Like.Part(q);
                rows = rows.Where(p => EF.Functions.ILike(p.Name, part, Like.Escape) || p.UnitCode == q);
            }
            return rows.OrderBy(p => p.Name).ThenBy(p => p.UnitCode);
        }

        private Task<List<string>> Below(string parent, DateOnly day, CancellationToken ct) => db.Database.SqlQuery<string>($"""
            with recursive below as (
                select unit_code from unit_periods where parent = {parent} and valid_from <= {day} and (until is null or until > {day})
                union
                select p.unit_code from unit_periods p join below on p.parent = below.unit_code where p.valid_from <= {day} and (p.until is null or p.until > {day}))
            select unit_code as "Value" from below
            """).ToListAsync(ct);
    }
}
