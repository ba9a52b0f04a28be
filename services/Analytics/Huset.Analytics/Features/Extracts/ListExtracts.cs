using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Extracts;

public sealed record ExtractFetchView(
    [property: Description("events eller series. / events or series.")] ExtractPart Part,
    [property: Description("Den som hämtade. / Who fetched it.")][property: Example("Alva Testsson")] string By,
    [property: Description("När, UTC. / When, UTC.")] DateTimeOffset At,
    [property: Description("Antal rader; saknas om hämtningen inte blev klar. / Number of rows; absent when the fetching did not finish.")][property: Example("1200")] long? Rows);

[Description("Ett uttag för forskning eller uppföljning. / An extract for research or a follow-up.")]
public sealed record ExtractView(
    [property: Description("Uttagets id. / Id of the extract.")] Guid Id,
    [property: Description("prepared väntar på beslut; decided kan hämtas; refused, revoked och ended kan inte hämtas. / prepared waits for a decision; decided can be fetched; refused, revoked and ended cannot.")] ExtractStatus Status,
    [property: Description("Vad det ska användas till. / What it is for.")][property: Example("Samband mellan bemanning och fallolyckor.")] string Purpose,
    [property: Description("Organisationen som tar emot det. / The organisation that receives it.")][property: Example("Göteborgs universitet")] string Recipient,
    [property: Description("Mottagarens beslut om etikprövning. / The receiver's decision on ethics approval.")][property: Example("Etikprövningsmyndigheten, dnr 2026-01234-01")] string? Ethics,
    [property: Description("Händelsetyperna; tom lista är inga händelser. / The types of events; an empty list is no events.")][property: Example("se.huset.deviations.*")] IReadOnlyList<string> Types,
    [property: Description("Nyckeltalen; tom lista är inga serier. / The indicators; an empty list is no series.")][property: Example("deviations-harm")] IReadOnlyList<string> Indicators,
    [property: Description("Enheterna, var och en med alla under den; tom lista är alla. / The units, each with all below it; an empty list is all.")][property: Example("norrangen")] IReadOnlyList<string> Units,
    [property: Description("Om också enheterna är kodade. / Whether the units too are coded.")] bool CodesUnits,
    [property: Description("Första månaden. / First month.")][property: Example("2025-01")] string From,
    [property: Description("Första månaden som inte är med. / First month that is not in it.")][property: Example("2026-01")] string To,
    [property: Description("Sista dagen som det kan hämtas. / Last day that it can be fetched.")] DateOnly EndsOn,
    [property: Description("Den som förberedde det. / Who prepared it.")][property: Example("Alva Testsson")] string PreparedBy,
    [property: Description("När. / When.")] DateTimeOffset PreparedAt,
    [property: Description("Beslutet: vems det är och vad det grundas på, eller varför det blev nej. / The decision: whose it is and on what it stands, or why it was refused.")][property: Example("Kvalitetschefens beslut 2026-11-20, sekretessprövning dnr SN 2026/123")] string? Decision,
    [property: Description("Den som skrev in beslutet. / Who entered the decision.")][property: Example("Sofia Testsson")] string? DecidedBy,
    [property: Description("När. / When.")] DateTimeOffset? DecidedAt,
    [property: Description("Varför beslutet återkallades. / Why the decision was revoked.")][property: Example("Projektet är nedlagt.")] string? RevokedWhy,
    [property: Description("Den som återkallade det. / Who revoked it.")][property: Example("Sofia Testsson")] string? RevokedBy,
    [property: Description("När nyckeln till koderna förstördes. / When the key of the codes was destroyed.")] DateTimeOffset? EndedAt,
    [property: Description("Hämtningar, nyast först; bara när ett uttag läses. / Fetchings, the newest first; only when one extract is read.")] IReadOnlyList<ExtractFetchView>? Fetches,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")][property: Example("1")] int Version)
{
    public static ExtractView Of(Extract extract, DateOnly today, IReadOnlyList<ExtractFetchView>? fetches = null) => new(
        extract.Id, extract.Status == ExtractStatus.Decided && extract.IsOver(today) ? ExtractStatus.Ended : extract.Status, extract.Purpose, extract.Recipient, extract.Ethics, extract.Types, extract.Indicators, extract.Units, extract.CodesUnits,
        Words.MonthCode(extract.From), Words.MonthCode(extract.To), extract.EndsOn, extract.PreparedByName, extract.PreparedAt, extract.Decision, extract.DecidedByName, extract.DecidedAt,
        extract.RevokedWhy, extract.RevokedByName, extract.EndedAt, fetches, extract.Version);
}

public static class ListExtracts
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "status"), OneOf<ExtractStatus>, Example("prepared"), Description("Bara uttag i detta läge. / Only extracts in this state.")]
        public string? Status { get; set; }
    }

    public static void Map(RouteGroupBuilder extracts)
    {
        extracts.MapGet("/", async Task<Ok<ListOf<ExtractView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
            .RequireAuthorization(Permissions.ReadExtracts)
            .WithName("listExtracts")
            .WithSummary("Lista uttag / List extracts")
            .WithDescription("Alla uttag som har förberetts, nyast först: till vem, varför, vem som beslutade och till när. / Every extract that has been prepared, the newest first: to whom, why, who decided and until when.");
        extracts.MapGet("/{id:guid}", async Task<Results<Ok<ExtractView>, NotFound>> ([Description("Uttagets id. / Id of the extract.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Read(id, ct) is not { } view) return TypedResults.NotFound();
                response.SetETag(view.Version);
                return TypedResults.Ok(view);
            })
            .RequireAuthorization(Permissions.ReadExtracts)
            .GivesETag()
            .WithName("readExtract")
            .WithSummary("Läs ett uttag / Read an extract")
            .WithDescription("Urvalet, beslutet och vilka som har hämtat det. / The choice, the decision and who has fetched it.");
    }

    public sealed class Handler(AnalyticsDb db, TimeProvider clock)
    {
        private const int MostFetches = 200;

        /// <exception cref="InvalidField">400: status.</exception>
        public async Task<ListOf<ExtractView>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var (today, extracts) = (SwedishTime.Today(clock), db.Extracts.AsNoTracking());
            if (Lists.Choice<ExtractStatus>(query.Status, "status") is { } status)
            {
                // One whose last day has passed has ended, also before the key has been destroyed.
                extracts = status switch
                {
                    ExtractStatus.Decided => extracts.Where(extract => extract.Status == status && extract.EndsOn >= today),
                    ExtractStatus.Ended => extracts.Where(extract => extract.Status == status || (extract.Status == ExtractStatus.Decided && extract.EndsOn < today)),
                    _ => extracts.Where(extract => extract.Status == status),
                };
            }
            return (await extracts.OrderByDescending(extract => extract.Id).ToListOf(query, request, ct)).Select(extract => ExtractView.Of(extract, today));
        }

        /// <summary>Null when there is none.</summary>
        public async Task<ExtractView?> Read(Guid id, CancellationToken ct) =>
            await db.Extracts.AsNoTracking().FirstOrDefaultAsync(extract => extract.Id == id, ct) is { } found ? await View(found, ct) : null;

        public async Task<ExtractView> View(Extract extract, CancellationToken ct) => ExtractView.Of(
            extract, SwedishTime.Today(clock),
            await db.ExtractFetches.AsNoTracking().Where(fetch => fetch.ExtractId == extract.Id).OrderByDescending(fetch => fetch.At).Take(MostFetches).Select(fetch => new ExtractFetchView(fetch.Part, fetch.ByName, fetch.At, fetch.Rows)).ToListAsync(ct));
    }
}
