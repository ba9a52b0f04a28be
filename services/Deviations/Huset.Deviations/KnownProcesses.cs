using Huset.Processes.Contracts;
using MassTransit;

namespace Huset.Deviations;

/// <summary>The service's copy of a process, which Processes owns.</summary>
public sealed class KnownProcess
{
    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>management, main or support.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>A version is published, so that its steps can be chosen.</summary>
    public bool InForce { get; private set; }

    public int SubjectVersion { get; private set; }

    internal void Apply(ProcessChanged process) =>
        (Id, Name, Kind, InForce, SubjectVersion) = (process.ProcessId, process.Name, process.Kind, process.Version is not null, process.SubjectVersion);
}

/// <summary>The service's copy of a step of a process; it may be told before its process is.</summary>
public sealed class KnownActivity
{
    public Guid Id { get; private set; }
    public Guid ProcessId { get; private set; }
    public string Name { get; private set; } = "";
    public int Number { get; private set; }
    public bool Ended { get; private set; }

    /// <summary>The step that took its place when it ended.</summary>
    public Guid? ReplacedBy { get; private set; }

    public int SubjectVersion { get; private set; }

    internal void Apply(ActivityChanged activity)
    {
        (Id, ProcessId, Name, Number, Ended, SubjectVersion) = (activity.ActivityId, activity.ProcessId, activity.Name, activity.Number, activity.Ended, activity.SubjectVersion);
        ReplacedBy = Guid.TryParse(activity.Links.FirstOrDefault(link => link is { Rel: "replaced-by", Type: "activity" })?.Id, out var id) ? id : null;
    }
}

/// <summary>The service's copy of a routine or another steering document.</summary>
public sealed class KnownRoutine
{
    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>Applies in this unit and below; null when it applies to all.</summary>
    public string? UnitCode { get; private set; }

    /// <summary>A version is published, so that it can be chosen.</summary>
    public bool InForce { get; private set; }

    public int SubjectVersion { get; private set; }

    internal void Apply(RoutineChanged routine) =>
        (Id, Name, UnitCode, InForce, SubjectVersion) = (routine.RoutineId, routine.Name, routine.UnitCode, routine.Version is not null, routine.SubjectVersion);
}

/// <summary>Keeps the copy of the processes in step with Processes; the newer version wins, in whatever order they come.</summary>
public sealed class KeepProcesses(DeviationsDb db) : IConsumer<ProcessChanged>
{
    public async Task Consume(ConsumeContext<ProcessChanged> context)
    {
        var known = await db.KnownProcesses.FindAsync([context.Message.ProcessId], context.CancellationToken);
        if (known?.SubjectVersion >= context.Message.SubjectVersion) return;
        if (known is null) db.Add(known = new KnownProcess());
        known.Apply(context.Message);
    }
}

/// <summary>Keeps the copy of the steps.</summary>
public sealed class KeepActivities(DeviationsDb db) : IConsumer<ActivityChanged>
{
    public async Task Consume(ConsumeContext<ActivityChanged> context)
    {
        var known = await db.KnownActivities.FindAsync([context.Message.ActivityId], context.CancellationToken);
        if (known?.SubjectVersion >= context.Message.SubjectVersion) return;
        if (known is null) db.Add(known = new KnownActivity());
        known.Apply(context.Message);
    }
}

/// <summary>Keeps the copy of the routines.</summary>
public sealed class KeepRoutines(DeviationsDb db) : IConsumer<RoutineChanged>
{
    public async Task Consume(ConsumeContext<RoutineChanged> context)
    {
        var known = await db.KnownRoutines.FindAsync([context.Message.RoutineId], context.CancellationToken);
        if (known?.SubjectVersion >= context.Message.SubjectVersion) return;
        if (known is null) db.Add(known = new KnownRoutine());
        known.Apply(context.Message);
    }
}
