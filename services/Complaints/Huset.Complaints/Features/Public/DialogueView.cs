using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.Ui;

namespace Huset.Complaints.Features.Public;

/// <summary>How far what was told has led, once it has become a deviation; never a word of the case.</summary>
public enum LedTo { Investigating, Investigated, ActionPlanned, ActionDone, EffectChecked }

/// <summary>A complaint as who left it sees it.</summary>
public sealed record DialogueView(
    [property: Description("Ärendets nummer. / The complaint's number.")][property: Example("SYN-2026-0001")] string Reference,
    [property: Description("Vad det är. / What it is.")] ComplaintKind Kind,
    [property: Description("Vad som sades. / What was said.")][property: Example("Hemtjänsten kom två timmar för sent i tisdags, och ingen ringde.")] string Text,
    [property: Description("Enheten det gäller, vid namn. / The unit that it is about, by name.")][property: Example("Norrängens hemtjänst")] string? Unit,
    [property: Description("När det kom in, UTC. / When it came in, UTC.")] DateTimeOffset ReceivedAt,
    [property: Description("Svar önskas. / An answer is wanted.")] bool WantsAnswer,
    [property: Description("Senaste dag för det första svaret; saknas när inget är lovat. / Last day for the first answer; absent when none is promised.")] DateOnly? AnswerOn,
    [property: Description("Var ärendet står. / Where it stands.")] ComplaintStatus Status,
    [property: Description("Var ärendet står, som en mening på svenska. / Where it stands, as a sentence in Swedish.")][property: Example("Vi har tagit emot det du skrev. Ingen har börjat med det än.")] string Standing,
    [property: Description("Det som var fel åtgärdades direkt. / What was wrong was put right at once.")] bool FixedOnTheSpot,
    [property: Description("Hur långt det har lett, om det blev en avvikelse. / How far it has led, when it became a deviation.")] LedTo? LedTo,
    [property: Description("Detsamma som en mening på svenska. / The same as a sentence in Swedish.")][property: Example("Vi utreder det du berättade, så att det inte händer igen.")] string? LedToSentence,
    [property: Description("Svar och kommentarer, äldst först. / Answers and comments, oldest first.")] IReadOnlyList<DialogueView.Said> Messages)
{
    /// <summary>One thing said.</summary>
    public sealed record Said(
        [property: Description("Skrivet av den som har koden; annars av kommunen. / Written by who holds the code; otherwise by the municipality.")] bool FromYou,
        [property: Description("Vad som skrevs. / What was written.")][property: Example("Tack för att du hörde av dig. Vi har ändrat rutinen så att ni alltid blir uppringda.")] string Text,
        [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At);

    private static readonly Texts T = Texts.Of<DialogueView>();

    public static DialogueView Of(Complaint complaint, string? unit, IReadOnlyCollection<FollowedAction> actions)
    {
        var ledTo = complaint.Escalation is { } escalation ? HowFar(escalation, actions) : (LedTo?)null;
        return new(
            complaint.Reference, complaint.Kind, complaint.Text, unit, complaint.ReceivedAt, complaint.WantsAnswer, complaint.AnswerOn,
            complaint.Status, T[$"Standing.{Huset.ServiceDefaults.Kebab.Of(complaint.Status)}"], complaint.FixedBy is not null, ledTo, ledTo is { } far ? T[$"LedTo.{Huset.ServiceDefaults.Kebab.Of(far)}"] : null,
            [.. complaint.Messages.OrderBy(message => message.Id).Select(message => new Said(message.FromSender, message.Text, message.At))]);
    }

    private static LedTo HowFar(Escalation escalation, IReadOnlyCollection<FollowedAction> actions) => escalation switch
    {
        // Of what few may see, no more is told than that it is looked into.
        { IsHidden: true } => Public.LedTo.Investigating,
        _ when actions.Count > 0 && actions.All(action => action.Effect is not null) => Public.LedTo.EffectChecked,
        _ when actions.Count > 0 && actions.All(action => action.Status is "completed" or "checked") => Public.LedTo.ActionDone,
        _ when actions.Count > 0 => Public.LedTo.ActionPlanned,
        { Status: "closed" } => Public.LedTo.Investigated,
        _ => Public.LedTo.Investigating,
    };
}
