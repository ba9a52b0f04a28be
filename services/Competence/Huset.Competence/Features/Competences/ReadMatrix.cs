using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Competences;

/// <summary>A unit's people, with everything below it, against what is asked of them.</summary>
public static class ReadMatrix
{
    public sealed class Query
    {
        [FromQuery(Name = "on"), Description("Dagen som det gäller, svensk tid; i dag om den utelämnas. / The day asked for, Swedish time; today when left out.")]
        public DateOnly? On { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv"), Description("json: en sida; csv: alla i enheten, i namnordning. Utan format gäller Accept. / json: a page; csv: everyone of the unit, in order of name. Without it, Accept decides.")]
        public string? Format { get; set; }

        [FromQuery(Name = "page"), Range(1, 10_000), DefaultValue(1), Description("Sida, från 1. / Page, from 1.")]
        public int? Page { get; set; }

        [FromQuery(Name = "limit"), Range(1, 100), DefaultValue(20), Description("Personer per sida, 1 till 100. / People a page, 1 to 100.")]
        public int? Limit { get; set; }
    }

    public sealed record Column(
        [property: Description("Kompetensen. / The competence.")][property: Example("hygien")] string Competence,
        [property: Description("Dess namn. / Its name.")][property: Example("Basala hygienrutiner")] string Name,
        [property: Description("Så många som den krävs av. / How many it is asked of.")][property: Example("30")] int Required,
        [property: Description("Så många som har den. / How many have it.")][property: Example("25")] int Held,
        [property: Description("Så många som har den men där den snart går ut. / How many have it but it runs out soon.")][property: Example("2")] int Expiring,
        [property: Description("Så många där den har gått ut. / How many whose has run out.")][property: Example("1")] int Expired,
        [property: Description("Så många som saknar den. / How many lack it.")][property: Example("2")] int Missing,
        [property: Description("Så många som saknar den eller där den gått ut, och där den ska finnas. / How many lack it or whose has run out, where it must be had.")][property: Example("3")] int MustGaps);

    public sealed record CellView(
        [property: Description("Kompetensen. / The competence.")][property: Example("hygien")] string Competence,
        [property: Description("Hur det står till. / How it is.")] CellStatus Status,
        [property: Description("Hur mycket den krävs; saknas när den inte gör det. / How much it is asked for; absent when it is not.")] RequirementLevel? Level,
        [property: Description("Sista dagen som den gäller. / The last day that it holds.")] DateOnly? ExpiresOn);

    public sealed record Row(
        [property: Description("Personens id i katalogen. / The person's id in the directory.")] Guid EmployeeId,
        [property: Description("Personens namn. / The person's name.")][property: Example("Anna Testsson")] string Name,
        [property: Description("Vad personen arbetar som, en kod ur roles. / What the person works as, a code of roles.")][property: Example("underskoterska")] string Role,
        [property: Description("Enheten där personen arbetar. / The unit where the person works.")][property: Example("norrangen")] string HomeUnit,
        [property: Description("Antal krav som inte är uppfyllda. / Number of requirements that are not met.")][property: Example("1")] int Gaps,
        [property: Description("Hur många av dem som ska finnas. / How many of them that must be had.")][property: Example("1")] int MustGaps,
        [property: Description("Antal som snart går ut. / Number that run out soon.")][property: Example("1")] int Expiring,
        [property: Description("En cell för varje kolumn, i kolumnernas ordning. / A cell for each column, in the columns' order.")] IReadOnlyList<CellView> Cells);

    public sealed record Matrix(
        [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
        [property: Description("Dagen som det gäller. / The day it is about.")] DateOnly On,
        [property: Description("Det som går ut senast den dagen visas som på väg att gå ut. / What ends on that day at the latest is told to run out.")] DateOnly ExpiringOn,
        [property: Description("Kompetenserna som krävs av någon där, de med flest luckor först; antalen gäller alla och inte bara sidan. / The competences that are asked of anyone there, those with most gaps first; the counts are of all and not only the page.")] IReadOnlyList<Column> Columns,
        [property: Description("Sidans personer, de med flest luckor först. / The page's people, those with most gaps first.")] IReadOnlyList<Row> Items,
        [property: Description("Vilken sida det är, från 1. / Which page it is, from 1.")] int Page,
        [property: Description("Personer per sida. / People a page.")][property: Example("20")] int Limit,
        [property: Description("Antal personer i allt. / Number of people in all.")][property: Example("42")] long Total,
        [property: Description("Nästa sidas adress; saknas på den sista. / Address of the next page; absent on the last.")][property: Example("/competence/v1/units/norrangen/matrix?page=2")] string? Next);

    public static void Map(RouteGroupBuilder competence) => competence
        .MapGet("/units/{unitCode}/matrix", async Task<Results<Ok<Matrix>, PushStreamHttpResult, NotFound>> ([Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string unitCode, [AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            if (!handler.Reaches(unitCode)) return TypedResults.NotFound();
            if (request.FormatOf(query.Format, "json", "csv") == "json") return TypedResults.Ok(await handler.Handle(unitCode, query, request, ct));
            var export = await handler.Export(unitCode, query.On, ct);
            return TypedResults.Stream(file => export(file, ct), Formats.Csv, "kompetens.csv");
        })
        .RequireAuthorization(Permissions.ReadCompetences)
        .Produces<string>(200, "text/csv")
        .WithExample("text/csv", "name;role;unitCode;Basala hygienrutiner\r\nAnna Testsson;underskoterska;norrangen;held 2027-01-31\r\n")
        .WithTags("competences")
        .WithSummary("Läs en enhets kompetensmatris / Read a unit's competence matrix")
        .WithDescription("Vad som krävs av dem som arbetar i enheten och under den, vad de har, vad som saknas och vad som går ut. / What is asked of those who work in the unit and below it, what they have, what is lacking and what runs out.");

    public sealed class Handler(CompetenceMatrix matrix, CompetenceDb db, UnitTree units, CurrentUser user)
    {
        /// <summary>True when the unit exists and the user may see what its people can.</summary>
        public bool Reaches(string code) => units.Find(code) is not null && (user.ReachesAll(Permissions.ReadCompetences) || user.UnitsOf(Permissions.ReadCompetences).Contains(code));

        public async Task<Matrix> Handle(string code, Query query, HttpRequest? request, CancellationToken ct)
        {
            var (page, limit) = (query.Page ?? 1, query.Limit ?? 20);
            var scope = await matrix.Scope(units.WithBelow([code]), query.On, ct);
            var found = await matrix.Read(scope, limit, (page - 1) * limit, ct);
            var names = await db.CompetenceNames(ct);
            var columns = found.Columns.OrderByDescending(column => column.Value.MustGaps).ThenByDescending(column => column.Value.Gaps).ThenByDescending(column => column.Value.Expiring)
                .ThenBy(column => names[column.Key], Words.Order)
                .Select(column => new Column(column.Key, names[column.Key], column.Value.Required, column.Value.Held, column.Value.Expiring, column.Value.Expired, column.Value.Missing, column.Value.MustGaps)).ToList();
            return new(
                code, scope.Day, scope.Soon, columns, [.. found.Rows.Select(row => RowOf(row, columns))], page, limit, found.People,
                (long)page * limit < found.People && request is not null ? request.AddressWith("page", page + 1) : null);
        }

        /// <summary>Writes everyone to a file; the query has been checked when it is returned.</summary>
        public async Task<Func<Stream, CancellationToken, Task>> Export(string code, DateOnly? on, CancellationToken ct)
        {
            var scope = await matrix.Scope(units.WithBelow([code]), on, ct);
            var competences = await matrix.Competences(scope, ct);
            var names = await db.CompetenceNames(ct);
            var columns = competences.OrderBy(competence => names[competence], Words.Order).ToList();
            return async (file, ending) =>
            {
                await file.WriteAsync(Formats.ToCsv(["name", "role", "unitCode", .. columns.Select(column => names[column])], []), ending);
                await foreach (var people in matrix.Everyone(scope, ending).Chunk(200))
                {
                    await file.WriteAsync(Formats.ToCsv(null, people.Select(person =>
                    {
                        var cells = person.Cells.ToDictionary(cell => cell.Competence);
                        return columns.Select(column => cells.TryGetValue(column, out var cell) ? Text(cell) : "").Prepend(person.HomeUnit).Prepend(person.Role).Prepend(person.Name);
                    })), ending);
                }
            };
        }

        private static string Text(Cell cell) => string.Create(CultureInfo.InvariantCulture, $"{Kebab.Of(cell.Status)} {cell.ExpiresOn:yyyy-MM-dd}").TrimEnd();

        private static Row RowOf(PersonCells person, List<Column> columns)
        {
            var asked = person.Cells.ToDictionary(cell => cell.Competence);
            return new(
                person.Id, person.Name, person.Role, person.HomeUnit, person.Sums.Gaps, person.Sums.MustGaps, person.Sums.Expiring,
                [.. columns.Select(column => asked.TryGetValue(column.Competence, out var cell)
                    ? new CellView(cell.Competence, cell.Status, cell.Must ? RequirementLevel.Must : RequirementLevel.Should, cell.ExpiresOn)
                    : new CellView(column.Competence, CellStatus.NotRequired, null, null))]);
        }
    }
}
