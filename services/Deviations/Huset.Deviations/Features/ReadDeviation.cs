using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

public static class ReadDeviation
{
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/{id:guid}", async Task<Results<Ok<DeviationView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, ct) is not { } deviation) return TypedResults.NotFound();
            response.SetETag(deviation.Version);
            return TypedResults.Ok(deviation);
        })
        .RequireAuthorization(Permissions.Read)
        .GivesETag()
        .WithSummary("Läs en avvikelse / Read a deviation")
        .WithDescription("En avvikelse utanför dina rättigheter svarar 404. Är den överlämnad till lex Sarah eller lex Maria ser bara utredarna den; rapportören ser sin rapport. / A deviation outside your rights answers 404. When handed over to lex Sarah or lex Maria only the investigators see it; its reporter sees the report.");

    public sealed class Handler(DeviationsDb db, RuleShelf rules, Places places, Sortings sortings, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        public Task<DeviationView?> Handle(Guid id, CancellationToken ct) => Read(id, _ => true, ct);

        /// <summary>The case, if the user may hand it over.</summary>
        public Task<DeviationView?> ToHandOver(Guid id, CancellationToken ct) => Read(id, user.MayHandOver, ct);

        /// <summary>The case, if the user may handle it.</summary>
        public Task<DeviationView?> ToHandle(Guid id, CancellationToken ct) => Read(id, user.MayHandle, ct);

        /// <summary>The same for who may work with it; null when the user may not.</summary>
        public Task<DeviationView?> ToWork(Guid id, CancellationToken ct) => Read(id, user.MayWork, ct);

        /// <summary>The case, if it lies in a track of the user's own.</summary>
        public Task<DeviationView?> ToReturn(Guid id, TrackKind track, CancellationToken ct) =>
            Read(id, deviation => user.Investigates(track) && deviation.RestrictedTo.Contains(track), ct);

        private async Task<DeviationView?> Read(Guid id, Func<Deviation, bool> may, CancellationToken ct)
        {
            if (await db.Deviations.Include(d => d.Tracks).Include(d => d.Causes).ThenInclude(c => c.Actions).Include(d => d.Changes).AsSplitQuery().AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation || !may(deviation)) return null;
            // Whoever investigates by law must know who reported; that a protected name was shown stands in the log.
            var showsName = deviation.NameProtected && deviation.RestrictedTo.Any(user.Investigates);
            await access.Append(AccessAction.Read, [deviation], shown => DeviationView.Why(shown, user), showsName ? ["protected-name"] : [], ct);
            var (book, today) = (await rules.Get(db, ct), SwedishTime.Today(clock));
            var view = DeviationView.Of(deviation, user, book.LimitsOn(today)) with
            {
                // Of what is handed over already nothing is suggested, nor to who may not do it.
                Suggestion = deviation is { IsRestricted: false, ClosedAt: null, Assessment: { } judged } && user.MayHandOver(deviation) ? book.SuggestionOn(today, deviation.Kind, judged.Severity, judged.Probability) : null,
            };
            if (showsName) view = view with { ReportedBy = deviation.ReporterName };
            var (step, routine) = await places.Of(view.ActivityId, view.RoutineId, ct);
            return view with { Step = step, Routine = routine, Sorted = await sortings.NamesOf(view.Category, view.Topic, ct), AffectedNames = await sortings.NamesOf(view.Affected, ct), Causes = view.Causes is null ? null : await WithDocuments(view.Causes, ct) };
        }

        // The names of what answers, for the pages.
        private async Task<IReadOnlyList<CauseView>> WithDocuments(IReadOnlyList<CauseView> causes, CancellationToken ct)
        {
            var told = new List<CauseView>();
            foreach (var cause in causes)
                told.Add(cause.AskedFor is { Status: AskedStatus.Answered } asked ? cause with { AskedFor = asked with { Document = await places.Revised(asked.RoutineId, asked.ProcessId, ct) } } : cause);
            return told;
        }
    }
}
