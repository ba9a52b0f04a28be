namespace Huset.Procurement.Tests;

/// <summary>Every endpoint × role, against the rights table.</summary>
public sealed class RightsTests(ProcurementHost host)
{
    private readonly RightsMatrix matrix = Declare(host);

    [Fact]
    public Task Every_endpoint_answers_each_role_as_the_table_says() => matrix.Check();

    [Fact]
    public void Access_table_md_is_what_is_declared() => matrix.CheckDocument();

    private static RightsMatrix Declare(ProcurementHost host) => new RightsMatrix("Procurement", Permissions.Table, host.Factory.Services, host.As)
        .WithOperations(ProcurementHost.Api, sql => host.Scalar<string>(sql))
        .WithRoom(ProcurementHost.Api)
        .WithCodeLists()
        .WithLimits(sql => host.Scalar<string>(sql))
        .WithSuppliers(host)
        .WithContracts(host)
        .WithFollowUps(host);
}
