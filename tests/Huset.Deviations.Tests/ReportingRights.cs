using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The rules of collective reports and good examples for <see cref="RightsTests"/>.</summary>
internal static class ReportingRights
{
    private const string Api = "/deviations/v1/deviations", Pages = "/avvikelser";

    public static RightsMatrix WithReporting(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition Good(string name, string unit, string kind) =>
            new($"{name}, that went well", async _ => new($"{await host.Reported(TestUsers.Employee, ("unitCode", unit), ("kind", kind), ("nature", "good"))}", []));
        var ofUnit = Opening.By(Permissions.Handle, Reach.Units);
        (RowPosition, Opening[])[] good =
        [
            (Good("own unit", TestUnits.ElderlyCare, "other"), [ofUnit]),
            (Good("other unit", TestUnits.Hasselvagen, "other"), []),
            (Good("other unit, health care", TestUnits.Hasselvagen, "health-care"), [new((Permissions.Handle, Reach.All), (Permissions.ReadHealthCare, Reach.All))]),
        ];
        return matrix
            .Route($"POST {Api}/collective", Permissions.Report, _ => Write($"{Api}/collective", ReportingTests.Together()), HttpStatusCode.Created)
            .Route($"POST {Api}/similar", Permissions.Read, _ => Write($"{Api}/similar", new { unitCode = TestUnits.Norrangen, text = "x" }))
            .Route($"GET {Pages}/samlad", Permissions.Report)
            .Route($"POST {Pages}/samlad", Permissions.Report, _ => Form($"{Pages}/samlad", "samlad", ("slag", "other")))
            .Route("GET /deviations/v1/good-examples/", Permissions.ReadGoodExamples)
            .Route($"GET {Pages}/goda-exempel", Permissions.ReadGoodExamples)
            .Route("POST /deviations/v1/tips/", Permissions.Report, _ => Write("/deviations/v1/tips/", DeviationsHost.Report()), HttpStatusCode.Created)
            // Whoever may ask is told that no tip has the code.
            .Route("POST /deviations/v1/tips/answer", Permissions.Report, _ => Write("/deviations/v1/tips/answer", new { code = "0000-0000-0000-0000" }), HttpStatusCode.NotFound)
            .Route($"GET {Pages}/tipsa", Permissions.Report)
            .Route($"POST {Pages}/tipsa", Permissions.Report, _ => Form($"{Pages}/tipsa", "tips", ("Request.Description", "")))
            .Route($"GET {Pages}/tipsa/svar", Permissions.Report)
            .Route($"POST {Pages}/tipsa/svar", Permissions.Report, _ => Form($"{Pages}/tipsa/svar", "svar", ("Request.Code", "0000-0000-0000-0000")))
            .Row($"PUT {Api}/{{id:guid}}/example", Permissions.Handle, row => Put($"{Api}/{row.Id}/example", new { text = "Det gick bra." }, 1), good)
            .Row($"GET {Pages}/{{Id:guid}}/sprid", Permissions.Handle, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/sprid"), good)
            .Row($"POST {Pages}/{{Id:guid}}/sprid", Permissions.Handle, row => Form($"{Pages}/{row.Id}/sprid", "sprid", ("Version", "1"), ("Request.Text", "Det gick bra.")), good, HttpStatusCode.Found);
    }
}
