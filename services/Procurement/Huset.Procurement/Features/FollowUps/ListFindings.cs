using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement.Features.FollowUps;

public static class ListFindings
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "status"), OneOf<FindingStatus>, Description("Var den står. / Where it stands.")]
        public string? Status { get; set; }

        [FromQuery(Name = "contractId"), Description("Avtalet. / The contract.")]
        public Guid? ContractId { get; set; }

        [FromQuery(Name = "followUpId"), Description("Uppföljningen som visade dem. / The follow-up that found them.")]
        public Guid? FollowUpId { get; set; }

        [FromQuery(Name = "unitCode"), StringLength(64), Example("kvallen"), Description("Enheten och alla under den; också brister i hela avtal som gäller dem. / The unit and all below it; also findings about whole contracts that are for them.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "overdue"), Description("Bara de vars dag har gått utan att de är åtgärdade. / Only those whose day has passed without a remedy.")]
        public bool? Overdue { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json: en sida; csv: hela urvalet. Utan format gäller Accept. / json: a page; csv: the whole selection. Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    private static readonly string[] Columns = ["id", "reference", "supplier", "contract", "unitCode", "followUp", "requirement", "text", "severity", "status", "remedyDueOn", "overdue", "foundAt", "reChecks"];

    public static void Map(RouteGroupBuilder findings)
    {
        findings.MapGet("/", async Task<Results<Ok<ListOf<FindingView>>, PushStreamHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                request.FormatOf(query.Format, "json", "csv") == "csv"
                    ? Formats.CsvInParts("brister.csv", Columns, handler.InParts(query, ct), Cells, ct)
                    : TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.Read)
            .Produces<string>(200, "text/csv")
            .WithExample("text/csv", $"{string.Join(';', Columns)}\r\n")
            .WithName("listFindings")
            .WithSummary("Lista brister / List findings")
            .WithDescription("De som ska åtgärdas först, närmaste dagen överst; sedan de som väntar på kontroll, sist de åtgärdade. En leverantör ser sina egna. / Those to be remedied first, the nearest day on top; then those that wait for a check, last those closed. A supplier sees its own.");
        findings.MapGet("/{id:guid}", async Task<Results<Ok<FindingView>, NotFound>> ([Description("Bristens id. / Id of the finding.")] Guid id, FollowUpWork work, HttpResponse response, CancellationToken ct) =>
            {
                if (await work.ReadFinding(id, ct) is not { } finding) return TypedResults.NotFound();
                response.SetETag(finding.Version);
                return TypedResults.Ok(finding);
            })
            .RequireAuthorization(Permissions.Read)
            .GivesETag()
            .WithName("readFinding")
            .WithSummary("Läs en brist / Read a finding")
            .WithDescription("Med varje åtgärd och varje kontroll, i ordning. / With each remedy and each check, in order.");
    }

    private static object?[] Cells(FindingView row) =>
    [
        row.Id, row.Reference, row.Supplier, row.Contract, row.UnitCode, row.FollowUpReference, row.Requirement, row.Text, row.Severity, row.Status, row.RemedyDueOn, row.Overdue, row.FoundAt,
        row.Steps.Count(step => step.Passed is not null),
    ];

    public sealed class Handler(ProcurementDb db, FollowUpWork work, UnitTree units)
    {
        public async Task<ListOf<FindingView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var page = await Selected(query).ToListOf(query, request, ct);
            return new(await work.Views(page.Items, ct), page.Page, page.Limit, page.Total, page.Next);
        }

        /// <summary>The whole selection, for a file.</summary>
        public IAsyncEnumerable<IReadOnlyList<FindingView>> InParts(Query query, CancellationToken ct) => Selected(query).Select(finding => finding.Id).InParts(
            async ids => (await work.Views(await FollowUpWork.Whole(db.Findings.AsNoTracking()).Where(finding => ids.Contains(finding.Id)).ToListAsync(ct), ct)).ToDictionary(finding => finding.Id), ct);

        private IQueryable<Finding> Selected(Query query)
        {
            var today = work.Today;
            var rows = FollowUpWork.Whole(db.Findings.AsNoTracking());
            if (query.ContractId is { } contract) rows = rows.Where(finding => finding.ContractId == contract);
            if (query.FollowUpId is { } followUp) rows = rows.Where(finding => finding.FollowUpId == followUp);
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(finding => finding.UnitCode == null ? finding.FollowUp.Contract.UnitCodes.Any(code => codes.Contains(code)) : codes.Contains(finding.UnitCode));
            }
            if (query.Overdue is true) rows = rows.Where(finding => finding.Status == FindingStatus.Open && finding.RemedyDueOn < today);
            if (Lists.Choice<FindingStatus>(query.Status, "status") is { } status) rows = rows.Where(finding => finding.Status == status);
            return rows
                .OrderBy(finding => finding.Status == FindingStatus.Open ? 0 : finding.Status == FindingStatus.Remedied ? 1 : 2)
                .ThenBy(finding => finding.Status == FindingStatus.Closed ? DateOnly.MinValue : finding.RemedyDueOn)
                .ThenByDescending(finding => finding.FoundAt)
                .ThenBy(finding => finding.Id);
        }
    }
}
