namespace Huset.Competence.Tests.People;

public sealed class ListPeopleTests(CompetenceHost host)
{
    [Fact]
    public async Task A_manager_sees_the_own_units_people_an_employee_oneself_and_the_coordinator_all()
    {
        var mine = await host.Employed(TestUnits.Norrangen, account: TestUsers.Employee);
        var near = await host.Employed(TestUnits.Kullen);
        var far = await host.Employed(TestUnits.Hasselvagen);
        Assert.Equal([mine], await Seen(TestUsers.Employee));
        var manager = await Seen(TestUsers.Manager);
        Assert.Contains(mine, manager);
        Assert.Contains(near, manager);
        Assert.DoesNotContain(far, manager);
        Assert.Contains(far, await Seen(TestUsers.Staffing));
        await host.As(TestUsers.BoardMember).GetAsync("/competence/v1/employees").Problem(HttpStatusCode.Forbidden, "user.not-allowed");
        await host.As(null).GetAsync("/competence/v1/employees").Problem(HttpStatusCode.Unauthorized, "user.not-signed-in");
    }

    private async Task<Guid[]> Seen(TestUser user) =>
        [.. (await host.As(user).GetAsync("/competence/v1/employees?limit=100").Json()).GetProperty("items").EnumerateArray().Select(person => person.GetProperty("id").GetGuid())];
}
