using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Staffing;

/// <summary>A unit's staffing against what is required, between two days.</summary>
public sealed record CoverageView(
    [property: Description("Enheten. / The unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Första dagen. / First day.")] DateOnly From,
    [property: Description("Dagen efter den sista. / The day after the last.")][property: Example("2026-11-30")] DateOnly To,
    [property: Description("I korthet. / In short.")] CoverageSummary Summary,
    [property: Description("Varje tillfälle då något krävs, i tidsordning. / Every time when something is required, in order of time.")] IReadOnlyList<CoverageSlot> Slots);

[Description("I korthet. / In short.")]
public sealed record CoverageSummary(
    [property: Description("Antal tillfällen. / Number of times.")] int Slots,
    [property: Description("Antal med för få, eller där någon kompetens saknas. / Number with too few, or where some competence is lacking.")] int Short);

public sealed record CoverageSlot(
    [property: Description("Kravet. / The requirement.")] Guid RequirementId,
    [property: Description("Enheten som har kravet. / The unit that has the requirement.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vad passet kallas. / What the shift is called.")][property: Example("Natt")] string Name,
    [property: Description("Dagen som det börjar. / The day that it begins.")] DateOnly Day,
    [property: Description("När det börjar, UTC. / When it begins, UTC.")] DateTimeOffset StartsAt,
    [property: Description("När det slutar, UTC. / When it ends, UTC.")] DateTimeOffset EndsAt,
    [property: Description("Så många krävs. / So many are required.")][property: Example("2")] int Required,
    [property: Description("Så många är planerade när de är som färst. / So many are planned when they are fewest.")][property: Example("1")] int Planned,
    [property: Description("Så många saknas då. / So many are lacking then.")][property: Example("1")] int Shortfall,
    [property: Description("När de först är så få, UTC. / When they first are so few, UTC.")] DateTimeOffset WorstAt,
    [property: Description("Vad några av dem ska ha. / What some of them must have.")] IReadOnlyList<CoverageNeed> Needs,
    [property: Description("Hur det är räknat, i ord. / How it is counted, in words.")][property: Example("Kl. 22.00 är 1 av 2 planerade.")] string Explanation)
{
    internal bool IsShort => Shortfall > 0 || Needs.Any(need => need.Shortfall > 0);
}

public sealed record CoverageNeed(
    [property: Description("Vad det är. / What it is.")] NeedKind Kind,
    [property: Description("Kod för rollen, kompetensen eller uppgiften. / Code of the role, the competence or the task.")][property: Example("underskoterska")] string Code,
    [property: Description("Så många ska ha det. / So many must have it.")][property: Example("1")] int Required,
    [property: Description("Så många har det när de är som färst. / So many have it when they are fewest.")][property: Example("0")] int Planned,
    [property: Description("Så många saknas då. / So many are lacking then.")][property: Example("1")] int Shortfall,
    [property: Description("När de först är så få, UTC. / When they first are so few, UTC.")] DateTimeOffset WorstAt);

public static class ReadCoverage
{
    private const int MostDays = 62;

    private static readonly string[] Columns = ["day", "unitCode", "name", "start", "end", "kind", "code", "required", "planned", "shortfall", "worst"];

    public sealed class Query
    {
        [FromQuery(Name = "from"), Required, Example("2026-11-23"), Description("Första dagen. / First day.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Required, Example("2026-11-30"), Description("Dagen efter den sista; högst 62 dagar. / The day after the last; 62 days at most.")]
        public DateOnly? To { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json eller csv. Utan format gäller Accept. / json or csv. Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    public static void Map(RouteGroupBuilder competence) => competence
        .MapGet("/units/{code}/coverage", async Task<Results<Ok<CoverageView>, FileContentHttpResult, NotFound>> (
            [Description("Enhetens kod; enheterna under den är med. / The unit's code; the units below it are in it.")][Example("norrangen")] string code, [AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            var format = request.FormatOf(query.Format, "json", "csv");
            if (await handler.Handle(code, query.From!.Value, query.To!.Value, ct) is not { } coverage) return TypedResults.NotFound();
            return format == "csv" ? TypedResults.File(Formats.ToCsv(Columns, coverage.Slots.SelectMany(Rows)), Formats.Csv, "bemanning.csv") : TypedResults.Ok(coverage);
        })
        .RequireAuthorization(Permissions.ReadStaffing)
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", $"{string.Join(';', Columns)}\r\n")
        .WithTags("staffing")
        .WithName("readCoverage")
        .WithSummary("Räcker bemanningen? / Is the staffing enough?")
        .WithDescription("Varje tillfälle då något krävs, mot inlästa pass: så många som är planerade den minut de är som färst, och så många av dem som har det som krävs. En kompetens eller delegering räknas bara om den gäller hela tillfället. / Every time when something is required, against imported shifts: as many as are planned the minute that they are fewest, and as many of them as have what is required. A competence or delegation counts only if it is valid all that time.");

    private static IEnumerable<object?[]> Rows(CoverageSlot slot)
    {
        object?[] Row(NeedKind? kind, string? code, int required, int planned, int shortfall, DateTimeOffset worst) =>
            [slot.Day, slot.UnitCode, slot.Name, slot.StartsAt, slot.EndsAt, (object?)kind ?? "headcount", code, required, planned, shortfall, worst];
        return slot.Needs.Select(need => Row(need.Kind, need.Code, need.Required, need.Planned, need.Shortfall, need.WorstAt)).Prepend(Row(null, null, slot.Required, slot.Planned, slot.Shortfall, slot.WorstAt));
    }

    public sealed class Handler(CompetenceDb db, UnitTree units, CurrentUser user, TimeProvider clock)
    {
        private static readonly Texts T = Texts.Of(typeof(CoverageView));

        /// <summary>Null when there is no such unit whose staffing the user may see.</summary>
        /// <exception cref="InvalidField">400: `to` is before `from` or more than 62 days after.</exception>
        public async Task<CoverageView?> Handle(string code, DateOnly from, DateOnly to, CancellationToken ct)
        {
            if (units.Find(code) is null || !(user.ReachesAll(Permissions.ReadStaffing) || user.UnitsOf(Permissions.ReadStaffing).Contains(code))) return null;
            if (to <= from || to.DayNumber - from.DayNumber > MostDays) throw new InvalidField("to", $"It must be after from, by {MostDays} days at most.");
            if (from.Year is < 2000 or > 2200) throw new InvalidField("from", "It must be between 2000 and 2200.");
            var codes = units.WithBelow([code]);
            var requirements = await db.StaffingRequirements.AsNoTracking().Where(r => codes.Contains(r.UnitCode) && r.ValidFrom < to && (r.ValidTo == null || r.ValidTo > from)).ToListAsync(ct);
            var (begins, ends) = (SwedishTime.StartOf(from), SwedishTime.StartOf(to.AddDays(1)));
            var shifts = requirements.Count == 0 ? [] : await db.Shifts.AsNoTracking().Where(s => codes.Contains(s.UnitCode) && s.StartsAt < ends && s.EndsAt > begins).ToListAsync(ct);
            var has = await Haves(requirements, shifts, ct);
            var lists = await db.CodeLists(SwedishTime.Today(clock), ct);
            var names = await db.CompetenceNames(ct);
            string NameOf(NeedKind kind, string need) => kind switch
            {
                NeedKind.Role => lists.NameOf(CodeLists.Roles, need),
                NeedKind.Delegation => lists.NameOf(CodeLists.DelegationTasks, need),
                _ => names.GetValueOrDefault(need, need),
            };
            var slots = new List<CoverageSlot>();
            foreach (var same in requirements.GroupBy(r => r.UnitCode))
            {
                var below = units.WithBelow([same.Key]).ToHashSet();
                var planned = shifts.Where(s => below.Contains(s.UnitCode)).ToList();
                foreach (var requirement in same)
                {
                    for (var day = from; day < to; day = day.AddDays(1))
                        if (requirement.AppliesOn(day)) slots.Add(Slot(requirement, day, planned, has, NameOf));
                }
            }
            slots.Sort((a, b) => (a.StartsAt, a.UnitCode, a.Name).CompareTo((b.StartsAt, b.UnitCode, b.Name)));
            return new(code, from, to, new(slots.Count, slots.Count(slot => slot.IsShort)), slots);
        }

        private static CoverageSlot Slot(StaffingRequirement requirement, DateOnly day, List<Shift> shifts, Func<StaffingNeed, Shift, string, DateOnly, DateOnly, bool> has, Func<NeedKind, string, string> nameOf)
        {
            var (from, to) = requirement.SlotOn(day);
            var last = SwedishTime.Day(to.AddTicks(-1));
            var there = shifts.Where(shift => shift.StartsAt < to && shift.EndsAt > from).ToList();
            var heads = Coverage.Of(requirement.Headcount, there, from, to);
            var needs = requirement.Needs.Select(need => (need, Coverage: Coverage.Of(need.Count, [.. there.Where(shift => has(need, shift, requirement.UnitCode, day, last))], from, to))).ToList();
            IEnumerable<string> words = [Words(heads, null), .. needs.Where(need => need.Coverage.Shortfall > 0).Select(need => Words(need.Coverage, nameOf(need.need.Kind, need.need.Code)))];
            return new(requirement.Id, requirement.UnitCode, requirement.Name, day, from, to, heads.Required, heads.Planned, heads.Shortfall, heads.WorstAt,
                [.. needs.Select(need => new CoverageNeed(need.need.Kind, need.need.Code, need.Coverage.Required, need.Coverage.Planned, need.Coverage.Shortfall, need.Coverage.WorstAt))], string.Join(' ', words));
        }

        private static string Words(Coverage coverage, string? what)
        {
            var time = SwedishTime.Local(coverage.WorstAt).ToString("HH.mm", Texts.Swedish);
            return what is not null ? T["Lacks", time, coverage.Planned, coverage.Required, what] : T[coverage.Shortfall > 0 ? "Short" : "Enough", time, coverage.Planned, coverage.Required];
        }

        /// <summary>Whether who works the shift has what is needed all the days from one to the other.</summary>
        private async Task<Func<StaffingNeed, Shift, string, DateOnly, DateOnly, bool>> Haves(List<StaffingRequirement> requirements, List<Shift> shifts, CancellationToken ct)
        {
            string[] Codes(NeedKind kind) => [.. requirements.SelectMany(r => r.Needs).Where(need => need.Kind == kind).Select(need => need.Code).Distinct()];
            var (competences, tasks) = (Codes(NeedKind.Competence), Codes(NeedKind.Delegation));
            var people = shifts.Select(shift => shift.EmployeeId).OfType<Guid>().Distinct().ToArray();
            // Only how many is told of them, so what the reader may see of each does not narrow it.
            var held = competences.Length == 0 ? [] : await db.HeldCompetences.IgnoreQueryFilters().AsNoTracking().Where(h => competences.Contains(h.Competence) && people.Contains(h.EmployeeId)).ToListAsync(ct);
            var delegated = tasks.Length == 0 ? [] : await db.Delegations.IgnoreQueryFilters().AsNoTracking().Where(d => tasks.Contains(d.Task) && people.Contains(d.EmployeeId) && d.RecipientSignedAt != null).ToListAsync(ct);
            var (byCompetence, byTask) = (held.ToLookup(h => (h.EmployeeId, h.Competence)), delegated.ToLookup(d => (d.EmployeeId, d.Task)));
            return (need, shift, unit, first, last) => need.Kind switch
            {
                NeedKind.Role => shift.Role == need.Code,
                _ when shift.EmployeeId is null => false,
                NeedKind.Competence => byCompetence[(shift.EmployeeId.Value, need.Code)].Any(h => h.Holds(first) && h.Holds(last)),
                _ => byTask[(shift.EmployeeId.Value, need.Code)].Any(d => d.AppliedOn(first) && d.AppliedOn(last) && units.WithAbove(unit).Contains(d.UnitCode)),
            };
        }
    }
}
