using Huset.Processes.Contracts;

namespace Huset.Processes.Tests;

public sealed class ChangeUnitTests(ProcessesHost host)
{
    [Fact]
    public async Task A_new_name_is_a_dated_version_and_the_old_days_keep_theirs()
    {
        var code = await host.Created();
        var answer = await host.Put(code, "\"1\"", ("name", "Nya namnet"), ("validFrom", "2024-01-01"));
        var unit = await answer.Json();
        Assert.Equal("\"2\"", answer.Headers.ETag?.Tag);
        Assert.Equal("Nya namnet", unit.GetProperty("name").GetString());
        Assert.Equal([$"Enheten {code}", "Nya namnet"], unit.GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("name").GetString()!));
        Assert.Equal("2024-01-01", unit.GetProperty("versions")[0].GetProperty("validTo").GetString());

        Assert.Contains(code, await host.Codes($"q=Enheten {code}&on=2023-12-31"));
        Assert.Empty(await host.Codes($"q=Enheten {code}&on=2024-01-01"));
        Assert.Equal([1, 2], (await host.Published<UnitChanged>()).Where(e => e.Code == code).Select(e => e.SubjectVersion));
    }

    [Fact]
    public async Task A_move_takes_what_lies_below_along_from_its_day()
    {
        var team = await host.Created("team");
        var below = await host.Created("below", ("parent", team));
        await host.Put(team, "*", ("parent", "fo"), ("validFrom", "2024-01-01")).Json();
        Assert.Contains(below, await host.Codes("parent=fo&on=2024-01-01"));
        Assert.DoesNotContain(below, await host.Codes("parent=fo&on=2023-12-31"));
        Assert.Contains(below, await host.Codes("parent=ao&on=2023-12-31"));
    }

    [Fact]
    public async Task The_same_again_changes_and_tells_nothing()
    {
        var code = await host.Created();
        var answer = await host.Put(code, "\"1\"", ("validFrom", null));
        Assert.Equal("\"1\"", (await answer.Json(), answer.Headers.ETag?.Tag).Tag);
        Assert.Single(await host.Published<UnitChanged>(), e => e.Code == code);
    }

    [Fact]
    public async Task A_change_names_the_version_that_was_read()
    {
        var code = await host.Created();
        await host.Put(code, null, ("name", "Utan")).Problem(HttpStatusCode.PreconditionRequired, "if-match.missing");
        await host.Put(code, "\"7\"", ("name", "Annan")).Problem(HttpStatusCode.PreconditionFailed, "resource.stale");
        await host.Put(ProcessesHost.NewCode(), "\"1\"").Problem(HttpStatusCode.NotFound, "resource.not-found");
    }

    [Fact]
    public async Task Of_two_changes_at_once_the_second_is_stale()
    {
        var code = await host.Created();
        var answers = await Task.WhenAll(host.Put(code, "\"1\"", ("name", "Ett"), ("validFrom", "2025-01-01")), host.Put(code, "\"1\"", ("name", "Två"), ("validFrom", "2025-01-01")));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task Two_moves_at_once_make_no_circle()
    {
        var (a, b) = (await host.Created("a"), await host.Created("b"));
        var answers = await Task.WhenAll(host.Put(a, "*", ("parent", b)), host.Put(b, "*", ("parent", a)));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        await Task.FromResult(answers.Single(answer => answer.StatusCode == HttpStatusCode.Conflict)).Problem(HttpStatusCode.Conflict, "unit.below-itself");
    }

    [Fact]
    public async Task Wrong_fields_are_named()
    {
        var code = await host.Created();
        await host.Put(code, "*", ("name", "")).NamesField("name");
        await host.Put(code, "*", ("parent", "finns-inte")).NamesField("parent");
        await host.Put(code, "*", ("owner", "anna")).NamesField("owner");
        await host.Put(code, "*", ("validFrom", "2020-12-31")).Problem(HttpStatusCode.Conflict, "unit.before-first-day");
    }

    [Fact]
    public async Task A_manager_is_refused_and_nobody_is_asked_to_sign_in()
    {
        var body = ProcessesHost.Unit("norrangen");
        body.Remove("code");
        Task<HttpResponseMessage> Put(TestUser? user) => host.As(user).PutAsync($"{ProcessesHost.Units}/norrangen", System.Net.Http.Json.JsonContent.Create(body));
        await Put(TestUsers.Manager).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await Put(null).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }
}
