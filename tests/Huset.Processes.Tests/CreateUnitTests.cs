using Huset.Processes.Contracts;

namespace Huset.Processes.Tests;

public sealed class CreateUnitTests(ProcessesHost host)
{
    [Fact]
    public async Task A_unit_is_created_and_told_to_the_others()
    {
        var code = ProcessesHost.NewCode();
        var answer = await host.As(TestUsers.Administrator).Post(ProcessesHost.Units, ProcessesHost.Unit(code, ("provider", "private"), ("lawAreas", new[] { "hsl", "SoL" })));
        var unit = await answer.Json(HttpStatusCode.Created);
        Assert.Equal($"{ProcessesHost.Units}/{code}", answer.Headers.Location?.OriginalString);
        Assert.Equal("\"1\"", answer.Headers.ETag?.Tag);
        Assert.Equal("private", unit.GetProperty("provider").GetString());

        var told = Assert.Single(await host.Published<UnitChanged>(), e => e.Code == code);
        Assert.Equal((1, $"Enheten {code}", null), (told.SubjectVersion, told.Name, told.ValidTo));
        var version = Assert.Single(told.Versions);
        Assert.Equal((new DateOnly(2021, 1, 1), "ao", "enhet", "an", "private"), (version.ValidFrom, version.Parent, version.Type, version.Board, version.Provider));
        Assert.Equal(["SoL", "HSL"], version.LawAreas);
    }

    [Fact]
    public async Task Without_a_day_it_exists_from_today()
    {
        var code = await host.Created(changes: ("validFrom", null));
        Assert.Equal(ServiceDefaults.SwedishTime.Today(TimeProvider.System).ToString("O"), (await host.Read(code)).GetProperty("validFrom").GetString());
    }

    [Theory]
    [InlineData("code", null)]
    [InlineData("code", "Norrängen")]
    [InlineData("code", "-a")]
    [InlineData("name", "  ")]
    [InlineData("name", "a\nb")]
    [InlineData("type", "hus")]
    [InlineData("type", null)]
    [InlineData("parent", "finns-inte")]
    [InlineData("board", "finns-inte")]
    [InlineData("provider", "stat")]
    [InlineData("validFrom", "i dag")]
    [InlineData("validFrom", "0001-01-01")]
    [InlineData("owner", "anna")]
    public Task A_wrong_field_is_named(string field, string? value) =>
        host.As(TestUsers.Administrator).Post(ProcessesHost.Units, ProcessesHost.Unit(ProcessesHost.NewCode(), (field, value))).NamesField(field);

    [Fact]
    public Task An_unknown_law_is_named() =>
        host.As(TestUsers.Administrator).Post(ProcessesHost.Units, ProcessesHost.Unit(ProcessesHost.NewCode(), ("lawAreas", new[] { "SoL", "Jantelagen" }))).NamesField("lawAreas");

    [Fact]
    public Task A_code_is_used_once() =>
        host.As(TestUsers.Administrator).Post(ProcessesHost.Units, ProcessesHost.Unit("norrangen")).Problem(HttpStatusCode.Conflict, "unit.code-taken");

    [Fact]
    public async Task The_same_key_creates_one_unit()
    {
        var unit = ProcessesHost.Unit(ProcessesHost.NewCode());
        var client = host.As(TestUsers.Administrator);
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        await client.Post(ProcessesHost.Units, unit).Json(HttpStatusCode.Created);
        await client.Post(ProcessesHost.Units, unit).Json(HttpStatusCode.Created);
        Assert.Single(await host.Published<UnitChanged>(), e => e.Code == (string)unit["code"]!);
    }

    [Fact]
    public async Task A_manager_and_another_system_are_refused()
    {
        await host.As(TestUsers.Manager).Post(ProcessesHost.Units, ProcessesHost.Unit("ny")).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(TestUsers.Integration).Post(ProcessesHost.Units, ProcessesHost.Unit("ny")).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
    }

    [Fact]
    public Task Nobody_is_asked_to_sign_in() => host.As(null).Post(ProcessesHost.Units, ProcessesHost.Unit("ny")).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
}
