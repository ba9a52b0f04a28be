using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Deadlines;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

public static class SetRule
{
    public sealed class Request
    {
        [Description("Vilken tidsfrist. / Which deadline.")]
        [Required, EnumDataType(typeof(DeadlineCode))]
        public DeadlineCode? Code { get; set; }

        [Description("Slaget av ärende; alla om det utelämnas. / Kind of case; all when left out.")]
        [EnumDataType(typeof(DeviationKind))]
        public DeviationKind? CaseKind { get; set; }

        [Description("Enheten som har målet, för sig och alla under den; hela kommunen om den utelämnas. / The unit whose target it is, for it and all below; the whole municipality when left out.")]
        [Example("norrangen"), StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Vad som ska vara gjort. / What shall be done.")]
        [Example("Utredning klar"), Required, StringLength(200)]
        public string? Title { get; set; }

        [Description("Hur tiden räknas. / How the time is counted.")]
        [Required, EnumDataType(typeof(RuleKind))]
        public RuleKind? Kind { get; set; }

        [Description("Hur många; utelämnas för genast. / How many; left out for at once.")]
        [Example("3"), Range(0, Term.Longest)]
        public int? Amount { get; set; }

        [Description("Vad som händer när sista dagen är ledig; counts om den utelämnas. / What happens when the last day is off; counts when left out.")]
        [EnumDataType(typeof(LastDay))]
        public LastDay? LastDay { get; set; }

        [Description("Vad som startar tiden; reported om den utelämnas. / What starts it; reported when left out.")]
        [EnumDataType(typeof(CaseEvent))]
        public CaseEvent? StartEvent { get; set; }

        [Description("Vad som gör att den är uppfylld. / What meets it.")]
        [Required, EnumDataType(typeof(CaseEvent))]
        public CaseEvent? EndEvent { get; set; }

        [Description("Vilken dag som avgör vilken lydelse som gäller: start, när tiden börjar, eller event, när det hände; start om den utelämnas. / By which day its version is known: start or event; start when left out.")]
        [EnumDataType(typeof(RuleDay))]
        public RuleDay? AppliesBy { get; set; }

        [Description("Kommunens eget mål bredvid lagens tid: hur det räknas. / The municipality's own target beside the law's time: how it is counted.")]
        [EnumDataType(typeof(RuleKind))]
        public RuleKind? TargetKind { get; set; }

        [Description("Hur många, för målet. / How many, for the target.")]
        [Example("1"), Range(1, Term.Longest)]
        public int? TargetAmount { get; set; }

        [Description("Påminn så många dagar före sista dagen; utelämnat: aldrig. / Remind so many days before the last; left out: never.")]
        [Example("3"), Range(0, Reminders.Longest)]
        public int? RemindBefore { get; set; }

        [Description("Påminn så många dagar efter att tiden gått ut, 0 för genast; utelämnat: aldrig. / Remind so many days after it has passed, 0 for at once; left out: never.")]
        [Example("0"), Range(0, Reminders.Longest)]
        public int? RemindAfter { get; set; }

        [Description("Låt chefen ovanför få veta så många dagar efter att tiden gått ut; utelämnat: aldrig. Inte för lex Sarah och lex Maria. / Tell the manager above so many days after it has passed; left out: never. Not of lex Sarah and lex Maria.")]
        [Example("14"), Range(0, Reminders.Longest)]
        public int? EscalateAfter { get; set; }

        [Description("Första dagen som lydelsen gäller; tidigast i dag. / First day of the version; today at the earliest.")]
        [Example("2099-01-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Var regeln står, eller vems mål det är. / Where it is written, or whose target it is.")]
        [Example("Socialnämndens beslut 2026-11-18 § 112"), Required, StringLength(500)]
        public string? Source { get; set; }
    }

    public sealed class Ending
    {
        [Description("Första dagen som regeln inte längre gäller; tidigast i dag. / First day that the rule no longer applies; today at the earliest.")]
        [Example("2099-01-01"), Required]
        public DateOnly? ValidTo { get; set; }
    }

    public static void Map(RouteGroupBuilder rules)
    {
        rules.MapPost("/", async Task<Created<RuleView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var rule = await handler.Set(request, ct);
                response.SetETag(rule.Version);
                return TypedResults.Created($"/deviations/v1/rules/{rule.Id}", RuleView.Of(rule));
            })
            .RequireAuthorization(Permissions.EditRules)
            .GivesETag()
            .WithName("setDeadlineRule")
            .WithSummary("Sätt en ny lydelse / Set a new version")
            .WithDescription("Lydelsen gäller från sin första dag, och den som gällde då slutar samma dag. Ärenden behåller den lydelse som gällde när tiden började. / The version applies from its first day, and the one that applied then ends. Cases keep the version in force when their time began.");
        rules.MapPut("/", async Task<Ok<RuleView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var rule = await handler.Put(request, ct);
                response.SetETag(rule.Version);
                return TypedResults.Ok(RuleView.Of(rule));
            })
            .RequireAuthorization(Permissions.EditRules)
            .GivesETag()
            .WithName("putDeadlineRule")
            .WithSummary("Se till att en regel lyder så från en dag / See to it that a rule says so from a day on")
            .WithDescription("För skript: som en ny lydelse, men får göras om. Lyder regeln redan så från den dagen händer inget, och lyder den annorlunda från samma dag ersätts den lydelsen. / For scripts: as a new version, but may be repeated. When the rule says so from that day already nothing happens, and when it says something else from the same day that version is replaced.");
        rules.MapPost("/{id:guid}/end", async Task<Results<Ok<RuleView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, Ending request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.End(id, request, http.Request.RequireIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditRules)
            .NeedsIfMatch().GivesETag()
            .WithName("endDeadlineRule")
            .WithSummary("Avsluta en regel / End a rule")
            .WithDescription("Regeln gäller inte från och med dagen. Slutar den före sin första dag har den aldrig gällt. / The rule does not apply from the day on. When it ends before its first day it has never applied.");
        rules.MapPost("/{id:guid}/verification", async Task<Results<Ok<RuleView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Verify(id, http.Request.RequireIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditRules)
            .NeedsIfMatch().GivesETag()
            .WithName("verifyDeadlineRule")
            .WithSummary("Intyga att regeln stämmer / Verify a rule")
            .WithDescription("Du har läst källan och regeln säger detsamma. / You have read the source and the rule says the same.");
    }

    private static Results<Ok<RuleView>, NotFound> Answer(DeadlineRule? rule, HttpContext http)
    {
        if (rule is null) return TypedResults.NotFound();
        http.Response.SetETag(rule.Version);
        return TypedResults.Ok(RuleView.Of(rule));
    }

    public sealed class Handler(DeviationsDb db, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: validFrom, amount, unitCode, endEvent, targetKind, targetAmount or escalateAfter.</exception>
        /// <exception cref="RuleViolation">409 `rule.later-version`.</exception>
        public async Task<DeadlineRule> Set(Request request, CancellationToken ct)
        {
            var rule = Draft(request);
            await db.SetVersion(rule, db.DeadlineRules.Where(known => known.Code == rule.Code && known.CaseKind == rule.CaseKind && known.UnitCode == rule.UnitCode), SwedishTime.Today(clock), ct);
            return rule;
        }

        /// <summary>The same for a script that may be run again.</summary>
        /// <exception cref="InvalidField">As of <see cref="Set"/>.</exception>
        /// <exception cref="RuleViolation">409 `rule.later-version`.</exception>
        public async Task<DeadlineRule> Put(Request request, CancellationToken ct)
        {
            var rule = Draft(request);
            await using var own = await db.OwnTransaction(ct);
            var same = db.DeadlineRules.Where(known => known.Code == rule.Code && known.CaseKind == rule.CaseKind && known.UnitCode == rule.UnitCode);
            if (await same.FirstOrDefaultAsync(known => known.ValidFrom == rule.ValidFrom && known.ValidTo != known.ValidFrom, ct) is { } earlier)
            {
                if (earlier.Terms == rule.Terms) return earlier;
                if (rule.ValidFrom >= SwedishTime.Today(clock))
                {
                    earlier.End(earlier.ValidFrom);
                    try
                    {
                        await db.SaveChangesAsync(ct);
                    }
                    catch (DbUpdateConcurrencyException)
                    {
                        throw DatedVersions.Later();
                    }
                }
            }
            await db.SetVersion(rule, same, SwedishTime.Today(clock), ct);
            if (own is not null) await own.CommitAsync(ct);
            return rule;
        }

        /// <summary>The rule as it would be, for trying it before it is saved.</summary>
        public DeadlineRule Draft(Request request)
        {
            var immediate = request.Kind == RuleKind.Immediate;
            if (immediate ? request.Amount is > 0 : request.Amount is null or < 1) throw new InvalidField("amount", "It must be 1 or more, and none for what shall be done at once.");
            if (request.UnitCode is { Length: > 0 } && units.Find(request.UnitCode) is null) throw new InvalidField("unitCode", "There is no such unit.");
            if (request.UnitCode is { Length: > 0 } && CaseDeadlines.IsTheLaws(request.Code!.Value)) throw new InvalidField("unitCode", "The law's time is the same in every unit.");
            if (request.TargetKind == RuleKind.Immediate) throw new InvalidField("targetKind", "A target has a day.");
            if (request.TargetKind is null != request.TargetAmount is null) throw new InvalidField("targetAmount", "A target has both a kind and an amount.");
            if (request.TargetKind is not null && !CaseDeadlines.IsTheLaws(request.Code!.Value)) throw new InvalidField("targetKind", "The deadline is a target itself.");
            // No manager above sees what lies in a legal track, nor that it lies there; everyone who investigates the track is reminded (RemindAfter).
            if (request.EscalateAfter is not null && CaseDeadlines.TrackOf(request.Code!.Value) is not null) throw new InvalidField("escalateAfter", "Nobody above its investigators knows of a case in a legal track.");
            var starts = request.StartEvent ?? CaseEvent.Reported;
            if (request.EndEvent <= starts) throw new InvalidField("endEvent", "It must come after what starts the time.");
            return DeadlineRule.From(
                request.ValidFrom!.Value,
                new(request.Code!.Value, request.CaseKind, string.IsNullOrEmpty(request.UnitCode) ? null : request.UnitCode, request.Title!,
                    new(request.Kind!.Value, immediate ? 0 : request.Amount!.Value, request.LastDay ?? LastDay.Counts), starts, request.EndEvent!.Value, request.Source!,
                    request.TargetKind is { } kind ? new(kind, request.TargetAmount!.Value) : null, request.AppliesBy ?? RuleDay.Start, new(request.RemindBefore, request.RemindAfter, request.EscalateAfter)),
                Person.Of(user), clock.GetUtcNow());
        }

        public Task<DeadlineRule?> Find(Guid id, CancellationToken ct) => db.FindVersion<DeadlineRule>(id, ct);

        /// <exception cref="InvalidField">400: validTo lies before today.</exception>
        /// <exception cref="RuleViolation">409 `rule.ended`.</exception>
        public Task<DeadlineRule?> End(Guid id, Ending request, Action<int> checkVersion, CancellationToken ct) =>
            db.EndVersion<DeadlineRule>(id, request.ValidTo!.Value, checkVersion, SwedishTime.Today(clock), ct);

        public Task<DeadlineRule?> Verify(Guid id, Action<int> checkVersion, CancellationToken ct) =>
            db.VerifyVersion<DeadlineRule>(id, checkVersion, user.Name, clock.GetUtcNow(), ct);
    }
}
