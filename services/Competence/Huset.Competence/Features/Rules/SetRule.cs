using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Rules;

public static class SetRule
{
    public sealed class Request
    {
        [Description("Vad som mäts. / What is measured.")]
        [Required, EnumDataType(typeof(Measure))]
        public Measure? Measure { get; set; }

        [Description("Värdet: 1 till 60 månader eller 1 till 730 dagar. / The figure: 1 to 60 months or 1 to 730 days.")]
        [Example("6"), Required, Range(1, 730)]
        public int? Value { get; set; }

        [Description("Första dagen som lydelsen gäller; tidigast i dag. / First day of the version; today at the earliest.")]
        [Example("2099-01-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Var regeln står, eller vems den är. / Where it is written, or whose it is.")]
        [Example("MAS beslut 2026-11-18"), Required, StringLength(500)]
        public string? Source { get; set; }
    }

    public static void Map(RouteGroupBuilder rules)
    {
        rules.MapPost("/", async Task<Created<RuleView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var rule = await handler.Set(request, ct);
                response.SetETag(rule.Version);
                return TypedResults.Created($"/competence/v1/rules/{rule.Id}", RuleView.Of(rule));
            })
            .RequireAuthorization(Permissions.EditRules)
            .GivesETag()
            .WithName("setRule")
            .WithSummary("Sätt en ny lydelse / Set a new version")
            .WithDescription("Gäller från sin första dag i stället för den som gällde då. / Applies from its first day instead of the one that applied then.");
        rules.MapPost("/{id:guid}/verification", async Task<Results<Ok<RuleView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Verify(id, http.Request.RequireIfMatch, ct) is not { } rule) return TypedResults.NotFound();
                http.Response.SetETag(rule.Version);
                return TypedResults.Ok(RuleView.Of(rule));
            })
            .RequireAuthorization(Permissions.EditRules)
            .NeedsIfMatch().GivesETag()
            .WithName("verifyRule")
            .WithSummary("Intyga att regeln stämmer / Verify a rule")
            .WithDescription("Du har läst källan och regeln säger detsamma. / You have read the source and the rule says the same.");
    }

    public sealed class Handler(CompetenceDb db, CurrentUser user, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: validFrom or value.</exception>
        /// <exception cref="RuleViolation">409 `rule.later-version`.</exception>
        public async Task<Rule> Set(Request request, CancellationToken ct)
        {
            var (measure, from) = (request.Measure!.Value, request.ValidFrom!.Value);
            if (from < SwedishTime.Today(clock)) throw new InvalidField("validFrom", "A version begins today at the earliest.");
            if (measure is Measure.DelegationMonths or Measure.TestMonths && request.Value > 60) throw new InvalidField("value", "Months are 1 to 60.");
            if (measure == Measure.ImportEndShare && request.Value > 100) throw new InvalidField("value", "Per cent are 1 to 100.");
            var same = await db.Rules.Where(known => known.Measure == measure).ToListAsync(ct);
            if (same.Exists(known => known.ValidFrom >= from && known.ValidTo != known.ValidFrom)) throw new RuleViolation("rule.later-version", "A version from that day or later is set already.");
            same.Find(known => known.AppliesOn(from))?.End(from);
            var rule = Rule.From(from, measure, request.Value!.Value, request.Source!, user.Name, clock.GetUtcNow());
            db.Add(rule);
            await db.SaveChangesAsync(ct);
            return rule;
        }

        public Task<Rule?> Find(Guid id, CancellationToken ct) => db.Rules.FirstOrDefaultAsync(rule => rule.Id == id, ct);

        public async Task<Rule?> Verify(Guid id, Action<int> checkVersion, CancellationToken ct)
        {
            if (await Find(id, ct) is not { } rule) return null;
            checkVersion(rule.Version);
            rule.Verify(user.Name, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return rule;
        }
    }
}
