using Huset.Processes.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Deviations.Tests;

/// <summary>Cases that have come some way, made by the entity's own rules and without a request per step.</summary>
internal static class Arrange
{
    public static readonly DateOnly Today = SwedishTime.Today(TimeProvider.System);

    /// <summary>Does the work in the case, whose version it returns beside the work's own answer.</summary>
    public static async Task<(T Made, int Version)> Work<T>(this DeviationsHost host, Guid id, Func<Deviation, T> work)
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("arrange"));
        var deviation = await db.Deviations.Include(d => d.Tracks).Include(d => d.Causes).ThenInclude(c => c.Actions).SingleAsync(d => d.Id == id);
        var made = work(deviation);
        await db.SaveChangesAsync();
        return (made, deviation.Version);
    }

    /// <summary>The same for work that answers nothing; the case's version.</summary>
    public static async Task<int> Work(this DeviationsHost host, Guid id, Action<Deviation> work) => (await host.Work(id, deviation =>
    {
        work(deviation);
        return true;
    })).Version;

    /// <summary>Hands the case over to the track; its version.</summary>
    public static Task<int> HandOver(this DeviationsHost host, Guid id, TrackKind track = TrackKind.LexSarah) => host.Work(id, deviation => deviation.HandOver(track, "Ska utredas.", "x", "X", Now));

    /// <summary>An assessed case with a cause; the manager of its unit has done it.</summary>
    public static async Task<(Guid Id, Guid Cause, int Version)> WithCause(this DeviationsHost host, TestUser? reporter = null, params (string Field, object? Value)[] changes)
    {
        var id = await host.Reported(reporter ?? TestUsers.Employee, changes);
        var (cause, version) = await host.Work(id, deviation =>
        {
            deviation.Assess(2, 3, "Har hänt förut.", Karin, Now);
            return deviation.FindCause("staffing", "Vikarie utan delegering.", Karin, Now);
        });
        return (id, cause.Id, version);
    }

    /// <summary>The same with an action planned from today, owned by the user.</summary>
    public static async Task<(Guid Id, Guid Action, int Version)> WithAction(this DeviationsHost host, TestUser owner, TestUser? reporter = null, params (string Field, object? Value)[] changes)
    {
        var (id, cause, _) = await host.WithCause(reporter, changes);
        var (action, version) = await host.Work(id, deviation => deviation.PlanAction(deviation.Causes.Single(c => c.Id == cause), Plan(owner), Karin, Now));
        return (id, action.Id, version);
    }

    /// <summary>A risk analysis with a risk and an action that has come so far; the action is done from the approval on.</summary>
    public static async Task<(RiskAnalysis Analysis, Guid Action)> Analysed(this DeviationsHost host, string unit, RiskAnalysisStatus status, string title = "Nytt journalsystem", string occasion = "new-system")
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("arrange"));
        var analysis = RiskAnalysis.Begin(await db.NextRiskAnalysisNumber(default), new(unit, occasion, title, "Systemet byts.", ["Karin Testsson, enhetschef"], null, null, null), Karin, Now);
        var risk = analysis.AddRisk(new("En delegering syns inte.", ["Flyttas för hand."], 3, 3, 3, 1, null));
        var action = analysis.PlanAction(risk, "Två jämför.", Karin, Today);
        analysis.WriteWorkEnvironment("Mer skärmtid.", "Stina Testsson", "Bra.");
        analysis.WriteCooperation("mbl-11", Today, "Eniga.");
        if (status >= RiskAnalysisStatus.Assessed) analysis.Assess(Karin, Now);
        if (status >= RiskAnalysisStatus.Approved)
        {
            analysis.Approve("Enhetschef", "Lågt.", Today.AddDays(60), new(8, 3), Karin, Now);
            analysis.CompleteAction(action, Karin, Now);
        }
        if (status >= RiskAnalysisStatus.FollowedUp) analysis.FollowUp(Effect.Yes, "Räknat.", Karin, Now);
        db.Add(analysis);
        await db.SaveChangesAsync();
        return (analysis, action.Id);
    }

    /// <summary>Something that a unit has of a case in lex Sarah.</summary>
    public static async Task<UnitTask> UnitTask(this DeviationsHost host, Guid id, string what, TestUser? owner, DateOnly dueAt, TrackKind? givenIn = TrackKind.LexSarah)
    {
        await using var scope = host.Factory.Services.CreateAsyncScope();
        await using var db = new DeviationsDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<DeviationsDb>>(), CurrentUser.System("arrange"));
        var deviation = await db.Deviations.SingleAsync(d => d.Id == id);
        UnitTaskPlan plan = new(what, owner is null ? null : new($"{owner.Id}", owner.Username), dueAt);
        var task = givenIn is { } track ? deviation.GiveUnitTask(track, plan, new($"{TestUsers.LexInvestigator.Id}", "Lena Testsson"), Now) : deviation.KeepMeasure(plan, "dueAt", Karin, Now);
        db.Add(task);
        await db.SaveChangesAsync();
        return task;
    }

    /// <summary>Writes every part that the law lists for the track, but for one and those of a child; how many.</summary>
    public static int WriteAll(this Deviation deviation, string? except = null, TrackKind track = TrackKind.LexSarah)
    {
        var parts = RequiredPart.Seed(track, Karin, Now).Where(part => part.Code != except && !part.ForChild).ToList();
        foreach (var part in parts) deviation.WritePart(track, part.Code, $"Text om {part.Code}.", NoteKind.Fact, "Larmloggen", Karin, "Utredare", Now);
        return parts.Count;
    }

    public static ActionPlan Plan(TestUser owner, int startsIn = 0) => new(
        "Två delegerade på varje morgonpass.", Strength.Medium, new($"{owner.Id}", owner.Username), null, Today.AddDays(startsIn), Today.AddDays(startsIn + 10), "Läser av varje vecka.", "Inga missade doser.",
        Today.AddDays(startsIn + 40));

    /// <summary>A published process with one step, and the names of both.</summary>
    public static async Task<(Guid Process, Guid Step)> Process(this DeviationsHost host, string name, string step, string kind = "main")
    {
        var (process, activity) = (Guid.NewGuid(), Guid.NewGuid());
        await host.Tell<KeepProcesses, ProcessChanged>(new(process, name, kind, 1, [], 1, Now));
        await host.Tell<KeepActivities, ActivityChanged>(new(activity, process, step, 1, null, false, [], 1, Now));
        return (process, activity);
    }

    /// <summary>A published routine.</summary>
    public static async Task<Guid> Routine(this DeviationsHost host, string name, string? unit = null)
    {
        var routine = Guid.NewGuid();
        await host.Tell<KeepRoutines, RoutineChanged>(new(routine, name, "rutin", unit, 1, null, [], 1, Now));
        return routine;
    }

    public static readonly Person Karin = new($"{TestUsers.Manager.Id}", "Karin Testsson");

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();
}
