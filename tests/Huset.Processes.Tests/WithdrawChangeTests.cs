using Huset.Processes.Contracts;

namespace Huset.Processes.Tests;

public sealed class WithdrawChangeTests(ProcessesHost host)
{
    [Fact]
    public async Task The_version_before_lasts_on()
    {
        var code = await host.Created();
        await host.Put(code, "*", ("name", "Ett"), ("validFrom", "2090-01-01")).Json();
        await host.Put(code, "*", ("name", "Två"), ("validFrom", "2091-01-01")).Json();
        var unit = await Delete(code, "versions/2090-01-01", "\"3\"").Json();
        Assert.Equal([($"Enheten {code}", "2091-01-01"), ("Två", null)], unit.GetProperty("versions").EnumerateArray().Select(v => (v.GetProperty("name").GetString()!, v.TryGetProperty("validTo", out var to) ? to.GetString() : null)));
        var told = (await host.Published<UnitChanged>()).Last(e => e.Code == code);
        Assert.Equal((4, 2), (told.SubjectVersion, told.Versions.Count));
    }

    [Fact]
    public async Task What_has_begun_stays()
    {
        var code = await host.Created();
        await host.Put(code, "*", ("name", "Nytt"), ("validFrom", "2024-01-01")).Json();
        await Delete(code, "versions/2024-01-01", "*").Problem(HttpStatusCode.Conflict, "unit.change-begun");
        await Delete(code, "versions/2024-01-02", "*").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await Delete(code, "closure", "*").Problem(HttpStatusCode.NotFound, "resource.not-found");
        await host.Close(code, "2025-01-01").Json();
        await Delete(code, "closure", "*").Problem(HttpStatusCode.Conflict, "unit.closed");
    }

    [Fact]
    public async Task A_unit_that_has_not_begun_is_not_taken_back()
    {
        var code = await host.Created(changes: ("validFrom", "2090-01-01"));
        await Delete(code, "versions/2090-01-01", "*").Problem(HttpStatusCode.Conflict, "unit.change-begun");
    }

    [Fact]
    public async Task A_place_that_no_longer_is_cannot_be_gone_back_to()
    {
        var above = await host.Created("ovan");
        var code = await host.Created("under", ("parent", above));
        await host.Put(code, "*", ("parent", "fo"), ("validFrom", "2090-01-01")).Json();
        await host.Close(above, "2090-01-01").Json();
        await Delete(code, "versions/2090-01-01", "*").NamesField("parent");
        Assert.Equal(2, (await host.Read(code)).GetProperty("versions").GetArrayLength());

        // And two that have changed places would make a circle.
        var (a, b) = (await host.Created("a"), await host.Created("b"));
        await host.Put(a, "*", ("parent", b)).Json();
        await host.Put(a, "*", ("parent", "ao"), ("validFrom", "2090-01-01")).Json();
        await host.Put(b, "*", ("parent", a), ("validFrom", "2090-01-01")).Json();
        await Delete(a, "versions/2090-01-01", "*").Problem(HttpStatusCode.Conflict, "unit.below-itself");
    }

    [Fact]
    public async Task A_closing_that_has_not_come_is_taken_back_unless_the_unit_above_goes()
    {
        var above = await host.Created("ovan");
        var code = await host.Created("under", ("parent", above));
        await host.Close(code, "2090-01-01").Json();
        await host.Close(above, "2090-01-01").Json();
        await Delete(code, "closure", "*").NamesField("parent");
        await Delete(above, "closure", "*").Json();
        Assert.False((await Delete(code, "closure", "\"2\"").Json()).TryGetProperty("validTo", out _));
        Assert.Null((await host.Published<UnitChanged>()).Last(e => e.Code == code).ValidTo);
    }

    [Fact]
    public async Task It_names_the_version_that_was_read()
    {
        var code = await host.Created();
        await host.Close(code, "2090-01-01").Json();
        await Delete(code, "closure", null).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await Delete(code, "closure", "\"1\"").Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
    }

    private Task<HttpResponseMessage> Delete(string code, string what, string? ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Delete, $"{ProcessesHost.Units}/{code}/{what}");
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return host.As(TestUsers.Administrator).SendAsync(request);
    }
}
