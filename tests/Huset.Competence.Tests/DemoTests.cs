namespace Huset.Competence.Tests;

/// <summary>A new demonstration, whose units come from Processes.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task A_demonstration_gets_its_people_once_its_units_are_here_with_every_user_some_gaps_and_some_that_run_out()
    {
        await using var host = new DemoHost();
        await host.InitializeAsync();
        await host.AddDemoUnits();
        _ = host.Factory.Server;
        await DemoHost.Eventually(() => host.Scalar<long>("select count(*) from held_competences").Result > 0);
        Assert.Equal((30, 12), (await host.Scalar<long>("select count(*) from employees where home_unit = 'norrangen'"), await host.Scalar<long>("select count(*) from employees where home_unit = 'kullen'")));
        Assert.Equal(0, await host.Scalar<long>("select count(*) from unnest(array['medarbetare', 'enhetschef', 'mas', 'bemanning', 'admin', 'chef-kullen']) u where not exists (select 1 from employees where username = u)"));
        var manager = new TestUser("enhetschef", ["enhetschef", "medarbetare"], ["norrangen", "kullen"], "norrangen");
        var matrix = await host.As(manager).GetAsync("/competence/v1/units/norrangen/matrix").Json();
        var columns = matrix.GetProperty("columns").EnumerateArray().ToList();
        Assert.True(columns.Sum(column => column.GetProperty("mustGaps").GetInt32()) > 0 && columns.Sum(column => column.GetProperty("expiring").GetInt32()) > 0 && columns.Sum(column => column.GetProperty("held").GetInt32()) > 50, matrix.ToString());
    }

    private sealed class DemoHost() : ServiceHost<Program, CompetenceDb>("competence", seedUnits: false)
    {
        protected override IEnumerable<KeyValuePair<string, string>> Configuration => [new("Huset:Demo", "true")];
    }
}
