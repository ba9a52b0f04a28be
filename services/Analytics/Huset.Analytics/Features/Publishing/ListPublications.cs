using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Publishing;

public static class ListPublications
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "kind"), OneOf<PublishedKind>, Example("goal"), Description("report, goal eller improvement. / report, goal or improvement.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Kod för nämnden, området eller enheten. / Code of the board, branch or unit.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "status"), OneOf<PublicationStatus>, Example("published"), Description("published eller withdrawn. / published or withdrawn.")]
        public string? Status { get; set; }
    }

    public static void Map(RouteGroupBuilder publications) => publications
        .MapGet("/", async Task<Ok<ListOf<PublicationView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.Publish)
        .WithName("listPublications")
        .WithSummary("Lista beslut att publicera / List decisions to publish")
        .WithDescription("Det som visas för alla, och det som är tillbakadraget i de egna enheterna; nyast först. / What is shown to everyone, and what is withdrawn in one's own units; the newest first.");

    public sealed class Handler(AnalyticsDb db)
    {
        /// <exception cref="InvalidField">400: kind or status.</exception>
        public async Task<ListOf<PublicationView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var publications = db.Publications.AsNoTracking();
            if (Lists.Choice<PublishedKind>(query.Kind, "kind") is { } kind) publications = publications.Where(publication => publication.Kind == kind);
            if (Lists.Choice<PublicationStatus>(query.Status, "status") is { } status) publications = publications.Where(publication => publication.Status == status);
            if (!string.IsNullOrEmpty(query.UnitCode)) publications = publications.Where(publication => publication.UnitCode == query.UnitCode);
            return (await publications.OrderByDescending(publication => publication.PublishedAt).ThenBy(publication => publication.Id).ToListOf(query, request, ct)).Select(PublicationView.Of);
        }
    }
}
