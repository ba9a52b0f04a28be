using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Analytics.Features.Subscriptions;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Extracts;

/// <summary>Someone else than who prepared it decides that an extract leaves the house, or that it does not, and can revoke that.</summary>
public static class DecideExtract
{
    public sealed class Request
    {
        [Required, Description("true: det får hämtas; false: det avslås. / true: it may be fetched; false: it is refused.")]
        public bool? Approved { get; set; }

        [Required, StringLength(500, MinimumLength = 3), Example("Kvalitetschefens beslut 2026-11-20, sekretessprövning dnr SN 2026/123"), Description("Vems beslutet är och vilken sekretessprövning det grundas på, eller varför det avslås. / Whose decision it is and on which examination of secrecy it stands, or why it is refused.")]
        public string? Decision { get; set; }
    }

    public sealed class Revocation
    {
        [Required, StringLength(500, MinimumLength = 3), Example("Projektet är nedlagt."), Description("Varför beslutet återkallas. / Why the decision is revoked.")]
        public string? Why { get; set; }
    }

    public static void Map(RouteGroupBuilder extracts)
    {
        extracts.MapPost("/{id:guid}/decision", async Task<Results<Ok<ExtractView>, NotFound>> ([Description("Uttagets id. / Id of the extract.")] Guid id, Request request, Handler handler, ListExtracts.Handler reader, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Decide(id, request, http.Request.CheckIfMatch, ct) is not { } extract) return TypedResults.NotFound();
                http.Response.SetETag(extract.Version);
                return TypedResults.Ok(await reader.View(extract, ct));
            })
            .RequireAuthorization(Permissions.DecideExtracts)
            .TakesIfMatch()
            .GivesETag()
            .WithName("decideExtract")
            .WithSummary("Besluta om ett uttag / Decide on an extract")
            .WithDescription("Inte den som förberedde det. Med ja skapas uttagets nyckel, och det kan hämtas som loggen är nu till och med sista dagen. / Not who prepared it. With yes the extract's key is made, and it can be fetched as the log is now until its last day.");
        extracts.MapPost("/{id:guid}/revocation", async Task<Results<Ok<ExtractView>, NotFound>> ([Description("Uttagets id. / Id of the extract.")] Guid id, Revocation request, Handler handler, ListExtracts.Handler reader, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Revoke(id, request, http.Request.CheckIfMatch, ct) is not { } extract) return TypedResults.NotFound();
                http.Response.SetETag(extract.Version);
                return TypedResults.Ok(await reader.View(extract, ct));
            })
            .RequireAuthorization(Permissions.DecideExtracts)
            .TakesIfMatch()
            .GivesETag()
            .WithName("revokeExtract")
            .WithSummary("Återkalla ett beslut om uttag / Revoke the decision on an extract")
            .WithDescription("Det kan inte hämtas mer och nyckeln förstörs. Det som redan är hämtat har mottagaren kvar. / It can be fetched no more and the key is destroyed. What has been fetched the receiver still has.");
    }

    public sealed class Handler(AnalyticsDb db, EventLog events, SubscriptionWork work)
    {
        /// <summary>Null when there is no such extract.</summary>
        /// <exception cref="RuleViolation">`extract.decided`, `extract.own`, `extract.too-late`</exception>
        public Task<Extract?> Decide(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) => Change(id, checkVersion, async extract =>
        {
            if (request.Approved!.Value) extract.Decide(request.Decision!.Trim(), await events.Last(ct), work.Me, work.Now);
            else extract.Refuse(request.Decision!.Trim(), work.Me, work.Now);
        }, ct);

        /// <summary>Null when there is no such extract.</summary>
        /// <exception cref="RuleViolation">`extract.not-open`</exception>
        public Task<Extract?> Revoke(Guid id, Revocation request, Action<int> checkVersion, CancellationToken ct) => Change(id, checkVersion, extract =>
        {
            extract.Revoke(request.Why!.Trim(), work.Me, work.Now);
            return Task.CompletedTask;
        }, ct);

        private async Task<Extract?> Change(Guid id, Action<int> checkVersion, Func<Extract, Task> change, CancellationToken ct)
        {
            if (await db.Extracts.FirstOrDefaultAsync(extract => extract.Id == id, ct) is not { } extract) return null;
            checkVersion(extract.Version);
            await change(extract);
            db.Publish(extract.ToChanged(work.Now));
            await db.SaveChangesAsync(ct);
            return extract;
        }
    }
}
