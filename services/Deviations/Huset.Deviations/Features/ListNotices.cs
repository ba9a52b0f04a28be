using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>A line to the reader that something waits or has been answered.</summary>
public sealed record NoticeView(
    [property: Description("Notisens id. / Id of the notice.")] Guid Id,
    [property: Description("Vad den säger. / What it says.")] NoticeKind Kind,
    [property: Description("Ärendets id, när den gäller ett. / Id of the case, when it is about one.")] Guid? DeviationId,
    [property: Description("Ärendets nummer, när den gäller ett. / The case's number, when it is about one.")][property: Example("AVV-2026-0001")] string? CaseReference,
    [property: Description("Ärendets rubrik, för den som får läsa ärendet. / The case's title, for who may read the case.")][property: Example("Morgondosen gavs två timmar för sent")] string? Title,
    [property: Description("Ärendet eller riskanalysen går att öppna för dig. / The case or risk analysis can be opened by you.")] bool CaseOpens,
    [property: Description("Åtgärden, om det gäller en. / The action, when it is about one.")] Guid? ActionId,
    [property: Description("Tidsfristen, om det gäller en. / The deadline, when it is about one.")] DeadlineCode? Deadline,
    [property: Description("Dess sista dag, så som den var då, svensk tid. / Its last day, as it was then, Swedish time.")] DateOnly? LastDay,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At,
    [property: Description("När den lästes, UTC. / When it was read, UTC.")] DateTimeOffset? ReadAt,
    [property: Description("Uppgiften från en utredning, om den gäller en. / The task out of an investigation, when it is about one.")] Guid? UnitTaskId = null,
    [property: Description("Riskanalysen, om den gäller en åtgärd i en; caseReference är dess nummer. / The risk analysis, when it is about an action of one; caseReference is its number.")] Guid? RiskAnalysisId = null,
    [property: Description("Det som skickades till en annan huvudman, om den gäller det. / What was sent to another principal, when it is about that.")] Guid? CooperationId = null);

public static class ListNotices
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unread"), Description("Bara olästa. / Only those not read.")]
        public bool? Unread { get; set; }
    }

    public static void Map(RouteGroupBuilder notices)
    {
        notices.MapGet("/", async Task<Ok<ListOf<NoticeView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.ReadNotices)
            .WithName("listNotices")
            .WithSummary("Lista dina notiser / List your notices")
            .WithDescription("Det som väntar på dig eller har fått svar, nyast först. / What waits for you or has been answered, newest first.");
        notices.MapPost("/{id:guid}/read", async Task<Results<NoContent, NotFound>> ([Description("Notisens id. / Id of the notice.")] Guid id, Handler handler, CancellationToken ct) =>
                await handler.MarkRead(id, ct) ? TypedResults.NoContent() : TypedResults.NotFound())
            .RequireAuthorization(Permissions.ReadNotices)
            .WithName("readNotice")
            .WithSummary("Markera en notis som läst / Mark a notice as read")
            .WithDescription("En notis som redan är läst behåller sin tid. / A notice that is read already keeps its time.");
        notices.MapPost("/read", async Task<NoContent> (Handler handler, CancellationToken ct) =>
            {
                await handler.MarkAllRead(ct);
                return TypedResults.NoContent();
            })
            .RequireAuthorization(Permissions.ReadNotices)
            .WithName("readAllNotices")
            .WithSummary("Markera alla notiser som lästa / Mark all notices as read")
            .WithDescription("Alla dina olästa notiser. / All your notices that are not read.");
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        // The row filter shows everybody only one's own; background work, which it lets see all, never comes here.
        public async Task<ListOf<NoticeView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var rows = db.Notices.AsNoTracking();
            if (query.Unread == true) rows = rows.Where(notice => notice.ReadAt == null);
            var list = await rows.OrderByDescending(notice => notice.Id).ToListOf(query, request, ct);
            var ids = list.Items.Select(notice => notice.DeviationId).OfType<Guid>().Distinct().ToArray();
            var cases = ids.Length == 0 ? [] : await db.Deviations.AsNoTracking().Where(deviation => ids.Contains(deviation.Id)).ToListAsync(ct);
            await access.Append(AccessAction.List, cases, deviation => DeviationView.Why(deviation, user), query.FiltersUsed(), ct);
            var open = cases.ToDictionary(deviation => deviation.Id, deviation => DeviationView.Of(deviation, user));
            var about = list.Items.Select(notice => notice.RiskAnalysisId).OfType<Guid>().Distinct().ToArray();
            var analyses = about.Length == 0 ? [] : await db.RiskAnalyses.Where(analysis => about.Contains(analysis.Id)).Select(analysis => analysis.Id).ToListAsync(ct);
            return list.Select(notice =>
            {
                var shown = notice.DeviationId is { } id ? open.GetValueOrDefault(id) : null;
                return new NoticeView(notice.Id, notice.Kind, notice.DeviationId, notice.CaseReference, shown?.Title, shown is not null || (notice.RiskAnalysisId is { } analysis && analyses.Contains(analysis)), notice.ActionId, notice.Deadline, notice.LastDay, notice.At, notice.ReadAt, notice.UnitTaskId, notice.RiskAnalysisId, notice.CooperationId);
            });
        }

        /// <summary>How many the user has not read, for the menu and the room.</summary>
        public Task<int> Unread(CancellationToken ct) => db.Notices.CountAsync(notice => notice.ReadAt == null, ct);

        /// <summary>False when there is no such notice to the user.</summary>
        public async Task<bool> MarkRead(Guid id, CancellationToken ct)
        {
            if (await db.Notices.FirstOrDefaultAsync(notice => notice.Id == id, ct) is not { } notice) return false;
            notice.Read(clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return true;
        }

        public Task MarkAllRead(CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            return db.Notices.Where(notice => notice.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(notice => notice.ReadAt, now), ct);
        }
    }
}
