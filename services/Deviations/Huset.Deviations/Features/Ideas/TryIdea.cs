using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Huset.Deviations.Features.Actions;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Ideas;

/// <summary>Trials by PDSA: planned, then done, studied and acted on.</summary>
public static class TryIdea
{
    public sealed class PlanRequest
    {
        [Description("Planera: vad som ska provas, var och av vem. / Plan: what is to be tried, where and by whom.")]
        [Example("Tavla på hemtjänsten norr i två veckor."), Required, StringLength(20_000)]
        public string? Plan { get; set; }

        [Description("Vad som mäts, före och efter. / What is measured, before and after.")]
        [Example("Minuter per pass som går till att leta nycklar"), Required, StringLength(500)]
        public string? Measure { get; set; }

        [Description("Måttets enhet. / Unit of the measure.")]
        [Example("minuter"), StringLength(50)]
        public string? MeasureUnit { get; set; }

        [Description("Värdet före. / The value before.")]
        [Example("12")]
        public decimal? Before { get; set; }

        [Description("Första dagen, svensk tid. / First day, Swedish time.")]
        [Example("2026-12-01"), Required, JsonConverter(typeof(SwedishDay))]
        public DateOnly? From { get; set; }

        [Description("Sista dagen, svensk tid. / Last day, Swedish time.")]
        [Example("2026-12-14"), Required, JsonConverter(typeof(SwedishDay))]
        public DateOnly? To { get; set; }
    }

    public sealed class ResultRequest
    {
        [Description("Gör: vad som gjordes, också det som inte blev som planen. / Do: what was done, also what was not as planned.")]
        [Example("Tavlan sattes upp och användes på alla pass."), Required, StringLength(20_000)]
        public string? Did { get; set; }

        [Description("Värdet efter. / The value after.")]
        [Example("2")]
        public decimal? After { get; set; }

        [Description("Studera: vad vi lärde oss. / Study: what was learned.")]
        [Example("Krokarna måste ha namn."), Required, StringLength(20_000)]
        public string? Learned { get; set; }

        [Description("Agera: adopt behåll, adapt prova om på annat sätt, abandon lägg ner. / Act: adopt, adapt and try again, abandon.")]
        [Required, EnumDataType(typeof(CycleOutcome))]
        public CycleOutcome? Outcome { get; set; }
    }

    public static void Map(RouteGroupBuilder ideas)
    {
        ideas.MapPost("/{id:guid}/cycles", async Task<Results<Created<IdeaView>, NotFound>> ([Description("Idéns id. / Id of the idea.")] Guid id, PlanRequest request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Plan(id, request, http.Request.CheckIfMatch, ct) is not { } idea) return TypedResults.NotFound();
            http.Response.SetETag(idea.Version);
            return TypedResults.Created($"/deviations/v1/ideas/{idea.Id}", idea);
        })
            .RequireAuthorization(Permissions.LeadIdeas)
            .TakesIfMatch()
            .GivesETag()
            .WithName("planIdeaCycle")
            .WithSummary("Planera ett prov / Plan a trial")
            .WithDescription("Första steget i PDSA. Idén ska vara påbörjad, och det förra provet skrivet färdigt. / The first step of PDSA. The idea is to be begun, and the last trial written to its end.");
        ideas.MapPut("/{id:guid}/cycles/{cycleId:guid}", async Task<Results<Ok<IdeaView>, NotFound>> (
            [Description("Idéns id. / Id of the idea.")] Guid id, [Description("Provets id. / Id of the trial.")] Guid cycleId, ResultRequest request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Study(id, cycleId, request, http.Request.CheckIfMatch, ct) is not { } idea) return TypedResults.NotFound();
            http.Response.SetETag(idea.Version);
            return TypedResults.Ok(idea);
        })
            .RequireAuthorization(Permissions.LeadIdeas)
            .TakesIfMatch()
            .GivesETag()
            .WithName("studyIdeaCycle")
            .WithSummary("Skriv vad ett prov gav / Write what a trial gave")
            .WithDescription("Gör, studera och agera; därefter är provet låst. / Do, study and act; after that the trial is locked.");
    }

    public sealed class Handler(IdeaWork work, CurrentUser user)
    {
        /// <summary>Null when there is no such idea that the user leads.</summary>
        public Task<IdeaView?> Plan(Guid id, PlanRequest request, Action<int> checkVersion, CancellationToken ct) => work.Lead(id, checkVersion, (idea, now) =>
        {
            idea.Try(new(request.Plan!, request.Measure!, request.MeasureUnit, request.Before, request.From!.Value, request.To!.Value), Person.Of(user), now);
            return Task.FromResult(true);
        }, ct);

        /// <summary>Null when there is no such idea that the user leads, or no such trial of it.</summary>
        public Task<IdeaView?> Study(Guid id, Guid cycleId, ResultRequest request, Action<int> checkVersion, CancellationToken ct) => work.Lead(id, checkVersion, (idea, now) =>
        {
            if (idea.Cycles.Find(cycle => cycle.Id == cycleId) is not { } known) return Task.FromResult(false);
            idea.Study(known, new(request.Did!, request.After, request.Learned!, request.Outcome!.Value), now);
            return Task.FromResult(true);
        }, ct);
    }
}
