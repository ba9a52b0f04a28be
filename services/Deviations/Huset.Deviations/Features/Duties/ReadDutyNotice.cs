using System.ComponentModel;
using Huset.Deviations.Features.Authorities;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Deviations.Features.Duties;

/// <summary>What an authority is told of a work injury or a breach, for who reads the duties.</summary>
public static class ReadDutyNotice
{
    public static void Map(RouteGroupBuilder deviations) => deviations
        .MapGet("/{id:guid}/duties/{duty}/document", async Task<Results<Ok<AuthorityNotice>, FileContentHttpResult, RazorComponentResult<AuthorityDocument>, PushStreamHttpResult, NotFound>> (
            [Description("Avvikelsens id. / Id of the deviation.")] Guid id, [Description("Vem underlaget är för: work-authority eller data-authority. / Whom it is for.")][Example("work-authority")] string duty,
            Handler handler, AuthorityFiles files, HttpContext http, CancellationToken ct,
            [FromQuery(Name = "format"), OneOf("json", "html", "docx"), Description("json, html eller docx. Utan format gäller Accept. / json, html or docx. Without it, Accept decides.")] string? format = null) =>
        {
            var form = http.Request.FormatOf(format, "json", "html", "docx");
            return files.Answer(await handler.Handle(id, duty, AuthorityFiles.ActionOf(form), ct), form, http);
        })
        .RequireAuthorization(Permissions.ReadDuties)
        .ProducesNotice()
        .WithName("readDutyNotice")
        .WithSummary("Läs underlaget till en myndighet / Read what an authority is told")
        .WithDescription("Anmälan till Arbetsmiljöverket (work-authority) eller IMY (data-authority) ur de delar som är skrivna, med det som saknas först. Inget ur rapporten finns med, för den kan berätta om den som får stöd. Svarar 404 innan skyldigheterna är påbörjade. / The notification to Arbetsmiljöverket or IMY from the parts that are written, with what is missing first. Nothing of the report is there, as it may tell of who gets support. Answers 404 before the duties are begun.");

    public sealed class Handler(DutyWork work, DeviationsDb db, RuleShelf rules, AuthorityFiles files, AccessLog access, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        /// <summary>Null when there is no such case whose duties the user may read, or they are not begun, or it is told to no authority.</summary>
        public async Task<AuthorityNotice?> Handle(Guid id, string duty, AccessAction action, CancellationToken ct)
        {
            if (!Kebab.TryParse<Duty>(duty, out var asked) || !DutyNotice.Has(asked)) return null;
            if (await work.Find(id, ct) is not { OpenTrack: { } track } deviation || !OpenTrack.Of(track.Kind).Contains(asked)) return null;
            await access.Append(action, [deviation], shown => DeviationView.Why(shown, user), [], ct);
            var now = clock.GetUtcNow();
            var deadline = CaseDeadlines.Of(deviation, await rules.Get(db, ct), units.WithAbove(deviation.UnitCode)).All.FirstOrDefault(item => item.Rule.Code == DeadlineCode.DataAuthority)?.Deadline;
            return DutyNotice.Of(deviation, await work.View(deviation, ct), asked, deadline?.HasPassed(track[asked]?.DoneAt ?? now) == true, units, files.Municipality, now);
        }
    }
}
