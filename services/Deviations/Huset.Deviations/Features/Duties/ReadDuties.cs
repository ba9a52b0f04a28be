using System.ComponentModel;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Duties;

/// <summary>A part of what the track must hold.</summary>
public sealed record DutyPartView(
    [property: Description("Delens kod, ur kodlistan work-environment-parts eller breach-parts. / Code of the part, from the code list.")][property: Example("causes")] string Code,
    [property: Description("Delens namn. / Name of the part.")][property: Example("Orsaker")] string Name,
    [property: Description("Vad som ska skrivas. / What to write.")][property: Example("Orsaker i arbetet, så att risken kan förebyggas.")] string? Hint,
    [property: Description("Vad som är skrivet; saknas tills det är det. / What is written; absent until it is.")][property: Example("Golvet var halt efter städningen.")] string? Text,
    [property: Description("Vem som skrev. / Who wrote it.")][property: Example("Karin Testsson")] string? By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset? At);

/// <summary>Someone whom the law may demand to be told.</summary>
public sealed record DutyView(
    [property: Description("Vem som kan behöva få veta. / Who may need to be told.")] Duty Duty,
    [property: Description("Hur långt det har kommit: undecided, not-required, to-send, sent eller receipt. / How far it has come.")] DutyStatus Status,
    [property: Description("Varför det behövs eller inte behövs. / Why it is required or not.")][property: Example("Medarbetaren bröt handleden.")] string? Motivation,
    [property: Description("När det gjordes, UTC. / When it was done, UTC.")] DateTimeOffset? DoneAt,
    [property: Description("Kvittens eller diarienummer. / Receipt or registry number.")][property: Example("AV-2026-4711")] string? Receipt,
    [property: Description("Vem som bedömde. / Who decided.")][property: Example("Karin Testsson")] string? By,
    [property: Description("När det bedömdes, UTC. / When it was decided, UTC.")] DateTimeOffset? At);

/// <summary>What the law demands of a work injury or a breach.</summary>
public sealed record DutiesView(
    [property: Description("Ärendets id. / Id of the case.")] Guid DeviationId,
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Spåret: work-environment eller breach. / The track.")] OpenTrackKind Track,
    [property: Description("Det är påbörjat. / It is begun.")] bool Begun,
    [property: Description("När det blev känt, UTC. / When it became known, UTC.")] DateTimeOffset? KnownAt,
    [property: Description("Vad det är, ur kodlistan work-environment-natures eller breach-natures. / What it is, from the code list.")][property: Example("injury")] string? Nature,
    [property: Description("Vad det är, med ord. / What it is, in words.")][property: Example("Olycksfall i arbetet")] string? NatureName,
    [property: Description("Vem som drabbades, eller vems uppgifter det är. / Who was hurt, or whose data it is.")][property: Example("Undersköterska på kvällspasset")] string? Affected,
    [property: Description("Delarna, i ordning. / The parts, in order.")] IReadOnlyList<DutyPartView> Parts,
    [property: Description("De som kan behöva få veta, i ordning. / Those who may need to be told, in order.")] IReadOnlyList<DutyView> Duties,
    [property: Description("Skyddsombudets egna ord. / The safety representative's own words.")][property: Example("Jag delar bilden och vill se halkmattor.")] string? Statement,
    [property: Description("Vem skyddsombudet är. / Who the safety representative is.")][property: Example("Siv Testsson")] string? StatementBy,
    [property: Description("Så mycket återstår: delar att skriva och skyldigheter att bedöma eller göra. / So much is left: parts to write and duties to decide or do.")][property: Example("4")] int Left,
    [property: Description("Du får skriva och bedöma. / You may write and decide.")] bool MayHandle,
    [property: Description("Du får skriva skyddsombudets ord. / You may write the safety representative's words.")] bool MaySpeak,
    [property: Description("Ökar vid varje ändring av ärendet. / Grows with each change of the case.")] int Version)
{
    public static DutiesView Of(Deviation deviation, IReadOnlyList<CaseCode> parts, IReadOnlyList<CaseCode> natures, CurrentUser user)
    {
        var (kind, track) = (OpenTrack.Of(deviation.Kind)!.Value, deviation.OpenTrack);
        var open = deviation.ClosedAt is null;
        return new(
            deviation.Id, deviation.Reference, deviation.UnitCode, kind, track is not null, track?.KnownAt, track?.Nature, natures.FirstOrDefault(nature => nature.Code == track?.Nature)?.Name, track?.Affected,
            [.. parts.Select(part => (part, written: track?.Parts.FirstOrDefault(written => written.Part == part.Code))).Select(pair =>
                new DutyPartView(pair.part.Code, pair.part.Name, pair.part.Hint, pair.written?.Text, pair.written?.ByName, pair.written?.At))],
            [.. OpenTrack.Of(kind).Select(duty => track?[duty] is { } state
                ? new DutyView(duty, state.Status, state.Motivation, state.DoneAt, state.Receipt, state.ByName, state.At) : new DutyView(duty, DutyStatus.Undecided, null, null, null, null, null))],
            track?.Statement, track?.StatementByName, track?.Left(parts.Select(part => part.Code)) ?? 0, open && user.MayHandleDuties(deviation), open && track is not null && user.MaySpeak(deviation), deviation.Version);
    }
}

public static class ReadDuties
{
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/{id:guid}/duties", async Task<Results<Ok<DutiesView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, ct) is not { } duties) return TypedResults.NotFound();
            http.Response.SetETag(duties.Version);
            return TypedResults.Ok(duties);
        })
        .RequireAuthorization(Permissions.ReadDuties)
        .GivesETag()
        .WithName("readDuties")
        .WithSummary("Läs skyldigheterna / Read the duties")
        .WithDescription("Vad lagen kräver av en arbetsskada, ett tillbud eller en incident, för enhetens chef, arbetsmiljösamordnaren och enhetens skyddsombud. Finns för ärenden om arbetsmiljö och informationssäkerhet. / What the law demands of a work injury, a near miss or a breach, for the unit's manager, the coordinator and the unit's safety representative. Cases of work environment and information security have them.");

    public sealed class Handler(DutyWork work, AccessLog access, CurrentUser user)
    {
        public async Task<DutiesView?> Handle(Guid id, CancellationToken ct)
        {
            if (await work.Find(id, ct) is not { } deviation) return null;
            await access.Append(AccessAction.Read, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            return await work.View(deviation, ct);
        }

        /// <summary>The natures to choose among today.</summary>
        public async Task<IReadOnlyList<CaseCode>> Natures(Guid id, CancellationToken ct) => await work.Find(id, ct) is { } deviation ? await work.Natures(deviation, ct) : [];
    }
}
