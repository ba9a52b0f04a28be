namespace Huset.AppHost.Tests;

public sealed class LeftoversTests : IDisposable
{
    private const string WithChildren = "sleep 1000 & sleep 1000 & echo ready; wait";
    private readonly string folder = PrivateFolder.CreateTemporary("huset-left");

    public void Dispose() => PrivateFolder.Delete(folder);

    [Fact]
    public async Task Stop_ends_also_what_the_server_started()
    {
        await using var server = new ShellServer(folder, "service", WithChildren);
        await server.Start();
        var session = server.Pid!.Value;
        Assert.Equal(3, ProcessTable.Session(session).Count());

        await server.Stop();

        await Eventually.Is(() => !ProcessTable.Session(session).Any());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "run", "children")));
    }

    [Fact]
    public async Task What_a_killed_engine_left_is_ended_at_the_next_start()
    {
        await using var server = new ShellServer(folder, "service", WithChildren);
        await server.Start();
        var session = server.Pid!.Value;

        Assert.Equal(3, Leftovers.End(folder));

        Assert.Empty(ProcessTable.Session(session));
    }

    [Fact]
    public async Task Children_are_found_when_their_leader_has_gone()
    {
        await using var server = new ShellServer(folder, "service", WithChildren);
        await server.Start();
        var session = server.Pid!.Value;
        Posix.Signal(session, Posix.SigKill);
        await server.Exited;

        Assert.Equal(2, Leftovers.End(folder));
        Assert.Empty(ProcessTable.Session(session));
    }

    [Fact]
    public async Task A_stranger_with_a_pid_that_was_ours_is_left_alone()
    {
        await using var stranger = new ShellServer(folder, "stranger", WithChildren);
        await stranger.Start();
        await File.WriteAllTextAsync(Path.Combine(folder, "run", "children", $"{stranger.Pid}"), "1", TestContext.Current.CancellationToken);

        Assert.Equal(0, Leftovers.End(folder));

        Assert.NotNull(stranger.Pid);
    }
}
