using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;

namespace Huset.Competence.Features.Delegations;

public static class ListDelegations
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "task"), StringLength(64), Example("insulin"), Description("Uppgiften, en kod ur delegation-tasks. / The task, a code of delegation-tasks.")]
        public string? Task { get; set; }

        [FromQuery(Name = "status"), OneOf<DelegationStatus>, Description("Var den står i dag. / Where it stands today.")]
        public string? Status { get; set; }

        [FromQuery(Name = "employeeId"), Description("Vem som har den. / Who has it.")]
        public Guid? EmployeeId { get; set; }

        [FromQuery(Name = "delegatorId"), Description("Vem som gav den. / Who gave it.")]
        public Guid? DelegatorId { get; set; }

        [FromQuery(Name = "endsWithin"), Range(0, 3660), Example("60"), Description("Gäller i dag och slutar inom så många dagar. / Applies today and ends within so many days.")]
        public int? EndsWithin { get; set; }

        [FromQuery(Name = "q"), StringLength(200), Example("Anna"), Description("En del av namnet på den som har den. / A part of the name of who has it.")]
        public string? Q { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json: en sida; csv: hela urvalet. Utan format gäller Accept. / json: a page; csv: the whole selection. Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    private static readonly string[] Columns = ["id", "employee", "employeeRole", "delegator", "delegatorRole", "task", "unitCode", "clientScope", "validFrom", "validTo", "testPassedOn", "status", "inForce", "delegatorSignedAt", "recipientSignedAt", "endedReason"];

    public static void Map(RouteGroupBuilder delegations, RouteGroupBuilder me)
    {
        delegations.MapGet("/", async Task<Results<Ok<ListOf<DelegationView>>, PushStreamHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            request.FormatOf(query.Format, "json", "csv") == "csv"
                ? Formats.CsvInParts("delegeringar.csv", Columns, handler.InParts(query, ct), Cells, ct)
                : TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.ReadDelegations)
            .Produces<string>(200, "text/csv")
            .WithExample("text/csv", $"{string.Join(';', Columns)}\r\n")
            .WithName("listDelegations")
            .WithSummary("Lista delegeringar / List delegations")
            .WithDescription("Dina egna, de som du har gett, och de på dina enheter; för MAS alla. De som väntar på underskrift först, sedan de som går ut först. / Your own, those that you have given, and those of your units; for MAS all. Those that wait for a signature first, then those that end first.");
        delegations.MapGet("/{id:guid}", async Task<Results<Ok<DelegationView>, NotFound>> ([Description("Delegeringens id. / Id of the delegation.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } delegation) return TypedResults.NotFound();
                response.SetETag(delegation.Version);
                return TypedResults.Ok(delegation);
            })
            .RequireAuthorization(Permissions.ReadDelegations)
            .GivesETag()
            .WithName("readDelegation")
            .WithSummary("Läs en delegering / Read a delegation")
            .WithDescription("Med båda underskrifterna, och varför den upphörde om den har gjort det. / With both signatures, and why it ended if it has.");
        me.MapGet("/delegations", async Task<Ok<ListOf<DelegationView>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok(await handler.Mine(query, request, ct)))
            .RequireAuthorization(Permissions.SignDelegation)
            .WithTags("delegations")
            .WithName("listMyDelegations")
            .WithSummary("Vad är jag delegerad? / What am I delegated?")
            .WithDescription("De som du har fått: först de som väntar på din underskrift, sedan de som gäller, sist de som är över. / Those given to you: first those that wait for your signature, then those that apply, last those that are over.");
    }

    private static object?[] Cells(DelegationView row) =>
    [
        row.Id, row.Employee, row.EmployeeRole, row.Delegator, row.DelegatorRole, row.Task, row.UnitCode, row.ClientScope, row.ValidFrom, row.ValidTo, row.TestPassedOn, row.Status, row.InForce, row.DelegatorSignedAt,
        row.RecipientSignedAt, row.EndedReason,
    ];

    public sealed class Handler(CompetenceDb db, DelegationWork work, UnitTree units)
    {
        public async Task<ListOf<DelegationView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rules = await work.Rules(ct);
            return (await Selected(query).ToListOf(query, request, ct)).Select(delegation => DelegationView.Of(delegation, rules, work.Today));
        }

        /// <summary>The whole selection, which someone has made small.</summary>
        public async Task<IReadOnlyList<DelegationView>> All(Query query, CancellationToken ct)
        {
            var rules = await work.Rules(ct);
            return [.. (await Selected(query).ToListAsync(ct)).Select(delegation => DelegationView.Of(delegation, rules, work.Today))];
        }

        /// <summary>The whole selection, for a file.</summary>
        public IAsyncEnumerable<IReadOnlyList<DelegationView>> InParts(Query query, CancellationToken ct) => Selected(query).Select(delegation => delegation.Id).InParts(
            async ids =>
            {
                var rules = await work.Rules(ct);
                return await db.Delegations.AsNoTracking().Where(delegation => ids.Contains(delegation.Id)).ToDictionaryAsync(delegation => delegation.Id, delegation => DelegationView.Of(delegation, rules, work.Today), ct);
            },
            ct);

        public async Task<DelegationView?> Read(Guid id, CancellationToken ct) =>
            await db.Delegations.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is { } delegation ? DelegationView.Of(delegation, await work.Rules(ct), work.Today) : null;

        /// <summary>The user's own; those that are over come last, newest first.</summary>
        public async Task<ListOf<DelegationView>> Mine(ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            var (me, today, rules) = ((await work.Me(ct))?.Id ?? Guid.Empty, work.Today, await work.Rules(ct));
            var rows = db.Delegations.AsNoTracking().Where(d => d.EmployeeId == me);
            return (await Sorted(rows, today).ToListOf(query, request, ct)).Select(delegation => DelegationView.Of(delegation, rules, today));
        }

        /// <summary>Who has given what the user may see, by name, for a filter.</summary>
        public async Task<IReadOnlyList<(Guid Id, string Name)>> Delegators(CancellationToken ct) =>
            [.. (await db.Delegations.AsNoTracking().Select(d => new { d.DelegatorId, d.DelegatorName }).Distinct().ToListAsync(ct))
                .DistinctBy(one => one.DelegatorId).OrderBy(one => one.DelegatorName, StringComparer.Create(Ui.Texts.Swedish, ignoreCase: true)).Select(one => (one.DelegatorId, one.DelegatorName))];

        private IQueryable<Delegation> Selected(Query query)
        {
            var today = work.Today;
            var rows = db.Delegations.AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(d => codes.Contains(d.UnitCode));
            }
            if (query.Task is { Length: > 0 } task) rows = rows.Where(d => d.Task == task);
            if (query.EmployeeId is { } employee) rows = rows.Where(d => d.EmployeeId == employee);
            if (query.DelegatorId is { } delegator) rows = rows.Where(d => d.DelegatorId == delegator);
            if (query.EndsWithin is { } days)
            {
                var last = today.AddDays(days);
                rows = rows.Where(d => d.Status == DelegationStatus.Active && d.ValidFrom <= today && d.ValidTo > today && d.ValidTo <= last);
            }
            if (query.Q?.Trim() is { Length: > 0 } q)
            {
                var part = Like.Part(q);
                rows = rows.Where(d => EF.Functions.ILike(d.EmployeeName, part, Like.Escape));
            }
            if (Lists.Choice<DelegationStatus>(query.Status, "status") is { } status)
            {
                // What has run out is so by its day, also before that is written down.
                rows = status switch
                {
                    DelegationStatus.Expired => rows.Where(d => d.Status == DelegationStatus.Expired || ((d.Status == DelegationStatus.Draft || d.Status == DelegationStatus.Active) && d.ValidTo <= today)),
                    DelegationStatus.Draft or DelegationStatus.Active => rows.Where(d => d.Status == status && d.ValidTo > today),
                    _ => rows.Where(d => d.Status == status),
                };
            }
            return Sorted(rows, today);
        }

        private static IQueryable<Delegation> Sorted(IQueryable<Delegation> rows, DateOnly today) => rows
            .OrderBy(d => d.ValidTo <= today ? 2 : d.Status == DelegationStatus.Draft ? 0 : d.Status == DelegationStatus.Active ? 1 : 2)
            .ThenBy(d => (d.Status == DelegationStatus.Draft || d.Status == DelegationStatus.Active) && d.ValidTo > today ? d.ValidTo : DateOnly.MaxValue)
            .ThenByDescending(d => d.Id);
    }
}
