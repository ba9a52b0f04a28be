using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Tests;

public sealed class PeopleTests(DeviationsHost host)
{
    private const string Path = "/deviations/v1/people";

    [Fact]
    public async Task Who_signs_in_can_be_found_and_those_near_the_unit_come_first()
    {
        var asa = new TestUser("åsa-nära", [Roles.Medarbetare], HomeUnit: TestUnits.Hasselvagen);
        var bert = new TestUser("bert-nära", [Roles.Medarbetare], HomeUnit: TestUnits.Kullen);
        var chief = new TestUser("östen-nära", [Roles.Enhetschef], [TestUnits.DisabilityCare], TestUnits.DisabilityCare);
        foreach (var user in new[] { asa, bert, chief }) await host.As(user).GetAsync("/deviations/v1/deviations").Json();

        Assert.Equal(["Bert-nära Testsson", "Åsa-nära Testsson", "Östen-nära Testsson"], await Names("q=NÄRA"));
        Assert.Equal(["Åsa-nära Testsson", "Östen-nära Testsson", "Bert-nära Testsson"], await Names($"q=nära&unitCode={TestUnits.Hasselvagen}"));
    }

    [Fact]
    public async Task Who_changes_name_unit_or_role_is_remembered_anew_and_else_nothing_is_written()
    {
        var before = new TestUser("berit-byter", [Roles.Medarbetare], HomeUnit: TestUnits.Kullen);
        for (var i = 0; i < 3; i++) await host.As(before).GetAsync("/deviations/v1/deviations").Json();
        var written = await host.Scalar<string>("select xmin::text from people where id = $1", $"{before.Id}");
        await host.As(before).GetAsync("/deviations/v1/deviations").Json();
        Assert.Equal(written, await host.Scalar<string>("select xmin::text from people where id = $1", $"{before.Id}"));

        await host.As(before with { HomeUnit = TestUnits.Solgarden }).GetAsync("/deviations/v1/deviations").Json();
        Assert.Equal(TestUnits.Solgarden, await host.Scalar<string>("select home_unit from people where id = $1", $"{before.Id}"));
        Assert.Equal(["Berit-byter Testsson"], await Names("q=berit-byter"));
        // Without a role of an employee nobody to give work to.
        await host.Scalar<string>("update people set roles = array['leverantor'] where id = $1 returning id", $"{before.Id}");
        Assert.Empty(await Names("q=berit-byter"));
    }

    [Fact]
    public async Task Accounts_of_systems_are_nobody_to_give_work_to()
    {
        var system = new TestUser("service-account-huset-analyst", [Roles.Analytiker]);
        await host.As(system).GetAsync("/deviations/v1/deviations").Json();
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from people where id = $1", $"{system.Id}"));
    }

    [Fact]
    public async Task The_list_is_for_who_handles_cases()
    {
        await host.As(TestUsers.Manager).GetAsync(Path).Json();
        await host.As(TestUsers.Employee).GetAsync(Path).Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync(Path).Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private async Task<IEnumerable<string?>> Names(string query) =>
        (await host.As(TestUsers.Manager).GetAsync($"{Path}?{query}").Json()).GetProperty("items").EnumerateArray().Select(person => person.Text("name"));
}
