using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults.Access;

/// <summary>Who saw and wrote which cases. To look is logged too.</summary>
public static class ListAccess
{
    private const int MostInFile = 10_000;

    /// <summary>What the log calls itself.</summary>
    public const string SubjectType = "access-log";

    /// <summary>Which rows are asked for.</summary>
    public sealed class Query
    {
        /// <summary>Id of the person.</summary>
        [FromQuery(Name = "user"), Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f"), StringLength(200), Description("Bara det som personen med detta id har gjort. / Only what the person with this id has done.")]
        public string? User { get; set; }

        /// <summary>Id or reference of a case.</summary>
        [FromQuery(Name = "subject"), Example("AVV-2026-0001"), StringLength(200), Description("Bara rader om ärendet med detta id eller nummer. / Only rows of the case with this id or reference.")]
        public string? Subject { get; set; }

        /// <summary>What was done.</summary>
        [FromQuery(Name = "action"), OneOf<AccessAction>, Description("Vad som gjordes: read, list, export, create eller change. / What was done.")]
        public string? Action { get; set; }

        /// <summary>First Swedish day.</summary>
        [FromQuery(Name = "from"), Example("2026-11-01"), Description("Denna dag eller senare, svensk tid. / This day or later, Swedish time.")]
        public DateOnly? From { get; set; }

        /// <summary>The day after the last Swedish day.</summary>
        [FromQuery(Name = "to"), Example("2026-12-01"), Description("Före denna dag, svensk tid. / Before this day, Swedish time.")]
        public DateOnly? To { get; set; }

        /// <summary>Id of the last row of the page before.</summary>
        [FromQuery(Name = "before"), Range(1, long.MaxValue), Description("Rader äldre än raden med detta id: sista raden på sidan före. / Rows older than the row with this id: the last of the page before.")]
        public long? Before { get; set; }

        /// <summary>Rows a page, 1 to 100.</summary>
        [FromQuery(Name = "limit"), Range(1, 100), DefaultValue(20), Description("Rader per sida, 1 till 100. / Rows a page, 1 to 100.")]
        public int? Limit { get; set; }

        /// <summary>So many rows by chance instead of a page.</summary>
        [FromQuery(Name = "sample"), Range(1, 100), Description("Ett stickprov: så många rader ur urvalet, dragna på måfå. / A sample: so many rows of the selection, drawn at random.")]
        public int? Sample { get; set; }

        /// <summary>json or csv.</summary>
        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json: en sida; csv: hela urvalet, högst 10 000 rader. Utan format gäller Accept. / json: a page; csv: the whole selection, 10,000 rows at most. Without it, Accept decides.")]
        public string? Format { get; set; }

        internal IEnumerable<string> Used => new (string Name, bool Used)[]
        {
            ("user", !string.IsNullOrEmpty(User)), ("subject", !string.IsNullOrEmpty(Subject)), ("action", !string.IsNullOrEmpty(Action)),
            ("from", From is not null), ("to", To is not null), ("sample", Sample is not null),
        }.Where(filter => filter.Used).Select(filter => filter.Name);
    }

    /// <summary>A case that a row tells of.</summary>
    public sealed record Subject(
        [property: Description("Ärendets id. / Id of the case.")][property: Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")] string Id,
        [property: Description("Ärendets nummer. / The case's reference.")][property: Example("AVV-2026-0001")] string Reference);

    /// <summary>A row of the log.</summary>
    public sealed record Row(
        [property: Description("Radens id. / Id of the row.")] long Id,
        [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At,
        [property: Description("Personens id. / Id of the person.")][property: Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")] string UserId,
        [property: Description("Personens namn då. / The person's name at that time.")][property: Example("Karin Testsson")] string UserName,
        [property: Description("Koden för enheten där personen arbetade då; tom om ingen. / Code of the unit where the person worked at that time; empty for none.")][property: Example("norrangen")] string HomeUnit,
        [property: Description("Personens roller då. / The person's roles at that time.")][property: Example("enhetschef", "medarbetare")] IReadOnlyList<string> Roles,
        [property: Description("Vad som gjordes. / What was done.")] AccessAction Action,
        [property: Description("Slag av ärende; access-log är loggen själv. / Kind of case; access-log is the log itself.")][property: Example("deviation")] string SubjectType,
        [property: Description("Ärendena som visades eller skrevs. / The cases that were shown or written.")] IReadOnlyList<Subject> Subjects,
        [property: Description("Behörigheterna som öppnade dem och hur långt de räckte. / The permissions that opened them and their reach.")][property: Example("deviations.read: units")] IReadOnlyList<string> Why,
        [property: Description("page, api eller system. / page, api or system.")][property: Example("page")] string Way,
        [property: Description("Namnen på de filter som användes. / Names of the filters that were used.")][property: Example("unitCode", "from")] IReadOnlyList<string> Filters,
        [property: Description("Anropets spårnummer. / Trace id of the request.")][property: Example("0af7651916cd43dd8448eb211c80319c")] string TraceId,
        [property: Description("Radens plats i kedjan, månad och nummer; saknas den första sekunden. / The row's place in the chain, month and number; absent for the first second.")][property: Example("2026-11/42")] string? Seal);

    /// <summary>A page of the log, newest first.</summary>
    public sealed record Page(
        [property: Description("Sidans rader, nyast först. / The page's rows, newest first.")] IReadOnlyList<Row> Items,
        [property: Description("Rader per sida. / Rows a page.")] int Limit,
        [property: Description("Nästa sidas adress; saknas på den sista. / Address of the next page; absent on the last.")][property: Example("/deviations/v1/access-log?before=41")] string? Next);

    internal static void Map(RouteGroupBuilder log) => log
        .MapGet("/", async Task<Results<Ok<Page>, FileContentHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            request.FormatOf(query.Format, "json", "csv") == "csv"
                ? TypedResults.File(Csv(await handler.All(query, ct)), Formats.Csv, "atkomstlogg.csv")
                : TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(CommonPermissions.ReadAccessLog)
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "id;at;userId;userName;homeUnit;roles;action;subjectType;references;subjects;why;way;filters;traceId;seal\r\n42;2026-11-20T07:12:00.0000000Z;0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f;Karin Testsson;norrangen;enhetschef;read;deviation;AVV-2026-0001;0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f;deviations.read: units;page;;0af7651916cd43dd8448eb211c80319c;2026-11/42\r\n")
        .WithSummary("Läs åtkomstloggen / Read the access log")
        .WithDescription("Vem som har sett och skrivit vilka ärenden, nyast först. Utan from gäller de senaste 30 dagarna. Att läsa loggen loggas också. / Who has seen and written which cases, newest first. Without from, the last 30 days. To read the log is logged too.");

    /// <summary>Reads the log for page and API, and logs that it was read.</summary>
    public sealed class Handler(ServiceDbContext db, AccessLog access, TimeProvider clock)
    {
        /// <summary>A page, or a sample when the query asks for one.</summary>
        public async Task<Page> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var limit = query.Limit ?? 20;
            var rows = Selected(query);
            if (query.Sample is { } sample)
            {
                // Drawn among the ids, so that the rows themselves need not be read.
                var drawn = await rows.Select(entry => entry.Id).OrderBy(_ => EF.Functions.Random()).Take(sample).ToListAsync(ct);
                var sampled = await Read(db.AccessEntries.Where(entry => drawn.Contains(entry.Id)).OrderByDescending(entry => entry.At), ct);
                return new(await Logged(AccessAction.List, sampled, query, ct), sample, null);
            }
            if (query.Before is { } before)
            {
                var at = await db.AccessEntries.Where(entry => entry.Id == before).Select(entry => (DateTimeOffset?)entry.At).FirstOrDefaultAsync(ct)
                    ?? throw new InvalidField("before", "There is no such row.");
                rows = rows.Where(entry => EF.Functions.LessThan(ValueTuple.Create(entry.At, entry.Id), ValueTuple.Create(at, before)));
            }
            var page = await Read(rows.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(limit + 1), ct);
            var items = await Logged(AccessAction.List, page.Take(limit).ToList(), query, ct);
            return new(items, limit, page.Count > limit && request is not null ? request.AddressWith("before", items[^1].Id) : null);
        }

        /// <summary>Every row of the selection, for a file.</summary>
        public async Task<IReadOnlyList<Row>> All(Query query, CancellationToken ct)
        {
            var all = await Read(Selected(query).OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(MostInFile + 1), ct);
            if (all.Count > MostInFile) throw new InvalidField("from", $"The selection has more than {MostInFile} rows; choose a shorter time.");
            return await Logged(AccessAction.Export, all, query, ct);
        }

        private IQueryable<AccessEntry> Selected(Query query)
        {
            var rows = query.Subject is { Length: > 0 } subject
                ? db.AccessEntries.FromSql($"select * from access_log where access_log_subjects(subject_ids, subject_references) @> array[{subject}]")
                : db.AccessEntries;
            if (query.User is { Length: > 0 } user) rows = rows.Where(entry => entry.UserId == user);
            if (Lists.Choice<AccessAction>(query.Action, "action") is { } action) rows = rows.Where(entry => entry.Action == action);
            var from = SwedishTime.StartOf(query.From ?? (query.To ?? SwedishTime.Today(clock)).AddDays(-30));
            rows = rows.Where(entry => entry.At >= from);
            return query.To is { } day && SwedishTime.StartOf(day) is var to ? rows.Where(entry => entry.At < to) : rows;
        }

        private async Task<List<Row>> Read(IQueryable<AccessEntry> rows, CancellationToken ct)
        {
            var found = await rows.AsNoTracking().ToListAsync(ct);
            var ids = found.Select(entry => entry.Id).ToList();
            var seals = await db.Set<AccessSeal>().AsNoTracking().Where(seal => ids.Contains(seal.EntryId)).ToDictionaryAsync(seal => seal.EntryId, ct);
            return [.. found.Select(entry => View(entry, seals.GetValueOrDefault(entry.Id)))];
        }

        private async Task<IReadOnlyList<Row>> Logged(AccessAction action, IReadOnlyList<Row> rows, Query query, CancellationToken ct)
        {
            if (rows.Count == 0) return rows;
            var subjects = rows.Select(row => row.Id.ToString(CultureInfo.InvariantCulture)).Select(id => new AccessSubject(id, id, $"{CommonPermissions.ReadAccessLog}/all"));
            await access.Append(access.Entry(action, SubjectType, [.. subjects], query.Used), ct);
            return rows;
        }

        private static Row View(AccessEntry entry, AccessSeal? seal) => new(
            entry.Id, entry.At, entry.UserId, entry.UserName, entry.HomeUnit, entry.Roles, entry.Action, entry.SubjectType,
            [.. entry.SubjectIds.Zip(entry.SubjectReferences, (id, reference) => new Subject(id, reference))],
            entry.Why, entry.Way, entry.Filters, entry.TraceId, seal is null ? null : string.Create(CultureInfo.InvariantCulture, $"{seal.Month:yyyy-MM}/{seal.Number}"));
    }

    private static byte[] Csv(IReadOnlyList<Row> rows) => Formats.ToCsv(
        ["id", "at", "userId", "userName", "homeUnit", "roles", "action", "subjectType", "references", "subjects", "why", "way", "filters", "traceId", "seal"],
        rows.Select(row => new object?[]
        {
            row.Id, row.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), row.UserId, row.UserName, row.HomeUnit,
            string.Join(' ', row.Roles), row.Action, row.SubjectType, string.Join(' ', row.Subjects.Select(subject => subject.Reference)),
            string.Join(' ', row.Subjects.Select(subject => subject.Id)), string.Join(' ', row.Why), row.Way, string.Join(' ', row.Filters), row.TraceId, row.Seal,
        }));
}
