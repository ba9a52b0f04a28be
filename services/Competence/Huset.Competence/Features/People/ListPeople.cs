using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Huset.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;

namespace Huset.Competence.Features.People;

public static class ListPeople
{
    public sealed class Query
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten, med alla under den. / The unit, with all below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "role"), StringLength(64), Example("underskoterska"), Description("Vad personen arbetar som, en kod ur roles. / What the person works as, a code of roles.")]
        public string? Role { get; set; }

        [FromQuery(Name = "q"), StringLength(200), Example("Anna"), Description("En del av namnet. / A part of the name.")]
        public string? Q { get; set; }

        [FromQuery(Name = "page"), Range(1, 10_000), DefaultValue(1), Description("Sida, från 1. / Page, from 1.")]
        public int? Page { get; set; }

        [FromQuery(Name = "limit"), Range(1, 100), DefaultValue(20), Description("Rader per sida, 1 till 100. / Rows a page, 1 to 100.")]
        public int? Limit { get; set; }
    }

    /// <summary>Someone in the directory.</summary>
    public sealed record View(
        [property: Description("Personens id i katalogen; ändras aldrig. / The person's id in the directory; never changes.")] Guid Id,
        [property: Description("Personens namn. / The person's name.")][property: Example("Anna Testsson")] string Name,
        [property: Description("Vad personen arbetar som, en kod ur roles. / What the person works as, a code of roles.")][property: Example("underskoterska")] string Role,
        [property: Description("Enheten där personen arbetar. / The unit where the person works.")][property: Example("norrangen")] string HomeUnit,
        [property: Description("Första dagen av anställningen. / First day of the employment.")] DateOnly EmployedFrom,
        [property: Description("Första dagen som personen inte längre arbetar här. / First day that the person no longer works here.")] DateOnly? EmployedTo,
        [property: Description("Om personen har loggat in någon gång. / Whether the person has ever signed in.")] bool HasAccount,
        [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
    {
        public static View Of(Employee employee) =>
            new(employee.Id, employee.Name, employee.Role, employee.HomeUnit, employee.EmployedFrom, employee.EmployedTo, employee.AccountId is not null, employee.Version);
    }

    public static void Map(RouteGroupBuilder employees) => employees
        .MapGet("/", async Task<Ok<ListOf<View>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
            TypedResults.Ok((await handler.Handle(query, request, ct)).Select(View.Of)))
        .RequireAuthorization(Permissions.ReadPeople)
        .WithName("listEmployees")
        .WithSummary("Lista medarbetare / List employees")
        .WithDescription("De som är anställda i dag och som du får se, i namnordning. / Those employed today whom you may see, in order of name.");

    public sealed class Handler(CompetenceDb db, UnitTree units, TimeProvider clock)
    {
        public Task<ListOf<Employee>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var people = db.Employees.AsNoTracking().Where(e => e.EmployedFrom <= today && (e.EmployedTo == null || today < e.EmployedTo));
            if (query.UnitCode is { Length: > 0 } unit)
            {
                var below = units.WithBelow([unit]);
                people = people.Where(e => below.Contains(e.HomeUnit));
            }
            if (query.Role is { Length: > 0 } role) people = people.Where(e => e.Role == role);
            if (query.Q?.Trim() is { Length: > 0 } q)
            {
                var part = Like.Part(q);
                people = people.Where(e => EF.Functions.ILike(e.Name, part, Like.Escape));
            }
            return people.OrderBy(e => e.Name).ThenBy(e => e.Id).ToListOf(new ListQuery { Page = query.Page, Limit = query.Limit }, request, ct);
        }
    }
}
