using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The rules of second assessments for <see cref="RightsTests"/>.</summary>
internal static class SecondAssessmentRights
{
    private const string Api = "/deviations/v1/second-assessments", Pages = "/avvikelser/andra-bedomning";
    private static int Made;

    public static RightsMatrix WithSecondAssessments(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition At(string name, string unit, bool restricted = false) => new($"{name}, drawn", _ => Make(host, unit, restricted));
        // A manager is asked about other units' cases, and quality development, which handles none, about all.
        Opening elsewhere = Opening.By(Permissions.SecondAssess, Reach.All), everywhere = new((Permissions.SecondAssess, Reach.All), (Permissions.ReadWithoutText, Reach.All));
        (RowPosition, Opening[])[] judging =
        [
            (At("own unit", TestUnits.ElderlyCare), [everywhere]),
            (At("unit below", TestUnits.Norrangen), [everywhere]),
            (At("other unit", TestUnits.Hasselvagen), [elsewhere]),
            (At("other unit, in lex Maria", TestUnits.Hasselvagen, restricted: true), []),
        ];
        return matrix
            .Route($"GET {Api}/", Permissions.SecondAssess)
            .Route($"GET {Pages}", Permissions.SecondAssess)
            .Route("GET /deviations/v1/assessment-agreement", Permissions.CompareAssessments)
            .Route($"GET {Pages}/jamfor", Permissions.CompareAssessments)
            .Row($"GET {Api}/{{id:guid}}", Permissions.SecondAssess, row => new(HttpMethod.Get, $"{Api}/{row.Id}"), judging)
            .Row($"POST {Api}/{{id:guid}}", Permissions.SecondAssess, row => Write(HttpMethod.Post, $"{Api}/{row.Id}", new { severity = 2, probability = 2, motivation = "Lika." }), judging)
            .Row($"GET {Pages}/{{Id:guid}}", Permissions.SecondAssess, row => new(HttpMethod.Get, $"{Pages}/{row.Id}"), judging)
            .Row($"POST {Pages}/{{Id:guid}}", Permissions.SecondAssess, row => Form($"{Pages}/{row.Id}", "andra", ("Request.Severity", "2"), ("Request.Probability", "2"), ("Request.Motivation", "Lika.")), judging);
    }

    private static async Task<TestRow> Make(DeviationsHost host, string unit, bool restricted)
    {
        var number = Interlocked.Increment(ref Made);
        var (id, second) = await host.DrawnTwice(TestUsers.Employee, unit, 2, 2, description: $"Blindtext{number}. Sedan mer.");
        if (restricted) await host.HandOver(id, TrackKind.LexMaria);
        return new TestRow($"{second}", [$"Blindtext{number}."]);
    }
}
