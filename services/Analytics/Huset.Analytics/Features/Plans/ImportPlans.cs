using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Plans;

/// <summary>Plans from the planning system as a file, all or nothing and by code: the same file twice changes nothing.</summary>
public static class ImportPlans
{
    public sealed class Document
    {
        [Description("Raderna; det som något ligger under kommer före det. / The rows; what something lies under comes before it.")]
        public List<Row> Rows { get; set; } = [];

        public static Document Of(IEnumerable<ImportRow> rows) => new() { Rows = [.. rows.Select(Row.Of)] };
    }

    public sealed class Row
    {
        [Description("Kod för nämnden, området eller enheten. / Code of the board, branch or unit."), Example("norrangen")]
        public string? UnitCode { get; set; }

        [Description("Året. / The year."), Example("2026")]
        public string? Year { get; set; }

        [Description("plan, goal, commitment eller activity. / plan, goal, commitment or activity."), Example("commitment")]
        public string? Type { get; set; }

        [Description("Radens egen kod. / The row's own code."), Example("svar-varje-mandag")]
        public string? Code { get; set; }

        [Description("Koden den ligger under: målet ovanför, åtagandets mål, aktivitetens åtagande. / The code that it lies under: the goal above, the commitment's goal, the activity's commitment."), Example("svar-inom-30-dagar-2026")]
        public string? Under { get; set; }

        [Description("I ord; för en plan inledningen. / In words; of a plan the introduction."), Example("Öppna avvikelser delas ut varje måndag")]
        public string? Words { get; set; }

        [Description("Varför. / Why."), Example("Den som inte får svar slutar rapportera.")]
        public string? Why { get; set; }

        [Description("Kod för kvalitetsområdet. / Code of the quality area."), Example("fel-och-brister")]
        public string? QualityArea { get; set; }

        [Description("Kod för nyckeltalet; för ett åtagande flera med mellanslag. / Code of the indicator; of a commitment several with spaces."), Example("deviations-answered")]
        public string? Indicator { get; set; }

        [Description("Eget mått. / A measure of its own."), Example("Andel nya med introduktion")]
        public string? OwnMeasure { get; set; }

        [Description("share, rate, count, value eller yes-no. / share, rate, count, value or yes-no."), Example("share")]
        public string? Form { get; set; }

        [Description("Vad ett eget värde mäts i. / What a value of one's own is in."), Example("%")]
        public string? Unit { get; set; }

        [Description("Startvärde. / Start value."), Example("72")]
        public string? StartValue { get; set; }

        [Description("Målvärde. / Target value."), Example("90")]
        public string? TargetValue { get; set; }

        [Description("up eller down. / up or down."), Example("up")]
        public string? Direction { get; set; }

        [Description("Dagen. / The day."), Example("2026-12-31")]
        public string? DueOn { get; set; }

        [Description("Ansvarig funktion. / The function that answers for it."), Example("Enhetschef hemtjänst")]
        public string? Responsible { get; set; }

        [Description("month, quarter, four-months eller year. / month, quarter, four-months or year."), Example("quarter")]
        public string? Period { get; set; }

        [Description("true för ett löfte. / true for a promise."), Example("true")]
        public string? Promise { get; set; }

        [Description("Dagen då aktiviteten gjordes. / The day that the activity was done."), Example("2026-03-02")]
        public string? DoneOn { get; set; }

        internal static Row Of(ImportRow row) => new()
        {
            UnitCode = row["unitCode"],
            Year = row["year"],
            Type = row["type"],
            Code = row["code"],
            Under = row["under"],
            Words = row["words"],
            Why = row["why"],
            QualityArea = row["qualityArea"],
            Indicator = row["indicator"],
            OwnMeasure = row["ownMeasure"],
            Form = row["form"],
            Unit = row["unit"],
            StartValue = row["startValue"],
            TargetValue = row["targetValue"],
            Direction = row["direction"],
            DueOn = row["dueOn"],
            Responsible = row["responsible"],
            Period = row["period"],
            Promise = row["promise"],
            DoneOn = row["doneOn"],
        };

        internal IEnumerable<(string Column, string? Text)> Cells => PlanRows.Columns.Zip<string, string?>(
            [UnitCode, Year, Type, Code, Under, Words, Why, QualityArea, Indicator, OwnMeasure, Form, Unit, StartValue, TargetValue, Direction, DueOn, Responsible, Period, Promise, DoneOn]);
    }

    /// <summary>The body of an import, JSON or CSV, as numbered rows.</summary>
    public sealed record File(IReadOnlyList<ImportRow> Rows)
    {
        private const int MaxRows = 2_000;

        public static async ValueTask<File> BindAsync(HttpContext http) => Few(await RowImport.Read<Document>(http, "rows", csv => Of(csv).Rows, document => RowImport.Rows(document.Rows, row => row.Cells)));

        public static File Of(ImportFile csv) => Few(csv.Rows(PlanRows.Columns, PlanRows.Needed));

        private static File Few(IReadOnlyList<ImportRow> rows) => rows.Count <= MaxRows ? new(rows) : throw new InvalidField("rows", $"At most {MaxRows} rows at a time.");
    }

    public static void Map(RouteGroupBuilder plans) => plans
        .MapPost("/imports", async Task<Results<Ok<ImportResult>, ProblemHttpResult>> (File file, Handler handler, CancellationToken ct, [Description("Pröva utan att spara. / Try without storing.")] bool dryRun = false) =>
            (await handler.Handle(file, dryRun, ct)).Answer(dryRun, "plans.import-refused"))
        .RequireAuthorization(Permissions.ImportPlans)
        .Accepts<Document>("application/json", "text/csv")
        // Rows are checked one by one, so that all that is wrong is told at once and by row.
        .DisableValidation()
        // Someone may decide the plan while its rows are taken in.
        .TakesIfMatch()
        .WithName("importPlans")
        .WithExample("text/csv", "unitCode;year;type;code;under;words;ownMeasure;targetValue;direction;dueOn;responsible\nnorrangen;2026;goal;introduktion-2026;;Alla nya får introduktion;Andel nya med introduktion;100;up;2026-12-31;Enhetschef\n")
        .WithMetadata(new RequestSizeLimitAttribute(ImportFile.MaxBytes))
        .WithSummary("Läs in årsplaner / Import yearly plans")
        .WithDescription("Från planeringssystemet: mål, åtaganden och aktiviteter, var och en med sin kod. JSON eller CSV med samma kolumner som exporten. Det som redan finns ändras, det som saknas i filen lämnas. Samma fil två gånger ändrar inget. Allt eller inget. Högst 2 000 rader. / From the planning system: goals, commitments and activities, each by its code. JSON or CSV with the columns of the export. What is there is changed, what is not in the file is left. The same file twice changes nothing. All or nothing. 2,000 rows at most.");

    public sealed class Handler(AnalyticsDb db, GoalWork work, GoalMeasures measures, SetGoal.Handler setGoal, UnitTree units)
    {
        private readonly Dictionary<(string Unit, int Year), Plan> plans = [];
        private readonly Dictionary<string, Goal> goals = [];
        private readonly HashSet<Plan> changed = [];

        public async Task<TriedImport<ImportOutcome>> Handle(File file, bool dryRun, CancellationToken ct)
        {
            await using var own = await db.OwnTransaction(ct);
            await work.Alone(ct);
            string[] codes = [.. file.Rows.SelectMany(row => new[] { row["code"], row["under"] }).OfType<string>().Distinct()];
            foreach (var goal in await db.Goals.IgnoreQueryFilters().Where(goal => codes.Contains(goal.Code)).ToListAsync(ct)) goals[goal.Code] = goal;
            var seen = new HashSet<(string?, string?, string?, string?)>();
            var outcomes = new List<ImportOutcome>(file.Rows.Count);
            foreach (var row in file.Rows)
            {
                try
                {
                    if (!seen.Add((row["unitCode"], row["year"], row["type"], row["code"]))) throw new RowRefused("code", "plan-row.twice", "An earlier row has the same unit, year, type and code.");
                    outcomes.Add(new(row, await Take(row, ct)));
                }
                catch (RowRefused refused)
                {
                    outcomes.Add(Refuse(row, refused.Field, refused.Code, refused.Message));
                }
                catch (InvalidField invalid)
                {
                    outcomes.Add(Refuse(row, invalid.Name == "servesId" ? "under" : invalid.Name, "plan-row.invalid", invalid.Message));
                }
                catch (RuleViolation rule)
                {
                    outcomes.Add(Refuse(row, "code", rule.Code, rule.Message));
                }
            }
            return await db.Keep(outcomes, dryRun, own, ct);
        }

        private static ImportOutcome Refuse(ImportRow row, string field, string code, string reason) => new(row, ImportEffect.Refused, new(row.Number, field, code, reason));

        private async Task<ImportEffect> Take(ImportRow row, CancellationToken ct)
        {
            var unit = row.Text("unitCode", 64);
            if (units.Find(unit) is null) throw new RowRefused("unitCode", "plan-row.unit-unknown", "There is no such unit today.");
            if (!int.TryParse(row["year"], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 2000 or > 2199) throw new RowRefused("year", "plan-row.invalid", "It must be a year.");
            var code = row.Text("code", 60 + 64);
            var isNew = !plans.TryGetValue((unit, year), out var plan);
            if (isNew)
            {
                await db.Database.ExecuteSqlAsync($"select 1 from plans where year = {year} and unit_code = {unit} for update", ct);
                plan = await db.Plans.IgnoreQueryFilters().FirstOrDefaultAsync(known => known.Year == year && known.UnitCode == unit, ct);
                isNew = plan is null;
                if (plan is null) db.Add(plan = Plan.Begin(year, unit, PeriodLength.Quarter, null, null, work.Now));
                plans[(unit, year)] = plan;
            }
            return row["type"] switch
            {
                PlanRows.PlanType => TakePlan(row, plan!, isNew),
                PlanRows.GoalType => await TakeGoal(row, code, plan!, ct),
                PlanRows.CommitmentType => await TakeCommitment(row, code, plan!, ct),
                PlanRows.ActivityType => TakeActivity(row, code, plan!),
                _ => throw new RowRefused("type", "plan-row.invalid", "It must be plan, goal, commitment or activity."),
            };
        }

        private ImportEffect TakePlan(ImportRow row, Plan plan, bool isNew)
        {
            var (period, words) = (Code<PeriodLength>(row, "period") ?? plan.Period, row["words"]);
            if (words?.Length > SetGoal.MaxText) throw new RowRefused("words", "plan-row.invalid", "It is too long.");
            if (plan.Period == period && plan.Introduction == words) return isNew ? ImportEffect.Created : ImportEffect.Unchanged;
            plan.Introduce(period, words, counts: !isNew && changed.Add(plan));
            return isNew ? ImportEffect.Created : ImportEffect.Changed;
        }

        private async Task<ImportEffect> TakeGoal(ImportRow row, string code, Plan plan, CancellationToken ct)
        {
            var known = goals.GetValueOrDefault(code);
            if (known is not null && known.PlanId != plan.Id) throw new RuleViolation("goal.code-taken", "A goal outside this plan has the code.");
            var request = new SetGoal.Request
            {
                UnitCode = plan.UnitCode,
                Year = plan.Year,
                Code = code,
                Words = row["words"],
                Why = row["why"],
                QualityArea = row["qualityArea"],
                Indicator = row["indicator"],
                OwnMeasure = row["ownMeasure"],
                Form = Code<MeasureForm>(row, "form"),
                Unit = row["unit"],
                StartValue = Number(row, "startValue"),
                TargetValue = Number(row, "targetValue"),
                Direction = Code<GoalDirection>(row, "direction"),
                DueOn = Day(row, "dueOn"),
                Responsible = row["responsible"],
                Period = Code<PeriodLength>(row, "period") ?? plan.Period,
                IsPromise = row["promise"] is "true",
                ServesId = row["under"] is { } under ? (goals.GetValueOrDefault(under) ?? throw new RowRefused("under", "plan-row.under-unknown", "There is no goal by the code.")).Id : null,
            };
            var wrong = new List<ValidationResult>();
            if (!Validator.TryValidateObject(request, new(request), wrong, validateAllProperties: true))
            {
                var field = JsonNamingPolicy.CamelCase.ConvertName(wrong[0].MemberNames.FirstOrDefault() ?? "code");
                throw new RowRefused(field, row[field] is null ? "plan-row.missing" : "plan-row.invalid", row[field] is null ? "It must be told, or the goal cannot be measured." : "It is not one that the field takes.");
            }
            var text = await setGoal.Text(request, known, plan.UnitCode, plan.Year, id => Above(id, ct), ct);
            if (known is null)
            {
                if (plan.Status != PlanStatus.Draft) throw new RuleViolation("plan.decided", "The plan is decided; what it holds changes no more.");
                var goal = Goal.Set(code, text, plan.Id, work.Now);
                goals[code] = goal;
                db.Add(goal);
                db.Publish(goal.ToSet());
                return ImportEffect.Created;
            }
            if (known.Says == text) return ImportEffect.Unchanged;
            if (plan.Status != PlanStatus.Draft) throw new RuleViolation("plan.decided", "The plan is decided; what it holds changes no more.");
            known.Change(text, null, work.Today);
            db.Publish(known.ToChanged(work.Now));
            return ImportEffect.Changed;
        }

        private async Task<Goal?> Above(Guid id, CancellationToken ct) => goals.Values.FirstOrDefault(goal => goal.Id == id) ?? await db.Goals.IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(goal => goal.Id == id, ct);

        private async Task<ImportEffect> TakeCommitment(ImportRow row, string code, Plan plan, CancellationToken ct)
        {
            CheckCode(code);
            if (row["under"] is not { } under || goals.GetValueOrDefault(under) is not { } goal || goal.PlanId != plan.Id) throw new RowRefused("under", "plan-row.under-unknown", "There is no goal of the plan by the code.");
            string[] indicators = [.. (row["indicator"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];
            var names = await measures.Names(ct);
            if (!Array.TrueForAll(indicators, names.ContainsKey)) throw new RowRefused("indicator", "plan-row.invalid", "There is no such indicator.");
            var known = plan.Find(code);
            var words = row.Text("words", SetGoal.MaxWords);
            if (known is not null && known.GoalId == goal.Id && known.Words == words && known.Indicators.SequenceEqual(indicators)) return ImportEffect.Unchanged;
            plan.Write(new(code, goal.Id, words, indicators, known?.Activities ?? []));
            return known is null ? ImportEffect.Created : ImportEffect.Changed;
        }

        private ImportEffect TakeActivity(ImportRow row, string code, Plan plan)
        {
            CheckCode(code);
            if (row["under"] is not { } under || plan.Find(under) is not { } commitment) throw new RowRefused("under", "plan-row.under-unknown", "There is no commitment of the plan by the code.");
            var known = commitment.Activities.FirstOrDefault(activity => activity.Code == code);
            var due = Day(row, "dueOn") ?? throw new RowRefused("dueOn", "plan-row.missing", "The day must be told.");
            if (due.Year < plan.Year || due.Year > plan.Year + 10) throw new RowRefused("dueOn", "plan-row.invalid", "The day lies in the plan's year or later.");
            var done = Day(row, "doneOn");
            if (done > work.Today || done?.Year < plan.Year - 1) throw new RowRefused("doneOn", "plan-row.invalid", "It must be today or a day that has been.");
            var read = new PlanActivity(known?.Id ?? Guid.CreateVersion7(work.Now), code, row.Text("words", 300), row.Text("responsible", 120), due, done);
            if (known == read) return ImportEffect.Unchanged;
            if (known is not null && known with { DoneOn = done } == read && plan.Status != PlanStatus.Draft)
            {
                plan.Mark(known.Id, done);
                db.Publish(plan.ToActivity(commitment, read, work.Now));
                return ImportEffect.Changed;
            }
            plan.Write(commitment with { Activities = known is null ? [.. commitment.Activities, read] : [.. commitment.Activities.Select(activity => activity.Code == code ? read : activity)] });
            return known is null ? ImportEffect.Created : ImportEffect.Changed;
        }

        private static void CheckCode(string code)
        {
            if (code.Length > 60 || !System.Text.RegularExpressions.Regex.IsMatch(code, $"^{WriteCommitment.CodePattern}$")) throw new RowRefused("code", "plan-row.invalid", "It must be lower-case letters, digits and hyphens, 60 at most.");
        }

        private static TEnum? Code<TEnum>(ImportRow row, string column) where TEnum : struct, Enum =>
            row[column] is not { } text ? null : Kebab.TryParse<TEnum>(text, out var value) ? value : throw new RowRefused(column, "plan-row.invalid", $"It must be {string.Join(" or ", Enum.GetValues<TEnum>().Select(Kebab.Of))}.");

        // A comma as Swedish spreadsheets write it.
        private static decimal? Number(ImportRow row, string column) =>
            row[column] is not { } text ? null
            : decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= (decimal)SetGoal.Most ? value
            : throw new RowRefused(column, "plan-row.invalid", "It must be a number.");

        private static DateOnly? Day(ImportRow row, string column) =>
            row[column] is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2300 ? day
            : throw new RowRefused(column, "plan-row.invalid", "It must be a day such as 2026-12-31.");
    }
}
