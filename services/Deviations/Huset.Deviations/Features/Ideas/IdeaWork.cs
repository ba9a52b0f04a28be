using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Ideas;

/// <summary>What working with an idea has in common: it is found, changed and told of in one write.</summary>
public sealed class IdeaWork(DeviationsDb db, RuleShelf shelf, CurrentUser user, UnitTree units, TimeProvider clock)
{
    /// <summary>The whole idea; null when there is none that the user may read.</summary>
    public Task<Idea?> Find(Guid id, CancellationToken ct) => db.Ideas.Include(i => i.Credits).Include(i => i.Cycles).AsSplitQuery().FirstOrDefaultAsync(i => i.Id == id, ct);

    /// <summary>The whole idea, to be led; null when there is none that the user leads.</summary>
    public async Task<Idea?> ToLead(Guid id, CancellationToken ct) => await Find(id, ct) is { } idea && user.MayLeadIdeasOf(idea.UnitCode) ? idea : null;

    /// <summary>Does the work in an idea that the user leads, and tells of it; null when there is none, or the work answers that what it is about is not there.</summary>
    public async Task<IdeaView?> Lead(Guid id, Action<int> checkVersion, Func<Idea, DateTimeOffset, Task<bool>> work, CancellationToken ct)
    {
        await using var own = await db.OwnTransaction(ct);
        if (await ToLead(id, ct) is not { } idea) return null;
        checkVersion(idea.Version);
        var now = clock.GetUtcNow();
        if (!await work(idea, now)) return null;
        db.Publish(idea.ToChanged(now));
        await db.SaveChangesAsync(ct);
        if (own is not null) await own.CommitAsync(ct);
        return await View(idea, ct);
    }

    public async Task<IdeaView> View(Idea idea, CancellationToken ct) =>
        IdeaView.Of(idea, await db.Set<IdeaVote>().AnyAsync(vote => vote.IdeaId == idea.Id && vote.PersonId == user.Id, ct), user);

    /// <summary>The words of a form. A code that may no longer be chosen is kept by the idea that has it.</summary>
    /// <exception cref="InvalidField">400: unitCode, theme or waste.</exception>
    public async Task<IdeaWords> Words(IdeaFields fields, Idea? before, DateOnly today, CancellationToken ct)
    {
        var unit = string.IsNullOrWhiteSpace(fields.UnitCode) ? before?.UnitCode ?? user.HomeUnit ?? throw new InvalidField("unitCode", "You have no unit of your own; say which unit.") : fields.UnitCode.Trim();
        if (unit != before?.UnitCode && units.Find(unit) is null) throw new InvalidField("unitCode", "There is no such unit.");
        var codes = new CodesOfDay<CaseCode>(await db.CodeListItems.AsNoTracking().Where(item => item.List == IdeaRows.Themes || item.List == IdeaRows.Wastes).ToListAsync(ct), today);
        return new(
            fields.Title!, fields.Text!, unit, fields.Shared ?? before?.IsShared ?? false, Code(IdeaRows.Themes, fields.Theme, before?.Theme, "theme"), Code(IdeaRows.Wastes, fields.Waste, before?.Waste, "waste"),
            fields.Level ?? before?.Level ?? IdeaLevel.Unit, new(fields.ExpectedQuality, fields.ExpectedMinutesPerWeek, fields.ExpectedKronorPerYear), fields.Team, fields.Plan);

        string? Code(string list, string? text, string? kept, string field) => string.IsNullOrWhiteSpace(text) ? null : text == kept ? kept : codes.Code(list, text, field);
    }

    /// <summary>A unit has no more begun than the municipality's own limit.</summary>
    /// <exception cref="RuleViolation">`idea.too-many-begun`</exception>
    public async Task MustHaveRoom(string unitCode, Idea idea, DateOnly today, CancellationToken ct)
    {
        if ((await shelf.Get(db, ct)).Find(Measure.IdeasBegun, today) is not { } limit) return;
        // Two that are begun at once in a unit are counted one after the other.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({unitCode}, 727572))", ct);
        var begun = await db.Ideas.IgnoreQueryFilters().CountAsync(i => i.UnitCode == unitCode && i.Status == IdeaStatus.Ongoing && i.JoinedIntoId == null && i.Id != idea.Id, ct);
        if (begun >= limit.Value) throw new RuleViolation("idea.too-many-begun", $"The unit has {begun} begun and may have {limit.Value}: finish, put back or close one first.");
    }

    /// <summary>A unit takes the same idea over once.</summary>
    /// <exception cref="RuleViolation">`idea.spread-already`</exception>
    public async Task MustNotHaveTakenOver(string unitCode, Guid origin, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({unitCode}, 727573))", ct);
        if (await db.Ideas.IgnoreQueryFilters().AnyAsync(i => i.SpreadFromId == origin && i.UnitCode == unitCode, ct)) throw new RuleViolation("idea.spread-already", "The unit has taken it over already.");
    }

    /// <summary>The decision is of the unit's meeting, the user leads the unit's ideas, and it has led to none.</summary>
    public async Task<bool> MayTie(Guid decision, string unitCode, CancellationToken ct) =>
        user.MayLeadIdeasOf(unitCode) && await db.MeetingDecisions.AnyAsync(d => d.Id == decision && d.Meeting.UnitCode == unitCode, ct) && !await db.Ideas.IgnoreQueryFilters().AnyAsync(i => i.DecisionId == decision, ct);
}
