using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Lex;

/// <summary>What every step of an investigation does alike: finds it, changes it, is logged, and answers with the whole.</summary>
public sealed class InvestigationWork(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
{
    /// <summary>Null when there is no such investigation.</summary>
    /// <exception cref="InvalidField">400: track, when the user investigates the case in several and it is not told in which.</exception>
    public async Task<InvestigationView?> Change(Guid id, TrackKind? track, Action<int> checkVersion, Action<Deviation, TrackKind, Person, DateTimeOffset> change, CancellationToken ct)
    {
        if (await db.Investigation(id, track, ct) is not var (deviation, meant)) return null;
        checkVersion(deviation.Version);
        change(deviation, meant, Person.Of(user), clock.GetUtcNow());
        access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Investigate, deviation));
        await db.SaveChangesAsync(ct);
        return InvestigationView.Of(deviation, meant, await ReadInvestigation.Handler.Required(db, deviation, meant, ct));
    }

    /// <exception cref="InvalidField">400: the field by that name.</exception>
    public static void CheckDay(DateOnly? on, string field, Deviation deviation, DateOnly today)
    {
        if (on > today || on < deviation.OccurredOn) throw new InvalidField(field, "It lies between the day that it happened and today.");
    }

    /// <summary>The track that a page's address tells as `?spar=lex-maria`; without it the first that the user investigates the case in.</summary>
    public static TrackKind? Shown(IReadOnlyList<TrackKind> tracks, string? spar) =>
        spar is null ? tracks.Select(track => (TrackKind?)track).FirstOrDefault() : Kebab.TryParse<TrackKind>(spar, out var asked) && tracks.Contains(asked) ? asked : null;

    public static Results<Ok<InvestigationView>, NotFound> Answer(InvestigationView? investigation, HttpResponse response)
    {
        if (investigation is null) return TypedResults.NotFound();
        response.SetETag(investigation.Version);
        return TypedResults.Ok(investigation);
    }
}
