using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Actions;

/// <summary>A unit's actions in figures, or all of those asked for.</summary>
public sealed record UnitActions(
    [property: Description("Enhetens kod; saknas för alla tillsammans. / Code of the unit; absent for all together.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Förslag som väntar på chefens beslut. / Proposals that wait for the manager's decision.")][property: Example("1")] int Proposed,
    [property: Description("Åtgärder vars effekt inte är kontrollerad. / Actions whose effect is not checked.")][property: Example("12")] int Open,
    [property: Description("Av dem de som skulle ha varit gjorda, eller vars effekt skulle ha kontrollerats. / Of them those that were to have been done, or whose effect was to have been checked.")][property: Example("3")] int Late,
    [property: Description("Kontrollerade med önskad effekt. / Checked, with the wanted effect.")][property: Example("20")] int Effective,
    [property: Description("Kontrollerade med delvis effekt. / Checked, with some of the effect.")][property: Example("4")] int PartlyEffective,
    [property: Description("Kontrollerade utan effekt. / Checked, without effect.")][property: Example("2")] int WithoutEffect,
    [property: Description("Starka åtgärder. / Strong actions.")][property: Example("9")] int Strong,
    [property: Description("Medelstarka åtgärder. / Medium actions.")][property: Example("14")] int Medium,
    [property: Description("Svaga åtgärder. / Weak actions.")][property: Example("13")] int Weak,
    [property: Description("Åtgärder vars styrka ingen har bedömt. / Actions whose strength nobody has judged.")][property: Example("2")] int Unjudged)
{
    /// <summary>Strong ones of those whose strength is judged, in per cent; null when none is.</summary>
    [Description("Starka av dem som är bedömda, i procent; saknas när ingen är det. / Strong ones of those judged, in per cent; absent when none is."), Example("25")]
    public int? StrongShare => Strong + Medium + Weak is var judged and > 0 ? (int)Math.Round(100.0 * Strong / judged) : null;
}

/// <summary>Units side by side.</summary>
public sealed record ComparedActions(
    [property: Description("En rad för varje enhet som har åtgärder. / A row for each unit that has actions.")] IReadOnlyList<UnitActions> Units,
    [property: Description("Alla tillsammans. / All together.")] UnitActions Total);

public static class CompareActions
{
    public sealed class Query
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "from"), Description("Ska vara gjord denna dag eller senare. / Is to be done this day or later.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-12-01"), Description("Ska vara gjord före denna dag. / Is to be done before this day.")]
        public DateOnly? To { get; set; }
    }

    public static void Map(RouteGroupBuilder actions) => actions
        .MapGet("/by-unit", async Task<Ok<ComparedActions>> ([AsParameters] Query query, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, ct)))
        .RequireAuthorization(Permissions.CompareActions)
        .WithName("compareActions")
        .WithSummary("Jämför enheternas åtgärder / Compare the units' actions")
        .WithDescription("Hur många, hur sena, hur starka och med vilken effekt, för chefens enheter eller alla. Sekretessbelagda ärenden räknas inte. / How many, how late, how strong and with what effect, for the manager's units or all. Restricted cases are not counted.");

    public sealed class Handler(DeviationsDb db, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        public async Task<ComparedActions> Handle(Query query, CancellationToken ct)
        {
            var (all, mine, today) = (user.ReachesAll(Permissions.CompareActions), user.UnitsOf(Permissions.CompareActions), SwedishTime.Today(clock));
            // Counts only, so the row filter's question of each case is not asked: what it would hide is left out here.
            var rows = db.Actions.IgnoreQueryFilters().AsNoTracking().Where(a => !a.Restricted && (all || mine.Contains(a.UnitCode)));
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(a => codes.Contains(a.UnitCode));
            }
            if (query.From is { } from) rows = rows.Where(a => a.DueAt >= from);
            if (query.To is { } to) rows = rows.Where(a => a.DueAt < to);
            var counted = await rows.GroupBy(a => a.UnitCode).Select(group => new
            {
                group.Key,
                Proposed = group.Count(a => a.Approval == Approval.Proposed),
                Open = group.Count(a => a.IsApproved && a.EffectCheckedAt == null),
                Late = group.Count(a => a.IsApproved && a.EffectCheckedAt == null && (a.CompletedAt == null ? a.DueAt < today : a.EffectCheckAt < today)),
                Yes = group.Count(a => a.Effect == Effect.Yes),
                Partly = group.Count(a => a.Effect == Effect.Partly),
                No = group.Count(a => a.Effect == Effect.No),
                Strong = group.Count(a => a.IsApproved && a.Strength == Strength.Strong),
                Medium = group.Count(a => a.IsApproved && a.Strength == Strength.Medium),
                Weak = group.Count(a => a.IsApproved && a.Strength == Strength.Weak),
                Unjudged = group.Count(a => a.IsApproved && a.Strength == null),
            }).ToListAsync(ct);
            var found = counted.Select(row => new UnitActions(row.Key, row.Proposed, row.Open, row.Late, row.Yes, row.Partly, row.No, row.Strong, row.Medium, row.Weak, row.Unjudged))
                .OrderByDescending(row => row.Late).ThenBy(row => units.NameOf(row.UnitCode!), StringComparer.Create(Huset.Ui.Texts.Swedish, ignoreCase: true)).ToList();
            int Sum(Func<UnitActions, int> figure) => found.Sum(figure);
            return new(found, new(
                null, Sum(u => u.Proposed), Sum(u => u.Open), Sum(u => u.Late), Sum(u => u.Effective), Sum(u => u.PartlyEffective), Sum(u => u.WithoutEffect), Sum(u => u.Strong), Sum(u => u.Medium), Sum(u => u.Weak),
                Sum(u => u.Unjudged)));
        }
    }
}
