using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.People;

public static class ReadPerson
{
    public static void Map(RouteGroupBuilder employees) => employees
        .MapGet("/{id:guid}", async Task<Results<Ok<ListPeople.View>, NotFound>> ([Description("Personens id i katalogen. / The person's id in the directory.")] Guid id, CompetenceDb db, HttpResponse response, CancellationToken ct) =>
        {
            if (await db.Employees.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, ct) is not { } employee) return TypedResults.NotFound();
            response.SetETag(employee.Version);
            return TypedResults.Ok(ListPeople.View.Of(employee));
        })
        .RequireAuthorization(Permissions.ReadPeople)
        .GivesETag()
        .WithName("readEmployee")
        .WithSummary("Läs en medarbetare / Read an employee")
        .WithDescription("Också den som har slutat. Vad personen kan läses för sig. / Also who has left. What the person can is read apart.");
}
