using Huset.Analytics.Features.Goals;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Huset.Analytics.Features.Publishing;

/// <summary>What the slices of publishing have in common: who may what, and what everyone sees. The preview and the public page are made by the same lines.</summary>
public sealed class PublicationWork(AnalyticsDb db, CurrentUser user, UnitTree units, GoalMeasures measures, IMemoryCache cache, TimeProvider clock)
{
    // What stands behind a public address is counted at most so often, however many ask.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    public DateTimeOffset Now => clock.GetUtcNow();

    public Person Me => new(user.Id, user.Name);

    public IEnumerable<TreeUnit> PublishesFor => units.Units.Where(unit => May(unit.Code));

    /// <summary>True for who decides what everyone may see of the unit; what is about all is for who decides for all.</summary>
    public bool May(string? unitCode) => user.ReachesAll(Permissions.Publish) || (unitCode is not null && user.UnitsOf(Permissions.Publish).Contains(unitCode));

    public string NameOf(string? unitCode) => unitCode is null ? Words.AllUnits : units.NameOf(unitCode);

    /// <summary>The decision on the thing; null when none has been taken.</summary>
    public Task<Publication?> Decision(Guid subjectId, CancellationToken ct) => db.Publications.IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(publication => publication.SubjectId == subjectId, ct);

    /// <summary>What the user may publish; null when there is no such thing, or it is another's.</summary>
    public async Task<PublicThing?> Thing(PublishedKind kind, Guid id, CancellationToken ct) => await Find(kind, id, false, ct) is { } thing && May(thing.UnitCode) ? thing : null;

    /// <summary>What everyone sees at the address; null when nothing is published there.</summary>
    public async Task<PublicView?> Shown(Publication publication, CancellationToken ct) =>
        publication.Status == PublicationStatus.Published && await Find(publication.Kind, publication.SubjectId, true, ct) is { IsReady: true } thing
            ? await View(thing, ct) with { PublishedOn = SwedishTime.Day(publication.PublishedAt), Decision = publication.Decision } : null;

    /// <summary>What everyone would see.</summary>
    public async Task<PublicView> View(PublicThing thing, CancellationToken ct) => new(
        thing.Id, thing.Kind, thing.Title, thing.UnitCode, thing.Report?.Frozen?.UnitName ?? NameOf(thing.UnitCode), null, null,
        thing.Report is { Frozen: not null } report ? PublicReport.Of(report) : null,
        thing.Goal is { } goal ? PublicGoal.Of(await Standing(goal, ct)) : null,
        thing.Improvement is { } improvement ? PublicImprovement.Of(improvement) : null);

    /// <summary>How the goal stands, as who has no rights may know it.</summary>
    public async Task<GoalStanding> Standing(Goal goal, CancellationToken ct) =>
        (await cache.GetOrCreateAsync((typeof(PublicationWork), goal.Id, goal.Version), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Kept;
            return await measures.Standing(goal, null, seesSmall: false, ct);
        }))!;

    // The public has no rights; who publishes finds no more than they may see.
    private async Task<PublicThing?> Find(PublishedKind kind, Guid id, bool isOpen, CancellationToken ct) => kind switch
    {
        PublishedKind.Report => await Of(db.Reports, isOpen).FirstOrDefaultAsync(report => report.Id == id, ct) is { } report
            ? new(kind, id, report.UnitCode, report.Name, false, report.Status == ReportStatus.Frozen, report, null, null) : null,
        PublishedKind.Goal => await Of(db.Goals, isOpen).FirstOrDefaultAsync(goal => goal.Id == id, ct) is { } goal
            ? new(kind, id, goal.UnitCode, goal.Words, goal.IsPromise, goal.Status != GoalStatus.Draft, null, goal, null) : null,
        _ => await Of(db.Improvements, isOpen).FirstOrDefaultAsync(improvement => improvement.Id == id, ct) is { } improvement
            ? new(kind, id, improvement.UnitCode, improvement.Title, false, true, null, null, improvement) : null,
    };

    private static IQueryable<T> Of<T>(IQueryable<T> things, bool isOpen) where T : class => isOpen ? things.IgnoreQueryFilters().AsNoTracking() : things.AsNoTracking();
}

/// <summary>A report, a goal or an improvement that may be published, once it is ready: frozen, decided.</summary>
public sealed record PublicThing(PublishedKind Kind, Guid Id, string? UnitCode, string Title, bool IsPromise, bool IsReady, Report? Report, Goal? Goal, Improvement? Improvement);
