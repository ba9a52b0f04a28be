using Huset.Deadlines;
using Huset.Deviations.Features;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Huset.Deviations;

/// <summary>One of a case's deadlines: the rule that applies, what it came to, and when it was met.</summary>
/// <param name="Rule">The rule in force when it began.</param>
/// <param name="Deadline">The reckoning.</param>
/// <param name="MetAt">When what it waits for happened; null while it has not.</param>
public sealed record CaseDeadline(DeadlineRule Rule, Deadline Deadline, DateTimeOffset? MetAt)
{
    // For so long a target of one's own is reminded of once the day for it has come. Cases of an old system and rules that are new would else be told of all at once;
    // what is late stands in the lists.
    private const int RecentDays = 30;

    /// <summary>What there is a day of: the deadline itself, or the target beside one that has none.</summary>
    public Deadline Dated => Deadline.DueAt is null && Deadline.Target is { } target ? target : Deadline;

    /// <summary>What its rule says shall have been told of by now. By Swedish days, so that a notice given at midnight is of the day that begins.</summary>
    public IEnumerable<NoticeKind> Reminders(DateTimeOffset now)
    {
        if (MetAt is not null || Dated is not { LastDay: { } last, DueAt: { } due }) yield break;
        var today = SwedishTime.Day(now);
        if (!Dated.HasPassed(now))
        {
            if (Rule.RemindBefore is { } before && today >= last.AddDays(-before)) yield return NoticeKind.DeadlineNear;
            yield break;
        }
        var passed = SwedishTime.Day(due);
        if (Rule.RemindAfter is { } after && IsTime(passed.AddDays(after))) yield return NoticeKind.DeadlinePassed;
        if (Rule.EscalateAfter is { } escalate && IsTime(passed.AddDays(escalate))) yield return NoticeKind.DeadlineEscalated;

        bool IsTime(DateOnly day) => today >= day && (CaseDeadlines.IsTheLaws(Rule.Code) || today <= day.AddDays(RecentDays));
    }

    /// <summary>When it is due, as long as nothing has met it.</summary>
    public DateTimeOffset? RunningTo => MetAt is null ? Dated.DueAt : null;
}

/// <summary>A case's deadlines by the rules: the one reckoning that API, pages, lists and rooms share.</summary>
public sealed class CaseDeadlines(IReadOnlyList<CaseDeadline> all)
{
    private static readonly WorkingCalendar Calendar = new();

    /// <summary>Those that have begun, soonest first and the immediate ones before all.</summary>
    public IReadOnlyList<CaseDeadline> All => all;

    public DateTimeOffset? NextDueAt => all.Min(deadline => deadline.RunningTo);

    /// <summary>The soonest of the track's own; null when none runs.</summary>
    public DateTimeOffset? NextDueIn(TrackKind track) => all.Where(deadline => TrackOf(deadline.Rule.Code) == track).Min(deadline => deadline.RunningTo);

    public DateTimeOffset? DueAt(DeadlineCode code) => all.FirstOrDefault(deadline => deadline.Rule.Code == code)?.Deadline.DueAt;

    public static CaseDeadlines Of(Deviation deviation, RuleBook book, IReadOnlyList<string> unitAndAbove)
    {
        var found = new List<CaseDeadline>();
        foreach (var code in Enum.GetValues<DeadlineCode>())
        {
            if (Begun(deviation, book, code, unitAndAbove) is not var (rule, startedAt)) continue;
            var deadline = Reckon(rule, startedAt, deviation.Pauses);
            if (GrantOf(deviation, code) is { } granted && granted.Until > deadline.LastDay) deadline = deadline.Extended(granted.Until);
            found.Add(new(rule, deadline, deviation.At(rule.EndsOn)));
        }
        return new([.. found.OrderBy(deadline => deadline.Deadline.DueAt ?? DateTimeOffset.MinValue)]);
    }

    /// <summary>The rule's deadline when it starts at the instant; also for trying a rule before it is saved.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="startedAt">When its time starts.</param>
    /// <param name="pauses">The case's pauses; the law's time goes on through them.</param>
    public static Deadline Reckon(DeadlineRule rule, DateTimeOffset startedAt, IEnumerable<CasePause>? pauses = null) => Reckoning.Of(
        new(Kebab.Of(rule.Code), rule.Term, rule.Source, rule.ValidFrom, rule.Target), Kebab.Of(rule.StartsOn), startedAt, Calendar,
        IsTheLaws(rule.Code) ? [] : (pauses ?? []).Select(pause => new Pause(pause.From, pause.To, pause.Reason)));

    /// <summary>The longer time that IVO has given of what the deadline is about; null when there is none.</summary>
    public static IvoGrant? GrantOf(Deviation deviation, DeadlineCode code) => code switch
    {
        DeadlineCode.IvoInvestigation => deviation.LexSarah.Granted,
        DeadlineCode.LexMariaIvoInvestigation => deviation.LexMaria.Granted,
        _ => null,
    };

    /// <summary>True for what the law demands; the others are the municipality's own targets. The law is the same in every unit, and its time never stands still.</summary>
    public static bool IsTheLaws(DeadlineCode code) => code is not (DeadlineCode.Assessment or DeadlineCode.Investigation or DeadlineCode.Feedback or DeadlineCode.Duties);

    /// <summary>The track whose investigation it belongs to, which the law sets and the track's investigators alone see; null for those of every case.</summary>
    public static TrackKind? TrackOf(DeadlineCode code) => code switch
    {
        DeadlineCode.LexSarahInvestigation or DeadlineCode.IvoNotification or DeadlineCode.IvoInvestigation => TrackKind.LexSarah,
        DeadlineCode.LexMariaInvestigation or DeadlineCode.LexMariaNotification or DeadlineCode.LexMariaIvoInvestigation => TrackKind.LexMaria,
        _ => null,
    };

    // It is the version that says what starts the time.
    private static (DeadlineRule Rule, DateTimeOffset StartedAt)? Begun(Deviation deviation, RuleBook book, DeadlineCode code, IReadOnlyList<string> unitAndAbove)
    {
        foreach (var starts in book.StartsOf(code))
        {
            if (deviation.At(starts) is { } at && book.Find(code, SwedishTime.Day(at), deviation.OccurredOn, deviation.Kind, unitAndAbove) is { } rule && rule.StartsOn == starts) return (rule, at);
        }
        return null;
    }
}

/// <summary>Whoever writes a case: its due dates are stored with it.</summary>
public sealed class KeepDeadlines(RuleShelf shelf, UnitTree units) : SaveChangesInterceptor
{
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is DeviationsDb db)
        {
            foreach (var entry in db.ChangeTracker.Entries<Deviation>().Where(entry => entry.State is EntityState.Added or EntityState.Modified).ToList())
                entry.Entity.Keep(CaseDeadlines.Of(entry.Entity, await shelf.Get(db, cancellationToken), units.WithAbove(entry.Entity.UnitCode)));
        }
        return result;
    }
}

public static class DeadlinesExtensions
{
    /// <summary>The rules in memory, the due dates of every case that is written, and the slices about them.</summary>
    public static void AddDeadlines(this IServiceCollection services)
    {
        services.AddSingleton<RuleShelf>();
        services.AddSingleton<KeepDeadlines>();
        services.AddSingleton<KeepTime>();
        services.AddHostedService(provider => provider.GetRequiredService<KeepTime>());
        services.ConfigureDbContext<DeviationsDb>((provider, options) => options.AddInterceptors(provider.GetRequiredService<KeepDeadlines>(), new TellSteps()));
        services.AddScoped<ReadDeadlines.Handler>();
        services.AddScoped<SetRule.Handler>();
        services.AddLimits(Measure.Table);
        services.AddScoped<ListNotices.Handler>();
        services.AddScoped<PauseDeadlines.Handler>();
    }

    /// <summary>A case's deadlines, the rules that they come from, and the notices that remind of them.</summary>
    public static void MapDeadlines(this WebApplication app, RouteGroupBuilder deviations)
    {
        var rules = app.MapGroup("/deviations/v1/rules").WithTags("rules");
        ReadDeadlines.Map(deviations);
        PauseDeadlines.Map(deviations);
        ListRules.Map(rules);
        SetRule.Map(rules);
        app.MapLimits();
        ListNotices.Map(app.MapGroup("/deviations/v1/notices").WithTags("notices"));
    }
}
