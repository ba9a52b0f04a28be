using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Processes.Features;

public static class ImportUnits
{
    public const int MaxRows = 10_000;

    /// <summary>Twice what so many rows need; more would only take time to read.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>An organisation as a file; what the export gives, the import takes.</summary>
    public sealed class Document
    {
        [Description("Enheterna, i vilken ordning som helst. / The units, in any order.")]
        public List<Row> Units { get; set; } = [];

        [Description("Varifrån filen kommer; läses inte. / Where the file comes from; not read.")]
        [Example("Personalsystemet")]
        public string? Source { get; set; }

        [Description("Vilken kommun den gäller; läses inte. / Which municipality it is about; not read.")]
        [Example("""{"code": "9999", "name": "Ekstads kommun"}""")]
        public JsonElement? Municipality { get; set; }

        public static Document Of(IEnumerable<UnitPeriod> periods) => new() { Units = [.. periods.Select(Row.Of)] };
    }

    public sealed class Row : UnitFields
    {
        [Description("Enhetens kod. / Code of the unit.")]
        [Example("norrangen")]
        [Required, StringLength(64), RegularExpression(CreateUnit.CodePattern)]
        public string? Code { get; set; }

        // Volumes travel in the same files; they are not the organisation's and are left to who counts them.
        [Description("Läses inte. / Not read.")]
        public int? Employees { get; set; }

        [Description("Läses inte. / Not read.")]
        public int? ServiceUsers { get; set; }

        [Description("Läses inte. / Not read.")]
        public decimal? HoursPerMonth { get; set; }

        public static Row Of(UnitPeriod p) => new()
        {
            Code = p.UnitCode,
            ValidFrom = p.ValidFrom,
            Name = p.Name,
            Parent = p.Parent,
            Type = p.Type,
            Board = p.Board,
            Provider = ServiceDefaults.Kebab.Of(p.Provider),
            LawAreas = [.. p.LawAreas],
        };
    }

    public sealed record Result(
        [property: Description("Antal nya enheter. / Number of new units.")] int Created,
        [property: Description("Antal ändrade. / Number that changed.")] int Changed,
        [property: Description("Antal som redan var så. / Number that were so already.")] int Unchanged,
        [property: Description("Rader som inte kan läsas in. / Rows that cannot be taken in.")] IReadOnlyList<Refused> Refused);

    public sealed record Refused(
        [property: Description("Radens nummer: i CSV som kalkylbladet visar det (rubriken är 1), i JSON platsen i listan från 1. / Number of the row: in CSV as a spreadsheet shows it (the header is 1), in JSON the place in the list from 1.")] int Row,
        [property: Description("Enhetens kod i raden. / Code of the unit in the row.")][property: Example("norrangen")] string? Code,
        [property: Description("Fältet som är fel. / The field that is wrong.")][property: Example("parent")] string? Field,
        [property: Description("Vad som är fel. / What is wrong.")][property: Example("There is no unit hemtjansten.")] string Reason);

    public static void Map(RouteGroupBuilder units)
    {
        units.MapPost("/imports/refused-rows", async Task<FileContentHttpResult> ([AsParameters] RefusedForm form, Handler handler, CancellationToken ct) =>
        {
            var outcomes = await handler.Rows(new UnitsFile(UnitsCsv.Read(form.Text!)).Limited().Rows, dryRun: true, ct);
            return TypedResults.File(UnitsCsv.WriteRefused(outcomes.Where(outcome => outcome.Effect == Effect.Refused)), Formats.Csv, "avvisade-rader.csv");
        })
        .RequireAuthorization(Permissions.ImportUnits)
        // Stopped at the gateway, as for pages.
        .DisableAntiforgery()
        .Produces<string>(200, "text/csv")
        .WithName("listRefusedRows")
        .WithExample("application/x-www-form-urlencoded", "Text=code%3Bname%3Btype%0Anorrangen%3BNorr%C3%A4ngens+hemtj%C3%A4nst%3Bhus%0A")
        .WithExample("multipart/form-data", "--gräns\r\nContent-Disposition: form-data; name=\"Text\"\r\n\r\ncode;name;type\nnorrangen;Norrängens hemtjänst;hus\n\r\n--gräns--\r\n")
        .WithExample("text/csv", "code;name;parent;type;board;provider;lawAreas;validFrom;error\r\nnorrangen;Norrängens hemtjänst;;hus;;;;;Slaget finns inte i kodlistan.\r\n")
        .WithMetadata(new RequestSizeLimitAttribute(2 * MaxBytes))
        .WithSummary("Hämta enheterna som inte kan läsas in / Download the units that cannot be taken in")
        .WithDescription("Prövar filen utan att spara och ger de avvisade raderna som CSV med orsaken sist, så att de kan rättas och läsas in. / Tries the file without storing and gives the refused rows as CSV with the reason last, to be corrected and imported.");
        units.MapPost("/imports", async Task<Results<Ok<Result>, ProblemHttpResult>> (UnitsFile file, Handler handler, CancellationToken ct, [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false) =>
        {
            var result = await handler.Handle(file.Rows, dryRun, ct);
            if (dryRun || result.Refused.Count == 0) return TypedResults.Ok(result);
            return TypedResults.Problem("Some rows cannot be taken in, so nothing is changed; see refused.", statusCode: 400,
                extensions: new Dictionary<string, object?> { ["code"] = "units.import-refused", ["refused"] = result.Refused });
        })
        .RequireAuthorization(Permissions.ImportUnits)
        .Accepts<Document>("application/json", "text/csv")
        // Rows are checked one by one, so that all that is wrong is told at once and by row.
        .DisableValidation()
        .WithMetadata(new RequestSizeLimitAttribute(MaxBytes))
        .WithExample("text/csv", "code;name;parent;type;board;provider;lawAreas;validFrom\nnorrangen;Norrängens hemtjänst;aldreomsorg;enhet;socialnamnden;own;SoL HSL;2026-01-01\n")
        .WithSummary("Läs in enheter / Import units")
        .WithDescription("Tar organisationen som JSON eller CSV (semikolon eller komma; kolumnerna code;name;parent;type;board;provider;lawAreas;validFrom). Allt eller inget: är en rad fel ändras inget. Samma fil två gånger ändrar inget. Högst 10 000 rader och 4 MB. / Takes the organisation as JSON or CSV (semicolon or comma; the columns named above). All or nothing: when a row is wrong nothing changes. The same file twice changes nothing. 10,000 rows and 4 MB at most.");
    }

    /// <summary>The form of the page that imports, asked for the rows that cannot be taken in.</summary>
    public sealed class RefusedForm
    {
        [Description("Filens innehåll, CSV. / The file's content, CSV.")]
        [Example("code;name;type\nnorrangen;Norrängens hemtjänst;hus\n")]
        [FromForm(Name = "Text"), Required, MaxLength(MaxBytes)]
        public string? Text { get; set; }
    }

    /// <summary>What a row does, or why it cannot be taken in.</summary>
    public enum Effect { Created, Changed, Unchanged, Refused }

    /// <summary>What came of a row. `Before` is how the unit looked on the row's day; `Key` names the reason, for a page's texts.</summary>
    public sealed record Outcome(FileRow Row, Effect Effect, UnitFacts? Before = null, UnitFacts? After = null, Refused? Refused = null, string? Key = null);

    public sealed class Handler(ProcessesDb db, TimeProvider clock)
    {
        public async Task<Result> Handle(IReadOnlyList<FileRow> rows, bool dryRun, CancellationToken ct)
        {
            var outcomes = await Rows(rows, dryRun, ct);
            int Count(Effect effect) => outcomes.Count(outcome => outcome.Effect == effect);
            return new(Count(Effect.Created), Count(Effect.Changed), Count(Effect.Unchanged), [.. outcomes.Select(outcome => outcome.Refused).OfType<Refused>()]);
        }

        /// <summary>The same row by row, in the file's order.</summary>
        public Task<List<Outcome>> Rows(IReadOnlyList<FileRow> rows, bool dryRun, CancellationToken ct) =>
            db.ChangeOrganisation(clock.GetUtcNow(), organisation => Apply(organisation, rows), outcomes => !dryRun && outcomes.TrueForAll(outcome => outcome.Effect != Effect.Refused), ct);

        private const string Twice = "The file has the unit in an earlier row.";

        private static List<Outcome> Apply(Organisation organisation, IReadOnlyList<FileRow> rows)
        {
            var outcomes = new Dictionary<FileRow, Outcome>(ReferenceEqualityComparer.Instance);
            var applied = new List<(FileRow Row, UnitPeriod Version)>();
            var seen = new HashSet<(string? Code, DateOnly? Day)>();
            // A file may hold a unit's history: its versions are put in place in order of day.
            foreach (var row in rows.OrderBy(row => row.Fields.ValidFrom ?? organisation.Today))
            {
                Try(row, () =>
                {
                    row.Check();
                    if (!seen.Add((row.Fields.Code, row.Fields.ValidFrom))) throw new InvalidField("code", Twice);
                    var before = organisation.Find(row.Fields.Code!);
                    var facts = before?.Shown(row.Fields.ValidFrom ?? organisation.Today).Facts;
                    var version = organisation.Apply(row.Fields.Code!, row.Fields);
                    if (version is not null) applied.Add((row, version));
                    outcomes[row] = new(row, before is null ? Effect.Created : version is not null ? Effect.Changed : Effect.Unchanged, facts, version?.Facts);
                });
            }
            // That a unit above is refused is told once, in its own row.
            var alreadyTold = outcomes.Values.Where(outcome => outcome.Effect == Effect.Refused).Select(outcome => outcome.Row.Fields.Code).OfType<string>().ToHashSet();
            foreach (var (row, version) in applied.Where(row => !alreadyTold.Contains(row.Version.Parent ?? "") && !alreadyTold.Contains(row.Version.Board ?? "")))
                Try(row, () => organisation.CheckPlace(version));
            return [.. outcomes.Values.OrderBy(outcome => outcome.Row.Number)];

            void Try(FileRow row, Action work)
            {
                try
                {
                    work();
                }
                catch (InvalidField wrong)
                {
                    outcomes[row] = new(row, Effect.Refused, Refused: new(row.Number, row.Fields.Code, wrong.Name, wrong.Message), Key: wrong.Message == Twice ? "Row.twice" : $"Row.{wrong.Name}");
                }
                catch (RuleViolation rule)
                {
                    outcomes[row] = new(row, Effect.Refused, Refused: new(row.Number, row.Fields.Code, FieldOf(rule.Code), rule.Message), Key: rule.Code);
                }
            }
        }

        private static string FieldOf(string rule) => rule switch
        {
            "unit.below-itself" => "parent",
            "unit.before-first-day" => "validFrom",
            _ => "code",
        };
    }
}
