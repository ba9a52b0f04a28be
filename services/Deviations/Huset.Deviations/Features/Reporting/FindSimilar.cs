using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Reporting;

/// <summary>An earlier case that is like what is being written.</summary>
public sealed record SimilarView(
    [property: Description("Ärendets id. / Id of the case.")] Guid Id,
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Rapportens första mening. / The report's first sentence.")][property: Example("Morgondosen gavs två timmar för sent")] string Title,
    [property: Description("Var ärendet står. / Where the case stands.")] DeviationStatus Status,
    [property: Description("När det hände, UTC. / When it happened, UTC.")] DateTimeOffset OccurredAt);

/// <summary>Earlier cases of a unit that are like a text, of those whose words the reader may read. Nothing of a restricted case is found, whoever asks.</summary>
public static class FindSimilar
{
    public sealed class Request
    {
        [Description("Enhetens kod. / Code of the unit.")]
        [Example("norrangen"), Required, StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Det som har skrivits hittills. / What is written so far.")]
        [Example("Morgondosen gavs för sent"), Required, StringLength(20_000)]
        public string? Text { get; set; }
    }

    public sealed record Found([property: Description("Högst fem ärenden, mest likt först. / Five cases at most, the most alike first.")] IReadOnlyList<SimilarView> Items);

    // A post, because an address is kept by browsers and logs and the text is somebody's words.
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/similar", async Task<Ok<Found>> (Request request, Handler handler, CancellationToken ct) => TypedResults.Ok(new Found(await handler.Handle(request.UnitCode!, request.Text!, null, ct))))
        .RequireAuthorization(Permissions.Read)
        .WithMetadata(new KeepsNoAnswer())
        .WithName("findSimilarDeviations")
        .WithSummary("Hitta liknande händelser på enheten / Find similar events of the unit")
        .WithDescription("Bland de senaste ärendena på enheten som du får läsa orden i: enhetens för den som läser dem, annars dina egna. / Among the unit's latest cases whose words you may read: the unit's for who reads them, else your own.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user)
    {
        // So many of the unit's latest cases are compared; older ones have been learnt of, or have not.
        private const int Latest = 300;

        public async Task<IReadOnlyList<SimilarView>> Handle(string unit, string text, Guid? except, CancellationToken ct)
        {
            var (me, reads) = (user.Id, user.UnitsOf(Permissions.Read).Contains(unit));
            var (healthCare, workEnvironment) = (user.ReachesAll(Permissions.ReadHealthCare), user.ReachesAll(Permissions.ReadWorkEnvironment));
            // Two words in common, or much the same letters: a word spelt in another way is found too.
            var ids = await db.Database.SqlQuery<Guid>($"""
                with asked as (select tsvector_to_array(to_tsvector('swedish', {text})) as words),
                latest as (
                  select id, description, tsvector_to_array(to_tsvector('swedish', description || ' ' || coalesce(immediate_action, ''))) as words from deviations
                  where unit_code = {unit} and not in_lex_sarah and not in_lex_maria and nature <> 'collective' and id is distinct from {except}
                    and ({reads} or reporter_id = {me} or ({healthCare} and kind = 'health-care') or ({workEnvironment} and kind = 'work-environment'))
                  order by id desc limit {Latest}
                ), compared as (
                  select id, (select count(*) from unnest(latest.words) word where word = any(asked.words)) as shared, cardinality(asked.words) as of, similarity(left(description, 500), left({text}, 500)) as alike
                  from latest cross join asked
                )
                select id as "Value" from compared where (shared >= 2 and shared * 4 >= of) or alike >= 0.4 order by shared::float / greatest(of, 1) + alike desc, id desc limit 5
                """).ToListAsync(ct);
            if (ids.Count == 0) return [];
            var found = await db.Deviations.AsNoTracking().Where(d => ids.Contains(d.Id) && !d.InLexSarah && !d.InLexMaria).ToListAsync(ct);
            await access.Append(AccessAction.List, found, deviation => DeviationView.Why(deviation, user), ["similar"], ct);
            return [.. found.OrderBy(deviation => ids.IndexOf(deviation.Id)).Select(d => new SimilarView(d.Id, d.Reference, d.Title, d.Status, d.OccurredAt))];
        }
    }
}
