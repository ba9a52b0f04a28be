using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.FollowUps;

/// <summary>The measurements themselves, for who may see the units' cases. They are not looked up by a case's code: no address holds one.</summary>
public static class ListMeasurements
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json eller csv (alla rader; öppnas i Excel). Utan format gäller Accept. / json or csv (all rows; opens in Excel). Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    public sealed record View(
        [property: Description("Mätningens id. / Id of the measurement.")] Guid Id,
        [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
        [property: Description("Skalans kod. / Code of the scale.")][property: Example("gaf")] string Scale,
        [property: Description("Ärendets kod, som bara enheten har nyckeln till. / The case's code, which only the unit has the key of.")][property: Example("K-014")] string CaseKey,
        [property: Description("När i ärendet. / When in the case.")] MeasureMoment Moment,
        [property: Description("Dagen. / The day.")] DateOnly On,
        [property: Description("Värdet. / The value.")][property: Example("42")] decimal Value);

    public static void Map(RouteGroupBuilder followUps) => followUps
        .MapGet("/{id:guid}/measurements", async Task<Results<Ok<ListOf<View>>, FileContentHttpResult, NotFound>> (
            [Description("Uppföljningens id. / Id of the follow-up.")] Guid id, [AsParameters] Query query, Handler handler, FollowUpWork work, HttpRequest request, CancellationToken ct) =>
        {
            var csv = request.FormatOf(query.Format, "json", "csv") == "csv";
            if (await work.Find(id, ct) is null) return TypedResults.NotFound();
            if (!csv) return TypedResults.Ok((await handler.List(id, query, request, ct)).Select(ViewOf));
            return TypedResults.File(
                Formats.ToCsv(ImportMeasurements.Columns, (await handler.All(id, ct)).Select(one => (IEnumerable<object?>)[one.UnitCode, one.Scale, one.CaseKey, Kebab.Of(one.Moment), one.On, one.Facts.Value.ToString(Texts.Swedish)])),
                Formats.Csv, "matningar.csv");
        })
        .RequireAuthorization(Permissions.ReadCounts)
        .WithName("listMeasurements")
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "unitCode;scale;caseKey;moment;on;value\r\nnorrangen;gaf;K-014;start;2026-03-02;42\r\n")
        .WithSummary("Lista mätningar / List measurements")
        .WithDescription("Mätningarna på de enheter som du får räkna, ärende för ärende. CSV har samma kolumner som inläsningen. Läsningen antecknas i åtkomstloggen. / The measurements of the units that you may count, case by case. CSV has the columns of the import. The reading is noted in the access log.");

    private static View ViewOf(Measurement one) => new(one.Id, one.UnitCode, one.Scale, one.CaseKey, one.Moment, one.On, one.Facts.Value);

    public sealed class Handler(AnalyticsDb db, AccessLog access, FollowUpWork work)
    {
        public async Task<ListOf<Measurement>> List(Guid id, ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            var list = await Ordered(id).ToListOf(query, request, ct);
            await access.Append(AccessAction.List, list.Items, Why, [], ct);
            return list;
        }

        /// <summary>All of them, for a file.</summary>
        public async Task<IReadOnlyList<Measurement>> All(Guid id, CancellationToken ct)
        {
            var all = await Ordered(id).ToListAsync(ct);
            await access.Append(AccessAction.Export, all, Why, [], ct);
            return all;
        }

        private string Why(Measurement one) => work.Why(Permissions.ReadCounts, one);

        private IQueryable<Measurement> Ordered(Guid id) => db.Measurements.AsNoTracking().Where(measurement => measurement.FollowUpId == id)
            .OrderBy(measurement => measurement.UnitCode).ThenBy(measurement => measurement.CaseKey).ThenBy(measurement => measurement.Scale).ThenBy(measurement => measurement.On).ThenBy(measurement => measurement.Moment);
    }
}

/// <summary>A measurement that was of the wrong case or moment is taken away.</summary>
public static class RemoveMeasurement
{
    public static void Map(RouteGroupBuilder followUps) => followUps
        .MapDelete("/{id:guid}/measurements/{measurementId:guid}", async Task<Results<NoContent, NotFound>> (
            [Description("Uppföljningens id. / Id of the follow-up.")] Guid id, [Description("Mätningens id. / Id of the measurement.")] Guid measurementId, Handler handler, CancellationToken ct) =>
            await handler.Handle(id, measurementId, ct) ? TypedResults.NoContent() : TypedResults.NotFound())
        .RequireAuthorization(Permissions.WriteIndicatorValues)
        // Someone may conclude the follow-up at the same time.
        .TakesIfMatch()
        .WithName("removeMeasurement")
        .WithSummary("Ta bort en mätning / Remove a measurement")
        .WithDescription("För det som blev fel; ett värde rättas genom att läsa in det på nytt. / For what went wrong; a value is corrected by importing it anew.");

    public sealed class Handler(AnalyticsDb db, AccessLog access, FollowUpWork work)
    {
        /// <summary>False when there is none in a unit that the user measures in.</summary>
        /// <exception cref="RuleViolation">`method-follow-up.concluded`</exception>
        public async Task<bool> Handle(Guid id, Guid measurementId, CancellationToken ct)
        {
            var isRemoved = false;
            await work.Change(id, async followUp =>
            {
                // Whoever sends them in may have no right to read them.
                if (await db.Measurements.IgnoreQueryFilters().FirstOrDefaultAsync(one => one.Id == measurementId && one.FollowUpId == id, ct) is not { } found || !work.MayMeasure(found.UnitCode)) return;
                followUp.CheckOpen();
                access.Add(AccessAction.Change, found, work.Why(Permissions.WriteIndicatorValues, found));
                db.Remove(found);
                isRemoved = true;
            }, ct);
            return isRemoved;
        }
    }
}
