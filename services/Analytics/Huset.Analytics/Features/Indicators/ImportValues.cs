using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

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

    public sealed record Result(
        [property: Description("Antal nya värden. / Number of new values.")] int Created,
        [property: Description("Antal ändrade. / Number that changed.")] int Changed,
        [property: Description("Antal som redan var så. / Number that were so already.")] int Unchanged,
        [property: Description("Rader som inte kan läsas in. / Rows that cannot be taken in.")] IReadOnlyList<Refused> Refused);

    public sealed record Refused(
        [property: Description("Radens nummer: i CSV som kalkylbladet visar det (rubriken är 1), i JSON platsen i listan från 1. / Number of the row: in CSV as a spreadsheet shows it (the header is 1), in JSON the place in the list from 1.")][property: Example("2")] int Row,
        [property: Description("Fältet som är fel. / The field that is wrong.")][property: Example("period")] string Field,
        [property: Description("Regeln som säger nej. / The rule that says no.")][property: Example("value.period-invalid")] string Code,
        [property: Description("Vad som är fel, på svenska. / What is wrong, in Swedish.")][property: Example("Skriv perioden som nyckeltalet har den.")] string Reason);

    /// <summary>What a row does, or that it cannot be taken in.</summary>
    public enum Effect { Created, Changed, Unchanged, Refused }

    public sealed record Outcome(ImportRow Row, Effect Effect, ValueFacts? Facts = null, ValueFacts? Before = null, Refused? Refused = null);

    public sealed record Tried(IReadOnlyList<Outcome> Rows)
    {
        public bool IsRefused => Rows.Any(row => row.Effect == Effect.Refused);

        public int Count(Effect effect) => Rows.Count(row => row.Effect == effect);

        public Result ToResult() => new(Count(Effect.Created), Count(Effect.Changed), Count(Effect.Unchanged), [.. Rows.Select(row => row.Refused).OfType<Refused>()]);
    }

    /// <summary>The body of an import, JSON or CSV, as numbered rows.</summary>
    public sealed record File(IReadOnlyList<ImportRow> Rows)
    {
        public static async ValueTask<File> BindAsync(HttpContext http) => http.Request.HasJsonContentType() ? Of(await ReadJson(http)) : Of(new ImportFile(await ImportFile.ReadText(http.Request.Body, http.RequestAborted)));

        public static File Of(ImportFile csv) => new(csv.Rows(Columns, Needed));

        /// <summary>What a form says, as a row.</summary>
        public static File Of(Row row) => Of(new Document { Values = [row] });

        private static File Of(Document document) => document.Values.Count > ImportFile.MaxRows
            ? throw new InvalidField("values", $"At most {ImportFile.MaxRows} rows at a time.")
            : new([.. document.Values.Select((row, index) => new ImportRow(index + 1, new[]
                {
                    ("indicator", row.Indicator), ("unitCode", row.UnitCode), ("period", row.Period), ("gender", row.Gender), ("numerator", Text(row.Numerator)), ("denominator", Text(row.Denominator)), ("value", Text(row.Value)), ("status", row.Status),
                }
                .Where(cell => !string.IsNullOrWhiteSpace(cell.Item2)).ToDictionary(cell => cell.Item1, cell => cell.Item2!.Trim())))]);

        private static string? Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);

        private static async Task<Document> ReadJson(HttpContext http)
        {
            try
            {
                var options = http.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
                return await http.Request.ReadFromJsonAsync<Document>(options, http.RequestAborted) is { Values: not null } document && !document.Values.Contains(null!)
                    ? document
                    : throw new InvalidField("values", "It must be a list of values.");
            }
            catch (JsonException e)
            {
                throw new Microsoft.AspNetCore.Http.BadHttpRequestException("The body is not JSON that can be read.", 400, e);
            }
        }
    }

    public static void Map(RouteGroupBuilder values) => values
        .MapPost("/imports", async Task<Results<Ok<Result>, ProblemHttpResult>> (File file, Handler handler, CancellationToken ct, [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false) =>
        {
            var tried = await handler.Handle(file, dryRun, ct);
            if (dryRun || !tried.IsRefused) return TypedResults.Ok(tried.ToResult());
            return TypedResults.Problem("Some rows cannot be taken in, so nothing is changed; see refused.", statusCode: 400,
                extensions: new Dictionary<string, object?> { ["code"] = "indicator-values.import-refused", ["refused"] = tried.ToResult().Refused });
        })
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

        public async Task<Tried> Handle(File file, bool dryRun, CancellationToken ct)
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
                    var effect = before is null ? facts.Status == ValueStatus.Missing ? Effect.Unchanged : Effect.Created : before.Facts == facts ? Effect.Unchanged : Effect.Changed;
                    if (effect != Effect.Unchanged) db.Add(IndicatorValue.After(before, facts, position, user.Name, now));
                    outcomes.Add(new(row, effect, facts, before?.Facts));
                }
                catch (RowRefused refused)
                {
                    outcomes.Add(new(row, Effect.Refused, Refused: new(row.Number, refused.Field, refused.Code, T.Find(refused.Code) ?? refused.Message)));
                }
            }
            var tried = new Tried(outcomes);
            if (dryRun || tried.IsRefused)
            {
                // Whatever else the request saves, this is not part of it.
                db.ChangeTracker.Clear();
                return tried;
            }
            await db.SaveChangesAsync(ct);
            if (transaction is not null) await transaction.CommitAsync(ct);
            return tried;
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
