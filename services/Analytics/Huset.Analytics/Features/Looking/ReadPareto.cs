using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Looking;

/// <summary>What bars can be of.</summary>
[Description("Vad staplarna är av: cause (orsaksområden), category (händelsetyper), process eller step (steg i processer). / What the bars are of: cause (areas of causes), category (types of event), process or step (steps of processes).")]
public enum ParetoBy { Cause, Category, Process, Step }

public static class ReadPareto
{
    // What Juran called the vital few.
    private const double Most = 0.8;
    private static readonly Texts T = Texts.Of<ParetoPage>();

    public sealed class Query : LookQuery
    {
        [FromQuery(Name = "by"), OneOf<ParetoBy>, DefaultValue("cause"), Description("cause: områden där orsakerna ligger; category: händelsetyper; process eller step: var det hände. / cause: areas where the causes lie; category: types of event; process or step: where it happened.")]
        public string? By { get; set; }
    }

    public sealed record Item(
        [property: Description("Koden eller id:t. / The code or id.")][property: Example("staffing")] string Code,
        [property: Description("Vad den heter; koden när dess ägare inte svarar. / What it is called; the code when its owner does not answer.")][property: Example("Bemanning")] string Name,
        [property: Description("Antal avvikelser. / Number of deviations.")][property: Example("21")] long Count,
        [property: Description("Del av summan, 0 till 1. / Share of the total, 0 to 1.")][property: Example("0.525")] double Share,
        [property: Description("Del av summan tillsammans med dem före, 0 till 1. / Share of the total together with those before, 0 to 1.")][property: Example("0.525")] double CumulativeShare);

    public sealed record View(
        [property: Description("Vad staplarna är av. / What the bars are of.")] ParetoBy By,
        [property: Description("Första månaden. / First month.")] DateOnly From,
        [property: Description("Första månaden som inte är med. / First month that is not in it.")] DateOnly To,
        [property: Description("De vanligaste först. / The most common first.")] IReadOnlyList<Item> Items,
        [property: Description("Summan av dem. En avvikelse med orsaker i flera områden räknas en gång i varje. / Their sum. A deviation with causes in several areas counts once in each.")][property: Example("40")] long Total,
        [property: Description("Avvikelser där det inte är angivet; de är inte med i staplarna. / Deviations where it is not told; they are in no bar.")][property: Example("12")] long Missing,
        [property: Description("Vad diagrammet säger, på svenska. / What the chart tells, in Swedish.")][property: Example("2 av 7 står för 80 procent.")] string Sentence);

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/counts/pareto", async Task<Results<Ok<View>, FileContentHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            var csv = request.FormatOf(query.Format, "json", "csv") == "csv";
            var view = await handler.Handle(query, request.Headers.Authorization.ToString(), ct);
            return csv ? TypedResults.File(Csv(view), Formats.Csv, "pareto.csv") : TypedResults.Ok(view);
        })
        .RequireAuthorization(Permissions.ReadCounts)
        .WithName("readDeviationPareto")
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "code;name;count;share;cumulativeShare\r\nstaffing;Bemanning;21;0,525;0,525\r\n")
        .WithSummary("Läs ett paretodiagram över avvikelser / Read a Pareto chart of deviations")
        .WithDescription("Orsaker, händelsetyper, processer eller steg i fallande ordning, på de enheter som du får se. / Causes, types of event, processes or steps in falling order, of the units that you may see.");

    private static byte[] Csv(View view) => Formats.ToCsv(
        ["code", "name", "count", "share", "cumulativeShare"],
        view.Items.Select(item => (IEnumerable<object?>)[item.Code, item.Name, item.Count, item.Share.ToString(Texts.Swedish), item.CumulativeShare.ToString(Texts.Swedish)]));

    public sealed class Handler(DeviationCells cells, CodeNames names, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: something of the choice is none that there is.</exception>
        public async Task<View> Handle(Query query, string? bearer, CancellationToken ct)
        {
            var by = Lists.Choice<ParetoBy>(query.By, "by") ?? ParetoBy.Cause;
            var (from, to) = MonthPeriod.OfYear(query.From, query.To, clock);
            var rows = await cells.Read(query, by switch { ParetoBy.Cause => LookBy.Cause, ParetoBy.Category => LookBy.Category, _ => LookBy.Step }, byKind: false, from, to, ct);
            var found = await rows.GroupBy(row => row.Code).Select(group => new { group.Key, Count = group.Sum(row => row.Count) }).Where(group => group.Count > 0).ToListAsync(ct);
            var counts = found.Select(group => (Code: group.Key, group.Count)).ToList();
            Func<string, string> nameOf;
            if (by is ParetoBy.Process or ParetoBy.Step)
            {
                var (steps, processes) = (await cells.Steps(ct), await cells.Processes(ct));
                string ProcessOf(string step) => steps.TryGetValue(step, out var known) ? known.Process ?? "" : "";
                string NameOf(string process) => processes.GetValueOrDefault(process, process);
                if (by == ParetoBy.Process) counts = [.. counts.GroupBy(step => ProcessOf(step.Code)).Select(process => (process.Key, process.Sum(step => step.Count)))];
                nameOf = by == ParetoBy.Process ? NameOf : code => steps.TryGetValue(code, out var step) ? T["Step", step.Name, NameOf(step.Process ?? "")] : code;
            }
            else
            {
                var known = await names.Of(by == ParetoBy.Cause ? CodeNames.CauseAreas : CodeNames.Categories, bearer, ct);
                nameOf = code => known.GetValueOrDefault(code, code);
            }
            var told = counts.Where(group => group.Code.Length > 0).OrderByDescending(group => group.Count).ThenBy(group => group.Code, StringComparer.Ordinal).ToList();
            var (total, soFar, items) = (told.Sum(group => group.Count), 0L, new List<Item>());
            foreach (var (code, count) in told)
            {
                soFar += count;
                items.Add(new(code, nameOf(code), count, Math.Round((double)count / total, 4), Math.Round((double)soFar / total, 4)));
            }
            return new(by, from, to, items, total, counts.Where(group => group.Code.Length == 0).Sum(group => group.Count), Sentence(items, total));
        }

        private static string Sentence(List<Item> items, long total)
        {
            if (items.Count == 0) return T["Sentence.None"];
            var few = items.FindIndex(item => item.CumulativeShare >= Most) + 1;
            return items.Count == 1 ? T["Sentence.One", items[0].Name, total] : T[few == 1 ? "Sentence.First" : "Sentence", few, items.Count, items[few - 1].CumulativeShare * 100, items[0].Name];
        }
    }
}
