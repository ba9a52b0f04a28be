using System.ComponentModel;
using System.Runtime.CompilerServices;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Actions;

public static class ListActions
{
    /// <summary>Every status before the effect is checked.</summary>
    public const string Open = "open";

    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "owner"), OneOf("me"), Description("me: bara de som du själv äger. / me: only those that you own.")]
        public string? Owner { get; set; }

        [FromQuery(Name = "status"), OneOf(Open, "proposed", "planned", "completed", "checked", "rejected"), Description("Var åtgärden står; open är alla som gäller och vars effekt inte är kontrollerad. / Where the action stands; open is all that apply and whose effect is not checked.")]
        public string? Status { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "strength"), OneOf<Strength>, Description("Hur stark åtgärden är bedömd. / How strong the action is judged.")]
        public string? Strength { get; set; }

        [FromQuery(Name = "late"), Description("true: bara de som skulle ha varit gjorda, eller vars effekt skulle ha kontrollerats. / true: only those that were to have been done, or whose effect was to have been checked.")]
        public bool? Late { get; set; }

        [FromQuery(Name = "from"), Description("Ska vara gjord denna dag eller senare. / Is to be done this day or later.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-12-01"), Description("Ska vara gjord före denna dag. / Is to be done before this day.")]
        public DateOnly? To { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json: en sida; csv: hela urvalet. Utan format gäller Accept. / json: a page; csv: the whole selection. Without it, Accept decides.")]
        public string? Format { get; set; }

        internal IEnumerable<string> Filters => FiltersUsed().Except(["format"]);
    }

    private static readonly string[] Columns =
    [
        "caseReference", "id", "unitCode", "unit", "status", "strength", "what", "owner", "plannedStart", "dueAt", "followUp", "successCriterion", "successWindowDays", "effectCheckAt", "completedAt", "effect", "effectNote",
    ];

    public static void Map(RouteGroupBuilder deviations, RouteGroupBuilder actions)
    {
        actions.MapGet("/", async Task<Results<Ok<ListOf<ActionView>>, PushStreamHttpResult>> ([AsParameters] Query query, Handler handler, UnitTree units, HttpRequest request, CancellationToken ct) =>
            request.FormatOf(query.Format, "json", "csv") == "csv"
                ? Formats.CsvInParts("atgarder.csv", Columns, handler.All(query, ct), row => Cells(row, units), ct)
                : TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.DoActions)
            .Produces<string>(200, "text/csv")
            .WithExample("text/csv", "caseReference;id;unitCode;unit;status;strength;what;owner;plannedStart;dueAt;followUp;successCriterion;successWindowDays;effectCheckAt;completedAt;effect;effectNote\r\nAVV-2026-0001;0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f;norrangen;Norrängens hemtjänst;planned;medium;Två delegerade.;Karin Testsson;2026-12-01;2026-12-12;Läser av.;Inga missade doser.;30;2027-01-15;;;\r\n")
            .WithSummary("Lista åtgärder / List actions")
            .WithDescription("De som du äger, och de i ärenden som du hanterar eller följer utan text. Först den vars dag kommer först. / Those that you own, and those of cases that you handle or follow without text. The one whose day comes first is first.");
        actions.MapGet("/{actionId:guid}", async Task<Results<Ok<ActionView>, NotFound>> ([Description("Åtgärdens id. / Id of the action.")] Guid actionId, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Read(actionId, ct) is not { } action) return TypedResults.NotFound();
            response.SetETag(action.Version);
            return TypedResults.Ok(action);
        })
            .RequireAuthorization(Permissions.DoActions)
            .GivesETag()
            .WithName("readAction")
            .WithSummary("Läs en åtgärd / Read an action")
            .WithDescription("En som du äger, eller i ett ärende som du hanterar. / One that you own, or of a case that you handle.");
        deviations.MapGet("/{id:guid}/actions", async Task<Results<Ok<ListOf<ActionView>>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, [AsParameters] ListQuery query, ReadDeviation.Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            if (await handler.Handle(id, ct) is not { } deviation) return TypedResults.NotFound();
            var (page, limit, all) = (query.Page ?? 1, query.Limit ?? 20, deviation.Causes?.SelectMany(cause => cause.Actions).ToList() ?? []);
            return TypedResults.Ok(new ListOf<ActionView>([.. all.Skip((page - 1) * limit).Take(limit)], page, limit, all.Count, page * limit < all.Count ? request.AddressWith("page", page + 1) : null));
        })
            .RequireAuthorization(Permissions.Read)
            .WithName("listDeviationActions")
            .WithSummary("Lista ett ärendes åtgärder / List a case's actions")
            .WithDescription("Så mycket av dem som du får läsa av ärendet. / As much of them as you may read of the case.");
    }

    private static object?[] Cells(ActionView row, UnitTree units) =>
    [
        row.CaseReference, row.Id, row.UnitCode, units.NameOf(row.UnitCode), row.Status, row.Strength, row.What, row.Owner, row.PlannedStart, row.DueAt, row.FollowUp, row.SuccessCriterion, row.SuccessWindowDays,
        row.EffectCheckAt, row.CompletedAt, row.Effect, row.EffectNote,
    ];

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        public async Task<ListOf<ActionView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var list = await Selected(query).ToListOf(query, request, ct);
            await access.AppendParts<Deviation, CorrectiveAction>(AccessAction.List, list.Items, Shown, query.Filters, ct);
            return list.Select(action => ActionView.Of(action, SightOf(action)));
        }

        /// <summary>The whole selection, a part in memory at a time; each part is logged before it is told.</summary>
        public async IAsyncEnumerable<IReadOnlyList<ActionView>> All(Query query, [EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var part in Selected(query).Select(a => a.Id).InParts(Read, ct)) yield return part;

            async Task<Dictionary<Guid, ActionView>> Read(Guid[] ids)
            {
                var part = await Mine.Where(a => ids.Contains(a.Id)).ToListAsync(ct);
                await access.AppendParts<Deviation, CorrectiveAction>(AccessAction.Export, part, Shown, query.Filters, ct);
                return part.ToDictionary(action => action.Id, action => ActionView.Of(action, SightOf(action)));
            }
        }

        private IOrderedQueryable<CorrectiveAction> Selected(Query query)
        {
            var rows = Mine;
            if (query.Owner is "me") rows = rows.Where(a => a.OwnerId == user.Id);
            else if (query.Owner is { Length: > 0 }) throw new InvalidField("owner", "It must be me.");
            rows = query.Status switch
            {
                null or "" => rows,
                Open => rows.Where(a => a.IsApproved && a.EffectCheckedAt == null),
                "proposed" => rows.Where(a => a.Approval == Approval.Proposed),
                "planned" => rows.Where(a => a.IsApproved && a.CompletedAt == null && a.EffectCheckedAt == null),
                "completed" => rows.Where(a => a.CompletedAt != null && a.EffectCheckedAt == null),
                "checked" => rows.Where(a => a.EffectCheckedAt != null),
                "rejected" => rows.Where(a => a.Approval == Approval.Rejected),
                _ => throw new InvalidField("status", $"It must be one of {Open}, proposed, planned, completed, checked, rejected."),
            };
            if (Lists.Choice<Strength>(query.Strength, "strength") is { } strength) rows = rows.Where(a => a.Strength == strength);
            if (query.Late == true)
            {
                var today = SwedishTime.Today(clock);
                rows = rows.Where(a => a.IsApproved && a.EffectCheckedAt == null && (a.CompletedAt == null ? a.DueAt < today : a.EffectCheckAt < today));
            }
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(a => codes.Contains(a.UnitCode));
            }
            if (query.From is { } from) rows = rows.Where(a => a.DueAt >= from);
            if (query.To is { } to) rows = rows.Where(a => a.DueAt < to);
            return rows.OrderBy(a => a.EffectCheckedAt != null).ThenBy(a => a.CompletedAt == null ? a.DueAt : a.EffectCheckAt).ThenBy(a => a.Id);
        }

        /// <summary>Null when the user neither owns it nor handles or follows its case.</summary>
        public async Task<ActionView?> Read(Guid actionId, CancellationToken ct)
        {
            if (await Mine.FirstOrDefaultAsync(a => a.Id == actionId, ct) is not { } action) return null;
            await access.AppendParts<Deviation, CorrectiveAction>(AccessAction.Read, [action], Shown, [], ct);
            return ActionView.Of(action, SightOf(action));
        }

        /// <summary>True when the user may open the action's case.</summary>
        public Task<bool> OpensCase(ActionView action, CancellationToken ct) => db.Deviations.AnyAsync(d => d.Id == action.DeviationId, ct);

        // Of the actions that the row filter lets through, the own ones, those of the cases that the user handles (CaseRights), and without words those
        // of every unit for who follows them.
        private IQueryable<CorrectiveAction> Mine
        {
            get
            {
                var (inUnits, everywhere, healthCare) = (user.UnitsOf(Permissions.Handle), user.ReachesAll(Permissions.Handle), user.ReachesAll(Permissions.ReadHealthCare));
                var represents = user.Mandate().Topics.Length > 0;
                var follows = Follows;
                return db.Actions.AsNoTracking().Where(a => (a.IsApproved && a.OwnerId == user.Id)
                    || (represents && db.Represented.Any(d => d.Id == a.DeviationId))
                    || (follows && !a.Restricted)
                    || (!a.Restricted && inUnits.Contains(a.UnitCode))
                    || (everywhere && (a.Restricted || (healthCare && db.Deviations.Any(d => d.Id == a.DeviationId && d.Kind == DeviationKind.HealthCare)))));
            }
        }

        private (Guid Id, string Reference, string Why) Shown(CorrectiveAction action) => (action.DeviationId, action.CaseReference,
            Owns(action) ? $"{Permissions.DoActions}/own"
            : !action.Restricted && user.UnitsOf(Permissions.Handle).Contains(action.UnitCode) ? $"{Permissions.Handle}/units"
            : SightOf(action) == Sight.Codes ? $"{Permissions.ReadWithoutText}/all"
            : user.ReachesAll(Permissions.Handle) ? $"{Permissions.Handle}/all" : $"{Permissions.Work}/assigned");

        private bool Owns(CorrectiveAction action) => action.IsApproved && action.OwnerId == user.Id;

        private bool Follows => user.ReachesAll(Permissions.ReadWithoutText);

        // Who follows without text and owns or handles none of it is shown no words.
        private Sight SightOf(CorrectiveAction action) =>
            Owns(action) || action.Restricted || !Follows || user.UnitsOf(Permissions.Handle).Contains(action.UnitCode) ? Sight.Full : Sight.Codes;
    }
}
