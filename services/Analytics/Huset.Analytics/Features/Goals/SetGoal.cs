using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

/// <summary>A goal is set, or said anew. Refused when one could not see whether it is reached: without a measure, a target, a day or a function that answers for it.</summary>
public static class SetGoal
{
    public const int MaxWords = 500, MaxText = 2_000;
    public const double Most = 1_000_000_000;

    public sealed class Request : IValidatableObject
    {
        [Required, StringLength(64), Example("norrangen"), Description("Nämnden, verksamhetsområdet eller enheten vars mål det är. / The board, branch or unit whose goal it is.")]
        public string? UnitCode { get; set; }

        [Required, Range(2000, 2199), Example("2026"), Description("Året. / The year.")]
        public int? Year { get; set; }

        [StringLength(60), RegularExpression("[a-z0-9]+(-[a-z0-9]+)*"), Description("Kod i andra system: små bokstäver, siffror och bindestreck; ändras aldrig. Utelämnad ger Huset en. / Code in other systems: lower-case letters, digits and hyphens; never changes. Left out, Huset gives one."), Example("svar-inom-30-dagar-2026")]
        public string? Code { get; set; }

        [Required, StringLength(MaxWords, MinimumLength = 5), Example("Den som rapporterar en avvikelse får svar inom 30 dagar"), Description("Målet i ord. / The goal in words.")]
        public string? Words { get; set; }

        [StringLength(MaxText), Example("Den som inte får svar slutar rapportera."), Description("Varför. / Why.")]
        public string? Why { get; set; }

        [StringLength(64), Example("fel-och-brister"), Description("Kod för kvalitetsområdet. / Code of the quality area.")]
        public string? QualityArea { get; set; }

        [Description("Id för målet ovanför som det här tjänar. / Id of the goal above that this one serves.")]
        public Guid? ServesId { get; set; }

        [Description("Id för planen som det ska stå i; den är ett utkast för samma enhet och år. / Id of the plan that it is to stand in, a draft for the same unit and year.")]
        public Guid? PlanId { get; set; }

        [StringLength(64), Example("deviations-answered"), Description("Kod för nyckeltalet som det mäts med, räknat eller kommunens eget; annars ett eget mått i ownMeasure. / Code of the indicator that it is measured by, counted or the municipality's own; else a measure of its own in ownMeasure.")]
        public string? Indicator { get; set; }

        [StringLength(200), Example("Andel nya medarbetare med introduktion"), Description("Vad som mäts, när det inte är ett nyckeltal. / What is measured, when it is no indicator.")]
        public string? OwnMeasure { get; set; }

        [EnumDataType(typeof(MeasureForm)), Description("Vad för siffra: share (procent), rate (per 1 000; för ett av kommunens egna per dess enhet), count eller value (ett mätvärde) för ett nyckeltal, value eller yes-no för ett eget mått. Utelämnad är den nyckeltalets vanliga, eller value. / What kind of figure: share (per cent), rate (per 1,000; of one of the municipality's own per its unit), count or value (a measurement) of an indicator, value or yes-no of a measure of one's own. Left out it is the indicator's usual, or value.")]
        public MeasureForm? Form { get; set; }

        [StringLength(40), Example("timmar"), Description("Vad ett eget värde mäts i. / What a value of one's own is in.")]
        public string? Unit { get; set; }

        [Range(-Most, Most), Example("72"), Description("Siffran som man börjar från. / The figure that one begins from.")]
        public decimal? StartValue { get; set; }

        [Range(-Most, Most), Example("90"), Description("Siffran att nå; krävs utom för yes-no. / The figure to reach; demanded but for yes-no.")]
        public decimal? TargetValue { get; set; }

        [EnumDataType(typeof(GoalDirection)), Description("Vilket håll som är bättre. / Which way is better.")]
        public GoalDirection? Direction { get; set; }

        [Required, Description("Dagen då målet ska vara nått. / The day by which it is to be reached.")]
        public DateOnly? DueOn { get; set; }

        [Required, StringLength(120), Example("Enhetschef hemtjänst"), Description("Funktionen som svarar för målet, inte en person. / The function that answers for it, not a person.")]
        public string? Responsible { get; set; }

        [EnumDataType(typeof(PeriodLength)), Description("Hur ofta det följs upp. / How often it is followed up.")]
        public PeriodLength? Period { get; set; }

        [DefaultValue(false), Description("Om det är ett löfte till medborgarna (service- och värdighetsgaranti). / Whether it is a promise to citizens.")]
        public bool? IsPromise { get; set; }

        [StringLength(200), Example("Socialnämnden 2026-03-17 § 21"), Description("Beslutet att ändra; krävs när målet är beslutat. / The decision to change it; demanded when the goal is decided.")]
        public string? Decision { get; set; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Lacks().Select(lack => new ValidationResult(lack.Code, [lack.Field]));

        /// <summary>What it lacks for one to see whether it is reached, by field.</summary>
        public IEnumerable<(string Field, string Code)> Lacks()
        {
            var isCounted = !string.IsNullOrWhiteSpace(Indicator);
            if (!isCounted && string.IsNullOrWhiteSpace(OwnMeasure)) yield return (nameof(Indicator), "Measure.Required");
            if (isCounted && !string.IsNullOrWhiteSpace(OwnMeasure)) yield return (nameof(OwnMeasure), "Measure.One");
            if (TargetValue is null && (isCounted || Form != MeasureForm.YesNo)) yield return (nameof(TargetValue), "TargetValue.Required");
            if (Direction is null && (isCounted || Form != MeasureForm.YesNo)) yield return (nameof(Direction), "Direction.Required");
            if (isCounted ? Form is MeasureForm.YesNo : Form is MeasureForm.Share or MeasureForm.Rate or MeasureForm.Count) yield return (nameof(Form), "Form.Wrong");
        }
    }

    public static void Map(RouteGroupBuilder goals)
    {
        goals.MapPost("/", async Task<Created<GoalView>> (Request request, Handler handler, ReadGoal.Handler reader, HttpContext http, CancellationToken ct) =>
            {
                var goal = await handler.Set(request, ct);
                http.Response.SetETag(goal.Version);
                return TypedResults.Created($"/analytics/v1/goals/{goal.Id}", await reader.View(goal, ct));
            })
            .RequireAuthorization(Permissions.SetGoals)
            .GivesETag()
            .WithSummary("Sätt ett mål / Set a goal")
            .WithDescription("Ett mål ska gå att mäta: utan mått, målvärde, dag eller ansvarig funktion är svaret 400 med fältet. Målet är ett utkast tills det eller dess plan är beslutad. / A goal must be measurable: without a measure, a target, a day or a function that answers for it the answer is 400 naming the field. It is a draft until it or its plan is decided.");
        goals.MapPut("/{id:guid}", async Task<Results<Ok<GoalView>, NotFound>> ([Description("Målets id. / Id of the goal.")] Guid id, Request request, Handler handler, ReadGoal.Handler reader, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(id, request, http.Request.RequireIfMatch, ct) is not { } goal) return TypedResults.NotFound();
                http.Response.SetETag(goal.Version);
                return TypedResults.Ok(await reader.View(goal, ct));
            })
            .RequireAuthorization(Permissions.SetGoals)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("changeGoal")
            .WithSummary("Ändra ett mål / Change a goal")
            .WithDescription("Ett beslutat mål ändras bara genom ett nytt beslut, i decision. Kod och plan ändras inte. / A decided goal changes only by a new decision, in decision. Code and plan do not change.");
    }

    public sealed class Handler(AnalyticsDb db, GoalWork work, GoalMeasures measures, QualityAreas areas, UnitTree units)
    {
        private const int MaxYears = 10;

        /// <exception cref="InvalidField">400: a unit, goal, plan, indicator or quality area that there is none of, or a day or form that does not go with the rest.</exception>
        /// <exception cref="RuleViolation">`goal.code-taken`</exception>
        public async Task<Goal> Set(Request request, CancellationToken ct)
        {
            var text = await Text(request, null, ct);
            await using var own = await db.OwnTransaction(ct);
            await work.Alone(ct);
            if (request.PlanId is { } planId)
            {
                // Nobody decides the plan meanwhile.
                await db.Database.ExecuteSqlAsync($"select 1 from plans where id = {planId} for update", ct);
                if (!await db.Plans.AnyAsync(plan => plan.Id == planId && plan.UnitCode == text.UnitCode && plan.Year == text.Year && plan.Status == PlanStatus.Draft, ct))
                    throw new InvalidField("planId", "It must be the draft of a plan for the same unit and year.");
            }
            var code = string.IsNullOrWhiteSpace(request.Code) ? NewCode(text.Year) : request.Code;
            if (await db.Goals.IgnoreQueryFilters().AnyAsync(goal => goal.Code == code, ct)) throw new RuleViolation("goal.code-taken", "Another goal has the code.");
            var goal = Goal.Set(code, text, request.PlanId, work.Now);
            db.Add(goal);
            db.Publish(goal.ToSet());
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return goal;
        }

        /// <summary>Null when there is no such goal that the user sets.</summary>
        /// <exception cref="InvalidField">400: as when it is set.</exception>
        /// <exception cref="RuleViolation">`goal.judged`, `goal.decided`</exception>
        public Task<Goal?> Change(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => work.ChangeGoal(id, async goal =>
        {
            checkVersion(goal.Version);
            var text = await Text(request, goal, ct);
            if (goal.PlanId is not null && (text.UnitCode != goal.UnitCode || text.Year != goal.Year)) throw new InvalidField("unitCode", "A goal of a plan keeps the plan's unit and year.");
            goal.Change(text, request.Decision, work.Today);
            db.Publish(goal.ToChanged(work.Now));
        }, ct);

        /// <summary>A code for a goal that has been given none.</summary>
        public static string NewCode(int year) => string.Create(CultureInfo.InvariantCulture, $"mal-{year}-{Guid.NewGuid().ToString("N")[..8]}");

        /// <summary>What the request says, checked against what there is.</summary>
        public async Task<GoalText> Text(Request request, Goal? goal, CancellationToken ct)
        {
            var (unit, year) = (request.UnitCode!.Trim(), request.Year!.Value);
            if (units.Find(unit) is null || !work.MaySet(unit)) throw new InvalidField("unitCode", "It must be a unit of today that you set goals for.");
            return await Text(request, goal, unit, year, id => Above(id, ct), ct);
        }

        /// <summary>The same for a unit that has been checked, with goals that are found in another way.</summary>
        public async Task<GoalText> Text(Request request, Goal? goal, string unit, int year, Func<Guid, Task<Goal?>> above, CancellationToken ct)
        {
            var due = request.DueOn!.Value;
            if (due < new DateOnly(year, 1, 1) || due.Year > year + MaxYears) throw new InvalidField("dueOn", $"It must be a day from the goal's year on, at most {MaxYears} years later.");
            if (!string.IsNullOrWhiteSpace(request.QualityArea) && (await areas.All(ct)).All(area => area.Code != request.QualityArea)) throw new InvalidField("qualityArea", "There is no such quality area.");
            if (request.ServesId is { } serves) await CheckAbove(serves, unit, goal?.Id, above);
            return new(
                year, unit, request.ServesId, request.Words!.Trim(), Clean(request.Why), Clean(request.QualityArea), await MeasureOf(request, goal, ct), due, request.Responsible!.Trim(), request.Period ?? PeriodLength.Quarter, request.IsPromise ?? false);
        }

        private async Task<GoalMeasure> MeasureOf(Request request, Goal? goal, CancellationToken ct)
        {
            var direction = request.Direction ?? GoalDirection.Up;
            if (Clean(request.Indicator) is { } code)
            {
                var indicator = await measures.Find(code, ct) ?? throw new InvalidField("indicator", "There is no such indicator.");
                var forms = GoalMeasures.FormsOf(indicator);
                var form = request.Form ?? forms[0];
                if (!forms.Contains(form)) throw new InvalidField("form", $"The indicator gives {string.Join(" or ", forms.Select(ServiceDefaults.Kebab.Of))}.");
                // The same indicator keeps the name that it was decided by.
                var name = goal?.Measure.Indicator == code ? goal.Measure.Own : indicator.Own?.Name;
                return new(code, name, form, GoalMeasures.UnitOf(indicator, form), request.StartValue, request.TargetValue, direction);
            }
            var isYes = request.Form == MeasureForm.YesNo;
            return new(null, Clean(request.OwnMeasure), request.Form ?? MeasureForm.Value, isYes ? null : Clean(request.Unit), isYes ? null : request.StartValue, isYes ? null : request.TargetValue, direction);
        }

        private Task<Goal?> Above(Guid id, CancellationToken ct) => work.Goal(id, ct);

        // Goals go from the board down: none serves one of a unit below, and none serves itself by way of others.
        private async Task CheckAbove(Guid serves, string unit, Guid? self, Func<Guid, Task<Goal?>> above)
        {
            var next = await above(serves) ?? throw new InvalidField("servesId", "There is no such goal.");
            if (next.UnitCode != unit && units.WithBelow([unit]).Contains(next.UnitCode)) throw new InvalidField("servesId", "A goal cannot serve one of a unit below.");
            for (var seen = new HashSet<Guid>(); next is not null && seen.Add(next.Id); next = next.ServesId is { } further ? await above(further) : null)
                if (next.Id == self) throw new InvalidField("servesId", "A goal cannot serve itself, nor one that serves it.");
        }

        private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
