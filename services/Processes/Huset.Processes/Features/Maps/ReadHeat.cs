using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

public static class ReadHeat
{
    public sealed class Query
    {
        [FromQuery(Name = "from"), Example("2026-01-01"), Description("Första dagen då avvikelserna hände; ett år bakåt om den utelämnas. Den som inte får öppna ärendena får hela året som den sista dagen ligger i. / First day that the deviations happened; a year back when left out. Who may not open the cases gets the whole year of the last day.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2027-01-01"), Description("Första dagen som inte är med; i morgon om den utelämnas. / First day that is not in it; tomorrow when left out.")]
        public DateOnly? To { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den, för den som får öppna ärendena där; annars alla. / The unit and all below it, for who may open the cases there; else all.")]
        public string? UnitCode { get; set; }
    }

    public sealed record Part(
        [property: Description("Koden: vad det gäller, eller skadan. / The code: what it concerns, or the harm.")][property: Example("health-care")] string Code,
        [property: Description("Antal avvikelser; saknas när det är dolt. / Number of deviations; absent when hidden.")][property: Example("7")] long? Count,
        [property: Description("Minst så många. / At least so many.")][property: Example("7")] long AtLeast,
        [property: Description("Högst så många. / At most so many.")][property: Example("7")] long AtMost);

    public sealed record StepView(
        [property: Description("Stegets id. / Id of the step.")] Guid ActivityId,
        [property: Description("Elementets id i kartan. / The element's id in the diagram.")][property: Example("Activity_planera")] string Element,
        [property: Description("Stegets plats, från 1. / The step's place, from 1.")] int Number,
        [property: Description("Stegets namn. / Name of the step.")][property: Example("Planera insatserna")] string Name,
        [property: Description("Om steget har upphört. / Whether the step has ended.")] bool Ended,
        [property: Description("Antal avvikelser; saknas när det är dolt. / Number of deviations; absent when hidden.")][property: Example("7")] long? Count,
        [property: Description("Om antalet är dolt för dig; då säger atLeast och atMost vad det ligger emellan. / Whether the number is hidden from you; then atLeast and atMost tell what it lies between.")] bool Hidden,
        [property: Description("Minst så många; saknas för en enhet vars ärenden du inte får öppna. / At least so many; absent for a unit whose cases you may not open.")][property: Example("7")] long? AtLeast,
        [property: Description("Högst så många. / At most so many.")][property: Example("7")] long? AtMost,
        [property: Description("0 inga, 1 få (ett litet antal), 2 till 4 efter andelen av det steg som har flest, med gränserna heat-lower och heat-middle. / 0 none, 1 few (a small number), 2 to 4 by the part of the step that has the most, with the limits heat-lower and heat-middle.")] int? Level,
        [property: Description("Efter vad de gäller; saknas när något antal är dolt. / By what they concern; absent when a number is hidden.")] IReadOnlyList<Part>? ByKind,
        [property: Description("Efter skada; saknas när något antal är dolt. / By harm; absent when a number is hidden.")] IReadOnlyList<Part>? ByHarm,
        [property: Description("Steg som har upphört och vars avvikelser räknas här. / Steps that have ended and whose deviations are counted here.")][property: Example("Skriv plan")] IReadOnlyList<string> Earlier);

    public sealed record SignalView(
        [property: Description("Tecknets id. / Id of the signal.")] Guid SignalId,
        [property: Description("Enheten vars diagram det är. / The unit whose chart it is.")][property: Example("norrangen")] string UnitCode,
        [property: Description("Vad avvikelserna gäller; saknas när alla är med. / What the deviations concern; absent when all are in it.")][property: Example("health-care")] string? Kind,
        [property: Description("Nyckeltalet vars diagram det är; saknas för diagrammet över avvikelser. / The indicator whose chart it is; absent for the chart of deviations.")][property: Example("deviations-harm")] string? Indicator,
        [property: Description("outside, shift, trend eller near-limit. / outside, shift, trend or near-limit.")][property: Example("shift")] string Pattern,
        [property: Description("Om det är uppåt. / Whether it is upwards.")] bool Up,
        [property: Description("Första månadens första dag. / First day of its first month.")] DateOnly From,
        [property: Description("Sista månadens första dag. / First day of its last month.")] DateOnly To,
        [property: Description("Vad någon har sagt att det var; saknas tills dess. / What someone has said that it was; absent until then.")][property: Example("real-change")] string? Meaning,
        [property: Description("Stegen i processen där avvikelserna hände. / The steps of the process where the deviations arose.")] IReadOnlyList<Guid> ActivityIds,
        [property: Description("Adressen till tecknet. / Address of the signal.")][property: Example("/analys/tecken/0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e10")] string Page);

    public sealed record View(
        [property: Description("Processens id. / Id of the process.")] Guid ProcessId,
        [property: Description("Första dagen. / First day.")] DateOnly From,
        [property: Description("Första dagen som inte är med. / First day that is not in it.")] DateOnly To,
        [property: Description("Enhetens kod, om en är vald. / Code of the unit, if one is chosen.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Antal under detta är små. Den som inte får öppna ärendena får veta vilken rad om så många som ett antal ligger i. / Numbers below this are small. Who may not open the cases is told in which row of so many a number lies.")][property: Example("5")] int SmallBelow,
        [property: Description("Stegen i ordning. / The steps in order.")] IReadOnlyList<StepView> Items,
        [property: Description("Tecken i styrdiagrammen som ingen har svarat på eller som nyss har besvarats: den valda enhetens, annars de som gäller avvikelser i processen. Bara för enheter vars ärenden du får öppna. / Signals of the control charts that nobody has answered or that were answered lately: those of the chosen unit, else those of deviations in the process. Only of units whose cases you may open.")] IReadOnlyList<SignalView> Signals);

    /// <summary>The heat and what was asked for, read out.</summary>
    /// <param name="Process">The process.</param>
    /// <param name="Heat">Its steps.</param>
    /// <param name="From">First day.</param>
    /// <param name="To">First day that is not in it.</param>
    /// <param name="UnitCode">The unit that was chosen.</param>
    /// <param name="IsExact">The reader may open all the cases, and so gets the very time and every number.</param>
    /// <param name="IsTold">False for a unit whose cases the reader may not open: nothing is told of it.</param>
    public sealed record Answer(Process Process, Heat Heat, DateOnly From, DateOnly To, string? UnitCode, bool IsExact, bool IsTold);

    public static void Map(RouteGroupBuilder processes) => processes
        .MapGet("/{id:guid}/heat", async Task<Results<Ok<View>, NotFound>> ([Description("Processens id. / Id of the process.")] Guid id, [AsParameters] Query query, Handler handler, ProcessSignals signals, CancellationToken ct) =>
            await handler.Handle(id, query, ct) is { } answer ? TypedResults.Ok(ViewOf(answer, await signals.Of(id, answer.UnitCode, ct))) : TypedResults.NotFound())
        .RequireAuthorization(Permissions.ReadHeat)
        .WithName("readProcessHeat")
        .WithSummary("Läs avvikelser per steg / Read the deviations by step")
        .WithDescription("Hur många avvikelser som har uppstått i varje steg under en tid. Den som inte får öppna ärendena får ett helt år och alla enheter, och vad antalen ligger emellan, så att inget litet antal går att räkna ut ur flera svar. Ärenden som har gått till lex Sarah eller lex Maria är med, så att antalet inte berättar det. / How many deviations arose in each step during a time. Who may not open the cases gets a whole year and all units, and what the numbers lie between, so that no small number can be worked out from several answers. Cases that have gone to lex Sarah or lex Maria are among them, so that the number does not tell that they did.");

    private static View ViewOf(Answer answer, IEnumerable<ProcessSignal> signals) => new(
        answer.Process.Id, answer.From, answer.To, answer.UnitCode, answer.Heat.Limits.Below,
        [.. answer.Heat.Steps.Select(step => new StepView(
            step.Activity.Id, step.Activity.ElementId, step.Activity.Number, step.Activity.Name, !step.Activity.IsInForce,
            answer.IsTold ? step.Figure.Count : null, !answer.IsTold || step.Figure.Count is null, answer.IsTold ? step.Figure.AtLeast : null, answer.IsTold ? step.Figure.AtMost : null, answer.IsTold ? step.Level : null,
            Parts(answer.Heat.By(step, count => count.Kind)), Parts(answer.Heat.By(step, count => count.Harm)), [.. step.Earlier.Select(other => other.Name)]))],
        [.. signals.Select(found => new SignalView(found.Signal.SignalId, found.Signal.UnitCode, found.Signal.Kind, found.Signal.Indicator, found.Signal.Pattern, found.Signal.Up, found.Signal.FirstMonth, found.Signal.LastMonth, found.Signal.Meaning, found.ActivityIds, SignalList.Address(found.Signal)))]);

    private static IReadOnlyList<Part>? Parts(IReadOnlyList<(string Code, Figure Figure)>? parts) => parts?.Select(part => new Part(part.Code, part.Figure.Count, part.Figure.AtLeast, part.Figure.AtMost)).ToList();

    public sealed class Handler(ProcessesDb db, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <summary>Null when there is no such process for the reader.</summary>
        /// <exception cref="InvalidField">The days or the unit are wrong.</exception>
        public async Task<Answer?> Handle(Guid id, Query query, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var to = query.To ?? today.AddDays(1);
            var from = query.From ?? (to.Year > 1 ? to.AddYears(-1) : to);
            if (from >= to) throw new InvalidField("to", "It must be after from.");
            var unitCode = string.IsNullOrEmpty(query.UnitCode) ? null : query.UnitCode;
            if (unitCode is not null && units.Find(unitCode) is null && !units.Existed(unitCode, from)) throw new InvalidField("unitCode", $"There is no unit {unitCode}.");

            if (await db.Processes.AsNoTracking().FirstOrDefaultAsync(process => process.Id == id, ct) is not { } found) return null;
            var (all, mine) = (user.ReachesAll(Permissions.ReadSmallHeat), user.UnitsOf(Permissions.ReadSmallHeat));
            var isExact = all || (unitCode is not null && mine.Contains(unitCode));
            // Two times that overlap, or a unit and the whole, could be subtracted: years never overlap, and the whole has no parts.
            if (!isExact) (from, to) = YearOf(to.AddDays(-1));
            var isTold = isExact || unitCode is null;
            var activities = await db.Activities.AsNoTracking().Where(activity => activity.ProcessId == id).ToListAsync(ct);
            var ids = activities.Select(activity => activity.Id).ToArray();
            var deviations = db.StepDeviations.Where(d => isTold && ids.Contains(d.ActivityId!.Value) && d.OccurredOn >= from && d.OccurredOn < to);
            if (unitCode is not null)
            {
                var codes = units.WithBelow([unitCode]);
                deviations = deviations.Where(d => codes.Contains(d.UnitCode));
            }
            var counts = await deviations.GroupBy(d => new { d.ActivityId, d.Kind, d.Harm, IsOpen = isExact || mine.Contains(d.UnitCode) }).Select(g => new HeatCount(g.Key.ActivityId!.Value, g.Key.Kind!, g.Key.Harm!, g.Key.IsOpen, g.LongCount())).ToListAsync(ct);
            var limits = HeatLimits.Of(await LimitsOfDay.Read(db, today, ct));
            return new(found, Heat.Of(activities, counts, limits), from, to, unitCode, isExact, isTold);
        }

        private static (DateOnly From, DateOnly To) YearOf(DateOnly day) => (new(day.Year, 1, 1), day.Year == DateOnly.MaxValue.Year ? DateOnly.MaxValue : new(day.Year + 1, 1, 1));
    }
}
