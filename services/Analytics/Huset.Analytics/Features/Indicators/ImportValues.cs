using System.ComponentModel;
using System.Globalization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Indicators;

/// <summary>Values of the municipality's own indicators as a file, all or nothing; a form is a file of one row. A value that is there already is left, another becomes a new version of it.</summary>
public static class ImportValues
{
    public static readonly string[] Columns = ["indicator", "unitCode", "period", "gender", "numerator", "denominator", "value", "status"];

    private static readonly string[] Needed = ["indicator", "period"];

    public sealed class Document
    {
        [Description("Värdena, i vilken ordning som helst. / The values, in any order.")]
        public List<Row> Values { get; set; } = [];
    }

    public sealed class Row
    {
        [Description("Nyckeltalets kod. / Code of the indicator."), Example("nojda-brukare")]
        public string? Indicator { get; set; }

        [Description("Enhetens kod; utelämnas för hela kommunen. / Code of the unit; left out for the whole municipality."), Example("norrangen")]
        public string? UnitCode { get; set; }

        [Description("Perioden: 2026-09, 2026-Q3, 2026-T2 eller 2026, efter nyckeltalets period. / The period, by the indicator's."), Example("2026")]
        public string? Period { get; set; }

        [Description("Vilka värdet gäller: all, women eller men; utelämnat är all. / Whom the value is of; all when left out."), Example("all")]
        public string? Gender { get; set; }

        [Description("Täljaren, för antal, andel och antal per något. / The numerator, of a count, share or rate."), Example("81")]
        public decimal? Numerator { get; set; }

        [Description("Nämnaren, för andel och antal per något. / The denominator, of a share or rate."), Example("90")]
        public decimal? Denominator { get; set; }

        [Description("Mätvärdet, när täljare och nämnare inte finns. / The measurement, when it has no numerator and denominator."), Example("412.5")]
        public decimal? Value { get; set; }

        [Description("final, preliminary eller missing (tar tillbaka värdet); utelämnat är final. / final, preliminary or missing (takes the value back); final when left out."), Example("final")]
        public string? Status { get; set; }
    }

    public sealed record Outcome(ImportRow Row, ImportEffect Effect, ValueFacts? Facts = null, ValueFacts? Before = null, RefusedRow? Refused = null) : IImportOutcome;

    /// <summary>The body of an import, JSON or CSV, as numbered rows.</summary>
    public sealed record File(IReadOnlyList<ImportRow> Rows)
    {
        public static async ValueTask<File> BindAsync(HttpContext http) => new(await RowImport.Read<Document>(http, "values", csv => Of(csv).Rows, document => RowImport.Rows(document.Values, Cells)));

        public static File Of(ImportFile csv) => new(csv.Rows(Columns, Needed));

        /// <summary>What a form says, as a row.</summary>
        public static File Of(Row row) => new(RowImport.Rows([row], Cells)!);

        private static IEnumerable<(string, string?)> Cells(Row row) =>
        [
            ("indicator", row.Indicator), ("unitCode", row.UnitCode), ("period", row.Period), ("gender", row.Gender), ("numerator", Text(row.Numerator)), ("denominator", Text(row.Denominator)), ("value", Text(row.Value)), ("status", row.Status),
        ];

        private static string? Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);
    }

    public static void Map(RouteGroupBuilder values) => values
        .MapPost("/imports", async Task<Results<Ok<ImportResult>, ProblemHttpResult>> (File file, Handler handler, CancellationToken ct, [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false) =>
            (await handler.Handle(file, dryRun, ct)).Answer(dryRun, "indicator-values.import-refused"))
        .RequireAuthorization(Permissions.WriteIndicatorValues)
        .Accepts<Document>("application/json", "text/csv")
        // Rows are checked one by one, so that all that is wrong is told at once and by row.
        .DisableValidation()
        .WithName("importIndicatorValues")
        .WithExample("text/csv", "indicator;unitCode;period;gender;numerator;denominator;value;status\nnojda-brukare;norrangen;2026;all;81;90;;final\n")
        .WithMetadata(new RequestSizeLimitAttribute(ImportFile.MaxBytes))
        .WithSummary("Läs in värden för egna nyckeltal / Import values of your own indicators")
        .WithDescription("Värden per enhet, eller för hela kommunen, och period, också delade på kön. JSON eller CSV (semikolon eller komma; kolumnerna ovan, av vilka indicator och period måste finnas). Ett annat värde än det som finns blir en ny version; den gamla finns kvar. Samma fil två gånger ändrar inget. En tom ruta är inte noll. Allt eller inget. Högst 10 000 rader och 4 MB. / Values by unit, or of the whole municipality, and period, also split by gender. JSON or CSV (semicolon or comma; the columns above, of which indicator and period must be there). Another value than the one that is there becomes a new version; the old one is kept. The same file twice changes nothing. An empty cell is not zero. All or nothing. 10,000 rows and 4 MB at most.");

    public sealed class Handler(AnalyticsDb db, IndicatorCatalogue catalogue, UnitTree units, CurrentUser user, TimeProvider clock)
    {
        private const decimal MaxValue = 100_000_000_000;
        private static readonly Ui.Texts T = Ui.Texts.Of<ValuesPage>();

        public async Task<TriedImport<Outcome>> Handle(File file, bool dryRun, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var own = (await catalogue.All(ct)).ToDictionary(indicator => indicator.Code);
            // Two imports wait for each other.
            await using var transaction = await db.OwnTransaction(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727594)", ct);
            var position = await db.Set<LogPosition>().Select(log => log.Last).SingleAsync(ct);
            string[] codes = [.. file.Rows.Select(row => row["indicator"]).OfType<string>().Distinct()];
            var known = (await db.IndicatorValues.IgnoreQueryFilters().AsNoTracking().Where(value => codes.Contains(value.Indicator)).ToListAsync(ct))
                .GroupBy(value => (value.Indicator, value.UnitCode, value.From, value.Gender)).ToDictionary(versions => versions.Key, versions => versions.MaxBy(value => value.Version)!);
            var seen = new HashSet<(string, string, DateOnly, Gender)>();
            var outcomes = new List<Outcome>(file.Rows.Count);
            foreach (var row in file.Rows)
            {
                try
                {
                    var facts = Read(row, own);
                    var key = (facts.Indicator, facts.UnitCode, facts.From, facts.Gender);
                    if (!seen.Add(key)) throw new RowRefused("indicator", "value.twice", "An earlier row has the same indicator, unit, period and gender.");
                    var before = known.GetValueOrDefault(key);
                    // What was never told cannot be taken back.
                    var effect = before is null ? facts.Status == ValueStatus.Missing ? ImportEffect.Unchanged : ImportEffect.Created : before.Facts == facts ? ImportEffect.Unchanged : ImportEffect.Changed;
                    if (effect != ImportEffect.Unchanged) db.Add(IndicatorValue.After(before, facts, position, user.Name, now));
                    outcomes.Add(new(row, effect, facts, before?.Facts));
                }
                catch (RowRefused refused)
                {
                    outcomes.Add(new(row, ImportEffect.Refused, Refused: new(row.Number, refused.Field, refused.Code, T.Find(refused.Code) ?? refused.Message)));
                }
            }
            return await db.Keep(outcomes, dryRun, transaction, ct);
        }

        private ValueFacts Read(ImportRow row, Dictionary<string, Indicator> known)
        {
            if (!known.TryGetValue(row.Text("indicator", 40), out var indicator)) throw new RowRefused("indicator", "value.indicator-unknown", "There is no such indicator.");
            if (indicator.Own is not { } own) throw new RowRefused("indicator", "value.indicator-counted", "The indicator is counted of events; no values of it are told.");
            var today = SwedishTime.Today(clock);
            if (indicator.Period.Parse(row["period"]) is not { } from || from > today) throw new RowRefused("period", "value.period-invalid", $"It must be a period such as {indicator.Period.Code(indicator.Period.First(today))}, and not one that has not begun.");
            if (own.EndsOn < from) throw new RowRefused("period", "value.indicator-ended", "The indicator is followed no more in that period.");
            var unit = row["unitCode"] is null ? "" : row.Text("unitCode", 64);
            var mine = user.ReachesAll(Permissions.WriteIndicatorValues) || user.UnitsOf(Permissions.WriteIndicatorValues).Contains(unit);
            if (!mine || (unit.Length > 0 && !units.Existed(unit, from) && !units.Existed(unit, indicator.Period.End(from).AddDays(-1)))) throw new RowRefused("unitCode", "value.unit-unknown", "There is no such unit, or none whose values you may tell.");
            var (gender, status) = (Gender.All, ValueStatus.Final);
            if (row["gender"] is { } whom && !Kebab.TryParse(whom, out gender)) throw new RowRefused("gender", "value.gender-invalid", "It must be all, women or men.");
            if (row["status"] is { } state && !Kebab.TryParse(state, out status)) throw new RowRefused("status", "value.status-invalid", "It must be final, preliminary or missing.");
            var (numerator, denominator, value) = (Number(row, "numerator"), Number(row, "denominator"), Number(row, "value"));
            if (status == ValueStatus.Missing)
                return numerator is null && denominator is null && value is null ? new(indicator.Code, unit, from, gender, status, null, null, null) : throw new RowRefused("status", "value.missing-has-figures", "What is missing has no figures.");
            Check(own, numerator, denominator, value);
            return new(indicator.Code, unit, from, gender, status, numerator, denominator, value);
        }

        private static void Check(OwnIndicator own, decimal? numerator, decimal? denominator, decimal? value)
        {
            if (own.Chart == ChartKind.Xmr)
            {
                if ((value is null) == (numerator is null && denominator is null)) throw new RowRefused("value", "value.measurement-invalid", "It must be a value, or a numerator and a denominator.");
                if (value is null && (numerator is null || denominator is not > 0)) throw new RowRefused("denominator", "value.denominator-invalid", "There must be a numerator, and a denominator that is more than 0.");
                return;
            }
            if (value is not null) throw new RowRefused("value", "value.value-not-taken", "This indicator takes a numerator, and a denominator when it is a share or a rate.");
            if (numerator is not { } part || part != decimal.Truncate(part)) throw new RowRefused("numerator", "value.numerator-invalid", "It must be a whole number.");
            if (own.Chart == ChartKind.C)
            {
                if (denominator is not null) throw new RowRefused("denominator", "value.value-not-taken", "A count has no denominator.");
                return;
            }
            if (denominator is not > 0 || (own.Chart == ChartKind.P && (part > denominator || denominator != decimal.Truncate(denominator.Value))))
                throw new RowRefused("denominator", "value.denominator-invalid", "It must be more than 0, and of a share a whole number that is no less than the numerator.");
        }

        private static decimal? Number(ImportRow row, string column)
        {
            if (row[column] is not { } text) return null;
            // A comma and spaces as Swedish spreadsheets write them.
            var plain = text.Replace(',', '.').Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal);
            return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= MaxValue && number == Math.Round(number, 4)
                ? number
                : throw new RowRefused(column, "value.number-invalid", "It must be a number from 0 with four decimals at most.");
        }
    }
}
