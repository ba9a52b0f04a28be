using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Lex;

/// <summary>A lex Sarah case in a list.</summary>
public sealed record InvestigationLine(
    [property: Description("Ärendets id. / Id of the case.")] Guid DeviationId,
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Rapportens första mening. / The report's first sentence.")][property: Example("Tillsynen på natten uteblev")] string Title,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("När ärendet togs in i lex Sarah, UTC. / When the case was taken into lex Sarah, UTC.")] DateTimeOffset BegunAt,
    [property: Description("Vad det beslutades vara; saknas tills det är beslutat. / What it was decided to be; absent until it is.")] Degree? Degree,
    [property: Description("När det först beslutades, UTC. / When it was first decided, UTC.")] DateTimeOffset? DecidedAt,
    [property: Description("Ska anmälas till IVO snarast. / Is to be notified to IVO at once.")] bool NotifyAtOnce,
    [property: Description("Dagen då anmälan skickades till IVO. / Day the notification was sent to IVO.")] DateOnly? NotifiedOn,
    [property: Description("Dagen då utredningen skickades till IVO. / Day the investigation was sent to IVO.")] DateOnly? InvestigationSentOn,
    [property: Description("Den närmaste tidsfristen som löper, UTC. / The nearest deadline that runs, UTC.")] DateTimeOffset? NextDueAt,
    [property: Description("När ärendet avslutades, UTC. / When the case was closed, UTC.")] DateTimeOffset? ClosedAt)
{
    public static InvestigationLine Of(Deviation deviation) => new(
        deviation.Id, deviation.Reference, deviation.Title, deviation.UnitCode, deviation.LexSarahAt ?? deviation.ReportedAt, deviation.LexDegree, deviation.LexDecidedAt,
        deviation.LexSeriousAt is not null && deviation.IvoNotifiedAt is null, Day(deviation.IvoNotifiedAt), Day(deviation.IvoInvestigationAt), deviation.NextDueAt, deviation.ClosedAt);

    private static DateOnly? Day(DateTimeOffset? at) => at is { } instant ? SwedishTime.Day(instant) : null;
}

public static class ListInvestigations
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "from"), Description("Hände denna dag eller senare, svensk tid. / Happened this day or later, Swedish time.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2099-12-01"), Description("Hände före denna dag, svensk tid. / Happened before this day, Swedish time.")]
        public DateOnly? To { get; set; }
    }

    public static void Map(RouteGroupBuilder investigations) => investigations
        .MapGet("/", async Task<Ok<ListOf<InvestigationLine>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.ReadLexSarah)
        .WithName("listInvestigations")
        .WithSummary("Lista lex Sarah-utredningar / List lex Sarah investigations")
        .WithDescription("Först det som ska anmälas till IVO, sedan det som inte är beslutat, sedan efter närmaste tidsfrist. / First what is to be notified to IVO, then what is not decided, then by the nearest deadline.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user)
    {
        public async Task<ListOf<InvestigationLine>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.Deviations.AsNoTracking().Where(d => d.InLexSarah);
            if (query.From is { } from) rows = rows.Where(d => d.OccurredOn >= from);
            if (query.To is { } to) rows = rows.Where(d => d.OccurredOn < to);
            var list = await rows
                .OrderBy(d => d.LexSeriousAt != null && d.IvoNotifiedAt == null ? 0 : d.LexDecidedAt == null ? 1 : d.ClosedAt == null ? 2 : 3)
                .ThenBy(d => d.NextDueAt).ThenBy(d => d.Id).ToListOf(query, request, ct);
            await access.Append(AccessAction.List, list.Items, deviation => DeviationView.Why(deviation, user), query.FiltersUsed(), ct);
            return list.Select(InvestigationLine.Of);
        }
    }
}
