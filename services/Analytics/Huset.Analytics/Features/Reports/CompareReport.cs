using System.ComponentModel;
using Huset.Analytics.Features.Indicators;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Analytics.Features.Reports;

public static class CompareReport
{
    public sealed record View(
        [property: Description("Den sista händelsen som den frysta rapporten vet om. / The last event that the frozen report knows of.")][property: Example("0000000000000000042")] string Position,
        [property: Description("Den sista händelsen i dag. / The last event of today.")][property: Example("0000000000000010042")] string Now,
        [property: Description("Om varje sparad siffra blir densamma när den räknas om på den frysta platsen. / Whether each stored figure is the same when reckoned again at the frozen position.")] bool Holds,
        [property: Description("Rapportens siffror, i ordning. / The report's figures, in order.")] IReadOnlyList<Difference> Figures,
        [property: Description("Rapportens mål, i ordning. / The report's goals, in order.")] IReadOnlyList<GoalDifference> Goals);

    public sealed record GoalDifference(
        [property: Description("Avsnittets kod. / Code of the section.")][property: Example("mal")] string Section,
        [property: Description("Målets id. / Id of the goal.")] Guid Id,
        [property: Description("Målet i ord, som det frystes. / The goal in words, as it was frozen.")][property: Example("Varje avvikelse får svar inom 30 dagar")] string Words,
        [property: Description("Som det frystes. / As it was frozen.")] ReportGoalView Frozen,
        [property: Description("Räknat i dag för samma tid; saknas när målet inte finns. / Reckoned today for the same time; absent when there is no such goal.")] ReportGoalView? Today,
        [property: Description("Om det är samma i dag. / Whether it is the same today.")] bool IsSame);

    public sealed record Difference(
        [property: Description("Avsnittets kod. / Code of the section.")][property: Example("avvikelser")] string Section,
        [property: Description("Nyckeltalets kod. / Code of the indicator.")][property: Example("deviations-reported")] string Indicator,
        [property: Description("Nyckeltalets namn. / Name of the indicator.")][property: Example("Rapporterade avvikelser")] string Name,
        [property: Description("Som den frystes. / As it was frozen.")] CountView? Frozen,
        [property: Description("Räknad om på den frysta platsen. / Reckoned again at the frozen position.")] CountView? Again,
        [property: Description("Räknad i dag. / Reckoned today.")] CountView? Today,
        [property: Description("Hur många fler eller färre i dag. / How many more or fewer today.")][property: Example("2")] decimal Change,
        [property: Description("Om den omräknade är den sparade, med diagrammets månader. / Whether the one reckoned again is the stored one, with the chart's months.")] bool Holds);

    public static void Map(RouteGroupBuilder reports) => reports
        .MapGet("/{id:guid}/differences", async Task<Results<Ok<View>, NotFound>> ([Description("Rapportens id. / Id of the report.")] Guid id, Handler handler, CancellationToken ct) =>
            await handler.Handle(id, ct) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.MakeReports)
        // A draft is refused, though nothing is written.
        .Produces(StatusCodes.Status409Conflict)
        .WithSummary("Jämför en fryst rapport med i dag / Compare a frozen report with today")
        .WithDescription("Varje siffra som den frystes, räknad om på samma plats i loggen, och räknad i dag: det som har kommit in sent eller rättats. / Each figure as it was frozen, reckoned again at the same place of the log, and reckoned today: what came late or was put right.");

    public sealed class Handler(ReportWork work, ReportFigures figures, ReportGoals goals, IndicatorSeries series)
    {
        /// <summary>Null when there is no such report.</summary>
        /// <exception cref="RuleViolation">`report.not-frozen`</exception>
        public async Task<View?> Handle(Guid id, CancellationToken ct)
        {
            if (!work.MayMake || await work.Read(id, ct) is not { } report) return null;
            if (report.Frozen is not { } frozen) throw new RuleViolation("report.not-frozen", "A draft follows the log; there is nothing to compare.");
            var (now, rows, stood) = (await series.Position(ct), new List<Difference>(), new List<GoalDifference>());
            foreach (var section in frozen.Sections)
            {
                foreach (var goal in section.Goals ?? [])
                {
                    var today = await goals.Again(report, goal.Id, ct);
                    stood.Add(new(section.Code, goal.Id, goal.Words, ReportGoalView.Of(goal, true), today is null ? null : ReportGoalView.Of(today, true), goal == today));
                }
                foreach (var figure in section.Figures)
                {
                    var again = await figures.Again(report, figure, report.Position, ct);
                    var today = await figures.Again(report, figure, null, ct);
                    rows.Add(new(
                        section.Code, figure.Indicator, figure.Name, CountView.Of(figure.Now, true), CountView.Of(again?.Now, true), CountView.Of(today?.Now, true),
                        (today?.Now?.Numerator ?? 0) - (figure.Now?.Numerator ?? 0),
                        again is not null && (again.Now, again.Before, again.YearBefore, again.Centre) == (figure.Now, figure.Before, figure.YearBefore, figure.Centre) && again.Points.SequenceEqual(figure.Points)));
                }
            }
            return new(Sequence.Text(report.Position!.Value), Sequence.Text(now), rows.TrueForAll(row => row.Holds), rows, stood);
        }
    }
}
