using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Plans;

/// <summary>A yearly plan is begun, from the one of the year before when there is one: its goals go with it but for those that were to be dropped.</summary>
public static class BeginPlan
{
    public sealed class Request
    {
        [Required, StringLength(64), Example("norrangen"), Description("Nämnden, verksamhetsområdet eller enheten vars plan det är. / The board, branch or unit whose plan it is.")]
        public string? UnitCode { get; set; }

        [Required, Range(2000, 2199), Example("2026"), Description("Året. / The year.")]
        public int? Year { get; set; }

        [EnumDataType(typeof(PeriodLength)), Description("Hur ofta planen följs upp; kvartal om inget sägs. / How often the plan is followed up; quarterly when nothing is said.")]
        public PeriodLength? Period { get; set; }

        [StringLength(SetGoal.MaxText), Example("Planen följer nämndens budget 2026."), Description("Inledning. / Introduction.")]
        public string? Introduction { get; set; }

        [DefaultValue(true), Description("Om den ska börja från förra årets plan, när det finns en. / Whether it is to begin from the plan of the year before, when there is one.")]
        public bool? FromLast { get; set; }
    }

    public static void Map(RouteGroupBuilder plans) => plans
        .MapPost("/", async Task<Created<PlanView>> (Request request, Handler handler, ReadPlan.Handler reader, HttpContext http, CancellationToken ct) =>
        {
            var plan = await handler.Handle(request, ct);
            http.Response.SetETag(plan.Version);
            return TypedResults.Created($"/analytics/v1/plans/{plan.Id}", await reader.View(plan, ct));
        })
        .RequireAuthorization(Permissions.SetGoals)
        .GivesETag()
        .WithSummary("Börja en årsplan / Begin a yearly plan")
        .WithDescription("En plan per enhet och år. Finns förra årets plan följer dess mål med som utkast, utom de som bedömdes ska släppas, och slutsatserna visas. / One plan per unit and year. When there is one of the year before its goals go with it as drafts, but for those judged to be dropped, and the conclusions are shown.");

    public sealed class Handler(AnalyticsDb db, GoalWork work, UnitTree units)
    {
        /// <exception cref="InvalidField">400: there is no such unit that the user sets goals for.</exception>
        /// <exception cref="RuleViolation">`plan.begun`: the unit has one for the year.</exception>
        public async Task<Plan> Handle(Request request, CancellationToken ct)
        {
            var (unit, year) = (request.UnitCode!.Trim(), request.Year!.Value);
            if (units.Find(unit) is null || !work.MaySet(unit)) throw new InvalidField("unitCode", "It must be a unit of today that you set goals for.");
            await using var own = await db.OwnTransaction(ct);
            await work.Alone(ct);
            if (await db.Plans.IgnoreQueryFilters().AnyAsync(plan => plan.Year == year && plan.UnitCode == unit, ct)) throw new RuleViolation("plan.begun", "The unit has a plan for the year already.");
            var last = request.FromLast is false ? null : await db.Plans.AsNoTracking().FirstOrDefaultAsync(plan => plan.Year == year - 1 && plan.UnitCode == unit && plan.Status != PlanStatus.Draft, ct);
            var begun = Plan.Begin(year, unit, request.Period ?? last?.Period ?? PeriodLength.Quarter, string.IsNullOrWhiteSpace(request.Introduction) ? null : request.Introduction.Trim(), last?.Id, work.Now);
            db.Add(begun);
            if (last is not null) await GoOn(last, begun, ct);
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return begun;
        }

        private async Task GoOn(Plan last, Plan begun, CancellationToken ct)
        {
            var before = await db.Goals.AsNoTracking().Where(goal => goal.PlanId == last.Id).OrderBy(goal => goal.Id).ToListAsync(ct);
            var taken = await db.Goals.IgnoreQueryFilters().Where(goal => goal.Year == begun.Year).Select(goal => goal.Code).ToListAsync(ct);
            var next = new Dictionary<Guid, Guid>();
            foreach (var (id, from) in await db.Goals.AsNoTracking().Where(goal => goal.Year == begun.Year && goal.FromId != null).Select(goal => new ValueTuple<Guid, Guid>(goal.Id, goal.FromId!.Value)).ToListAsync(ct)) next[from] = id;
            foreach (var goal in before.Where(goal => goal.Judgement?.Next != NextStep.Drop))
            {
                var code = goal.Code.EndsWith($"-{last.Year}", StringComparison.Ordinal) ? $"{goal.Code[..^5]}-{begun.Year}" : goal.Code.Length <= 55 ? $"{goal.Code}-{begun.Year}" : SetGoal.Handler.NewCode(begun.Year);
                if (taken.Contains(code)) code = SetGoal.Handler.NewCode(begun.Year);
                // What one has come to is where one begins.
                var measure = goal.Measure with { Start = goal.Judgement?.Outcome?.Value ?? goal.Measure.Start };
                var due = goal.DueOn.Year > last.Year ? goal.DueOn : goal.DueOn.AddYears(1);
                var text = new GoalText(begun.Year, begun.UnitCode, goal.ServesId is { } above ? next.GetValueOrDefault(above, above) : null, goal.Words, goal.Why, goal.QualityArea, measure, due, goal.Responsible, goal.Period, goal.IsPromise);
                var copy = Goal.Set(code, text, begun.Id, work.Now, goal.Id);
                next[goal.Id] = copy.Id;
                taken.Add(code);
                db.Add(copy);
                db.Publish(copy.ToSet());
            }
        }
    }
}
