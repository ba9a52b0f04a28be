using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Deviations.Features.Lex;

/// <summary>A point that a patient is told of, and when it was done.</summary>
public sealed record PatientPointView(
    [property: Description("Punkten. / The point.")] PatientPoint Point,
    [property: Description("Punkten i ord. / The point in words.")][property: Example("Patientnämndens verksamhet")] string Name,
    [property: Description("Vem som fick veta; saknas tills det är antecknat. / Who was told; absent until it is recorded.")] InformedParty? Party,
    [property: Description("Vilken dag, svensk tid. / Which day, Swedish time.")] DateOnly? On,
    [property: Description("Det är antecknat i patientens journal. / It is noted in the patient's record.")] bool? InJournal,
    [property: Description("Vem som antecknade det. / Who recorded it.")][property: Example("Maria Testsson")] string? By,
    [property: Description("När det antecknades, UTC. / When it was recorded, UTC.")] DateTimeOffset? At)
{
    public static IReadOnlyList<PatientPointView> Of(Track track) => [.. Enum.GetValues<PatientPoint>().Select(point => Of(point, track.Told(point)))];

    private static PatientPointView Of(PatientPoint point, PatientTold? told) => new(point, Words.Of(point), told?.Party, told?.On, told?.InJournal, told?.ByName, told?.At);
}

public static class TellPatient
{
    public sealed class Request
    {
        [Description("Vem som fick veta: den enskilde eller en närstående. / Who was told: the individual or a relative.")]
        [Example("individual")]
        [Required, EnumDataType(typeof(InformedParty))]
        public InformedParty? Party { get; set; }

        [Description("Vilken dag, svensk tid; senast i dag. / Which day, Swedish time; today at the latest.")]
        [Example("2026-11-20")]
        [Required]
        public DateOnly? On { get; set; }

        [Description("Det är antecknat i patientens journal. / It is noted in the patient's record.")]
        [Required]
        public bool? InJournal { get; set; }
    }

    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapPut("/{id:guid}/patient-points/{point}", async Task<Results<Ok<InvestigationView>, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Punkten. / The point."), OneOf<PatientPoint>] string point,
            Request request, Handler handler, HttpRequest http, HttpResponse response, CancellationToken ct) =>
            InvestigationWork.Answer(await handler.Handle(id, point, request, http.CheckIfMatch, ct), response))
        .RequireAuthorization(Permissions.Investigate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("tellPatient")
        .WithSummary("Anteckna att patienten fått veta en av lagens punkter / Record that the patient has been told one of the law's points")
        .WithDescription("En patient som har drabbats av en vårdskada ska snarast få veta sex saker, och att det har skett antecknas i journalen (PSL (2010:659) 3 kap. 8 §). Bara i lex Maria. Antecknas en punkt igen gäller det senaste. / A patient who has come to a care injury is as soon as can be told six things, and that it was done is noted in the record. In lex Maria only. Recorded again, the latest counts.");

    public sealed class Handler(CurrentUser user, InvestigationWork work)
    {
        /// <summary>Null when there is no such investigation, or no such point.</summary>
        /// <exception cref="InvalidField">400: on, party.</exception>
        public async Task<InvestigationView?> Handle(Guid id, string point, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (!Kebab.TryParse<PatientPoint>(point, out var told) || !user.Investigates(TrackKind.LexMaria)) return null;
            return await work.Change(id, TrackKind.LexMaria, checkVersion, (deviation, _, by, now) =>
            {
                InvestigationWork.CheckDay(request.On, "on", deviation, SwedishTime.Day(now));
                if (request.Party is not (InformedParty.Individual or InformedParty.Relative)) throw new InvalidField("party", "It is individual or relative.");
                deviation.TellPatient(told, request.Party.Value, request.On!.Value, request.InJournal!.Value, by, now);
            }, ct);
        }
    }
}
