using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Publishing;

/// <summary>An improvement, as the API tells it to those inside.</summary>
public sealed record ImprovementView(
    [property: Description("Förbättringens id. / Id of the improvement.")] Guid Id,
    [property: Description("Kod för enheten. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vad den heter. / What it is called.")][property: Example("Vi ringer alltid om vi blir försenade")] string Title,
    [property: Description("Vad som ledde till den. / What led to it.")][property: Example("Flera hörde av sig om att ingen ringde vid förseningar.")] string Background,
    [property: Description("Vad som gjordes. / What was done.")][property: Example("Den som är försenad mer än en kvart ringer alltid.")] string Change,
    [property: Description("Vad det gav; saknas tills det är känt. / What it gave; absent until that is known.")][property: Example("Klagomålen om förseningar har halverats.")] string? Effect,
    [property: Description("Om den visas för alla. / Whether it is shown to everyone.")] bool IsPublished,
    [property: Description("Den som skrev senast. / Who wrote last.")][property: Example("Karin Testsson")] string WrittenBy,
    [property: Description("När. / When.")] DateTimeOffset WrittenAt,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")][property: Example("1")] int Version)
{
    public static ImprovementView Of(Improvement improvement, bool isPublished) => new(
        improvement.Id, improvement.UnitCode, improvement.Title, improvement.Background, improvement.Change, improvement.Effect, isPublished, improvement.WrittenByName, improvement.WrittenAt, improvement.Version);
}

/// <summary>A unit writes what it has made better, in words that anyone understands and without a case.</summary>
public static class WriteImprovement
{
    public const int MaxText = 2_000;

    public sealed class Request
    {
        [StringLength(64), Example("norrangen"), Description("Enheten; krävs för en ny och ändras inte. / The unit; demanded for a new one and never changed.")]
        public string? UnitCode { get; set; }

        [Required, StringLength(120, MinimumLength = 5), Example("Vi ringer alltid om vi blir försenade"), Description("Vad den heter. / What it is called.")]
        public string? Title { get; set; }

        [Required, StringLength(MaxText, MinimumLength = 5), Example("Flera hörde av sig om att ingen ringde vid förseningar."), Description("Vilka avvikelser eller klagomål som ledde till den, med egna ord; inga ärendenummer och inga personer. / What deviations or complaints led to it, in your own words; no case numbers and no persons.")]
        public string? Background { get; set; }

        [Required, StringLength(MaxText, MinimumLength = 5), Example("Den som är försenad mer än en kvart ringer alltid."), Description("Vad som gjordes. / What was done.")]
        public string? Change { get; set; }

        [StringLength(MaxText), Example("Klagomålen om förseningar har halverats."), Description("Vad det gav; utelämnat tills det är känt. / What it gave; left out until that is known.")]
        public string? Effect { get; set; }
    }

    public static void Map(RouteGroupBuilder improvements)
    {
        improvements.MapGet("/", async Task<Ok<ListOf<ImprovementView>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.List(query, request, ct)))
            .RequireAuthorization(Permissions.Publish)
            .WithName("listImprovements")
            .WithSummary("Lista förbättringar / List improvements")
            .WithDescription("De egna enheternas, nyast först. / Those of one's own units, the newest first.");
        improvements.MapGet("/{id:guid}", async Task<Results<Ok<ImprovementView>, NotFound>> ([Description("Förbättringens id. / Id of the improvement.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Find(id, ct) is not { } improvement) return TypedResults.NotFound();
                response.SetETag(improvement.Version);
                return TypedResults.Ok(await handler.View(improvement, ct));
            })
            .RequireAuthorization(Permissions.Publish)
            .GivesETag()
            .WithName("readImprovement")
            .WithSummary("Läs en förbättring / Read an improvement")
            .WithDescription("Som enheten har skrivit den. / As the unit has written it.");
        improvements.MapPost("/", async Task<Created<ImprovementView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var improvement = await handler.Write(request, ct);
                response.SetETag(improvement.Version);
                return TypedResults.Created($"/analytics/v1/improvements/{improvement.Id}", ImprovementView.Of(improvement, false));
            })
            .RequireAuthorization(Permissions.Publish)
            .GivesETag()
            .WithName("writeImprovement")
            .WithSummary("Skriv en förbättring / Write an improvement")
            .WithDescription("Det här ledde det till: visas för alla först när den publiceras. / What it led to: shown to everyone only when it is published.");
        improvements.MapPut("/{id:guid}", async Task<Results<Ok<ImprovementView>, NotFound>> ([Description("Förbättringens id. / Id of the improvement.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(id, request, http.Request.RequireIfMatch, ct) is not { } improvement) return TypedResults.NotFound();
                http.Response.SetETag(improvement.Version);
                return TypedResults.Ok(ImprovementView.Of(improvement, false));
            })
            .RequireAuthorization(Permissions.Publish)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("changeImprovement")
            .WithSummary("Ändra en förbättring / Change an improvement")
            .WithDescription("Det som är publicerat dras tillbaka innan det skrivs om. / What is published is withdrawn before it is written anew.");
    }

    public sealed class Handler(AnalyticsDb db, PublicationWork work, UnitTree units)
    {
        /// <summary>Null when there is none of the user's.</summary>
        public Task<Improvement?> Find(Guid id, CancellationToken ct) => db.Improvements.AsNoTracking().FirstOrDefaultAsync(improvement => improvement.Id == id, ct);

        public async Task<ImprovementView> View(Improvement improvement, CancellationToken ct) => ImprovementView.Of(improvement, await IsPublished(improvement.Id, ct));

        public async Task<ListOf<ImprovementView>> List(ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            var list = await db.Improvements.AsNoTracking().OrderByDescending(improvement => improvement.WrittenAt).ThenBy(improvement => improvement.Id).ToListOf(query, request, ct);
            Guid[] ids = [.. list.Items.Select(improvement => improvement.Id)];
            var published = await db.Publications.Where(publication => ids.Contains(publication.SubjectId) && publication.Status == PublicationStatus.Published).Select(publication => publication.SubjectId).ToListAsync(ct);
            return list.Select(improvement => ImprovementView.Of(improvement, published.Contains(improvement.Id)));
        }

        /// <exception cref="InvalidField">400: the unit is none that the user publishes for, or a case is named.</exception>
        public async Task<Improvement> Write(Request request, CancellationToken ct)
        {
            if (string.IsNullOrWhiteSpace(request.UnitCode) || units.Find(request.UnitCode) is null || !work.May(request.UnitCode)) throw new InvalidField("unitCode", "It must be a unit of today that you publish for.");
            var improvement = Improvement.Write(request.UnitCode, TextOf(request), work.Me, work.Now);
            db.Add(improvement);
            await db.SaveChangesAsync(ct);
            return improvement;
        }

        /// <summary>Null when there is none of the user's.</summary>
        /// <exception cref="InvalidField">400: another unit, or a case is named.</exception>
        /// <exception cref="RuleViolation">`improvement.published`</exception>
        public async Task<Improvement?> Change(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            await using var own = await db.OwnTransaction(ct);
            // As when it is published, so that nobody publishes what is being written.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({id.ToString()}, 727711))", ct);
            if (await db.Improvements.FirstOrDefaultAsync(improvement => improvement.Id == id, ct) is not { } improvement) return null;
            checkVersion(improvement.Version);
            if (!string.IsNullOrWhiteSpace(request.UnitCode) && request.UnitCode != improvement.UnitCode) throw new InvalidField("unitCode", "An improvement stays with its unit.");
            improvement.Write(TextOf(request), await IsPublished(id, ct), work.Me, work.Now);
            await db.SaveChangesAsync(ct);
            if (own is not null) await own.CommitAsync(ct);
            return improvement;
        }

        private Task<bool> IsPublished(Guid id, CancellationToken ct) => db.Publications.AnyAsync(publication => publication.SubjectId == id && publication.Status == PublicationStatus.Published, ct);

        private static ImprovementText TextOf(Request request) => new(Clean(request.Title)!, Clean(request.Background)!, Clean(request.Change)!, Clean(request.Effect));

        private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings("\n").Trim();
    }
}
