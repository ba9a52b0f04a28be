using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Delegations;

/// <summary>Whom one can delegate to: a nurse works with units whose people the directory otherwise does not show.</summary>
public static class ListRecipients
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), Required, StringLength(64), Example("norrangen"), Description("Enheten, med alla under den. / The unit, with all below it.")]
        public string? UnitCode { get; set; }
    }

    /// <summary>Someone who can get a delegation.</summary>
    public sealed record View(
        [property: Description("Personens id i katalogen. / The person's id in the directory.")] Guid Id,
        [property: Description("Personens namn. / The person's name.")][property: Example("Anna Testsson")] string Name,
        [property: Description("Vad personen arbetar som, en kod ur roles. / What the person works as, a code of roles.")][property: Example("underskoterska")] string Role,
        [property: Description("Enheten där personen arbetar. / The unit where the person works.")][property: Example("norrangen")] string HomeUnit);

    public static void Map(RouteGroupBuilder delegations) => delegations
        .MapGet("/recipients", async Task<Ok<ListOf<View>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok((await handler.Handle(query, request, ct)).Select(e => new View(e.Id, e.Name, e.Role, e.HomeUnit))))
        .RequireAuthorization(Permissions.Delegate)
        .WithName("listDelegationRecipients")
        .WithSummary("Lista dem som kan få en delegering / List those who can get a delegation")
        .WithDescription("De som är anställda i dag på enheten eller under den. Bara för den som har ett legitimerat yrke; för andra är listan tom. / Those employed today in the unit or below it. Only for who has a licensed profession; for others the list is empty.");

    public sealed class Handler(CompetenceDb db, DelegationWork work, UnitTree units)
    {
        private const int MostInForm = 1_000;

        public async Task<ListOf<Employee>> Handle(Query query, HttpRequest? request, CancellationToken ct) => await (await Of(query.UnitCode!, ct)).ToListOf(query, request, ct);

        /// <summary>As many of them as a form can offer.</summary>
        public async Task<IReadOnlyList<Employee>> First(string unitCode, CancellationToken ct) => await (await Of(unitCode, ct)).Take(MostInForm).ToListAsync(ct);

        private async Task<IQueryable<Employee>> Of(string unitCode, CancellationToken ct)
        {
            var (today, codes, me) = (work.Today, units.WithBelow([unitCode]), await work.Me(ct));
            var may = me is not null && (await work.Rules(ct)).MayDelegate(me, today);
            var id = me?.Id ?? Guid.Empty;
            return db.Employees.IgnoreQueryFilters().AsNoTracking()
                .Where(e => may && e.Id != id && codes.Contains(e.HomeUnit) && e.EmployedFrom <= today && (e.EmployedTo == null || today < e.EmployedTo))
                .OrderBy(e => e.Name).ThenBy(e => e.Id);
        }
    }
}
