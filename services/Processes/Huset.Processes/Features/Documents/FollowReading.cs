using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Documents;

/// <summary>Who has read the version in force, among those whom it concerns; also those who have never signed in.</summary>
public static class FollowReading
{
    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Bara de som arbetar på enheten eller under den. / Only those who work in the unit or below it.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "read"), Description("true: bara de som har läst; false: bara de som inte har det. / true: only those who have read; false: only those who have not.")]
        public bool? Read { get; set; }
    }

    public sealed record View(
        [property: Description("Personens id i personalregistret. / Id of the person in the people directory.")] Guid PersonId,
        [property: Description("Personens namn. / Name of the person.")][property: Example("Anna Berg")] string Name,
        [property: Description("Personens roll. / Role of the person.")][property: Example("undersköterska")] string Role,
        [property: Description("Enheten där personen arbetar. / The unit where the person works.")][property: Example("norrangen")] string UnitCode,
        [property: Description("Om personen någon gång har loggat in. / Whether the person has ever signed in.")] bool HasSignedIn,
        [property: Description("När personen signerade; saknas om det inte är gjort. / When the person signed; absent when it is not done.")] DateTimeOffset? ReadAt);

    public sealed record Count(
        [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
        [property: Description("Hur många som berörs. / How many it concerns.")][property: Example("12")] int Concerned,
        [property: Description("Hur många som har signerat. / How many have signed.")][property: Example("9")] int Read);

    public static void Map(RouteGroupBuilder documents)
    {
        documents
            .MapGet("/{id:guid}/readings", async Task<Results<Ok<ListOf<View>>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, [AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                await handler.Handle(id, query, request, ct) is { } list ? TypedResults.Ok(list) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.FollowReading)
            .WithName("listReadings")
            .WithSummary("Se vilka som har läst / See who has read")
            .WithDescription("De som versionen som gäller berör på dina enheter; de som inte har läst först. / Those of your units whom the version in force concerns; those who have not read first.");
        documents
            .MapGet("/{id:guid}/reading-counts", async Task<Results<Ok<ListOf<Count>>, NotFound>> ([Description("Dokumentets id. / Id of the document.")] Guid id, [AsParameters] ListQuery query, Handler handler, HttpRequest request, CancellationToken ct) =>
                await handler.Counts(id, query, request, ct) is { } list ? TypedResults.Ok(list) : TypedResults.NotFound())
            .RequireAuthorization(Permissions.FollowReading)
            .WithName("countReadings")
            .WithSummary("Räkna lästa per enhet / Count readings by unit")
            .WithDescription("Hur många på var och en av dina enheter som berörs och har signerat. / How many in each of your units are concerned and have signed.");
    }

    public sealed class Handler(ProcessesDb db, Readers readers, CurrentUser user, UnitTree units)
    {
        /// <summary>Null when there is no such document.</summary>
        public async Task<ListOf<View>?> Handle(Guid id, Query query, HttpRequest? request, CancellationToken ct)
        {
            if (await Rows(id, query.UnitCode, ct) is not { } rows) return null;
            if (query.Read is { } read) rows = rows.Where(row => row.ReadAt != null == read);
            var list = await rows.OrderBy(row => row.ReadAt != null).ThenBy(row => row.Person.Name).ThenBy(row => row.Person.Id).ToListOf(query, request, ct);
            return list.Select(row => new View(row.Person.Id, row.Person.Name, row.Person.Role, row.Person.HomeUnit, row.Person.AccountId is not null, row.ReadAt));
        }

        /// <summary>Null when there is no such document.</summary>
        public async Task<ListOf<Count>?> Counts(Guid id, ListQuery query, HttpRequest? request, CancellationToken ct)
        {
            if (await Rows(id, null, ct) is not { } rows) return null;
            return await rows.GroupBy(row => row.Person.HomeUnit).OrderBy(unit => unit.Key)
                .Select(unit => new Count(unit.Key, unit.Count(), unit.Count(row => row.ReadAt != null))).ToListOf(query, request, ct);
        }

        private async Task<IQueryable<Row>?> Rows(Guid id, string? unitCode, CancellationToken ct)
        {
            if (await db.Documents.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } document) return null;
            // A version that only changes the wording asks nobody to read again.
            var from = document.ReadFrom ?? document.InForce ?? int.MaxValue;
            var people = readers.Concerned(document.UnitCode);
            if (!user.ReachesAll(Permissions.FollowReading))
            {
                var mine = user.UnitsOf(Permissions.FollowReading);
                people = people.Where(person => mine.Contains(person.HomeUnit));
            }
            if (!string.IsNullOrEmpty(unitCode))
            {
                var below = units.WithBelow([unitCode]);
                people = people.Where(person => below.Contains(person.HomeUnit));
            }
            // Who has moved since has read all the same.
            var receipts = db.ReadReceipts.IgnoreQueryFilters().Where(receipt => receipt.DocumentId == id && receipt.Number >= from);
            return people.Select(person => new Row { Person = person, ReadAt = receipts.Where(receipt => receipt.AccountId == person.AccountId).Min(receipt => (DateTimeOffset?)receipt.ReadAt) });
        }

        private sealed class Row
        {
            public required KnownPerson Person { get; init; }
            public required DateTimeOffset? ReadAt { get; init; }
        }
    }
}
