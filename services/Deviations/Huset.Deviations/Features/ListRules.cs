using System.ComponentModel;
using Huset.Deadlines;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>One version of a deadline's rule.</summary>
public sealed record RuleView(
    [property: Description("Lydelsens id. / Id of the version.")] Guid Id,
    [property: Description("Vilken tidsfrist. / Which deadline.")] DeadlineCode Code,
    [property: Description("Slaget av ärende som den gäller; saknas när den gäller alla. / Kind of case that it is for; absent for all.")] DeviationKind? CaseKind,
    [property: Description("Enheten som har målet, för sig och alla under den; saknas för kommunens. / The unit whose target it is, for it and all below; absent for the municipality's.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Vad som ska vara gjort. / What shall be done.")][property: Example("Utredning klar")] string Title,
    [property: Description("Hur tiden räknas. / How the time is counted.")] RuleKind Kind,
    [property: Description("Hur många; 0 för genast. / How many; 0 for at once.")][property: Example("3")] int Amount,
    [property: Description("Vad som händer när sista dagen är ledig. / What happens when the last day is off.")] LastDay LastDay,
    [property: Description("Vad som startar tiden. / What starts it.")] CaseEvent StartEvent,
    [property: Description("Vad som gör att den är uppfylld. / What meets it.")] CaseEvent EndEvent,
    [property: Description("Var regeln står, eller vems mål det är. / Where it is written, or whose target it is.")][property: Example("Exempel, kommunens eget mål: ändra till ert eget")] string Source,
    [property: Description("Vilken dag som avgör vilken lydelse som gäller: start eller event. / By which day its version is known: when its time starts, or when it happened.")] RuleDay AppliesBy,
    [property: Description("Kommunens eget mål bredvid: hur det räknas. / The municipality's own target beside it: how it is counted.")] RuleKind? TargetKind,
    [property: Description("Hur många, för målet. / How many, for the target.")][property: Example("1")] int? TargetAmount,
    [property: Description("Påminner så många dagar före sista dagen. / Reminds so many days before the last.")][property: Example("3")] int? RemindBefore,
    [property: Description("Påminner så många dagar efter att tiden gått ut. / Reminds so many days after it has passed.")][property: Example("0")] int? RemindAfter,
    [property: Description("Chefen ovanför får veta så många dagar efter att tiden gått ut. / The manager above is told so many days after it has passed.")][property: Example("14")] int? EscalateAfter,
    [property: Description("Första dagen som lydelsen gäller. / First day of the version.")] DateOnly ValidFrom,
    [property: Description("Första dagen som den inte längre gäller. / First day that it no longer applies.")] DateOnly? ValidTo,
    [property: Description("Vem som satte den. / Who set it.")][property: Example("Karin Testsson")] string SetBy,
    [property: Description("När den sattes, UTC. / When it was set, UTC.")] DateTimeOffset SetAt,
    [property: Description("Vem som kontrollerat den mot källan; saknas när ingen har det. / Who has checked it against its source; absent when nobody has.")][property: Example("Karin Testsson")] string? VerifiedBy,
    [property: Description("När den kontrollerades, UTC. / When it was checked, UTC.")] DateTimeOffset? VerifiedAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static RuleView Of(DeadlineRule rule) => new(
        rule.Id, rule.Code, rule.CaseKind, rule.UnitCode, rule.Title, rule.Kind, rule.Amount, rule.LastDay, rule.StartsOn, rule.EndsOn, rule.Source, rule.AppliesBy, rule.TargetKind, rule.TargetAmount,
        rule.RemindBefore, rule.RemindAfter, rule.EscalateAfter, rule.ValidFrom, rule.ValidTo, rule.SetByName, rule.SetAt,
        rule.VerifiedByName, rule.VerifiedAt, rule.Version);
}

public static class ListRules
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "on"), Description("Bara de som gäller denna dag, svensk tid. / Only those that apply this day, Swedish time.")]
        public DateOnly? On { get; set; }
    }

    public static void Map(RouteGroupBuilder rules)
    {
        rules.MapGet("/", async Task<Ok<ListOf<RuleView>>> ([AsParameters] Query query, DeviationsDb db, HttpRequest request, CancellationToken ct) =>
            {
                var rows = db.DeadlineRules.AsNoTracking();
                if (query.On is { } day) rows = rows.Where(rule => rule.ValidFrom <= day && (rule.ValidTo == null || rule.ValidTo > day));
                return TypedResults.Ok((await rows.OrderBy(rule => rule.Code).ThenByDescending(rule => rule.ValidFrom).ThenBy(rule => rule.Id).ToListOf(query, request, ct)).Select(RuleView.Of));
            })
            .RequireAuthorization(Permissions.ReadRules)
            .WithName("listDeadlineRules")
            .WithSummary("Lista tidsfristernas regler / List the deadlines' rules")
            .WithDescription("Alla lydelser, också de som har gällt och de som ska gälla. / Every version, also those that have applied and those that will.");
        rules.MapGet("/{id:guid}", async Task<Results<Ok<RuleView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, DeviationsDb db, HttpResponse response, CancellationToken ct) =>
            {
                if (await db.DeadlineRules.AsNoTracking().FirstOrDefaultAsync(rule => rule.Id == id, ct) is not { } rule) return TypedResults.NotFound();
                response.SetETag(rule.Version);
                return TypedResults.Ok(RuleView.Of(rule));
            })
            .RequireAuthorization(Permissions.ReadRules)
            .GivesETag()
            .WithName("readDeadlineRule")
            .WithSummary("Läs en regel / Read a rule")
            .WithDescription("En lydelse av en tidsfrists regel. / One version of a deadline's rule.");
    }
}
