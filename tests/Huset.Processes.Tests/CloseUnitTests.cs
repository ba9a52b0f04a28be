using Huset.Processes.Contracts;

namespace Huset.Processes.Tests;

public sealed class CloseUnitTests(ProcessesHost host)
{
    [Fact]
    public async Task A_closed_unit_exists_until_its_day_and_can_still_be_read()
    {
        var code = await host.Created();
        var unit = await host.Close(code, "2025-01-01").Json();
        Assert.Equal("2025-01-01", unit.GetProperty("validTo").GetString());
        Assert.Contains(code, await host.Codes("parent=ao&on=2024-12-31"));
        Assert.DoesNotContain(code, await host.Codes("parent=ao&on=2025-01-01"));
        Assert.Equal($"Enheten {code}", (await host.Read(code)).GetProperty("name").GetString());
        Assert.Equal(new DateOnly(2025, 1, 1), (await host.Published<UnitChanged>()).Last(e => e.Code == code).ValidTo);
    }

    [Fact]
    public async Task It_is_refused_while_open_units_lie_below()
    {
        var above = await host.Created("above");
        var below = await host.Created("below", ("parent", above));
        await host.Close(above, "2025-01-01").Problem(HttpStatusCode.Conflict, "unit.has-open-units-below");
        await host.Close(below, "2025-01-01").Json();
        await host.Close(above, "2025-01-01").Json();
        await host.Put(above, "*").Problem(HttpStatusCode.Conflict, "unit.closed");
        await host.Close(above, "2026-01-01").Problem(HttpStatusCode.Conflict, "unit.closed");
    }

    [Fact]
    public async Task The_day_is_needed_and_lies_after_the_last_version()
    {
        var code = await host.Created();
        await host.As(TestUsers.Administrator).Post($"{ProcessesHost.Units}/{code}/closure", new { }).NamesField("validTo");
        await host.Close(code, "i morgon").NamesField("validTo");
        await host.Close(code, "2021-01-01").Problem(HttpStatusCode.Conflict, "unit.closed-before-last-version");
        await host.Close(ProcessesHost.NewCode(), "2025-01-01").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task A_stale_version_is_refused()
    {
        var code = await host.Created();
        var client = host.As(TestUsers.Administrator);
        client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "\"2\"");
        await client.Post($"{ProcessesHost.Units}/{code}/closure", new { validTo = "2025-01-01" }).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
    }

    [Fact]
    public async Task A_manager_is_refused_and_nobody_is_asked_to_sign_in()
    {
        var body = new { validTo = "2027-01-01" };
        await host.As(TestUsers.Manager).Post($"{ProcessesHost.Units}/norrangen/closure", body).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).Post($"{ProcessesHost.Units}/norrangen/closure", body).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }
}
