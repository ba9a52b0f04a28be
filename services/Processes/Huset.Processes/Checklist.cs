namespace Huset.Processes;

/// <summary>Kind of deviation that a "nej" may be reported as; the same words as in Deviations.</summary>
public enum OfferedDeviation { SocialCare, HealthCare, WorkEnvironment, InformationSecurity, Cooperation, Other }

/// <summary>What a unit looks for in its own work: questions to answer with yes, no or not applicable, about a routine or steps of a process.</summary>
public sealed class Checklist
{
    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>The unit that owns it and may use it, with every unit below; null for all.</summary>
    public string? UnitCode { get; private set; }

    public Guid? DocumentId { get; private set; }
    public Guid[] ActivityIds { get; private set; } = [];

    /// <summary>Never changed in place: the list is another when anything in it is.</summary>
    public IReadOnlyList<ChecklistQuestion> Questions { get; private set; } = [];

    /// <summary>No more self-inspections are started with it.</summary>
    public bool IsClosed { get; private set; }

    public string ChangedByName { get; private set; } = "";
    public DateTimeOffset ChangedAt { get; private set; }
    public int Version { get; private set; }

    public static Checklist Create(ChecklistFacts facts, Person by, DateTimeOffset now)
    {
        var checklist = new Checklist { Id = Guid.CreateVersion7(now) };
        checklist.Change(facts, by, now);
        return checklist;
    }

    /// <summary>What is started keeps the questions that it began with.</summary>
    public void Change(ChecklistFacts facts, Person by, DateTimeOffset now)
    {
        (Name, UnitCode, DocumentId, ActivityIds, Questions, IsClosed) = (facts.Name.Trim(), facts.UnitCode, facts.DocumentId, facts.ActivityIds, facts.Questions, facts.IsClosed);
        (ChangedByName, ChangedAt, Version) = (by.Name, now, Version + 1);
    }
}

/// <summary>What is said of a checklist.</summary>
public sealed record ChecklistFacts(string Name, string? UnitCode, Guid? DocumentId, Guid[] ActivityIds, IReadOnlyList<ChecklistQuestion> Questions, bool IsClosed);

/// <summary>A question of a checklist.</summary>
/// <param name="Id">The same for as long as it is the same question, so that answers over time can be compared.</param>
/// <param name="Text">The question, so worded that yes is as it should be.</param>
/// <param name="Help">What to look at.</param>
/// <param name="OffersDeviation">Kind of deviation that a "nej" is offered as; null when none is offered.</param>
/// <param name="Counts">Whether one also says how many were looked at and how many of them were right.</param>
public sealed record ChecklistQuestion(Guid Id, string Text, string? Help, OfferedDeviation? OffersDeviation, bool Counts);
