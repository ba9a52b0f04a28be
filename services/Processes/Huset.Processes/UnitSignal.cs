using Huset.Analytics.Contracts;
using Huset.Events;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes;

/// <summary>What a chart of a unit shows and chance does not give, as Analytics has told it; how it is worded and what was answered stand there.</summary>
public sealed class UnitSignal
{
    public Guid SignalId { get; private set; }

    /// <summary>The unit whose chart it is, with all below it.</summary>
    public string UnitCode { get; private set; } = "";

    /// <summary>What the deviations concern; null for all of them.</summary>
    public string? Kind { get; private set; }

    /// <summary>Code of the indicator whose chart it is; null for the chart of deviations.</summary>
    public string? Indicator { get; private set; }

    /// <summary>outside, shift, trend or near-limit.</summary>
    public string Pattern { get; private set; } = "";

    public bool Up { get; private set; }

    /// <summary>First day of its first month.</summary>
    public DateOnly FirstMonth { get; private set; }

    /// <summary>First day of its last month.</summary>
    public DateOnly LastMonth { get; private set; }

    /// <summary>What somebody said that it was; null until then.</summary>
    public string? Meaning { get; private set; }

    /// <summary>When it was found, or last answered.</summary>
    public DateTimeOffset ToldAt { get; private set; }

    public int SubjectVersion { get; private set; }

    public static UnitSignal Of(IEvent told) => told switch
    {
        SignalFound found => new()
        {
            SignalId = found.SignalId,
            UnitCode = found.UnitCode,
            Kind = found.Kind,
            Indicator = found.Indicator,
            Pattern = found.Pattern,
            Up = found.Up,
            FirstMonth = found.From,
            LastMonth = found.To,
            ToldAt = found.At,
            SubjectVersion = found.SubjectVersion,
        },
        SignalAnswered answered => new()
        {
            SignalId = answered.SignalId,
            UnitCode = answered.UnitCode,
            Kind = answered.Kind,
            Indicator = answered.Indicator,
            Pattern = answered.Pattern,
            Up = answered.Up,
            FirstMonth = answered.From,
            LastMonth = answered.To,
            Meaning = answered.Meaning,
            ToldAt = answered.At,
            SubjectVersion = answered.SubjectVersion,
        },
        _ => throw new ArgumentException($"{told.GetType().Name} tells of no signal.", nameof(told)),
    };

    /// <summary>Whether a deviation of the unit, kind and month is one of those that the chart shows.</summary>
    /// <param name="units">The signal's unit and all below it.</param>
    /// <param name="unitCode">The deviation's unit.</param>
    /// <param name="kind">What it concerns.</param>
    /// <param name="month">First day of the month when it happened.</param>
    public bool IsOf(string[] units, string? unitCode, string? kind, DateOnly month) =>
        Indicator is null && units.Contains(unitCode) && (Kind is null || Kind == kind) && month >= FirstMonth && month <= LastMonth;
}

/// <summary>Keeps the signals for the maps: one row each, by the newest that has been told of it.</summary>
public sealed class KeepSignal<TEvent>(ProcessesDb db) : IConsumer<TEvent> where TEvent : class, IEvent
{
    public Task Consume(ConsumeContext<TEvent> context)
    {
        var told = UnitSignal.Of(context.Message);
        // In one statement: what is found and what is answered come on two queues.
        return db.Database.ExecuteSqlAsync($"""
            insert into unit_signals as known (signal_id, unit_code, kind, indicator, pattern, up, first_month, last_month, meaning, told_at, subject_version)
            values ({told.SignalId}, {told.UnitCode}, {told.Kind}, {told.Indicator}, {told.Pattern}, {told.Up}, {told.FirstMonth}, {told.LastMonth}, {told.Meaning}, {told.ToldAt}, {told.SubjectVersion})
            on conflict (signal_id) do update set last_month = excluded.last_month, meaning = excluded.meaning, told_at = excluded.told_at, subject_version = excluded.subject_version
            where known.subject_version < excluded.subject_version
            """, context.CancellationToken);
    }
}
