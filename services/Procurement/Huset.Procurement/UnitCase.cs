using Huset.Complaints.Contracts;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Procurement;

public enum UnitCaseType { Deviation, Complaint }

/// <summary>A deviation or complaint at a unit, as its owner's events tell it: what counting needs, and never a word of it or whose it is.</summary>
public sealed class UnitCase
{
    /// <summary>The case's own id in Deviations or Complaints.</summary>
    public Guid Id { get; private set; }

    public UnitCaseType Type { get; private set; }

    /// <summary>Null when nobody says any longer which unit a complaint is about.</summary>
    public string? UnitCode { get; private set; }

    /// <summary>Code of what it concerns, in its owner's list `kinds`.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Of a deviation: none, minor, serious or unknown.</summary>
    public string? Harm { get; private set; }

    public string Status { get; private set; } = "";

    /// <summary>Day it happened, or of a complaint came; Swedish time.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>It lies in a legal track; nothing is shown of it.</summary>
    public bool IsHidden { get; private set; }

    public int SubjectVersion { get; private set; }

    /// <summary>The first that is told of a complaint without a unit leaves nothing to remember.</summary>
    public static bool Concerns(ComplaintChanged told) => told.SubjectVersion > 1 || told.UnitCode is not null;

    /// <exception cref="NotSupportedException">It tells of neither a deviation nor a complaint.</exception>
    public static UnitCase Of(IEvent told) => told switch
    {
        IDeviationState deviation => new()
        {
            Id = deviation.DeviationId,
            Type = UnitCaseType.Deviation,
            UnitCode = deviation.UnitCode,
            Kind = deviation.Kind,
            Harm = deviation.Harm,
            Status = deviation.Status,
            Day = deviation.OccurredOn,
            // That tracks changed is always told in private, also when it no longer lies in any.
            IsHidden = deviation is DeviationTracksChanged tracks ? tracks.Tracks.Count > 0 : deviation.Visibility == Visibility.Internal,
            SubjectVersion = deviation.SubjectVersion,
        },
        ComplaintChanged complaint => new()
        {
            Id = complaint.ComplaintId,
            Type = UnitCaseType.Complaint,
            UnitCode = complaint.UnitCode,
            Kind = complaint.Kind,
            Status = complaint.Status,
            Day = complaint.ReceivedOn,
            IsHidden = complaint.Visibility == Visibility.Internal,
            SubjectVersion = complaint.SubjectVersion,
        },
        _ => throw new NotSupportedException($"{told.GetType().Name} is no case at a unit."),
    };
}

/// <summary>Keeps what a contract's page shows of the cases at its units: one row a case, by the newest that has been told of it.</summary>
public sealed class NoteAtUnit<TEvent>(ProcurementDb db) : IConsumer<TEvent> where TEvent : class, IEvent
{
    public Task Consume(ConsumeContext<TEvent> context)
    {
        // What went well is nothing to follow a contract up by, and many mild events in one report are not one.
        if (context.Message is IDeviationState { IsOneDeviation: false }) return Task.CompletedTask;
        var told = UnitCase.Of(context.Message);
        // In one statement: two messages of the same case come on two queues at once.
        return db.Database.ExecuteSqlAsync($"""
            insert into unit_cases as known (id, type, unit_code, kind, harm, status, day, is_hidden, subject_version)
            values ({told.Id}, {Kebab.Of(told.Type)}, {told.UnitCode}, {told.Kind}, {told.Harm}, {told.Status}, {told.Day}, {told.IsHidden}, {told.SubjectVersion})
            on conflict (id) do update set
                unit_code = excluded.unit_code, kind = excluded.kind, harm = excluded.harm, status = excluded.status, day = excluded.day, is_hidden = excluded.is_hidden, subject_version = excluded.subject_version
            where known.subject_version < excluded.subject_version
            """, context.CancellationToken);
    }
}
