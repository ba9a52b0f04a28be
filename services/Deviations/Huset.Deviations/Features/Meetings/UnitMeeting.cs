using System.Linq.Expressions;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Meetings;

/// <summary>What is kept of a unit's workplace meeting on a month's events: who wrote, what was said and decided. The events themselves are not kept in it.</summary>
public sealed class UnitMeeting
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string UnitCode { get; private set; } = "";

    /// <summary>First day of the month.</summary>
    public DateOnly Month { get; private set; }

    public DateOnly? HeldOn { get; private set; }
    public string? SecretaryName { get; private set; }

    /// <summary>The manager's own summary of the month, for all to see.</summary>
    public string? Summary { get; private set; }

    public string? Notes { get; private set; }
    public string WrittenByName { get; private set; } = "";
    public DateTimeOffset WrittenAt { get; private set; }
    public int Version { get; private set; }
    public List<MeetingLesson> Lessons { get; private set; } = [];
    public List<MeetingDecision> Decisions { get; private set; } = [];

    public static UnitMeeting Of(string unitCode, DateOnly month) => new() { UnitCode = unitCode, Month = month };

    public void Write(DateOnly? heldOn, string? secretary, string? summary, string? notes, Person by, DateTimeOffset now)
    {
        (HeldOn, SecretaryName, Summary, Notes) = (heldOn, Line(secretary), Named(summary, "summary"), Named(notes, "notes"));
        Change(by, now);
    }

    /// <summary>What the unit has learned of an event, in words that all may see; empty takes it away.</summary>
    public void Learn(Guid deviationId, string? text, Person by, DateTimeOffset now)
    {
        Lessons.RemoveAll(lesson => lesson.DeviationId == deviationId);
        if (Named(text, "learned") is { } learned) Lessons.Add(MeetingLesson.Of(deviationId, learned));
        Change(by, now);
    }

    public MeetingDecision Decide(string text, Person? owner, DateOnly? dueOn, Guid? actionId, Person by, DateTimeOffset now)
    {
        var decision = MeetingDecision.Of(now);
        Decisions.Add(decision);
        Decide(decision, text, owner, dueOn, actionId, false, by, now);
        return decision;
    }

    public void Decide(MeetingDecision decision, string text, Person? owner, DateOnly? dueOn, Guid? actionId, bool isDone, Person by, DateTimeOffset now)
    {
        decision.Write(Named(text, "text")!, owner, dueOn, actionId, isDone, now);
        Change(by, now);
    }

    /// <summary>"2026-11"; null for anything else, and for the calendar's first and last year, beside which there may be no month.</summary>
    public static DateOnly? MonthOf(string? text) => DateOnly.TryParseExact($"{text}-01", "yyyy-MM-dd", out var month) && month.Year is > 1 and < 9999 ? month : null;

    private void Change(Person by, DateTimeOffset now)
    {
        (WrittenByName, WrittenAt) = (by.Name, now);
        Version++;
    }

    // What is kept here is shown on a wall.
    private static string? Named(string? text, string field) =>
        IdentityNumbers.In(text).Any() ? throw new InvalidField(field, "It is shown to all and may hold no identity number.") : Line(text);

    private static string? Line(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What was learned of one event, in the manager's words.</summary>
public sealed class MeetingLesson
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid MeetingId { get; private set; }
    public Guid DeviationId { get; private set; }
    public string Text { get; private set; } = "";

    internal static MeetingLesson Of(Guid deviationId, string text) => new() { DeviationId = deviationId, Text = text };
}

/// <summary>Something that a meeting decided.</summary>
public sealed class MeetingDecision
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid MeetingId { get; private set; }
    public UnitMeeting Meeting { get; private set; } = null!;
    public string Text { get; private set; } = "";
    public string? OwnerId { get; private set; }
    public string? OwnerName { get; private set; }
    public DateOnly? DueOn { get; private set; }

    /// <summary>The action of a case that does it.</summary>
    public Guid? ActionId { get; private set; }

    public DateTimeOffset DecidedAt { get; private set; }
    public DateTimeOffset? DoneAt { get; private set; }

    internal static MeetingDecision Of(DateTimeOffset now) => new() { DecidedAt = now };

    internal void Write(string text, Person? owner, DateOnly? dueOn, Guid? actionId, bool isDone, DateTimeOffset now)
    {
        (Text, OwnerId, OwnerName, DueOn, ActionId) = (text, owner?.Id, owner?.Name, dueOn, actionId);
        DoneAt = isDone ? DoneAt ?? now : null;
    }
}

/// <summary>Where meetings lie.</summary>
public static class MeetingRows
{
    /// <param name="model">The model.</param>
    /// <param name="seen">Which units' meetings the user sees.</param>
    /// <param name="seenDecisions">The same of their decisions, which are also read on their own.</param>
    public static void HasMeetings(this ModelBuilder model, Expression<Func<UnitMeeting, bool>> seen, Expression<Func<MeetingDecision, bool>> seenDecisions)
    {
        model.Entity<UnitMeeting>(meeting =>
        {
            meeting.ToTable("unit_meetings");
            meeting.Property(m => m.Id).ValueGeneratedNever();
            meeting.Property(m => m.Version).IsConcurrencyToken();
            meeting.HasIndex(m => new { m.UnitCode, m.Month }).IsUnique();
            meeting.HasMany(m => m.Lessons).WithOne().HasForeignKey(l => l.MeetingId);
            meeting.HasMany(m => m.Decisions).WithOne(d => d.Meeting).HasForeignKey(d => d.MeetingId);
            meeting.HasQueryFilter(seen);
        });
        model.Entity<MeetingLesson>(lesson =>
        {
            lesson.ToTable("unit_meeting_lessons");
            lesson.Property(l => l.Id).ValueGeneratedNever();
            lesson.HasIndex(l => new { l.MeetingId, l.DeviationId }).IsUnique();
        });
        model.Entity<MeetingDecision>(decision =>
        {
            decision.ToTable("unit_meeting_decisions");
            decision.Property(d => d.Id).ValueGeneratedNever();
            decision.HasIndex(d => d.OwnerId).HasFilter("owner_id is not null");
            decision.HasQueryFilter(seenDecisions);
        });
    }
}
