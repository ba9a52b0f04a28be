using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Signals;

public static class AnswerSignal
{
    public sealed class Request
    {
        [Required, EnumDataType(typeof(SignalMeaning)), Description("Vad det var. / What it was.")]
        public SignalMeaning? Meaning { get; set; }

        [Required, StringLength(2000), Example("En ny rutin gör att vi rapporterar sena doser."), Description("Vad ni vet om det, utan namn. / What you know of it, without names.")]
        public string? Answer { get; set; }
    }

    public static void Map(RouteGroupBuilder signals) => signals
        .MapPost("/{id:guid}/answer", async Task<Results<Ok<FoundSignalView>, NotFound>> ([Description("Tecknets id. / Id of the signal.")] Guid id, Request request, Handler handler, UnitTree units, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { } signal) return TypedResults.NotFound();
            http.Response.SetETag(signal.Version);
            return TypedResults.Ok(FoundSignalView.Of(signal, units));
        })
        .RequireAuthorization(Permissions.AnswerSignals)
        .TakesIfMatch().GivesETag()
        .WithName("answerSignal")
        .WithSummary("Svara vad ett tecken var / Say what a signal was")
        .WithDescription("Får skrivas om när man vet mer. / May be written anew when one knows more.");

    public sealed class Handler(AnalyticsDb db, CurrentUser user, TimeProvider clock)
    {
        /// <summary>Null when there is none in the user's units.</summary>
        public async Task<FoundSignal?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.FoundSignals.FirstOrDefaultAsync(signal => signal.Id == id, ct) is not { } signal || !MayAnswer(signal.UnitCode)) return null;
            checkVersion(signal.Version);
            var now = clock.GetUtcNow();
            signal.Explain(request.Meaning!.Value, request.Answer!, user.Name, now);
            db.Publish(signal.ToAnswered(now));
            await db.SaveChangesAsync(ct);
            return signal;
        }

        public bool MayAnswer(string unitCode) => user.ReachesAll(Permissions.AnswerSignals) || user.UnitsOf(Permissions.AnswerSignals).Contains(unitCode);
    }
}
