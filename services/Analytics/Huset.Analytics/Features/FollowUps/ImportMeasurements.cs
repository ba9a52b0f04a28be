using System.ComponentModel;
using System.Globalization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.FollowUps;

/// <summary>Measurements of cases as a file, all or nothing; a form is a file of one row. One that is there already is left, another value or day corrects it.</summary>
public static class ImportMeasurements
{
    public static readonly string[] Columns = ["unitCode", "scale", "caseKey", "moment", "on", "value"];

    public sealed class Document
    {
        [Description("Mätningarna, i vilken ordning som helst. / The measurements, in any order.")]
        public List<Row> Measurements { get; set; } = [];
    }

    public sealed class Row
    {
        [Description("Enhetens kod. / Code of the unit."), Example("norrangen")]
        public string? UnitCode { get; set; }

        [Description("Skalans kod. / Code of the scale."), Example("gaf")]
        public string? Scale { get; set; }

        [Description("Ärendets kod, som bara enheten har nyckeln till: siffror, med högst fem i rad, och bokstäver a–z, med högst tre i rad. Aldrig ett personnummer eller ett namn. / The case's code, which only the unit has the key of: figures, at most five in a row, and letters a–z, at most three in a row. Never an identity number or a name."), Example("K-014")]
        public string? CaseKey { get; set; }

        [Description("start, on-the-way eller end. / start, on-the-way or end."), Example("start")]
        public string? Moment { get; set; }

        [Description("Dagen. / The day."), Example("2026-03-02")]
        public DateOnly? On { get; set; }

        [Description("Värdet, med två decimaler som mest. / The value, with two decimals at most."), Example("42")]
        public decimal? Value { get; set; }
    }

    /// <summary>The body of an import, JSON or CSV, as numbered rows.</summary>
    public sealed record File(IReadOnlyList<ImportRow> Rows)
    {
        public static async ValueTask<File> BindAsync(HttpContext http) => new(await RowImport.Read<Document>(http, "measurements", csv => Of(csv).Rows, document => RowImport.Rows(document.Measurements, Cells)));

        public static File Of(ImportFile csv) => new(csv.Rows(Columns, Columns));

        private static IEnumerable<(string, string?)> Cells(Row row) =>
            [("unitCode", row.UnitCode), ("scale", row.Scale), ("caseKey", row.CaseKey), ("moment", row.Moment), ("on", row.On?.ToString("O", CultureInfo.InvariantCulture)), ("value", row.Value?.ToString(CultureInfo.InvariantCulture))];
    }

    public static void Map(RouteGroupBuilder followUps) => followUps
        .MapPost("/{id:guid}/measurements/imports", async Task<Results<Ok<ImportResult>, ProblemHttpResult, NotFound>> (
            [Description("Uppföljningens id. / Id of the follow-up.")] Guid id, File file, Handler handler, CancellationToken ct, [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false) =>
        {
            if (await handler.Handle(id, file, dryRun, ct) is not { } tried) return TypedResults.NotFound();
            var answer = tried.Answer(dryRun, "measurements.import-refused").Result;
            return answer is Ok<ImportResult> taken ? taken : (ProblemHttpResult)answer;
        })
        .RequireAuthorization(Permissions.WriteIndicatorValues)
        .Accepts<Document>("application/json", "text/csv")
        // Rows are checked one by one, so that all that is wrong is told at once and by row.
        .DisableValidation()
        // Someone may conclude the follow-up while its rows are taken in.
        .TakesIfMatch()
        .WithName("importMeasurements")
        .WithExample("text/csv", "unitCode;scale;caseKey;moment;on;value\nnorrangen;gaf;K-014;start;2026-03-02;42\n")
        .WithMetadata(new RequestSizeLimitAttribute(ImportFile.MaxBytes))
        .WithSummary("Läs in mätningar / Import measurements")
        .WithDescription("Mätningar vid start, under tiden och vid avslut, en eller flera. JSON eller CSV (semikolon eller komma; alla kolumner ovan). Start och avslut finns en gång per ärende och skala: en ny rad rättar den som finns. Samma fil två gånger ändrar inget. Utelämna det som inte är mätt: en tom ruta är inte noll. Allt eller inget. Högst 10 000 rader och 4 MB. / Measurements at start, on the way and at end, one or many. JSON or CSV (semicolon or comma; all columns above). Start and end are there once by case and scale: a new row corrects the one that is there. The same file twice changes nothing. Leave out what is not measured: an empty cell is not zero. All or nothing. 10,000 rows and 4 MB at most.");

    public sealed class Handler(AnalyticsDb db, AccessLog access, FollowUpWork work)
    {
        /// <summary>Null when there is no such follow-up, or none that the user measures in.</summary>
        /// <exception cref="RuleViolation">`method-follow-up.concluded`</exception>
        public async Task<TriedImport<ImportOutcome>?> Handle(Guid id, File file, bool dryRun, CancellationToken ct)
        {
            await using var own = await db.OwnTransaction(ct);
            if (await work.Locked(id, ct) is not { } followUp) return null;
            var units = work.MeasuredBy(followUp).Select(unit => unit.Code).ToHashSet();
            if (units.Count == 0) return null;
            followUp.CheckOpen();
            // A case of a unit that the user does not measure in is none of theirs.
            string[] measured = [.. units];
            string[] keys = [.. file.Rows.Select(row => row["caseKey"]?.ToUpperInvariant()).OfType<string>().Distinct()];
            var known = (await db.Measurements.IgnoreQueryFilters().Where(measurement => measurement.FollowUpId == id && measured.Contains(measurement.UnitCode) && keys.Contains(measurement.CaseKey)).ToListAsync(ct)).ToDictionary(measurement => PlaceOf(measurement.Facts));
            // Whoever sends a row in is told whether it is there already.
            await access.Append(AccessAction.List, known.Values, Why, ["caseKey"], ct);
            var read = new List<(ImportRow Row, MeasurementFacts? Facts, RowRefused? Refused)>(file.Rows.Count);
            var places = new HashSet<Place>();
            foreach (var row in file.Rows)
            {
                try
                {
                    var facts = Read(row, followUp, units);
                    read.Add(places.Add(PlaceOf(facts)) ? (row, facts, null) : throw new RowRefused("caseKey", "measurement.twice", "An earlier row measures the same case, scale and moment."));
                }
                catch (RowRefused refused)
                {
                    read.Add((row, null, refused));
                }
            }
            // What the cases look like with the whole file, so that its rows may come in any order.
            var after = known.ToDictionary(place => place.Key, place => place.Value.Facts);
            foreach (var facts in read.Select(one => one.Facts).OfType<MeasurementFacts>()) after[PlaceOf(facts)] = facts;
            var byCase = after.Values.ToLookup(CaseOf);
            var now = work.Now;
            List<ImportOutcome> outcomes = [.. read.Select(one => Take(followUp.Id, one.Row, one.Facts, one.Refused, known, byCase, now))];
            Log(AccessAction.Create, EntityState.Added);
            Log(AccessAction.Change, EntityState.Modified);
            var tried = await db.Keep(outcomes, dryRun, own, ct);
            // Nothing is stored, but what was read is in the log.
            if (own is not null && (dryRun || tried.IsRefused)) await own.CommitAsync(ct);
            return tried;
        }

        private void Log(AccessAction action, EntityState state) => access.AddMany(action, [.. db.ChangeTracker.Entries<Measurement>().Where(entry => entry.State == state).Select(entry => entry.Entity)], Why);

        private string Why(Measurement measurement) => work.Why(Permissions.WriteIndicatorValues, measurement);

        private ImportOutcome Take(Guid id, ImportRow row, MeasurementFacts? facts, RowRefused? refused, Dictionary<Place, Measurement> known, ILookup<(string, string, string), MeasurementFacts> byCase, DateTimeOffset now)
        {
            if (facts is not null && byCase[CaseOf(facts)].Any(other => (other.Moment < facts.Moment && other.On > facts.On) || (other.Moment > facts.Moment && other.On < facts.On)))
                refused = new("on", "measurement.order", "The start comes first of a case's measurements and the end last.");
            if (refused is not null) return new(row, ImportEffect.Refused, new(row.Number, refused.Field, refused.Code, FollowUpWork.T.Find(refused.Code) ?? refused.Message));
            if (!known.TryGetValue(PlaceOf(facts!), out var before))
            {
                db.Add(Measurement.Of(id, facts!, now));
                return new(row, ImportEffect.Created);
            }
            if (before.Facts == facts) return new(row, ImportEffect.Unchanged);
            before.Correct(facts!);
            return new(row, ImportEffect.Changed);
        }

        // No reason tells what was written: a name in the wrong column would come back in it.
        private MeasurementFacts Read(ImportRow row, MethodFollowUp followUp, HashSet<string> units)
        {
            var unit = row.Text("unitCode", 64);
            if (!units.Contains(unit)) throw new RowRefused("unitCode", "measurement.unit-unknown", "There is no such unit in the follow-up, or none that you measure in.");
            var code = row.Text("scale", 20);
            if (followUp.Scales.FirstOrDefault(known => known.Code == code) is not { } scale) throw new RowRefused("scale", "measurement.scale-unknown", "The follow-up has no such scale.");
            var key = row.Text("caseKey", 40).ToUpperInvariant();
            if (Measurement.MayBeNumber(key)) throw new RowRefused("caseKey", "measurement.case-is-number", "It looks like an identity number or a day of birth. Use a code that only the unit has the key of.");
            if (!Measurement.IsKey(key)) throw new RowRefused("caseKey", "measurement.case-invalid", "It must be a code of 20 characters at most, with a figure, letters a–z with at most three in a row, and hyphens.");
            if (row["moment"] is not { } said || !Kebab.TryParse<MeasureMoment>(said, out var moment)) throw new RowRefused("moment", "measurement.moment-invalid", "It must be start, on-the-way or end.");
            if (row.Day("on") is not { } on || on < followUp.From || on > work.Today) throw new RowRefused("on", "measurement.day-invalid", "It must be a day that has been, and not before the first day that is measured.");
            // A comma as Swedish spreadsheets write it.
            if (!decimal.TryParse(row["value"]?.Replace(',', '.').Replace('−', '-'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value != Math.Round(value, 2) || value < scale.Lowest || value > scale.Highest)
                throw new RowRefused("value", "measurement.value-invalid", "It must be a number within the scale, with two decimals at most.");
            return new(unit, code, key, moment, on, value);
        }

        private static (string, string, string) CaseOf(MeasurementFacts facts) => (facts.UnitCode, facts.CaseKey, facts.Scale);

        // Start and end are one each; on the way one a day.
        private static Place PlaceOf(MeasurementFacts facts) => new(facts.UnitCode, facts.CaseKey, facts.Scale, facts.Moment, facts.Moment == MeasureMoment.OnTheWay ? facts.On : null);

        private sealed record Place(string Unit, string Case, string Scale, MeasureMoment Moment, DateOnly? On);
    }
}
