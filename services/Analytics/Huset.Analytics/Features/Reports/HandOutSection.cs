using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

public static class HandOutSection
{
    public sealed class Request
    {
        [StringLength(100), Example("8f1c2d3e-0000-4000-8000-000000000001"), Description("Id för den som ska skriva: ditt eget vid inloggning, eller personens i personalkatalogen; utelämnas för att ta tillbaka avsnittet. / Id of who is to write: your own at sign-in, or the person's in the people directory; left out to take the section back.")]
        public string? OwnerId { get; set; }

        [Description("Dagen då avsnittet ska vara klart; utelämnas när ingen är satt. / The day by which the section is to be done; left out when none is set.")]
        public DateOnly? DueOn { get; set; }
    }

    public static void Map(RouteGroupBuilder reports) => reports
        .MapPost("/{id:guid}/sections/{code}/owner", async Task<Results<Ok<SectionView>, NotFound>> (
            [Description("Rapportens id. / Id of the report.")] Guid id, [Description("Avsnittets kod. / Code of the section."), Example("avvikelser")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, code, request, http.Request.CheckIfMatch, ct) is not { } section) return TypedResults.NotFound();
            http.Response.SetETag(section.Version);
            return TypedResults.Ok(SectionView.Of(section));
        })
        .RequireAuthorization(Permissions.MakeReports)
        .TakesIfMatch()
        .GivesETag()
        .WithName("handOutReportSection")
        .WithSummary("Dela ut ett avsnitt / Hand out a section")
        .WithDescription("Den som får avsnittet ser hela utkastet och skriver sin del. / Who gets the section sees the whole draft and writes that part.");

    public sealed class Handler(AnalyticsDb db, CurrentUser user, ReportWork work)
    {
        /// <summary>Null when there is no such section.</summary>
        /// <exception cref="InvalidField">400: ownerId, dueOn.</exception>
        /// <exception cref="RuleViolation">`report.frozen`</exception>
        public async Task<ReportSection?> Handle(Guid id, string code, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            ReportSection? section = null;
            var report = await work.Change(id, async report =>
            {
                section = report.Section(code);
                if (section is null || !work.MayMake) return false;
                checkVersion(section.Version);
                report.HandOut(section, await Find(request.OwnerId, section, ct), request.DueOn, work.Today);
                return true;
            }, ct);
            return report is null ? null : section;
        }

        private async Task<Person?> Find(string? id, ReportSection section, CancellationToken ct)
        {
            if (string.IsNullOrWhiteSpace(id)) return null;
            if (id == section.OwnerId) return new(id, section.OwnerName!);
            var listed = Guid.TryParse(id, out var read) ? read : (Guid?)null;
            if (await db.People.AsNoTracking().FirstOrDefaultAsync(person => person.IsActive && (person.Id == listed || person.AccountId == id), ct) is { } person) return new(person.AccountId ?? person.Id.ToString(), person.Name);
            return id == user.Id ? work.Me : throw new InvalidField("ownerId", "There is nobody by that id who works here.");
        }
    }
}
