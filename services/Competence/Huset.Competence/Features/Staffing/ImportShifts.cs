using System.ComponentModel;
using System.Globalization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Staffing;

/// <summary>The scheduling system's shifts as a file. All or nothing, as every import.</summary>
public static class ImportShifts
{
    public static readonly string[] Columns = ["unitCode", "shiftId", "employeeNumber", "start", "end", "role"];
    private static readonly string[] Needed = ["unitCode", "shiftId", "start", "end"];
    private static readonly string[] Times = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss"];
    private const int LongestHours = 36;

    public sealed record Result(
        [property: Description("Antal nya pass. / Number of new shifts.")] int Created,
        [property: Description("Antal ändrade. / Number that changed.")] int Changed,
        [property: Description("Antal som redan var så. / Number that were so already.")] int Unchanged,
        [property: Description("Antal pass vars medarbetare katalogen inte känner; de räknas bara som någon. / Number of shifts whose employee the directory does not know; they count as someone only.")] int Unnamed,
        [property: Description("Vad som blev av varje rad, i filens ordning. / What came of each row, in the file's order.")] IReadOnlyList<RowView> Rows,
        [property: Description("Rader som inte kan läsas in. / Rows that cannot be taken in.")] IReadOnlyList<Refused> Refused);

    public sealed record RowView(
        [property: Description("Radens nummer som kalkylbladet visar det; rubriken är 1. / Number of the row as a spreadsheet shows it; the header is 1.")][property: Example("2")] int Row,
        [property: Description("Passets id i schemasystemet. / The shift's id in the scheduling system.")][property: Example("P-1001")] string? Shift,
        [property: Description("Vad raden gör. / What the row does.")] Effect Outcome);

    public sealed record Refused(
        [property: Description("Radens nummer som kalkylbladet visar det; rubriken är 1. / Number of the row as a spreadsheet shows it; the header is 1.")][property: Example("2")] int Row,
        [property: Description("Passets id i schemasystemet. / The shift's id in the scheduling system.")][property: Example("P-1001")] string? Shift,
        [property: Description("Kolumnen som är fel. / The column that is wrong.")][property: Example("end")] string Field,
        [property: Description("Regeln som säger nej. / The rule that says no.")][property: Example("row.field-invalid")] string Code,
        [property: Description("Vad som är fel. / What is wrong.")][property: Example("It must be after start, by 36 hours at most.")] string Reason);

    /// <summary>What a row does, or that it cannot be taken in.</summary>
    public enum Effect { Created, Changed, Unchanged, Refused }

    public sealed record Outcome(ImportRow Row, Effect Effect, ShiftFacts? Facts = null, Refused? Refused = null);

    public sealed record Tried(IReadOnlyList<Outcome> Rows)
    {
        public bool IsRefused => Rows.Any(row => row.Effect == Effect.Refused);

        public int Count(Effect effect) => Rows.Count(row => row.Effect == effect);

        public int Unnamed => Rows.Count(row => row.Facts is { EmployeeId: null });

        public Result ToResult() => new(
            Count(Effect.Created), Count(Effect.Changed), Count(Effect.Unchanged), Unnamed, [.. Rows.Select(row => new RowView(row.Row.Number, row.Row["shiftId"], row.Effect))],
            [.. Rows.Select(row => row.Refused).OfType<Refused>()]);
    }

    public static void Map(RouteGroupBuilder competence) => competence
        .MapPost("/shifts/imports", async Task<Results<Ok<Result>, ProblemHttpResult>> (ImportFile file, Handler handler, CancellationToken ct, [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false) =>
        {
            var tried = await handler.Handle(file, dryRun, ct);
            if (dryRun || !tried.IsRefused) return TypedResults.Ok(tried.ToResult());
            return TypedResults.Problem("Some rows cannot be taken in, so nothing is changed; see refused.", statusCode: 400,
                extensions: new Dictionary<string, object?> { ["code"] = "shifts.import-refused", ["refused"] = tried.ToResult().Refused });
        })
        .RequireAuthorization(Permissions.ImportShifts)
        .Accepts<string>("text/csv")
        .WithTags("staffing")
        .WithName("importShifts")
        .WithExample("text/csv", "unitCode;shiftId;employeeNumber;start;end;role\nnorrangen;P-1001;10042;2026-11-23 07:00;2026-11-23 16:00;underskoterska\n")
        .WithMetadata(new RequestSizeLimitAttribute(ImportFile.MaxBytes))
        .WithSummary("Läs in pass / Import shifts")
        .WithDescription("CSV med semikolon eller komma: unitCode;shiftId;employeeNumber;start;end;role, med svensk klocktid. Samma shiftId igen ändrar passet. En medarbetare som katalogen inte känner räknas som någon utan namn. Allt eller inget. Högst 10 000 rader och 4 MB. / CSV with semicolon or comma and the columns named above, by a Swedish clock. The same shiftId again changes the shift. An employee whom the directory does not know counts as someone without a name. All or nothing. 10,000 rows and 4 MB at most.");

    public sealed class Handler(CompetenceDb db, UnitTree units, TimeProvider clock)
    {
        public async Task<Tried> Handle(ImportFile file, bool dryRun, CancellationToken ct)
        {
            var rows = file.Rows(Columns, Needed);
            var now = clock.GetUtcNow();
            var lists = await db.CodeLists(SwedishTime.Day(now), ct);
            // Two imports wait for each other.
            await using var own = await db.OwnTransaction(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(727582)", ct);
            string[] ids = [.. rows.Select(row => row["shiftId"]).OfType<string>().Distinct()], numbers = [.. rows.Select(row => row["employeeNumber"]).OfType<string>().Distinct()];
            var known = await db.Shifts.IgnoreQueryFilters().Where(shift => ids.Contains(shift.ShiftId)).ToDictionaryAsync(shift => shift.ShiftId, ct);
            var people = await db.Employees.IgnoreQueryFilters().AsNoTracking().Where(e => numbers.Contains(e.Number)).Select(e => new { e.Number, e.Id, e.Role }).ToDictionaryAsync(e => e.Number, ct);
            var seen = new HashSet<string>();
            var outcomes = new List<Outcome>(rows.Count);
            foreach (var row in rows)
            {
                try
                {
                    var facts = Read(row, lists, number => people.TryGetValue(number, out var person) ? (person.Id, person.Role) : null);
                    var id = row.Text("shiftId", 64);
                    if (!seen.Add(id)) throw new RowRefused("shiftId", "shift.twice", "An earlier row has the shift.");
                    var before = known.GetValueOrDefault(id);
                    if (before is null) db.Add(Shift.Import(id, facts, now));
                    outcomes.Add(new(row, before is null ? Effect.Created : before.Change(facts, now) ? Effect.Changed : Effect.Unchanged, facts));
                }
                catch (RowRefused refused)
                {
                    outcomes.Add(new(row, Effect.Refused, Refused: new(row.Number, IdentityNumbers.AreIn(row["shiftId"]) ? null : row["shiftId"], refused.Field, refused.Code, refused.Message)));
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
            if (own is not null) await own.CommitAsync(ct);
            return tried;
        }

        private ShiftFacts Read(ImportRow row, CodeLists lists, Func<string, (Guid Id, string Role)?> find)
        {
            if (Columns.FirstOrDefault(column => IdentityNumbers.AreIn(row[column])) is { } held) throw new RowRefused(held, "person.identity-number", "It looks like a personal identity number, which is not kept.");
            var unit = row.Text("unitCode", 64);
            var (from, to) = (Time(row, "start"), Time(row, "end"));
            if (!units.Existed(unit, SwedishTime.Day(from))) throw new RowRefused("unitCode", "shift.unit-unknown", "There is no such unit.");
            if (to <= from || to - from > TimeSpan.FromHours(LongestHours)) throw new RowRefused("end", "row.field-invalid", $"It must be after start, by {LongestHours} hours at most.");
            var role = row["role"] is null ? null : lists.Find(CodeLists.Roles, row.Text("role", 64)) ?? throw new RowRefused("role", "person.role-unknown", "There is no such role in the code list roles.");
            var person = row["employeeNumber"] is { } number ? find(number) : null;
            return new(unit, person?.Id, role?.Code ?? person?.Role, from, to);
        }

        private static DateTimeOffset Time(ImportRow row, string column) =>
            DateTime.TryParseExact(row[column], Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Year is >= 2000 and <= 2200
                ? SwedishTime.Instant(time)
                : throw new RowRefused(column, "row.field-invalid", "It must be a time on a Swedish clock, such as 2026-11-23 07:00.");
    }
}
