using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>
/// Which cases a user's assignments open beside the roles (docs/rights.md): a safety representative's work-environment cases, and of a topic
/// representative's topic those that are mild. Never a restricted case. And which joint councils the user sits in.
/// </summary>
public sealed class Mandate
{
    public static readonly Mandate None = new([], [], new(0, 0), _ => []);

    private readonly HashSet<(string Unit, string Topic)> topics;

    private Mandate(IEnumerable<UnitAssignment> safety, IEnumerable<UnitAssignment> representing, InvestigationLimits milder, Func<IEnumerable<string>, string[]> withBelow)
    {
        SafetyUnits = withBelow(safety.Select(assignment => assignment.UnitCode));
        topics = [.. representing.GroupBy(assignment => assignment.Topic!, assignment => assignment.UnitCode).SelectMany(same => withBelow(same).Select(unit => (unit, same.Key)))];
        TopicUnits = [.. topics.Select(pair => pair.Unit).Distinct()];
        Topics = [.. topics.Select(pair => Key(pair.Unit, pair.Topic))];
        Milder = milder;
    }

    /// <summary>The units whose work-environment cases a safety representative sees.</summary>
    public string[] SafetyUnits { get; }

    /// <summary>The units where the user represents some topic, which an index finds.</summary>
    public string[] TopicUnits { get; }

    /// <summary>Unit and topic together.</summary>
    public string[] Topics { get; }

    /// <summary>The figures below which an assessed case is mild.</summary>
    public InvestigationLimits Milder { get; }

    /// <summary>The user's seats in joint councils; they open no case.</summary>
    public IReadOnlyList<CouncilSeat> Seats { get; private init; } = [];

    /// <summary>True when no assignment opens a case.</summary>
    public bool IsEmpty => SafetyUnits.Length == 0 && Topics.Length == 0;

    /// <summary>The codes of the topics that the user represents anywhere.</summary>
    public IEnumerable<string> TopicCodes => topics.Select(pair => pair.Topic).Distinct();

    public static string Key(string unit, string topic) => $"{unit}/{topic}";

    /// <summary>What the assignments and seats give that day.</summary>
    public static Mandate Of(IEnumerable<UnitAssignment> assignments, UnitTree units, InvestigationLimits milder, IReadOnlyList<CouncilSeat>? seats = null)
    {
        var kinds = assignments.ToLookup(assignment => assignment.Kind);
        return new(kinds[AssignmentKind.SafetyRepresentative], kinds[AssignmentKind.TopicRepresentative], milder, units.WithBelow) { Seats = seats ?? [] };
    }

    /// <summary>The user's seat in the council; null for who does not sit there.</summary>
    public CouncilSeat? SeatIn(Guid council) => Seats.FirstOrDefault(seat => seat.CouncilId == council);

    /// <summary>True when an assignment opens the case to be read.</summary>
    public bool Opens(Deviation deviation) =>
        !deviation.IsRestricted && ((deviation.Kind == DeviationKind.WorkEnvironment && SafetyUnits.Contains(deviation.UnitCode)) || Represents(deviation));

    /// <summary>True when the user represents the topic of the case and the case is mild: then it may be worked with too.</summary>
    public bool Represents(Deviation deviation) =>
        !deviation.IsRestricted && Represents(deviation.UnitCode, deviation.Topic, deviation.Harm, deviation.SuspectedSerious, deviation.Assessment?.Severity, deviation.Assessment?.Probability);

    /// <summary>The same, asked by a page.</summary>
    public bool Represents(DeviationView deviation) =>
        !deviation.HandedOver && Represents(deviation.UnitCode, deviation.Topic, deviation.Harm, deviation.SuspectedSerious, deviation.Assessment?.Severity, deviation.Assessment?.Probability);

    // As the row filter says it in SQL (DeviationsDb).
    private bool Represents(string unit, string? topic, Harm harm, bool suspectedSerious, int? severity, int? probability) =>
        topic is not null && topics.Contains((unit, topic)) && harm is Harm.None or Harm.Minor && !suspectedSerious
        && (severity ?? 0) < Milder.FromSeverity && (severity * probability ?? 0) < Milder.FromScore;
}

/// <summary>Who is appointed to what, in memory; read again when someone has changed it, so that rights by assignment cost no query.</summary>
public sealed class AssignmentShelf(Bells bells)
{
    private readonly Shelf<IReadOnlyList<UnitAssignment>> shelf = new(bells, "assignments");

    /// <summary>Every assignment; a change is known here within a moment of its commit.</summary>
    public ValueTask<IReadOnlyList<UnitAssignment>> Get(DeviationsDb db, CancellationToken ct) =>
        shelf.Get(async () => await db.Assignments.AsNoTracking().ToListAsync(ct), ct);
}

/// <summary>Gives the user of a request what the assignments say, before any row is asked for.</summary>
internal sealed class GiveMandate(RequestDelegate next, AssignmentShelf shelf, CouncilShelf councils, RuleShelf rules, UnitTree units, TimeProvider clock)
{
    public async Task Invoke(HttpContext http, CurrentUser user, DeviationsDb db)
    {
        if (user.Id.Length > 0 && !user.IsSystem && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            var today = SwedishTime.Today(clock);
            var own = (await shelf.Get(db, http.RequestAborted)).Where(assignment => assignment.PersonId == user.Id && assignment.AppliesOn(today)).ToList();
            var seats = await councils.SeatsOf(user, today, db, http.RequestAborted);
            if (own.Count > 0 || seats.Count > 0) user.Assign(Mandate.Of(own, units, (await rules.Get(db, http.RequestAborted)).MilderOn(today), seats));
        }
        await next(http);
    }
}

/// <summary>
/// Who is told of a new report at once: by assignment, because a safety representative takes part in the inquiry (AFS 2023:1), and the unit's managers of
/// information security, because the law's hours run from when the municipality knows (GDPR art. 33, cybersäkerhetslagen 2025:1506 ch. 2).
/// </summary>
public sealed class TellRepresentatives(DeviationsDb db, Managers managers, AssignmentShelf shelf, RuleShelf rules, UnitTree units)
{
    /// <summary>Adds their notices, to be saved with the report.</summary>
    public async Task Tell(Deviation deviation, DateTimeOffset now, CancellationToken ct)
    {
        var today = SwedishTime.Day(now);
        if (deviation.Kind == DeviationKind.InformationSecurity && !deviation.IsGood)
        {
            foreach (var manager in (await managers.Nearest(ct))(deviation.UnitCode).Where(person => person != deviation.ReporterId))
                db.Add(Notice.To(manager, NoticeKind.BreachReported, deviation.Id, deviation.Reference, null, now));
        }
        var assignments = await shelf.Get(db, ct);
        if (assignments.Count == 0) return;
        var (above, milder) = (units.WithAbove(deviation.UnitCode), (await rules.Get(db, ct)).MilderOn(today));
        var told = new HashSet<string> { deviation.ReporterId };
        foreach (var assignment in assignments.Where(assignment => assignment.AppliesOn(today) && above.Contains(assignment.UnitCode)))
        {
            if (!Mandate.Of([assignment], units, milder).Opens(deviation) || !told.Add(assignment.PersonId)) continue;
            var kind = assignment.Kind == AssignmentKind.SafetyRepresentative ? NoticeKind.WorkEnvironmentReported : NoticeKind.TopicReported;
            db.Add(Notice.To(assignment.PersonId, kind, deviation.Id, deviation.Reference, null, now));
        }
    }
}

public static class Mandates
{
    /// <summary>What the user's assignments open.</summary>
    public static Mandate Mandate(this CurrentUser user) => user.Assigned as Mandate ?? Deviations.Mandate.None;
}
