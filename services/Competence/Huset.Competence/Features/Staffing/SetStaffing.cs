using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Staffing;

/// <summary>How many are needed and what some of them must have.</summary>
public sealed record StaffingView(
    [property: Description("Kravets id. / The requirement's id.")] Guid Id,
    [property: Description("Enheten. / The unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vad passet kallas. / What the shift is called.")][property: Example("Natt")] string Name,
    [property: Description("Veckodagarna som det börjar, 1 för måndag till 7 för söndag. / The weekdays that it begins, 1 for Monday to 7 for Sunday.")][property: Example("1", "2", "3", "4", "5", "6", "7")] IReadOnlyList<int> Weekdays,
    [property: Description("Från, svensk klocka. / From, by a Swedish clock.")][property: Example("21:30")] string StartTime,
    [property: Description("Till, svensk klocka; före eller lika med från är det nästa dag. / To, by a Swedish clock; at or before from it is the next day.")][property: Example("07:00")] string EndTime,
    [property: Description("Så många behövs hela tiden. / So many are needed all the time.")][property: Example("2")] int Headcount,
    [property: Description("Vad några av dem ska ha. / What some of them must have.")] IReadOnlyList<SetStaffing.Need> Needs,
    [property: Description("Första dagen. / First day.")] DateOnly ValidFrom,
    [property: Description("Första dagen som det inte längre gäller. / First day that it no longer applies.")] DateOnly? ValidTo,
    [property: Description("Vem som satte det. / Who set it.")][property: Example("Karin Testsson")] string SetBy,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    public static StaffingView Of(StaffingRequirement requirement) => new(
        requirement.Id, requirement.UnitCode, requirement.Name, requirement.Weekdays, Clock(requirement.StartTime), Clock(requirement.EndTime), requirement.Headcount,
        [.. requirement.Needs.Select(need => new SetStaffing.Need { Kind = need.Kind, Code = need.Code, Count = need.Count })], requirement.ValidFrom, requirement.ValidTo, requirement.SetByName, requirement.Version);

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}

public static class SetStaffing
{
    private const string ClockPattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    public sealed class Need
    {
        [Description("Vad det är. / What it is.")]
        [Required, EnumDataType(typeof(NeedKind))]
        public NeedKind? Kind { get; set; }

        [Description("Kod för rollen, kompetensen eller uppgiften som delegeras. / Code of the role, the competence or the task that is delegated.")]
        [Example("underskoterska"), Required, StringLength(64)]
        public string? Code { get; set; }

        [Description("Så många ska ha det. / So many must have it.")]
        [Example("1"), Required, Range(1, 500)]
        public int? Count { get; set; }
    }

    public sealed class Request
    {
        [Description("Enheten; den ändras inte. / The unit; it does not change.")]
        [Example("norrangen"), Required, StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Vad passet kallas. / What the shift is called.")]
        [Example("Natt"), Required, StringLength(100)]
        public string? Name { get; set; }

        [Description("Veckodagarna som det börjar, 1 för måndag till 7 för söndag. / The weekdays that it begins, 1 for Monday to 7 for Sunday.")]
        [Example("1", "2", "3", "4", "5", "6", "7"), Required, MinLength(1), MaxLength(7)]
        public List<int>? Weekdays { get; set; }

        [Description("Från, svensk klocka. / From, by a Swedish clock.")]
        [Example("21:30"), Required, RegularExpression(ClockPattern)]
        public string? StartTime { get; set; }

        [Description("Till, svensk klocka; före eller lika med från är det nästa dag. / To, by a Swedish clock; at or before from it is the next day.")]
        [Example("07:00"), Required, RegularExpression(ClockPattern)]
        public string? EndTime { get; set; }

        [Description("Så många behövs hela tiden. / So many are needed all the time.")]
        [Example("2"), Required, Range(1, 500)]
        public int? Headcount { get; set; }

        [Description("Vad några av dem ska ha. / What some of them must have.")]
        [MaxLength(20)]
        public List<Need>? Needs { get; set; }

        [Description("Första dagen. / First day.")]
        [Example("2026-01-01"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som det inte längre gäller; utan den tills vidare. / First day that it no longer applies; without it until further notice.")]
        [Example("2028-01-01")]
        public DateOnly? ValidTo { get; set; }
    }

    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "unitCode"), StringLength(64), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
        public string? UnitCode { get; set; }
    }

    public static void Map(RouteGroupBuilder competence)
    {
        var requirements = competence.MapGroup("/staffing-requirements").WithTags("staffing");
        requirements.MapGet("/", async Task<Ok<ListOf<StaffingView>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
                TypedResults.Ok((await handler.Selected(query.UnitCode).ToListOf(query, request, ct)).Select(StaffingView.Of)))
            .RequireAuthorization(Permissions.ReadStaffing)
            .WithName("listStaffingRequirements")
            .WithSummary("Lista bemanningskraven / List the staffing requirements")
            .WithDescription("På de enheter du ser, i tidsordning. / Of the units that you see, by the time of day.");
        requirements.MapGet("/{id:guid}", async Task<Results<Ok<StaffingView>, NotFound>> ([Description("Kravets id. / Id of the requirement.")] Guid id, Handler handler, HttpResponse response, CancellationToken ct) =>
                Answer(await handler.Find(id, ct), response))
            .RequireAuthorization(Permissions.ReadStaffing)
            .GivesETag()
            .WithName("readStaffingRequirement")
            .WithSummary("Läs ett bemanningskrav / Read a staffing requirement")
            .WithDescription("Hur många som behövs, och vad några av dem ska ha. / How many are needed, and what some of them must have.");
        requirements.MapPost("/", async Task<Created<StaffingView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                var requirement = await handler.Set(request, ct);
                response.SetETag(requirement.Version);
                return TypedResults.Created($"/competence/v1/staffing-requirements/{requirement.Id}", StaffingView.Of(requirement));
            })
            .RequireAuthorization(Permissions.EditStaffing)
            .GivesETag()
            .WithName("setStaffingRequirement")
            .WithSummary("Sätt ett bemanningskrav / Set a staffing requirement")
            .WithDescription("Så många som behövs vissa timmar på vissa veckodagar, och vad några av dem ska ha. / So many as are needed some hours of some weekdays, and what some of them must have.");
        requirements.MapPut("/{id:guid}", async Task<Results<Ok<StaffingView>, NotFound>> ([Description("Kravets id. / Id of the requirement.")] Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
                Answer(await handler.Change(id, request, http.Request.RequireIfMatch, ct), http.Response))
            .RequireAuthorization(Permissions.EditStaffing)
            .NeedsIfMatch().GivesETag()
            .WithName("changeStaffingRequirement")
            .WithSummary("Ändra ett bemanningskrav / Change a staffing requirement")
            .WithDescription("Sätt validTo för att avsluta det. Enheten ändras inte. / Set validTo to end it. The unit does not change.");
    }

    private static Results<Ok<StaffingView>, NotFound> Answer(StaffingRequirement? requirement, HttpResponse response)
    {
        if (requirement is null) return TypedResults.NotFound();
        response.SetETag(requirement.Version);
        return TypedResults.Ok(StaffingView.Of(requirement));
    }

    public sealed class Handler(CompetenceDb db, UnitTree units, CurrentUser user, TimeProvider clock)
    {
        public IOrderedQueryable<StaffingRequirement> Selected(string? unitCode)
        {
            var rows = db.StaffingRequirements.AsNoTracking();
            if (unitCode is { Length: > 0 })
            {
                var codes = units.WithBelow([unitCode]);
                rows = rows.Where(r => codes.Contains(r.UnitCode));
            }
            return rows.OrderBy(r => r.UnitCode).ThenBy(r => r.StartTime).ThenBy(r => r.Id);
        }

        public Task<StaffingRequirement?> Find(Guid id, CancellationToken ct) => db.StaffingRequirements.FirstOrDefaultAsync(r => r.Id == id, ct);

        /// <summary>The user may set what is asked of the unit.</summary>
        public bool May(string unitCode) => user.ReachesAll(Permissions.EditStaffing) || user.UnitsOf(Permissions.EditStaffing).Contains(unitCode);

        /// <exception cref="InvalidField">400: unitCode, weekdays, needs or validTo.</exception>
        public async Task<StaffingRequirement> Set(Request request, CancellationToken ct)
        {
            var requirement = StaffingRequirement.Set(await Terms(request, request.UnitCode!, ct), user.Name, clock.GetUtcNow());
            db.Add(requirement);
            await db.SaveChangesAsync(ct);
            return requirement;
        }

        /// <summary>Null when there is no such requirement that the user may change.</summary>
        public async Task<StaffingRequirement?> Change(Guid id, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await Find(id, ct) is not { } requirement || !May(requirement.UnitCode)) return null;
            checkVersion(requirement.Version);
            if (request.UnitCode != requirement.UnitCode) throw new InvalidField("unitCode", "It does not change.");
            requirement.Change(await Terms(request, requirement.UnitCode, ct), user.Name, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return requirement;
        }

        private async Task<StaffingTerms> Terms(Request request, string unit, CancellationToken ct)
        {
            if (units.Find(unit) is null || !May(unit)) throw new InvalidField("unitCode", "There is no such unit that you may set this for.");
            if (request.Weekdays!.Exists(day => day is < 1 or > 7)) throw new InvalidField("weekdays", "They are 1 to 7.");
            if (request.ValidTo <= request.ValidFrom) throw new InvalidField("validTo", "It must be after validFrom.");
            var lists = await db.CodeLists(SwedishTime.Today(clock), ct);
            var needs = new List<StaffingNeed>();
            foreach (var need in request.Needs ?? [])
            {
                var exists = need.Kind switch
                {
                    NeedKind.Role => lists.Find(CodeLists.Roles, need.Code) is not null,
                    NeedKind.Delegation => lists.Find(CodeLists.DelegationTasks, need.Code) is not null,
                    _ => await db.CompetenceTypes.AnyAsync(type => type.Code == need.Code, ct),
                };
                if (!exists) throw new InvalidField("needs", $"There is no such {Kebab.Of(need.Kind!.Value)}.");
                if (need.Count > request.Headcount) throw new InvalidField("needs", "More cannot have it than there are.");
                needs.Add(new(need.Kind!.Value, need.Code!, need.Count!.Value));
            }
            static TimeOnly Clock(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
            return new(unit, request.Name!, [.. request.Weekdays], Clock(request.StartTime!), Clock(request.EndTime!), request.Headcount!.Value, needs, request.ValidFrom!.Value, request.ValidTo);
        }
    }
}
