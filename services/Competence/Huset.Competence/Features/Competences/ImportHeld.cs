using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Competences;

/// <summary>
/// What people have learnt, from the sheet that the municipality kept until now. It only adds: what is registered otherwise is ended by hand
/// with the reason, and what was ended stays so when the same file comes again.
/// </summary>
public static class ImportHeld
{
    public static readonly string[] Columns = ["number", "name", "competence", "acquiredOn", "expiresOn", "evidence", "note"];
    public static readonly string[] Needed = ["number", "competence", "acquiredOn", "evidence"];

    public sealed record Result(
        [property: Description("Antal nya kompetenser. / Number of new competences.")] int Created,
        [property: Description("Antal som redan var registrerade. / Number that were registered already.")] int Unchanged,
        [property: Description("Vad som blev av varje rad, i filens ordning. / What came of each row, in the file's order.")] IReadOnlyList<RowView> Rows,
        [property: Description("Rader som inte kan läsas in. / Rows that cannot be taken in.")] IReadOnlyList<Refused> Refused);

    public sealed record RowView(
        [property: Description("Radens nummer som kalkylbladet visar det; rubriken är 1. / Number of the row as a spreadsheet shows it; the header is 1.")][property: Example("2")] int Row,
        [property: Description("Personalsystemets nummer. / The personnel system's number.")][property: Example("10042")] string? Number,
        [property: Description("Vad raden gör. / What the row does.")] Effect Outcome);

    public sealed record Refused(
        [property: Description("Radens nummer som kalkylbladet visar det; rubriken är 1. / Number of the row as a spreadsheet shows it; the header is 1.")][property: Example("2")] int Row,
        [property: Description("Personalsystemets nummer. / The personnel system's number.")][property: Example("10042")] string? Number,
        [property: Description("Kolumnen som är fel. / The column that is wrong.")][property: Example("competence")] string Field,
        [property: Description("Regeln som säger nej. / The rule that says no.")][property: Example("competence.unknown")] string Code,
        [property: Description("Vad som är fel. / What is wrong.")][property: Example("There is no such competence.")] string Reason);

    /// <summary>What a row does, or that it cannot be taken in.</summary>
    public enum Effect { Created, Unchanged, Refused }

    public sealed record Outcome(ImportRow Row, Effect Effect, Employee? Person = null, HeldCompetence? Held = null, Refused? Refused = null);

    public sealed record Tried(IReadOnlyList<Outcome> Rows)
    {
        public bool IsRefused => Rows.Any(row => row.Effect == Effect.Refused);

        public int Count(Effect effect) => Rows.Count(row => row.Effect == effect);

        public Result ToResult() => new(
            Count(Effect.Created), Count(Effect.Unchanged), [.. Rows.Select(row => new RowView(row.Row.Number, NumberOf(row.Row), row.Effect))], [.. Rows.Select(row => row.Refused).OfType<Refused>()]);
    }

    /// <summary>How a file is taken.</summary>
    public sealed record Way(bool DryRun = false, bool SkipRefused = false);

    public static void Map(RouteGroupBuilder held)
    {
        held.MapPost("/imports", async Task<Results<Ok<Result>, ProblemHttpResult>> (
                ImportFile file, Handler handler, CancellationToken ct,
                [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false,
                [Description("Läs in raderna som går, fast andra är fel. / Take in the rows that can be, though others are wrong.")] bool skipRefused = false) =>
            {
                var tried = await handler.Handle(file, new(dryRun, skipRefused), ct);
                if (dryRun || skipRefused || !tried.IsRefused) return TypedResults.Ok(tried.ToResult());
                return TypedResults.Problem("Some rows cannot be taken in, so nothing is changed; see refused.", statusCode: 400,
                    extensions: new Dictionary<string, object?> { ["code"] = "held-competences.import-refused", ["refused"] = tried.ToResult().Refused });
            })
            .RequireAuthorization(Permissions.ImportCompetences)
            .Accepts<string>("text/csv")
            .WithName("importHeldCompetences")
            .WithExample("text/csv", "number;competence;acquiredOn;evidence\n10042;hygien;2026-02-01;kursintyg\n")
            .WithMetadata(new RequestSizeLimitAttribute(ImportFile.MaxBytes))
            .WithSummary("Läs in kompetenser / Import competences")
            .WithDescription("CSV med semikolon eller komma: number;name;competence;acquiredOn;expiresOn;evidence;note, eller mallens svenska rubriker. number, competence, acquiredOn och evidence behövs; competence och evidence är kod eller namn. Finns name ska det vara numrets. Är en rad fel ändras inget, om inte skipRefused sägs. Samma fil två gånger lägger inte till något; det som har avslutats förblir avslutat. Högst 10 000 rader och 4 MB. Personnummer avvisas. / CSV with semicolon or comma and the columns named above, or the template's Swedish headings. number, competence, acquiredOn and evidence are needed; competence and evidence are a code or a name. A name must be the number's. When a row is wrong nothing changes, unless skipRefused is said. The same file twice adds nothing; what has been ended stays ended. 10,000 rows and 4 MB at most. Personal identity numbers are refused.");
        held.MapGet("/imports/template", async Task<FileContentHttpResult> (Handler handler, CancellationToken ct) => TypedResults.File(await handler.Template(ct), Formats.Csv, "kompetenser-mall.csv"))
            .RequireAuthorization(Permissions.ImportCompetences)
            .Produces<string>(200, "text/csv")
            .WithName("readHeldCompetencesTemplate")
            .WithExample("text/csv", "Anställningsnummer;Namn;Kompetens;Från och med;Sista dag;Bevis;Anteckning\r\n10042;Anna Testsson;Basala hygienrutiner;2026-02-01;;Kursintyg;Personalakten\r\n")
            .WithSummary("Hämta en mall att fylla i / Download a template to fill in")
            .WithDescription("En CSV-fil med rätt rubriker och en exempelrad med kommunens egna namn; raden byts ut. / A CSV file with the right headings and an example row in the municipality's own names; the row is replaced.");
        held.MapPost("/imports/refused-rows", async Task<FileContentHttpResult> ([AsParameters] RefusedForm form, Handler handler, CancellationToken ct) =>
            {
                var tried = await handler.Handle(new(form.Text!), new(DryRun: true), ct);
                var refused = tried.Rows.Where(row => row.Refused is not null).Select(row => (row.Row, ImportHeldPage.Reason(row)));
                return TypedResults.File(ImportFile.WriteRefused(Columns, refused, ImportHeldPage.Heading), Formats.Csv, "avvisade-rader.csv");
            })
            .RequireAuthorization(Permissions.ImportCompetences)
            // Stopped at the gateway, as for pages.
            .DisableAntiforgery()
            .Produces<string>(200, "text/csv")
            .WithName("listRefusedHeldCompetences")
            .WithExample("application/x-www-form-urlencoded", "Text=number%3Bcompetence%3BacquiredOn%3Bevidence%0A10042%3Btrolleri%3B2026-02-01%3Bkursintyg%0A")
            .WithExample("multipart/form-data", "--gräns\r\nContent-Disposition: form-data; name=\"Text\"\r\n\r\nnumber;competence;acquiredOn;evidence\n10042;trolleri;2026-02-01;kursintyg\n\r\n--gräns--\r\n")
            .WithExample("text/csv", "Anställningsnummer;Namn;Kompetens;Från och med;Sista dag;Bevis;Anteckning;Fel\r\n10042;;trolleri;2026-02-01;;kursintyg;;Kompetensen finns inte i kommunens lista.\r\n")
            .WithMetadata(new RequestSizeLimitAttribute(2 * ImportFile.MaxBytes))
            .WithSummary("Hämta kompetenserna som inte kan läsas in / Download the competences that cannot be taken in")
            .WithDescription("Prövar filen utan att spara och ger de avvisade raderna som CSV med orsaken sist, så att de kan rättas och läsas in. / Tries the file without storing and gives the refused rows as CSV with the reason last, to be corrected and imported.");
    }

    /// <summary>The form of the page that imports, asked for the rows that cannot be taken in.</summary>
    public sealed class RefusedForm
    {
        [Description("Filens innehåll, CSV. / The file's content, CSV.")]
        [Example("number;competence;acquiredOn;evidence\n10042;trolleri;2026-02-01;kursintyg\n")]
        [FromForm(Name = "Text"), Required, MaxLength(ImportFile.MaxBytes)]
        public string? Text { get; set; }
    }

    // What looks like an identity number is not sent back either.
    private static string? NumberOf(ImportRow row) => IdentityNumbers.AreIn(row["number"]) ? null : row["number"];

    public sealed class Handler(CompetenceDb db, CurrentUser user, TimeProvider clock)
    {
        /// <summary>What came of each row; stored unless it is a dry run, or a row is refused that is not to be skipped.</summary>
        public async Task<Tried> Handle(ImportFile file, Way way, CancellationToken ct)
        {
            var rows = file.Rows(Columns, Needed, ImportHeldPage.Heading);
            // Two imports wait for each other.
            await using var own = await db.OwnTransaction(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727584)", ct);
            var outcomes = await Compare(await Read(rows, ct), ct);
            var tried = new Tried(outcomes);
            if (way.DryRun || (tried.IsRefused && !way.SkipRefused)) return tried;
            db.AddRange(outcomes.Where(outcome => outcome.Effect == Effect.Created).Select(outcome => outcome.Held!));
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return tried;
        }

        /// <summary>A file with the headings and a row in the municipality's own words.</summary>
        public async Task<byte[]> Template(CancellationToken ct)
        {
            var (types, lists) = await Choices(ct);
            return Formats.ToCsv(Columns.Select(ImportHeldPage.Heading),
            [
                ["10042", "Anna Testsson", types.FirstOrDefault()?.Name ?? "Basala hygienrutiner", SwedishTime.Today(clock).ToString("O"), null, lists.Valid(CodeLists.EvidenceKinds).LastOrDefault(kind => kind.LastDay is null)?.Name ?? "Kursintyg", null],
            ]);
        }

        /// <summary>The competences that may be registered today, in order of name, and the code lists.</summary>
        public async Task<(IReadOnlyList<CompetenceType> Types, CodeLists Lists)> Choices(CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            return ([.. (await db.CompetenceTypes.AsNoTracking().OrderBy(type => type.Name).ThenBy(type => type.Code).ToListAsync(ct)).Where(type => type.IsValid(today))], await db.CodeLists(today, ct));
        }

        private async Task<List<Outcome>> Read(List<ImportRow> rows, CancellationToken ct)
        {
            var (types, lists) = await Choices(ct);
            string[] numbers = [.. rows.Select(row => row["number"]).OfType<string>().Distinct()];
            var all = user.ReachesAll(Permissions.ImportCompetences);
            var mine = user.UnitsOf(Permissions.ImportCompetences);
            var people = await db.Employees.IgnoreQueryFilters().AsNoTracking().Where(e => numbers.Contains(e.Number) && (all || mine.Contains(e.HomeUnit))).ToDictionaryAsync(e => e.Number, ct);
            return [.. rows.Select(row =>
            {
                try
                {
                    return Read(row, people, types, lists);
                }
                catch (RowRefused refused)
                {
                    return Refuse(row, refused);
                }
                catch (InvalidField field)
                {
                    return Refuse(row, new(field.Name, "row.field-invalid", field.Message));
                }
            })];
        }

        private Outcome Read(ImportRow row, Dictionary<string, Employee> people, IReadOnlyList<CompetenceType> types, CodeLists lists)
        {
            if (Columns.FirstOrDefault(column => IdentityNumbers.AreIn(row[column])) is { } found) throw new RowRefused(found, "person.identity-number", "It looks like a personal identity number, which is not kept.");
            if (!people.TryGetValue(row.Text("number", 64), out var person)) throw new RowRefused("number", "person.unknown", "There is nobody by that number for whom you may register.");
            // A sheet that was sorted by one column alone would give everyone another's certificates.
            if (row["name"] is not null && !SameName(row.Text("name", 200), person.Name)) throw new RowRefused("name", "person.name-differs", "Who has the number is called otherwise.");
            var what = row.Text("competence", 200);
            var type = types.FirstOrDefault(type => type.Code == what) ?? types.FirstOrDefault(type => type.Name.Equals(what, StringComparison.OrdinalIgnoreCase))
                ?? throw new RowRefused("competence", "competence.unknown", "There is no such competence.");
            var shown = row.Text("evidence", 200);
            var evidence = lists.Valid(CodeLists.EvidenceKinds).FirstOrDefault(kind => kind.Code == shown || kind.Name.Equals(shown, StringComparison.OrdinalIgnoreCase))
                ?? throw new RowRefused("evidence", "evidence.unknown", "There is no such code in the list evidence-kinds.");
            var acquiredOn = row.Day("acquiredOn") ?? throw new RowRefused("acquiredOn", "row.field-invalid", "It must be a day, such as 2026-01-31.");
            var note = row["note"] is null ? null : row.Text("note", 500);
            var now = clock.GetUtcNow();
            return new(row, Effect.Created, person, HeldCompetence.Register(person.Id, type, acquiredOn, row.Day("expiresOn"), evidence, note, user.Name, SwedishTime.Day(now), now));
        }

        private async Task<List<Outcome>> Compare(List<Outcome> read, CancellationToken ct)
        {
            Guid[] people = [.. read.Select(outcome => outcome.Person?.Id).OfType<Guid>().Distinct()];
            DateOnly[] days = [.. read.Select(outcome => outcome.Held?.AcquiredOn).OfType<DateOnly>().Distinct()];
            var known = (await db.HeldCompetences.IgnoreQueryFilters().AsNoTracking().Where(h => people.Contains(h.EmployeeId) && days.Contains(h.AcquiredOn)).ToListAsync(ct)).ToLookup(Key);
            var seen = new HashSet<(Guid, string, DateOnly)>();
            return [.. read.Select(outcome =>
            {
                if (outcome.Held is not { } held) return outcome;
                if (!seen.Add(Key(held))) return Refuse(outcome.Row, new("competence", "held-competence.twice", "An earlier row has the same competence of the same person and day."));
                if (known[Key(held)].Any(other => (other.ExpiresOn, other.Evidence) == (held.ExpiresOn, held.Evidence))) return outcome with { Effect = Effect.Unchanged };
                return known[Key(held)].Any(other => other.EndedOn is null)
                    ? Refuse(outcome.Row, new("competence", "held-competence.known-otherwise", "It is registered from that day already, with another last day or evidence."))
                    : outcome;
            })];
        }

        private static (Guid, string, DateOnly) Key(HeldCompetence held) => (held.EmployeeId, held.Competence, held.AcquiredOn);

        // "Testsson, Anna" and "Anna Testsson" are one.
        private static bool SameName(string written, string known) => Parts(written).SetEquals(Parts(known));

        private static HashSet<string> Parts(string name) => name.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

        private static Outcome Refuse(ImportRow row, RowRefused refused) => new(row, Effect.Refused, Refused: new(row.Number, NumberOf(row), refused.Field, refused.Code, refused.Message));
    }
}
