using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Complaints.Features;

/// <summary>What someone outside proposes comes on the unit's improvement board, with the tie kept.</summary>
public static class ForwardToBoard
{
    public sealed class Request
    {
        [Description("Idén på en rad, utan namn. / The idea in a line, without names.")]
        [Example("Längre besökstider"), Required, StringLength(200)]
        public string? Title { get; set; }

        [Description("Idén, utan namn på enskilda. / The idea, without names of users.")]
        [Example("Besök också på kvällen, för den som jobbar på dagen."), Required, StringLength(20_000)]
        public string? Text { get; set; }
    }

    /// <summary>What is known at once.</summary>
    public sealed record Forwarding([property: Description("Idéns id; den finns på förbättringstavlan så snart Avvikelser har läst uppdraget. / Id of the idea; it is on the improvement board as soon as Deviations has read the task.")] Guid IdeaId);

    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapPost("/{id:guid}/idea", async Task<Results<Accepted<Forwarding>, NotFound>> (
            [Description("Synpunktens id. / Id of the complaint.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, request, http.Request.CheckIfMatch, ct) is not { Idea: { } idea } complaint) return TypedResults.NotFound();
            http.Response.SetETag(complaint.Version);
            return TypedResults.Accepted($"/deviations/v1/ideas/{idea.IdeaId}", new Forwarding(idea.IdeaId));
        })
        .RequireAuthorization(Permissions.Escalate)
        .TakesIfMatch()
        .GivesETag()
        .WithName("forwardComplaintAsIdea")
        .WithSummary("Gör förbättringsidé / Make an idea of it")
        .WithDescription("Svarar genast med idéns id, också när Avvikelser inte är igång. Vem som lämnade synpunkten berättas inte. / Answers at once with the idea's id, also when Deviations is down. Who left the complaint is not told.");

    public sealed class Handler(ComplaintWork work, ComplaintsDb db)
    {
        /// <summary>Null when there is no such complaint that the user may forward.</summary>
        public Task<Complaint?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.Do(Permissions.Escalate, id, checkVersion, (complaint, by, now) => db.Publish(complaint.Forward(request.Title!, request.Text!, by, now)), ct);
    }
}
