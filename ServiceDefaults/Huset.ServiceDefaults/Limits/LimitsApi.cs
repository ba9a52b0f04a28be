using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults.Limits;

/// <summary>One version of a figure.</summary>
public sealed record LimitView(
    [property: Description("Lydelsens id. / Id of the version.")] Guid Id,
    [property: Description("Vad som mäts. / What is measured.")][property: OneOfOwn(typeof(LimitTable))] string Measure,
    [property: Description("Värdet, i den enhet som measure säger. / The figure, in the unit that measure says.")][property: Example("12")] int Value,
    [property: Description("Var gränsen står, eller vems den är. / Where it is written, or whose it is.")][property: Example("SOSFS 1997:14")] string Source,
    [property: Description("Första dagen som lydelsen gäller. / First day of the version.")] DateOnly ValidFrom,
    [property: Description("Första dagen som den inte längre gäller. / First day that it no longer applies.")] DateOnly? ValidTo,
    [property: Description("Vem som satte den. / Who set it.")][property: Example("Maria Testsson")] string SetBy,
    [property: Description("När den sattes, UTC. / When it was set, UTC.")] DateTimeOffset SetAt,
    [property: Description("Vem som kontrollerat den mot källan; saknas när ingen har det. / Who has checked it against its source; absent when nobody has.")][property: Example("Maria Testsson")] string? VerifiedBy,
    [property: Description("När den kontrollerades, UTC. / When it was checked, UTC.")] DateTimeOffset? VerifiedAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    internal static LimitView Of(Limit limit) =>
        new(limit.Id, limit.Measure, limit.Value, limit.Source, limit.ValidFrom, limit.ValidTo, limit.SetByName, limit.SetAt, limit.VerifiedByName, limit.VerifiedAt, limit.Version);
}

/// <summary>The same four operations in every service that has figures, at `/{service}/v1/{name}`; the pages are Huset.Ui's `LimitCards` and `LimitForm`.</summary>
public static class LimitsApi
{
    /// <summary>Which versions are asked for.</summary>
    public sealed class Query : ListQuery
    {
        /// <summary>Only those of the day.</summary>
        [FromQuery(Name = "on"), Description("Bara de som gäller denna dag, svensk tid. / Only those that apply this day, Swedish time.")]
        public DateOnly? On { get; set; }
    }

    /// <summary>Gives the service the figures of the table.</summary>
    public static void AddLimits(this IServiceCollection services, LimitTable table)
    {
        services.AddSingleton(table);
        services.AddScoped<SetLimits>();
    }

    /// <summary>Maps them.</summary>
    public static void MapLimits(this WebApplication app)
    {
        var (service, table) = (app.Services.GetRequiredService<HusetService>(), app.Services.GetRequiredService<LimitTable>());
        var plural = char.ToUpperInvariant(table.Name[0]) + table.Name[1..];
        var (one, path) = (plural[..^1], $"/{service.Name}/v1/{table.Name}");
        var measures = string.Join(", ", table.Measures.Select(measure => $"{measure.Code} {measure.Least}–{measure.Most}"));
        var limits = app.MapGroup(path).WithTags(table.Name);
        limits.MapGet("/", async Task<Ok<ListOf<LimitView>>> ([AsParameters] Query query, ServiceDbContext db, HttpRequest request, CancellationToken ct) =>
            {
                var rows = db.Set<Limit>().AsNoTracking();
                if (query.On is { } day) rows = rows.Where(limit => limit.ValidFrom <= day && (limit.ValidTo == null || limit.ValidTo > day));
                return TypedResults.Ok((await rows.OrderBy(limit => limit.Measure).ThenByDescending(limit => limit.ValidFrom).ThenBy(limit => limit.Id).ToListOf(query, request, ct)).Select(LimitView.Of));
            })
            .RequireAuthorization(table.Read)
            .WithName($"list{plural}")
            .WithSummary("Lista gränserna / List the limits")
            .WithDescription($"Alla lydelser, också de som har gällt och de som ska gälla. Måtten och vad de tar: {measures}. / Every version, also those that have applied and those that will. The measures and what they take: {measures}.");
        limits.MapGet("/{id:guid}", async Task<Results<Ok<LimitView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, SetLimits set, HttpResponse response, CancellationToken ct) =>
                Answer(await set.Find(id, ct), response))
            .RequireAuthorization(table.Read)
            .GivesETag()
            .WithName($"read{one}")
            .WithSummary("Läs en gräns / Read a limit")
            .WithDescription("En lydelse av en gräns. / One version of a limit.");
        limits.MapPost("/", async Task<Created<LimitView>> (SetLimits.Request request, SetLimits set, HttpResponse response, CancellationToken ct) =>
            {
                var limit = await set.Set(request, ct);
                response.SetETag(limit.Version);
                return TypedResults.Created($"{path}/{limit.Id}", LimitView.Of(limit));
            })
            .RequireAuthorization(table.Edit)
            .GivesETag()
            .WithName($"set{one}")
            .WithSummary("Sätt en ny gräns / Set a new limit")
            .WithDescription($"Gäller från sin första dag i stället för den som gällde då. Måtten och vad de tar: {measures}. / Applies from its first day instead of the one that applied then. The measures and what they take: {measures}.");
        limits.MapPost("/{id:guid}/verification", async Task<Results<Ok<LimitView>, NotFound>> ([Description("Lydelsens id. / Id of the version.")] Guid id, SetLimits set, HttpContext http, CancellationToken ct) =>
                Answer(await set.Verify(id, http.Request.RequireIfMatch, ct), http.Response))
            .RequireAuthorization(table.Edit)
            .NeedsIfMatch().GivesETag()
            .WithName($"verify{one}")
            .WithSummary("Intyga att gränsen stämmer / Verify a limit")
            .WithDescription("Du har läst källan och gränsen säger detsamma. / You have read the source and the limit says the same.");
    }

    private static Results<Ok<LimitView>, NotFound> Answer(Limit? limit, HttpResponse response)
    {
        if (limit is null) return TypedResults.NotFound();
        response.SetETag(limit.Version);
        return TypedResults.Ok(LimitView.Of(limit));
    }
}
