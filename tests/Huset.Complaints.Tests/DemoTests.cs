namespace Huset.Complaints.Tests;

/// <summary>A new demonstration, whose units come from Processes and whose people come from Competence.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task A_demonstration_gets_its_complaints_once_its_units_and_people_are_here_and_those_who_answer_are_the_directorys()
    {
        await using var host = new DemoHost();
        await host.InitializeAsync();
        await host.AddDemoUnits();
        await host.Person("Samir Nasser");
        var account = $"{Guid.NewGuid()}";
        await host.Person("Roger Isaksson", account);
        _ = host.Factory.Server;
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(0, await host.Scalar<long>("select count(*) from complaints"));
        var manager = await host.Person("Oskar Rydell");
        await DemoHost.Eventually(() => host.Scalar<long>("select count(*) from complaints").Result > 0);
        Assert.Equal(1, await host.Scalar<long>("select count(*) from messages where by_id = $1 and by_name = 'Oskar Rydell'", $"{manager}"));
        Assert.Equal(0, await host.Scalar<long>("select count(*) from complaints where registered_by_id <> $1", account));
    }

    private sealed class DemoHost() : ServiceHost<Program, ComplaintsDb>("complaints", seedUnits: false)
    {
        protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("Huset:Demo", "true"), new("Complaints:CodeKey", "only-for-tests-only-for-tests-only")];
    }
}
