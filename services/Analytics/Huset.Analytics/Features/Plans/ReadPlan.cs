using System.ComponentModel;
using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Plans;

/// <summary>A yearly plan, as the API tells it.</summary>
public sealed record PlanView(
    [property: Description("Planens id. / Id of the plan.")] Guid Id,
    [property: Description("Året. / The year.")][property: Example("2026")] int Year,
    [property: Description("Kod för nämnden, området eller enheten. / Code of the board, branch or unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vad den heter. / What it is called.")][property: Example("Norrängens hemtjänst")] string Unit,
    [property: Description("Hur ofta den följs upp. / How often it is followed up.")] PeriodLength Period,
    [property: Description("Inledning. / Introduction.")][property: Example("Planen följer nämndens budget 2026.")] string? Introduction,
    [property: Description("Utkast, beslutad, uppföljd eller avslutad. / Draft, decided, followed up or closed.")] PlanStatus Status,
    [property: Description("Beslutet. / The decision.")][property: Example("Socialnämnden 2026-01-20 § 4")] string? Decision,
    [property: Description("Dagen för det. / Its day.")] DateOnly? DecidedOn,
    [property: Description("Dagen då den avslutades. / The day that it was closed.")] DateOnly? ClosedOn,
    [property: Description("Planen året före som den går vidare från. / The plan of the year before that it goes on from.")] Guid? FromId,
    [property: Description("Målen med sina åtaganden. / The goals with their commitments.")] IReadOnlyList<PlanGoalView> Goals,
    [property: Description("Slutsatser om förra årets mål. / Conclusions on the goals of the year before.")] IReadOnlyList<ConclusionView> Conclusions,
    [property: Description("Uppföljningar per period. / Follow-ups by period.")] IReadOnlyList<PlanFollowUpView> FollowUps,
    [property: Description("Den period som är slut och inte är uppföljd. / The period that has ended and is not followed up.")][property: Example("2026-Q3")] string? Waits,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")][property: Example("3")] int Version);

/// <summary>A goal of a plan.</summary>
public sealed record PlanGoalView(
    [property: Description("Målets id. / Id of the goal.")] Guid Id,
    [property: Description("Målets kod. / Code of the goal.")][property: Example("svar-inom-30-dagar-2026")] string Code,
    [property: Description("Målet i ord. / The goal in words.")][property: Example("Den som rapporterar en avvikelse får svar inom 30 dagar")] string Words,
    [property: Description("Vad som ska nås och när, i ord. / What is to be reached and when, in words.")][property: Example("minst 90 % senast 31 december 2026")] string Target,
    [property: Description("Funktionen som svarar för det. / The function that answers for it.")][property: Example("Enhetschef hemtjänst")] string Responsible,
    [property: Description("Utkast, beslutat eller bedömt. / Draft, decided or judged.")] GoalStatus Status,
    [property: Description("Hur det står i dag. / How it stands today.")] GoalState State,
    [property: Description("Siffran i ord. / The figure in words.")][property: Example("83,5 %")] string Figure,
    [property: Description("Om det är ett löfte till medborgarna. / Whether it is a promise to citizens.")] bool IsPromise,
    [property: Description("Åtagandena. / The commitments.")] IReadOnlyList<CommitmentView> Commitments);

/// <summary>A commitment of a plan.</summary>
public sealed record CommitmentView(
    [property: Description("Åtagandets kod. / Code of the commitment.")][property: Example("svar-varje-mandag")] string Code,
    [property: Description("Vad som ska göras. / What is to be done.")][property: Example("Öppna avvikelser delas ut varje måndag")] string Words,
    [property: Description("Nyckeltal som visar om det hjälper. / Indicators that show whether it helps.")][property: Example("deviations-answered")] IReadOnlyList<string> Indicators,
    [property: Description("Aktiviteterna. / The activities.")] IReadOnlyList<ActivityView> Activities);

/// <summary>An activity of a plan.</summary>
public sealed record ActivityView(
    [property: Description("Aktivitetens id; den röda tråden känner den som plan-activity. / Id of the activity; the red thread knows it as plan-activity.")] Guid Id,
    [property: Description("Aktivitetens kod. / Code of the activity.")][property: Example("mandagsmote")] string Code,
    [property: Description("Vad som görs. / What is done.")][property: Example("Kort möte varje måndag")] string Words,
    [property: Description("Funktionen som gör det. / The function that does it.")][property: Example("Samordnare")] string Responsible,
    [property: Description("Dagen. / The day.")] DateOnly DueOn,
    [property: Description("Dagen då det gjordes; saknas tills dess. / The day that it was done; absent until then.")] DateOnly? DoneOn);

/// <summary>What was learnt of a goal of the year before, for who makes this plan and its budget.</summary>
public sealed record ConclusionView(
    [property: Description("Målet. / The goal.")] Guid GoalId,
    [property: Description("Målet i ord. / The goal in words.")][property: Example("Alla nya får introduktion")] string Words,
    [property: Description("Om det nåddes; saknas när det inte är bedömt än. / Whether it was reached; absent when it is not judged yet.")] Reached? Reached,
    [property: Description("Om det var rätt mål. / Whether it was the right goal.")] bool? WasRight,
    [property: Description("Slutsatsen. / The conclusion.")][property: Example("Introduktionen hanns inte med i juli.")] string? Conclusion,
    [property: Description("Vad som händer med det nu. / What becomes of it now.")] NextStep? Next,
    [property: Description("Förslag till plan och budget. / What plan and budget are asked for.")][property: Example("En introduktionsdag till per vikarie.")] string? Proposal);

/// <summary>What was written of a plan after a period.</summary>
public sealed record PlanFollowUpView(
    [property: Description("Perioden. / The period.")][property: Example("2026-Q3")] string Period,
    [property: Description("Vad som har hänt. / What has happened.")][property: Example("Två av tre aktiviteter är gjorda.")] string Text,
    [property: Description("Hur målen stod då. / How the goals stood then.")] IReadOnlyList<GoalThenView> Goals,
    [property: Description("Antal aktiviteter som var gjorda. / Number of activities that were done.")][property: Example("3")] int Done,
    [property: Description("Av hur många. / Of how many.")][property: Example("9")] int Activities,
    [property: Description("Den som skrev. / Who wrote it.")][property: Example("Karin Testsson")] string By,
    [property: Description("När det skrevs. / When it was written.")] DateTimeOffset At);

/// <summary>How a goal stood when its plan was followed up.</summary>
public sealed record GoalThenView(
    [property: Description("Målet. / The goal.")] Guid GoalId,
    [property: Description("Målet i ord. / The goal in words.")][property: Example("Alla nya får introduktion")] string Words,
    [property: Description("Hur det stod. / How it stood.")] GoalState State,
    [property: Description("Siffran i ord. / The figure in words.")][property: Example("83,5 %")] string Figure);

public static class ReadPlan
{
    public static void Map(RouteGroupBuilder plans) => plans
        .MapGet("/{id:guid}", async Task<Results<Ok<PlanView>, NotFound>> ([Description("Planens id. / Id of the plan.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Find(id, ct) is not { } plan) return TypedResults.NotFound();
            response.SetETag(plan.Version);
            return TypedResults.Ok(await handler.View(plan, ct));
        })
        .RequireAuthorization(Permissions.ReadGoals)
        .GivesETag()
        .WithSummary("Läs en årsplan / Read a yearly plan")
        .WithDescription("Mål med åtaganden och aktiviteter, hur målen står i dag, och vad som har skrivits efter varje period. / Goals with commitments and activities, how the goals stand today, and what has been written after each period.");

    public sealed class Handler(AnalyticsDb db, GoalWork work, GoalMeasures measures)
    {
        /// <summary>Null when there is none that the reader may see.</summary>
        public Task<Plan?> Find(Guid id, CancellationToken ct) => work.Plan(id, ct);

        /// <summary>The plan's goals, in the order that they were set.</summary>
        public Task<List<Goal>> Goals(Plan plan, CancellationToken ct) => db.Goals.AsNoTracking().Where(goal => goal.PlanId == plan.Id).OrderBy(goal => goal.Id).ToListAsync(ct);

        public async Task<PlanView> View(Plan plan, CancellationToken ct)
        {
            var goals = await Goals(plan, ct);
            var standings = await measures.Standings(goals, ct);
            var known = goals.ToDictionary(goal => goal.Id);
            return new(
                plan.Id, plan.Year, plan.UnitCode, work.NameOf(plan.UnitCode), plan.Period, plan.Introduction, plan.Status, plan.Decision, plan.DecidedOn, plan.ClosedOn, plan.FromId,
                [.. standings.Select(standing => Goal(standing, plan))], await Conclusions(plan, ct), [.. plan.FollowUps.Select(followUp => FollowUp(followUp, known))], plan.WaitsOn(work.Today)?.Code, plan.Version);
        }

        private async Task<IReadOnlyList<ConclusionView>> Conclusions(Plan plan, CancellationToken ct) => plan.FromId is not { } last ? [] :
            [.. (await db.Goals.AsNoTracking().Where(goal => goal.PlanId == last).OrderBy(goal => goal.Id).ToListAsync(ct))
                .Select(goal => new ConclusionView(goal.Id, goal.Words, goal.Judgement?.Reached, goal.Judgement?.WasRight, goal.Judgement?.Conclusion, goal.Judgement?.Next, goal.Judgement?.Proposal))];

        private static PlanGoalView Goal(GoalStanding standing, Plan plan)
        {
            var goal = standing.Goal;
            return new(
                goal.Id, goal.Code, goal.Words, GoalWords.Target(goal), goal.Responsible, goal.Status, standing.State, GoalWords.Of(goal.Measure, standing.Figure), goal.IsPromise,
                [.. plan.Commitments.Where(commitment => commitment.GoalId == goal.Id).Select(commitment => new CommitmentView(
                    commitment.Code, commitment.Words, commitment.Indicators,
                    [.. commitment.Activities.Select(activity => new ActivityView(activity.Id, activity.Code, activity.Words, activity.Responsible, activity.DueOn, activity.DoneOn))]))]);
        }

        // What was told then, to who may know it now.
        private PlanFollowUpView FollowUp(PlanFollowUp followUp, Dictionary<Guid, Goal> goals) => new(
            followUp.Period, followUp.Text,
            [.. followUp.Goals.Where(then => goals.ContainsKey(then.GoalId)).Select(then => goals[then.GoalId] is var goal && then.Figure is { IsSmall: true } && !work.SeesSmall(goal.UnitCode)
                ? new GoalThenView(then.GoalId, then.Words, GoalState.Hidden, GoalWords.Of(goal.Measure, then.Figure with { Value = null }))
                : new GoalThenView(then.GoalId, then.Words, then.State, GoalWords.Of(goal.Measure, then.Figure)))],
            followUp.Done, followUp.Activities, followUp.ByName, followUp.At);
    }
}
