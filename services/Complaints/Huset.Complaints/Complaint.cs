using Huset.Complaints.Contracts;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Complaints;

/// <summary>What it is, in the words of who left it: dissatisfaction, or something else that the unit is to hear (SOSFS 2011:9 ch. 5 § 3).</summary>
public enum ComplaintKind { Complaint, Comment, Praise, Question, Idea }

/// <summary>How it came.</summary>
public enum Channel { Web, Phone, Visit, Letter, Email, Other }

/// <summary>Where it stands.</summary>
public enum ComplaintStatus { Received, Handling, Answered, Closed }

/// <summary>Who does something here, as it is stored beside what was done.</summary>
public sealed record Person(string Id, string Name)
{
    public static Person Of(CurrentUser user) => new(user.Id, user.Name);
}

/// <summary>What someone has to say of the municipality's work, from the first word to the closing.</summary>
public sealed class Complaint : ICase
{
    public Guid Id { get; private set; }
    public string Reference { get; private set; } = "";
    public ComplaintKind Kind { get; private set; }
    public Channel Channel { get; private set; }
    public ComplaintStatus Status { get; private set; }

    /// <summary>The unit that it is about; null until somebody knows.</summary>
    public string? UnitCode { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Code of the list `senders`: who says it, as a group (SOSFS 2011:9 ch. 5 § 3); null when it is not told.</summary>
    public string? Sender { get; private set; }

    /// <summary>Code of the list `categories`: what it is about.</summary>
    public string? Category { get; private set; }

    /// <summary>Name, telephone or e-mail of who left it, in one line as it was given; null for who is anonymous.</summary>
    public string? Contact { get; private set; }

    public bool WantsAnswer { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Day it came, Swedish time, computed at write so that counting needs no time zone.</summary>
    public DateOnly ReceivedOn { get; private set; }

    /// <summary>Who wrote it down; null when it came by the public form or from another system.</summary>
    public string? RegisteredById { get; private set; }

    public string? RegisteredByName { get; private set; }

    /// <summary>Keyed hash of the receipt code, by which who left it comes back; the code itself is stored nowhere.</summary>
    public byte[] CodeHash { get; private set; } = [];

    /// <summary>The key of the form that it was written in, so that the same form sent again is the same complaint.</summary>
    public Guid? FormKey { get; private set; }

    public string? OwnerId { get; private set; }
    public string? OwnerName { get; private set; }

    /// <summary>First instant that is too late for the first answer, by the rule in force when it came; null when no answer is promised.</summary>
    public DateTimeOffset? AnswerBy { get; private set; }

    /// <summary>Last Swedish day for the first answer; null when none is promised.</summary>
    public DateOnly? AnswerOn => AnswerBy is { } tooLate ? SwedishTime.Day(tooLate.AddTicks(-1)) : null;

    public DateTimeOffset? FirstAnsweredAt { get; private set; }

    /// <summary>What was done at once, when it was put right on the spot.</summary>
    public string? FixedBy { get; private set; }

    public List<Message> Messages { get; private set; } = [];

    /// <summary>The deviation that it has led to.</summary>
    public Escalation? Escalation { get; private set; }

    /// <summary>The idea for improvement that it has led to.</summary>
    public ForwardedIdea? Idea { get; private set; }

    public List<ComplaintChange> Changes { get; private set; } = [];

    /// <summary>What it led to, in the words of who closed it.</summary>
    public string? Outcome { get; private set; }

    public string? ClosedByName { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public int Version { get; private set; }

    public bool IsAnonymous => Contact is null;

    /// <summary>Who left it has written since anyone here last did.</summary>
    public bool IsCommented => Messages.Count > 0 && Messages.MaxBy(message => message.Id)!.FromSender;

    /// <summary>The first sentence; shown, never in events.</summary>
    public string Title => FirstSentence(Text);

    public static Complaint Receive(long number, Incoming incoming, ReceiptCodes codes, DateTimeOffset? answerBy, Person? by, DateTimeOffset now)
    {
        var complaint = new Complaint
        {
            Id = Guid.CreateVersion7(now),
            Reference = $"SYN-{SwedishTime.Day(now).Year}-{number:0000}",
            Kind = incoming.Kind,
            Channel = incoming.Channel,
            UnitCode = incoming.UnitCode,
            Text = incoming.Text.Trim(),
            Sender = incoming.Sender,
            Category = incoming.Category,
            Contact = Line(incoming.Contact),
            WantsAnswer = incoming.WantsAnswer,
            ReceivedAt = incoming.ReceivedAt.ToUniversalTime(),
            ReceivedOn = SwedishTime.Day(incoming.ReceivedAt),
            RegisteredById = by?.Id,
            RegisteredByName = by?.Name,
            FormKey = incoming.FormKey,
            AnswerBy = answerBy,
            Status = ComplaintStatus.Received,
        };
        complaint.CodeHash = codes.HashOf(codes.Of(complaint.Id));
        complaint.Change(ChangeKind.Received, by, now);
        return complaint;
    }

    /// <summary>It was said in these words. What someone here has changed since, such as where it belongs, makes no difference.</summary>
    public bool IsSaid(Incoming incoming) => (Text, Contact, WantsAnswer) == (incoming.Text.Trim(), Line(incoming.Contact), incoming.WantsAnswer);

    /// <summary>Says which unit it is about and what, or says it anew.</summary>
    /// <exception cref="RuleViolation">`complaint.closed`</exception>
    public void Place(string? unitCode, string? category, ComplaintKind kind, DateTimeOffset? answerBy, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        (UnitCode, Category, Kind, AnswerBy) = (unitCode, category, kind, answerBy);
        Change(ChangeKind.Placed, by, now);
    }

    /// <summary>Someone takes it on, or is given it.</summary>
    public void GiveTo(Person owner, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        (OwnerId, OwnerName) = (owner.Id, owner.Name);
        Change(ChangeKind.Given, by, now);
    }

    /// <summary>Answers who left it; there may be several answers, and one after the closing opens nothing.</summary>
    public void Answer(string text, Person by, DateTimeOffset now)
    {
        Messages.Add(Message.FromHere(text, by, now));
        FirstAnsweredAt ??= now;
        Change(ChangeKind.Answered, by, now);
    }

    /// <summary>Who left it writes again, by the code. A closed one is open again: someone has to read what was said.</summary>
    public void Comment(string text, DateTimeOffset now)
    {
        Messages.Add(Message.FromWhoLeftIt(text, now));
        (ClosedAt, ClosedByName) = (null, null);
        Change(ChangeKind.Commented, null, now);
    }

    /// <summary>It was put right at once; who left it need not wait for more, and it is closed unless an answer is wanted and not given.</summary>
    public void Fix(string how, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        FixedBy = how.Trim();
        Change(ChangeKind.Fixed, by, now);
        if (!WantsAnswer || FirstAnsweredAt is not null) Close(null, by, now);
    }

    /// <exception cref="RuleViolation">`complaint.closed`, `complaint.unit-missing`, `complaint.escalated`</exception>
    public EscalateComplaint Escalate(EscalationWords words, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (UnitCode is null) throw new RuleViolation("complaint.unit-missing", "Say first which unit it is about; the deviation needs one.");
        if (Escalation is not null) throw new RuleViolation("complaint.escalated", "It has led to a deviation already.");
        Escalation = Escalation.To(words.Motivation, by, now);
        Change(ChangeKind.Escalated, by, now);
        return new(
            Escalation.DeviationId, Id, Reference, UnitCode, words.Kind, words.Harm, words.OccurredAt?.ToUniversalTime() ?? ReceivedAt, words.Description.Trim(), words.Motivation.Trim(), by.Id, by.Name, now);
    }

    /// <summary>What is proposed is put on the unit's improvement board; who left it is not told there.</summary>
    /// <exception cref="InvalidField">400: a text holds an identity number.</exception>
    /// <exception cref="RuleViolation">`complaint.closed`, `complaint.unit-missing`, `complaint.forwarded`</exception>
    public ForwardIdea Forward(string title, string text, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (UnitCode is null) throw new RuleViolation("complaint.unit-missing", "Say first which unit it is about; the idea needs one.");
        if (Idea is not null) throw new RuleViolation("complaint.forwarded", "It has led to an idea already.");
        if (IdentityNumbers.In(title).Any()) throw new InvalidField("title", "It goes to another service and may hold no identity number.");
        if (IdentityNumbers.In(text).Any()) throw new InvalidField("text", "It goes to another service and may hold no identity number.");
        Idea = ForwardedIdea.Of(by, now);
        Change(ChangeKind.Forwarded, by, now);
        return new(Idea.IdeaId, Id, Reference, UnitCode, title.Trim(), text.Trim(), now);
    }

    /// <summary>The idea has come further; true when that is news.</summary>
    public bool Follow(IdeaChanged told, DateTimeOffset now)
    {
        if (Idea is null || !Idea.Apply(told.SubjectVersion, told.Status)) return false;
        Change(ChangeKind.IdeaAdvanced, null, now);
        return true;
    }

    /// <summary>The deviation has come further; true when that is news.</summary>
    public bool Follow(IDeviationState told, string status, bool isHidden, DateTimeOffset now)
    {
        if (Escalation is null || !Escalation.Apply(told.SubjectVersion, status, isHidden)) return false;
        Change(ChangeKind.DeviationAdvanced, null, now);
        return true;
    }

    /// <summary>Ends it. Who wants an answer must have one (SOSFS 2011:9 ch. 5 § 3; förvaltningslagen 2017:900 § 6).</summary>
    /// <exception cref="RuleViolation">`complaint.closed`, `complaint.unanswered`</exception>
    public void Close(string? outcome, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (WantsAnswer && FirstAnsweredAt is null) throw new RuleViolation("complaint.unanswered", "Who left it wants an answer; give one before it is closed.");
        (Outcome, ClosedAt, ClosedByName) = (Line(outcome) ?? Outcome, now, by.Name);
        Change(ChangeKind.Closed, by, now);
    }

    /// <exception cref="RuleViolation">`complaint.not-closed`</exception>
    public void Reopen(Person by, DateTimeOffset now)
    {
        if (ClosedAt is null) throw new RuleViolation("complaint.not-closed", "It is not closed.");
        (ClosedAt, ClosedByName) = (null, null);
        Change(ChangeKind.Reopened, by, now);
    }

    public ComplaintChanged ToChanged(DateTimeOffset at) => new(
        Id, UnitCode, Kebab.Of(Kind), Kebab.Of(Channel), Category, Kebab.Of(Status), ReceivedOn, WantsAnswer, FixedBy is not null, FirstAnsweredAt is { } answered ? SwedishTime.Day(answered) : null,
        FirstAnsweredAt is null || AnswerBy is null ? null : FirstAnsweredAt < AnswerBy, Visibility.Analyst,
        Escalation is null ? [] : [new("escalated-to", "deviation", Escalation.DeviationId.ToString())], Version, at);

    /// <summary>Something was said or happened then: neither in the future, but for clocks that differ, nor longer ago than anyone means.</summary>
    /// <exception cref="InvalidField">400: the field.</exception>
    internal static void MustHaveBeen(DateTimeOffset at, DateTimeOffset now, string field)
    {
        if (at > now.AddMinutes(5)) throw new InvalidField(field, "It cannot be in the future.");
        if (at < now.AddYears(-20)) throw new InvalidField(field, "It is too long ago.");
    }

    private void MustBeOpen()
    {
        if (ClosedAt is not null) throw new RuleViolation("complaint.closed", "It is closed; take it up again first.");
    }

    private void Change(ChangeKind kind, Person? by, DateTimeOffset now)
    {
        Version++;
        Status = ClosedAt is not null ? ComplaintStatus.Closed
            : FirstAnsweredAt is not null && !IsCommented ? ComplaintStatus.Answered
            : OwnerId is not null || FixedBy is not null || Escalation is not null || Idea is not null || FirstAnsweredAt is not null ? ComplaintStatus.Handling
            : ComplaintStatus.Received;
        Changes.Add(ComplaintChange.Of(kind, Version, by, now));
    }

    private static string? Line(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string FirstSentence(string text)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOfAny(".!?\n");
        var sentence = end < 0 ? line : line[..(end + (line[end] == '\n' ? 0 : 1))];
        return sentence.Length <= 100 ? sentence.Trim().ToString() : $"{sentence[..99].TrimEnd()}…";
    }
}

/// <summary>What comes in, before it is a complaint.</summary>
public sealed record Incoming(
    ComplaintKind Kind, Channel Channel, string Text, string? UnitCode, string? Sender, string? Category, string? Contact, bool WantsAnswer, DateTimeOffset ReceivedAt, Guid? FormKey = null);

/// <summary>What who escalates has to say of it.</summary>
public sealed record EscalationWords(string Motivation, string Kind, string Harm, string Description, DateTimeOffset? OccurredAt);

/// <summary>One thing said in the dialogue between who left a complaint and the municipality.</summary>
public sealed class Message
{
    public Guid Id { get; private set; }
    public Guid ComplaintId { get; private set; }

    /// <summary>Said by who left the complaint; otherwise by someone here.</summary>
    public bool FromSender { get; private set; }

    public string Text { get; private set; } = "";
    public string? ById { get; private set; }
    public string? ByName { get; private set; }
    public DateTimeOffset At { get; private set; }

    internal static Message FromHere(string text, Person by, DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now), Text = text.Trim(), ById = by.Id, ByName = by.Name, At = now };

    internal static Message FromWhoLeftIt(string text, DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now), FromSender = true, Text = text.Trim(), At = now };
}

/// <summary>The deviation that a complaint has led to, and how it fares: what Deviations' events have told, without a word of the case.</summary>
public sealed class Escalation
{
    /// <summary>Made here, so that the answer need not wait for Deviations.</summary>
    public Guid DeviationId { get; private set; }

    public string Motivation { get; private set; } = "";
    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    /// <summary>Where the deviation stands, from reported to closed; null until Deviations has told.</summary>
    public string? Status { get; private set; }

    /// <summary>The deviation has gone further than to who may see the complaint: nothing more is told of it than that.</summary>
    public bool IsHidden { get; private set; }

    /// <summary>Version of the newest event applied.</summary>
    public int SubjectVersion { get; private set; }

    internal static Escalation To(string motivation, Person by, DateTimeOffset now) => new() { DeviationId = Guid.CreateVersion7(), Motivation = motivation.Trim(), ById = by.Id, ByName = by.Name, At = now };

    internal bool Apply(int version, string status, bool isHidden)
    {
        if (version <= SubjectVersion) return false;
        // Not even that it comes further is told of what is hidden.
        if (isHidden) status = Status ?? status;
        var news = (Status, IsHidden) != (status, isHidden);
        (SubjectVersion, Status, IsHidden) = (version, status, isHidden);
        return news;
    }
}

/// <summary>The idea for improvement that a complaint has led to, and how it fares, as Deviations' events tell it.</summary>
public sealed class ForwardedIdea
{
    /// <summary>Made here, so that the answer need not wait for Deviations.</summary>
    public Guid IdeaId { get; private set; }

    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    /// <summary>Where the idea stands, from new to introduced or closed; null until Deviations has told.</summary>
    public string? Status { get; private set; }

    /// <summary>Version of the newest event applied.</summary>
    public int SubjectVersion { get; private set; }

    internal static ForwardedIdea Of(Person by, DateTimeOffset now) => new() { IdeaId = Guid.CreateVersion7(), ById = by.Id, ByName = by.Name, At = now };

    internal bool Apply(int version, string status)
    {
        if (version <= SubjectVersion) return false;
        var news = Status != status;
        (SubjectVersion, Status) = (version, status);
        return news;
    }
}

/// <summary>An action of the deviation that a complaint has led to, as Deviations' events tell it.</summary>
public sealed class FollowedAction
{
    /// <summary>The action's own id in Deviations.</summary>
    public Guid Id { get; private set; }

    public Guid DeviationId { get; private set; }
    public string Status { get; private set; } = "";
    public DateOnly DueOn { get; private set; }
    public DateOnly EffectCheckOn { get; private set; }

    /// <summary>yes, no or partly; null until the effect is checked.</summary>
    public string? Effect { get; private set; }

    public int SubjectVersion { get; private set; }

    public static FollowedAction Of(Guid id, Guid deviationId) => new() { Id = id, DeviationId = deviationId };

    public void Apply(ActionChanged told)
    {
        if (told.SubjectVersion <= SubjectVersion) return;
        (Status, DueOn, EffectCheckOn, Effect, SubjectVersion) = (told.Status, told.DueOn, told.EffectCheckOn, told.Effect, told.SubjectVersion);
    }
}

public enum ChangeKind { Received, Placed, Given, Answered, Commented, Fixed, Escalated, DeviationAdvanced, Closed, Reopened, Forwarded, IdeaAdvanced }

/// <summary>One line of a complaint's history.</summary>
public sealed class ComplaintChange
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid ComplaintId { get; private set; }
    public ChangeKind Kind { get; private set; }

    /// <summary>The complaint's version after it.</summary>
    public int Version { get; private set; }

    public string? ById { get; private set; }

    /// <summary>Null when who left it did it, or another service.</summary>
    public string? ByName { get; private set; }

    public DateTimeOffset At { get; private set; }

    internal static ComplaintChange Of(ChangeKind kind, int version, Person? by, DateTimeOffset now) => new() { Kind = kind, Version = version, ById = by?.Id, ByName = by?.Name, At = now };
}
