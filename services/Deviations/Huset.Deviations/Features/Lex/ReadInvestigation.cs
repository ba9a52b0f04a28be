using System.ComponentModel;
using Huset.Deviations.Features.Notes;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Lex;

/// <summary>One wording of a part.</summary>
public sealed record WordingView(
    [property: Description("Vad som står. / What it says.")][property: Example("Tillsynen klockan två blev inte gjord.")] string Text,
    [property: Description("Fakta eller bedömning. / Fact or assessment.")] NoteKind Kind,
    [property: Description("Varifrån uppgiften kommer. / Where it is known from.")][property: Example("Larmloggen")] string Source,
    [property: Description("Vem som skrev. / Who wrote it.")][property: Example("Lena Testsson")] string By,
    [property: Description("Vad den som skrev arbetar som; saknas i det som skrevs innan det frågades efter. / What the writer works as; absent in what was written before it was asked for.")][property: Example("Utredare")] string? ByTitle,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At)
{
    public static WordingView Of(WrittenPart part) => new(part.Text, part.Kind, part.Source, part.ByName, part.ByTitle, part.At);

    /// <summary>Name and title, as people read it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Writer => ByTitle is null ? By : $"{By}, {ByTitle}";
}

/// <summary>A part that the law lists, and what is written there.</summary>
public sealed record PartView(
    [property: Description("Delens kod. / Code of the part.")][property: Example("event")] string Code,
    [property: Description("Delens namn. / Name of the part.")][property: Example("Vad som hände")] string Name,
    [property: Description("Vad som ska skrivas där. / What to write there.")][property: Example("Händelsen, var den skedde och omständigheterna.")] string? Hint,
    [property: Description("Var det står att delen krävs. / Where it is written that it is required.")][property: Example("SOSFS 2011:5 5 kap.")] string Source,
    [property: Description("Någon har kontrollerat kravet mot källan. / Someone has checked the requirement against its source.")] bool Verified,
    [property: Description("Vad som står nu; saknas när inget är skrivet. / What it says now; absent when nothing is written.")] WordingView? Written,
    [property: Description("Tidigare lydelser, den senaste först. / Earlier wordings, the latest first.")] IReadOnlyList<WordingView> Earlier);

/// <summary>A part that is not written yet.</summary>
public sealed record MissingPart(
    [property: Description("Delens kod. / Code of the part.")][property: Example("causes")] string Code,
    [property: Description("Delens namn. / Name of the part.")][property: Example("Orsaker")] string Name)
{
    public static MissingPart Of(RequiredPart part) => new(part.Code, part.Name);
}

/// <summary>Whether the case is investigated in the track.</summary>
public sealed record InquiryView(
    [property: Description("true: ärendet utreds. false: det utreds inte. / true: the case is investigated. false: it is not.")] bool Investigate,
    [property: Description("Varför. / Why.")][property: Example("Det går inte att utesluta ett missförhållande.")] string Motivation,
    [property: Description("Vem som beslutade. / Who decided.")][property: Example("Lena Testsson")] string By,
    [property: Description("Vad den som beslutade arbetar som. / What the decider works as.")][property: Example("Utredare")] string ByTitle,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At)
{
    public static InquiryView Of(InquiryDecision inquiry) => new(inquiry.Investigate, inquiry.Motivation, inquiry.ByName, inquiry.ByTitle, inquiry.At);

    /// <summary>Name and title, as people read it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Decider => $"{By}, {ByTitle}";
}

/// <summary>A decision in a track.</summary>
public sealed record DecisionView(
    [property: Description("Vad det bedömdes vara. / What it was judged to be.")] Degree Degree,
    [property: Description("Varför. / Why.")][property: Example("Hade kunnat ge allvarlig skada.")] string Motivation,
    [property: Description("Vem som beslutade. / Who decided.")][property: Example("Lena Testsson")] string By,
    [property: Description("Vad den som beslutade arbetar som; saknas i det som beslutades innan det frågades efter. / What the decider works as; absent in what was decided before it was asked for.")][property: Example("Utredare")] string? ByTitle,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At,
    [property: Description("IVO ska få en anmälan: det är allvarligt, och då kräver lagen det. / IVO is to be notified: it is serious, and then the law demands it.")] bool NotifyIvo)
{
    public static DecisionView Of(LexDecision decision) => new(decision.Degree, decision.Motivation, decision.ByName, decision.ByTitle, decision.At, decision.Degree.IsSerious());

    /// <summary>Name and title, as people read it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Decider => ByTitle is null ? By : $"{By}, {ByTitle}";
}

/// <summary>The notification to IVO.</summary>
public sealed record NotificationView(
    [property: Description("Dagen då anmälan skickades, svensk tid. / Day it was sent, Swedish time.")] DateOnly SentOn,
    [property: Description("Kommunens diarienummer. / The municipality's registry number.")][property: Example("SN 2026/123")] string RegistryNumber,
    [property: Description("IVO:s ärendenummer, när det är känt. / IVO's own number, once it is known.")][property: Example("8.1.2-12345/2026")] string? Reference,
    [property: Description("Dagen då utredningen skickades, svensk tid; saknas när den inte är skickad. / Day the investigation was sent, Swedish time; absent when it is not.")] DateOnly? InvestigationSentOn,
    [property: Description("Vem som antecknade det. / Who recorded it.")][property: Example("Lena Testsson")] string By,
    [property: Description("När det antecknades, UTC. / When it was recorded, UTC.")] DateTimeOffset At)
{
    public static NotificationView Of(IvoNotification notification) =>
        new(notification.SentOn, notification.RegistryNumber, notification.Reference, notification.InvestigationSentOn, notification.ByName, notification.At);
}

/// <summary>One thing that has come of the notification.</summary>
public sealed record IvoStepView(
    [property: Description("Vad: receipt (kvittens), supplement (komplettering), decision (IVO:s beslut) eller extension (längre tid för utredningen). / What: a receipt, a supplement, IVO's decision or longer time for the investigation.")] IvoStepKind Kind,
    [property: Description("Vilken dag, svensk tid. / Which day, Swedish time.")] DateOnly On,
    [property: Description("IVO:s ärendenummer, för en kvittens och för längre tid. / IVO's own number, of a receipt and of longer time.")][property: Example("8.1.2-12345/2026")] string? Reference,
    [property: Description("Vad som skickades, eller vad IVO beslutade. / What was sent, or what IVO decided.")][property: Example("IVO avslutar ärendet utan krav på åtgärder.")] string? Text,
    [property: Description("Vem som antecknade det. / Who recorded it.")][property: Example("Lena Testsson")] string By,
    [property: Description("När det antecknades, UTC. / When it was recorded, UTC.")] DateTimeOffset At,
    [property: Description("Sista dagen som utredningen får skickas, för längre tid. / The last day that the investigation may be sent, of longer time.")] DateOnly? Until = null)
{
    public static IvoStepView Of(IvoStep step) => new(step.Kind, step.On, step.Reference, step.Text, step.ByName, step.At, step.Until);
}

/// <summary>That someone was told of the case.</summary>
public sealed record InformedView(
    [property: Description("Vem som informerades. / Who was told.")] InformedParty Party,
    [property: Description("Vilken dag, svensk tid. / Which day, Swedish time.")] DateOnly On,
    [property: Description("Hur, eller vad som svarades. / How, or what was answered.")][property: Example("Vid nämndens sammanträde.")] string? Note,
    [property: Description("Vem som antecknade det. / Who recorded it.")][property: Example("Lena Testsson")] string By)
{
    public static InformedView Of(Informed informed) => new(informed.Party, informed.On, informed.Note, informed.ByName);
}

/// <summary>A case's investigation in one track.</summary>
public sealed record InvestigationView(
    [property: Description("Ärendets id. / Id of the case.")] Guid DeviationId,
    [property: Description("Spåret. / The track.")] TrackKind Track,
    [property: Description("Ärendets nummer. / The case's number.")][property: Example("AVV-2026-0001")] string Reference,
    [property: Description("Rapportens första mening. / The report's first sentence.")][property: Example("Tillsynen på natten uteblev")] string Title,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("När ärendet togs in i spåret, UTC. / When the case was taken into the track, UTC.")] DateTimeOffset BegunAt,
    [property: Description("De delar som utredningen ska innehålla, i ordning. / The parts that the investigation must hold, in order.")] IReadOnlyList<PartView> Parts,
    [property: Description("De delar som saknas innan det kan beslutas. / The parts that are missing before it can be decided.")] IReadOnlyList<MissingPart> Missing,
    [property: Description("Beslutet som gäller. / The decision that stands.")] DecisionView? Decision,
    [property: Description("Tidigare beslut, det senaste först. / Earlier decisions, the latest first.")] IReadOnlyList<DecisionView> EarlierDecisions,
    [property: Description("Beslutat som allvarligt och inte anmält till IVO: det ska ske snarast. / Decided to be serious and not notified to IVO: that is due at once.")] bool NotifyAtOnce,
    [property: Description("Anmälan till IVO. / The notification to IVO.")] NotificationView? Notification,
    [property: Description("Hur långt anmälan har kommit: to-send, sent, received, supplemented eller decided; saknas när ingen anmälan behövs eller är gjord. / How far the notification has come; absent when none is due or made.")] IvoStatus? IvoStatus,
    [property: Description("Det som har hänt med anmälan, i ordning. / What has come of the notification, in order.")] IReadOnlyList<IvoStepView> IvoSteps,
    [property: Description("En privat utförare driver enheten, och det är inte antecknat att nämnden har informerats. / A private provider runs the unit, and it is not recorded that the board is told.")] bool TellsBoard,
    [property: Description("Vilka som har informerats. / Who has been told.")] IReadOnlyList<InformedView> Informed,
    [property: Description("Ärendets version. / The case's version.")] int Version,
    [property: Description("Om ärendet utreds; saknas tills det är beslutat. Den som skriver en del utan att ha beslutat har beslutat att utreda. / Whether the case is investigated; absent until it is decided. Who writes a part without having decided has decided to investigate.")] InquiryView? Inquiry = null,
    [property: Description("Tidigare beslut om att utreda eller inte, det senaste först. / Earlier decisions whether to investigate, the latest first.")] IReadOnlyList<InquiryView>? EarlierInquiries = null,
    [property: Description("Anteckningarna, efter dagen som de berättar om. / The notes, by the day that they tell of.")] IReadOnlyList<NoteView>? Notes = null,
    [property: Description("Händelsens tidslinje, i ordning. / The event's timeline, in order.")] IReadOnlyList<TimelineView>? Timeline = null,
    [property: Description("Ärendet rör ett barn; saknas tills det är sagt. / The case concerns a child; absent until it is said.")] bool? ConcernsChild = null,
    [property: Description("Det som en patient ska få veta, punkt för punkt; bara i lex Maria. / What a patient is to be told, point by point; in lex Maria only.")] IReadOnlyList<PatientPointView>? PatientInformation = null)
{
    /// <summary>It is decided not to investigate.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsDeclined => Inquiry is { Investigate: false };

    /// <summary>Nobody has decided whether to investigate, and nothing is begun.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsUndecided => Inquiry is null && !IsBegun;

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsBegun { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsClosed { get; init; }

    /// <summary>The track as the pages' addresses tell it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Spar => Kebab.Of(Track);

    /// <summary>The case's registry number, when the reader may see it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? RegistryNumber { get; init; }

    /// <summary>The tracks that the reader investigates the case in, this one among them; for the pages.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<TrackKind> Tracks { get; init; } = [];

    public static InvestigationView Of(Deviation deviation, TrackKind kind, IReadOnlyList<RequiredPart> required)
    {
        var track = deviation.Investigation(kind)!;
        return new(
            deviation.Id, kind, deviation.Reference, deviation.Title, deviation.UnitCode, track.HandedOverAt,
            [.. required.Where(part => track.Asks(part) || track.Written(part.Code) is not null).Select(part =>
            {
                var wordings = track.Parts.Where(written => written.Part == part.Code).OrderByDescending(written => written.At).Select(WordingView.Of).ToList();
                return new PartView(part.Code, part.Name, part.Hint, part.Source, part.VerifiedAt is not null, wordings.FirstOrDefault(), [.. wordings.Skip(1)]);
            })],
            [.. deviation.In(kind).Declined ? [] : track.Missing(required).Select(MissingPart.Of)],
            track.Decision is { } decision ? DecisionView.Of(decision) : null,
            [.. track.Decisions.OrderByDescending(known => known.At).Skip(1).Select(DecisionView.Of)],
            deviation.In(kind).NotifyAtOnce,
            track.Notification is { } notification ? NotificationView.Of(notification) : null,
            track.StatusAtIvo(deviation.In(kind).NotifyAtOnce),
            [.. track.IvoSteps.OrderBy(step => step.On).ThenBy(step => step.At).Select(IvoStepView.Of)],
            deviation.In(kind).TellsBoard,
            [.. track.Informed.OrderBy(informed => informed.On).ThenBy(informed => informed.Id).Select(InformedView.Of)],
            deviation.Version,
            track.Inquiry is { } inquiry ? InquiryView.Of(inquiry) : null,
            [.. track.Inquiries.OrderByDescending(known => known.At).Skip(1).Select(InquiryView.Of)],
            NoteView.Of(deviation, kind),
            TimelineView.Of(deviation, kind),
            track.ConcernsChild,
            kind == TrackKind.LexMaria ? PatientPointView.Of(track) : null)
        {
            IsBegun = track.IsBegun,
            IsClosed = deviation.ClosedAt is not null,
        };
    }
}

public static class ReadInvestigation
{
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/{id:guid}/investigation", async Task<Results<Ok<InvestigationView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id,
            [FromQuery, OneOf<TrackKind>, Description("Spåret: lex-sarah eller lex-maria. Får utelämnas när du utreder ärendet i bara ett. / The track; may be left out when you investigate the case in one only.")] string? track,
            Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            if (await handler.Handle(id, Lists.Choice<TrackKind>(track, "track"), ct) is not { } investigation) return TypedResults.NotFound();
            response.SetETag(investigation.Version);
            return TypedResults.Ok(investigation);
        })
        .RequireAuthorization(Permissions.Investigate)
        .GivesETag()
        .WithName("readInvestigation")
        .WithSummary("Läs utredningen / Read the investigation")
        .WithDescription("Delarna som utredningen ska innehålla, vad som är skrivet, beslutet och anmälan till IVO. Den som utreder i det ena spåret ser inget av det andras utredning; ett ärende som inte ligger i spåret svarar 404. ETag är ärendets. / The parts that the investigation must hold, what is written, the decision and the notification to IVO. Who investigates in the one track sees nothing of the other's investigation; a case that does not lie in the track answers 404. The ETag is the case's.");

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user)
    {
        public Task<InvestigationView?> Handle(Guid id, TrackKind? track, CancellationToken ct) => Read(id, tracks => tracks.Meant(track), ct);

        /// <summary>For a page, whose address tells the track as `?spar=lex-maria`; without it the first that the user investigates the case in.</summary>
        public Task<InvestigationView?> Handle(Guid id, string? spar, CancellationToken ct) => Read(id, tracks => InvestigationWork.Shown(tracks, spar), ct);

        private async Task<InvestigationView?> Read(Guid id, Func<IReadOnlyList<TrackKind>, TrackKind?> meant, CancellationToken ct)
        {
            if (await db.Investigations.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deviation) return null;
            var tracks = user.TracksOf(deviation);
            if (meant(tracks) is not { } track) return null;
            await access.Append(AccessAction.Read, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            return InvestigationView.Of(deviation, track, await Required(db, deviation, track, ct)) with { Tracks = tracks, RegistryNumber = DeviationView.RegistryNumberOf(deviation, user) };
        }

        /// <summary>The parts in force on the day when the case was taken in.</summary>
        public static Task<IReadOnlyList<RequiredPart>> Required(DeviationsDb db, Deviation deviation, TrackKind track, CancellationToken ct) =>
            db.PartsOn(track, SwedishTime.Day(deviation.Investigation(track)!.HandedOverAt), ct);
    }
}
