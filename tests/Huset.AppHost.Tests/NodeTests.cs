using System.Diagnostics;

namespace Huset.AppHost.Tests;

public sealed class NodeTests : IDisposable
{
    private const string Service = "trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done";
    private readonly string folder = PrivateFolder.CreateTemporary("huset-node");
    private readonly List<string> said = [];

    public void Dispose() => PrivateFolder.Delete(folder);

    [Fact]
    public async Task A_killed_server_comes_back()
    {
        var node = NodeFor(new ShellServer(folder, "service", Service));
        node.Run();
        await Eventually.Is(() => node.State == "ready");
        var first = node.Server.Pid!.Value;

        Process.GetProcessById(first).Kill();

        await Eventually.Is(() => node.State == "ready" && node.Server.Pid is { } pid && pid != first);
        await node.Stop();
    }

    [Fact]
    public async Task Each_failed_start_is_followed_by_a_longer_pause()
    {
        var node = NodeFor(new ShellServer(folder, "service", $"echo x >>count; [ $(wc -l <count) -gt 3 ] || exit 1; {Service}"));
        node.Run();
        await Eventually.Is(() => node.State == "ready");

        Assert.Equal(["starts again in 0.2 s", "starts again in 0.4 s", "starts again in 0.8 s"], said.Where(line => line.StartsWith("starts", StringComparison.Ordinal)).Select(line => line.Replace(',', '.')));
        await node.Stop();
    }

    [Fact]
    public async Task Starts_after_what_it_waits_for_and_stops_before_it()
    {
        const string telling = "echo start-$0 >>order; trap 'echo stop-$0 >>order; exit 0' TERM; sleep 0.2; echo ready; while :; do sleep 0.05; done";
        var database = NodeFor(new ShellServer(folder, "database", telling.Replace("$0", "database", StringComparison.Ordinal)));
        var service = NodeFor(new ShellServer(folder, "service", telling.Replace("$0", "service", StringComparison.Ordinal)));
        service.WaitFor(database, WaitKind.Ready);

        service.Run();
        database.Run();
        await Eventually.Is(() => service.State == "ready");
        await Task.WhenAll(database.Stop(), service.Stop());

        Assert.Equal(["start-database", "start-service", "stop-service", "stop-database"], File.ReadLines(Path.Combine(folder, "order")));
    }

    [Fact]
    public async Task Work_done_once_is_tried_until_it_succeeds_and_others_wait_for_that()
    {
        var work = new ShellServer(folder, "prepare", "echo x >>tries; echo ready; [ $(wc -l <tries) -gt 1 ]");
        var prepare = new Node(work, said.Add, () => { }, ranWell: () => work.ExitCode == 0);
        var service = NodeFor(new ShellServer(folder, "service", $"cp tries seen; {Service}"));
        service.WaitFor(prepare, WaitKind.Completed);

        service.Run();
        prepare.Run();
        await Eventually.Is(() => service.State == "ready");

        Assert.Equal("done", prepare.State);
        Assert.Equal(2, File.ReadLines(Path.Combine(folder, "seen")).Count());
        await prepare.Stop();
    }

    [Fact]
    public async Task Stopping_while_something_still_waits_or_starts_ends_at_once()
    {
        var never = NodeFor(new ShellServer(folder, "never", "sleep 1000"));
        var waiting = NodeFor(new ShellServer(folder, "waiting", Service));
        waiting.WaitFor(never, WaitKind.Ready);
        never.Run();
        waiting.Run();
        await Eventually.Is(() => never.State == "starting");

        await never.Stop().WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal("stopped", waiting.State);
        Assert.Null(never.Server.Pid);
    }

    private Node NodeFor(IServer server) => new(server, said.Add, () => { });
}
