using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deviations.Features.Ideas;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Meetings;

/// <summary>The month's events as a standing item at the workplace meeting.</summary>
public static class ReadMeeting
{
    private const int MostCases = 100, MostBeside = 30;

    public sealed class Query
    {
        [FromQuery(Name = "limit"), Range(1, MostCases), DefaultValue(MostCases), Description("Händelser åt gången, 1 till 100. / Events at a time, 1 to 100.")]
        public int? Limit { get; set; }

        [FromQuery(Name = "after"), Example("2026-11-14_0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f"), StringLength(60), Description("next från den förra sidan. / next of the page before.")]
        public string? After { get; set; }

        // Of a page that is about one of them.
        internal Guid? Only { get; set; }
    }

    public static void Map(RouteGroupBuilder meetings) => meetings
        .MapGet("/{unitCode}/{month}", async Task<Results<Ok<MeetingView>, NotFound>> (
            [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string unitCode, [Description("Månaden. / The month."), Example("2026-11")] string month,
            [AsParameters] Query query, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(unitCode, month, query, ct) is not { } meeting) return TypedResults.NotFound();
            response.SetETag(meeting.Version);
            return TypedResults.Ok(meeting);
        })
        .RequireAuthorization(Permissions.ReadMeetings)
        .GivesETag()
        .WithName("readMeeting")
        .WithSummary("Läs månadens händelser / Read the month's events")
        .WithDescription("Enhetens händelser under månaden utan namn och utan rapportens ord, med vad som lärdes och gjordes, och mötets anteckningar och beslut. Det som gick bra står bland goda exempel. Ärenden i lex Sarah och lex Maria är inte med och räknas inte. / The unit's events of the month without names and the report's words, with what was learned and done, and the meeting's notes and decisions. What went well is among the good examples. Cases in lex Sarah and lex Maria are neither there nor counted.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, UnitTree units)
    {
        private static readonly string[] Filters = ["unitCode", "month"];

        /// <summary>Null when there is no such unit or month, or the user does not read that unit's meetings.</summary>
        /// <exception cref="InvalidField">400: after.</exception>
        public async Task<MeetingView?> Handle(string unitCode, string monthText, Query query, CancellationToken ct)
        {
            if (UnitMeeting.MonthOf(monthText) is not { } month || !units.Existed(unitCode, month.AddMonths(1).AddDays(-1)) || user.WhyMeetings(unitCode) is not { } why) return null;
            var after = Cursor(query.After);
            var cases = Cases(unitCode, month);
            var counts = await cases.GroupBy(d => new { d.Kind, d.Harm }).Select(same => new { same.Key.Kind, same.Key.Harm, Count = same.Count() }).ToListAsync(ct);
            var (rows, next) = await Rows(query.Only is { } only ? cases.Where(d => d.Id == only) : cases, after, query.Limit ?? MostCases, why, ct);
            var meeting = await db.UnitMeetings.AsNoTracking().Include(m => m.Lessons).Include(m => m.Decisions).AsSplitQuery().FirstOrDefaultAsync(m => m.UnitCode == unitCode && m.Month == month, ct);
            var open = await db.MeetingDecisions.AsNoTracking().Include(d => d.Meeting)
                .Where(d => d.Meeting.UnitCode == unitCode && d.Meeting.Month < month && d.DoneAt == null).OrderBy(d => d.DueOn).ThenBy(d => d.Id).Take(MostBeside).ToListAsync(ct);
            var (ideas, effects) = await IdeasOf(unitCode, month, ct);
            var decided = meeting?.Decisions.OrderBy(d => d.Id).ToList() ?? [];
            var ties = await Ties([.. decided, .. open], ct);
            var keeps = user.MayKeepMeetingsOf(unitCode);
            var lessons = meeting?.Lessons.ToDictionary(lesson => lesson.DeviationId, lesson => lesson.Text) ?? [];
            return new(
                unitCode, monthText, meeting?.HeldOn, meeting?.SecretaryName, meeting?.Summary, meeting?.Notes,
                [.. counts.GroupBy(row => row.Kind).OrderBy(same => same.Key).Select(same => new MeetingCount(same.Key, same.Sum(row => row.Count), same.Where(row => row.Harm is Harm.Minor or Harm.Serious).Sum(row => row.Count)))],
                [.. rows.Select(row => new MeetingCase(keeps ? row.Id : null, row.OccurredOn, row.Kind, row.Category, row.Harm, row.Status, row.Severity, [.. row.Areas.Distinct().Order()], lessons.GetValueOrDefault(row.Id), [.. row.Actions.Select(Shown)]))],
                next, [.. (await Checked(unitCode, month, ct)).Select(Shown)], ideas,
                [.. decided.Select(decision => View(decision, month, ties))], [.. open.Select(decision => View(decision, decision.Meeting.Month, ties))], meeting?.Version ?? 0)
            {
                MayKeep = keeps,
                Effects = effects,
            };
        }

        /// <summary>True when the case is one of those that the meeting is about.</summary>
        public Task<bool> Has(string unitCode, DateOnly month, Guid deviationId, CancellationToken ct) => Cases(unitCode, month).AnyAsync(d => d.Id == deviationId, ct);

        // Asked past the row filter, which opens to employees only what they have reported: nothing that is chosen of a row below names anyone.
        // What lies in a restricted track is neither shown nor counted, whoever asks.
        private IQueryable<Deviation> Cases(string unitCode, DateOnly month)
        {
            var next = month.AddMonths(1);
            return db.Deviations.AsNoTracking().IgnoreQueryFilters().Where(d => d.UnitCode == unitCode && d.OccurredOn >= month && d.OccurredOn < next && d.Nature != Nature.Good && !d.InLexSarah && !d.InLexMaria);
        }

        private async Task<(IReadOnlyList<CaseRow> Rows, string? Next)> Rows(IQueryable<Deviation> cases, (DateOnly Day, Guid Id)? after, int limit, string why, CancellationToken ct)
        {
            if (after is var (day, id)) cases = cases.Where(d => EF.Functions.GreaterThan(ValueTuple.Create(d.OccurredOn, d.Id), ValueTuple.Create(day, id)));
            var rows = await cases.OrderBy(d => d.OccurredOn).ThenBy(d => d.Id).Take(limit + 1).Select(d => new CaseRow
            {
                Id = d.Id,
                Reference = d.Reference,
                OccurredOn = d.OccurredOn,
                Kind = d.Kind,
                Category = d.Category,
                Harm = d.Harm,
                Status = d.Status,
                Severity = d.Assessment == null ? null : d.Assessment.Severity,
                Areas = d.Causes.Select(c => c.Area).ToList(),
                Actions = d.Causes.SelectMany(c => c.Actions).Where(a => a.IsApproved).OrderBy(a => a.Id).Select(a => new ActionRow { What = a.What, Strength = a.Strength, Effect = a.Effect, IsDone = a.CompletedAt != null, IsChecked = a.EffectCheckedAt != null }).ToList(),
            }).AsSplitQuery().ToListAsync(ct);
            var more = rows.Count > limit;
            if (more) rows.RemoveAt(limit);
            await access.AppendParts<Deviation, CaseRow>(AccessAction.List, rows, row => (row.Id, row.Reference, why), Filters, ct);
            return (rows, more ? $"{rows[^1].OccurredOn:yyyy-MM-dd}_{rows[^1].Id}" : null);
        }

        private Task<List<ActionRow>> Checked(string unitCode, DateOnly month, CancellationToken ct)
        {
            var (from, to) = (SwedishTime.StartOf(month), SwedishTime.StartOf(month.AddMonths(1)));
            return db.Actions.AsNoTracking().IgnoreQueryFilters()
                .Where(a => !a.Restricted && a.IsApproved && a.UnitCode == unitCode && a.EffectCheckedAt >= from && a.EffectCheckedAt < to && a.Cause.Deviation.OccurredOn < month)
                .OrderBy(a => a.EffectCheckedAt).ThenBy(a => a.Id).Take(MostBeside)
                .Select(a => new ActionRow { What = a.What, Strength = a.Strength, Effect = a.Effect, IsDone = true, IsChecked = true }).ToListAsync(ct);
        }

        private async Task<(IReadOnlyList<IdeaRow> Ideas, IReadOnlyDictionary<Guid, IdeaEffect> Effects)> IdeasOf(string unitCode, DateOnly month, CancellationToken ct)
        {
            var (from, to) = (SwedishTime.StartOf(month), SwedishTime.StartOf(month.AddMonths(1)));
            var rows = db.Ideas.AsNoTracking().Where(i => i.UnitCode == unitCode && i.JoinedIntoId == null && i.LeftAt < to
                && (i.Status == IdeaStatus.Ongoing || i.Status == IdeaStatus.Tried || (i.ChangedAt >= from && i.ChangedAt < to)));
            var newest = rows.OrderByDescending(i => i.ChangedAt).ThenByDescending(i => i.Id).Take(MostBeside);
            var ideas = await ListIdeas.Handler.Row(newest).ToListAsync(ct);
            var effects = ideas.Exists(idea => idea.Status == IdeaStatus.Introduced)
                ? (await newest.Where(i => i.Status == IdeaStatus.Introduced).Select(i => new { i.Id, i.RealQuality, i.RealMinutes, i.RealKronor }).ToListAsync(ct)).ToDictionary(i => i.Id, i => new IdeaEffect(i.RealQuality, i.RealMinutes, i.RealKronor))
                : [];
            return (ideas, effects);
        }

        // The ideas that decisions have become, and those of the tied actions that the reader sees where they are owned.
        private async Task<(IReadOnlyDictionary<Guid, Guid> Ideas, HashSet<Guid> Actions)> Ties(IReadOnlyList<MeetingDecision> decisions, CancellationToken ct)
        {
            var ids = decisions.Select(decision => (Guid?)decision.Id).ToArray();
            var actions = decisions.Select(decision => decision.ActionId).OfType<Guid>().ToArray();
            return (
                ids.Length == 0 ? new Dictionary<Guid, Guid>() : await db.Ideas.Where(i => ids.Contains(i.DecisionId)).ToDictionaryAsync(i => i.DecisionId!.Value, i => i.Id, ct),
                actions.Length == 0 ? [] : [.. await db.Actions.Where(a => actions.Contains(a.Id)).Select(a => a.Id).ToListAsync(ct)]);
        }

        private static MeetingDecisionView View(MeetingDecision decision, DateOnly month, (IReadOnlyDictionary<Guid, Guid> Ideas, HashSet<Guid> Actions) ties) => new(
            decision.Id, $"{month:yyyy-MM}", decision.Text, decision.OwnerName, decision.DueOn, decision.DoneAt is not null,
            decision.ActionId is { } action && ties.Actions.Contains(action) ? action : null, ties.Ideas.TryGetValue(decision.Id, out var idea) ? idea : null)
        { OwnerId = decision.OwnerId };

        private static MeetingAction Shown(ActionRow action) => new(
            IdentityNumbers.In(action.What).Any() ? null : action.What, action.IsChecked ? ActionStatus.Checked : action.IsDone ? ActionStatus.Completed : ActionStatus.Planned, action.Strength, action.Effect);

        private static (DateOnly, Guid)? Cursor(string? text)
        {
            if (string.IsNullOrEmpty(text)) return null;
            var parts = text.Split('_');
            return parts.Length == 2 && DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", out var day) && Guid.TryParse(parts[1], out var id) ? (day, id) : throw new InvalidField("after", "It must be next of the page before.");
        }

        private sealed record CaseRow
        {
            public Guid Id { get; init; }
            public string Reference { get; init; } = "";
            public DateOnly OccurredOn { get; init; }
            public DeviationKind Kind { get; init; }
            public string? Category { get; init; }
            public Harm Harm { get; init; }
            public DeviationStatus Status { get; init; }
            public int? Severity { get; init; }
            public List<string> Areas { get; init; } = [];
            public List<ActionRow> Actions { get; init; } = [];
        }

        private sealed record ActionRow
        {
            public string What { get; init; } = "";
            public Strength? Strength { get; init; }
            public Effect? Effect { get; init; }
            public bool IsDone { get; init; }
            public bool IsChecked { get; init; }
        }
    }
}
