using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Competence.Features.Delegations;

/// <summary>A delegation as it is today.</summary>
public sealed record DelegationView(
    [property: Description("Delegeringens id. / The delegation's id.")] Guid Id,
    [property: Description("Vem som har den, i personalkatalogen. / Who has it, in the people directory.")] Guid EmployeeId,
    [property: Description("Namnet på den som har den. / Name of who has it.")][property: Example("Anna Testsson")] string Employee,
    [property: Description("Vad den som har den arbetade som, en kod ur roles. / What who has it worked as, a code of roles.")][property: Example("underskoterska")] string EmployeeRole,
    [property: Description("Vem som gav den, i personalkatalogen. / Who gave it, in the people directory.")] Guid DelegatorId,
    [property: Description("Namnet på den som gav den. / Name of who gave it.")][property: Example("Siri Testsson")] string Delegator,
    [property: Description("Den som gav dens legitimerade yrke, en kod ur roles. / The licensed profession of who gave it, a code of roles.")][property: Example("sjukskoterska")] string DelegatorRole,
    [property: Description("Uppgiften, en kod ur delegation-tasks. / The task, a code of delegation-tasks.")][property: Example("insulin")] string Task,
    [property: Description("Enheten där den gäller, med alla under den. / The unit where it applies, with all below.")][property: Example("norrangen")] string UnitCode,
    [property: Description("För vilka, när den inte gäller alla på enheten. / For whom, when it is not for everyone in the unit.")][property: Example("De som har insulin på morgonen")] string? ClientScope,
    [property: Description("Första dagen. / First day.")] DateOnly ValidFrom,
    [property: Description("Första dagen som den inte längre gäller. / First day that it no longer applies.")][property: Example("2027-11-01")] DateOnly ValidTo,
    [property: Description("När utbildningen var godkänd. / When the course was passed.")] DateOnly CoursePassedOn,
    [property: Description("När kunskapsprovet var godkänt. / When the test was passed.")] DateOnly TestPassedOn,
    [property: Description("När den som delegerar såg uppgiften utföras. / When the delegator saw the task done.")] DateOnly? PracticalCheckOn,
    [property: Description("Hur uppgiften utförs och när man ska ringa. / How the task is done and when to call.")][property: Example("Kontrollera namn och dos mot läkemedelslistan. Ring sjuksköterskan om blodsockret är under 4.")] string Instructions,
    [property: Description("Var den står i dag; draft väntar på att den som fått den skriver under. / Where it stands today; draft waits for the recipient's signature.")] DelegationStatus Status,
    [property: Description("Uppgiften får utföras i dag. / The task may be done today.")] bool InForce,
    [property: Description("Den senaste påminnelsen: så många dagar eller färre är kvar. / The latest reminder: so many days or fewer are left.")][property: Example("30")] int? Reminder,
    [property: Description("När den som delegerar skrev under, UTC. / When the delegator signed, UTC.")] DateTimeOffset DelegatorSignedAt,
    [property: Description("När den som fått den skrev under, UTC. / When the recipient signed, UTC.")] DateTimeOffset? RecipientSignedAt,
    [property: Description("När den återkallades eller upphörde, UTC. / When it was withdrawn or ended, UTC.")] DateTimeOffset? EndedAt,
    [property: Description("Varför den upphörde av sig själv. / Why it ended by itself.")] DelegationEnd? EndedBecause,
    [property: Description("Varför den upphörde eller återkallades, i ord. / Why it ended or was withdrawn, in words.")][property: Example("Medarbetaren arbetar inte längre på enheten.")] string? EndedReason,
    [property: Description("Vem som återkallade den. / Who withdrew it.")][property: Example("Maria Testsson")] string? WithdrawnBy,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static DelegationView Of(Delegation delegation, DelegationRules rules, DateOnly today)
    {
        var status = delegation.StatusOn(today);
        return new(
            delegation.Id, delegation.EmployeeId, delegation.EmployeeName, delegation.EmployeeRole, delegation.DelegatorId, delegation.DelegatorName, delegation.DelegatorRole, delegation.Task, delegation.UnitCode,
            delegation.ClientScope, delegation.ValidFrom, delegation.ValidTo, delegation.CoursePassedOn, delegation.TestPassedOn, delegation.PracticalCheckOn, delegation.Instructions, status, delegation.IsInForce(today),
            status == DelegationStatus.Active ? rules.Reminder(delegation.ValidTo, today) : null, delegation.DelegatorSignedAt, delegation.RecipientSignedAt, delegation.EndedAt, delegation.EndedBecause,
            delegation.EndedBecause is { } why ? Words.Of(why) : delegation.WithdrawnReason, delegation.WithdrawnByName, delegation.Version);
    }

    /// <summary>The last day that it applies, as people say it.</summary>
    internal DateOnly LastDay => ValidTo.AddDays(-1);
}
