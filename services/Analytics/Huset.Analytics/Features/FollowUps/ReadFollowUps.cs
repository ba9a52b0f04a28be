using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.FollowUps;

/// <summary>Follow-ups of methods and what they have come to. They name no case; small numbers of others' units are hidden.</summary>
public static class ReadFollowUps
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "status"), OneOf<MethodFollowUpStatus>, Description("open eller concluded. / open or concluded.")]
        public string? Status { get; set; }
    }

    public sealed class ResultQuery
    {
        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json eller csv (öppnas i Excel). Utan format gäller Accept. / json or csv (opens in Excel). Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    public sealed record Row(
        [property: Description("Skalans kod. / Code of the scale.")][property: Example("gaf")] string Scale,
        [property: Description("Enhetens kod; saknas för alla tillsammans. / Code of the unit; absent for all together.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string Unit,
        [property: Description("Ärenden som är mätta vid start. / Cases that are measured at start.")][property: Example("24")] int? WithStart,
        [property: Description("Av dem så många som också är mätta vid avslut; bara deras förändring räknas. / Of them so many that are also measured at end; only their change is counted.")][property: Example("18")] int? WithBoth,
        [property: Description("Mätta vid start men inte vid avslut än. / Measured at start but not yet at end.")][property: Example("6")] int? WithoutEnd,
        [property: Description("Mätta senare men inte vid start. / Measured later but not at start.")][property: Example("0")] int? WithoutStart,
        [property: Description("Bättre vid avslut än vid start. / Better at end than at start.")][property: Example("11")] int? Improved,
        [property: Description("Samma värde. / The same value.")][property: Example("5")] int? Unchanged,
        [property: Description("Sämre. / Worse.")][property: Example("2")] int? Worse,
        [property: Description("Den mittersta förändringen, i skalans enheter. / The median change, in the scale's units.")][property: Example("8")] decimal? MedianChange,
        [property: Description("Om siffrorna är dolda för dig: andras visas när uppföljningen är avslutad, och när inget av dem är litet. / Whether the figures are hidden from you: others' are shown when the follow-up is concluded, and when none of them is small.")] bool Hidden);

    public sealed record Result(
        [property: Description("Uppföljningen, med det som är känt om metoden. / The follow-up, with what is known of the method.")] FollowUpView FollowUp,
        [property: Description("Per skala: alla tillsammans, och sedan enheterna efter namn. / By scale: all together, and then the units by name.")] IReadOnlyList<Row> Rows);

    public static void Map(RouteGroupBuilder followUps)
    {
        followUps.MapGet("/", async Task<Ok<ListOf<FollowUpView>>> ([AsParameters] Query query, Handler handler, FollowUpWork work, HttpRequest request, CancellationToken ct) => TypedResults.Ok((await handler.List(query, request, ct)).Select(work.View)))
            .RequireAuthorization(Permissions.CompareUnits)
            .WithName("listMethodFollowUps")
            .WithSummary("Lista uppföljningar av metoder / List follow-ups of methods")
            .WithDescription("De som pågår först, och bland dem den som började senast. / Those that go on first, and among them the one that began last.");
        followUps.MapGet("/{id:guid}", async Task<Results<Ok<FollowUpView>, NotFound>> ([Description("Uppföljningens id. / Id of the follow-up.")] Guid id, FollowUpWork work, HttpResponse response, CancellationToken ct) =>
            {
                if (await work.Find(id, ct) is not { } followUp) return TypedResults.NotFound();
                response.SetETag(followUp.Version);
                return TypedResults.Ok(work.View(followUp));
            })
            .RequireAuthorization(Permissions.CompareUnits)
            .GivesETag()
            .WithName("readMethodFollowUp")
            .WithSummary("Läs uppföljningen av en metod / Read the follow-up of a method")
            .WithDescription("Metoden, vad man vill veta, vad som är känt och vad det mäts med. / The method, what one wants to know, what is known and what it is measured by.");
        followUps.MapGet("/{id:guid}/result", async Task<Results<Ok<Result>, FileContentHttpResult, NotFound>> ([Description("Uppföljningens id. / Id of the follow-up.")] Guid id, [AsParameters] ResultQuery query, Handler handler, FollowUpWork work, HttpRequest request, CancellationToken ct) =>
            {
                var csv = request.FormatOf(query.Format, "json", "csv") == "csv";
                if (await work.Find(id, ct) is not { } followUp) return TypedResults.NotFound();
                var rows = await handler.Rows(followUp, ct);
                return csv ? TypedResults.File(Csv(rows), Formats.Csv, "uppfoljning.csv") : TypedResults.Ok(new Result(work.View(followUp), rows));
            })
            .RequireAuthorization(Permissions.CompareUnits)
            .WithName("readMethodFollowUpResult")
            .Produces<string>(200, "text/csv")
            .WithExample("text/csv", "scale;unitCode;unit;withStart;withBoth;withoutEnd;withoutStart;improved;unchanged;worse;medianChange;hidden\r\ngaf;norrangen;Norrängens hemtjänst;24;18;6;0;11;5;2;8;false\r\n")
            .WithSummary("Läs resultatet av en uppföljning / Read the result of a follow-up")
            .WithDescription("Förändringen från start till avslut per skala och enhet, bredvid det som är känt om metoden. Ett ärende utan avslut räknas som just det. Andras enheter visas när uppföljningen är avslutad, och bara när inget av deras antal är litet. Resultatet finns kvar när mätningarna har tagits bort. / The change from start to end by scale and unit, beside what is known of the method. A case without end is counted as just that. Others' units are shown when the follow-up is concluded, and only when none of their numbers is small. The result stays when the measurements are removed.");
    }

    private static byte[] Csv(IReadOnlyList<Row> rows) => Formats.ToCsv(
        ["scale", "unitCode", "unit", "withStart", "withBoth", "withoutEnd", "withoutStart", "improved", "unchanged", "worse", "medianChange", "hidden"],
        rows.Select(row => (IEnumerable<object?>)[row.Scale, row.UnitCode, row.Unit, row.WithStart, row.WithBoth, row.WithoutEnd, row.WithoutStart, row.Improved, row.Unchanged, row.Worse, row.MedianChange?.ToString(Texts.Swedish), row.Hidden]));

    public sealed class Handler(AnalyticsDb db, FollowUpWork work)
    {
        /// <exception cref="InvalidField">400: status.</exception>
        public Task<ListOf<MethodFollowUp>> List(Query query, HttpRequest? request, CancellationToken ct)
        {
            var followUps = db.MethodFollowUps.AsNoTracking();
            if (!string.IsNullOrEmpty(query.Status))
            {
                if (!Kebab.TryParse<MethodFollowUpStatus>(query.Status, out var status)) throw new InvalidField("status", "It must be open or concluded.");
                followUps = followUps.Where(followUp => followUp.Status == status);
            }
            return followUps.OrderByDescending(followUp => followUp.Status == MethodFollowUpStatus.Open).ThenByDescending(followUp => followUp.From).ThenBy(followUp => followUp.Id).ToListOf(query, request, ct);
        }

        /// <summary>What the reader may know of each scale and unit.</summary>
        public async Task<IReadOnlyList<Row>> Rows(MethodFollowUp followUp, CancellationToken ct)
        {
            // All of them, whoever asks: what may be told of others is judged below, in one place.
            var results = followUp.Results ?? followUp.Count(await work.Measured(followUp.Id, ct));
            var small = (await db.Rules.AsNoTracking().Where(rule => rule.Measure == "small-number").ToListAsync(ct)).ForSmallNumbers(work.Today);
            return [.. followUp.Scales.SelectMany(scale => RowsOf(scale, followUp.Status == MethodFollowUpStatus.Concluded, results.Where(one => one.Scale == scale.Code).ToLookup(one => one.UnitCode is null), small))];
        }

        private List<Row> RowsOf(MeasureScale scale, bool isConcluded, ILookup<bool, UnitResult> results, SmallNumbers small)
        {
            var units = results[false].Select(unit => (Code: unit.UnitCode!, Name: work.NameOf(unit.UnitCode!), unit.Result, IsOpen: work.SeesCases(unit.UnitCode!)))
                .OrderBy(unit => unit.Name, StringComparer.Create(Texts.Swedish, ignoreCase: true)).ToList();
            // While it goes on, the numbers of two days tell of the one case that came between; and who knows the sum and the others works out the small one.
            var tellsOthers = units.TrueForAll(unit => unit.IsOpen) || (isConcluded && small.MayTellParts(units.Where(unit => !unit.IsOpen).SelectMany(unit => unit.Result.Parts)));
            return [.. results[true].Select(all => RowOf(scale, null, Words.AllUnits, all.Result, tellsOthers)), .. units.Select(unit => RowOf(scale, unit.Code, unit.Name, unit.Result, unit.IsOpen || tellsOthers))];
        }

        private static Row RowOf(MeasureScale scale, string? code, string name, MethodResult result, bool isTold) => isTold
            ? new(scale.Code, code, name, result.WithStart, result.WithBoth, result.WithoutEnd, result.WithoutStart, result.Improved, result.Unchanged, result.Worse, result.MedianChange, false)
            : new(scale.Code, code, name, null, null, null, null, null, null, null, null, true);
    }
}
