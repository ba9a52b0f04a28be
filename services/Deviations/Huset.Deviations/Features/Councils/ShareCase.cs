using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Councils;

/// <summary>Something is written for a council: from a case by who handles it, or by a member of what has happened at the own principal.</summary>
public static class ShareCase
{
    public abstract class Fields
    {
        [Description("Temat, ur kodlistan council-themes. / The theme, from the code list council-themes."), Example("discharge"), Required, StringLength(64)]
        public string? Theme { get; set; }

        [Description("Rubriken, utan uppgifter om enskilda. / The title, with nothing about individuals."), Example("Hemgång utan läkemedelslista"), Required, StringLength(200)]
        public string? Title { get; set; }

        [Description("Vad som hände, så att ingen går att peka ut. / What happened, so that nobody can be told from it.")]
        [Example("Vid en hemgång en fredag saknades aktuell läkemedelslista. Kvällsdosen försenades."), Required, StringLength(20_000)]
        public string? What { get; set; }

        [Description("Vad ni vill att rådet ska hjälpa er att lära. / What you want the council to help you learn.")]
        [Example("Hur gör ni för att listan ska följa med på en fredag?"), Required, StringLength(5000)]
        public string? Question { get; set; }

        [Description("true: den som skriver har läst igenom allt, och ingen går att peka ut. / true: who writes has read it all through, and nobody can be told from it.")]
        [Example("true"), Required]
        public bool? DeIdentified { get; set; }
    }

    public sealed class FromCase : Fields
    {
        [Description("Rådet. / The council."), Required]
        public Guid? CouncilId { get; set; }

        [Description("Vad ur ärendet som ska följa med; aldrig rapportens egna ord. When blir månaden. / What of the case goes along; never the report's own words. When becomes the month.")]
        public SharedPart[]? Parts { get; set; }
    }

    public sealed class Brought : Fields;

    /// <summary>The parts that may be chosen; the report's own words may point someone out.</summary>
    public static readonly IReadOnlyList<SharedPart> Parts = [SharedPart.When, SharedPart.Where, SharedPart.What, SharedPart.Harm, SharedPart.Causes, SharedPart.Actions];

    public static void Map(RouteGroupBuilder deviations, RouteGroupBuilder councils)
    {
        deviations.MapPost("/{id:guid}/council-cases", async Task<Results<Created<CouncilCaseView>, NotFound>> ([Description("Avvikelsens id. / Id of the deviation.")] Guid id, FromCase request, Handler handler, ListCouncilCases.Handler reader, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Share(id, request, http.Request.CheckIfMatch, ct) is not var (shared, version)) return TypedResults.NotFound();
                http.Response.SetETag(version);
                return TypedResults.Created($"/deviations/v1/council-cases/{shared.Id}", await reader.View(shared, ct));
            })
            .RequireAuthorization(Permissions.Handle)
            .TakesIfMatch().GivesETag()
            .WithName("shareWithCouncil")
            .WithSummary("Dela med ett avvikelseråd / Share with a joint council")
            .WithDescription("Rådet får det som skrivs och de valda delarna, aldrig ärendet eller dess nummer. Inga personuppgifter. Svarets ETag är ärendets. / The council gets what is written and the chosen parts, never the case or its number. No personal data. The answer's ETag is the case's.");
        councils.MapPost("/{id:guid}/cases", async Task<Results<Created<CouncilCaseView>, NotFound>> ([Description("Rådets id. / Id of the council.")] Guid id, Brought request, Handler handler, ListCouncilCases.Handler reader, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Bring(id, request, ct) is not { } shared) return TypedResults.NotFound();
                response.SetETag(shared.Version);
                return TypedResults.Created($"/deviations/v1/council-cases/{shared.Id}", await reader.View(shared, ct));
            })
            .RequireAuthorization(Permissions.TakePartInCouncils)
            .GivesETag()
            .WithName("bringCouncilCase")
            .WithSummary("Ta upp något i rådet / Bring something before the council")
            .WithDescription("En ledamot skriver om något som har hänt hos den egna huvudmannen. Inga personuppgifter. / A member writes of something that has happened at the own principal. No personal data.");
    }

    public sealed class Handler(DeviationsDb db, AccessLog access, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <summary>The council case and the case's new version; null when there is no such case that the user may handle.</summary>
        /// <exception cref="InvalidField">400: councilId, theme, parts, deIdentified; an identity number in what was written.</exception>
        /// <exception cref="RuleViolation">409 `deviation.handed-over`.</exception>
        public async Task<(CouncilCase Shared, int Version)?> Share(Guid id, FromCase request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.ToHandle(id, ct) is not { } deviation) return null;
            checkVersion(deviation.Version);
            var now = clock.GetUtcNow();
            var council = await db.Councils.AsNoTracking().FirstOrDefaultAsync(known => known.Id == request.CouncilId, ct);
            if (council?.IsValid(SwedishTime.Day(now)) != true) throw new InvalidField("councilId", "There is no such council today.");
            var parts = request.Parts ?? [];
            if (!parts.All(Parts.Contains)) throw new InvalidField("parts", $"It is some of {string.Join(", ", Parts.Select(Kebab.Of))}.");
            var shared = await Written(council, request, await Facts(deviation, parts, ct), null, now, ct);
            db.Add(deviation.ShareWith(shared, Person.Of(user), now));
            db.Publish(deviation.ToAdvanced(now));
            db.Publish(shared.ToShared(deviation));
            access.Add(AccessAction.Change, deviation, user.WhyWork(Permissions.Handle, deviation));
            access.Add(AccessAction.Create, shared, user.WhyWork(Permissions.Handle, deviation));
            await db.SaveChangesAsync(ct);
            return (shared, deviation.Version);
        }

        /// <summary>Null when there is no such council that the user sits in.</summary>
        /// <exception cref="InvalidField">400: theme, deIdentified; an identity number in what was written.</exception>
        public async Task<CouncilCase?> Bring(Guid id, Brought request, CancellationToken ct)
        {
            if (user.Mandate().SeatIn(id) is not { } seat || await db.Councils.AsNoTracking().FirstOrDefaultAsync(known => known.Id == id, ct) is not { } council) return null;
            var shared = await Written(council, request, null, seat, clock.GetUtcNow(), ct);
            db.Publish(shared.ToShared(null));
            access.Add(AccessAction.Create, shared, user.WhyCouncil(shared));
            await db.SaveChangesAsync(ct);
            return shared;
        }

        private async Task<CouncilCase> Written(Council council, Fields fields, string? facts, CouncilSeat? seat, DateTimeOffset now, CancellationToken ct)
        {
            await db.MustBeCode(CodeLists.CouncilThemes, fields.Theme!, "theme", SwedishTime.Day(now), ct);
            if (fields.DeIdentified != true) throw new InvalidField("deIdentified", "Who writes says that nobody can be told from it.");
            var shared = CouncilCase.Of(council, await db.NextCouncilCaseNumber(ct), new(fields.Theme!, fields.Title!, fields.What!, fields.Question!), facts, seat, Person.Of(user), now);
            db.Add(shared);
            return shared;
        }

        // The month and not the hour, by which someone at the other principal could look the person up.
        private async Task<string?> Facts(Deviation deviation, SharedPart[] parts, CancellationToken ct)
        {
            var areas = parts.Contains(SharedPart.Causes) ? (await db.CodesOf(CodeLists.CauseAreas, ct)).ToDictionary(area => area.Code, area => area.Name) : [];
            string Line(SharedPart part) => part switch
            {
                SharedPart.When => deviation.OccurredOn.ToString("MMMM yyyy", Texts.Swedish),
                SharedPart.Where => units.NameOf(deviation.UnitCode),
                SharedPart.What => Words.Of(deviation.Kind),
                SharedPart.Harm => Words.Of(deviation.Harm),
                SharedPart.Causes => string.Join('\n', deviation.Causes.OrderBy(cause => cause.Id).Select(cause => $"– {areas.GetValueOrDefault(cause.Area, cause.Area)}: {cause.Text}").DefaultIfEmpty("–")),
                // What is only proposed, or was declined, is not done.
                _ => string.Join('\n', deviation.Actions.Where(action => action.IsApproved).Select(action => $"– {action.What}").DefaultIfEmpty("–")),
            };
            return parts.Length == 0 ? null : string.Join("\n\n", parts.Distinct().Order().Select(part => $"{Words.Of(part)}:\n{Line(part)}"));
        }
    }
}
