using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

/// <summary>A goal, as the API tells it to a reader.</summary>
public sealed record GoalView(
    [property: Description("Målets id. / Id of the goal.")] Guid Id,
    [property: Description("Koden i andra system. / The code in other systems.")][property: Example("svar-inom-30-dagar-2026")] string Code,
    [property: Description("Året. / The year.")][property: Example("2026")] int Year,
    [property: Description("Kod för nämnden, området eller enheten. / Code of the board, branch or unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vad den heter. / What it is called.")][property: Example("Norrängens hemtjänst")] string Unit,
    [property: Description("Målet ovanför som det tjänar. / The goal above that it serves.")] Guid? ServesId,
    [property: Description("Planen som det står i. / The plan that it stands in.")] Guid? PlanId,
    [property: Description("Målet förra året som det går vidare från. / The goal of the year before that it goes on from.")] Guid? FromId,
    [property: Description("Målet i ord. / The goal in words.")][property: Example("Den som rapporterar en avvikelse får svar inom 30 dagar")] string Words,
    [property: Description("Varför. / Why.")][property: Example("Den som inte får svar slutar rapportera.")] string? Why,
    [property: Description("Kod för kvalitetsområdet. / Code of the quality area.")][property: Example("fel-och-brister")] string? QualityArea,
    [property: Description("Vad det mäts med. / What it is measured by.")] MeasureView Measure,
    [property: Description("Dagen då målet ska vara nått. / The day by which it is to be reached.")] DateOnly DueOn,
    [property: Description("Funktionen som svarar för det. / The function that answers for it.")][property: Example("Enhetschef hemtjänst")] string Responsible,
    [property: Description("Hur ofta det följs upp. / How often it is followed up.")] PeriodLength Period,
    [property: Description("Om det är ett löfte till medborgarna. / Whether it is a promise to citizens.")] bool IsPromise,
    [property: Description("Om löftet får visas för alla. / Whether the promise may be shown to everyone.")] bool IsPublished,
    [property: Description("Utkast, beslutat eller bedömt. / Draft, decided or judged.")] GoalStatus Status,
    [property: Description("Beslutet. / The decision.")][property: Example("Socialnämnden 2026-01-20 § 4")] string? Decision,
    [property: Description("Dagen för det. / Its day.")] DateOnly? DecidedOn,
    [property: Description("Hur det står i dag: no-figure (ingen siffra än, aldrig noll), on-the-way, behind, reached, partly-reached, not-reached, eller hidden när siffran är för liten att visa. / How it stands today: no-figure (none yet, never zero), on-the-way, behind, reached, partly-reached, not-reached, or hidden when the figure is too small to show.")] GoalState State,
    [property: Description("Det i ord. / That in words.")][property: Example("På väg")] string InWords,
    [property: Description("Siffran som det läses av; saknas när det inte finns någon. / The figure that it is read by; absent when there is none.")] GoalFigureView? Figure,
    [property: Description("Alla siffror, äldst först. / All figures, oldest first.")] IReadOnlyList<GoalFigureView> Figures,
    [property: Description("Uppföljningar, äldst först. / Follow-ups, oldest first.")] IReadOnlyList<GoalFollowUpView> FollowUps,
    [property: Description("Om någon behöver skriva en uppföljning eller bedöma det nu. / Whether someone must follow it up or judge it now.")] bool IsDue,
    [property: Description("Bedömningen vid slutet. / How it was judged at its end.")] GoalJudgementView? Judgement,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")][property: Example("3")] int Version)
{
    public static GoalView Of(Goal goal, string unit, GoalStanding standing, IReadOnlyList<GoalFigure> figures, GoalFigure? outcome, DateOnly today) => new(
        goal.Id, goal.Code, goal.Year, goal.UnitCode, unit, goal.ServesId, goal.PlanId, goal.FromId, goal.Words, goal.Why, goal.QualityArea, MeasureView.Of(goal.Measure), goal.DueOn, goal.Responsible, goal.Period, goal.IsPromise,
        goal.IsPublished, goal.Status, goal.Decision, goal.DecidedOn, standing.State, GoalWords.Of(standing.State), GoalFigureView.Of(goal.Measure, standing.Figure),
        [.. figures.Select(figure => GoalFigureView.Of(goal.Measure, figure)!)],
        [.. goal.FollowUps.Select(followUp => new GoalFollowUpView(followUp.Id, followUp.On, followUp.Value, followUp.Yes, followUp.Note, followUp.ByName, followUp.At))],
        goal.IsDueOn(today), GoalJudgementView.Of(goal, outcome), goal.Version);
}

/// <summary>What a goal is measured by.</summary>
public sealed record MeasureView(
    [property: Description("Kod för nyckeltalet; saknas för ett eget mått. / Code of the indicator; absent for a measure of its own.")][property: Example("deviations-answered")] string? Indicator,
    [property: Description("Vad som mäts, i ord. / What is measured, in words.")][property: Example("Avvikelser som fick svar i tid")] string Name,
    [property: Description("Vad för siffra: share (procent), rate (per 1 000), count, value eller yes-no. / What kind of figure: share (per cent), rate (per 1,000), count, value or yes-no.")] MeasureForm Form,
    [property: Description("Vad ett eget värde mäts i. / What a value of one's own is in.")][property: Example("timmar")] string? Unit,
    [property: Description("Siffran som man börjar från. / The figure that one begins from.")][property: Example("72")] decimal? Start,
    [property: Description("Siffran att nå; saknas för yes-no. / The figure to reach; absent for yes-no.")][property: Example("90")] decimal? Target,
    [property: Description("Vilket håll som är bättre. / Which way is better.")] GoalDirection Direction)
{
    public static MeasureView Of(GoalMeasure measure) => new(measure.Indicator, GoalWords.Name(measure), measure.Form, measure.Unit, measure.Start, measure.Target, measure.Direction);
}

/// <summary>A figure of a goal.</summary>
public sealed record GoalFigureView(
    [property: Description("Dagen som den gäller: periodens sista, eller när den följdes upp. / The day that it is of: the period's last, or when it was followed up.")] DateOnly On,
    [property: Description("Siffran; saknas för ja eller nej, och när den är för liten att visa. / The figure; absent for yes or no, and when it is too small to show.")][property: Example("83.5")] decimal? Value,
    [property: Description("Ja eller nej, när det är frågan. / Yes or no, when that is the question.")] bool? Yes,
    [property: Description("Siffran i ord. / The figure in words.")][property: Example("83,5 %")] string InWords)
{
    public static GoalFigureView? Of(GoalMeasure measure, GoalFigure? figure) => figure is null ? null : new(figure.On, figure.Value, figure.Yes, GoalWords.Of(measure, figure));
}

/// <summary>What someone wrote of a goal on a day.</summary>
public sealed record GoalFollowUpView(
    [property: Description("Uppföljningens id. / Id of the follow-up.")] Guid Id,
    [property: Description("Dagen som den gäller. / The day that it is of.")] DateOnly On,
    [property: Description("Värdet, när målet har ett eget. / The value, when the goal has one of its own.")][property: Example("6.5")] decimal? Value,
    [property: Description("Ja eller nej, när det är frågan. / Yes or no, when that is the question.")] bool? Yes,
    [property: Description("Vad som hände och vad det beror på. / What happened and why.")][property: Example("Två nya vikarier har fått introduktion.")] string Note,
    [property: Description("Den som skrev. / Who wrote it.")][property: Example("Karin Testsson")] string By,
    [property: Description("När det skrevs. / When it was written.")] DateTimeOffset At);

/// <summary>How a goal was judged.</summary>
public sealed record GoalJudgementView(
    [property: Description("Om det nåddes. / Whether it was reached.")] Reached Reached,
    [property: Description("Om det var rätt mål. / Whether it was the right goal.")] bool WasRight,
    [property: Description("Slutsatsen. / The conclusion.")][property: Example("Svaren kom i tid när de delades ut varje måndag.")] string Conclusion,
    [property: Description("Vad som händer med det i nästa plan. / What becomes of it in the next plan.")] NextStep Next,
    [property: Description("Förslag till nästa plan och budget. / What the next plan and budget are asked for.")][property: Example("Tid för svar i schemat.")] string? Proposal,
    [property: Description("Siffran som det bedömdes efter. / The figure that it was judged by.")] GoalFigureView? Outcome,
    [property: Description("Dagen. / The day.")] DateOnly On,
    [property: Description("Den som skrev. / Who wrote it.")][property: Example("Karin Testsson")] string By)
{
    public static GoalJudgementView? Of(Goal goal, GoalFigure? outcome) => goal.Judgement is not { } judged ? null : new(
        judged.Reached, judged.WasRight, judged.Conclusion, judged.Next, judged.Proposal, GoalFigureView.Of(goal.Measure, outcome), judged.On, judged.ByName);
}

public static class ReadGoal
{
    public static void Map(RouteGroupBuilder goals) => goals
        .MapGet("/{id:guid}", async Task<Results<Ok<GoalView>, NotFound>> ([Description("Målets id. / Id of the goal.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Find(id, ct) is not { } goal) return TypedResults.NotFound();
            response.SetETag(goal.Version);
            return TypedResults.Ok(await handler.View(goal, ct));
        })
        .RequireAuthorization(Permissions.ReadGoals)
        .GivesETag()
        .WithSummary("Läs ett mål / Read a goal")
        .WithDescription("Hur det står läses av i dag: ett nyckeltal räknas för de perioder som är slut, ett eget mått är det som är uppföljt. / How it stands is read today: an indicator is counted for the periods that have ended, a measure of one's own is what has been followed up.");

    public sealed class Handler(AnalyticsDb db, GoalWork work, GoalMeasures measures)
    {
        /// <summary>Null when there is none that the reader may see.</summary>
        public Task<Goal?> Find(Guid id, CancellationToken ct) => work.Goal(id, ct);

        /// <summary>The goal's figures as the reader may know them, oldest first.</summary>
        public async Task<IReadOnlyList<GoalFigure>> Figures(Goal goal, CancellationToken ct) => await measures.Figures(goal, work.Today, ct);

        /// <summary>The goals that serve it, of those that the reader may see.</summary>
        public Task<List<Goal>> Below(Goal goal, CancellationToken ct) => db.Goals.AsNoTracking().Where(below => below.ServesId == goal.Id).OrderBy(below => below.UnitCode).ThenBy(below => below.Id).Take(200).ToListAsync(ct);

        public async Task<GoalView> View(Goal goal, CancellationToken ct)
        {
            var figures = await Figures(goal, ct);
            var standing = await measures.Standing(goal, figures, ct);
            return GoalView.Of(goal, work.NameOf(goal.UnitCode), standing, [.. figures.Select(figure => measures.Shown(goal, figure)!)], measures.Shown(goal, goal.Judgement?.Outcome), work.Today);
        }
    }
}
