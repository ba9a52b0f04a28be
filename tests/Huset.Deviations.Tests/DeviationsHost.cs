using Huset.Deviations.Tests;

[assembly: AssemblyFixture(typeof(DeviationsHost))]

namespace Huset.Deviations.Tests;

public class DeviationsHost() : ServiceHost<Program, DeviationsDb>("deviations")
{
    /// <summary>A report that is right in every field.</summary>
    public static Dictionary<string, object?> Report(params (string Field, object? Value)[] changes)
    {
        var report = new Dictionary<string, object?>
        {
            ["unitCode"] = TestUnits.Norrangen,
            ["occurredAt"] = DateTimeOffset.UtcNow.AddHours(-2),
            ["kind"] = "health-care",
            ["harm"] = "none",
            ["description"] = "Morgondosen gavs två timmar för sent. Passet hade två personer i stället för tre.",
        };
        foreach (var (field, value) in changes) report[field] = value;
        return report;
    }

    public async Task<Guid> Reported(TestUser reporter, params (string Field, object? Value)[] changes) =>
        (await As(reporter).Post("/deviations/v1/deviations", Report(changes)).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
}
