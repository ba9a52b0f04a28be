using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.Deviations.Features.Cooperations;

/// <summary>A principal of the registry.</summary>
public sealed record PartnerView(
    [property: Description("Huvudmannens id. / Id of the principal.")] Guid Id,
    [property: Description("Namnet. / The name.")][property: Example("Region Prov")] string Name,
    [property: Description("Vad huvudmannen är. / What the principal is.")] PartnerType Type,
    [property: Description("Dit det skickas: en funktionsadress, aldrig en persons. / Where it is sent: an office's address, never a person's.")][property: Example("SDK: Region Prov, avvikelser")] string Address,
    [property: Description("Första dagen. / First day.")] DateOnly ValidFrom,
    [property: Description("Första dagen som inget längre skickas dit. / First day that nothing is sent there any longer.")] DateOnly? ValidTo,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static PartnerView Of(Partner partner) => new(partner.Id, partner.Name, partner.Type, partner.Address, partner.ValidFrom, partner.ValidTo, partner.Version);
}

public static class SetPartner
{
    public sealed class Request
    {
        [Description("Namnet. / The name."), Example("Region Prov"), Required, StringLength(200)]
        public string? Name { get; set; }

        [Description("Vad huvudmannen är. / What the principal is."), Required, EnumDataType(typeof(PartnerType))]
        public PartnerType? Type { get; set; }

        [Description("Dit det skickas: en funktionsadress, aldrig en persons. / Where it is sent: an office's address, never a person's."), Example("SDK: Region Prov, avvikelser"), Required, StringLength(500)]
        public string? Address { get; set; }

        [Description("Första dagen. / First day."), Example("2026-11-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som inget längre skickas dit. / First day that nothing is sent there any longer."), Example("2099-01-01")]
        public DateOnly? ValidTo { get; set; }
    }

    public static void Map(RouteGroupBuilder partners)
    {
        partners.MapGet("/", async Task<Ok<ListOf<PartnerView>>> ([AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.List(query, request, ct)))
            .RequireAuthorization(Permissions.ReadPartners)
            .WithName("listPartners")
            .WithSummary("Lista andra huvudmän / List other principals")
            .WithDescription("Registret, också de som inget längre skickas till. / The registry, also those that nothing is sent to any longer.");
        partners.MapGet("/{id:guid}", async Task<Results<Ok<PartnerView>, NotFound>> ([Description("Huvudmannens id. / Id of the principal.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
                Answer(await handler.Find(id, ct), response))
            .RequireAuthorization(Permissions.ReadPartners)
            .GivesETag()
            .WithName("readPartner")
            .WithSummary("Läs en huvudman / Read a principal")
            .WithDescription("Namn, adress och dagar. / Name, address and days.");
        partners.MapPost("/", async Task<Created<PartnerView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var partner = (await handler.Set(null, request, _ => { }, ct))!;
                response.SetETag(partner.Version);
                return TypedResults.Created($"/deviations/v1/partners/{partner.Id}", PartnerView.Of(partner));
            })
            .RequireAuthorization(Permissions.EditPartners)
            .GivesETag()
            .WithName("addPartner")
            .WithSummary("Lägg till en huvudman / Add a principal")
            .WithDescription("Någon utanför kommunen som ärenden skickas till. / Someone outside the municipality that cases are sent to.");
        partners.MapPut("/{id:guid}", async Task<Results<Ok<PartnerView>, NotFound>> ([Description("Huvudmannens id. / Id of the principal.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Set(id, request, http.Request.RequireIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.EditPartners)
            .NeedsIfMatch().GivesETag()
            .WithName("changePartner")
            .WithSummary("Ändra en huvudman / Change a principal")
            .WithDescription("Det som redan har skickats behåller namnet som gällde då. / What has been sent keeps the name of that time.");
    }

    private static Results<Ok<PartnerView>, NotFound> Answer(Partner? partner, HttpResponse response)
    {
        if (partner is null) return TypedResults.NotFound();
        response.SetETag(partner.Version);
        return TypedResults.Ok(PartnerView.Of(partner));
    }

    public sealed class Handler(DeviationsDb db)
    {
        public async Task<ListOf<PartnerView>> List(ListQuery query, HttpRequest? request, CancellationToken ct) =>
            (await db.Partners.AsNoTracking().OrderBy(partner => partner.Name).ThenBy(partner => partner.Id).ToListOf(query, request, ct)).Select(PartnerView.Of);

        public Task<Partner?> Find(Guid id, CancellationToken ct) => db.Partners.AsNoTracking().FirstOrDefaultAsync(partner => partner.Id == id, ct);

        /// <summary>A new one without an id; null when there is none by the id.</summary>
        /// <exception cref="InvalidField">400: validTo.</exception>
        /// <exception cref="RuleViolation">409 `partner.name-taken`.</exception>
        public async Task<Partner?> Set(Guid? id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            var partner = id is null ? new Partner() : await db.Partners.FirstOrDefaultAsync(known => known.Id == id, ct);
            if (partner is null) return null;
            if (id is null) db.Add(partner);
            else checkVersion(partner.Version);
            partner.Set(request.Name!, request.Type!.Value, request.Address!, request.ValidFrom!.Value, request.ValidTo);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                throw new RuleViolation("partner.name-taken", "There is a principal by that name.");
            }
            return partner;
        }
    }
}
