using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Competence.Contracts;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Needs;

/// <summary>A cause in a deviation asks for competence: opens the need.</summary>
public sealed class OpenNeed(CompetenceDb db) : IConsumer<AskForCompetence>
{
    public Task Consume(ConsumeContext<AskForCompetence> context) => Open(db, context.Message, context.CancellationToken);

    public static async Task Open(CompetenceDb db, AskForCompetence asked, CancellationToken ct)
    {
        if (await db.Needs.AnyAsync(need => need.Id == asked.NeedId, ct)) return;
        var need = CompetenceNeed.Open(asked);
        db.Add(need);
        db.Publish(need.ToChanged());
    }
}

/// <summary>A competence need as it is.</summary>
public sealed record NeedView(
    [property: Description("Behovets id. / The need's id.")] Guid Id,
    [property: Description("Enheten. / The unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vad som saknas. / What is lacking.")][property: Example("Ny personal kan inte läkemedelslistan.")] string Text,
    [property: Description("Var det står. / Where it stands.")] NeedStatus Status,
    [property: Description("Ärendet som visade det; saknas när få får se det. / The case that showed it; absent when few may see it.")] Guid? DeviationId,
    [property: Description("Ärendets nummer; saknas när få får se det. / The case's number; absent when few may see it.")][property: Example("AVV-2026-0001")] string? DeviationReference,
    [property: Description("Vem som bad om det. / Who asked for it.")][property: Example("Karin Testsson")] string AskedBy,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset AskedAt,
    [property: Description("Kompetensen som det gäller, en kod ur competences. / The competence that it is about, a code of competences.")][property: Example("lakemedelshantering")] string? Competence,
    [property: Description("Vad som är planerat. / What is planned.")][property: Example("Utbildning i grupp om fyra.")] string? Plan,
    [property: Description("När det ska vara gjort. / When it is to be done.")] DateOnly? DueOn,
    [property: Description("Hur det möttes, eller varför det avslogs. / How it was met, or why it was declined.")][property: Example("Alla tolv har gått kursen.")] string? Outcome,
    [property: Description("Delegeringarna som mötte det. / The delegations by which it was met.")] IReadOnlyList<Guid> DelegationIds,
    [property: Description("Vem som senast ändrade. / Who last changed it.")][property: Example("Karin Testsson")] string? ChangedBy,
    [property: Description("När det senast ändrades, UTC. / When it was last changed, UTC.")] DateTimeOffset ChangedAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static NeedView Of(CompetenceNeed need) => new(
        need.Id, need.UnitCode, need.Text, need.Status, need.Restricted ? null : need.DeviationId, need.Restricted ? null : need.DeviationReference, need.AskedByName, need.AskedAt, need.Competence, need.Plan, need.DueOn, need.Outcome,
        need.MetBy, need.ChangedByName, need.ChangedAt, need.Version);
}

public static class NeedWork
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "status"), OneOf<NeedStatus>, Description("Var det står. / Where it stands.")]
        public string? Status { get; set; }
    }

    public sealed class Planning
    {
        [Description("Vad som ska göras. / What is to be done.")]
        [Example("Utbildning i grupp om fyra."), Required, StringLength(2_000)]
        public string? Plan { get; set; }

        [Description("Kompetensen som det gäller, en kod ur competences, om det är någon. / The competence that it is about, a code of competences, if any.")]
        [StringLength(64)]
        [Example("lakemedelshantering")]
        public string? Competence { get; set; }

        [Description("När det ska vara gjort. / When it is to be done.")]
        [Example("2099-01-31"), Required]
        public DateOnly? DueOn { get; set; }
    }

    /// <summary>What is written when a need is closed, either way.</summary>
    public abstract class Ending
    {
        [Description("Hur det möttes, eller varför det avslås. / How it was met, or why it is declined.")]
        [Example("Alla tolv har gått kursen."), Required, StringLength(2_000)]
        public string? Reason { get; set; }
    }

    public sealed class Closing : Ending;

    public sealed class Meeting : Ending
    {
        [Description("Delegeringar som mötte det, på behovets enhet, högst 20. / Delegations by which it was met, at the need's unit, at most 20.")]
        [MaxLength(20)]
        public List<Guid>? DelegationIds { get; set; }
    }

    public static void Map(RouteGroupBuilder competence)
    {
        var needs = competence.MapGroup("/needs").WithTags("needs");
        needs.MapGet("/", async Task<Ok<ListOf<NeedView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.List(query, request, ct)))
            .RequireAuthorization(Permissions.ReadNeeds)
            .WithName("listNeeds")
            .WithSummary("Lista kompetensbehov / List competence needs")
            .WithDescription("Det som avvikelser har visat att enheterna behöver lära sig; det som väntar först. / What deviations have shown that the units need to learn; what waits first.");
        needs.MapGet("/{id:guid}", async Task<Results<Ok<NeedView>, NotFound>> ([Description("Behovets id. / Id of the need.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
                Answer(await handler.Read(id, ct), response))
            .RequireAuthorization(Permissions.ReadNeeds)
            .GivesETag()
            .WithName("readNeed")
            .WithSummary("Läs ett kompetensbehov / Read a competence need")
            .WithDescription("Varför det finns och vad som är planerat. / Why it is there and what is planned.");
        needs.MapPut("/{id:guid}/plan", async Task<Results<Ok<NeedView>, NotFound>> ([Description("Behovets id. / Id of the need.")] Guid id, Planning request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Plan(id, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.HandleNeeds)
            .TakesIfMatch().GivesETag()
            .WithName("planNeed")
            .WithSummary("Planera för ett behov / Plan for a need")
            .WithDescription("Kan ändras tills behovet är mött eller avslaget. / May be changed until the need is met or declined.");
        needs.MapPost("/{id:guid}/meeting", async Task<Results<Ok<NeedView>, NotFound>> ([Description("Behovets id. / Id of the need.")] Guid id, Meeting request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Meet(id, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.HandleNeeds)
            .TakesIfMatch().GivesETag()
            .WithName("meetNeed")
            .WithSummary("Markera ett behov som mött / Mark a need as met")
            .WithDescription("Den som bad om det får veta hur. En delegering som mötte det blir en del av tråden. / Who asked for it is told how. A delegation by which it was met becomes a part of the thread.");
        needs.MapPost("/{id:guid}/decline", async Task<Results<Ok<NeedView>, NotFound>> ([Description("Behovets id. / Id of the need.")] Guid id, Closing request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Decline(id, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.HandleNeeds)
            .TakesIfMatch().GivesETag()
            .WithName("declineNeed")
            .WithSummary("Avslå ett behov / Decline a need")
            .WithDescription("Med skälet. / With the reason.");
    }

    private static Results<Ok<NeedView>, NotFound> Answer(NeedView? need, HttpResponse response)
    {
        if (need is null) return TypedResults.NotFound();
        response.SetETag(need.Version);
        return TypedResults.Ok(need);
    }

    public sealed class Handler(CompetenceDb db, UnitTree units, CurrentUser user, TimeProvider clock)
    {
        public async Task<ListOf<NeedView>> List(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.Needs.AsNoTracking();
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var codes = units.WithBelow([unit]);
                rows = rows.Where(need => codes.Contains(need.UnitCode));
            }
            if (Lists.Choice<NeedStatus>(query.Status, "status") is { } status) rows = rows.Where(need => need.Status == status);
            return (await rows.OrderBy(need => need.Status == NeedStatus.Open ? 0 : need.Status == NeedStatus.Planned ? 1 : 2).ThenByDescending(need => need.AskedAt).ThenBy(need => need.Id).ToListOf(query, request, ct)).Select(NeedView.Of);
        }

        public async Task<NeedView?> Read(Guid id, CancellationToken ct) => await db.Needs.AsNoTracking().FirstOrDefaultAsync(need => need.Id == id, ct) is { } need ? NeedView.Of(need) : null;

        /// <summary>How many wait for someone to say what is to be done.</summary>
        public Task<long> Open(CancellationToken ct) => db.Needs.LongCountAsync(need => need.Status == NeedStatus.Open, ct);

        /// <exception cref="InvalidField">400: competence or dueOn.</exception>
        public async Task<NeedView?> Plan(Guid id, Planning request, Action<int> checkVersion, CancellationToken ct)
        {
            if (string.IsNullOrWhiteSpace(request.Competence)) request.Competence = null;
            if (request.DueOn < SwedishTime.Today(clock)) throw new InvalidField("dueOn", "It must not have been.");
            if (request.Competence is not null && !await db.CompetenceTypes.AnyAsync(type => type.Code == request.Competence, ct)) throw new InvalidField("competence", "There is no such competence.");
            return await Change(id, checkVersion, (need, now) => need.PlanFor(request.Plan!, request.Competence, request.DueOn!.Value, user.Name, now), ct);
        }

        /// <exception cref="InvalidField">400: delegationIds.</exception>
        public async Task<NeedView?> Meet(Guid id, Meeting request, Action<int> checkVersion, CancellationToken ct)
        {
            var delegations = (request.DelegationIds ?? []).Distinct().ToList();
            if (delegations.Count > 0 && await db.Needs.Where(need => need.Id == id).Select(need => need.UnitCode).FirstOrDefaultAsync(ct) is { } unit
                && await At(unit).CountAsync(delegation => delegations.Contains(delegation.Id), ct) != delegations.Count)
            {
                throw new InvalidField("delegationIds", "There is no such delegation at the need's unit.");
            }
            return await Change(id, checkVersion, (need, now) => need.Meet(request.Reason!, delegations, user.Name, now), ct);
        }

        public Task<NeedView?> Decline(Guid id, Ending request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, (need, now) => need.Decline(request.Reason!, user.Name, now), ct);

        /// <summary>The delegations that apply at the unit, in a part of it or to more than it, of those that the user may read: the latest first.</summary>
        public IOrderedQueryable<Delegation> At(string unitCode)
        {
            string[] codes = [.. units.WithBelow([unitCode]), .. units.WithAbove(unitCode)];
            return db.Delegations.AsNoTracking().Where(delegation => codes.Contains(delegation.UnitCode)).OrderByDescending(delegation => delegation.Id);
        }

        // Who reads a need handles it: the two permissions reach alike.
        private async Task<NeedView?> Change(Guid id, Action<int> checkVersion, Action<CompetenceNeed, DateTimeOffset> step, CancellationToken ct)
        {
            if (await db.Needs.FirstOrDefaultAsync(need => need.Id == id, ct) is not { } need) return null;
            checkVersion(need.Version);
            step(need, clock.GetUtcNow());
            db.Publish(need.ToChanged());
            await db.SaveChangesAsync(ct);
            return NeedView.Of(need);
        }
    }
}
