using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Competence.Features.Delegations;

public static class WriteDelegation
{
    public sealed class Request
    {
        [Description("Vem som får delegeringen, i personalkatalogen. / Who gets it, in the people directory.")]
        [Required]
        public Guid? EmployeeId { get; set; }

        [Description("Uppgiften, en kod ur delegation-tasks. / The task, a code of delegation-tasks.")]
        [Example("lakemedel"), Required, StringLength(64)]
        public string? Task { get; set; }

        [Description("Enheten där den gäller, med alla under den. / The unit where it applies, with all below.")]
        [Example("norrangen"), Required, StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("För vilka, när den inte gäller alla på enheten; utan namn. / For whom, when it is not for everyone in the unit; without names.")]
        [Example("De som har insulin på morgonen"), StringLength(500)]
        public string? ClientScope { get; set; }

        [Description("Första dagen. / First day.")]
        [Example("2026-11-22"), Required]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som den inte längre gäller. / First day that it no longer applies.")]
        [Example("2027-11-22"), Required]
        public DateOnly? ValidTo { get; set; }

        [Description("När utbildningen var godkänd. / When the course was passed.")]
        [Example("2026-11-10")]
        public DateOnly? CoursePassedOn { get; set; }

        [Description("När kunskapsprovet var godkänt. / When the test was passed.")]
        [Example("2026-11-12")]
        public DateOnly? TestPassedOn { get; set; }

        [Description("När du såg uppgiften utföras. / When you saw the task done.")]
        [Example("2026-11-14")]
        public DateOnly? PracticalCheckOn { get; set; }

        [Description("Hur uppgiften utförs och när man ska ringa. / How the task is done and when to call.")]
        [Example("Kontrollera namn och dos mot läkemedelslistan. Ring sjuksköterskan vid minsta tvekan."), Required, StringLength(20_000)]
        public string? Instructions { get; set; }
    }

    public static void Map(RouteGroupBuilder delegations) => delegations
        .MapPost("/", async Task<Created<DelegationView>> (Request request, Handler handler, HttpResponse response, CancellationToken ct) =>
        {
            var delegation = await handler.Handle(request, ct);
            response.SetETag(delegation.Version);
            return TypedResults.Created($"/competence/v1/delegations/{delegation.Id}", delegation);
        })
        .RequireAuthorization(Permissions.Delegate)
        .GivesETag()
        .WithName("writeDelegation")
        .WithSummary("Skriv en delegering / Write a delegation")
        .WithDescription("Den som skriver skriver därmed under, och måste ha ett legitimerat yrke i personalkatalogen. Delegeringen gäller när den som får den har skrivit under. / Who writes it signs by that, and must have a licensed profession in the people directory. It applies when the recipient has signed.");

    public sealed class Handler(CompetenceDb db, DelegationWork work, UnitTree units, TimeProvider clock)
    {
        /// <exception cref="InvalidField">400: employeeId, task, unitCode, validFrom, validTo or practicalCheckOn.</exception>
        public async Task<DelegationView> Handle(Request request, CancellationToken ct)
        {
            var (now, today) = (clock.GetUtcNow(), work.Today);
            if (units.Find(request.UnitCode) is null) throw new InvalidField("unitCode", "There is no such unit.");
            if ((await db.CodeLists(today, ct)).Valid(CodeLists.DelegationTasks).All(task => task.Code != request.Task)) throw new InvalidField("task", "There is no such task in the code list delegation-tasks.");
            if (await work.Find(request.EmployeeId!.Value, ct) is not { } recipient) throw new InvalidField("employeeId", "There is nobody by that id in the people directory.");
            // The calendar ends, and a time must be reckoned from the day.
            if (request.ValidFrom!.Value.Year is < 2000 or > 2200) throw new InvalidField("validFrom", "It must be between 2000 and 2200.");
            if (request.ValidTo <= request.ValidFrom || request.ValidTo <= today) throw new InvalidField("validTo", "It must end after its first day and after today.");
            if (request.PracticalCheckOn > today) throw new InvalidField("practicalCheckOn", "It must have happened.");
            var rules = await work.Rules(ct);
            var terms = new DelegationTerms(request.Task!, request.UnitCode!, request.ClientScope, request.ValidFrom.Value, request.ValidTo!.Value, request.CoursePassedOn, request.TestPassedOn, request.PracticalCheckOn, request.Instructions!);
            var delegation = Delegation.Write(terms, recipient, await work.Me(ct), rules, now);
            db.Add(delegation);
            db.Publish(delegation.ToChanged(now));
            await db.SaveChangesAsync(ct);
            return DelegationView.Of(delegation, rules, today);
        }
    }
}
