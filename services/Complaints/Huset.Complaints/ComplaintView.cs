using System.ComponentModel;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Complaints;

/// <summary>A complaint as this reader may see it.</summary>
public sealed record ComplaintView(
    [property: Description("Synpunktens id. / Id of the complaint.")] Guid Id,
    [property: Description("Synpunktens nummer. / The complaint's number.")][property: Example("SYN-2026-0001")] string Reference,
    [property: Description("Var den står. / Where it stands.")] ComplaintStatus Status,
    [property: Description("Första meningen; saknas för den som inte får läsa fritext. / The first sentence; absent for who may not read free text.")][property: Example("Maten är kall när den kommer.")] string? Title,
    [property: Description("Vad det är. / What it is.")] ComplaintKind Kind,
    [property: Description("Hur den kom. / How it came.")] Channel Channel,
    [property: Description("Enheten som den gäller; saknas tills någon vet. / The unit that it is about; absent until somebody knows.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Vad den handlar om, kod i kodlistan categories. / What it is about, code of the list categories.")][property: Example("mat")] string? Category,
    [property: Description("Vem som säger det, som grupp, kod i kodlistan senders. / Who says it, as a group, code of the list senders.")][property: Example("narstaende")] string? Sender,
    [property: Description("När den kom, UTC. / When it came, UTC.")] DateTimeOffset ReceivedAt,
    [property: Description("Den som lämnade den vill ha svar. / Who left it wants an answer.")] bool WantsAnswer,
    [property: Description("Inga kontaktuppgifter är lämnade. / No contact was left.")] bool Anonymous,
    [property: Description("Första tidpunkt som är för sen för svaret, UTC; saknas när inget svar är lovat. / The first instant that is too late for the answer, UTC; absent when none is promised.")] DateTimeOffset? AnswerBy,
    [property: Description("När den först besvarades, UTC. / When it was first answered, UTC.")] DateTimeOffset? FirstAnsweredAt,
    [property: Description("Den som lämnade den har skrivit sedan någon här senast gjorde det. / Who left it has written since anyone here last did.")] bool Commented,
    [property: Description("Det åtgärdades direkt. / It was fixed on the spot.")] bool Fixed,
    [property: Description("När den avslutades, UTC. / When it was closed, UTC.")] DateTimeOffset? ClosedAt,
    [property: Description("Vad som sagts, med egna ord. / What was said, in own words.")][property: Example("Maten är kall när den kommer. Det har hänt tre gånger den här veckan.")] string? Text,
    [property: Description("Hur den som lämnade den går att nå. / How who left it can be reached.")][property: Example("Telefon 070-000 00 00")] string? Contact,
    [property: Description("Vem som skrev ner den. / Who wrote it down.")][property: Example("Karin Testsson")] string? RegisteredBy,
    [property: Description("Ansvarigs id. / Id of who answers for it.")][property: Example("8f1c2d3e-0000-4000-8000-000000000001")] string? OwnerId,
    [property: Description("Vem som ansvarar för den. / Who answers for it.")][property: Example("Karin Testsson")] string? Owner,
    [property: Description("Vad som gjordes direkt. / What was done at once.")][property: Example("Köket värmer nu lådorna innan de går ut.")] string? FixedHow,
    [property: Description("Vad den ledde till. / What it led to.")][property: Example("Nya värmelådor är köpta.")] string? Outcome,
    [property: Description("Avvikelsen som den har lett till. / The deviation that it has led to.")] EscalationView? Escalation,
    [property: Description("Förbättringsidén som den har lett till. / The idea for improvement that it has led to.")] ForwardedIdeaView? Idea,
    [property: Description("Det som sagts fram och tillbaka, äldst först; bara när en synpunkt läses. / What has been said to and fro, oldest first; only when a complaint is read.")] IReadOnlyList<MessageView>? Messages,
    [property: Description("Vad som gjorts, äldst först; bara när en synpunkt läses. / What has been done, oldest first; only when a complaint is read.")] IReadOnlyList<ChangeView>? History,
    [property: Description("Vad som är lovat och varför; bara när en synpunkt läses. / What is promised and why; only when a complaint is read.")] PromiseView? Promise,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    /// <summary>The reader may read its words.</summary>
    [JsonIgnore]
    public bool HasText => Text is not null;

    [JsonIgnore]
    public bool MayHandle { get; init; }

    [JsonIgnore]
    public bool MayEscalate { get; init; }

    /// <summary>The reader wrote it down, when that was.</summary>
    [JsonIgnore]
    public DateTimeOffset? RegisteredByReaderAt { get; init; }

    [JsonIgnore]
    public bool IsClosed => ClosedAt is not null;

    public bool IsLate(DateTimeOffset now) => FirstAnsweredAt is null && ClosedAt is null && AnswerBy <= now;

    /// <param name="complaint">The complaint with its messages, which the row filter has let through.</param>
    /// <param name="reader">Who reads it.</param>
    /// <param name="whole">With dialogue and history, which are then read.</param>
    public static ComplaintView Of(Complaint complaint, CurrentUser reader, bool whole = false)
    {
        var words = reader.May(Permissions.Read, complaint);
        return new(
            complaint.Id, complaint.Reference, complaint.Status, words ? complaint.Title : null, complaint.Kind, complaint.Channel, complaint.UnitCode, complaint.Category, complaint.Sender,
            complaint.ReceivedAt, complaint.WantsAnswer, complaint.IsAnonymous, complaint.AnswerBy, complaint.FirstAnsweredAt, complaint.IsCommented, complaint.FixedBy is not null, complaint.ClosedAt,
            words ? complaint.Text : null, words ? complaint.Contact : null, words ? complaint.RegisteredByName : null, words ? complaint.OwnerId : null, words ? complaint.OwnerName : null,
            words ? complaint.FixedBy : null, words ? complaint.Outcome : null,
            complaint.Escalation is { } escalation ? EscalationView.Of(escalation, words) : null,
            complaint.Idea is { } idea ? new(idea.IdeaId, idea.Status, words ? idea.ByName : null, idea.At) : null,
            whole && words ? [.. complaint.Messages.OrderBy(message => message.Id).Select(message => new MessageView(message.FromSender, message.Text, message.ByName, message.At))] : null,
            whole ? [.. complaint.Changes.OrderBy(change => change.Version).Select(change => new ChangeView(change.Version, change.Kind, words ? change.ByName : null, change.At))] : null,
            null, complaint.Version)
        {
            MayHandle = reader.May(Permissions.Handle, complaint),
            MayEscalate = reader.May(Permissions.Escalate, complaint),
            RegisteredByReaderAt = complaint.RegisteredById == reader.Id ? complaint.Changes.Find(change => change.Kind == ChangeKind.Received)?.At : null,
        };
    }
}

/// <summary>The idea for improvement that a complaint has led to.</summary>
public sealed record ForwardedIdeaView(
    [property: Description("Idéns id. / Id of the idea.")] Guid IdeaId,
    [property: Description("Var idén står; saknas tills Avvikelser har svarat. / Where the idea stands; absent until Deviations has answered.")][property: Example("ongoing")] string? Status,
    [property: Description("Vem som skickade den vidare. / Who forwarded it.")][property: Example("Karin Testsson")] string? By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At)
{
    /// <summary>Where it is shown, to who may see it there.</summary>
    [JsonIgnore]
    public string Address => $"/avvikelser/forbattringar/{IdeaId}";
}

/// <summary>The deviation that a complaint has led to.</summary>
public sealed record EscalationView(
    [property: Description("Avvikelsens id. / Id of the deviation.")] Guid DeviationId,
    [property: Description("Var avvikelsen står; saknas tills Avvikelser har svarat, och när den utreds vidare i särskild ordning. / Where the deviation stands; absent until Deviations has answered, and when it is investigated further in a special order.")][property: Example("investigating")] string? Status,
    [property: Description("Avvikelsen utreds vidare i särskild ordning, och mer än så berättas inte här. / The deviation is investigated further in a special order, and no more than that is told here.")] bool InvestigatedFurther,
    [property: Description("Varför den blev avvikelse. / Why it became a deviation.")][property: Example("Maten har varit kall tre gånger på en vecka.")] string? Motivation,
    [property: Description("Vem som gjorde den till avvikelse. / Who made it a deviation.")][property: Example("Karin Testsson")] string? By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At,
    [property: Description("Avvikelsens åtgärder; bara när en synpunkt läses. / The deviation's actions; only when a complaint is read.")] IReadOnlyList<FollowedActionView>? Actions = null)
{
    /// <summary>Where Deviations shows it, to who may see it there.</summary>
    [JsonIgnore]
    public string Address => $"/avvikelser/{DeviationId}";

    public static EscalationView Of(Escalation escalation, bool words) => new(
        escalation.DeviationId, escalation.IsHidden ? null : escalation.Status, escalation.IsHidden, words ? escalation.Motivation : null, words ? escalation.ByName : null, escalation.At);
}

/// <summary>An action of the deviation, without its words.</summary>
public sealed record FollowedActionView(
    [property: Description("planned, completed eller checked. / planned, completed or checked.")][property: Example("planned")] string Status,
    [property: Description("Ska vara gjord, svensk dag. / Is to be done by, Swedish day.")] DateOnly DueOn,
    [property: Description("När effekten ska kontrolleras, svensk dag. / When its effect is to be checked, Swedish day.")] DateOnly EffectCheckOn,
    [property: Description("Gav den önskad effekt: yes, partly eller no. / Whether it had the wanted effect: yes, partly or no.")][property: Example("yes")] string? Effect);

/// <summary>One thing said in the dialogue.</summary>
public sealed record MessageView(
    [property: Description("Sagt av den som lämnade synpunkten. / Said by who left the complaint.")] bool FromSender,
    [property: Description("Vad som sagts. / What was said.")][property: Example("Tack. Köket värmer nu lådorna innan de går ut.")] string Text,
    [property: Description("Vem här som sagt det. / Who here has said it.")][property: Example("Karin Testsson")] string? By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At);

/// <summary>One line of the history.</summary>
public sealed record ChangeView(
    [property: Description("Vilken version det gav. / Which version it made.")] int Version,
    [property: Description("Vad som gjordes. / What was done.")] ChangeKind Kind,
    [property: Description("Vem. / Who.")][property: Example("Karin Testsson")] string? By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At);

/// <summary>What is promised, and why.</summary>
public sealed record PromiseView(
    [property: Description("Sista dagen för svaret. / The last day for the answer.")] DateOnly LastDay,
    [property: Description("Hur dagen räknats fram. / How the day was reckoned.")][property: Example("Svar lovas inom 10 arbetsdagar från den dag den kom in, 20 november. Sista dagen är fredag 4 december 2026.")] string Explanation,
    [property: Description("Var löftet står. / Where the promise is written.")][property: Example("Kommunens eget löfte")] string Source,
    [property: Description("Någon har kontrollerat regeln mot källan. / Somebody has verified the rule against its source.")] bool Verified)
{
    /// <summary>The rule, for a link.</summary>
    [JsonIgnore]
    public Guid RuleId { get; init; }

    public static PromiseView Of(Promise promise) => new(promise.Deadline.LastDay!.Value, promise.Sentence, promise.Limit.Source, promise.Limit.VerifiedAt is not null) { RuleId = promise.Limit.Id };
}
