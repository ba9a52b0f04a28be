using System.Linq.Expressions;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>
/// The cases whose texts hold some words, of those texts that the reader may read: or the search would tell what is written. Every table's
/// own index is asked first, for ids alone; rights are asked of what was found, mostly a few rows of one table. In one question with all
/// tables and all rights the database needs longer to think than to answer.
/// </summary>
public sealed class FindWords(DeviationsDb db, CurrentUser user)
{
    // Of more ids than this the words are asked for again, by the same index.
    private const int Few = 1_000;

    private enum Place { Number, Report, Answer, Cause, Action, Note, Timeline, Part }

    private readonly bool sarah = user.Investigates(TrackKind.LexSarah), maria = user.Investigates(TrackKind.LexMaria);

    /// <summary>Those of the rows that hold the words, and how many they are where that is known already.</summary>
    public async Task<(IQueryable<Deviation> Rows, int? Total)> In(IQueryable<Deviation> rows, string words, CancellationToken ct)
    {
        var reference = words.ToUpperInvariant();
        if (reference.StartsWith("AVV-", StringComparison.Ordinal)) return (rows.Where(d => d.Reference == reference), null);
        Expression<Func<Deviation, bool>> numbered = d => d.ImportedFrom!.Reference == words,
            reported = d => EF.Functions.ToTsVector("swedish", d.Description + " " + d.ImmediateAction).Matches(EF.Functions.WebSearchToTsQuery("swedish", words)),
            answered = d => EF.Functions.ToTsVector("swedish", d.Feedback ?? "").Matches(EF.Functions.WebSearchToTsQuery("swedish", words));
        Expression<Func<Cause, bool>> caused = c => EF.Functions.ToTsVector("swedish", c.Text + " " + c.AcceptedReason).Matches(EF.Functions.WebSearchToTsQuery("swedish", words));
        Expression<Func<CorrectiveAction, bool>> planned = a =>
            EF.Functions.ToTsVector("swedish", a.What + " " + a.FollowUp + " " + a.SuccessCriterion + " " + a.CompletedNote + " " + a.EffectNote).Matches(EF.Functions.WebSearchToTsQuery("swedish", words));
        Expression<Func<CaseNote, bool>> noted = n => EF.Functions.ToTsVector("swedish", n.Text).Matches(EF.Functions.WebSearchToTsQuery("swedish", words));
        Expression<Func<TimelineEntry, bool>> timed = e => EF.Functions.ToTsVector("swedish", e.What).Matches(EF.Functions.WebSearchToTsQuery("swedish", words));
        Expression<Func<WrittenPart, bool>> written = p => EF.Functions.ToTsVector("swedish", p.Text).Matches(EF.Functions.WebSearchToTsQuery("swedish", words));

        var found = (await Ids(Place.Number, numbered).Concat(Ids(Place.Report, reported)).Concat(Ids(Place.Answer, answered)).Concat(Ids(Place.Cause, caused))
            .Concat(Ids(Place.Action, planned)).Concat(Ids(Place.Note, noted)).Concat(Ids(Place.Timeline, timed)).Concat(Ids(Place.Part, written)).ToListAsync(ct)).ToLookup(hit => hit.Place, hit => hit.Id);
        // Who has a number of the old system has nothing else to go by; it is sought as a number when there is such a case.
        if (found.Contains(Place.Number) && await rows.AnyAsync(numbered, ct)) return (rows.Where(numbered), null);

        var (id, ofUnits, healthCare, workEnvironment) = (user.Id, user.UnitsOf(Permissions.Read), user.ReachesAll(Permissions.ReadHealthCare), user.ReachesAll(Permissions.ReadWorkEnvironment));
        var (safety, represents) = (user.Mandate().SafetyUnits, user.Mandate().Topics.Length > 0);
        // Mostly it is the reports alone, and then the rows themselves are asked.
        if (found.Count == 1 && found.Contains(Place.Report)) return await Counted(Of(Readable(rows), Place.Report, reported));
        var readable = Readable(db.Deviations.AsNoTracking());
        var holding = new List<IQueryable<Guid>>();
        if (found.Contains(Place.Report)) holding.Add(Of(readable, Place.Report, reported).Select(d => d.Id));
        if (found.Contains(Place.Answer)) holding.Add(Opened(Of(readable, Place.Answer, answered)).Select(d => d.Id));
        // What was found and decided its reporter does not read as such (DeviationView.SightOf).
        if (found.Contains(Place.Cause) || found.Contains(Place.Action))
        {
            var investigated = Of(db.Causes, Place.Cause, caused).Select(c => c.DeviationId).Union(Of(db.Actions, Place.Action, planned).Select(a => a.DeviationId));
            holding.Add(Opened(db.Deviations.AsNoTracking())
                .Where(d => d.InLexSarah || d.InLexMaria || ofUnits.Contains(d.UnitCode) || (healthCare && d.Kind == DeviationKind.HealthCare) || (workEnvironment && d.Kind == DeviationKind.WorkEnvironment)
                    || (d.Kind == DeviationKind.WorkEnvironment && safety.Contains(d.UnitCode)) || (represents && db.Represented.Any(mild => mild.Id == d.Id)))
                .Where(d => investigated.Contains(d.Id)).Select(d => d.Id));
        }
        // Their own row filters say who reads them: who handles the case, and of a track its investigators.
        if (ofUnits.Length > 0 || healthCare || sarah || maria)
        {
            if (found.Contains(Place.Note)) holding.Add(Of(db.Set<CaseNote>(), Place.Note, noted).Select(n => n.DeviationId));
            if (found.Contains(Place.Timeline)) holding.Add(Of(db.Set<TimelineEntry>(), Place.Timeline, timed).Select(e => e.DeviationId));
        }
        if ((sarah || maria) && found.Contains(Place.Part)) holding.Add(Of(db.Set<WrittenPart>(), Place.Part, written).Select(p => EF.Property<Guid>(p.Track, "DeviationId")));
        if (holding.Count == 0) return (rows.Where(_ => false), 0);
        var cases = holding.Aggregate((some, more) => some.Union(more));
        return await Counted(rows.Where(d => cases.Contains(d.Id)));

        // A list asks for its page and its total: mostly of a few.
        async Task<(IQueryable<Deviation>, int?)> Counted(IQueryable<Deviation> holders)
        {
            var ids = await holders.Select(d => d.Id).Take(Few + 1).ToListAsync(ct);
            return ids.Count > Few ? (holders, null) : (rows.Where(d => ids.Contains(d.Id)), ids.Count);
        }

        IQueryable<Deviation> Readable(IQueryable<Deviation> cases) => !user.ReachesAll(Permissions.ReadWithoutText) ? cases : cases.Where(d =>
            d.ReporterId == id || d.InLexSarah || d.InLexMaria || ofUnits.Contains(d.UnitCode)
            || (d.Kind == DeviationKind.WorkEnvironment && safety.Contains(d.UnitCode)) || (represents && db.Represented.Any(mild => mild.Id == d.Id))
            || (healthCare && d.Kind == DeviationKind.HealthCare) || (workEnvironment && d.Kind == DeviationKind.WorkEnvironment));

        // Without rights, for nobody is told of these.
        IQueryable<Hit> Ids<T>(Place place, Expression<Func<T, bool>> holds) where T : class =>
            db.Set<T>().IgnoreQueryFilters().Where(holds).Select(row => new Hit { Place = place, Id = EF.Property<Guid>(row, "Id") }).Take(Few + 1);

        IQueryable<T> Of<T>(IQueryable<T> texts, Place place, Expression<Func<T, bool>> holds) where T : class
        {
            if (found[place].Count() > Few) return texts.Where(holds);
            var ids = found[place].ToArray();
            return texts.Where(text => ids.Contains(EF.Property<Guid>(text, "Id")));
        }
    }

    private IQueryable<Deviation> Opened(IQueryable<Deviation> rows) => ListDeviations.Opened(rows, sarah, maria);

    private sealed class Hit
    {
        public Place Place { get; init; }
        public Guid Id { get; init; }
    }
}
