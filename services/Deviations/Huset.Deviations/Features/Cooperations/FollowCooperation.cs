using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Cooperations;

public static class FollowCooperation
{
    public sealed class Receipt
    {
        [Description("Dagen då huvudmannen kvitterade. / Day when the principal said that it has it."), Example("2026-11-24"), Required]
        public DateOnly? ReceivedOn { get; set; }

        [Description("Huvudmannens eget nummer. / The principal's own number."), Example("RS 2026-4411"), StringLength(100)]
        public string? TheirReference { get; set; }
    }

    public sealed class Reply
    {
        [Description("Dagen då huvudmannen svarade. / Day when the principal answered."), Example("2026-12-08"), Required]
        public DateOnly? AnsweredOn { get; set; }

        [Description("Svaret. / The answer."), Example("Vi har ändrat vår utskrivningsrutin."), Required, StringLength(20_000)]
        public string? Answer { get; set; }
    }

    public sealed class Ending
    {
        [Description("Vad det ledde till, eller varför det avslutas utan svar. / What came of it, or why it ends without an answer."), Example("Gemensam checklista från mars."), Required, StringLength(20_000)]
        public string? Outcome { get; set; }
    }

    public static void Map(RouteGroupBuilder cooperations)
    {
        cooperations.MapPost("/{id:guid}/receipt", async Task<Results<Ok<PartnerCooperationView>, NotFound>> ([Description("Id för det som skickats. / Id of what was sent.")] Guid id, Receipt request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Receive(id, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.Handle)
            .TakesIfMatch().GivesETag()
            .WithName("receiptOfCooperation")
            .WithSummary("Kvittera det som skickats / Record the receipt")
            .WithDescription("Huvudmannen säger sig ha fått det. / The principal says that it has it.");
        cooperations.MapPost("/{id:guid}/answer", async Task<Results<Ok<PartnerCooperationView>, NotFound>> ([Description("Id för det som skickats. / Id of what was sent.")] Guid id, Reply request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Answer(id, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.Handle)
            .TakesIfMatch().GivesETag()
            .WithName("answerOfCooperation")
            .WithSummary("Skriv in svaret / Record the answer")
            .WithDescription("Får skrivas om tills det avslutas. / May be written anew until it is ended.");
        cooperations.MapPost("/{id:guid}/closure", async Task<Results<Ok<PartnerCooperationView>, NotFound>> ([Description("Id för det som skickats. / Id of what was sent.")] Guid id, Ending request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Close(id, request, http.Request.CheckIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.Handle)
            .TakesIfMatch().GivesETag()
            .WithName("closureOfCooperation")
            .WithSummary("Avsluta det som skickats / End what was sent")
            .WithDescription("Med vad det ledde till; också när inget svar har kommit. / With what came of it; also when no answer has come.");
    }

    private static Results<Ok<PartnerCooperationView>, NotFound> Answer(Cooperation? sent, HttpResponse response)
    {
        if (sent is null) return TypedResults.NotFound();
        response.SetETag(sent.Version);
        return TypedResults.Ok(PartnerCooperationView.Of(sent));
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        public Task<Cooperation?> Receive(Guid id, Receipt request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, ChangeKind.CooperationReceived, (sent, _, today) => sent.Receive(request.ReceivedOn!.Value, request.TheirReference, today), ct);

        public Task<Cooperation?> Answer(Guid id, Reply request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, ChangeKind.CooperationAnswered, (sent, _, today) => sent.Reply(request.AnsweredOn!.Value, request.Answer!, today), ct);

        public Task<Cooperation?> Close(Guid id, Ending request, Action<int> checkVersion, CancellationToken ct) =>
            Change(id, checkVersion, ChangeKind.CooperationClosed, (sent, now, _) => sent.Close(request.Outcome!, Person.Of(user), now), ct);

        // Null when there is none of a case that the user handles. The case may be closed: answers come late.
        private async Task<Cooperation?> Change(Guid id, Action<int> checkVersion, ChangeKind kind, Action<Cooperation, DateTimeOffset, DateOnly> step, CancellationToken ct)
        {
            if (await db.Cooperations.FirstOrDefaultAsync(known => known.Id == id, ct) is not { } sent || await db.ToHandle(sent.DeviationId, ct) is not { } deviation) return null;
            checkVersion(sent.Version);
            var now = clock.GetUtcNow();
            step(sent, now, SwedishTime.Day(now));
            deviation.Follow(sent, kind, Person.Of(user), now);
            db.Publish(deviation.ToAdvanced(now));
            db.Publish(sent.ToChanged(now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return sent;
        }
    }
}
