using System.Net.Http.Json;
using Huset.ServiceDefaults.Identity;

namespace Huset.Analytics.Tests;

/// <summary>Every endpoint × role × unit that is counted, against the rights table.</summary>
public sealed class RightsTests(AnalyticsHost host)
{
    private readonly RightsMatrix matrix = Declare(host);

    [Fact]
    public Task Every_endpoint_answers_each_role_about_each_unit_as_the_table_says() => matrix.Check();

    [Fact]
    public void Access_table_md_is_what_is_declared() => matrix.CheckDocument();

    private static RightsMatrix Declare(AnalyticsHost host)
    {
        // A month that no other test counts in.
        const string Month = "2023-04", Next = "2023-05";
        RowPosition Counted(string name, string unit, string unitName)
        {
            var told = new Lazy<Task>(() => host.Tell(Messages.Deviation(Guid.CreateVersion7(), 1, unit, "other", $"{Month}-15")));
            return new(name, async _ =>
            {
                await told.Value;
                return new(unit, [], unitName);
            });
        }
        Opening[] managers = [Opening.By(Permissions.ReadCounts, Reach.Units), Opening.By(Permissions.ReadCounts, Reach.All)];
        Opening[] all = [Opening.By(Permissions.ReadCounts, Reach.All)];
        (RowPosition, Opening[])[] units =
        [
            (Counted("own unit", TestUnits.ElderlyCare, "Äldreomsorg"), managers),
            (Counted("unit below", TestUnits.Norrangen, "Norrängens hemtjänst"), managers),
            (Counted("other unit", TestUnits.Hasselvagen, "Hasselvägens gruppbostad"), all),
        ];
        return new RightsMatrix("Analytics", Permissions.Table, host.Factory.Services, host.As)
            .WithOperations("/analytics/v1", sql => host.Scalar<string>(sql))
            .WithRoom("/analytics/v1")
            .Route("GET /events/v1/events", Permissions.ReadEvents)
            .Route("GET /events/v1/stream", Permissions.ReadEvents)
            .Route("GET /events/v1/export", Permissions.ReadEvents)
            .List("GET /analytics/v1/counts", Permissions.ReadCounts, _ => new(HttpMethod.Get, $"/analytics/v1/counts?from={Month}&to={Next}"), units, row => $"\"unitCode\":\"{row.Id}\"")
            .List("GET /analys/", Permissions.ReadCounts, _ => new(HttpMethod.Get, $"/analys/?fran={Month}&till={Month}"), units, row => $"<th scope=\"row\">{row.State}</th>")
            .Row("GET /analytics/v1/control-charts/deviations", Permissions.ReadCounts, row => new(HttpMethod.Get, $"/analytics/v1/control-charts/deviations?unitCode={row.Id}"), units, outside: HttpStatusCode.BadRequest)
            .List("GET /analys/avvikelser", Permissions.ReadCounts, _ => new(HttpMethod.Get, $"/analys/avvikelser?fran={Month}&till={Month}"), units, row => $"<option value=\"{row.Id}\"")
            .Route("GET /analytics/v1/rules/", Permissions.ReadRules)
            .Route("GET /analytics/v1/rules/{measure}", Permissions.ReadRules, _ => new(HttpMethod.Get, "/analytics/v1/rules/signal-shift"))
            .Route("POST /analytics/v1/rules/{measure}/versions", Permissions.EditRules, _ => new(HttpMethod.Post, "/analytics/v1/rules/signal-recent/versions")
            {
                Headers = { { "If-Match", "*" } },
                Content = JsonContent.Create(new { value = 3, validFrom = "2999-01-01", source = "rights" }),
            })
            .Route("GET /analys/regler", Permissions.ReadRules)
            .Route("GET /analys/regler/{Code}", Permissions.EditRules, _ => new(HttpMethod.Get, "/analys/regler/signal-recent"))
            // Whoever may write is told what is missing; nothing is changed.
            .Route("POST /analys/regler/{Code}", Permissions.EditRules, _ => new(HttpMethod.Post, "/analys/regler/signal-recent") { Content = new FormUrlEncodedContent([new("_handler", "regel"), new("Request.Value", "3")]) })
            .Route("GET /analys/handelser", Permissions.ReadEvents)
            .Route("GET /analytics/v1/operations/house", CommonPermissions.ReadOperations)
            .Route("GET /analys/drift", CommonPermissions.ReadOperations)
            // The button is drawn for who may press it: without it the post finds no form.
            .Row("POST /analys/drift", CommonPermissions.ReadOperations, row => new(HttpMethod.Post, "/analys/drift")
            {
                Content = new FormUrlEncodedContent([new("_handler", "igen"), new("Request.Row", $"analytics/failed-messages/{row.Id}")]),
            }, [(RightsMatrix.FailedMessage(sql => host.Scalar<string>(sql)), [Opening.By(CommonPermissions.ResendMessages, Reach.All)])], HttpStatusCode.Found, outside: HttpStatusCode.BadRequest);
    }
}
