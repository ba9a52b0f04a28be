using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Procurement.Features.FollowUps;

public static class ReCheckFinding
{
    public sealed class Request
    {
        [Description("Åtgärden håller, och bristen är åtgärdad. / The remedy holds, and the finding is closed.")]
        [Required]
        public bool? Passed { get; set; }

        [Description("Vad kontrollen visade. Leverantören läser det. / What the check showed. The supplier reads it.")]
        [Example("Schemat för december visar två undersköterskor varje kväll."), Required, StringLength(4_000)]
        public string? Note { get; set; }

        [Description("Ny sista dag när åtgärden inte håller; i dag eller senare. / New last day when the remedy does not hold; today or later.")]
        [Example("2099-12-01")]
        public DateOnly? NewDueOn { get; set; }
    }

    public static void Map(RouteGroupBuilder findings) => findings
        .MapPost("/{id:guid}/re-check", async Task<Results<Ok<FindingView>, NotFound>> ([Description("Bristens id. / Id of the finding.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } finding) return TypedResults.NotFound();
            http.Response.SetETag(finding.Version);
            return TypedResults.Ok(finding);
        })
        .RequireAuthorization(Permissions.FollowUp)
        .TakesIfMatch()
        .GivesETag()
        .WithName("reCheckFinding")
        .WithSummary("Kontrollera en åtgärd / Check a remedy")
        .WithDescription("Håller den är bristen åtgärdad. Annars ska den åtgärdas på nytt, till en ny dag. / If it holds the finding is closed. Otherwise it is to be remedied again, by a new day.");

    public sealed class Handler(FollowUpWork work)
    {
        /// <summary>Null when there is no such finding.</summary>
        /// <exception cref="RuleViolation">`finding.closed`, `finding.not-remedied`</exception>
        /// <exception cref="InvalidField">400: a failed check needs a new last day, today or later.</exception>
        public Task<FindingView?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.ChangeFinding(id, checkVersion, (finding, by, now) => finding.ReCheck(request.Passed!.Value, request.Note!, request.NewDueOn, by, now), ct);
    }
}
