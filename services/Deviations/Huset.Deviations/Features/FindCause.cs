using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features;

public static class FindCause
{
    /// <summary>The cause with the version of its case.</summary>
    public sealed record Found(CauseView Cause, int Version);

    public sealed class Request
    {
        [Description("Orsaksområde, ur kodlistan cause-areas. / Area, from the code list cause-areas.")]
        [Example("staffing")]
        [Required, StringLength(100)]
        public string? Area { get; set; }

        [Description("Orsaken i ord: varför det hände. / The cause in words: why it happened.")]
        [Example("Vikarie utan delegering på morgonpasset.")]
        [Required, StringLength(20_000)]
        public string? Text { get; set; }

        [Description("Orsaken i samma ärende som den här ligger bakom: den förklarar varför det var så. null: den ledde direkt till det som hände. Utelämnas den när en orsak ändras gäller det som förut. / The cause of the same case that this one lies behind: it explains why that was so. null: it led straight to what happened. Left out when a cause is changed, it stays as before.")]
        public Guid? ParentId
        {
            get;
            set => (field, TellsParent) = (value, true);
        }

        /// <summary>The request says something of the parent, be it that there is none.</summary>
        internal bool TellsParent { get; private set; }

        [Description("Be Processer skriva om en rutin eller process på grund av orsaken. Texten följer med och får inte innehålla personuppgifter. / Ask Processes to revise a routine or process because of the cause. The text goes with it and may hold no personal data.")]
        public RevisionRequest? Revision { get; set; }

        [Description("true: be Kompetens att stärka det som saknas. Texten följer med och får inte innehålla personuppgifter. Inte samtidigt som revision. / true: ask Competence to mend what is lacking. The text goes with it and may hold no personal data. Not together with revision.")]
        public bool? CompetenceNeed { get; set; }
    }

    public sealed class RevisionRequest
    {
        [Description("Rutinen som är oklar; utelämnas båda gäller ärendets rutin och steg. / The routine that is unclear; when both are left out, the case's routine and step.")]
        public Guid? RoutineId { get; set; }

        [Description("Steget där den är oklar. / The step where it is unclear.")]
        public Guid? ActivityId { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPost("/{id:guid}/causes", async Task<Results<Created<CauseView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.CheckIfMatch, ct) is not { } found) return TypedResults.NotFound();
            response.SetETag(found.Version);
            return TypedResults.Created($"/deviations/v1/deviations/{id}", found.Cause);
        })
        .RequireAuthorization(Permissions.Work)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Lägg till en orsak / Add a cause")
        .WithDescription("En orsak till det som hände, i ett bedömt ärende. ETag är ärendets, och Location är ärendet. / A cause of what happened, in an assessed case. The ETag is the case's, and Location is the case.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, AskOthers others, TimeProvider clock)
    {
        /// <summary>Null when there is no such case that the user may handle.</summary>
        public async Task<Found?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToWork(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            await db.MustBeCauseArea(request.Area!, "area", SwedishTime.Day(now), ct);
            var cause = deviation.FindCause(request.Area!, request.Text!, Person.Of(user), now, request.ParentId);
            others.Ask(deviation, cause, request, now);
            db.Publish(deviation.ToAdvanced(now));
            db.Publish(deviation.ToChanged(cause, now));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Work, deviation));
            await db.SaveChangesAsync(ct);
            return new(CauseView.Of(cause, Sight.Full), deviation.Version);
        }
    }
}
