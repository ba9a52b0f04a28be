using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Huset.ServiceDefaults.Access;

/// <summary>
/// Something about people, whose every reading and writing is logged. An entity that is one cannot be shown without the log:
/// an answer that was made from a row which the log was not told of is broken off before its first byte.
/// </summary>
public interface ICase
{
    /// <summary>The case's id.</summary>
    Guid Id { get; }

    /// <summary>What people call it: `AVV-2026-0001`.</summary>
    string Reference { get; }
}

/// <summary>The access log could not be written, so nothing is shown and nothing is stored: 503.</summary>
internal sealed class AccessLogUnavailable(Exception inner) : Exception("The access log cannot be written; without it nothing is shown.", inner)
{
    public const string Code = "access-log.unavailable";
}

/// <summary>
/// The request's pen in the access log. <see cref="Append{TCase}"/> before what is read is shown, <see cref="Add{TCase}"/> beside what is
/// written; the log is closed to everything else.
/// </summary>
public sealed class AccessLog(ServiceDbContext db, CurrentUser user, TimeProvider clock)
{
    private readonly List<AccessEntry> appended = [];
    private readonly List<AccessEntry> added = [];
    private string way = "system";

    /// <summary>
    /// Logs at once, in one row and one round trip, that these cases are about to be shown. No cases, no row: nothing is shown.
    /// </summary>
    /// <param name="action">Read, List or Export.</param>
    /// <param name="cases">Every case that is shown.</param>
    /// <param name="why">The permission that opens a case to the user, and its reach: `deviations.read/units`.</param>
    /// <param name="filters">Names of the filters that were used.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="Exception">503 `access-log.unavailable`: the row could not be written; show nothing.</exception>
    public async Task Append<TCase>(AccessAction action, IReadOnlyCollection<TCase> cases, Func<TCase, string> why, IEnumerable<string> filters, CancellationToken ct)
        where TCase : ICase
    {
        if (cases.Count == 0) return;
        await Append(Entry(action, cases, why, filters), ct);
        // What is logged need not be remembered: a file may hold a hundred thousand of them.
        var logged = cases.Select(shown => shown.Id).ToHashSet();
        db.CasesRead.RemoveAll(read => logged.Contains(read.Id));
    }

    /// <summary>The same of cases that are shown in part, by rows of theirs such as their actions.</summary>
    /// <param name="action">Read, List or Export.</param>
    /// <param name="parts">Every row that is shown.</param>
    /// <param name="of">Id and reference of the row's case, and the permission that opens the row to the user, with its reach.</param>
    /// <param name="filters">Names of the filters that were used.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="Exception">503 `access-log.unavailable`: the row could not be written; show nothing.</exception>
    public async Task AppendParts<TCase, TPart>(
        AccessAction action, IReadOnlyCollection<TPart> parts, Func<TPart, (Guid Id, string Reference, string Why)> of, IEnumerable<string> filters, CancellationToken ct)
        where TCase : ICase
    {
        var cases = parts.Select(of).DistinctBy(part => (part.Id, part.Why)).Select(part => new AccessSubject(part.Id.ToString(), part.Reference, part.Why)).ToList();
        if (cases.Count > 0) await Append(Entry(action, TypeOf<TCase>(), cases, filters), ct);
    }

    /// <summary>Logs a write in the same SaveChanges as the write: both are stored or neither.</summary>
    /// <param name="action">Create or Change.</param>
    /// <param name="written">The case that is written.</param>
    /// <param name="why">The permission that lets the user write it, and its reach.</param>
    public void Add<TCase>(AccessAction action, TCase written, string why) where TCase : ICase => AddMany(action, [written], _ => why);

    /// <summary>The same of many that are written at once, such as the rows of a file: in one row, and none when nothing is written.</summary>
    /// <param name="action">Create or Change.</param>
    /// <param name="written">The cases that are written.</param>
    /// <param name="why">The permission that lets the user write each, and its reach.</param>
    public void AddMany<TCase>(AccessAction action, IReadOnlyCollection<TCase> written, Func<TCase, string> why) where TCase : ICase
    {
        if (written.Count == 0) return;
        var entry = Entry(action, written, why, []);
        db.Add(entry);
        added.Add(entry);
    }

    internal async Task Append(AccessEntry entry, CancellationToken ct)
    {
        await Insert(entry, ct);
        appended.Add(entry);
    }

    /// <summary>A row about something that is no case, such as the log itself.</summary>
    internal AccessEntry Entry(AccessAction action, string subjectType, IReadOnlyCollection<AccessSubject> subjects, IEnumerable<string> filters) =>
        AccessEntry.Of(user, way, Activity.Current?.TraceId.ToString() ?? "", clock.GetUtcNow(), action, subjectType, subjects, filters);

    /// <summary>The request's transaction was undone, but what was read in it is shown all the same (a form that is shown again).</summary>
    internal async Task AppendAgain(CancellationToken ct)
    {
        foreach (var entry in appended) await Insert(entry, ct);
    }

    /// <summary>From here on it is a request; its answer is watched.</summary>
    internal void Watch(HttpContext http)
    {
        way = http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null ? "api" : "page";
        http.Response.OnStarting(() =>
        {
            // An error tells nothing of a case.
            if (http.Response.StatusCode >= StatusCodes.Status400BadRequest || db.CasesRead.Count == 0) return Task.CompletedTask;
            var logged = appended.Concat(added.Where(entry => entry.Id != 0)).SelectMany(entry => entry.SubjectIds).ToHashSet();
            return db.CasesRead.FirstOrDefault(read => !logged.Contains(read.Id.ToString())) is { } forgotten
                ? throw new InvalidOperationException($"{http.Request.Method} {http.GetEndpoint()?.DisplayName} would show a {forgotten.GetType().Name} that it has not told the access log of.")
                : Task.CompletedTask;
        });
    }

    private AccessEntry Entry<TCase>(AccessAction action, IReadOnlyCollection<TCase> cases, Func<TCase, string> why, IEnumerable<string> filters) where TCase : ICase =>
        Entry(action, TypeOf<TCase>(), [.. cases.Select(shown => new AccessSubject(shown.Id.ToString(), shown.Reference, why(shown)))], filters);

    private static string TypeOf<TCase>() => JsonNamingPolicy.KebabCaseLower.ConvertName(typeof(TCase).Name);

    // By hand and not by SaveChanges, which would also store what the reader has not asked to store.
    private async Task Insert(AccessEntry entry, CancellationToken ct)
    {
        try
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into access_log (at, user_id, user_name, home_unit, roles, action, subject_type, subject_ids, subject_references, why, way, filters, trace_id)
                values ({entry.At}, {entry.UserId}, {entry.UserName}, {entry.HomeUnit}, {entry.Roles}, {Kebab.Of(entry.Action)}, {entry.SubjectType},
                    {entry.SubjectIds}, {entry.SubjectReferences}, {entry.Why}, {entry.Way}, {entry.Filters}, {entry.TraceId})
                """, ct);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException { InnerException: DbException } or TimeoutException)
        {
            throw new AccessLogUnavailable(e);
        }
    }
}

/// <summary>Notes every case that a query brings to memory.</summary>
internal sealed class NoteCasesRead : IMaterializationInterceptor
{
    public static readonly NoteCasesRead Instance = new();

    public object InitializedInstance(MaterializationInterceptionData materializationData, object instance)
    {
        if (instance is ICase read && materializationData.Context is ServiceDbContext db) db.CasesRead.Add(read);
        return instance;
    }
}
