using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.ServiceDefaults.Limits;

/// <summary>
/// One version of something that the law or the municipality may change: a figure, a deadline, what an investigation must hold. A change is a new
/// version from a day; what has applied stays as it was, with its source and who has checked it.
/// </summary>
public abstract class DatedVersion
{
    /// <summary>Id of the version.</summary>
    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>Where it is written, or whose it is.</summary>
    public string Source { get; protected init; } = "";

    /// <summary>First day of the version.</summary>
    public DateOnly ValidFrom { get; protected init; }

    /// <summary>First day that it no longer applies; null while nothing has ended it. On its first day: it has never applied.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Who set it.</summary>
    public string SetByName { get; protected init; } = "";

    /// <summary>When it was set, UTC.</summary>
    public DateTimeOffset SetAt { get; protected init; }

    /// <summary>Who has checked that it says what its source says; nobody yet when null.</summary>
    public string? VerifiedByName { get; private set; }

    /// <summary>When it was checked, UTC.</summary>
    public DateTimeOffset? VerifiedAt { get; private set; }

    /// <summary>Grows with each change.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Whether it is the version of that day.</summary>
    public bool AppliesOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day < ValidTo);

    /// <summary>The last day has been before this one.</summary>
    /// <exception cref="RuleViolation">409 `rule.ended`.</exception>
    public void End(DateOnly validTo)
    {
        if (ValidTo <= validTo) throw new RuleViolation("rule.ended", "It has ended by then.");
        ValidTo = validTo < ValidFrom ? ValidFrom : validTo;
        Version++;
    }

    /// <summary>Someone has read the source and says that it is right.</summary>
    public void Verify(string byName, DateTimeOffset now) => (VerifiedByName, VerifiedAt, Version) = (byName, now, Version + 1);
}

/// <summary>What is done with dated versions, for page and API.</summary>
public static class DatedVersions
{
    /// <summary>Saves a version, which applies from its first day instead of the one of its kind that applied then.</summary>
    /// <param name="db">The service's database.</param>
    /// <param name="version">The new one.</param>
    /// <param name="same">Every version of the same thing. A unique index of the thing and its first day decides between two who set the first at once.</param>
    /// <param name="today">The Swedish day.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="InvalidField">400: validFrom.</exception>
    /// <exception cref="RuleViolation">409 `rule.later-version`.</exception>
    public static async Task SetVersion<T>(this DbContext db, T version, IQueryable<T> same, DateOnly today, CancellationToken ct) where T : DatedVersion
    {
        if (version.ValidFrom < today) throw new InvalidField("validFrom", "A version begins today at the earliest.");
        var known = await same.ToListAsync(ct);
        if (known.Exists(other => other.ValidFrom >= version.ValidFrom && other.ValidTo != other.ValidFrom)) throw Later();
        known.Find(other => other.AppliesOn(version.ValidFrom))?.End(version.ValidFrom);
        db.Add(version);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Someone set one in the same moment: the first of its kind, or instead of the same earlier one.
            throw Later();
        }
    }

    /// <summary>Ends a version without another in its place; null when there is no such version.</summary>
    /// <exception cref="InvalidField">400: validTo lies before today.</exception>
    /// <exception cref="RuleViolation">409 `rule.ended`.</exception>
    public static async Task<T?> EndVersion<T>(this DbContext db, Guid id, DateOnly validTo, Action<int> checkVersion, DateOnly today, CancellationToken ct) where T : DatedVersion
    {
        if (await db.FindVersion<T>(id, ct) is not { } version) return null;
        checkVersion(version.Version);
        if (validTo < today) throw new InvalidField("validTo", "It ends today at the earliest.");
        version.End(validTo);
        await db.SaveChangesAsync(ct);
        return version;
    }

    /// <summary>Keeps that someone has checked a version against its source; null when there is no such version.</summary>
    public static async Task<T?> VerifyVersion<T>(this DbContext db, Guid id, Action<int> checkVersion, string byName, DateTimeOffset now, CancellationToken ct) where T : DatedVersion
    {
        if (await db.FindVersion<T>(id, ct) is not { } version) return null;
        checkVersion(version.Version);
        version.Verify(byName, now);
        await db.SaveChangesAsync(ct);
        return version;
    }

    /// <summary>A version; null when there is none.</summary>
    public static Task<T?> FindVersion<T>(this DbContext db, Guid id, CancellationToken ct) where T : DatedVersion => db.Set<T>().FirstOrDefaultAsync(version => version.Id == id, ct);

    /// <summary>409 `rule.later-version`: what was to be replaced has been replaced already.</summary>
    public static RuleViolation Later() => new("rule.later-version", "A version from that day or later is set already.");
}
