using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Goals;

/// <summary>A demonstration's goals of this year: a board's, and a unit's plan with two that serve it.</summary>
internal static class DemoGoals
{
    private const string Board = "an", Unit = "norrangen";

    public static async Task<string?> Make(AnalyticsDb db, IServiceProvider services, CancellationToken ct)
    {
        var units = services.GetRequiredService<UnitTree>();
        if (units is not { IsSettled: true, Units.Count: > 0 }) return "the units have not come";
        if (units.Find(Board) is null || units.Find(Unit) is null || await db.Goals.AnyAsync(ct)) return null;
        var clock = services.GetRequiredService<TimeProvider>();
        var (now, today, by) = (clock.GetUtcNow(), SwedishTime.Today(clock), new Person("system:demo", "Huset"));
        var year = today.Year;
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));

        var board = Goal.Set($"svar-pa-avvikelser-{year}", new(
            year, Board, null, "Den som rapporterar en avvikelse får veta vad som hände", "Den som inte får svar slutar rapportera.", null,
            new("deviations-answered", null, MeasureForm.Share, null, 70, 90, GoalDirection.Up), last, "Socialdirektör", PeriodLength.Quarter, false), null, now);
        var plan = Plan.Begin(year, Unit, PeriodLength.FourMonths, "Året handlar om att nya medarbetare ska känna sig trygga och att avvikelser får svar.", null, now);
        var answers = Goal.Set($"svar-norrangen-{year}", new(
            year, Unit, board.Id, "Varje avvikelse i Norrängen får svar inom 30 dagar", null, null,
            new("deviations-answered", null, MeasureForm.Share, null, 65, 90, GoalDirection.Up), last, "Enhetschef hemtjänst", PeriodLength.Quarter, false), plan.Id, now);
        var introduction = Goal.Set($"introduktion-norrangen-{year}", new(
            year, Unit, null, "Alla nya medarbetare får introduktion innan de arbetar ensamma", "Brukaren ska känna sig trygg med den som kommer.", null,
            new(null, "Andel nya medarbetare med introduktion", MeasureForm.Value, "%", 60, 100, GoalDirection.Up), last, "Enhetschef hemtjänst", PeriodLength.Quarter, true), plan.Id, now);
        plan.Write(new("svar-varje-mandag", answers.Id, "Öppna avvikelser delas ut varje måndag", ["deviations-answered"],
            [new(Guid.CreateVersion7(now), "mandagsmote", "Kort möte varje måndag om öppna avvikelser", "Samordnare", first.AddMonths(1), Done(first.AddDays(11)))]));
        plan.Write(new("introduktionsdag", introduction.Id, "En dag bredvid för varje ny medarbetare", ["competence-needs-met"],
        [
            new(Guid.CreateVersion7(now), "introduktion-i-schemat", "Lägg in introduktionsdagen i schemat", "Bemanningssamordnare", first.AddMonths(2), Done(first.AddMonths(2))),
            new(Guid.CreateVersion7(now), "checklista", "Gör en checklista för den första veckan", "Enhetschef hemtjänst", first.AddMonths(5), null),
        ]));
        var decided = first.AddDays(19) <= today ? first.AddDays(19) : today;
        plan.Decide("Enhetschefens beslut efter samverkan", decided);
        foreach (var goal in new[] { board, answers, introduction })
        {
            db.Publish(goal.ToSet());
            goal.Decide(goal == board ? "Äldrenämnden, årets verksamhetsplan" : plan.Decision!, decided);
            db.Add(goal);
        }
        foreach (var (month, value, note) in new[] { (3, 64m, "Två av tre nya fick introduktion. Den tredje började mitt i ett pass."), (6, 72m, "Dagen ligger nu i schemat."), (9, 74m, "Vikarierna i juli hann vi inte med. Vi börjar rekrytera tidigare nästa år.") })
            if (first.AddMonths(month).AddDays(-1) is var on && on <= today) introduction.FollowUp(on, value, null, note, by, now, today);
        foreach (var goal in new[] { board, answers, introduction }) db.Publish(goal.ToChanged(now));
        // What the unit shows everyone: its promise, and something that it has made better.
        var improvement = Improvement.Write(Unit, new(
            "Vi ringer alltid om vi blir försenade", "Flera brukare och närstående hörde av sig om att ingen ringde när hemtjänsten blev sen. De visste inte om någon skulle komma.",
            "Den som är mer än en kvart försenad ringer brukaren. Samordnaren ringer om det inte går.", "Klagomålen om förseningar har blivit färre än hälften så många."), by, now);
        db.Add(improvement);
        introduction.Show(true);
        foreach (var (publication, title) in new[] { (Publication.Of(PublishedKind.Goal, introduction.Id, Unit, now), introduction.Words), (Publication.Of(PublishedKind.Improvement, improvement.Id, Unit, now), improvement.Title) })
        {
            publication.Publish(title, publication.Kind == PublishedKind.Goal, "Enhetschefens beslut", by, now);
            db.Add(publication);
            db.Publish(publication.ToDecided(now));
        }
        db.Add(plan);
        db.Publish(plan.ToDecided(now));
        foreach (var (commitment, activity) in plan.Activities) db.Publish(plan.ToActivity(commitment, activity, now));
        await db.SaveChangesAsync(ct);
        return null;

        DateOnly? Done(DateOnly day) => day <= today ? day : null;
    }
}
