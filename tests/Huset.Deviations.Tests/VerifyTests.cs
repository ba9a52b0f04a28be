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
        // And an attachment that is not whole.
        await host.Scalar<Guid>("insert into attachments (id, deviation_id, name, media_type, size, stripped, added_by_id, added_by_name, added_at) values (gen_random_uuid(), $1, 'x.png', 'image/png', 3, true, 'x', 'X', now()) returning id", id);
        var checks = await host.Verify();
        Assert.NotEqual(0, checks["attachments"].GetProperty("figures").GetProperty("torn").GetInt64());
        var after = checks["cases"];
        Assert.False(after.GetProperty("ok").GetBoolean());
        Assert.Equal(before.GetProperty("figures").GetProperty("untold").GetInt64() + 1, after.GetProperty("figures").GetProperty("untold").GetInt64());
    }
}
