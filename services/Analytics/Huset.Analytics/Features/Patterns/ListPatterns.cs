using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Patterns;

/// <summary>A count as the reader may know it.</summary>
public sealed record PatternNumber(
    [property: Description("Inte färre än så. / No fewer.")][property: Example("10")] long AtLeast,
    [property: Description("Inte fler än så; lika med atLeast när talet får sägas. / No more; the same as atLeast when the number may be told.")][property: Example("14")] long AtMost)
{
    internal long? Count => AtLeast == AtMost ? AtLeast : null;
}

public sealed record PatternUnitView(
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string UnitName,
    [property: Description("Tjänster som fallen kommer ifrån. / Services that the cases come from.")][property: Example("deviations")] IReadOnlyList<string> Services,
    [property: Description("Hur många fall. / How many cases.")] PatternNumber Cases);

public sealed record PatternCaseView(
    [property: Description("Vad det är, som länkar säger det. / What it is, as links say it.")][property: Example("deviation")] string Type,
    [property: Description("Dess id. / Its id.")] Guid Id,
    [property: Description("Enheten. / The unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Dagen det hände, eller kom. / The day it happened, or came.")] DateOnly Day,
    [property: Description("Dess röda tråd. / Its red thread.")][property: Example("/analys/trad/deviation/0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")] string Thread);

public sealed record PatternDecisionView(
    [property: Description("Vad det är. / What it is.")] PatternVerdict Verdict,
    [property: Description("Beslutet med egna ord. / The decision in own words.")][property: Example("Vi gör en riskanalys av kvällens överlämning.")] string Words,
    [property: Description("Vad det leder till, som länkar säger det. / What it leads to, as links say it.")][property: Example("risk-analysis")] string? LeadsToType,
    [property: Description("Dess id. / Its id.")] Guid? LeadsToId,
    [property: Description("Vem som beslutade. / Who decided.")][property: Example("Karin Testsson")] string By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At);

public sealed record FoundPatternView(
    [property: Description("Mönstrets id. / Id of the pattern.")] Guid Id,
    [property: Description("Vad som är lika. / What is the same.")] PatternDimension Dimension,
    [property: Description("Vilket: en kod, ett stegs id, veckodag och del av dygnet (7-3: söndag 18–24) eller en enhet. / Which: a code, a step's id, weekday and part of the day (7-3: Sunday 18–24) or a unit.")][property: Example("staffing")] string Value,
    [property: Description("Vad det heter. / What it is called.")][property: Example("Bemanning")] string Name,
    [property: Description("Periodens första dag. / First day of the period.")] DateOnly From,
    [property: Description("Periodens sista dag. / Last day of the period.")] DateOnly To,
    [property: Description("Så många fall. / So many cases.")] PatternNumber Cases,
    [property: Description("Av så många. / Of so many.")] PatternNumber Of,
    [property: Description("Så många skulle det ha varit med samma andel som det jämförs med. / So many there would have been with the share that it is compared with.")] PatternNumber Expected,
    [property: Description("Fallen i det som det jämförs med: tiden före, eller veckans andra dagar. / The cases of what it is compared with: the time before, or the week's other days.")] PatternNumber OtherCases,
    [property: Description("Av så många där. / Of so many there.")] PatternNumber OtherOf,
    [property: Description("Enheterna, med flest fall först. / The units, the most cases first.")] IReadOnlyList<PatternUnitView> Units,
    [property: Description("Tjänsterna som fallen kommer ifrån. / The services that the cases come from.")][property: Example("deviations")] IReadOnlyList<string> Services,
    [property: Description("Underlaget som svensk text. / The evidence as Swedish text.")][property: Example("12 av 40 fall med känd orsak, 24 augusti 2026 till 23 november 2026. Hade andelen varit som tiden före skulle det ha varit omkring 4.")] string Sentence,
    [property: Description("De nyaste fallen som du får se; bara när ett mönster läses. / The newest cases that you may see; only when one pattern is read.")] IReadOnlyList<PatternCaseView>? Seen,
    [property: Description("När det hittades, UTC. / When it was found, UTC.")] DateTimeOffset FoundAt,
    [property: Description("Mönstret av detsamma som beslutades före detta. / The pattern of the same that was decided before this.")] Guid? PreviousId,
    [property: Description("Alla beslut, äldst först; det sista gäller. / Every decision, oldest first; the last holds.")] IReadOnlyList<PatternDecisionView> Decisions,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version);

public static class ListPatterns
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Mönster som syns på enheten eller någon under den. / Patterns that are met in the unit or one below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "open"), Description("true: bara de som ingen har beslutat om; false: bara de beslutade. / true: only those that nobody has decided; false: only the decided.")]
        public bool? Open { get; set; }
    }

    public static void Map(RouteGroupBuilder patterns)
    {
        patterns.MapGet("/", async Task<Ok<ListOf<FoundPatternView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.ReadCounts)
            .WithName("listPatterns")
            .WithSummary("Lista mönster / List patterns")
            .WithDescription("Samma orsak, steg, tid, ämne eller enhet oftare än väntat i flera enheter eller tjänster, nyast först. Andra enheters antal sägs bara som ett spann för den som inte får se deras fall. / The same cause, step, time, subject or unit more often than expected in several units or services, newest first. Other units' counts are told only as a range to who may not see their cases.");
        patterns.MapGet("/{id:guid}", async Task<Results<Ok<FoundPatternView>, NotFound>> ([Description("Mönstrets id. / Id of the pattern.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } pattern) return TypedResults.NotFound();
                response.SetETag(pattern.Version);
                return TypedResults.Ok(pattern);
            })
            .RequireAuthorization(Permissions.ReadCounts)
            .GivesETag()
            .WithName("readPattern")
            .WithSummary("Läs ett mönster / Read a pattern")
            .WithDescription("Underlaget, fallen som du får se och vad som har beslutats. / The evidence, the cases that you may see and what has been decided.");
    }

    public sealed class Handler(AnalyticsDb db, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        public async Task<ListOf<FoundPatternView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.FoundPatterns.AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(pattern => pattern.UnitCodes.Any(code => codes.Contains(code)));
            }
            if (query.Open is { } open) rows = rows.Where(pattern => (pattern.DecidedAt == null) == open);
            var small = await Small(ct);
            return (await rows.OrderByDescending(pattern => pattern.Id).ToListOf(query, request, ct)).Select(pattern => ViewOf(pattern, small, withCases: false));
        }

        /// <summary>Null when there is none that is met in the reader's units.</summary>
        public async Task<FoundPatternView?> Read(Guid id, CancellationToken ct) =>
            await db.FoundPatterns.AsNoTracking().FirstOrDefaultAsync(pattern => pattern.Id == id, ct) is { } pattern ? ViewOf(pattern, await Small(ct), withCases: true) : null;

        public async Task<FoundPatternView> View(FoundPattern pattern, CancellationToken ct) => ViewOf(pattern, await Small(ct), withCases: true);

        private async Task<SmallNumbers> Small(CancellationToken ct) => (await db.Rules.AsNoTracking().ToListAsync(ct)).ForSmallNumbers(SwedishTime.Today(clock));

        // Own units' cases are the reader's to see. What holds others' is a range: with own units told, a sum would tell the rest.
        private FoundPatternView ViewOf(FoundPattern pattern, SmallNumbers small, bool withCases)
        {
            var (all, mine) = (user.ReachesAll(Permissions.ReadCounts), user.UnitsOf(Permissions.ReadCounts));
            bool Sees(string unit) => all || mine.Contains(unit);
            PatternNumber Number(long count, bool isSeen) => isSeen ? new(count, count) : small.Row(count) is var row ? new(row.AtLeast, row.AtMost) : new(0, 0);
            var share = pattern.Share;
            var (cases, of, expected) = (Number(share.Count, all || pattern.UnitCodes.All(Sees)), Number(share.Of, all), Number((long)Math.Round(share.Expected ?? 0), all));
            return new(
                pattern.Id, pattern.Dimension, pattern.Value, pattern.Name, pattern.From, pattern.To, cases, of, expected, Number(share.OtherCount, all), Number(share.OtherOf, all),
                [.. pattern.Parts.GroupBy(part => part.UnitCode).Select(unit => (unit.Key, Services: unit.Select(part => part.Service).Distinct(), Count: unit.Sum(part => part.Count)))
                    .OrderByDescending(unit => Number(unit.Count, Sees(unit.Key)).AtLeast).ThenBy(unit => units.NameOf(unit.Key), StringComparer.Create(new("sv-SE"), ignoreCase: true))
                    .Select(unit => new PatternUnitView(unit.Key, units.NameOf(unit.Key), [.. unit.Services.Order(StringComparer.Ordinal)], Number(unit.Count, Sees(unit.Key))))],
                [.. pattern.Services], PatternWords.Sentence(pattern, cases, of, expected),
                withCases ? [.. pattern.Cases.Where(seen => Sees(seen.UnitCode)).Select(seen => new PatternCaseView(seen.Type, Guid.Parse(seen.Id), seen.UnitCode, seen.Day, $"/analys/trad/{seen.Type}/{seen.Id}"))] : null,
                pattern.FoundAt, pattern.PreviousId,
                [.. pattern.Decisions.Select(decision => new PatternDecisionView(decision.Verdict, decision.Words, decision.LeadsToType, decision.LeadsToId is { } target ? Guid.Parse(target) : null, decision.ByName, decision.At))],
                pattern.Version);
        }
    }
}
