namespace Huset.Competence.Tests;

/// <summary>Every endpoint × role, against the rights table.</summary>
public sealed class RightsTests(CompetenceHost host)
{
    private readonly RightsMatrix matrix = Declare(host);

    [Fact]
    public Task Every_endpoint_answers_each_role_as_the_table_says() => matrix.Check();

    [Fact]
    public void Access_table_md_is_what_is_declared() => matrix.CheckDocument();

    private static RightsMatrix Declare(CompetenceHost host) => new RightsMatrix("Competence", Permissions.Table, host.Factory.Services, host.As)
        .WithOperations("/competence/v1", sql => host.Scalar<string>(sql))
        .WithRoom("/competence/v1")
        .WithCodeLists()
        .WithPeople(host)
        .WithCompetences(host)
        .WithLimits(sql => host.Scalar<string>(sql))
        .WithDelegations(host)
        .WithStaffing(host)
        .WithNeeds(host);
}
