using Huset.Events;

namespace Huset.Deviations.Contracts;

/// <summary>What every event of a deviation tells of it, for those who count deviations and do not ask what happened to the case.</summary>
public interface IDeviationState : IEvent
{
    /// <summary>The case.</summary>
    Guid DeviationId { get; }

    /// <summary>What it concerns: social-care, health-care, work-environment, information-security, cooperation or other.</summary>
    string Kind { get; }

    /// <summary>none, minor, serious or unknown, as the reporter saw it.</summary>
    string Harm { get; }

    /// <summary>Day it happened, Swedish time.</summary>
    DateOnly OccurredOn { get; }

    /// <summary>Where the case stands, from reported to closed.</summary>
    string Status { get; }

    /// <summary>happened, near-miss, risk, good or collective.</summary>
    string Nature { get; }

    /// <summary>It is one deviation; what went well is none, and a collective report is many.</summary>
    bool IsOneDeviation => Nature is not ("good" or "collective");
}
