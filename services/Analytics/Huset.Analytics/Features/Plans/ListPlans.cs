using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Plans;

public static class ListPlans
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten med alla under den; för en nämnd de som den svarar för. / The unit with all below it; for a board those that it answers for.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "year"), Range(2000, 2199), Example("2026"), Description("Året. / The year.")]
        public int? Year { get; set; }

        [FromQuery(Name = "status"), OneOf<PlanStatus>, Description("Utkast, beslutad, uppföljd eller avslutad. / Draft, decided, followed up or closed.")]
        public string? Status { get; set; }
    }

    public sealed record Row(
        [property: Description("Planens id. / Id of the plan.")] Guid Id,
        [property: Description("Året. / The year.")][property: Example("2026")] int Year,
        [property: Description("Kod för nämnden, området eller enheten. / Code of the board, branch or unit.")][property: Example("norrangen")] string UnitCode,
        [property: Description("Vad den heter. / What it is called.")][property: Example("Norrängens hemtjänst")] string Unit,
        [property: Description("Utkast, beslutad, uppföljd eller avslutad. / Draft, decided, followed up or closed.")] PlanStatus Status,
        [property: Description("Hur ofta den följs upp. / How often it is followed up.")] PeriodLength Period,
        [property: Description("Antal mål. / Number of goals.")][property: Example("4")] int Goals,
        [property: Description("Antal aktiviteter. / Number of activities.")][property: Example("9")] int Activities,
        [property: Description("Antal som är gjorda. / Number that are done.")][property: Example("3")] int Done,
        [property: Description("Den period som är slut och inte är uppföljd; saknas när ingen väntar. / The period that has ended and is not followed up; absent when none waits.")][property: Example("2026-Q3")] string? Waits);

    public static void Map(RouteGroupBuilder plans) => plans
        .MapGet("/", async Task<Ok<ListOf<Row>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadGoals)
        .WithSummary("Lista årsplaner / List yearly plans")
        .WithDescription("Beslutade planer, och utkast för den som gör dem; nyaste året först. / Decided plans, and drafts for who makes them; the newest year first.");

    public sealed class Handler(AnalyticsDb db, GoalWork work)
    {
        /// <exception cref="InvalidField">400: status.</exception>
        public async Task<ListOf<Row>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var plans = db.Plans.AsNoTracking();
            if (!string.IsNullOrEmpty(query.UnitCode))
            {
                var within = await work.Within(query.UnitCode, ct);
                plans = plans.Where(plan => within.Contains(plan.UnitCode));
            }
            if (query.Year is { } year) plans = plans.Where(plan => plan.Year == year);
            if (!string.IsNullOrEmpty(query.Status))
            {
                if (!Kebab.TryParse<PlanStatus>(query.Status, out var status)) throw new InvalidField("status", "It must be draft, decided, followed-up or closed.");
                plans = plans.Where(plan => plan.Status == status);
            }
            var list = await plans.OrderByDescending(plan => plan.Year).ThenBy(plan => plan.UnitCode).ThenBy(plan => plan.Id).ToListOf(query, request, ct);
            Guid[] ids = [.. list.Items.Select(plan => plan.Id)];
            var goals = (await db.Goals.Where(goal => goal.PlanId != null && ids.Contains(goal.PlanId.Value)).GroupBy(goal => goal.PlanId!.Value).Select(plan => new { plan.Key, Count = plan.Count() }).ToListAsync(ct))
                .ToDictionary(plan => plan.Key, plan => plan.Count);
            return list.Select(plan => new Row(
                plan.Id, plan.Year, plan.UnitCode, work.NameOf(plan.UnitCode), plan.Status, plan.Period, goals.GetValueOrDefault(plan.Id), plan.Activities.Count(), plan.Activities.Count(pair => pair.Activity.DoneOn is not null),
                plan.WaitsOn(work.Today)?.Code));
        }
    }
}
