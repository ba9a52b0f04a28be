using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Rules;

/// <summary>One version of a rule.</summary>
public sealed record RuleView(
    [property: Description("Lydelsens id. / Id of the version.")] Guid Id,
    [property: Description("Vad som mäts. / What is measured.")] Measure Measure,
    [property: Description("Värdet, i månader eller dagar som measure säger. / The figure, in months or days as measure says.")][property: Example("12")] int Value,
    [property: Description("Var regeln står, eller vems den är. / Where it is written, or whose it is.")][property: Example("SOSFS 1997:14")] string Source,
    [property: Description("Första dagen som lydelsen gäller. / First day of the version.")] DateOnly ValidFrom,
    [property: Description("Första dagen som den inte längre gäller. / First day that it no longer applies.")] DateOnly? ValidTo,
    [property: Description("Vem som satte den. / Who set it.")][property: Example("Maria Testsson")] string SetBy,
    [property: Description("När den sattes, UTC. / When it was set, UTC.")] DateTimeOffset SetAt,
    [property: Description("Vem som kontrollerat den mot källan; saknas när ingen har det. / Who has checked it against its source; absent when nobody has.")][property: Example("Maria Testsson")] string? VerifiedBy,
    [property: Description("När den kontrollerades, UTC. / When it was checked, UTC.")] DateTimeOffset? VerifiedAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static RuleView Of(Rule rule) =>
        new(rule.Id, rule.Measure, rule.Value, rule.Source, rule.ValidFrom, rule.ValidTo, rule.SetByName, rule.SetAt, rule.VerifiedByName, rule.VerifiedAt, rule.Version);
}

public static class ListRules
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "on"), Description("Bara de som gäller den dagen. / Only those in force that day.")]
        public DateOnly? On { get; set; }
    }

    public static void Map(RouteGroupBuilder rules)
    {
        rules.MapGet("/", async Task<Ok<ListOf<RuleView>>> ([AsParameters] Query query, CompetenceDb db, HttpRequest request, CancellationToken ct) =>
            {
                var rows = db.Rules.AsNoTracking();
                if (query.On is { } day) rows = rows.Where(rule => rule.ValidFrom <= day && (rule.ValidTo == null || rule.ValidTo > day));
                return TypedResults.Ok((await rows.OrderBy(rule => rule.Measure).ThenByDescending(rule => rule.ValidFrom).ThenBy(rule => rule.Id).ToListOf(query, request, ct)).Select(RuleView.Of));
            })
            .RequireAuthorization(Permissions.ReadRules)
            .WithName("listRules")
            .WithSummary("Lista reglerna / List the rules")
            .WithDescription("Hur länge en delegering får gälla och när Huset påminner; alla lydelser. / How long a delegation may apply and when Huset reminds; every version.");
        rules.MapGet("/{id:guid}", async Task<Results<Ok<RuleView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, CompetenceDb db, HttpResponse response, CancellationToken ct) =>
            {
                if (await db.Rules.AsNoTracking().FirstOrDefaultAsync(rule => rule.Id == id, ct) is not { } rule) return TypedResults.NotFound();
                response.SetETag(rule.Version);
                return TypedResults.Ok(RuleView.Of(rule));
            })
            .RequireAuthorization(Permissions.ReadRules)
            .GivesETag()
            .WithName("readRule")
            .WithSummary("Läs en regel / Read a rule")
            .WithDescription("En lydelse av en regel. / One version of a rule.");
    }
}
