namespace Huset.Competence.Tests.People;

public sealed class ListPeopleTests(CompetenceHost host)
{
    [Fact]
    public async Task A_manager_sees_the_own_units_people_an_employee_oneself_and_the_coordinator_all()
    {
        var mine = await host.Employed(TestUnits.Norrangen, account: TestUsers.Employee);
        var near = await host.Employed(TestUnits.Kullen, name: "Nära Testsson");
        var far = await host.Employed(TestUnits.Hasselvagen, name: "Fjärran Testsson");
        Assert.Equal([mine], await Seen(TestUsers.Employee));
        Assert.Contains(mine, await Seen(TestUsers.Manager, "anna"));
        Assert.Contains(near, await Seen(TestUsers.Manager, "Nära"));
        Assert.DoesNotContain(far, await Seen(TestUsers.Manager, "Fjärran"));
        Assert.Contains(far, await Seen(TestUsers.Staffing, "Fjärran"));
        await host.As(TestUsers.BoardMember).GetAsync("/competence/v1/employees").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync("/competence/v1/employees").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private async Task<Guid[]> Seen(TestUser user, string name = "") =>
        [.. (await host.As(user).GetAsync($"/competence/v1/employees?limit=100&q={name}").Json()).GetProperty("items").EnumerateArray().Select(person => person.GetProperty("id").GetGuid())];
}
