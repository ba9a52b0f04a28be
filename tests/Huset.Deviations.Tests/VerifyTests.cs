namespace Huset.Deviations.Tests;

public sealed class VerifyTests(DeviationsHost host)
{
    [Fact]
    public async Task A_case_that_has_not_told_of_itself_is_found()
    {
        var id = await host.Reported(TestUsers.Employee);
        var before = (await host.Verify())["cases"];
        Assert.InRange(before.GetProperty("shared").GetProperty("deviations").GetInt64(), 1, before.GetProperty("figures").GetProperty("cases").GetInt64());

        Assert.Equal(1L, await host.Scalar<long>("with gone as (delete from outbox where body->>'deviationId' = $1 returning 1) select count(*) from gone", $"{id}"));
        var after = (await host.Verify())["cases"];
        Assert.False(after.GetProperty("ok").GetBoolean());
        Assert.Equal(before.GetProperty("figures").GetProperty("untold").GetInt64() + 1, after.GetProperty("figures").GetProperty("untold").GetInt64());
    }
}
