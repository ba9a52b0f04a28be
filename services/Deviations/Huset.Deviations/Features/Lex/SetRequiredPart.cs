using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Lex;

public static class SetRequiredPart
{
    public sealed class Request
    {
        [Description("Spåret; utelämnas det är det lex Sarah. / The track; lex Sarah when left out.")]
        [EnumDataType(typeof(TrackKind))]
        public TrackKind? Track { get; set; }

        [Description("Delens kod: bokstäver, siffror och bindestreck. En ny lydelse har samma. / Code of the part: letters, digits and hyphens. A new version has the same.")]
        [Example("egen-del"), Required, StringLength(64), RegularExpression(CodeFields.CodePattern)]
        public string? Code { get; set; }

        [Description("Platsen i utredningen. / Its place in the investigation.")]
        [Example("12"), Required, Range(1, 100)]
        public int? Number { get; set; }

        [Description("Delens namn. / Name of the part.")]
        [Example("Vad som hände"), Required, StringLength(200)]
        public string? Name { get; set; }

        [Description("Vad som ska skrivas där. / What to write there.")]
        [Example("Händelsen, var den skedde och omständigheterna."), StringLength(500)]
        public string? Hint { get; set; }

        [Description("Första dagen som lydelsen gäller; tidigast i dag. / First day of the version; today at the earliest.")]
        [Example("2099-01-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Var det står att delen krävs. / Where it is written that it is required.")]
        [Example("SOSFS 2011:5 5 kap."), Required, StringLength(500)]
        public string? Source { get; set; }

        [Description("Krävs bara när ärendet rör ett barn. / Required only when the case concerns a child.")]
        public bool ForChild { get; set; }
    }

    public sealed class Ending
    {
        [Description("Första dagen som delen inte längre krävs; tidigast i dag. / First day that the part is no longer required; today at the earliest.")]
        [Example("2099-01-01"), Required]
        public DateOnly? ValidTo { get; set; }
    }

    public static void Map(RouteGroupBuilder parts)
    {
        parts.MapPost("/", async Task<Created<RequiredPartView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var part = await handler.Set(request, ct);
                response.SetETag(part.Version);
                return TypedResults.Created($"/deviations/v1/required-parts/{part.Id}", RequiredPartView.Of(part));
            })
            .RequireAuthorization(Permissions.EditRequiredParts)
            .GivesETag()
            .WithName("setRequiredPart")
            .WithSummary("Sätt en ny lydelse av en del / Set a new version of a part")
            .WithDescription("Lydelsen gäller ärenden som tas in i spåret från dess första dag, och den som gällde då slutar samma dag. / The version applies to cases taken into the track from its first day on, and the one that applied then ends.");
        parts.MapPost("/{id:guid}/end", async Task<Results<Ok<RequiredPartView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, Ending request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.End(id, request, http.Request.RequireIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditRequiredParts)
            .NeedsIfMatch().GivesETag()
            .WithName("endRequiredPart")
            .WithSummary("Sluta kräva en del / Stop requiring a part")
            .WithDescription("Delen krävs inte av ärenden som tas in från och med dagen. Slutar den före sin första dag har den aldrig gällt. / The part is not required of cases taken in from the day on. When it ends before its first day it has never applied.");
        parts.MapPost("/{id:guid}/verification", async Task<Results<Ok<RequiredPartView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Verify(id, http.Request.RequireIfMatch, ct), http))
            .RequireAuthorization(Permissions.EditRequiredParts)
            .NeedsIfMatch().GivesETag()
            .WithName("verifyRequiredPart")
            .WithSummary("Intyga att delen stämmer / Verify a part")
            .WithDescription("Du har läst källan och delen säger detsamma. / You have read the source and the part says the same.");
    }

    private static Results<Ok<RequiredPartView>, NotFound> Answer(RequiredPart? part, HttpContext http)
    {
        if (part is null) return TypedResults.NotFound();
        http.Response.SetETag(part.Version);
        return TypedResults.Ok(RequiredPartView.Of(part));
    }

    public sealed class Handler(DeviationsDb db, CurrentUser user, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: validFrom.</exception>
        /// <exception cref="RuleViolation">409 `rule.later-version`.</exception>
        public async Task<RequiredPart> Set(Request request, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var part = RequiredPart.From(request.Track ?? TrackKind.LexSarah, request.ValidFrom!.Value, request.Number!.Value, request.Code!, request.Name!, request.Hint, request.Source!, Person.Of(user), now, request.ForChild);
            await db.SetVersion(part, db.RequiredParts.Where(known => known.Track == part.Track && known.Code == part.Code), SwedishTime.Day(now), ct);
            return part;
        }

        public Task<RequiredPart?> Find(Guid id, CancellationToken ct) => db.FindVersion<RequiredPart>(id, ct);

        /// <exception cref="InvalidField">400: validTo lies before today.</exception>
        /// <exception cref="RuleViolation">409 `rule.ended`.</exception>
        public Task<RequiredPart?> End(Guid id, Ending request, Action<int> checkVersion, CancellationToken ct) =>
            db.EndVersion<RequiredPart>(id, request.ValidTo!.Value, checkVersion, SwedishTime.Today(clock), ct);

        public Task<RequiredPart?> Verify(Guid id, Action<int> checkVersion, CancellationToken ct) =>
            db.VerifyVersion<RequiredPart>(id, checkVersion, user.Name, clock.GetUtcNow(), ct);
    }
}
