using Huset.ServiceDefaults.Identity;
using Npgsql;

namespace Huset.ServiceDefaults.Access;

/// <summary>What was done with what was shown or written.</summary>
public enum AccessAction
{
    /// <summary>One case was read.</summary>
    Read,

    /// <summary>A page of a list was shown; the row names every case on it.</summary>
    List,

    /// <summary>Cases left the house as a file.</summary>
    Export,

    /// <summary>A case began, such as a report.</summary>
    Create,

    /// <summary>A case was changed.</summary>
    Change,
}

/// <summary>
/// A row of the access log: who saw or wrote which cases, when, where from and by which right (HSLF-FS 2016:40 ch. 4; SoLPuL 10 §).
/// It is added and never changed; <see cref="AccessSeal"/> chains it.
/// </summary>
public sealed class AccessEntry
{
    /// <summary>Grows with time; a number may be missing where a request was undone.</summary>
    public long Id { get; private set; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The person's id (`sub`).</summary>
    public string UserId { get; private set; } = "";

    /// <summary>The person's name at that time.</summary>
    public string UserName { get; private set; } = "";

    /// <summary>Code of the unit where the person worked at that time; empty for none.</summary>
    public string HomeUnit { get; private set; } = "";

    /// <summary>The person's roles at that time.</summary>
    public string[] Roles { get; private set; } = [];

    /// <summary>What was done.</summary>
    public AccessAction Action { get; private set; }

    /// <summary>Kind of case: `deviation`.</summary>
    public string SubjectType { get; private set; } = "";

    /// <summary>Ids of the cases that were shown or written.</summary>
    public string[] SubjectIds { get; private set; } = [];

    /// <summary>Their references, in the same order: `AVV-2026-0001`.</summary>
    public string[] SubjectReferences { get; private set; } = [];

    /// <summary>The permissions that opened them and how far each reached: `deviations.read/units`.</summary>
    public string[] Why { get; private set; } = [];

    /// <summary>`page`, `api` or `system`.</summary>
    public string Way { get; private set; } = "";

    /// <summary>Names of the filters that were used, never what was looked for.</summary>
    public string[] Filters { get; private set; } = [];

    /// <summary>W3C trace id of the request; empty for none.</summary>
    public string TraceId { get; private set; } = "";

    /// <summary>The columns, in the order that <see cref="Read"/> takes them.</summary>
    internal const string Columns =
        "l.id, l.at, l.user_id, l.user_name, l.home_unit, l.roles, l.action, l.subject_type, l.subject_ids, l.subject_references, l.why, l.way, l.filters, l.trace_id";

    internal static AccessEntry Read(NpgsqlDataReader row, int first) => new()
    {
        Id = row.GetInt64(first),
        At = row.GetFieldValue<DateTimeOffset>(first + 1),
        UserId = row.GetString(first + 2),
        UserName = row.GetString(first + 3),
        HomeUnit = row.GetString(first + 4),
        Roles = row.GetFieldValue<string[]>(first + 5),
        Action = Kebab.Parse<AccessAction>(row.GetString(first + 6)),
        SubjectType = row.GetString(first + 7),
        SubjectIds = row.GetFieldValue<string[]>(first + 8),
        SubjectReferences = row.GetFieldValue<string[]>(first + 9),
        Why = row.GetFieldValue<string[]>(first + 10),
        Way = row.GetString(first + 11),
        Filters = row.GetFieldValue<string[]>(first + 12),
        TraceId = row.GetString(first + 13),
    };

    internal static AccessEntry Of(
        CurrentUser user, string way, string traceId, DateTimeOffset at, AccessAction action, string subjectType,
        IReadOnlyCollection<AccessSubject> subjects, IEnumerable<string> filters) => new()
        {
            At = at,
            UserId = user.Id,
            UserName = user.Name,
            HomeUnit = user.HomeUnit ?? "",
            Roles = [.. user.Roles],
            Action = action,
            SubjectType = subjectType,
            SubjectIds = [.. subjects.Select(subject => subject.Id)],
            SubjectReferences = [.. subjects.Select(subject => subject.Reference)],
            Why = [.. subjects.Select(subject => subject.Why).Distinct()],
            Way = way,
            Filters = [.. filters],
            TraceId = traceId,
        };
}

/// <summary>One case of a row in the access log.</summary>
/// <param name="Id">The case's id.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Why">The permission that opened it and its reach: `deviations.read/units`.</param>
internal sealed record AccessSubject(string Id, string Reference, string Why);

/// <summary>A log row's place in its month's chain. See <see cref="AccessChain"/> for what the hash is made of.</summary>
public sealed class AccessSeal
{
    /// <summary>First day of the Swedish month when the row was sealed.</summary>
    public DateOnly Month { get; private set; }

    /// <summary>From 1 in each month, without a gap.</summary>
    public long Number { get; private set; }

    /// <summary>The log row.</summary>
    public long EntryId { get; private set; }

    /// <summary>SHA-256 of the hash before and the row.</summary>
    public byte[] Hash { get; private set; } = [];
}

/// <summary>A log row that waits for its seal; kept by a trigger, so that a row is sealed also when the process died after writing it.</summary>
public sealed class AccessUnsealed
{
    /// <summary>The log row.</summary>
    public long EntryId { get; private set; }
}

/// <summary>What a review of the log came to.</summary>
public enum AccessFinding
{
    /// <summary>Nothing that calls for more.</summary>
    None,

    /// <summary>Something must be followed up; the note says what.</summary>
    FollowUp,
}

/// <summary>A documented check of the log by the responsible person: what was looked at and found, signed and never changed.</summary>
public sealed class AccessReview
{
    /// <summary>Id of the review.</summary>
    public Guid Id { get; private set; } = Guid.CreateVersion7();

    /// <summary>First day looked at.</summary>
    public DateOnly PeriodFrom { get; private set; }

    /// <summary>The day after the last looked at.</summary>
    public DateOnly PeriodTo { get; private set; }

    /// <summary>What was looked at, in words.</summary>
    public string LookedAt { get; private set; } = "";

    /// <summary>What it came to.</summary>
    public AccessFinding Finding { get; private set; }

    /// <summary>What must be followed up, or another remark; empty for none.</summary>
    public string Note { get; private set; } = "";

    /// <summary>The chain's last seal at signing: its month.</summary>
    public DateOnly SealMonth { get; private set; }

    /// <summary>The chain's last seal at signing: its number.</summary>
    public long SealNumber { get; private set; }

    /// <summary>The chain's last seal at signing: its hash, which pins every row before it.</summary>
    public byte[] SealHash { get; private set; } = [];

    /// <summary>Who signed, by id.</summary>
    public string SignedBy { get; private set; } = "";

    /// <summary>Who signed, by name.</summary>
    public string SignedByName { get; private set; } = "";

    /// <summary>When, UTC.</summary>
    public DateTimeOffset SignedAt { get; private set; }

    internal static AccessReview Sign(
        DateOnly from, DateOnly to, string lookedAt, AccessFinding finding, string note, AccessSeal last, CurrentUser user, DateTimeOffset now) => new()
        {
            PeriodFrom = from,
            PeriodTo = to,
            LookedAt = lookedAt.Trim(),
            Finding = finding,
            Note = note.Trim(),
            SealMonth = last.Month,
            SealNumber = last.Number,
            SealHash = last.Hash,
            SignedBy = user.Id,
            SignedByName = user.Name,
            SignedAt = now,
        };
}

/// <summary>A month that was taken away when its time had passed; the chain of the next month goes on from its last hash.</summary>
public sealed class AccessRemoval
{
    /// <summary>First day of the month.</summary>
    public DateOnly Month { get; private set; }

    /// <summary>How many rows it had.</summary>
    public long Rows { get; private set; }

    /// <summary>Hash of its last seal.</summary>
    public byte[] LastHash { get; private set; } = [];

    /// <summary>When it was taken away, UTC.</summary>
    public DateTimeOffset RemovedAt { get; private set; }
}

/// <summary>How long the log is kept, from a day on; the newest row that has begun applies.</summary>
public sealed class AccessRetention
{
    /// <summary>First day that it applies.</summary>
    public DateOnly ValidFrom { get; private set; }

    /// <summary>Years that a row is kept at least.</summary>
    public int Years { get; private set; }

    /// <summary>The rule that says so.</summary>
    public string Source { get; private set; } = "";
}
