namespace Huset.AppHost.Tests;

public sealed class ServerTests : IDisposable
{
    private readonly string folder = PrivateFolder.CreateTemporary("huset-server");

    public void Dispose() => PrivateFolder.Delete(folder);

    [Fact]
    public async Task PostgreSQL_comes_back_after_a_kill_with_its_data()
    {
        await using var postgres = new PostgresServer(folder, "secret");
        await postgres.Start();
        await postgres.CreateDatabase("deviations");

        postgres.Kill();
        await postgres.Exited;
        await postgres.Start();
        await postgres.CreateDatabase("deviations");

        Assert.NotNull(postgres.Pid);
    }

    [Fact]
    public async Task RabbitMQ_comes_back_after_a_kill()
    {
        await using var rabbit = new RabbitServer(folder, "secret");
        await rabbit.Start();
        var first = rabbit.Pid!.Value;

        Posix.Signal(first, Posix.SigKill);
        await rabbit.Exited;
        await rabbit.Start();

        Assert.NotEqual(first, rabbit.Pid);
        rabbit.Kill();
        await Eventually.Is(() => rabbit.Pid is null);
    }
}
