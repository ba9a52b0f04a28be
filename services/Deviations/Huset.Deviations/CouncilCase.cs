using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>Where a council case stands.</summary>
public enum CouncilCaseStatus { New, Discussed, Closed }

/// <summary>What is written for a council of something that happened; nobody can be told from it.</summary>
/// <param name="Theme">Code of the list `council-themes`.</param>
/// <param name="Title">In one line.</param>
/// <param name="What">What happened.</param>
/// <param name="Question">What one wants to learn of it.</param>
public sealed record CouncilStory(string Theme, string Title, string What, string Question);

/// <summary>
/// What a council is told of something that happened, written for it: never the case itself, and no personal data at all. Who handles the case that it
/// was written from finds it by its tie (<see cref="CouncilTie"/>), which nobody else sees.
/// </summary>
public sealed class CouncilCase : ICase
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid CouncilId { get; private set; }
    public string CouncilName { get; private set; } = "";
    public string Reference { get; private set; } = "";
    public string Theme { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string What { get; private set; } = "";
    public string Question { get; private set; } = "";

    /// <summary>The parts of the case that were chosen, as they were then; null when none was.</summary>
    public string? Facts { get; private set; }

    /// <summary>The principal that brought it; null for the house.</summary>
    public Guid? PartnerId { get; private set; }
    public string? PartnerName { get; private set; }
    public string SharedById { get; private set; } = "";
    public string SharedByName { get; private set; } = "";
    public DateTimeOffset SharedAt { get; private set; }
    public CouncilCaseStatus Status { get; private set; }

    /// <summary>What the council came to.</summary>
    public string? Conclusion { get; private set; }
    public string? ClosedByName { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public List<CouncilNote> Notes { get; private set; } = [];
    public int Version { get; private set; } = 1;

    /// <exception cref="InvalidField">What was written holds an identity number.</exception>
    public static CouncilCase Of(Council council, long number, CouncilStory story, string? facts, CouncilSeat? seat, Person by, DateTimeOffset now)
    {
        MustNotPointOut(story.Title, "title");
        MustNotPointOut(story.What, "what");
        MustNotPointOut(story.Question, "question");
        MustNotPointOut(facts, "parts");
        return new()
        {
            CouncilId = council.Id,
            CouncilName = council.Name,
            Reference = $"RAD-{SwedishTime.Day(now).Year}-{number:0000}",
            Theme = story.Theme,
            Title = story.Title.Trim(),
            What = story.What.Trim(),
            Question = story.Question.Trim(),
            Facts = facts,
            PartnerId = seat?.PartnerId,
            PartnerName = seat?.PartnerName,
            SharedById = by.Id,
            SharedByName = by.Name,
            SharedAt = now,
        };
    }

    /// <summary>A member says something of it.</summary>
    /// <exception cref="RuleViolation">`council-case.closed`</exception>
    public CouncilNote Discuss(string text, string? partnerName, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        MustNotPointOut(text, "text");
        var note = CouncilNote.Of(text, partnerName, by, now);
        Notes.Add(note);
        (Status, Version) = (CouncilCaseStatus.Discussed, Version + 1);
        return note;
    }

    /// <summary>Ends it with what the council came to.</summary>
    /// <exception cref="RuleViolation">`council-case.closed`</exception>
    public void Conclude(string conclusion, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        MustNotPointOut(conclusion, "conclusion");
        (Conclusion, ClosedByName, ClosedAt, Status, Version) = (conclusion.Trim(), by.Name, now, CouncilCaseStatus.Closed, Version + 1);
    }

    /// <param name="from">The case that it was written from; null when a member brought it.</param>
    public CouncilCaseShared ToShared(Deviation? from) =>
        new(Id, CouncilId, Theme, from?.UnitCode, Visibility.Analyst, from is null ? [] : [new Link("follows-from", "deviation", from.Id.ToString())], Version, SharedAt);

    /// <summary>What other principals read holds no identity number, whatever the reason: it is refused and not only pointed out.</summary>
    /// <exception cref="InvalidField">It holds one.</exception>
    internal static void MustNotPointOut(string? text, string field)
    {
        if (IdentityNumbers.AreIn(text)) throw new InvalidField(field, "It holds an identity number, and what a council reads points out nobody.");
    }

    internal static void Configure(ModelBuilder model)
    {
        model.HasSequence<long>("council_case_reference");
        model.Entity<CouncilCase>(shared =>
        {
            shared.ToTable("council_cases");
            shared.Property(c => c.Id).ValueGeneratedNever();
            shared.Property(c => c.Version).IsConcurrencyToken();
            shared.HasOne<Council>().WithMany().HasForeignKey(c => c.CouncilId).OnDelete(DeleteBehavior.Restrict);
            shared.HasMany(c => c.Notes).WithOne().HasForeignKey(n => n.CouncilCaseId);
            shared.HasIndex(c => c.Reference).IsUnique();
            shared.HasIndex(c => new { c.CouncilId, c.Id }).IsDescending(false, true);
        });
        model.Entity<CouncilNote>(note =>
        {
            note.ToTable("council_notes");
            note.Property(n => n.Id).ValueGeneratedNever();
        });
        model.Entity<CouncilTie>(tie =>
        {
            tie.ToTable("council_ties");
            tie.HasKey(t => t.CouncilCaseId);
            tie.HasOne<CouncilCase>().WithOne().HasForeignKey<CouncilTie>(t => t.CouncilCaseId);
            tie.HasOne(t => t.Deviation).WithMany().HasForeignKey(t => t.DeviationId);
        });
    }

    private void MustBeOpen()
    {
        if (ClosedAt is not null) throw new RuleViolation("council-case.closed", "The council has ended it.");
    }
}

/// <summary>What a member said of a council case.</summary>
public sealed class CouncilNote
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid CouncilCaseId { get; private set; }
    public string Text { get; private set; } = "";
    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";

    /// <summary>The author's principal then; null for the house.</summary>
    public string? PartnerName { get; private set; }
    public DateTimeOffset At { get; private set; }

    internal static CouncilNote Of(string text, string? partnerName, Person by, DateTimeOffset now) => new() { Text = text.Trim(), ById = by.Id, ByName = by.Name, PartnerName = partnerName, At = now };
}

/// <summary>From which case a council case was written: for who handles that case, and its investigators alone once it is handed over.</summary>
public sealed class CouncilTie
{
    public Guid CouncilCaseId { get; private set; }
    public Guid DeviationId { get; private set; }
    public Deviation Deviation { get; private set; } = null!;

    internal static CouncilTie Of(CouncilCase shared, Deviation deviation) => new() { CouncilCaseId = shared.Id, DeviationId = deviation.Id, Deviation = deviation };
}
