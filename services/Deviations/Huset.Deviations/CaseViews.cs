using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations;

/// <summary>How much of a case a reader sees.</summary>
public enum Sight
{
    /// <summary>The reporter of a restricted case: what was reported and nothing of what comes after.</summary>
    Receipt,

    /// <summary>The reporter: what was reported and what came of it, not what was written of why.</summary>
    Reporter,

    /// <summary>Everything but free text and names.</summary>
    Codes,

    /// <summary>Everything.</summary>
    Full,
}

/// <summary>How the case was judged.</summary>
public sealed record AssessmentView(
    [property: Description("Allvarlighetsgrad: 1 mindre, 2 måttlig, 3 betydande, 4 katastrofal. / Severity, 1 to 4.")][property: Example("2")] int Severity,
    [property: Description("Sannolikhet att det händer igen: 1 mycket liten, 2 liten, 3 stor, 4 mycket stor. / Probability that it happens again, 1 to 4.")][property: Example("3")] int Probability,
    [property: Description("Riskpoäng: allvarlighetsgrad gånger sannolikhet. / Risk score: severity times probability.")][property: Example("6")] int Score,
    [property: Description("Varför. / Why.")][property: Example("Har hänt förut på helger.")] string? Motivation,
    [property: Description("Vem som bedömde. / Who judged.")][property: Example("Karin Testsson")] string? By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At,
    [property: Description("Hur allvarligt det faktiskt blev, 1 till 4, om det är sagt; severity är hur allvarligt det kunde ha blivit. / How bad it really was, 1 to 4, when it is said; severity is how bad it could have been.")][property: Example("1")] int? ActualSeverity)
{
    public static AssessmentView Of(Assessment assessment, Sight sight) => new(
        assessment.Severity, assessment.Probability, assessment.Score, sight == Sight.Full ? assessment.Motivation : null, sight == Sight.Full ? assessment.ByName : null, assessment.At, assessment.ActualSeverity);
}

/// <summary>A cause and what is done about it.</summary>
public sealed record CauseView(
    [property: Description("Orsakens id. / Id of the cause.")] Guid Id,
    [property: Description("Orsaksområde, ur kodlistan cause-areas. / Area, from the code list cause-areas.")][property: Example("staffing")] string Area,
    [property: Description("Orsaken i ord. / The cause in words.")][property: Example("Vikarie utan delegering.")] string? Text,
    [property: Description("När den hittades, UTC. / When it was found, UTC.")] DateTimeOffset FoundAt,
    [property: Description("Vem som hittade den. / Who found it.")][property: Example("Karin Testsson")] string? FoundBy,
    [property: Description("Orsaken godtas: inget görs åt den. / The cause is accepted: nothing is done about it.")] bool Accepted,
    [property: Description("Varför den godtas. / Why it is accepted.")][property: Example("Enheten stängs vid årsskiftet.")] string? AcceptedReason,
    [property: Description("Orsaken har en åtgärd som inte varit utan effekt, eller godtas. / The cause has an action that was not without effect, or is accepted.")] bool Answered,
    [property: Description("Åtgärderna mot den. / The actions against it.")] IReadOnlyList<ActionView> Actions,
    [property: Description("Det som har begärts av Processer eller Kompetens på grund av orsaken. / What has been asked of Processes or Competence because of the cause.")] AskedView? AskedFor,
    [property: Description("Orsaken som den här ligger bakom; saknas när den ledde direkt till det som hände. / The cause that this one lies behind; absent when it led straight to what happened.")] Guid? ParentId = null)
{
    public static CauseView Of(Cause cause, Sight sight) => new(
        cause.Id, cause.Area, sight == Sight.Full ? cause.Text : null, cause.FoundAt, sight == Sight.Full ? cause.FoundByName : null, cause.IsAccepted,
        sight == Sight.Full ? cause.AcceptedReason : null, cause.IsAnswered,
        // The reporter is told what is done, not what somebody would have had done.
        [.. cause.Actions.Where(action => sight != Sight.Reporter || action.IsApproved).OrderBy(action => action.Id).Select(action => ActionView.Of(action, sight))],
        sight is Sight.Full or Sight.Codes && cause.AskedFor is { } asked ? AskedView.Of(asked) : null,
        cause.ParentId);
}

/// <summary>A task or need in another room that a cause has led to.</summary>
public sealed record AskedView(
    [property: Description("Uppgiftens eller behovets id. / Id of the task or need.")] Guid TaskId,
    [property: Description("revision: en rutin eller process ska skrivas om; competence: kompetens behövs. / revision: a routine or process is to be revised; competence: competence is needed.")] AskedKind Kind,
    [property: Description("Hur långt det har kommit: asked tills det andra rummet har svarat att det är mottaget. / How far it has come: asked until the other room has told that it has it.")] AskedStatus Status,
    [property: Description("Rutinen som ska skrivas om eller har skrivits om. / The routine that is to be revised or has been.")] Guid? RoutineId,
    [property: Description("Processen som ska skrivas om eller har skrivits om. / The process that is to be revised or has been.")] Guid? ProcessId,
    [property: Description("Numret på versionen som svarar på uppgiften. / Number of the version that answers the task.")][property: Example("3")] int? AnsweredByVersion,
    [property: Description("Kod för kompetensen som behovet gäller. / Code of the competence that the need comes to.")][property: Example("delegering-lakemedel")] string? Competence,
    [property: Description("När det begärdes, UTC. / When it was asked for, UTC.")] DateTimeOffset At)
{
    /// <summary>Where it is read.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Address => Deviations.AskedFor.AddressOf(Kind, TaskId);

    /// <summary>Name and address of the routine or process that was revised, when it is known here.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public (string Name, string Address)? Document { get; init; }

    public static AskedView Of(AskedFor asked) =>
        new(asked.TaskId, asked.Kind, asked.Status, asked.RoutineId, asked.ProcessId, asked.AnsweredByVersion, asked.Competence, asked.At);
}

/// <summary>An action against a cause.</summary>
public sealed record ActionView(
    [property: Description("Åtgärdens id. / Id of the action.")] Guid Id,
    [property: Description("Orsaken som den svarar på. / The cause that it answers.")] Guid CauseId,
    [property: Description("Ärendet. / The case.")] Guid DeviationId,
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string CaseReference,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Var åtgärden står. / Where the action stands.")] ActionStatus Status,
    [property: Description("Vad som ska göras. / What is to be done.")][property: Example("Minst två delegerade på varje morgonpass.")] string? What,
    [property: Description("Hur mycket åtgärden går att lita på, om det är bedömt. / How much it may be trusted, when judged.")] Strength? Strength,
    [property: Description("Vem som gör den, id. / Who does it, id.")][property: Example("8f1c2d3e-0000-4000-8000-000000000001")] string? OwnerId,
    [property: Description("Vem som gör den. / Who does it.")][property: Example("Karin Testsson")] string? Owner,
    [property: Description("I vilken roll. / In which role.")][property: Example("Enhetschef")] string? OwnerRole,
    [property: Description("Den som skulle göra den har slutat; någon annan behöver ta över. / Who was to do it has left; somebody else must take it over.")] bool OwnerHasLeft,
    [property: Description("Börjar, svensk dag. / Starts, Swedish day.")] DateOnly PlannedStart,
    [property: Description("Ska vara gjord, svensk dag. / Is to be done by, Swedish day.")] DateOnly DueAt,
    [property: Description("Hur den följs upp. / How it is followed up.")][property: Example("Läser av missade doser varje vecka.")] string? FollowUp,
    [property: Description("Vad som räknas som att den lyckats. / What counts as success.")][property: Example("Inga missade doser på 30 dagar.")] string? SuccessCriterion,
    [property: Description("När effekten ska kontrolleras, svensk dag. / When its effect is to be checked, Swedish day.")] DateOnly EffectCheckAt,
    [property: Description("När den blev gjord, UTC. / When it was done, UTC.")] DateTimeOffset? CompletedAt,
    [property: Description("Vad som sades när den blev gjord. / What was said when it was done.")][property: Example("Nytt schema gäller från i dag.")] string? CompletedNote,
    [property: Description("Gav den önskad effekt. / Whether it had the wanted effect.")] Effect? Effect,
    [property: Description("Vad som visade det. / What showed it.")][property: Example("En missad dos på 30 dagar.")] string? EffectNote,
    [property: Description("När effekten kontrollerades, UTC. / When the effect was checked, UTC.")] DateTimeOffset? EffectCheckedAt,
    [property: Description("Ökar vid varje ändring av åtgärden. / Grows with each change of the action.")] int Version,
    [property: Description("Under hur många dagar det ska ha lyckats, räknat från när åtgärden ska vara gjord. / For how many days the criterion is to hold, from when the action is to be done.")][property: Example("30")] int? SuccessWindowDays,
    [property: Description("Chefens beslut om ett förslag; chefens egna åtgärder är approved. / The manager's decision on a proposal; the manager's own actions are approved.")] Approval Approval,
    [property: Description("Vem som föreslog den, om någon annan än chefen gjorde det. / Who proposed it, when somebody else than the manager did.")][property: Example("Mia Testsson")] string? ProposedBy,
    [property: Description("Vad som föreslogs, när bara en del godkändes. / What was proposed, when only a part was approved.")][property: Example("Tre delegerade på varje pass.")] string? ProposedWhat,
    [property: Description("Vem som beslutade om förslaget. / Who decided on the proposal.")][property: Example("Karin Testsson")] string? DecidedBy,
    [property: Description("När det beslutades, UTC. / When it was decided, UTC.")] DateTimeOffset? DecidedAt,
    [property: Description("Varför det beslutades så. / Why it was decided so.")][property: Example("Vi börjar med morgonpassen.")] string? DecisionReason)
{
    public static ActionView Of(CorrectiveAction action, Sight sight)
    {
        var (tells, all) = (sight is Sight.Full or Sight.Reporter, sight == Sight.Full);
        return new ActionView(
            action.Id, action.CauseId, action.DeviationId, action.CaseReference, action.UnitCode, action.Status, tells ? action.What : null, action.Strength,
            all ? action.OwnerId : null, all ? action.OwnerName : null, all ? action.OwnerRole : null, all && action.OwnerHasLeft, action.PlannedStart, action.DueAt, all ? action.FollowUp : null,
            all ? action.SuccessCriterion : null, action.EffectCheckAt, action.CompletedAt, all ? action.CompletedNote : null, action.Effect, all ? action.EffectNote : null,
            action.EffectCheckedAt, action.Version, action.SuccessWindowDays, action.Approval, all && action.ProposedById is not null ? action.PlannedByName : null, all ? action.ProposedWhat : null,
            all ? action.DecidedByName : null, action.DecidedAt, all ? action.DecisionReason : null);
    }
}

/// <summary>One line of the case's history.</summary>
public sealed record ChangeView(
    [property: Description("Vilken version av ärendet det gav. / Which version of the case it made.")] int Version,
    [property: Description("Vad som gjordes. / What was done.")] ChangeKind Kind,
    [property: Description("Orsaken eller åtgärden det gällde. / The cause or action that it was about.")] Guid? SubjectId,
    [property: Description("Varför, där det ska sägas. / Why, where it is to be said.")][property: Example("Samma sak hände igen.")] string? Reason,
    [property: Description("Vem. / Who.")][property: Example("Karin Testsson")] string? By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At)
{
    /// <param name="change">The line.</param>
    /// <param name="sight">How much of the case the reader sees.</param>
    /// <param name="hidden">Id of whom it does not name.</param>
    public static ChangeView Of(CaseChange change, Sight sight, string? hidden) => new(
        change.Version, change.Kind, change.SubjectId, sight == Sight.Full ? change.Reason : null, sight == Sight.Full && change.ById != hidden ? change.ByName : null, change.At);
}
