using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The rules of risk analyses for <see cref="RightsTests"/>.</summary>
internal static class RiskAnalysisRights
{
    private const string Api = "/deviations/v1/risk-analyses", Pages = "/avvikelser/riskanalyser";
    private static int Made;

    public static RightsMatrix WithRiskAnalyses(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition At(string name, string unit, RiskAnalysisStatus status) => new($"risk analysis, {name}, {status.ToString().ToLowerInvariant()}", reader => Make(host, reader, unit, status));
        Opening ofUnits = Opening.By(Permissions.ReadRiskAnalyses, Reach.Units), everywhere = Opening.By(Permissions.ReadRiskAnalyses, Reach.All), approved = Opening.By(Permissions.ReadRiskAnalyses, Reach.Own),
            safety = Opening.By(Permissions.ReadRiskAnalyses, Reach.Assigned) with { Holder = AssignmentRights.Safety.Username };
        (RowPosition, Opening[])[] reading =
        [
            (At("own unit", TestUnits.ElderlyCare, RiskAnalysisStatus.Draft), [ofUnits, everywhere, safety]),
            (At("own unit", TestUnits.ElderlyCare, RiskAnalysisStatus.Approved), [ofUnits, everywhere, approved, safety]),
            (At("unit below", TestUnits.Norrangen, RiskAnalysisStatus.Approved), [ofUnits, everywhere, safety]),
            (At("other unit", TestUnits.Hasselvagen, RiskAnalysisStatus.Approved), [everywhere]),
        ];
        (RowPosition, Opening[])[] By(string permission, RiskAnalysisStatus status, bool wordless = false)
        {
            Opening units = Opening.By(permission, Reach.Units) with { WithoutText = wordless }, all = Opening.By(permission, Reach.All) with { WithoutText = wordless };
            return [(At("own unit", TestUnits.ElderlyCare, status), [units, all]), (At("unit below", TestUnits.Norrangen, status), [units, all]), (At("other unit", TestUnits.Hasselvagen, status), [all])];
        }
        var (writing, forms) = (By(Permissions.WriteRiskAnalyses, RiskAnalysisStatus.Draft), By(Permissions.WriteRiskAnalyses, RiskAnalysisStatus.Draft, wordless: true));
        var (assessed, followed) = (By(Permissions.ApproveRiskAnalyses, RiskAnalysisStatus.Assessed), By(Permissions.WriteRiskAnalyses, RiskAnalysisStatus.Approved));
        const string write = Permissions.WriteRiskAnalyses, approve = Permissions.ApproveRiskAnalyses;
        // The lists first: what is made to be changed would be in them too.
        return matrix
            .List($"GET {Api}/", Permissions.ReadRiskAnalyses, reader => new(HttpMethod.Get, $"{Api}/?limit=100&occasion={Occasion(reader)}"), reading)
            .List($"GET {Pages}", Permissions.ReadRiskAnalyses, reader => new(HttpMethod.Get, $"{Pages}?tillfalle={Occasion(reader)}"), reading, row => $"href=\"riskanalyser/{row.Id}\"")
            .WithThread("/deviations/v1", "risk-analysis", reading)
            .Row($"GET {Api}/{{id:guid}}", Permissions.ReadRiskAnalyses, row => new(HttpMethod.Get, $"{Api}/{row.Id}"), reading)
            .Row($"GET {Pages}/{{Id:guid}}", Permissions.ReadRiskAnalyses, row => new(HttpMethod.Get, $"{Pages}/{row.Id}"), reading)
            .Row($"POST {Pages}/{{Id:guid}}", Permissions.ReadRiskAnalyses, row => Form($"{Pages}/{row.Id}", "steg", Version(row), ("Step", "assess")), writing, HttpStatusCode.Found)
            // Who may write but not in the unit is told that the unit is none of theirs.
            .Route($"POST {Api}/", write, _ => Write(HttpMethod.Post, $"{Api}/", Body(TestUnits.ElderlyCare)), HttpStatusCode.Created)
            .Route($"GET {Pages}/ny", write)
            .Route($"POST {Pages}/ny", write, _ => Form($"{Pages}/ny", "riskanalys", ("Request.Title", "")))
            .Row($"PUT {Api}/{{id:guid}}", write, row => Write(HttpMethod.Put, $"{Api}/{row.Id}", Body(Unit(row))), writing)
            .Row($"GET {Pages}/{{Id:guid}}/andra", write, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/andra"), writing)
            .Row($"POST {Pages}/{{Id:guid}}/andra", write, row => Form($"{Pages}/{row.Id}/andra", "riskanalys", Version(row), ("Request.UnitCode", Unit(row)), ("Request.Occasion", "saving"), ("Request.Title", "Nytt."), ("Request.Change", "Nytt.")), writing, HttpStatusCode.Found)
            .Row($"POST {Api}/{{id:guid}}/risks", write, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/risks", Risk), writing)
            .Row($"PUT {Api}/{{id:guid}}/risks/{{riskId:guid}}", write, row => Write(HttpMethod.Put, $"{Api}/{row.Id}/risks/{RiskOf(row)}", Risk), writing)
            .Row($"GET {Pages}/{{Id:guid}}/risk", write, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/risk"), forms)
            .Row($"POST {Pages}/{{Id:guid}}/risk", write, row => Form($"{Pages}/{row.Id}/risk", "risk", Version(row), ("Request.What", "Något."), ("Request.Severity", "1"), ("Request.Probability", "1")), writing, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/risk/{{RiskId:guid}}", write, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/risk/{RiskOf(row)}"), forms)
            .Row($"POST {Pages}/{{Id:guid}}/risk/{{RiskId:guid}}", write, row => Form($"{Pages}/{row.Id}/risk/{RiskOf(row)}", "risk", Version(row), ("Request.What", "Något."), ("Request.Severity", "1"), ("Request.Probability", "1")), writing, HttpStatusCode.Found)
            .Row($"POST {Api}/{{id:guid}}/risks/{{riskId:guid}}/actions", write, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/risks/{RiskOf(row)}/actions", new { what = "Göra.", dueAt = "2026-12-12" }), writing)
            .Row($"GET {Pages}/{{Id:guid}}/risk/{{RiskId:guid}}/atgard", write, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/risk/{RiskOf(row)}/atgard"), forms)
            .Row($"POST {Pages}/{{Id:guid}}/risk/{{RiskId:guid}}/atgard", write, row => Form($"{Pages}/{row.Id}/risk/{RiskOf(row)}/atgard", "atgard", Version(row), ("Request.What", "Göra."), ("Request.DueAt", "2026-12-12")), writing, HttpStatusCode.Found)
            .Row($"POST {Api}/{{id:guid}}/actions/{{actionId:guid}}/completion", write, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/actions/{ActionOf(row)}/completion", new { }), writing)
            .Row($"PUT {Api}/{{id:guid}}/work-environment", write, row => Write(HttpMethod.Put, $"{Api}/{row.Id}/work-environment", new { consequences = "Inga.", safetyRepresentative = "S", opinion = "Bra." }), writing)
            .Row($"GET {Pages}/{{Id:guid}}/arbetsmiljo", write, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/arbetsmiljo"), forms)
            .Row($"POST {Pages}/{{Id:guid}}/arbetsmiljo", write, row => Form($"{Pages}/{row.Id}/arbetsmiljo", "arbetsmiljo", Version(row), ("Request.Consequences", "Inga."), ("Request.SafetyRepresentative", "S"), ("Request.Opinion", "Bra.")), writing, HttpStatusCode.Found)
            .Row($"PUT {Api}/{{id:guid}}/cooperation", write, row => Write(HttpMethod.Put, $"{Api}/{row.Id}/cooperation", new { form = "mbl-11", on = "2026-01-02", outcome = "Eniga." }), writing)
            .Row($"GET {Pages}/{{Id:guid}}/samverkan", write, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/samverkan"), forms)
            .Row($"POST {Pages}/{{Id:guid}}/samverkan", write, row => Form($"{Pages}/{row.Id}/samverkan", "samverkan", Version(row), ("Request.Form", "mbl-11"), ("Request.On", "2026-01-02"), ("Request.Outcome", "Eniga.")), writing, HttpStatusCode.Found)
            .Row($"POST {Api}/{{id:guid}}/assessment", write, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/assessment", new { }), writing)
            .Row($"POST {Api}/{{id:guid}}/approval", approve, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/approval", new { role = "Chef", reason = "Lågt.", followUpOn = "2099-01-01" }), assessed)
            .Row($"GET {Pages}/{{Id:guid}}/godkann", approve, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/godkann"), By(approve, RiskAnalysisStatus.Assessed, wordless: true))
            .Row($"POST {Pages}/{{Id:guid}}/godkann", approve, row => Form($"{Pages}/{row.Id}/godkann", "godkann", Version(row), ("Request.Role", "Chef"), ("Request.Reason", "Lågt."), ("Request.FollowUpOn", "2099-01-01")), assessed, HttpStatusCode.Found)
            .Row($"POST {Api}/{{id:guid}}/follow-up", write, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/follow-up", new { outcome = "yes", note = "Räknat." }), followed)
            .Row($"GET {Pages}/{{Id:guid}}/uppfoljning", write, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/uppfoljning"), By(write, RiskAnalysisStatus.Approved, wordless: true))
            .Row($"POST {Pages}/{{Id:guid}}/uppfoljning", write, row => Form($"{Pages}/{row.Id}/uppfoljning", "uppfoljning", Version(row), ("Request.Outcome", "Yes"), ("Request.Note", "Räknat.")), followed, HttpStatusCode.Found)
            .Row($"POST {Api}/{{id:guid}}/closure", write, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/closure", new { }), By(write, RiskAnalysisStatus.FollowedUp));
    }

    private static readonly object Risk = new { what = "Något.", severity = 1, probability = 1 };

    private static object Body(string unit) => new { unitCode = unit, occasion = "saving", title = "Nytt.", change = "Nytt." };

    private static async Task<TestRow> Make(DeviationsHost host, TestUser reader, string unit, RiskAnalysisStatus status)
    {
        var number = Interlocked.Increment(ref Made);
        var (analysis, action) = await host.Analysed(unit, status, $"Risktitel{number}.", Occasion(reader));
        return new TestRow($"{analysis.Id}", [$"Risktitel{number}."], $"{analysis.Version} {analysis.Risks[0].Id} {action} {unit}");
    }

    // An occasion of the reader's own, so that the list holds nothing but what was made for the reader.
    private static string Occasion(TestUser reader) => $"prov-{RightsMatrix.NumberOf(reader)}";

    private static (string, string) Version(TestRow row) => ("Version", row.State.Split(' ')[0]);

    private static string RiskOf(TestRow row) => row.State.Split(' ')[1];

    private static string ActionOf(TestRow row) => row.State.Split(' ')[2];

    private static string Unit(TestRow row) => row.State.Split(' ')[3];
}
