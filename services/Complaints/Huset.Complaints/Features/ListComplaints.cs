using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Huset.Complaints.Features;

/// <summary>In which order they come; newest first when nothing is said.</summary>
public enum ListOrder { Newest, Oldest, Answer }

public static class ListComplaints
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "withoutUnit"), Description("true: bara de som ingen har sagt enhet för. / true: only those whose unit nobody has said.")]
        public bool? WithoutUnit { get; set; }

        [FromQuery(Name = "status"), OneOf<ComplaintStatus>, Description("Var den står. / Where it stands.")]
        public string? Status { get; set; }

        [FromQuery(Name = "open"), Description("true: bara de som inte är avslutade. / true: only those that are not closed.")]
        public bool? Open { get; set; }

        [FromQuery(Name = "commented"), Description("true: bara de öppna där den som lämnade synpunkten har skrivit sist. / true: only the open ones where who left the complaint has written last.")]
        public bool? Commented { get; set; }

        [FromQuery(Name = "kind"), OneOf<ComplaintKind>, Description("Vad det är. / What it is.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "category"), StringLength(64), Example("mat"), Description("Vad den handlar om, kod i kodlistan categories. / What it is about, code of the list categories.")]
        public string? Category { get; set; }

        [FromQuery(Name = "from"), Description("Kom denna dag eller senare, svensk tid. / Came this day or later, Swedish time.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-12-01"), Description("Kom före denna dag, svensk tid. / Came before this day, Swedish time.")]
        public DateOnly? To { get; set; }

        [FromQuery(Name = "q"), StringLength(200), Example("mat"), Description("Ord i synpunkten, där du får läsa den, eller dess nummer. / Words of the complaint, where you may read it, or its number.")]
        public string? Words { get; set; }

        [FromQuery(Name = "sort"), OneOf<ListOrder>, Description("newest, oldest eller answer (den som ska ha svar först överst); annars newest. / newest, oldest or answer (who is to be answered first on top); else newest.")]
        public string? Sort { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv", "ndjson"), Description("json: en sida; csv och ndjson: hela urvalet. Utan format gäller Accept. / json: a page; csv and ndjson: the whole selection. Without it, Accept decides.")]
        public string? Format { get; set; }

        internal IEnumerable<string> Filters => FiltersUsed().Except(["sort", "format"]);
    }

    private static readonly string[] Columns =
    [
        "reference", "id", "status", "kind", "channel", "unitCode", "unit", "category", "sender", "receivedAt", "wantsAnswer", "answerBy", "firstAnsweredAt", "fixed", "deviationId", "title", "text", "contact",
        "owner", "outcome", "closedAt",
    ];

    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapGet("/", async Task<Results<Ok<ListOf<ComplaintView>>, PushStreamHttpResult>> (
            [AsParameters] Query query, Handler handler, UnitTree units, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, HttpRequest request, CancellationToken ct) =>
            request.FormatOf(query.Format, "json", "csv", "ndjson") switch
            {
                "csv" => Formats.CsvInParts("synpunkter.csv", Columns, handler.All(query, ct), row => Cells(row, units), ct),
                "ndjson" => Formats.LinesInParts("synpunkter.ndjson", handler.All(query, ct), json.Value.SerializerOptions, ct),
                _ => TypedResults.Ok(await handler.Handle(query, request, ct)),
            })
        .RequireAuthorization(Permissions.Read)
        .Produces<string>(200, "text/csv", "application/x-ndjson")
        .WithExample("text/csv", "reference;id;status;kind;channel;unitCode;unit;category;sender;receivedAt;wantsAnswer;answerBy;firstAnsweredAt;fixed;deviationId;title;text;contact;owner;outcome;closedAt\r\nSYN-2026-0001;0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f;received;complaint;phone;norrangen;Norrängens hemtjänst;mat;narstaende;2026-11-20 08:12;true;2026-12-05 00:00;;false;;Maten är kall när den kommer.;Maten är kall när den kommer.;;;;\r\n")
        .WithExample("application/x-ndjson", "{\"id\":\"0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f\",\"reference\":\"SYN-2026-0001\",\"status\":\"received\",\"unitCode\":\"norrangen\"}\n")
        .WithName("listComplaints")
        .WithSummary("Lista synpunkter / List complaints")
        .WithDescription("De synpunkter som du får se, nyast först. Som csv (tider på svensk klocka) eller ndjson kommer hela urvalet. / The complaints that you may see, newest first. As csv (times on a Swedish clock) or ndjson the whole selection comes.");

    public sealed class Handler(ComplaintsDb db, AccessLog access, CurrentUser user, UnitTree units)
    {
        public async Task<ListOf<ComplaintView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var list = await Selected(query).Include(c => c.Messages).AsSplitQuery().ToListOf(query, request, ct);
            await access.Append(AccessAction.List, list.Items, user.WhyRead, query.Filters, ct);
            return list.Select(complaint => ComplaintView.Of(complaint, user));
        }

        /// <summary>The whole selection, a part in memory at a time; each part is logged before it is told.</summary>
        public IAsyncEnumerable<IReadOnlyList<ComplaintView>> All(Query query, CancellationToken ct) => Selected(query).Select(c => c.Id).InParts(
            async ids =>
            {
                var part = await db.Complaints.AsNoTracking().Include(c => c.Messages).AsSplitQuery().Where(c => ids.Contains(c.Id)).ToListAsync(ct);
                await access.Append(AccessAction.Export, part, user.WhyRead, query.Filters, ct);
                return part.ToDictionary(complaint => complaint.Id, complaint => ComplaintView.Of(complaint, user));
            },
            ct);

        private IQueryable<Complaint> Selected(Query query)
        {
            var rows = db.Complaints.AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(c => codes.Contains(c.UnitCode!));
            }
            if (query.WithoutUnit == true) rows = rows.Where(c => c.UnitCode == null);
            if (Lists.Choice<ComplaintStatus>(query.Status, "status") is { } status) rows = rows.Where(c => c.Status == status);
            if (query.Open == true) rows = rows.Where(c => c.ClosedAt == null);
            if (query.Commented == true) rows = rows.Where(c => c.ClosedAt == null && c.Messages.OrderByDescending(m => m.Id).First().FromSender);
            if (Lists.Choice<ComplaintKind>(query.Kind, "kind") is { } kind) rows = rows.Where(c => c.Kind == kind);
            if (query.Category is { Length: > 0 } category) rows = rows.Where(c => c.Category == category);
            if (query.From is { } from) rows = rows.Where(c => c.ReceivedOn >= from);
            if (query.To is { } to) rows = rows.Where(c => c.ReceivedOn < to);
            if (query.Words is { Length: > 0 } words) rows = Holding(rows, words.Trim());
            return Lists.Choice<ListOrder>(query.Sort, "sort") switch
            {
                ListOrder.Oldest => rows.OrderBy(c => c.Id),
                // Those that nobody waits for come last.
                ListOrder.Answer => rows.OrderBy(c => c.ClosedAt == null && c.FirstAnsweredAt == null && c.AnswerBy != null ? 0 : c.ClosedAt == null ? 1 : 2)
                    .ThenBy(c => c.FirstAnsweredAt == null ? c.AnswerBy : null).ThenByDescending(c => c.Id),
                _ => rows.OrderByDescending(c => c.Id),
            };
        }

        private IQueryable<Complaint> Holding(IQueryable<Complaint> rows, string words)
        {
            var reference = words.ToUpperInvariant();
            if (reference.StartsWith("SYN-", StringComparison.Ordinal)) return rows.Where(c => c.Reference == reference);
            // Words are sought only where the reader may read them, or the search would tell what is written.
            if (!user.ReachesAll(Permissions.Read))
            {
                var (id, ofUnits) = (user.Id, user.UnitsOf(Permissions.Read));
                rows = rows.Where(c => c.OwnerId == id || c.RegisteredById == id || ofUnits.Contains(c.UnitCode!));
            }
            return rows.Where(c => EF.Functions.ToTsVector("swedish", c.Text).Matches(EF.Functions.WebSearchToTsQuery("swedish", words)));
        }
    }

    private static object?[] Cells(ComplaintView row, UnitTree units) =>
    [
        row.Reference, row.Id, row.Status, row.Kind, row.Channel, row.UnitCode, row.UnitCode is { } unit ? units.NameOf(unit) : null, row.Category, row.Sender, row.ReceivedAt, row.WantsAnswer, row.AnswerBy, row.FirstAnsweredAt,
        row.Fixed, row.Escalation?.DeviationId, row.Title, row.Text, row.Contact, row.Owner, row.Outcome, row.ClosedAt,
    ];
}
