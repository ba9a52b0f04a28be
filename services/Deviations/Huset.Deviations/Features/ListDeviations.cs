using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Huset.Deviations.Features;

/// <summary>In which order the cases come; newest first when nothing is said.</summary>
public enum ListOrder { Newest, Oldest, Risk, Deadline, Answered }

public static class ListDeviations
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "status"), OneOf<DeviationStatus>, Description("Var ärendet står. / Where the case stands.")]
        public string? Status { get; set; }

        [FromQuery(Name = "kind"), OneOf<DeviationKind>, Description("Vad det gäller. / What it concerns.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "from"), Description("Hände denna dag eller senare, svensk tid. / Happened this day or later, Swedish time.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-12-01"), Description("Hände före denna dag, svensk tid. / Happened before this day, Swedish time.")]
        public DateOnly? To { get; set; }

        [FromQuery(Name = "minScore"), Range(1, 16), Description("Riskpoängen är minst så hög, 1 till 16. / The risk score is at least this, 1 to 16.")]
        public int? MinScore { get; set; }

        [FromQuery(Name = "minSeverity"), Range(1, 4), Description("Allvarlighetsgraden är minst så hög, 1 till 4. / The severity is at least this, 1 to 4.")]
        public int? MinSeverity { get; set; }

        [FromQuery(Name = "overLimit"), Description("true: bara de vars bedömning når en gräns för att orsaker ska sökas. / true: only those whose assessment reaches a limit for seeking causes.")]
        public bool? OverLimit { get; set; }

        [FromQuery(Name = "waiting"), Description("true: bara de som väntar på att du ska göra något. / true: only those that wait for you to do something.")]
        public bool? Waiting { get; set; }

        [FromQuery(Name = "represented"), Description("true: bara de milda i ämnen där du är ombud. / true: only the mild ones of topics that you represent.")]
        public bool? Represented { get; set; }

        [FromQuery(Name = "mine"), Description("true: bara de som du själv har rapporterat. / true: only those that you have reported yourself.")]
        public bool? Mine { get; set; }

        [FromQuery(Name = "q"), StringLength(200), Example("delegering"), Description("Ord i rapporten, svaret, orsakerna och åtgärderna, där du får läsa dem, eller ärendets nummer här eller i ett äldre system. / Words of the report, the answer, the causes and the actions, where you may read them, or the case's number here or in an old system.")]
        public string? Words { get; set; }

        [FromQuery(Name = "activityId"), Description("Steget i processen där det hände, med de steg som det har ersatt; ett ersatt steg är detsamma som det som tog dess plats. / The step of the process where it happened, with those that it has replaced; a replaced step is the same as the one that took its place.")]
        public Guid? ActivityId { get; set; }

        [FromQuery(Name = "routineId"), Description("Rutinen som det gäller. / The routine that it concerns.")]
        public Guid? RoutineId { get; set; }

        [FromQuery(Name = "category"), StringLength(64), Example("dose-late"), Description("Kategori, ur listan categories. / Category, from the list categories.")]
        public string? Category { get; set; }

        [FromQuery(Name = "topic"), StringLength(64), Example("medicines"), Description("Ämne, ur listan topics. / Topic, from the list topics.")]
        public string? Topic { get; set; }

        [FromQuery(Name = "nature"), OneOf<Nature>, Description("Om det hände, nästan hände, kan hända, gick bra eller är en samlad rapport. / Whether it happened, nearly happened, may happen, went well or is a collective report.")]
        public string? Nature { get; set; }

        [FromQuery(Name = "sort"), OneOf<ListOrder>, Description("newest, oldest (rapporterade), risk (högst först), deadline (närmast först) eller answered (nyligen besvarade först); annars newest. / newest, oldest (reported), risk (highest first), deadline (nearest first) or answered (lately answered first); else newest.")]
        public string? Sort { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv", "ndjson"), Description("json: en sida; csv och ndjson: hela urvalet. Utan format gäller Accept. / json: a page; csv and ndjson: the whole selection. Without it, Accept decides.")]
        public string? Format { get; set; }

        internal IEnumerable<string> Filters => FiltersUsed().Except(["sort", "format"]);
    }

    private static readonly string[] Columns =
    [
        "reference", "id", "status", "unitCode", "unit", "kind", "harm", "occurredAt", "reportedAt", "suspectedSerious", "severity", "probability", "score", "title", "description", "immediateAction",
        "reportedBy", "feedback", "closedAt", "category", "topic", "nature", "handedOver", "importSource", "importReference",
    ];

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/", async Task<Results<Ok<ListOf<DeviationView>>, PushStreamHttpResult>> (
            [AsParameters] Query query, Handler handler, UnitTree units, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, HttpRequest request, CancellationToken ct) =>
            request.FormatOf(query.Format, "json", "csv", "ndjson") switch
            {
                "csv" => Formats.CsvInParts("avvikelser.csv", Columns, handler.All(query, ct), row => Cells(row, units), ct),
                "ndjson" => Formats.LinesInParts("avvikelser.ndjson", handler.All(query, ct), json.Value.SerializerOptions, ct),
                _ => TypedResults.Ok(await handler.Handle(query, request, ct)),
            })
        .RequireAuthorization(Permissions.Read)
        .Produces<string>(200, "text/csv", "application/x-ndjson")
        .WithExample("text/csv", "reference;id;status;unitCode;unit;kind;harm;occurredAt;reportedAt;suspectedSerious;severity;probability;score;title;description;immediateAction;reportedBy;feedback;closedAt;category;topic;nature;handedOver;importSource;importReference\r\nAVV-2026-0001;0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f;reported;norrangen;Norrängens hemtjänst;health-care;none;2026-11-20 07:30;2026-11-20 08:12;false;;;;Morgondosen gavs två timmar för sent;Morgondosen gavs två timmar för sent.;;Karin Testsson;;;dose-late;medicines;happened;false;;\r\n")
        .WithExample("application/x-ndjson", "{\"id\":\"0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f\",\"reference\":\"AVV-2026-0001\",\"status\":\"reported\",\"unitCode\":\"norrangen\"}\n")
        .WithSummary("Lista avvikelser / List deviations")
        .WithDescription("De avvikelser som du får se, nyast först. Som csv (tider på svensk klocka) eller ndjson kommer hela urvalet. / The deviations that you may see, newest first. As csv (times on a Swedish clock) or ndjson the whole selection comes.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, UnitTree units, RuleShelf shelf, Places places, FindWords find, TimeProvider clock)
    {
        private readonly bool sarah = user.Investigates(TrackKind.LexSarah), maria = user.Investigates(TrackKind.LexMaria);

        public async Task<ListOf<DeviationView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var (rows, total) = await Selected(query, ct);
            var list = await rows.ToListOf(query, request, ct, total);
            await access.Append(AccessAction.List, list.Items, deviation => DeviationView.Why(deviation, user), query.Filters, ct);
            return list.Select(deviation => DeviationView.Of(deviation, user));
        }

        /// <summary>The whole selection, a part in memory at a time; each part is logged before it is told.</summary>
        public async IAsyncEnumerable<IReadOnlyList<DeviationView>> All(Query query, [EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var part in (await Selected(query, ct)).Rows.Select(d => d.Id).InParts(Read, ct)) yield return part;

            async Task<Dictionary<Guid, DeviationView>> Read(Guid[] ids)
            {
                var part = await db.Deviations.AsNoTracking().Where(d => ids.Contains(d.Id)).ToListAsync(ct);
                await access.Append(AccessAction.Export, part, deviation => DeviationView.Why(deviation, user), query.Filters, ct);
                return part.ToDictionary(deviation => deviation.Id, deviation => DeviationView.Of(deviation, user));
            }
        }

        private async Task<(IOrderedQueryable<Deviation> Rows, int? Total)> Selected(Query query, CancellationToken ct)
        {
            var rows = db.Deviations.AsNoTracking();
            if (query.Represented == true) rows = db.Represented.AsNoTracking();
            if (query.Mine == true) rows = rows.Where(d => d.ReporterId == user.Id);
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(d => codes.Contains(d.UnitCode));
            }
            if (Lists.Choice<DeviationKind>(query.Kind, "kind") is { } kind) rows = rows.Where(d => d.Kind == kind);
            if (query.From is { } from) rows = rows.Where(d => d.OccurredOn >= from);
            if (query.To is { } to) rows = rows.Where(d => d.OccurredOn < to);
            // The reporter of a restricted case sees it as reported and must not find it by what it has become.
            if (Lists.Choice<DeviationStatus>(query.Status, "status") is { } status)
            {
                rows = status == DeviationStatus.Reported
                    ? rows.Where(d => d.Status == status || ((d.InLexSarah || d.InLexMaria) && !(sarah && d.InLexSarah) && !(maria && d.InLexMaria)))
                    : Opened(rows.Where(d => d.Status == status));
            }
            if (query.MinScore is { } score) rows = Opened(rows.Where(d => d.Assessment!.Severity * d.Assessment.Probability >= score));
            if (query.MinSeverity is { } severity) rows = Opened(rows.Where(d => d.Assessment!.Severity >= severity));
            if (query.OverLimit == true)
            {
                var limits = (await shelf.Get(db, ct)).LimitsOn(SwedishTime.Today(clock));
                rows = Opened(rows.Where(d => d.Assessment!.Severity * d.Assessment.Probability >= limits.FromScore || d.Assessment.Severity >= limits.FromSeverity));
            }
            if (query.ActivityId is { } activity)
            {
                var steps = await places.WithReplaced(activity, ct);
                rows = Opened(rows.Where(d => steps.Contains(d.ActivityId!.Value)));
            }
            if (query.RoutineId is { } routine) rows = Opened(rows.Where(d => d.RoutineId == routine));
            if (Lists.Choice<Nature>(query.Nature, "nature") is { } nature) rows = rows.Where(d => d.Nature == nature);
            if (query.Category is { Length: > 0 } category) rows = Opened(rows.Where(d => d.Category == category));
            if (query.Topic is { Length: > 0 } topic) rows = Opened(rows.Where(d => d.Topic == topic));
            if (query.Waiting == true) rows = Waiting(rows);
            int? total = null;
            if (query.Words is { Length: > 0 } words) (rows, total) = await find.In(rows, words.Trim(), ct);
            return (Sorted(rows, Lists.Choice<ListOrder>(query.Sort, "sort") ?? ListOrder.Newest), total);
        }

        private IOrderedQueryable<Deviation> Sorted(IQueryable<Deviation> rows, ListOrder order)
        {
            var lately = clock.GetUtcNow().AddDays(-30);
            return order switch
            {
                ListOrder.Oldest => rows.OrderBy(d => d.Id),
                ListOrder.Risk when sarah || maria => rows
                    .OrderByDescending(d => (!d.InLexSarah && !d.InLexMaria) || (sarah && d.InLexSarah) || (maria && d.InLexMaria) ? (int?)(d.Assessment!.Severity * d.Assessment.Probability) ?? 0 : 0)
                    .ThenByDescending(d => d.Id),
                ListOrder.Risk => rows.OrderByDescending(d => EF.Property<int>(d, DeviationsDb.Risk)).ThenByDescending(d => d.Id),
                ListOrder.Deadline => rows
                    .OrderBy(d => (!d.InLexSarah || sarah) && (!d.InLexMaria || maria) ? d.NextDueAt : null)
                    .ThenByDescending(d => d.Id),
                ListOrder.Answered => rows
                    .OrderBy(d => d.ClosedAt == null || ((d.InLexSarah || d.InLexMaria) && !(sarah && d.InLexSarah) && !(maria && d.InLexMaria)) ? 1 : d.ClosedAt > lately ? 0 : 2)
                    .ThenByDescending(d => d.Id),
                _ => rows.OrderByDescending(d => d.Id),
            };
        }

        private IQueryable<Deviation> Opened(IQueryable<Deviation> rows) => ListDeviations.Opened(rows, sarah, maria);

        // Who handles the case has the next step: to assess, to find causes and decide, to check the effect. While actions are done it waits for others.
        private IQueryable<Deviation> Waiting(IQueryable<Deviation> rows)
        {
            var (ofUnits, all) = (user.UnitsOf(Permissions.Handle), user.ReachesAll(Permissions.Handle));
            var represents = user.Mandate().Topics.Length > 0;
            var (healthCare, inSarah, inMaria) = (all && user.ReachesAll(Permissions.ReadHealthCare), all && sarah, all && maria);
            return rows.Where(d => (d.Status == DeviationStatus.Reported || d.Status == DeviationStatus.Assessed || d.Status == DeviationStatus.Investigating || d.Status == DeviationStatus.FollowingUp)
                && ((inSarah && d.InLexSarah) || (inMaria && d.InLexMaria)
                    || (!d.InLexSarah && !d.InLexMaria && (ofUnits.Contains(d.UnitCode) || (healthCare && d.Kind == DeviationKind.HealthCare)))
                    || (represents && db.Represented.Any(mild => mild.Id == d.Id))));
        }
    }

    /// <summary>Without the restricted cases of tracks that the reader does not investigate.</summary>
    internal static IQueryable<Deviation> Opened(IQueryable<Deviation> rows, bool sarah, bool maria) =>
        rows.Where(d => (!d.InLexSarah && !d.InLexMaria) || (sarah && d.InLexSarah) || (maria && d.InLexMaria));

    private static object?[] Cells(DeviationView row, UnitTree units) =>
    [
        row.Reference, row.Id, row.Status, row.UnitCode, units.NameOf(row.UnitCode), row.Kind, row.Harm, row.OccurredAt, row.ReportedAt, row.SuspectedSerious, row.Assessment?.Severity, row.Assessment?.Probability, row.Assessment?.Score,
        row.Title, row.Description, row.ImmediateAction, row.ReportedBy, row.Feedback, row.ClosedAt, row.Category, row.Topic, row.Nature, row.HandedOver, row.ImportedFrom?.Source, row.ImportedFrom?.Reference,
    ];
}
