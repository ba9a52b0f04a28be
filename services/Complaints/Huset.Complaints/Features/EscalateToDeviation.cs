using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Complaints.Features;

/// <summary>What a deviation may concern, in Deviations' words (EscalateComplaint).</summary>
public enum DeviationKind { SocialCare, HealthCare, WorkEnvironment, InformationSecurity, Cooperation, Other }

/// <summary>Whether someone came to harm, in Deviations' words.</summary>
public enum Harm { None, Minor, Serious, Unknown }

public static class EscalateToDeviation
{
    public sealed class Request
    {
        [Description("Varför det är en avvikelse. / Why it is a deviation.")]
        [Example("Maten har varit kall tre gånger på en vecka."), Required, StringLength(20_000)]
        public string? Motivation { get; set; }

        [Description("Vad som hände, utan namn; utelämnat: synpunktens egna ord. / What happened, without names; left out: the complaint's own words.")]
        [Example("Middagen var kall när den kom fram. Det har hänt tre gånger på en vecka."), StringLength(20_000)]
        public string? Description { get; set; }

        [Description("Vad det gäller; utelämnat: other. / What it concerns; left out: other.")]
        [EnumDataType(typeof(DeviationKind))]
        public DeviationKind? Kind { get; set; }

        [Description("Om någon kom till skada; utelämnat: unknown. / Whether someone came to harm; left out: unknown.")]
        [EnumDataType(typeof(Harm))]
        public Harm? Harm { get; set; }

        [Description("När det hände, med tidszon; utelämnat: när synpunkten kom. / When it happened, with time zone; left out: when the complaint came.")]
        public DateTimeOffset? OccurredAt { get; set; }
    }

    /// <summary>What is known at once.</summary>
    public sealed record Escalating([property: Description("Avvikelsens id; den finns hos Avvikelser så snart de har läst uppdraget. / Id of the deviation; it is with Deviations as soon as they have read the task.")] Guid DeviationId);

    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapPost("/{id:guid}/escalation", async Task<Results<Accepted<Escalating>, NotFound>> (
            [Description("Synpunktens id. / Id of the complaint.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { Escalation: { } escalation } complaint) return TypedResults.NotFound();
            http.Response.SetETag(complaint.Version);
            return TypedResults.Accepted($"/deviations/v1/deviations/{escalation.DeviationId}", new Escalating(escalation.DeviationId));
        })
        .RequireAuthorization(Permissions.Escalate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("escalateComplaint")
        .WithSummary("Gör avvikelse / Make a deviation of it")
        .WithDescription("Svarar genast med avvikelsens id, också när Avvikelser inte är igång. / Answers at once with the deviation's id, also when Deviations is down.");

    public sealed class Handler(ComplaintWork work, ComplaintsDb db)
    {
        /// <summary>Null when there is no such complaint that the user may escalate.</summary>
        public Task<Complaint?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.Do(Permissions.Escalate, id, checkVersion, (complaint, by, now) =>
            {
                if (request.OccurredAt is { } occurred) Complaint.MustHaveBeen(occurred, now, "occurredAt");
                var description = string.IsNullOrWhiteSpace(request.Description) ? complaint.Text : request.Description;
                db.Publish(complaint.Escalate(
                    new(request.Motivation!, Kebab.Of(request.Kind ?? DeviationKind.Other), Kebab.Of(request.Harm ?? Harm.Unknown), description, request.OccurredAt), by, now));
            }, ct);
    }
}
