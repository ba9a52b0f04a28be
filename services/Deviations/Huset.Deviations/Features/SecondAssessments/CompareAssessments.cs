using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.SecondAssessments;

/// <summary>How alike the first and the second assessment judge.</summary>
public sealed record UnitAgreement(
    [property: Description("Enhetens kod; saknas för alla tillsammans. / Code of the unit; absent for all together.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Så många ärenden som är bedömda två gånger. / How many cases are assessed twice.")][property: Example("24")] int Pairs,
    [property: Description("Viktat kappa för allvarlighetsgraden, -1 till 1; saknas för färre par än regeln agreement-from-pairs. / Weighted kappa of the severity, -1 to 1; absent for fewer pairs than the rule agreement-from-pairs.")][property: Example("0.62")] double? Severity,
    [property: Description("Viktat kappa för sannolikheten; saknas likaså. / Weighted kappa of the probability; absent likewise.")][property: Example("0.48")] double? Probability,
    [property: Description("Andelen i procent där båda bedömningarna ger samma väg: orsaker söks eller inte; saknas likaså. / The share in per cent where both assessments lead the same way: causes are sought or not; absent likewise.")][property: Example("83")] int? SameWay);

/// <summary>Units side by side.</summary>
public sealed record ComparedAssessments(
    [property: Description("Så många par behövs för att ett värde ska visas. / So many pairs are needed for a value to be shown.")][property: Example("10")] int FromPairs,
    [property: Description("En rad för varje enhet som har ärenden bedömda två gånger. / A row for each unit that has cases assessed twice.")] IReadOnlyList<UnitAgreement> Units,
    [property: Description("Hela kommunen. / The whole municipality.")] UnitAgreement Total);

public static class CompareAssessments
{
    public sealed class Query
    {
        [FromQuery(Name = "from"), Description("Andra bedömningen gjordes denna dag eller senare, svensk tid. / The second assessment was made this day or later, Swedish time.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2026-12-01"), Description("Före denna dag. / Before this day.")]
        public DateOnly? To { get; set; }
    }

    public static void Map(WebApplication app) => app
        .MapGet("/deviations/v1/assessment-agreement", async Task<Ok<ComparedAssessments>> ([AsParameters] Query query, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, ct)))
        .WithTags("second-assessments")
        .RequireAuthorization(Permissions.CompareAssessments)
        .WithName("compareAssessments")
        .WithSummary("Jämför hur lika ärenden bedöms / Compare how alike cases are assessed")
        .WithDescription("Cohens kappa med kvadratiska vikter, eftersom stegen är ordnade: 1 är helt lika, 0 som av en slump. Chefens enheter eller alla, och hela kommunen. Ärenden med sekretess räknas inte. / Cohen's kappa with quadratic weights, as the steps are in order: 1 is wholly alike, 0 as by chance. The manager's units or all, and the whole municipality. Restricted cases are not counted.");

    public sealed class Handler(DeviationsDb db, RuleShelf shelf, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        public async Task<ComparedAssessments> Handle(Query query, CancellationToken ct)
        {
            var rows = db.SecondAssessments.IgnoreQueryFilters().Where(s => s.At != null && db.Deviations.Any(d => d.Id == s.DeviationId && !d.InLexSarah && !d.InLexMaria));
            if (query.From is { } from)
            {
                var first = SwedishTime.StartOf(from);
                rows = rows.Where(s => s.At >= first);
            }
            if (query.To is { } to)
            {
                var end = SwedishTime.StartOf(to);
                rows = rows.Where(s => s.At < end);
            }
            // At most as many rows as there are combinations of four figures in a unit.
            var counted = await rows.GroupBy(s => new { s.UnitCode, s.FirstSeverity, s.FirstProbability, s.Severity, s.Probability }).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);
            var pairs = counted.SelectMany(row => Enumerable.Repeat(new Pair(row.Key.UnitCode, row.Key.FirstSeverity, row.Key.FirstProbability, row.Key.Severity!.Value, row.Key.Probability!.Value), row.Count)).ToList();
            var (all, mine, book, today) = (user.ReachesAll(Permissions.CompareAssessments), user.UnitsOf(Permissions.CompareAssessments), await shelf.Get(db, ct), SwedishTime.Today(clock));
            var (least, limits) = (book.Find(Measure.AgreementFromPairs, today)?.Value ?? 1, book.LimitsOn(today));
            return new(
                least,
                [.. pairs.Where(pair => all || mine.Contains(pair.UnitCode)).GroupBy(pair => pair.UnitCode).Select(group => Of(group.Key, [.. group], least, limits)).OrderBy(row => units.NameOf(row.UnitCode!), StringComparer.Create(Huset.Ui.Texts.Swedish, ignoreCase: true))],
                Of(null, pairs, least, limits));
        }

        private static UnitAgreement Of(string? unit, List<Pair> pairs, int least, InvestigationLimits limits)
        {
            if (pairs.Count < Math.Max(1, least)) return new(unit, pairs.Count, null, null, null);
            var same = pairs.Count(pair => Risk.Demands(pair.FirstSeverity, pair.FirstProbability, limits) == Risk.Demands(pair.Severity, pair.Probability, limits));
            return new(
                unit, pairs.Count, Rounded(Kappa.Weighted([.. pairs.Select(pair => (pair.FirstSeverity, pair.Severity))])), Rounded(Kappa.Weighted([.. pairs.Select(pair => (pair.FirstProbability, pair.Probability))])),
                (int)Math.Round(100.0 * same / pairs.Count));
        }

        private static double? Rounded(double? kappa) => kappa is { } value ? Math.Round(value, 2) : null;

        private sealed record Pair(string UnitCode, int FirstSeverity, int FirstProbability, int Severity, int Probability);
    }
}
