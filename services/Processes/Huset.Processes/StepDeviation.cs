using Huset.Deviations.Contracts;
using Huset.Events;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes;

/// <summary>
/// A deviation as the heat of its step needs it; what went well and what was reported many at a time is not counted. One that has no step is known by its id and version alone, so that an older message that
/// comes late does not count it. One that is handed over to a legal track stays as it was then: it happened on the step, and a number that
/// fell would tell where it went.
/// </summary>
public sealed class StepDeviation
{
    private const string ArisenIn = "arose-in";

    public Guid DeviationId { get; private set; }

    /// <summary>The step that it arose in; null when it is not to be counted, and then nothing more is known of it.</summary>
    public Guid? ActivityId { get; private set; }

    public string? UnitCode { get; private set; }

    /// <summary>Swedish time.</summary>
    public DateOnly? OccurredOn { get; private set; }

    public string? Kind { get; private set; }
    public string? Harm { get; private set; }
    public int SubjectVersion { get; private set; }

    /// <summary>It lies in a legal track. That tracks changed is always told in private, also when it no longer does.</summary>
    public static bool IsRestricted(IDeviationState told) => told is DeviationTracksChanged tracks ? tracks.Tracks.Count > 0 : told.Visibility == Visibility.Internal;

    /// <summary>The first that is told of a case without a step leaves nothing to remember: there is no older message that could come late.</summary>
    public static bool Concerns(DeviationReported told) => ((IDeviationState)told).IsOneDeviation && (told.SubjectVersion > 1 || told.Links.Any(link => link.Rel == ArisenIn));

    public static StepDeviation Of(IDeviationState told)
    {
        var known = new StepDeviation { DeviationId = told.DeviationId, SubjectVersion = told.SubjectVersion };
        var step = told.Links.FirstOrDefault(link => link is { Rel: ArisenIn, Type: "activity" })?.Id;
        if (told.IsOneDeviation && Guid.TryParse(step, out var activityId))
            (known.ActivityId, known.UnitCode, known.OccurredOn, known.Kind, known.Harm) = (activityId, told.UnitCode, told.OccurredOn, told.Kind, told.Harm);
        return known;
    }
}

/// <summary>Keeps what the steps' heat is counted from: one row a case, by the newest that has been told of it.</summary>
public sealed class CountInStep<TEvent>(ProcessesDb db) : IConsumer<TEvent> where TEvent : class, IDeviationState
{
    public Task Consume(ConsumeContext<TEvent> context)
    {
        var told = StepDeviation.Of(context.Message);
        // What is done in a legal track shows in nothing here; a case that is first heard of there is counted as it is told.
        var changes = !StepDeviation.IsRestricted(context.Message);
        // In one statement: two messages of the same case come on two queues at once.
        return db.Database.ExecuteSqlAsync($"""
            insert into step_deviations as known (deviation_id, activity_id, unit_code, occurred_on, kind, harm, subject_version)
            values ({told.DeviationId}, {told.ActivityId}, {told.UnitCode}, {told.OccurredOn}, {told.Kind}, {told.Harm}, {told.SubjectVersion})
            on conflict (deviation_id) do update set
                activity_id = excluded.activity_id, unit_code = excluded.unit_code, occurred_on = excluded.occurred_on, kind = excluded.kind, harm = excluded.harm, subject_version = excluded.subject_version
            where known.subject_version < excluded.subject_version and {changes}
            """, context.CancellationToken);
    }
}
