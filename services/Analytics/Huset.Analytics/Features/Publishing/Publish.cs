using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Publishing;

/// <summary>A decision to publish, as the API tells it to those inside.</summary>
public sealed record PublicationView(
    [property: Description("Beslutets id. / Id of the decision.")] Guid Id,
    [property: Description("report, goal eller improvement. / report, goal or improvement.")] PublishedKind Kind,
    [property: Description("Det som visas; också den offentliga adressens id. / What is shown; also the id of the public address.")] Guid SubjectId,
    [property: Description("Kod för nämnden, området eller enheten; saknas när det gäller alla. / Code of the board, branch or unit; absent when it is about all.")][property: Example("norrangen")] string? UnitCode,
    [property: Description("Vad det heter. / What it is called.")][property: Example("Kvalitetsberättelse, 2025")] string Title,
    [property: Description("published eller withdrawn. / published or withdrawn.")] PublicationStatus Status,
    [property: Description("Beslutet. / The decision.")][property: Example("Kvalitetschefens beslut 2026-03-01")] string Decision,
    [property: Description("Den som publicerade. / Who published it.")][property: Example("Sofia Testsson")] string PublishedBy,
    [property: Description("När. / When.")] DateTimeOffset PublishedAt,
    [property: Description("Varför det drogs tillbaka. / Why it was withdrawn.")][property: Example("Fel siffra i avsnittet om avvikelser.")] string? WithdrawnWhy,
    [property: Description("Den som drog tillbaka det. / Who withdrew it.")][property: Example("Sofia Testsson")] string? WithdrawnBy,
    [property: Description("När. / When.")] DateTimeOffset? WithdrawnAt,
    [property: Description("Den offentliga adressen. / The public address.")][property: Example("/analys/offentligt/0199c1d2-0000-7000-8000-000000000001")] string Address,
    [property: Description("Ökar vid varje beslut; samma som ETag. / Grows with each decision; the same as the ETag.")][property: Example("1")] int Version)
{
    public static PublicationView Of(Publication publication) => new(
        publication.Id, publication.Kind, publication.SubjectId, publication.UnitCode, publication.Title, publication.Status, publication.Decision, publication.PublishedByName, publication.PublishedAt,
        publication.WithdrawnWhy, publication.WithdrawnByName, publication.WithdrawnAt, $"/analys/offentligt/{publication.SubjectId}", publication.Version);
}

/// <summary>Someone with the right decides that everyone may see it, or withdraws that.</summary>
public static class Publish
{
    public sealed class Request
    {
        [Required, EnumDataType(typeof(PublishedKind)), Description("report, goal eller improvement. / report, goal or improvement.")]
        public PublishedKind? Kind { get; set; }

        [Required, Description("Id för rapporten, målet eller förbättringen. / Id of the report, goal or improvement.")]
        public Guid? SubjectId { get; set; }

        [Required, StringLength(200, MinimumLength = 3), Example("Kvalitetschefens beslut 2026-03-01"), Description("Vem som har bestämt att det publiceras och när. Visas för alla; skriv funktion, inte personnamn. / Who has decided that it is published, and when. Shown to everyone; write a function and no person's name.")]
        public string? Decision { get; set; }
    }

    public sealed class Withdrawal
    {
        [Required, StringLength(500, MinimumLength = 3), Example("Fel siffra i avsnittet om avvikelser."), Description("Varför det dras tillbaka; visas bara för dem som arbetar här. / Why it is withdrawn; shown only to those who work here.")]
        public string? Why { get; set; }
    }

    public sealed class PreviewQuery
    {
        [FromQuery(Name = "kind"), Required, OneOf<PublishedKind>, Example("goal"), Description("report, goal eller improvement. / report, goal or improvement.")]
        public string? Kind { get; set; }

        [FromQuery(Name = "subjectId"), Required, Description("Id för rapporten, målet eller förbättringen. / Id of the report, goal or improvement.")]
        public Guid? SubjectId { get; set; }
    }

    public static void Map(RouteGroupBuilder publications)
    {
        publications.MapGet("/preview", async Task<Results<Ok<PublicView>, NotFound>> ([AsParameters] PreviewQuery query, PublicationWork work, CancellationToken ct) =>
            await work.Thing(Lists.Choice<PublishedKind>(query.Kind, "kind")!.Value, query.SubjectId!.Value, ct) is { } thing ? TypedResults.Ok(await work.View(thing, ct)) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.Publish)
            .WithName("previewPublication")
            .WithSummary("Se vad alla skulle se / See what everyone would see")
            .WithDescription("Exakt det som visas om det publiceras, utan små tal och utan namn. / Exactly what is shown if it is published, without small numbers and without names.");
        publications.MapPost("/", async Task<Results<Created<PublicationView>, NotFound>> (Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Publish(request, ct) is not { } publication) return TypedResults.NotFound();
                http.Response.SetETag(publication.Version);
                return TypedResults.Created($"/analytics/v1/public/publications/{publication.SubjectId}", PublicationView.Of(publication));
            })
            .RequireAuthorization(Permissions.Publish)
            .GivesETag()
            .WithName("publish")
            .WithSummary("Publicera för alla / Publish for everyone")
            .WithDescription("En fryst rapport, ett beslutat mål eller löfte, eller en förbättring visas utan inloggning från och med nu. / A frozen report, a decided goal or promise, or an improvement is shown without signing in from now on.");
        publications.MapPost("/{id:guid}/withdrawal", async Task<Results<Ok<PublicationView>, NotFound>> ([Description("Beslutets id. / Id of the decision.")] Guid id, Withdrawal request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Withdraw(id, request, http.Request.CheckIfMatch, ct) is not { } publication) return TypedResults.NotFound();
                http.Response.SetETag(publication.Version);
                return TypedResults.Ok(PublicationView.Of(publication));
            })
            .RequireAuthorization(Permissions.Publish)
            .TakesIfMatch()
            .GivesETag()
            .WithName("withdrawPublication")
            .WithSummary("Dra tillbaka / Withdraw")
            .WithDescription("Det visas inte längre för alla. Adressen finns kvar och säger att det är tillbakadraget. / It is shown to everyone no more. The address remains and says that it is withdrawn.");
    }

    public sealed class Handler(AnalyticsDb db, PublicationWork work)
    {
        /// <summary>Null when there is no such thing that the user publishes.</summary>
        /// <exception cref="RuleViolation">`publication.not-ready`, `publication.published`</exception>
        public async Task<Publication?> Publish(Request request, CancellationToken ct)
        {
            var (kind, id) = (request.Kind!.Value, request.SubjectId!.Value);
            await using var own = await db.OwnTransaction(ct);
            await Alone(id, ct);
            if (await work.Thing(kind, id, ct) is not { } thing) return null;
            if (!thing.IsReady) throw new RuleViolation("publication.not-ready", "Only a frozen report and a decided goal are published.");
            var publication = await db.Publications.IgnoreQueryFilters().FirstOrDefaultAsync(known => known.SubjectId == id, ct);
            if (publication is null) db.Add(publication = Publication.Of(kind, id, thing.UnitCode, work.Now));
            publication.Publish(thing.Title, thing.IsPromise, request.Decision!, work.Me, work.Now);
            await Decided(publication, ct);
            if (own is not null) await own.CommitAsync(ct);
            return publication;
        }

        /// <summary>Null when there is no such decision that the user takes.</summary>
        /// <exception cref="RuleViolation">`publication.withdrawn`</exception>
        public async Task<Publication?> Withdraw(Guid id, Withdrawal request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.Publications.AsNoTracking().FirstOrDefaultAsync(known => known.Id == id, ct) is not { } found || !work.May(found.UnitCode)) return null;
            await using var own = await db.OwnTransaction(ct);
            await Alone(found.SubjectId, ct);
            var publication = await db.Publications.IgnoreQueryFilters().FirstAsync(known => known.Id == id, ct);
            checkVersion(publication.Version);
            publication.Withdraw(request.Why!, work.Me, work.Now);
            await Decided(publication, ct);
            if (own is not null) await own.CommitAsync(ct);
            return publication;
        }

        // A goal says itself that it is shown, which its events tell.
        private async Task Decided(Publication publication, CancellationToken ct)
        {
            if (publication.Kind == PublishedKind.Goal && await db.Goals.IgnoreQueryFilters().FirstOrDefaultAsync(goal => goal.Id == publication.SubjectId, ct) is { } goal)
            {
                goal.Show(publication.Status == PublicationStatus.Published);
                db.Publish(goal.ToChanged(work.Now));
            }
            db.Publish(publication.ToDecided(work.Now));
            await db.SaveChangesAsync(ct);
        }

        // One at a time decides on a thing, and nobody writes in it meanwhile.
        private async Task Alone(Guid subjectId, CancellationToken ct)
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({subjectId.ToString()}, 727711))", ct);
            await db.Database.ExecuteSqlAsync($"select 1 from goals where id = {subjectId} for update", ct);
        }
    }
}
