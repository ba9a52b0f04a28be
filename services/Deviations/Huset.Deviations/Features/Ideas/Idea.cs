using Huset.Complaints.Contracts;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Features.Ideas;

/// <summary>Where an idea stands.</summary>
public enum IdeaStatus { New, Prioritised, Ongoing, Tried, Introduced, Closed }

/// <summary>How much of the municipality it concerns.</summary>
public enum IdeaLevel { Unit, Area, Whole }

/// <summary>How soon it is to be begun.</summary>
public enum IdeaPriority { High, Medium, Low }

/// <summary>What a trial led to (the last step of PDSA): kept, tried again otherwise, or given up.</summary>
public enum CycleOutcome { Adopt, Adapt, Abandon }

/// <summary>What an idea is expected to give, or has given.</summary>
/// <param name="Quality">What becomes better, in words.</param>
/// <param name="Minutes">Minutes a week that it saves; negative when it takes them.</param>
/// <param name="Kronor">Kronor a year that it saves; negative when it costs them.</param>
public sealed record IdeaEffect(string? Quality, int? Minutes, long? Kronor)
{
    public bool IsEmpty => string.IsNullOrWhiteSpace(Quality) && Minutes is null && Kronor is null;

    internal IdeaEffect Trimmed() => new(string.IsNullOrWhiteSpace(Quality) ? null : Quality.Trim(), Minutes, Kronor);
}

/// <summary>What is written of an idea, the same whether it is left or worded anew.</summary>
public sealed record IdeaWords(string Title, string Text, string UnitCode, bool IsShared, string? Theme, string? Waste, IdeaLevel Level, IdeaEffect Expected, string? Team, string? Plan);

/// <summary>Something that could be made better, from the first word to what it gave.</summary>
public sealed class Idea
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Reference { get; private set; } = "";
    public string UnitCode { get; private set; } = "";

    /// <summary>Read by every employee; otherwise by the unit's own.</summary>
    public bool IsShared { get; private set; }

    public string Title { get; private set; } = "";
    public string Text { get; private set; } = "";

    /// <summary>Code of the list `idea-themes`.</summary>
    public string? Theme { get; private set; }

    /// <summary>Code of the list `wastes`: what it does away with.</summary>
    public string? Waste { get; private set; }

    public IdeaLevel Level { get; private set; }
    public IdeaPriority? Priority { get; private set; }
    public IdeaStatus Status { get; private set; }
    public string? ExpectedQuality { get; private set; }
    public int? ExpectedMinutes { get; private set; }
    public long? ExpectedKronor { get; private set; }
    public string? RealQuality { get; private set; }
    public int? RealMinutes { get; private set; }
    public long? RealKronor { get; private set; }

    /// <summary>Who does it, and how; what a joint improvement has from the first.</summary>
    public string? Team { get; private set; }

    public string? Plan { get; private set; }
    public string? ClosedReason { get; private set; }

    /// <summary>Who left it; empty for one that came from a complaint.</summary>
    public string OriginatorId { get; private set; } = "";

    /// <summary>The originator has asked not to be named; the name is then stored nowhere.</summary>
    public bool HidesName { get; private set; }

    public DateTimeOffset LeftAt { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Made of several ideas.</summary>
    public bool IsJoint { get; private set; }

    /// <summary>The joint improvement that it has become part of, with which it comes further.</summary>
    public Guid? JoinedIntoId { get; private set; }

    /// <summary>The idea of another unit that it is taken from.</summary>
    public Guid? SpreadFromId { get; private set; }

    /// <summary>The complaint that it came with; its own words stay with Complaints.</summary>
    public Guid? ComplaintId { get; private set; }

    public string? ComplaintReference { get; private set; }

    /// <summary>The decision of a workplace meeting that it comes from.</summary>
    public Guid? DecisionId { get; private set; }

    /// <summary>How many want it too; kept beside the votes themselves, so that lists need not count.</summary>
    public int Votes { get; private set; }

    /// <summary>The key of the form that it was written in, so that the same form sent again is the same idea.</summary>
    public Guid? FormKey { get; private set; }

    public int Version { get; private set; }
    public List<IdeaCredit> Credits { get; private set; } = [];
    public List<IdeaCycle> Cycles { get; private set; } = [];

    public IdeaEffect Expected => new(ExpectedQuality, ExpectedMinutes, ExpectedKronor);
    public IdeaEffect Real => new(RealQuality, RealMinutes, RealKronor);
    public bool IsOver => Status is IdeaStatus.Introduced or IdeaStatus.Closed;

    public static Idea Leave(long number, IdeaWords words, Person by, bool hidesName, DateTimeOffset now, Guid? formKey = null, Guid? decisionId = null)
    {
        var idea = Begin(number, words, by.Id, now);
        (idea.HidesName, idea.FormKey, idea.DecisionId) = (hidesName, formKey, decisionId);
        idea.Credits.Add(IdeaCredit.Of(idea, hidesName ? null : by.Name));
        return idea;
    }

    /// <summary>What someone outside has said turns out to be an idea: the words are those of who forwarded it, and the tie is kept.</summary>
    public static Idea FromComplaint(long number, ForwardIdea asked, DateTimeOffset now)
    {
        var idea = Begin(number, new(asked.Title, asked.Text, asked.UnitCode, false, null, null, IdeaLevel.Unit, new(null, null, null), null, null), "", now);
        (idea.Id, idea.ComplaintId, idea.ComplaintReference) = (asked.IdeaId, asked.ComplaintId, asked.ComplaintReference);
        idea.Credits.Add(IdeaCredit.Of(idea, null));
        return idea;
    }

    /// <summary>One improvement of many ideas; everyone who left one of them is named in it.</summary>
    /// <exception cref="RuleViolation">`idea.joined`, `idea.over`</exception>
    public static Idea Join(long number, IdeaWords words, IReadOnlyCollection<Idea> parts, Person by, DateTimeOffset now)
    {
        var joint = Begin(number, words, by.Id, now);
        joint.IsJoint = true;
        foreach (var part in parts) joint.TakeIn(part, now);
        return joint;
    }

    /// <summary>The same in another unit, with credit to where it comes from.</summary>
    /// <exception cref="RuleViolation">`idea.not-tried`</exception>
    public Idea SpreadTo(long number, string unitCode, Person by, DateTimeOffset now)
    {
        if (Status is not (IdeaStatus.Tried or IdeaStatus.Introduced)) throw new RuleViolation("idea.not-tried", "Only what has been tried is spread.");
        var spread = Begin(number, new(Title, Text, unitCode, IsShared, Theme, Waste, Level, Real.IsEmpty ? Expected : Real, null, null), by.Id, now);
        spread.SpreadFromId = Id;
        spread.Credits.AddRange(Credits.Select(credit => credit.For(spread)));
        return spread;
    }

    private void TakeIn(Idea part, DateTimeOffset now)
    {
        if (part.IsJoint || part.JoinedIntoId is not null) throw new RuleViolation("idea.joined", "An idea is part of one joint improvement at most, and a joint improvement of none.");
        if (part.IsOver || IsOver) throw new RuleViolation("idea.over", "What is introduced or closed is not joined.");
        Credits.AddRange(part.Credits.Select(credit => credit.For(this)));
        (part.JoinedIntoId, part.Status, part.Priority) = (Id, Status, Priority);
        part.Change(now);
    }

    /// <summary>Takes in what has come later and says the same.</summary>
    /// <exception cref="RuleViolation">`idea.joined`, `idea.over`</exception>
    public void Add(Idea part, DateTimeOffset now)
    {
        TakeIn(part, now);
        Change(now);
    }

    /// <exception cref="RuleViolation">`idea.joined`, `idea.over`</exception>
    public void Reword(IdeaWords words, DateTimeOffset now)
    {
        MustBeOpen();
        Write(words);
        Change(now);
    }

    /// <summary>Moves it on, back, or out; the rule on how many a unit may have begun is asked before (<see cref="MoveIdea"/>).</summary>
    /// <exception cref="InvalidField">400: priority, reason, or an effect is missing where it is needed.</exception>
    /// <exception cref="RuleViolation">`idea.joined`, `idea.status`, `idea.not-tried`</exception>
    public void Move(IdeaStatus to, IdeaPriority? priority, string? reason, IdeaEffect real, DateTimeOffset now)
    {
        if (JoinedIntoId is not null) throw new RuleViolation("idea.joined", "It comes further with the joint improvement that it is part of.");
        if (!MayBecome(to)) throw new RuleViolation("idea.status", $"From {Kebab.Of(Status)} it becomes {string.Join(" or ", Next.Select(Kebab.Of))}.");
        if (to == IdeaStatus.Prioritised && (priority ?? Priority) is null) throw new InvalidField("priority", "Say how soon it is to be begun.");
        if (to == IdeaStatus.Closed && string.IsNullOrWhiteSpace(reason)) throw new InvalidField("reason", "Say why it is closed.");
        if (to is IdeaStatus.Tried or IdeaStatus.Introduced && !Cycles.Exists(cycle => cycle.IsOver)) throw new RuleViolation("idea.not-tried", "Write first what a trial gave.");
        if (to == IdeaStatus.Introduced && real.IsEmpty && Real.IsEmpty) throw new InvalidField("realQuality", "Say what it gave, in words or as minutes or kronor.");
        Priority = priority ?? Priority;
        if (!real.IsEmpty) (RealQuality, RealMinutes, RealKronor) = real.Trimmed();
        ClosedReason = to == IdeaStatus.Closed ? reason!.Trim() : null;
        Status = to;
        Change(now);
    }

    /// <summary>Comes as far as the joint improvement that it is part of.</summary>
    internal void Follow(Idea joint, DateTimeOffset now)
    {
        (Status, Priority, ClosedReason) = (joint.Status, joint.Priority, joint.ClosedReason);
        Change(now);
    }

    /// <summary>Plans a trial: the first step of PDSA.</summary>
    /// <exception cref="RuleViolation">`idea.joined`, `idea.not-begun`, `cycle.open`</exception>
    public IdeaCycle Try(CyclePlan plan, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        if (Status is not (IdeaStatus.Ongoing or IdeaStatus.Tried)) throw new RuleViolation("idea.not-begun", "Begin the work before it is tried.");
        if (Cycles.Exists(cycle => !cycle.IsOver)) throw new RuleViolation("cycle.open", "Write what the last trial gave before the next is planned.");
        var cycle = IdeaCycle.Begin(Cycles.Count + 1, plan, by, now);
        Cycles.Add(cycle);
        Change(now);
        return cycle;
    }

    /// <summary>Writes what was done, studied and learned, and what it leads to.</summary>
    /// <exception cref="RuleViolation">`idea.joined`, `idea.over`, `cycle.over`</exception>
    public void Study(IdeaCycle cycle, CycleResult result, DateTimeOffset now)
    {
        MustBeOpen();
        cycle.End(result, now);
        Change(now);
    }

    /// <summary>What it may become now, in the order of the board.</summary>
    public IEnumerable<IdeaStatus> Next => Enum.GetValues<IdeaStatus>().Where(MayBecome);

    public IdeaChanged ToChanged(DateTimeOffset at) => new(
        Id, UnitCode, Kebab.Of(Status), Theme, Kebab.Of(Level), Priority is { } priority ? Kebab.Of(priority) : null, Waste, IsShared, IsJoint, Cycles.Count,
        RealMinutes, RealKronor, Visibility.Analyst, Links, Version, at);

    private IReadOnlyList<Link> Links =>
    [
        .. ComplaintId is { } complaint ? [new Link("follows-from", "complaint", complaint.ToString())] : Array.Empty<Link>(),
        .. SpreadFromId is { } origin ? [new Link("spread-from", "idea", origin.ToString())] : Array.Empty<Link>(),
        .. JoinedIntoId is { } joint ? [new Link("joined-into", "idea", joint.ToString())] : Array.Empty<Link>(),
    ];

    // A step on, a step back, or out; what is closed is taken up again as new.
    private bool MayBecome(IdeaStatus to) => (Status, to) switch
    {
        (IdeaStatus.Closed, IdeaStatus.New) => true,
        (IdeaStatus.Closed, _) or (_, IdeaStatus.New) => false,
        (_, IdeaStatus.Closed) => true,
        (IdeaStatus.New, IdeaStatus.Prioritised or IdeaStatus.Ongoing) => true,
        (IdeaStatus.Prioritised, IdeaStatus.Prioritised or IdeaStatus.Ongoing) => true,
        (IdeaStatus.Ongoing, IdeaStatus.Prioritised or IdeaStatus.Tried) => true,
        (IdeaStatus.Tried, IdeaStatus.Ongoing or IdeaStatus.Introduced) => true,
        (IdeaStatus.Introduced, IdeaStatus.Introduced or IdeaStatus.Ongoing) => true,
        _ => false,
    };

    private void MustBeOpen()
    {
        if (JoinedIntoId is not null) throw new RuleViolation("idea.joined", "It comes further with the joint improvement that it is part of.");
        if (IsOver) throw new RuleViolation("idea.over", "It is introduced or closed.");
    }

    private void Change(DateTimeOffset now)
    {
        ChangedAt = now;
        Version++;
    }

    private static Idea Begin(long number, IdeaWords words, string originatorId, DateTimeOffset now)
    {
        var idea = new Idea { Reference = $"IDE-{SwedishTime.Day(now).Year}-{number:0000}", OriginatorId = originatorId, LeftAt = now, ChangedAt = now, Version = 1 };
        idea.Write(words);
        return idea;
    }

    private void Write(IdeaWords words)
    {
        (Title, Text, UnitCode, IsShared, Theme, Waste, Level) = (words.Title.Trim(), words.Text.Trim(), words.UnitCode, words.IsShared, words.Theme, words.Waste, words.Level);
        (ExpectedQuality, ExpectedMinutes, ExpectedKronor) = words.Expected.Trimmed();
        (Team, Plan) = (Line(words.Team), Line(words.Plan));
    }

    private static string? Line(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>Whom an idea is to be thanked for; a joint improvement has one for each of its parts, a spread one that of its origin.</summary>
public sealed class IdeaCredit
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid IdeaId { get; private set; }

    /// <summary>The idea that was left.</summary>
    public Guid OriginId { get; private set; }

    public string OriginReference { get; private set; } = "";
    public string UnitCode { get; private set; } = "";

    /// <summary>Null for who asked not to be named, and for who left a complaint.</summary>
    public string? Name { get; private set; }

    /// <summary>It was said by someone outside, in a complaint.</summary>
    public bool FromOutside { get; private set; }

    internal static IdeaCredit Of(Idea idea, string? name) =>
        new() { IdeaId = idea.Id, OriginId = idea.Id, OriginReference = idea.Reference, UnitCode = idea.UnitCode, Name = name, FromOutside = idea.ComplaintId is not null };

    internal IdeaCredit For(Idea idea) => new() { IdeaId = idea.Id, OriginId = OriginId, OriginReference = OriginReference, UnitCode = UnitCode, Name = Name, FromOutside = FromOutside };
}

/// <summary>One person wants the idea too.</summary>
public sealed class IdeaVote
{
    public Guid IdeaId { get; private set; }
    public string PersonId { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
}

/// <summary>How a trial is planned.</summary>
public sealed record CyclePlan(string Plan, string Measure, string? Unit, decimal? Before, DateOnly From, DateOnly To);

/// <summary>What a trial gave.</summary>
public sealed record CycleResult(string Did, decimal? After, string Learned, CycleOutcome Outcome);

/// <summary>One trial of an idea: plan, do, study, act.</summary>
public sealed class IdeaCycle
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid IdeaId { get; private set; }
    public int Number { get; private set; }
    public string Plan { get; private set; } = "";

    /// <summary>What is measured, before and after.</summary>
    public string Measure { get; private set; } = "";

    /// <summary>In what it is measured: minuter, procent.</summary>
    public string? MeasureUnit { get; private set; }

    public decimal? Before { get; private set; }
    public decimal? After { get; private set; }
    public DateOnly From { get; private set; }
    public DateOnly To { get; private set; }
    public string? Did { get; private set; }
    public string? Learned { get; private set; }
    public CycleOutcome? Outcome { get; private set; }
    public string PlannedByName { get; private set; } = "";
    public DateTimeOffset PlannedAt { get; private set; }
    public DateTimeOffset? OverAt { get; private set; }

    public bool IsOver => OverAt is not null;

    /// <exception cref="InvalidField">400: to</exception>
    internal static IdeaCycle Begin(int number, CyclePlan plan, Person by, DateTimeOffset now) => new()
    {
        Number = number,
        Plan = plan.Plan.Trim(),
        Measure = plan.Measure.Trim(),
        MeasureUnit = string.IsNullOrWhiteSpace(plan.Unit) ? null : plan.Unit.Trim(),
        Before = plan.Before,
        From = plan.From,
        To = plan.To < plan.From ? throw new InvalidField("to", "It cannot end before it begins.") : plan.To,
        PlannedByName = by.Name,
        PlannedAt = now,
    };

    internal void End(CycleResult result, DateTimeOffset now)
    {
        if (IsOver) throw new RuleViolation("cycle.over", "What this trial gave is written already; plan a new one.");
        (Did, After, Learned, Outcome, OverAt) = (result.Did.Trim(), result.After, result.Learned.Trim(), result.Outcome, now);
    }
}
