namespace Huset.Deviations.Tests;

/// <summary>How long the access log is kept is a threshold like the others, and never less than the law's five years.</summary>
public sealed class AccessLogYearsTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/thresholds";

    [Fact]
    public async Task A_longer_time_reaches_the_log_and_a_shorter_than_the_laws_is_refused()
    {
        await host.As(TestUsers.Administrator).Post(Path, Years(4)).NamesField("value");
        await host.As(TestUsers.Administrator).Post(Path, Years(10)).Json(HttpStatusCode.Created);
        Assert.Equal("10 Arkivnämndens beslut", await host.Scalar<string>("select years || ' ' || source from access_retention where valid_from = '2401-01-01'"));
        Assert.Equal(5, await host.Scalar<int>("select years from access_retention where valid_from <= current_date order by valid_from desc limit 1"));
        Assert.Contains("Så länge sparas åtkomstloggen i Avvikelser", WebUtility.HtmlDecode(await host.As(TestUsers.Administrator).GetStringAsync("/avvikelser/regler")));
    }

    private static object Years(int value) => new { measure = "access-log-years", value, validFrom = "2401-01-01", source = "Arkivnämndens beslut" };
}
