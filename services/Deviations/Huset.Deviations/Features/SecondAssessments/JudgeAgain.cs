using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.SecondAssessments;

/// <summary>A drawn case in the list: so little that it cannot be known again.</summary>
public sealed record DrawnCase(
    [property: Description("Den andra bedömningens id; inte ärendets. / Id of the second assessment; not the case's.")] Guid Id,
    [property: Description("Vad ärendet gäller. / What the case concerns.")] DeviationKind Kind,
    [property: Description("När det drogs, svensk dag. / When it was drawn, Swedish day.")] DateOnly DrawnOn);

/// <summary>A drawn case to be judged, without the first judgement, the unit and names.</summary>
public sealed record BlindCase(
    [property: Description("Den andra bedömningens id; inte ärendets. / Id of the second assessment; not the case's.")] Guid Id,
    [property: Description("Vad ärendet gäller. / What the case concerns.")] DeviationKind Kind,
    [property: Description("Om någon kom till skada, enligt rapportören. / Harm, as the reporter saw it.")] Harm Harm,
    [property: Description("Rapporten, utan namn och personnummer. / The report, without names and identity numbers.")][property: Example("[namn] fick morgondosen två timmar för sent.")] string Description,
    [property: Description("Vad som gjordes genast, utan namn och personnummer. / What was done at once, without names and identity numbers.")][property: Example("Sjuksköterskan ringdes.")] string? ImmediateAction,
    [property: Description("Ökar när den bedöms. / Grows when it is judged.")] int Version);

/// <summary>The two judgements, once both are made.</summary>
public sealed record JudgedTwice(
    [property: Description("Den andra bedömningens id. / Id of the second assessment.")] Guid Id,
    [property: Description("Den första bedömningens allvarlighetsgrad. / The first assessment's severity.")][property: Example("2")] int FirstSeverity,
    [property: Description("Den första bedömningens sannolikhet. / The first assessment's probability.")][property: Example("3")] int FirstProbability,
    [property: Description("Din allvarlighetsgrad. / Your severity.")][property: Example("3")] int Severity,
    [property: Description("Din sannolikhet. / Your probability.")][property: Example("3")] int Probability);

public static class JudgeAgain
{
    public sealed class Request
    {
        [Description("Möjlig allvarlighetsgrad: 1 mindre, 2 måttlig, 3 betydande, 4 katastrofal. / Possible severity: 1 minor, 2 moderate, 3 considerable, 4 catastrophic.")]
        [Example("3"), Required, Range(1, 4)]
        public int? Severity { get; set; }

        [Description("Sannolikhet att det händer igen: 1 mycket liten, 2 liten, 3 stor, 4 mycket stor. / Probability that it happens again: 1 very small, 2 small, 3 large, 4 very large.")]
        [Example("3"), Required, Range(1, 4)]
        public int? Probability { get; set; }

        [Description("Varför. / Why.")]
        [Example("Kan hända igen varje helg."), Required, StringLength(20_000)]
        public string? Motivation { get; set; }
    }

    public static void Map(RouteGroupBuilder second)
    {
        second.MapGet("/", async Task<Ok<ListOf<DrawnCase>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.List(query, request, ct)))
            .RequireAuthorization(Permissions.SecondAssess)
            .WithName("listSecondAssessments")
            .WithSummary("Lista ärenden som väntar på en andra bedömning / List cases that wait for a second assessment")
            .WithDescription("Ett stickprov ur andra enheter, äldst först: inga egna ärenden och inga med sekretess. Vilka som dras följer av ärendets id och regeln second-assessment-share. / A sample of other units, oldest first: none of one's own and none restricted. Which are drawn follows from the case's id and the rule second-assessment-share.");
        second.MapGet("/{id:guid}", async Task<Results<Ok<BlindCase>, NotFound>> ([Description("Den andra bedömningens id. / Id of the second assessment.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } blind) return TypedResults.NotFound();
                response.SetETag(blind.Version);
                return TypedResults.Ok(blind);
            })
            .RequireAuthorization(Permissions.SecondAssess)
            .GivesETag()
            .WithName("readBlindCase")
            .WithSummary("Läs ett ärende som ska bedömas en andra gång / Read a case that is to be assessed a second time")
            .WithDescription("Utan den första bedömningen, enheten, namn och personnummer. / Without the first assessment, the unit, names and identity numbers.");
        second.MapPost("/{id:guid}", async Task<Results<Ok<JudgedTwice>, NotFound>> ([Description("Den andra bedömningens id. / Id of the second assessment.")] Guid id, Request request, Handler handler, HttpRequest http, CancellationToken ct) =>
                await handler.Handle(id, request, http.CheckIfMatch, ct) is { } judged ? TypedResults.Ok(judged) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.SecondAssess)
            .TakesIfMatch()
            .WithName("judgeAgain")
            .WithSummary("Bedöm ett ärende en andra gång / Assess a case a second time")
            .WithDescription("Görs en gång. Svaret visar den första bedömningen; ärendet ändras inte. / Done once. The answer shows the first assessment; the case is not changed.");
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        private const string Why = $"{Permissions.SecondAssess}/all";

        private sealed record Drawn(Guid Id, Guid DeviationId, string CaseReference, DateTimeOffset DrawnAt, DeviationKind Kind);

        // The case's own row filter would let nobody in another unit through; what it is for is said here.
        private IQueryable<SecondAssessment> Waiting
        {
            get
            {
                var (me, mine) = (user.Id, user.UnitsOf(Permissions.Handle));
                return db.SecondAssessments.IgnoreQueryFilters().Where(s => s.At == null && s.FirstById != me && !mine.Contains(s.UnitCode)
                    && db.Deviations.Any(d => d.Id == s.DeviationId && !d.InLexSarah && !d.InLexMaria && d.ReporterId != me));
            }
        }

        public async Task<ListOf<DrawnCase>> List(ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            // The case's kind as a column, so that no case is brought here that is not shown.
            var list = await Waiting.OrderBy(s => s.DrawnAt).ThenBy(s => s.Id)
                .Select(s => new Drawn(s.Id, s.DeviationId, s.CaseReference, s.DrawnAt, db.Deviations.Where(d => d.Id == s.DeviationId).Select(d => d.Kind).FirstOrDefault())).ToListOf(query, request, ct);
            await access.AppendParts<Deviation, Drawn>(AccessAction.List, list.Items, row => (row.DeviationId, row.CaseReference, Why), [], ct);
            return list.Select(row => new DrawnCase(row.Id, row.Kind, SwedishTime.Day(row.DrawnAt)));
        }

        /// <summary>Null when no such case waits for the user.</summary>
        public async Task<BlindCase?> Read(Guid id, CancellationToken ct)
        {
            if (await Waiting.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct) is not { } second) return null;
            var deviation = await Case(second, ct);
            await access.Append(AccessAction.Read, [deviation], _ => Why, [], ct);
            var hide = await Names(deviation, ct);
            return new(second.Id, deviation.Kind, deviation.Harm, hide(deviation.Description)!, hide(deviation.ImmediateAction), second.Version);
        }

        /// <summary>Null when no such case waits for the user.</summary>
        public async Task<JudgedTwice?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await Waiting.FirstOrDefaultAsync(s => s.Id == id, ct) is not { } second) return null;
            checkVersion(second.Version);
            second.Judge(request.Severity!.Value, request.Probability!.Value, request.Motivation!, Person.Of(user), clock.GetUtcNow());
            access.Add(AccessAction.Change, await Case(second, ct), Why);
            await db.SaveChangesAsync(ct);
            return new(second.Id, second.FirstSeverity, second.FirstProbability, second.Severity!.Value, second.Probability!.Value);
        }

        private Task<Deviation> Case(SecondAssessment second, CancellationToken ct) => db.Deviations.IgnoreQueryFilters().AsNoTracking().FirstAsync(d => d.Id == second.DeviationId, ct);

        // The reporter's name and those of the unit's people, whole and in parts, with the genitive; names that nobody here knows stay.
        private async Task<Func<string?, string?>> Names(Deviation deviation, CancellationToken ct)
        {
            var unit = deviation.UnitCode;
            var people = await db.People.AsNoTracking().Where(p => p.HomeUnit == unit || p.Units.Contains(unit)).Select(p => p.Name).ToListAsync(ct);
            var parts = people.Append(deviation.ReporterName).SelectMany(name => name.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(part => part.Length > 2).Distinct().Select(Regex.Escape).ToList();
            var known = parts.Count == 0 ? null : new Regex($@"\b(?:{string.Join('|', parts)})s?\b(?:\s+(?:{string.Join('|', parts)})s?\b)*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            return text =>
            {
                var numberless = IdentityNumbers.Without(text, "[personnummer]");
                return numberless is null || known is null ? numberless : known.Replace(numberless, "[namn]");
            };
        }
    }
}
