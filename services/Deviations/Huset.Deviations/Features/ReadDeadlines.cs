using System.ComponentModel;
using Huset.Deadlines;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>How a deadline stands.</summary>
public enum DeadlineState { Running, Passed, Met }

/// <summary>One step of a deadline's reckoning.</summary>
public sealed record DeadlineStep(
    [property: Description("Vad steget gör. / What the step does.")] StepKind Kind,
    [property: Description("Dagen som steget leder till, svensk tid. / The day that it comes to, Swedish time.")] DateOnly Day,
    [property: Description("Steget med ord. / The step in words.")][property: Example("11 december är en fredag och räknas med.")] string Text);

/// <summary>The municipality's own target beside a deadline that the law sets.</summary>
public sealed record TargetView(
    [property: Description("Hur det står: running, passed eller met. / How it stands.")] DeadlineState State,
    [property: Description("Första ögonblicket som är för sent, UTC. / The first instant that is too late, UTC.")] DateTimeOffset DueAt,
    [property: Description("Sista dagen, svensk tid. / The last day, Swedish time.")] DateOnly LastDay,
    [property: Description("Hela dagar kvar till den sista; negativt när den passerat; saknas när det är gjort. / Whole days left to the last; negative when it has passed; absent when it is met.")][property: Example("1")] int? LeftDays,
    [property: Description("Gjort, men för sent. / Met, but too late.")] bool Late,
    [property: Description("Förklaringen på svenska. / The explanation in Swedish.")][property: Example("Kommunens eget mål: 1 arbetsdag från beslutet att det är allvarligt 20 november. Lördag 21 november och söndag 22 november räknas inte. 23 november är en måndag och räknas med.")] string Explanation);

/// <summary>Days when a case waited for someone else.</summary>
public sealed record PauseView(
    [property: Description("Första dagen som inte räknas, svensk tid. / First day that does not count, Swedish time.")] DateOnly From,
    [property: Description("Första dagen som räknas igen, svensk tid. / First day that counts again, Swedish time.")] DateOnly To,
    [property: Description("Vad ärendet väntar på. / What the case waits for.")][property: Example("Den enskildes egen berättelse.")] string? Reason,
    [property: Description("Vem som pausade. / Who paused it.")][property: Example("Karin Testsson")] string? By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At);

/// <summary>A deadline of a case, with the rule and the reckoning that made it.</summary>
public sealed record DeadlineView(
    [property: Description("Vilken tidsfrist. / Which deadline.")] DeadlineCode Rule,
    [property: Description("Vad som ska vara gjort. / What shall be done.")][property: Example("Utredning klar")] string Title,
    [property: Description("Hur den står: running, passed eller met. / How it stands.")] DeadlineState State,
    [property: Description("Första ögonblicket som är för sent, UTC; saknas för det som ska ske genast. / The first instant that is too late, UTC; absent for what shall be done at once.")] DateTimeOffset? DueAt,
    [property: Description("Sista dagen, svensk tid; saknas för det som ska ske genast. / The last day, Swedish time; absent for what shall be done at once.")] DateOnly? LastDay,
    [property: Description("Hela dagar kvar till den sista; negativt när den passerat; saknas när det är gjort. / Whole days left to the last; negative when it has passed; absent when it is met.")][property: Example("20")] int? LeftDays,
    [property: Description("När det blev gjort, UTC. / When it was met, UTC.")] DateTimeOffset? MetAt,
    [property: Description("Gjort, men för sent. / Met, but too late.")] bool Late,
    [property: Description("Förklaringen på svenska. / The explanation in Swedish.")][property: Example("Kommunens eget mål: 3 veckor från rapporten 20 november. 11 december är en fredag och räknas med.")] string Explanation,
    [property: Description("Hur dagen räknats fram, steg för steg. / How the day was reckoned, step by step.")] IReadOnlyList<DeadlineStep> Steps,
    [property: Description("Vad som startade tiden. / What started it.")] CaseEvent StartedBy,
    [property: Description("När tiden började, UTC. / When it started, UTC.")] DateTimeOffset StartedAt,
    [property: Description("Regelns id. / Id of the rule.")] Guid RuleId,
    [property: Description("Var regeln står, eller vems mål det är. / Where the rule is written, or whose target it is.")][property: Example("Exempel, kommunens eget mål: ändra till ert eget")] string Source,
    [property: Description("Första dagen som regelns lydelse gäller. / First day of the rule's version.")] DateOnly ValidFrom,
    [property: Description("Någon har kontrollerat regeln mot källan. / Someone has checked the rule against its source.")] bool Verified,
    [property: Description("Kommunens eget mål bredvid, när det finns ett. / The municipality's own target beside it, when there is one.")] TargetView? Target)
{
    public static DeadlineView Of(CaseDeadline item, Deviation deviation, UnitTree units, DateTimeOffset now)
    {
        var (rule, deadline) = (item.Rule, item.Deadline);
        var inForce = rule.AppliesBy == RuleDay.Event && deviation.OccurredOn != SwedishTime.Day(deadline.StartedAt) ? " " + DeadlineWords.InForce(deviation.OccurredOn) : "";
        var granted = deadline.Steps[^1].Kind == StepKind.Extended && CaseDeadlines.GrantOf(deviation, rule.Code) is { } grant ? " " + DeadlineWords.Granted(grant) : "";
        var start = SwedishTime.Day(deadline.StartedAt);
        return new(
            rule.Code, rule.Title, StateOf(item, deadline, now), deadline.DueAt, deadline.LastDay,
            item.MetAt is null ? deadline.DaysLeft(now) : null, item.MetAt, item.MetAt is { } met && deadline.HasPassed(met),
            DeadlineWords.Sentence(rule, deadline, DeadlineWords.Whose(rule, deviation.UnitCode, units.NameOf)) + inForce + granted, [.. deadline.Steps.Select(step => new DeadlineStep(step.Kind, step.Day, DeadlineWords.Line(step, rule, start)))],
            rule.StartsOn, deadline.StartedAt, rule.Id, rule.Source, rule.ValidFrom, rule.VerifiedAt is not null,
            deadline.Target is { LastDay: { } last, DueAt: { } due } target
                ? new(StateOf(item, target, now), due, last, item.MetAt is null ? target.DaysLeft(now) : null, item.MetAt is { } done && target.HasPassed(done), DeadlineWords.Target(rule, target)) : null);
    }

    private static DeadlineState StateOf(CaseDeadline item, Deadline deadline, DateTimeOffset now) =>
        item.MetAt is not null ? DeadlineState.Met : deadline.HasPassed(now) ? DeadlineState.Passed : DeadlineState.Running;
}

/// <summary>The deadlines of a case.</summary>
public sealed record DeadlinesView(
    [property: Description("Ärendets id. / Id of the case.")] Guid DeviationId,
    [property: Description("När nästa är försenad, UTC; saknas när ingen löper. / When the next is late, UTC; absent when none runs.")] DateTimeOffset? NextDueAt,
    [property: Description("Tidsfristerna, den som infaller först först. / The deadlines, soonest first.")] IReadOnlyList<DeadlineView> Deadlines,
    [property: Description("När ärendet har väntat på någon annan; kommunens egna mål står då stilla, lagens tider inte. / When the case has waited for someone else; the municipality's own targets stand still then, the law's times do not.")] IReadOnlyList<PauseView> Pauses)
{
    /// <summary>The pause that the day lies in.</summary>
    public PauseView? PauseOn(DateOnly day) => Pauses.FirstOrDefault(pause => pause.From <= day && day < pause.To);
}

public static class ReadDeadlines
{
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/{id:guid}/deadlines", async Task<Results<Ok<DeadlinesView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, ct) is not { } deadlines) return TypedResults.NotFound();
            return TypedResults.Ok(deadlines);
        })
        .RequireAuthorization(Permissions.Read)
        .WithName("readDeviationDeadlines")
        .WithSummary("Läs tidsfristerna / Read the deadlines")
        .WithDescription("När det ska vara bedömt, utrett och besvarat, med regeln, källan och uträkningen. För den som utreder lex Sarah eller lex Maria också lagens tider där. Rapportören ser när svaret är lovat. / When it shall be judged, investigated and answered, with rule, source and reckoning. To who investigates lex Sarah or lex Maria the law's times there too. The reporter sees when the answer is promised.");

    public sealed class Handler(DeviationsDb db, RuleShelf shelf, AccessLog access, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        public async Task<DeadlinesView?> Handle(Guid id, CancellationToken ct)
        {
            if (await Find(id, ct) is not { } deviation) return null;
            await access.Append(AccessAction.Read, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            return await View(deviation, ct);
        }

        /// <summary>For a page that shows the case and has told the access log so in this request.</summary>
        public async Task<DeadlinesView?> Beside(Guid id, CancellationToken ct) => await Find(id, ct) is { } deviation ? await View(deviation, ct) : null;

        private Task<Deviation?> Find(Guid id, CancellationToken ct) => db.Deviations.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct);

        private async Task<DeadlinesView> View(Deviation deviation, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var sight = DeviationView.SightOf(deviation, user);
            var all = CaseDeadlines.Of(deviation, await shelf.Get(db, ct), units.WithAbove(deviation.UnitCode)).All
                .Where(item => CaseDeadlines.TrackOf(item.Rule.Code) is not { } track || user.Investigates(track))
                .Where(item => sight switch { Sight.Receipt => false, Sight.Reporter => item.Rule.Code == DeadlineCode.Feedback, _ => true })
                .ToList();
            return new(deviation.Id, all.Min(item => item.RunningTo), [.. all.Select(item => DeadlineView.Of(item, deviation, units, now))],
                sight is Sight.Full or Sight.Codes ? [.. deviation.Pauses.Select(pause => new PauseView(pause.From, pause.To, sight == Sight.Full ? pause.Reason : null, sight == Sight.Full ? pause.ByName : null, pause.At))] : []);
        }
    }
}
