using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

public static class ListGoals
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten med alla under den; för en nämnd de som den svarar för. / The unit with all below it; for a board those that it answers for.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "year"), Range(2000, 2199), Example("2026"), Description("Året. / The year.")]
        public int? Year { get; set; }

        [FromQuery(Name = "status"), OneOf<GoalStatus>, Description("Utkast, beslutat eller bedömt. / Draft, decided or judged.")]
        public string? Status { get; set; }

        [FromQuery(Name = "promises"), Description("Bara löften till medborgarna. / Only promises to citizens.")]
        public bool? Promises { get; set; }
    }

    public sealed record Row(
        [property: Description("Målets id. / Id of the goal.")] Guid Id,
        [property: Description("Koden i andra system. / The code in other systems.")][property: Example("svar-inom-30-dagar-2026")] string Code,
        [property: Description("Året. / The year.")][property: Example("2026")] int Year,
        [property: Description("Kod för nämnden, området eller enheten. / Code of the board, branch or unit.")][property: Example("norrangen")] string UnitCode,
        [property: Description("Vad den heter. / What it is called.")][property: Example("Norrängens hemtjänst")] string Unit,
        [property: Description("Målet ovanför som det tjänar. / The goal above that it serves.")] Guid? ServesId,
        [property: Description("Målet i ord. / The goal in words.")][property: Example("Den som rapporterar en avvikelse får svar inom 30 dagar")] string Words,
        [property: Description("Vad som ska nås och när, i ord. / What is to be reached and when, in words.")][property: Example("minst 90 % senast 31 december 2026")] string Target,
        [property: Description("Funktionen som svarar för det. / The function that answers for it.")][property: Example("Enhetschef hemtjänst")] string Responsible,
        [property: Description("Utkast, beslutat eller bedömt. / Draft, decided or judged.")] GoalStatus Status,
        [property: Description("Hur det står i dag; ett utkast mäts inte. / How it stands today; a draft is not measured.")] GoalState State,
        [property: Description("Siffran i ord. / The figure in words.")][property: Example("83,5 %")] string Figure,
        [property: Description("Om någon behöver skriva en uppföljning eller bedöma det nu. / Whether someone must follow it up or judge it now.")] bool IsDue,
        [property: Description("Om det är ett löfte till medborgarna. / Whether it is a promise to citizens.")] bool IsPromise);

    public static void Map(RouteGroupBuilder goals) => goals
        .MapGet("/", async Task<Ok<ListOf<Row>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadGoals)
        .WithSummary("Lista mål / List goals")
        .WithDescription("Beslutade mål, och utkast för den som sätter mål för enheten; nyaste året först, och i det dina egna enheters. / Decided goals, and drafts for who sets the unit's goals; the newest year first, and in it those of your own units.");

    public sealed class Handler(AnalyticsDb db, GoalWork work, GoalMeasures measures)
    {
        /// <exception cref="InvalidField">400: status.</exception>
        public async Task<ListOf<Row>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var list = await (await Asked(query, ct)).ToListOf(query, request, ct);
            var standings = (await measures.Standings(list.Items, ct)).ToDictionary(standing => standing.Goal.Id);
            return list.Select(goal => new Row(
                goal.Id, goal.Code, goal.Year, goal.UnitCode, work.NameOf(goal.UnitCode), goal.ServesId, goal.Words, GoalWords.Target(goal), goal.Responsible, goal.Status,
                standings[goal.Id].State, GoalWords.Of(goal.Measure, standings[goal.Id].Figure), goal.IsDueOn(work.Today), goal.IsPromise));
        }

        /// <summary>The goals that the reader asks for, in order.</summary>
        /// <exception cref="InvalidField">400: status.</exception>
        public async Task<IQueryable<Goal>> Asked(Query query, CancellationToken ct)
        {
            var goals = db.Goals.AsNoTracking();
            if (!string.IsNullOrEmpty(query.UnitCode))
            {
                var within = await work.Within(query.UnitCode, ct);
                goals = goals.Where(goal => within.Contains(goal.UnitCode));
            }
            if (query.Year is { } year) goals = goals.Where(goal => goal.Year == year);
            if (query.Promises is true) goals = goals.Where(goal => goal.IsPromise);
            if (!string.IsNullOrEmpty(query.Status))
            {
                if (!Kebab.TryParse<GoalStatus>(query.Status, out var status)) throw new InvalidField("status", "It must be draft, decided or judged.");
                goals = goals.Where(goal => goal.Status == status);
            }
            var mine = work.Mine;
            return goals.OrderByDescending(goal => goal.Year).ThenByDescending(goal => mine.Contains(goal.UnitCode)).ThenBy(goal => goal.UnitCode).ThenBy(goal => goal.Id);
        }
    }
}
