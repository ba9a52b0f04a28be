using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Lex;

/// <summary>One version of a part that a track's investigation must hold.</summary>
public sealed record RequiredPartView(
    [property: Description("Lydelsens id. / Id of the version.")] Guid Id,
    [property: Description("Spåret. / The track.")] TrackKind Track,
    [property: Description("Delens kod; samma i alla lydelser. / Code of the part; the same in every version.")][property: Example("event")] string Code,
    [property: Description("Platsen i utredningen. / Its place in the investigation.")][property: Example("1")] int Number,
    [property: Description("Delens namn. / Name of the part.")][property: Example("Vad som hände")] string Name,
    [property: Description("Vad som ska skrivas där. / What to write there.")][property: Example("Händelsen, var den skedde och omständigheterna.")] string? Hint,
    [property: Description("Var det står att delen krävs. / Where it is written that it is required.")][property: Example("SOSFS 2011:5 5 kap.")] string Source,
    [property: Description("Första dagen som lydelsen gäller. / First day of the version.")] DateOnly ValidFrom,
    [property: Description("Första dagen som den inte längre gäller. / First day that it no longer applies.")] DateOnly? ValidTo,
    [property: Description("Vem som satte den. / Who set it.")][property: Example("Lena Testsson")] string SetBy,
    [property: Description("När den sattes, UTC. / When it was set, UTC.")] DateTimeOffset SetAt,
    [property: Description("Vem som kontrollerat den mot källan; saknas när ingen har det. / Who has checked it against its source; absent when nobody has.")][property: Example("Lena Testsson")] string? VerifiedBy,
    [property: Description("När den kontrollerades, UTC. / When it was checked, UTC.")] DateTimeOffset? VerifiedAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version,
    [property: Description("Krävs bara när ärendet rör ett barn. / Required only when the case concerns a child.")] bool ForChild)
{
    public static RequiredPartView Of(RequiredPart part) => new(
        part.Id, part.Track, part.Code, part.Number, part.Name, part.Hint, part.Source, part.ValidFrom, part.ValidTo, part.SetByName, part.SetAt, part.VerifiedByName, part.VerifiedAt, part.Version, part.ForChild);
}

public static class ListRequiredParts
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "track"), OneOf<TrackKind>, Description("Bara spårets. / Only the track's.")]
        public string? Track { get; set; }

        [FromQuery(Name = "on"), Description("Bara de som gäller denna dag, svensk tid. / Only those that apply this day, Swedish time.")]
        public DateOnly? On { get; set; }
    }

    public static void Map(RouteGroupBuilder parts)
    {
        parts.MapGet("/", async Task<Ok<ListOf<RequiredPartView>>> ([AsParameters] Query query, DeviationsDb db, HttpRequest request, CancellationToken ct) =>
            {
                var rows = db.RequiredParts.AsNoTracking();
                if (Lists.Choice<TrackKind>(query.Track, "track") is { } track) rows = rows.Where(part => part.Track == track);
                if (query.On is { } day) rows = rows.Where(part => part.ValidFrom <= day && (part.ValidTo == null || part.ValidTo > day));
                return TypedResults.Ok((await rows.OrderBy(part => part.Track).ThenBy(part => part.Number).ThenBy(part => part.Code).ThenByDescending(part => part.ValidFrom).ThenBy(part => part.Id).ToListOf(query, request, ct)).Select(RequiredPartView.Of));
            })
            .RequireAuthorization(Permissions.ReadRules)
            .WithName("listRequiredParts")
            .WithSummary("Lista vad en utredning ska innehålla / List what an investigation must hold")
            .WithDescription("Alla lydelser, också de som har gällt och de som ska gälla. / Every version, also those that have applied and those that will.");
        parts.MapGet("/{id:guid}", async Task<Results<Ok<RequiredPartView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, DeviationsDb db, HttpResponse response, CancellationToken ct) =>
            {
                if (await db.RequiredParts.AsNoTracking().FirstOrDefaultAsync(part => part.Id == id, ct) is not { } part) return TypedResults.NotFound();
                response.SetETag(part.Version);
                return TypedResults.Ok(RequiredPartView.Of(part));
            })
            .RequireAuthorization(Permissions.ReadRules)
            .GivesETag()
            .WithName("readRequiredPart")
            .WithSummary("Läs en del / Read a part")
            .WithDescription("En lydelse av en del som utredningen ska innehålla. / One version of a part that the investigation must hold.");
    }
}
