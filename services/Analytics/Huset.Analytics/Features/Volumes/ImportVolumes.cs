using System.ComponentModel;
using System.Globalization;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Volumes;

/// <summary>Volumes as a file, all or nothing. A value that is there already is left, another becomes a new version of it.</summary>
public static class ImportVolumes
{
    public static readonly string[] Columns = ["unitCode", "month", "kind", "value"];

    public sealed class Document
    {
        [Description("Volymerna, i vilken ordning som helst. / The volumes, in any order.")]
        public List<Row> Volumes { get; set; } = [];
    }

    public sealed class Row
    {
        [Description("Enhetens kod. / Code of the unit."), Example("norrangen")]
        public string? UnitCode { get; set; }

        [Description("Månaden. / The month."), Example("2026-09")]
        public string? Month { get; set; }

        [Description("Vad som mäts, en kod i listan volume-kinds. / What is measured, a code of the list volume-kinds."), Example("hours")]
        public string? Kind { get; set; }

        [Description("Värdet, med högst två decimaler; 0 tar tillbaka det. / The value, with two decimals at most; 0 takes it back."), Example("3500")]
        public decimal? Value { get; set; }
    }

    public sealed record Outcome(ImportRow Row, ImportEffect Effect, VolumeFacts? Facts = null, decimal? Before = null, RefusedRow? Refused = null) : IImportOutcome;

    /// <summary>The body of an import, JSON or CSV, as numbered rows.</summary>
    public sealed record File(IReadOnlyList<ImportRow> Rows)
    {
        public static async ValueTask<File> BindAsync(HttpContext http) => new(await RowImport.Read<Document>(http, "volumes", csv => Of(csv).Rows, document =>
            RowImport.Rows(document.Volumes, row => [("unitCode", row.UnitCode), ("month", row.Month), ("kind", row.Kind), ("value", row.Value?.ToString(CultureInfo.InvariantCulture))])));

        public static File Of(ImportFile csv) => new(csv.Rows(Columns, Columns));
    }

    public static void Map(RouteGroupBuilder volumes) => volumes
        .MapPost("/imports", async Task<Results<Ok<ImportResult>, ProblemHttpResult>> (File file, Handler handler, CancellationToken ct, [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false) =>
            (await handler.Handle(file, dryRun, ct)).Answer(dryRun, "volumes.import-refused"))
        .RequireAuthorization(Permissions.ImportVolumes)
        .Accepts<Document>("application/json", "text/csv")
        // Rows are checked one by one, so that all that is wrong is told at once and by row.
        .DisableValidation()
        .WithName("importVolumes")
        .WithExample("text/csv", "unitCode;month;kind;value\nnorrangen;2026-09;hours;3500\n")
        .WithMetadata(new RequestSizeLimitAttribute(ImportFile.MaxBytes))
        .WithSummary("Läs in volymer / Import volumes")
        .WithDescription("Hur mycket varje enhet har gjort i en månad, så att antal kan läsas per vårddygn, timme eller brukare. JSON eller CSV (semikolon eller komma; kolumnerna unitCode;month;kind;value). Samma enhet, månad och slag igen ger värdet en ny version; den gamla finns kvar. Samma fil två gånger ändrar inget. Allt eller inget. Högst 10 000 rader och 4 MB. / How much each unit did in a month, so that counts can be read per care day, hour or service user. JSON or CSV (semicolon or comma; the columns named above). The same unit, month and kind again gives the value a new version; the old one is kept. The same file twice changes nothing. All or nothing. 10,000 rows and 4 MB at most.");

    public sealed class Handler(AnalyticsDb db, VolumeKinds volumeKinds, UnitTree units, CurrentUser user, TimeProvider clock)
    {
        private const decimal MaxValue = 1_000_000_000;

        public async Task<TriedImport<Outcome>> Handle(File file, bool dryRun, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var kinds = await volumeKinds.Read(ct);
            // Two imports wait for each other.
            await using var own = await db.OwnTransaction(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727592)", ct);
            var position = await db.Set<LogPosition>().Select(log => log.Last).SingleAsync(ct);
            string[] codes = [.. file.Rows.Select(row => row["unitCode"]).OfType<string>().Distinct()];
            var known = (await db.Volumes.IgnoreQueryFilters().AsNoTracking().Where(volume => codes.Contains(volume.UnitCode)).ToListAsync(ct))
                .GroupBy(volume => (volume.UnitCode, volume.Month, volume.Kind)).ToDictionary(versions => versions.Key, versions => versions.MaxBy(volume => volume.Version)!);
            var seen = new HashSet<(string, DateOnly, string)>();
            var outcomes = new List<Outcome>(file.Rows.Count);
            foreach (var row in file.Rows)
            {
                try
                {
                    var facts = Read(row, kinds);
                    var key = (facts.UnitCode, facts.Month, facts.Kind);
                    if (!seen.Add(key)) throw new RowRefused("unitCode", "volume.twice", "An earlier row has the same unit, month and kind.");
                    var before = known.GetValueOrDefault(key);
                    var effect = before is null ? ImportEffect.Created : before.Value == facts.Value ? ImportEffect.Unchanged : ImportEffect.Changed;
                    if (effect != ImportEffect.Unchanged) db.Add(Volume.After(before, facts, position, user.Name, now));
                    outcomes.Add(new(row, effect, facts, before?.Value));
                }
                catch (RowRefused refused)
                {
                    outcomes.Add(new(row, ImportEffect.Refused, Refused: new(row.Number, refused.Field, refused.Code, refused.Message)));
                }
            }
            return await db.Keep(outcomes, dryRun, own, ct);
        }

        private VolumeFacts Read(ImportRow row, CodesOfDay<CodeListItem> kinds)
        {
            if (!DateOnly.TryParseExact(row["month"], "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) || month.Year < 2000 || month > MonthPeriod.ThisMonth(clock))
                throw new RowRefused("month", "volume.month-invalid", "It must be a month such as 2026-09, and not one that has not begun.");
            var unit = row.Text("unitCode", 64);
            if (!units.Existed(unit, month) && !units.Existed(unit, month.AddMonths(1).AddDays(-1))) throw new RowRefused("unitCode", "volume.unit-unknown", "There is no such unit.");
            var kind = row.Text("kind", 64);
            if (kinds.Valid(VolumeKinds.List).All(known => known.Code != kind)) throw new RowRefused("kind", "volume.kind-unknown", $"It must be one of {string.Join(", ", kinds.Valid(VolumeKinds.List).Select(known => known.Code))}.");
            // A comma as Swedish spreadsheets write it.
            if (!decimal.TryParse(row["value"]?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > MaxValue || value != Math.Round(value, 2))
                throw new RowRefused("value", "volume.value-invalid", "It must be a number from 0 to 1,000,000,000 with two decimals at most.");
            return new(unit, month, kind, value);
        }
    }
}
