using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Lex;

public static class WritePart
{
    public sealed class Request
    {
        [Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett. / The track; may be left out when you investigate the case in one only.")]
        [EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("Vad som ska stå. / What it is to say.")]
        [Example("Tillsynen klockan två blev inte gjord.")]
        [Required, StringLength(20_000)]
        public string? Text { get; set; }

        [Description("Fakta eller bedömning. / Fact or assessment.")]
        [Required, EnumDataType(typeof(NoteKind))]
        public NoteKind? Kind { get; set; }

        [Description("Varifrån uppgiften kommer, till exempel larmloggen eller ett samtal. / Where it is known from, such as a record or a conversation.")]
        [Example("Larmloggen")]
        [Required, StringLength(500)]
        public string? Source { get; set; }

        [Description("Vad den som skriver arbetar som. / What the writer works as.")]
        [Example("Utredare")]
        [Required, StringLength(100)]
        public string? Title { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/investigation/parts/{part}", async Task<Results<Ok<InvestigationView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Delens kod. / Code of the part."), Example("event"), StringLength(64)] string part,
            Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
            InvestigationWork.Answer(await handler.Handle(id, part, request, http.CheckIfMatch, ct), response))
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("writeInvestigationPart")
        .WithSummary("Skriv en del av utredningen / Write a part of the investigation")
        .WithDescription("Det som stod där förut finns kvar som tidigare lydelse. ETag är ärendets. / What it said before is kept as an earlier wording. The ETag is the case's.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        /// <summary>The title that the user wrote under last, in whichever investigation; null the first time.</summary>
        public Task<string?> LatestTitle(CancellationToken ct) =>
            db.Set<WrittenPart>().AsNoTracking().Where(part => part.ById == user.Id && part.ByTitle != null).OrderByDescending(part => part.Id).Select(part => part.ByTitle).FirstOrDefaultAsync(ct);

        /// <summary>Null when there is no such investigation, or it has no such part.</summary>
        public async Task<InvestigationView?> Handle(Guid id, string part, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Investigation(id, request.Track, ct) is not var (deviation, track)) return null;
            var required = await ReadInvestigation.Handler.Required(db, deviation, track, ct);
            if (!required.Any(known => known.Code == part)) return null;
            checkVersion(deviation.Version);
            deviation.WritePart(track, part, request.Text!, request.Kind!.Value, request.Source!, Person.Of(user), request.Title!, clock.GetUtcNow());
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Investigate, deviation));
            await db.SaveChangesAsync(ct);
            return InvestigationView.Of(deviation, track, required);
        }
    }
}
