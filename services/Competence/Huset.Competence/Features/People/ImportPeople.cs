using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Competence.Features.Delegations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Competence.Features.People;

/// <summary>The personnel system's people as a file. All or nothing: a row that is wrong stops the rest, so that nobody is lost unseen.</summary>
public static class ImportPeople
{
    public static readonly string[] Columns = ["number", "name", "username", "email", "role", "homeUnit", "employedFrom", "employedTo"];
    public static readonly string[] Needed = ["number", "name", "role", "homeUnit"];
    private const string Example = "number;name;username;email;role;homeUnit;employedFrom;employedTo\n10042;Anna Testsson;anna.testsson;;underskoterska;norrangen;2024-03-01;\n";

    public sealed record Result(
        [property: Description("Antal nya personer. / Number of new people.")] int Created,
        [property: Description("Antal ändrade. / Number that changed.")] int Changed,
        [property: Description("Antal som redan var så. / Number that were so already.")] int Unchanged,
        [property: Description("Antal vars anställning avslutas för att de saknas i en fullständig fil. / Number whose employment ends because a complete file lacks them.")] int Ended,
        [property: Description("Om det krävs confirm för att avsluta så många. / Whether confirm is needed to end so many.")] bool NeedsConfirmation,
        [property: Description("De som saknas i filen. / Those whom the file lacks.")] IReadOnlyList<Missing> Missing,
        [property: Description("Vad som blev av varje rad, i filens ordning. / What came of each row, in the file's order.")] IReadOnlyList<RowView> Rows,
        [property: Description("Rader som inte kan läsas in. / Rows that cannot be taken in.")] IReadOnlyList<Refused> Refused);

    public sealed record Missing(
        [property: Description("Personalsystemets nummer. / The personnel system's number.")][property: Example("10042")] string Number,
        [property: Description("Namnet. / The name.")][property: Example("Anna Testsson")] string Name,
        [property: Description("Enheten där personen arbetar. / The unit where the person works.")][property: Example("norrangen")] string HomeUnit);

    public sealed record RowView(
        [property: Description("Radens nummer som kalkylbladet visar det; rubriken är 1. / Number of the row as a spreadsheet shows it; the header is 1.")][property: Example("2")] int Row,
        [property: Description("Personalsystemets nummer. / The personnel system's number.")][property: Example("10042")] string? Number,
        [property: Description("Vad raden gör. / What the row does.")] Effect Outcome);

    public sealed record Refused(
        [property: Description("Radens nummer som kalkylbladet visar det; rubriken är 1. / Number of the row as a spreadsheet shows it; the header is 1.")][property: Example("2")] int Row,
        [property: Description("Personalsystemets nummer. / The personnel system's number.")][property: Example("10042")] string? Number,
        [property: Description("Kolumnen som är fel. / The column that is wrong.")][property: Example("homeUnit")] string Field,
        [property: Description("Regeln som säger nej. / The rule that says no.")][property: Example("person.unit-unknown")] string Code,
        [property: Description("Vad som är fel. / What is wrong.")][property: Example("There is no such unit.")] string Reason);

    /// <summary>What a row does, or that it cannot be taken in.</summary>
    public enum Effect { Created, Changed, Unchanged, Refused }

    /// <summary>What came of a row.</summary>
    public sealed record Outcome(ImportRow Row, Effect Effect, EmployeeFacts? Before = null, EmployeeFacts? After = null, Refused? Refused = null);

    /// <summary>What came of a file. `Ended` are those whom a complete file lacks.</summary>
    public sealed record Tried(IReadOnlyList<Outcome> Rows, IReadOnlyList<Employee> Ended, bool NeedsConfirmation)
    {
        public bool IsRefused => Rows.Any(row => row.Effect == Effect.Refused);

        public int Count(Effect effect) => Rows.Count(row => row.Effect == effect);

        public Result ToResult() => new(
            Count(Effect.Created), Count(Effect.Changed), Count(Effect.Unchanged), Ended.Count, NeedsConfirmation,
            [.. Ended.Select(employee => new Missing(employee.Number, employee.Name, employee.HomeUnit))],
            [.. Rows.Select(row => new RowView(row.Row.Number, row.Row["number"], row.Effect))],
            [.. Rows.Select(row => row.Refused).OfType<Refused>()]);
    }

    public static void Map(RouteGroupBuilder employees)
    {
        employees.MapPost("/imports", async Task<Results<Ok<Result>, ProblemHttpResult>> (
                ImportFile file, Handler handler, CancellationToken ct,
                [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false,
                [Description("Filen har alla anställda: den som saknas slutar i dag. / The file has every employee: who is missing ends today.")] bool complete = false,
                [Description("Avsluta också fler än regeln tillåter på en gång. / End more than the rule lets through at once too.")] bool confirm = false) =>
            {
                var tried = await handler.Handle(file, new(dryRun, complete, confirm), ct);
                if (dryRun || !tried.IsRefused) return TypedResults.Ok(tried.ToResult());
                return TypedResults.Problem("Some rows cannot be taken in, so nothing is changed; see refused.", statusCode: 400,
                    extensions: new Dictionary<string, object?> { ["code"] = "people.import-refused", ["refused"] = tried.ToResult().Refused });
            })
            .RequireAuthorization(Permissions.ImportPeople)
            .Accepts<string>("text/csv")
            .WithExample("text/csv", Example)
            .WithMetadata(new RequestSizeLimitAttribute(ImportFile.MaxBytes))
            .WithSummary("Läs in medarbetare / Import employees")
            .WithDescription("CSV med semikolon eller komma: number;name;username;email;role;homeUnit;employedFrom;employedTo. number, name, role och homeUnit behövs. role är kod eller namn ur roles. Allt eller inget: är en rad fel ändras inget. Samma fil två gånger ändrar inget. Högst 10 000 rader och 4 MB. Personnummer avvisas. / CSV with semicolon or comma and the columns named above. All or nothing: when a row is wrong nothing changes. The same file twice changes nothing. 10,000 rows and 4 MB at most. Personal identity numbers are refused.");
        employees.MapPost("/imports/refused-rows", async Task<FileContentHttpResult> ([AsParameters] RefusedForm form, Handler handler, CancellationToken ct) =>
            {
                var tried = await handler.Handle(new(form.Text!), new(DryRun: true), ct);
                return TypedResults.File(ImportFile.WriteRefused(Columns, tried.Rows.Where(row => row.Refused is not null).Select(row => (row.Row, ImportPeoplePage.Reason(row)))), Formats.Csv, "avvisade-rader.csv");
            })
            .RequireAuthorization(Permissions.ImportPeople)
            // Stopped at the gateway, as for pages.
            .DisableAntiforgery()
            .Produces<string>(200, "text/csv")
            .WithName("listRefusedPeople")
            .WithExample("application/x-www-form-urlencoded", "Text=number%3Bname%3Brole%3BhomeUnit%0A1%3BAnna+Testsson%3Btrollkarl%3Bnorrangen%0A")
            .WithExample("multipart/form-data", "--gräns\r\nContent-Disposition: form-data; name=\"Text\"\r\n\r\nnumber;name;role;homeUnit\n1;Anna Testsson;trollkarl;norrangen\n\r\n--gräns--\r\n")
            .WithExample("text/csv", "number;name;username;email;role;homeUnit;employedFrom;employedTo;error\r\n1;Anna Testsson;;;trollkarl;norrangen;;;Rollen finns inte i kodlistan.\r\n")
            .WithMetadata(new RequestSizeLimitAttribute(2 * ImportFile.MaxBytes))
            .WithSummary("Hämta personerna som inte kan läsas in / Download the people who cannot be taken in")
            .WithDescription("Prövar filen utan att spara och ger de avvisade raderna som CSV med orsaken sist, så att de kan rättas och läsas in. / Tries the file without storing and gives the refused rows as CSV with the reason last, to be corrected and imported.");
    }

    /// <summary>The form of the page that imports, asked for the rows that cannot be taken in.</summary>
    public sealed class RefusedForm
    {
        [Description("Filens innehåll, CSV. / The file's content, CSV.")]
        [Example("number;name;role;homeUnit\n1;Anna Testsson;trollkarl;norrangen\n")]
        [FromForm(Name = "Text"), Required, MaxLength(ImportFile.MaxBytes)]
        public string? Text { get; set; }
    }

    /// <summary>How a file is taken.</summary>
    public sealed record Way(bool DryRun = false, bool Complete = false, bool Confirm = false);

    public sealed class Handler(CompetenceDb db, UnitTree units, Accounts accounts, TimeProvider clock)
    {
        /// <exception cref="RuleViolation">409 `people.too-many-missing`.</exception>
        public async Task<Tried> Handle(ImportFile file, Way way, CancellationToken ct)
        {
            var rows = file.Rows(Columns, Needed);
            var now = clock.GetUtcNow();
            var today = SwedishTime.Day(now);
            var lists = await db.CodeLists(today, ct);
            var share = (await LimitsOfDay.Read(db, today, ct))[Measure.ImportEndShare].Value;
            var tried = await db.ChangePeople(_ => true, people => Apply(people, rows, way, lists, share, now), tried => !way.DryRun && !tried.IsRefused && (way.Confirm || !tried.NeedsConfirmation), ct, new EndDelegations(db, units, clock).For);
            if (way.DryRun || tried.IsRefused) return tried;
            if (tried.NeedsConfirmation && !way.Confirm) throw new RuleViolation("people.too-many-missing", $"The file lacks {tried.Ended.Count} who are employed, more than {share} %. Send confirm=true if it is right.");
            accounts.Forget();
            return tried;
        }

        private Tried Apply(List<Employee> people, List<ImportRow> rows, Way way, CodeLists lists, int share, DateTimeOffset now)
        {
            var today = SwedishTime.Day(now);
            var known = people.ToDictionary(employee => employee.Number);
            var employed = people.Count(employee => employee.IsEmployed(today));
            // The file's own names last, so that two may change with each other.
            var names = people.Where(employee => employee.Username is not null).ToDictionary(employee => employee.Username!, employee => employee.Number, StringComparer.OrdinalIgnoreCase);
            var told = rows.Where(row => row["number"] is not null).GroupBy(row => row["number"]!).ToDictionary(group => group.Key, group => group.First());
            foreach (var (name, number) in names.ToList())
                if (told.TryGetValue(number, out var row) && !name.Equals(row["username"], StringComparison.OrdinalIgnoreCase)) names.Remove(name);
            var outcomes = new List<Outcome>(rows.Count);
            foreach (var row in rows)
            {
                try
                {
                    var number = row.Text("number", 64);
                    if (told[number] != row) throw new RowRefused("number", "person.twice", "An earlier row has the number.");
                    var facts = Read(row, known.GetValueOrDefault(number), lists, today);
                    if (facts.Username is { } name && !names.TryAdd(name, number) && names[name] != number) throw new RowRefused("username", "person.username-taken", "Someone else has the sign-in name.");
                    if (known.TryGetValue(number, out var employee))
                    {
                        var before = employee.Facts;
                        outcomes.Add(employee.Change(facts, now) ? new(row, Effect.Changed, before, facts) : new(row, Effect.Unchanged));
                        continue;
                    }
                    people.Add(known[number] = Employee.Import(number, facts, now));
                    outcomes.Add(new(row, Effect.Created, After: facts));
                }
                catch (RowRefused refused)
                {
                    outcomes.Add(new(row, Effect.Refused, Refused: new(row.Number, IdentityNumbers.AreIn(row["number"]) ? null : row["number"], refused.Field, refused.Code, refused.Message)));
                }
            }
            List<Employee> missing = way.Complete ? [.. people.Where(employee => !told.ContainsKey(employee.Number) && employee.IsEmployed(today)).OrderBy(employee => employee.Name, Words.Order)] : [];
            foreach (var employee in missing) employee.End(now);
            return new(outcomes, missing, missing.Count * 100 > employed * share);
        }

        private EmployeeFacts Read(ImportRow row, Employee? known, CodeLists lists, DateOnly today)
        {
            if (Columns.FirstOrDefault(column => IdentityNumbers.AreIn(row[column])) is { } held) throw new RowRefused(held, "person.identity-number", "It looks like a personal identity number, which the directory does not keep.");
            var name = row.Text("name", 200);
            var role = lists.Find(CodeLists.Roles, row.Text("role", 64))
                ?? lists.Valid(CodeLists.Roles).FirstOrDefault(item => item.Name.Equals(row["role"], StringComparison.OrdinalIgnoreCase));
            if (role?.IsValid(today) != true && role?.Code != known?.Role) role = null;
            if (role is null) throw new RowRefused("role", "person.role-unknown", "There is no such role in the code list roles.");
            var from = row.Day("employedFrom") ?? known?.EmployedFrom ?? today;
            var to = row.Day("employedTo");
            if (to <= from) throw new RowRefused("employedTo", "row.field-invalid", "It must be after employedFrom.");
            var unit = row.Text("homeUnit", 64);
            if (!units.Existed(unit, to < today ? to.Value.AddDays(-1) : today)) throw new RowRefused("homeUnit", "person.unit-unknown", "There is no such unit.");
            var username = row["username"] is null ? null : row.Text("username", 200).ToLowerInvariant();
            var email = row["email"] is null ? null : row.Text("email", 254);
            if (email is not null && !new EmailAddressAttribute().IsValid(email)) throw new RowRefused("email", "row.field-invalid", "It must be an e-mail address.");
            return new(name, username, email, role.Code, unit, from, to);
        }
    }
}
