using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.FollowUps;

/// <summary>What the slices of follow-ups have in common: who measures where, and that one at a time changes one of them.</summary>
public sealed class FollowUpWork(AnalyticsDb db, CurrentUser user, UnitTree units, TimeProvider clock)
{
    public static readonly Texts T = Texts.Of<FollowUpWork>();

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => SwedishTime.Today(clock);

    public Person Me => new(user.Id, user.Name);

    public Task<MethodFollowUp?> Find(Guid id, CancellationToken ct) => db.MethodFollowUps.AsNoTracking().FirstOrDefaultAsync(followUp => followUp.Id == id, ct);

    /// <summary>Changes the follow-up while nobody else does, or measures in it. Null when there is none, or the work says that there is nothing to keep.</summary>
    public async Task<MethodFollowUp?> Change(Guid id, Func<MethodFollowUp, Task> work, CancellationToken ct)
    {
        await using var own = await db.OwnTransaction(ct);
        if (await Locked(id, ct) is not { } found) return null;
        await work(found);
        await db.SaveChangesAsync(ct);
        if (own is not null) await own.CommitAsync(ct);
        return found;
    }

    /// <summary>The follow-up, while nobody else changes it or measures in it.</summary>
    public async Task<MethodFollowUp?> Locked(Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from method_follow_ups where id = {id} for update", ct);
        return await db.MethodFollowUps.FirstOrDefaultAsync(followUp => followUp.Id == id, ct);
    }

    /// <summary>
    /// All that is measured in it, whoever asks: to be counted, and then judged what of the counts may be told. It shows no case, so the access log is not told.
    /// </summary>
    public Task<List<MeasurementFacts>> Measured(Guid id, CancellationToken ct) => Measured(db, id, ct);

    public static Task<List<MeasurementFacts>> Measured(AnalyticsDb db, Guid id, CancellationToken ct) => db.Measurements.IgnoreQueryFilters().Where(one => one.FollowUpId == id)
        .Select(one => new MeasurementFacts(one.UnitCode, one.Scale, one.CaseKey, one.Moment, one.On, one.Value.Plain())).ToListAsync(ct);

    /// <summary>The first day that its measurements are kept no more, by the rule of today; null while it goes on, and when they are gone.</summary>
    public async Task<DateOnly?> RemovesOn(MethodFollowUp followUp, CancellationToken ct) => followUp.RemovesOn(await MonthsKept(ct));

    public async Task<int> MonthsKept(CancellationToken ct) => (await db.Rules.AsNoTracking().Where(rule => rule.Measure == Measurement.Kept).ToListAsync(ct)).MonthsKept(Today);

    /// <summary>The units that measure: the one that answers for it with all below it.</summary>
    public IEnumerable<TreeUnit> UnitsOf(MethodFollowUp followUp)
    {
        var within = units.WithBelow([followUp.UnitCode]);
        return units.Units.Where(unit => within.Contains(unit.Code));
    }

    /// <summary>The units that the user writes measurements of.</summary>
    public IEnumerable<TreeUnit> MeasuredBy(MethodFollowUp followUp) => UnitsOf(followUp).Where(unit => MayMeasure(unit.Code));

    public bool MayMeasure(string unitCode) => user.ReachesAll(Permissions.WriteIndicatorValues) || user.UnitsOf(Permissions.WriteIndicatorValues).Contains(unitCode);

    /// <summary>True for who may know every case of the unit, however few.</summary>
    public bool SeesCases(string unitCode) => user.ReachesAll(Permissions.ReadCounts) || user.UnitsOf(Permissions.ReadCounts).Contains(unitCode);

    /// <summary>Why the measurement is open to the user, for the access log: the permission and how far it reaches.</summary>
    public string Why(string permission, Measurement measurement) => $"{permission}/{(user.UnitsOf(permission).Contains(measurement.UnitCode) ? "units" : "all")}";

    public string NameOf(string unitCode) => units.NameOf(unitCode);

    public FollowUpView View(MethodFollowUp followUp) => new(
        followUp.Id, followUp.Name, followUp.Method, followUp.UnitCode, NameOf(followUp.UnitCode), followUp.Purpose, followUp.Evidence, followUp.EvidenceLink, followUp.From,
        [.. followUp.Scales.Select(scale => new ScaleView(scale.Code, scale.Name, scale.Lowest, scale.Highest, scale.HigherIsBetter, scale.Source))], followUp.ActivityId, followUp.Indicator,
        followUp.Status, followUp.Outcome, followUp.Conclusion, followUp.ConcludedOn, followUp.MeasurementsRemovedOn, followUp.Version);

    /// <summary>"12,5".</summary>
    public static string Number(decimal value) => value.ToString("#,0.##", Texts.Swedish);

    /// <summary>That it goes on, or what became of the method.</summary>
    public static string StateOf(MethodFollowUp followUp) => followUp.Outcome is { } outcome ? NameOf(outcome) : T["State.Open"];

    public static string NameOf(MethodOutcome outcome) => T[$"Outcome.{outcome}"];

    public static string NameOf(MeasureMoment moment) => T[$"Moment.{moment}"];
}

/// <summary>The follow-up of a method, as the API tells it.</summary>
[Description("Uppföljningen av en metod. / The follow-up of a method.")]
public sealed record FollowUpView(
    [property: Description("Uppföljningens id. / Id of the follow-up.")] Guid Id,
    [property: Description("Vad den heter. / What it is called.")][property: Example("Motiverande samtal i boendestödet")] string Name,
    [property: Description("Metoden eller tjänsten. / The method or service.")][property: Example("Motiverande samtal (MI)")] string Method,
    [property: Description("Kod för enheten som svarar för den. / Code of the unit that answers for it.")][property: Example("ao")] string UnitCode,
    [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Äldreomsorg")] string Unit,
    [property: Description("Vad man vill veta. / What one wants to know.")][property: Example("Se om de som får samtalen klarar mer av sin vardag.")] string Purpose,
    [property: Description("Vad som är känt om metoden. / What is known of the method.")][property: Example("Visst stöd i systematiska översikter.")] string Evidence,
    [property: Description("Adress till källan. / Address of the source.")][property: Example("https://www.socialstyrelsen.se/metodguiden")] string? EvidenceLink,
    [property: Description("Första dagen som mäts. / First day that is measured.")] DateOnly From,
    [property: Description("Vad det mäts med. / What it is measured by.")] IReadOnlyList<ScaleView> Scales,
    [property: Description("Steget i en process. / The step of a process.")] Guid? ActivityId,
    [property: Description("Kod för nyckeltalet. / Code of the indicator.")][property: Example("complaints")] string? Indicator,
    [property: Description("open eller concluded. / open or concluded.")] MethodFollowUpStatus Status,
    [property: Description("Vad som händer med metoden; saknas tills den är avslutad. / What becomes of the method; absent until it is concluded.")] MethodOutcome? Outcome,
    [property: Description("Vad man lärde sig. / What was learnt.")][property: Example("Fler klarar sin vardag. Vi fortsätter.")] string? Conclusion,
    [property: Description("Dagen då den avslutades. / The day that it was concluded.")] DateOnly? ConcludedOn,
    [property: Description("Dagen då mätningarna av enskilda ärenden togs bort; saknas medan de finns kvar. / The day that the measurements of single cases were removed; absent while they are there.")] DateOnly? MeasurementsRemovedOn,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")][property: Example("1")] int Version);

public sealed record ScaleView(
    [property: Description("Skalans kod. / Code of the scale.")][property: Example("gaf")] string Code,
    [property: Description("Vad den heter. / What it is called.")][property: Example("GAF, global funktionsskattning")] string Name,
    [property: Description("Lägsta värdet. / The lowest value.")][property: Example("1")] decimal Lowest,
    [property: Description("Högsta värdet. / The highest value.")][property: Example("100")] decimal Highest,
    [property: Description("Om ett högre värde är bättre. / Whether a higher value is better.")] bool HigherIsBetter,
    [property: Description("Var skalan kommer ifrån. / Where the scale comes from.")][property: Example("Socialstyrelsens metodguide")] string? Source);
