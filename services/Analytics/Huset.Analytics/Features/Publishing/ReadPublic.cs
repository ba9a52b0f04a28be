using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Publishing;

/// <summary>What anyone may read without being someone: what has been published, and nothing else.</summary>
public static class ReadPublic
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "kind"), OneOf("promise", "goal", "improvement", "report"), Example("promise"), Description("promise (löften till medborgarna), goal (andra mål), improvement (det här ledde det till) eller report. / promise (to citizens), goal (others), improvement or report.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Nämnden, området eller enheten, med alla under den. / The board, branch or unit, with all below it.")]
        public string? UnitCode { get; set; }
    }

    public sealed record Row(
        [property: Description("Id, som också är adressen. / Id, which is also the address.")] Guid Id,
        [property: Description("report, goal eller improvement. / report, goal or improvement.")] PublishedKind Kind,
        [property: Description("Om det är ett löfte till medborgarna. / Whether it is a promise to citizens.")] bool IsPromise,
        [property: Description("Vad det heter. / What it is called.")][property: Example("Vi ringer alltid om vi blir försenade")] string Title,
        [property: Description("Kod för nämnden, området eller enheten; saknas när det gäller alla. / Code of the board, branch or unit; absent when it is about all.")][property: Example("norrangen")] string? UnitCode,
        [property: Description("Vad det gäller, i ord. / What it is about, in words.")][property: Example("Norrängens hemtjänst")] string About,
        [property: Description("Dagen då det publicerades. / The day that it was published.")] DateOnly PublishedOn,
        [property: Description("Hur ett mål eller löfte står, i ord. / How a goal or promise stands, in words.")][property: Example("På väg")] string? State,
        [property: Description("Siffran i ord. / The figure in words.")][property: Example("83,5 %")] string? Outcome,
        [property: Description("Adressen till sidan. / Address of the page.")][property: Example("/analys/offentligt/0199c1d2-0000-7000-8000-000000000001")] string Address);

    public static void Map(RouteGroupBuilder open)
    {
        open.MapGet("/publications", async Task<Ok<ListOf<Row>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.List(query, request, ct)))
            .WithName("listPublic")
            .WithSummary("Lista det som är publicerat / List what is published")
            .WithDescription("Öppet för alla, utan inloggning: löften, mål, förbättringar och rapporter som någon med rätt till det har publicerat. / Open to all, without signing in: promises, goals, improvements and reports that someone with the right has published.");
        open.MapGet("/publications/{id:guid}", async Task<Results<Ok<PublicView>, NotFound, ProblemHttpResult>> ([Description("Id. / Id.")] Guid id, Handler handler, CancellationToken ct) =>
                await handler.Read(id, ct) switch
                {
                    { View: { } view } => TypedResults.Ok(view),
                    { IsWithdrawn: true } => TypedResults.Problem("It was published and has been withdrawn.", statusCode: StatusCodes.Status410Gone, extensions: new Dictionary<string, object?> { ["code"] = "publication.gone" }),
                    _ => TypedResults.NotFound(),
                })
            .GivesETag()
            .Produces(StatusCodes.Status410Gone)
            .WithName("readPublic")
            .WithSummary("Läs något som är publicerat / Read something published")
            .WithDescription("Öppet för alla. Små tal är dolda. 410 när det har dragits tillbaka. / Open to all. Small numbers are hidden. 410 when it has been withdrawn.");
    }

    /// <summary>What an address holds.</summary>
    public sealed record Found(PublicView? View, bool IsWithdrawn, DateTimeOffset? WithdrawnAt, Report? Report);

    public sealed class Handler(AnalyticsDb db, PublicationWork work, UnitTree units)
    {
        /// <summary>What everyone sees at the address, or that it is withdrawn.</summary>
        public async Task<Found> Read(Guid id, CancellationToken ct)
        {
            if (await work.Decision(id, ct) is not { } publication) return new(null, false, null, null);
            if (publication.Status == PublicationStatus.Withdrawn) return new(null, true, publication.WithdrawnAt, null);
            var report = publication.Kind == PublishedKind.Report ? await db.Reports.IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(report => report.Id == id && report.Status == ReportStatus.Frozen, ct) : null;
            return new(await work.Shown(publication, ct), false, null, report);
        }

        /// <exception cref="InvalidField">400: kind.</exception>
        public async Task<ListOf<Row>> List(Query query, HttpRequest? request, CancellationToken ct)
        {
            var shown = db.Publications.IgnoreQueryFilters().AsNoTracking().Where(publication => publication.Status == PublicationStatus.Published);
            shown = query.Kind switch
            {
                null or "" => shown,
                "promise" => shown.Where(publication => publication.Kind == PublishedKind.Goal && publication.IsPromise),
                "goal" => shown.Where(publication => publication.Kind == PublishedKind.Goal && !publication.IsPromise),
                "improvement" => shown.Where(publication => publication.Kind == PublishedKind.Improvement),
                "report" => shown.Where(publication => publication.Kind == PublishedKind.Report),
                _ => throw new InvalidField("kind", "It must be promise, goal, improvement or report."),
            };
            if (!string.IsNullOrEmpty(query.UnitCode))
            {
                var within = units.WithBelow([query.UnitCode]);
                shown = shown.Where(publication => publication.UnitCode != null && within.Contains(publication.UnitCode));
            }
            var list = await shown.OrderByDescending(publication => publication.PublishedAt).ThenBy(publication => publication.Id).ToListOf(query, request, ct);
            Guid[] asked = [.. list.Items.Where(publication => publication.Kind == PublishedKind.Goal).Select(publication => publication.SubjectId)];
            var goals = (await db.Goals.IgnoreQueryFilters().AsNoTracking().Where(goal => asked.Contains(goal.Id)).ToListAsync(ct)).ToDictionary(goal => goal.Id);
            var rows = new Dictionary<Guid, Row>();
            foreach (var publication in list.Items)
            {
                var standing = goals.TryGetValue(publication.SubjectId, out var goal) ? PublicGoal.Of(await work.Standing(goal, ct)) : null;
                rows[publication.Id] = new(
                    publication.SubjectId, publication.Kind, goal?.IsPromise ?? false, goal?.Words ?? publication.Title, publication.UnitCode, work.NameOf(publication.UnitCode), SwedishTime.Day(publication.PublishedAt),
                    standing?.StateInWords, standing?.Outcome, $"/analys/offentligt/{publication.SubjectId}");
            }
            return list.Select(publication => rows[publication.Id]);
        }
    }
}
