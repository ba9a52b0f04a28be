using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Lex;

/// <summary>An investigated case in a list.</summary>
public sealed record InvestigationLine(
    [property: Description("Ärendets id. / Id of the case.")] Guid DeviationId,
    [property: Description("Spåret. / The track.")] TrackKind Track,
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Rapportens första mening. / The report's first sentence.")][property: Example("Tillsynen på natten uteblev")] string Title,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("När ärendet togs in i spåret, UTC. / When the case was taken into the track, UTC.")] DateTimeOffset BegunAt,
    [property: Description("Vad det beslutades vara; saknas tills det är beslutat. / What it was decided to be; absent until it is.")] Degree? Degree,
    [property: Description("När det först beslutades, UTC. / When it was first decided, UTC.")] DateTimeOffset? DecidedAt,
    [property: Description("Ska anmälas till IVO snarast. / Is to be notified to IVO at once.")] bool NotifyAtOnce,
    [property: Description("Dagen då anmälan skickades till IVO. / Day the notification was sent to IVO.")] DateOnly? NotifiedOn,
    [property: Description("Dagen då utredningen skickades till IVO. / Day the investigation was sent to IVO.")] DateOnly? InvestigationSentOn,
    [property: Description("Den närmaste av spårets tidsfrister som löper, UTC. / The nearest of the track's deadlines that runs, UTC.")] DateTimeOffset? NextDueAt,
    [property: Description("När ärendet avslutades, UTC. / When the case was closed, UTC.")] DateTimeOffset? ClosedAt,
    [property: Description("Det är beslutat att ärendet inte utreds. / It is decided that the case is not investigated.")] bool Declined)
{
    public static InvestigationLine Of(Deviation deviation, TrackKind track)
    {
        var state = deviation.In(track);
        return new(
            deviation.Id, track, deviation.Reference, deviation.Title, deviation.UnitCode, state.BegunAt ?? deviation.ReportedAt, state.Degree, state.DecidedAt,
            state.NotifyAtOnce, Day(state.NotifiedAt), Day(state.InvestigationSentAt), state.NextDueAt, deviation.ClosedAt, state.Declined);
    }

    private static DateOnly? Day(DateTimeOffset? at) => at is { } instant ? SwedishTime.Day(instant) : null;
}

public static class ListInvestigations
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "track"), OneOf<TrackKind>, Description("Spåret: lex-sarah eller lex-maria. Får utelämnas av den som utreder i bara ett. / The track; may be left out by who investigates in one only.")]
        public string? Track { get; set; }

        [FromQuery(Name = "from"), Description("Hände denna dag eller senare, svensk tid. / Happened this day or later, Swedish time.")]
        public DateOnly? From { get; set; }

        [FromQuery(Name = "to"), Example("2099-12-01"), Description("Hände före denna dag, svensk tid. / Happened before this day, Swedish time.")]
        public DateOnly? To { get; set; }
    }

    public static void Map(RouteGroupBuilder investigations) => investigations
        .MapGet("/", async Task<Ok<ListOf<InvestigationLine>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.Investigate)
        .WithName("listInvestigations")
        .WithSummary("Lista utredningar i ett spår / List a track's investigations")
        .WithDescription("Först det som ska anmälas till IVO, sedan det som inte är beslutat, sedan efter närmaste tidsfrist. / First what is to be notified to IVO, then what is not decided, then by the nearest deadline.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user)
    {
        public async Task<ListOf<InvestigationLine>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var mine = Enum.GetValues<TrackKind>().Where(user.Investigates).ToList();
            // Another's track is an empty list, as any other list of what one may not see.
            var track = mine.Meant(Lists.Choice<TrackKind>(query.Track, "track"));
            var maria = track == TrackKind.LexMaria;
            var rows = db.Deviations.AsNoTracking().Where(d => track != null && (maria ? d.InLexMaria : d.InLexSarah));
            if (query.From is { } from) rows = rows.Where(d => d.OccurredOn >= from);
            if (query.To is { } to) rows = rows.Where(d => d.OccurredOn < to);
            var list = await rows
                .OrderBy(d => (maria ? d.LexMaria.SeriousAt : d.LexSarah.SeriousAt) != null && (maria ? d.LexMaria.NotifiedAt : d.LexSarah.NotifiedAt) == null ? 0
                    : (maria ? d.LexMaria.DecidedAt : d.LexSarah.DecidedAt) == null ? 1 : d.ClosedAt == null ? 2 : 3)
                .ThenBy(d => maria ? d.LexMaria.NextDueAt : d.LexSarah.NextDueAt).ThenBy(d => d.Id).ToListOf(query, request, ct);
            await access.Append(AccessAction.List, list.Items, deviation => DeviationView.Why(deviation, user), query.FiltersUsed(), ct);
            return list.Select(deviation => InvestigationLine.Of(deviation, track!.Value));
        }
    }
}
