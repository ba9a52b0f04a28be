using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Plans;

/// <summary>A commitment of a plan's draft is written by its code, with the activities that keep it.</summary>
public static class WriteCommitment
{
    public const int MaxActivities = 20;
    public const string CodePattern = "[a-z0-9]+(-[a-z0-9]+)*";

    public sealed class Request
    {
        [Required, Description("Målet i planen som åtagandet är för. / The goal of the plan that it is for.")]
        public Guid? GoalId { get; set; }

        [Required, StringLength(SetGoal.MaxWords, MinimumLength = 3), Example("Öppna avvikelser delas ut varje måndag"), Description("Vad som ska göras. / What is to be done.")]
        public string? Words { get; set; }

        [MaxLength(10), Example("deviations-answered"), Description("Koder för nyckeltal som visar om det hjälper. / Codes of indicators that show whether it helps.")]
        public List<string>? Indicators { get; set; }

        [MaxLength(MaxActivities), Description("Hur det görs. / How it is done.")]
        public List<Activity>? Activities { get; set; }
    }

    public sealed class Activity
    {
        [Required, StringLength(60), RegularExpression(CodePattern), Example("mandagsmote"), Description("Kod, en egen i planen: små bokstäver, siffror och bindestreck. / Code, its own in the plan: lower-case letters, digits and hyphens.")]
        public string? Code { get; set; }

        [Required, StringLength(300, MinimumLength = 3), Example("Kort möte varje måndag"), Description("Vad som görs. / What is done.")]
        public string? Words { get; set; }

        [Required, StringLength(120), Example("Samordnare"), Description("Funktionen som gör det, inte en person. / The function that does it, not a person.")]
        public string? Responsible { get; set; }

        [Required, Description("Dagen. / The day.")]
        public DateOnly? DueOn { get; set; }
    }

    public static void Map(RouteGroupBuilder plans)
    {
        plans.MapPut("/{id:guid}/commitments/{code}", async Task<Results<Ok<PlanView>, NotFound>> (
                [Description("Planens id. / Id of the plan.")] Guid id, [Description("Åtagandets kod: små bokstäver, siffror och bindestreck. / Code of the commitment: lower-case letters, digits and hyphens."), Example("svar-varje-mandag")] string code,
                Request request, Handler handler, ReadPlan.Handler reader, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Write(id, code, request, http.Request.CheckIfMatch, ct) is not { } plan) return TypedResults.NotFound();
                http.Response.SetETag(plan.Version);
                return TypedResults.Ok(await reader.View(plan, ct));
            })
            .RequireAuthorization(Permissions.SetGoals)
            .TakesIfMatch()
            .GivesETag()
            .WithName("writeCommitment")
            .WithSummary("Skriv ett åtagande / Write a commitment")
            .WithDescription("Skriver hela åtagandet med sina aktiviteter; finns koden redan ersätts det, och en aktivitet med samma kod är samma aktivitet. If-Match är planens version. / Writes the whole commitment with its activities; when the code is there it is replaced, and an activity of the same code is the same activity. If-Match is the plan's version.");
        plans.MapDelete("/{id:guid}/commitments/{code}", async Task<Results<NoContent, NotFound>> (
                [Description("Planens id. / Id of the plan.")] Guid id, [Description("Åtagandets kod. / Code of the commitment."), Example("svar-varje-mandag")] string code, Handler handler, HttpContext http, CancellationToken ct) =>
                await handler.Remove(id, code, http.Request.CheckIfMatch, ct) is null ? TypedResults.NotFound() : TypedResults.NoContent())
            .RequireAuthorization(Permissions.SetGoals)
            .TakesIfMatch()
            .WithName("removeCommitment")
            .WithSummary("Ta bort ett åtagande / Remove a commitment")
            .WithDescription("Ur ett utkast; det som är beslutat finns kvar. / From a draft; what is decided remains.");
    }

    public sealed class Handler(AnalyticsDb db, GoalWork work, GoalMeasures measures)
    {
        private const int MaxCommitments = 100;

        /// <summary>Null when there is no such plan that the user makes.</summary>
        /// <exception cref="InvalidField">400: code, goal, indicator or an activity's day.</exception>
        /// <exception cref="RuleViolation">`plan.decided`, `plan.code-taken`</exception>
        public Task<Plan?> Write(Guid id, string code, Request request, Action<int> checkVersion, CancellationToken ct) => work.ChangePlan(id, async plan =>
        {
            checkVersion(plan.Version);
            if (code.Length > 60 || !System.Text.RegularExpressions.Regex.IsMatch(code, $"^{CodePattern}$")) throw new InvalidField("code", "It must be lower-case letters, digits and hyphens, 60 at most.");
            if (!await db.Goals.AnyAsync(goal => goal.Id == request.GoalId && goal.PlanId == id, ct)) throw new InvalidField("goalId", "It must be a goal of the plan.");
            if (plan.Find(code) is null && plan.Commitments.Count >= MaxCommitments) throw new InvalidField("code", $"A plan has {MaxCommitments} commitments at most.");
            var known = await measures.Names(ct);
            if (request.Indicators?.Exists(indicator => indicator is null || !known.ContainsKey(indicator)) is true) throw new InvalidField("indicators", "There is no such indicator.");
            if (request.Activities?.Contains(null!) is true) throw new InvalidField("activities", "An activity is not null.");
            if ((request.Activities ?? []).Any(activity => activity.DueOn < new DateOnly(plan.Year, 1, 1) || activity.DueOn!.Value.Year > plan.Year + 10)) throw new InvalidField("activities", "An activity's day lies in the plan's year or later.");
            var before = plan.Find(code)?.Activities ?? [];
            plan.Write(new(code, request.GoalId!.Value, request.Words!.Trim(), [.. (request.Indicators ?? []).Distinct()],
                [.. (request.Activities ?? []).Select(activity => new PlanActivity(
                    before.FirstOrDefault(earlier => earlier.Code == activity.Code)?.Id ?? Guid.CreateVersion7(work.Now), activity.Code!, activity.Words!.Trim(), activity.Responsible!.Trim(), activity.DueOn!.Value, null))]));
            return true;
        }, ct);

        /// <summary>Null when there is no such plan that the user makes, or no such commitment.</summary>
        /// <exception cref="RuleViolation">`plan.decided`</exception>
        public Task<Plan?> Remove(Guid id, string code, Action<int> checkVersion, CancellationToken ct) => work.ChangePlan(id, plan =>
        {
            if (plan.Find(code) is null) return Task.FromResult(false);
            checkVersion(plan.Version);
            plan.Remove(code);
            return Task.FromResult(true);
        }, ct);
    }
}
